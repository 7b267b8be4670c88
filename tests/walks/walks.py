"""Walks through the whole program with real hands, and keeps a picture of each step: `python tests/walks/walks.py FOLDER`.

Each walk is a process of its own on a private X server, with results in a folder that goes with it. Drills are as they
are shipped, only shorter. At the end each walk has a sheet of all its pictures. Needs Xvfb; takes a few minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walker import Walker

    from reactdrill.app.program import Program

WALKS = ("newcomer", "coach", "therapist", "mat")
SHORTER = {
    "reaction/four-choice.toml": ("until = { trials = 6 }", "practice = { trials = 2 }"),
    "reaction/two-choice.toml": ("until = { trials = 4 }", "practice = { trials = 2 }"),
    "balance/single-leg-taps.toml": ("until = { time_s = 8 }", "sets = { count = 2, rest_s = 5 }"),
}
"""Lines of drills that are written anew: a walk is for the screens."""
SETTINGS = "[run]\nwalk_back_s = 1\n[display]\nsize = [1280, 720]\n"
ACROSS = 3
SHOWN = {
    "newcomer": ("found", "briefing", "a-light", "results"),
    "coach": ("six-are-here", "first-pair", "two-side-by-side", "board"),
    "therapist": ("progress-of-both-legs",),
}
"""Pictures that the documentation shows."""
DOCS = ROOT / "docs" / "pictures" / "program"
SMALL = (640, 360)


def main() -> None:
    """All walks, or those that are named."""
    parser = argparse.ArgumentParser(description="Walks through the program, with a picture of each step.")
    parser.add_argument("folder", type=Path, help="Where the pictures go.")
    parser.add_argument("walks", nargs="*", metavar="WALK", help=f"Of {', '.join(WALKS)}; else all.")
    parser.add_argument("--docs", action="store_true", help="Put small ones into docs/pictures/program, too.")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    strange = set(asked.walks) - set(WALKS)
    if strange:
        parser.error(f"there is no walk {', '.join(sorted(strange))}; there are {', '.join(WALKS)}")
    if asked.here:
        sys.exit(_walk(asked.walks[0], asked.folder))
    lost = [name for name in asked.walks or WALKS if not _in_a_process(name, asked.folder / name)]
    if asked.docs:
        _into_docs(asked.folder)
    sys.exit(f"lost their way: {', '.join(lost)}" if lost else 0)


def _in_a_process(name: str, folder: Path) -> bool:
    """Whether a walk came to its end. The pictures of an earlier one are taken away first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"{name}:", flush=True)  # noqa: T201 - progress
    with tempfile.TemporaryDirectory() as home:
        kept = {
            each: os.environ[each]
            for each in os.environ
            if not each.startswith(("REACTDRILL", "SDL", "DISPLAY"))
        }
        done = subprocess.run(
            [sys.executable, __file__, "--here", str(folder), name],
            env={**kept, "REACTDRILL_HOME": home, "REACTDRILL_LANG": "en", "SDL_AUDIODRIVER": "dummy"},
            check=False,
        )
    _sheet(folder)
    return done.returncode == 0


def _walk(name: str, folder: Path) -> int:
    """One walk, in this process."""
    import stories
    from walker import walk

    home = Path(os.environ["REACTDRILL_HOME"])
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    with ExitStack() as stack:
        walker, program = _prepared(name, home, folder, stack)
        from reactdrill.app.program import run_program

        wrong = walk(getattr(stories, name), walker)
        run_program(program, "home")
    for error in wrong:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - its end
    return 1 if wrong else 0


def _prepared(name: str, home: Path, folder: Path, stack: ExitStack) -> tuple[Walker, Program]:
    """A private X server, a program that will open on it, and whoever walks through it."""
    import stories
    from eyes import Eyes
    from hands import Keys, Mat
    from walker import Walker

    from virtual_pad import USB_MAT, VirtualPad
    from xtest import XTest
    from xvfb import running_xvfb

    server = stack.enter_context(running_xvfb(home))
    os.environ.update({"DISPLAY": server.display, "SDL_VIDEODRIVER": "x11", "SDL_VIDEO_WINDOW_POS": "0,0"})
    from reactdrill.cli.play import make_program
    from reactdrill.drill.library import Library

    program = make_program()
    program.library = Library((_shorter(home / "shorter"),))
    xtest = stack.enter_context(XTest(server.display))
    eyes = Eyes()
    eyes.open(program)
    hands: Keys | Mat = Keys(xtest)
    if name == "mat":
        hands = Mat(lambda: VirtualPad(USB_MAT))
    if name == "coach":
        stack.enter_context(_copied(stories.ROSTER))
    mouse = name in ("newcomer", "coach")
    return Walker(eyes, hands, xtest, server, folder, program.clock.now_ns, mouse=mouse), program


def _shorter(folder: Path) -> Path:
    """The drills that are shipped, some of them shorter."""
    shutil.copytree(ROOT / "drills", folder)
    for name, others in SHORTER.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for line in others:
            text = re.sub(rf"(?m)^{line.partition('=')[0]}=.*$", line, text, count=1)
        path.write_text(text, encoding="utf-8")
    return folder


@contextmanager
def _copied(text: str) -> Iterator[None]:
    """Another program that has copied something."""
    said = (
        "import sys, pygame\npygame.display.set_mode((1, 1), pygame.HIDDEN)\n"
        "pygame.scrap.put_text(sys.argv[1])\nprint('copied', flush=True)\n"
        "while pygame.event.wait().type != pygame.QUIT: pass\n"
    )
    with subprocess.Popen([sys.executable, "-c", said, text], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        while "copied" not in other.stdout.readline():
            pass
        try:
            yield
        finally:
            other.kill()


def _sheet(folder: Path) -> None:
    """All pictures of a walk on one, in their order."""
    import pygame

    pictures = sorted(folder.glob("[0-9]*.png"))
    if not pictures:
        return
    width, height = SMALL
    sheet = pygame.Surface((ACROSS * width, -(-len(pictures) // ACROSS) * height))
    for place, path in enumerate(pictures):
        small = pygame.transform.smoothscale(pygame.image.load(path), (width - 4, height - 4))
        sheet.blit(small, (place % ACROSS * width, place // ACROSS * height))
    pygame.image.save(sheet, folder / "sheet.png")


def _into_docs(folder: Path) -> None:
    """The pictures that the documentation shows, small; a walk that was not walked leaves its old ones."""
    import pygame

    DOCS.mkdir(parents=True, exist_ok=True)
    for name, shown in SHOWN.items():
        for picture in shown:
            for path in (folder / name).glob(f"[0-9]*-{picture}.png"):
                pygame.image.save(
                    pygame.transform.smoothscale(pygame.image.load(path), SMALL), DOCS / f"{picture}.png"
                )


if __name__ == "__main__":
    main()

"""Play a drill of every kind in a real window with injected keys, and score each journal again.

`python scripts/play_kinds.py [--only NAME …] [--pictures FOLDER]`, on Linux with Xvfb, python-xlib and PulseAudio. The
player knows the plan: it looks for a cue's colour at the cue's place, and answers as the plan wants. Where cues are heard
it answers by the clock. What counts is that every run ends and that its journal gives the same bytes again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests" / "support")]

from drills_page import PARADIGMS  # noqa: E402

from reactdrill.draw.colours import PALETTE  # noqa: E402
from reactdrill.drill.file import DrillFile, changed_drill  # noqa: E402
from reactdrill.drill.library import Library  # noqa: E402
from reactdrill.drill.trial import COACH, LanePlan, Plan, PlannedStep, PlannedTrial  # noqa: E402
from reactdrill.drill.variant import parse_changes  # noqa: E402
from reactdrill.results.reader import read_journal  # noqa: E402
from reactdrill.results.rescore import rescore  # noqa: E402
from reactdrill.station.bindings import Bindings  # noqa: E402
from xtest import XTest  # noqa: E402
from xvfb import XvfbServer, running_xvfb, save_png  # noqa: E402

SEED, TRIALS, SIZE, GIVE_UP_S = 1, 4, (1280, 720), 90.0
LONGEST_ITI_MS = 2000
REACTION_S, AGAIN_S, STEP_S, BY_THE_CLOCK_S, PASSING_S = 0.2, 1.0, 0.12, 2.0, 0.4
KEYSYMS = {"left": "Left", "right": "Right", "up": "Up", "down": "Down", "enter": "Return"}
WALKED = "[run]\nwalk_back_s = 0\n"


def shortened(file: DrillFile) -> list[str]:
    """Changes that make a run of a few trials with short waits, of whatever the drill ends and waits by."""
    drill = file.drill
    changes = [f"until.trials={TRIALS}"]
    changes += ["until.time_s=12"] if drill.until.time_s is not None else []
    changes += ["sets.count=1"] if drill.sets.count > 1 else []
    changes += ["practice.trials=1"] if drill.practice is not None else []
    if (drill.window.iti_ms or 0) > LONGEST_ITI_MS:  # time to walk back and rest: nobody here gets tired
        changes += [f"window.iti_ms={LONGEST_ITI_MS}"]
    if drill.foreperiod.kind != "fixed" and (drill.foreperiod.min_ms or 0) >= 500:
        changes += ["foreperiod.min_ms=500", "foreperiod.max_ms=1200"]
    changes += ["sets.rest_s=1"] if drill.sides == "both" else []
    return changes


@contextlib.contextmanager
def silent_sound(folder: Path) -> Iterator[dict[str, str]]:
    """A PulseAudio of its own that plays into nothing; what programs need to find it."""
    private = {**os.environ, **dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"), str(folder))}
    socket = folder / "native"
    command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
    command += ["--load=module-null-sink rate=48000"]
    command += [f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}"]
    server = subprocess.Popen(command, env=private, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield {"PULSE_SERVER": f"unix:{socket}"}
    finally:
        server.kill()
        server.wait()


class Player:
    """The hands and eyes of everybody in a run."""

    def __init__(self, server: XvfbServer, hands: XTest, plan: Plan, home: Path) -> None:
        self.server, self.hands, self.plan, self.home = server, hands, plan, home
        self.bindings = Bindings.for_plan(plan)
        self.held: set[tuple[str, str]] = set()
        self.next_at: dict[tuple[str, int], float] = {}
        self.picture: np.ndarray | None = None

    def journal(self) -> Path | None:
        """The run's journal, once there is one."""
        return next(iter(self.home.rglob("*.jsonl")), None)

    def play(self, process: subprocess.Popen[bytes]) -> bool:
        """Answer until the run has ended; whether it has."""
        give_up_at = time.monotonic() + GIVE_UP_S
        while time.monotonic() < give_up_at and process.poll() is None:
            path = self.journal()
            lines = path.read_bytes().splitlines() if path is not None else []
            if any(line.startswith(b'{"type":"end"') for line in lines):
                return True
            if path is not None:
                done = Counter(
                    lane.name
                    for lane in self.plan.lanes
                    for line in lines
                    if line.startswith(b'{"type":"trial"') and f'"lane":"{lane.name}"'.encode() in line
                )
                screen = self.server.screen()[: SIZE[1], : SIZE[0]]
                for lane in self.plan.lanes:
                    self.attend(lane, done[lane.name], screen)
            time.sleep(0.02)
        return False

    def attend(self, lane: LanePlan, number: int, screen: np.ndarray) -> None:
        """Do what the lane's trial wants now."""
        if number >= len(lane.trials):
            return
        trial, now, place = lane.trials[number], time.monotonic(), (lane.name, number)
        if now < self.next_at.get(place, 0.0):
            return
        reference = trial.reference
        step = next((each for each in trial.steps if reference and each.id == reference.step), None)
        if step is None:
            return
        if self.begin(lane, trial):  # words over the screen have the colours of cues: no looking
            time.sleep(PASSING_S + trial.foreperiod_ns / 1e9)
            self.picture = self.server.screen()[: SIZE[1], : SIZE[0]]
            self.answer(lane, trial)
            self.next_at[place] = time.monotonic() + AGAIN_S
            return
        lit = seen(screen, step)
        if trial.begin.kind == "hold" and (lane.name, str(trial.begin.target)) not in self.held:
            self.hold(lane, str(trial.begin.target))
        elif lit or (step.channel == "sound" and place in self.next_at):
            self.picture = screen.copy()
            self.next_at[place] = now + AGAIN_S
            time.sleep(max(REACTION_S, reference.offset_ns / 1e9) if reference else REACTION_S)
            self.answer(lane, trial)
        else:
            waits = step.channel == "sound"
            self.next_at[place] = now + (
                BY_THE_CLOCK_S if step.channel == "sound" else AGAIN_S if waits else 0.0
            )

    def begin(self, lane: LanePlan, trial: PlannedTrial) -> bool:
        """Start a trial that waits for it; whether it does."""
        if trial.begin.kind == "coach":
            self.hands.tap("Return")
            return True
        if trial.begin.kind == "on" and trial.begin.lane is None:
            self.tap(lane, str(trial.begin.target))
            return True
        return False

    def answer(self, lane: LanePlan, trial: PlannedTrial) -> None:
        """What is wanted, in the mode that is played."""
        expect = trial.expect
        if self.plan.mode == "observer":
            self.hands.tap("Return")
        if self.plan.mode != "sensor" or expect.match == "none":
            return
        targets = [lane.targets[0] if each == "any" else each for each in expect.targets]
        if expect.action in ("release", "leave_reach"):
            self.let_go(lane, str(expect.home or targets[0]))
        if expect.action == "release":
            return
        wanted = targets if expect.match in ("all", "order") else targets[:1] * expect.count
        for target in wanted:
            self.tap(lane, target)
            time.sleep(STEP_S)

    def tap(self, lane: LanePlan, target: str) -> None:
        """Press and let go."""
        key = self.key(lane, target)
        self.hands.press(key)
        time.sleep(0.04)
        self.hands.release(key)

    def hold(self, lane: LanePlan, target: str) -> None:
        """Keep a key down."""
        self.hands.press(self.key(lane, target))
        self.held.add((lane.name, target))

    def let_go(self, lane: LanePlan, target: str) -> None:
        """Release what is held."""
        self.held.discard((lane.name, target))
        self.hands.release(self.key(lane, target))

    def key(self, lane: LanePlan, target: str) -> str:
        """The X name of the first key of a target."""
        controls = self.bindings.controls_of(target, lane.name)
        name = next(each for each in controls if each.startswith("key:")).removeprefix("key:")
        return KEYSYMS.get(name, name)

    def rest(self) -> None:
        """Let go of everything."""
        for lane in self.plan.lanes:
            for name, target in list(self.held):
                if name == lane.name and target != COACH:
                    self.let_go(lane, target)


def seen(screen: np.ndarray, step: PlannedStep) -> bool:
    """Whether there is enough of a cue's colour around its place."""
    if step.channel == "sound":
        return False
    stimulus, half = step.stimulus, SIZE[1] / 2
    colour = PALETTE[stimulus.get("light") or stimulus["colour"]]
    size = 0.3 if "light" in stimulus else max(0.1, float(stimulus["size"]))
    x, y = SIZE[0] / 2 + stimulus["at"][0] * half, SIZE[1] / 2 - stimulus["at"][1] * half
    reach = size * SIZE[1] * 0.7
    area = screen[max(0, int(y - reach)) : int(y + reach), max(0, int(x - reach)) : int(x + reach)]
    return int((area == np.array(colour, np.uint8)).all(axis=2).sum()) > 60


def run(server: XvfbServer, hands: XTest, sound: dict[str, str], name: str, pictures: Path | None) -> str:
    """Play one drill; a line of the table. Raises `AssertionError` when it does not end or scores otherwise."""
    file = Library.standard().load(name)
    changes = shortened(file)
    plan = changed_drill(file, parse_changes(changes), name).plan(SEED, None)
    folder = Path(tempfile.mkdtemp())
    (folder / "config").mkdir(mode=0o700)
    (folder / "config" / "settings.toml").write_text(WALKED, encoding="utf-8")
    command = [sys.executable, "-m", "reactdrill", "play", name, "--now", "--seed", str(SEED)]
    command += [part for change in changes for part in ("--set", change)]
    log = (folder / "said.txt").open("wb")
    environment = {
        **server.environment(),
        **sound,
        "REACTDRILL_HOME": str(folder),
        "SDL_VIDEO_WINDOW_POS": "0,0",
    }
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    player = Player(server, hands, plan, folder)
    try:
        for _ in range(40):
            with contextlib.suppress(ValueError):
                hands.focus(hands.wait_for_window("reactdrill", GIVE_UP_S))
                break
        ended = player.play(process)
    finally:
        player.rest()
        process.terminate()
        process.wait(timeout=20)
    said, path = (folder / "said.txt").read_text(encoding="utf-8"), player.journal()
    assert path is not None, said
    journal = read_journal(path)
    again = rescore(journal)
    if pictures is not None and player.picture is not None:
        save_png(player.picture, pictures / f"{name}.png")
    outcomes = Counter(trial.outcome for trial in journal.trials)
    shutil.rmtree(folder)
    assert ended, f"{name} did not end: {said}"
    assert again.same, f"{name} scores otherwise"
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
    return f"| {name} | {plan.mode} | {len(journal.events)} | {told} | same |"


def main() -> int:
    """Play them all; exit 1 when one fails."""
    parser = argparse.ArgumentParser(description="Play a drill of every kind with injected keys.")
    parser.add_argument("--only", nargs="*", default=[], help="only these drills")
    parser.add_argument("--pictures", type=Path, help="keep a picture of a cue of each here")
    options = parser.parse_args()
    names = list(dict.fromkeys(name for drills, _ in PARADIGMS.values() for name in drills))
    failed = 0
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        server = stack.enter_context(running_xvfb(Path(place)))
        hands = stack.enter_context(XTest(server.display))
        sound = stack.enter_context(silent_sound(Path(place)))
        print("| drill | mode | events | trials | scored again |\n|---|---|---|---|---|")
        for name in options.only or names:
            try:
                print(run(server, hands, sound, name, options.pictures), flush=True)
            except AssertionError as error:
                failed += 1
                print(f"| {name} | FAILED: {error} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""The pods' page and its pictures are current, and what it says of pins is what the firmware does."""

from __future__ import annotations

import re
import subprocess
import sys

from podsim import PODS


def test_pictures_and_pin_tables_are_current() -> None:
    script = PODS / "pictures" / "make_pictures.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout


def test_every_picture_and_file_it_names_is_there() -> None:
    text = (PODS / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\(([\w/.]+)\)", text):
        assert (PODS / name).exists(), name
    for name in re.findall(r"`([\w-]+\.hex)`", text):
        assert (PODS / "hex" / name).exists(), name


def test_no_pin_is_named_twice_on_one_board() -> None:
    text = (PODS / "README.md").read_text(encoding="utf-8")
    uno, mega = text.partition("<!-- pins -->")[2].partition("<!-- end of pins -->")[0].split("Mega 2560 (68")
    for part, fixed in ((uno, ["D2", "D10"]), (mega, ["D2", "D3", "D4", "D5"])):
        rows = [line for line in part.splitlines() if re.match(r"\| \d+ \|", line)]
        names = [name for row in rows for name in re.findall(r"[AD]\d+", row)] + fixed
        assert len(names) == len(set(names))

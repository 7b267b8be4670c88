from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import matplotlib as mpl
import pytest

from drawn import check_plot
from reactdrill.errors import MissingExtraError
from reactdrill.report.plot import Plot, limits, plot
from reactdrill.report.plot_svg import Ink

HOSTILE = '<b>$x$</b> & "\u0645\u062d\u0645\u062f" \U0001f600'


def small(name: str = "small", label: str = "hits") -> Plot:
    with plot(name, "A small plot", "Three marks, told in words.") as drawn:
        drawn.marks("hit", [1, 2, 3], [200, 250, 230], label=label, tips=["one", "two", "three"])
        drawn.marks("miss", [2], [240], shape="cross", ink=Ink.MISSED, label="missed")
        drawn.band("usual", 210, 240)
        drawn.axes.set_title("reaction time, ms")
        drawn.across(0.5, 3.5, [(1, "one"), (3, "three")])
        drawn.below("trial")
        drawn.key()
    return drawn


def test_a_plot_is_made_for_the_page() -> None:
    drawn = check_plot(small().svg)
    assert (drawn.marks("hit"), drawn.marks("miss")) == (3, 1)
    assert drawn.tips("hit") == ["one", "two", "three"]
    assert {"reaction time, ms", "trial", "one", "three", "hits", "missed"} <= set(drawn.words)
    assert 'fill="var(--hit)"' in drawn.svg
    assert 'stroke="var(--missed)"' in drawn.svg
    usual = drawn.group("usual")
    assert usual is not None
    assert usual[0].get("fill") == "var(--band)"


def test_every_ink_has_its_colour_in_light_dark_and_print() -> None:
    style = resources.files("reactdrill.report").joinpath("templates/style.css").read_text("utf-8")
    for ink in Ink:
        assert len(re.findall(rf"--{ink.name.lower()}: #", style)) == 3, ink


def test_the_same_data_are_the_same_bytes_and_no_ids_are_shared() -> None:
    assert small().svg == small().svg
    one, other = (set(re.findall(r'id="([^"]*)"', small(name).svg)) for name in ("one", "other"))
    assert one
    assert not one & other


def test_what_people_write_is_drawn_as_it_stands() -> None:
    with plot("names", "Names of people", f"Whoever is here: {HOSTILE}.") as drawn:
        drawn.words((0.5, 0.5), HOSTILE, ink=Ink.INK)
        drawn.axes.set_yticks([0], [drawn.verbatim(HOSTILE)])
    shown = check_plot(drawn.svg)
    assert shown.words.count(HOSTILE) == 2
    assert HOSTILE in shown.about


def test_the_settings_of_matplotlib_stay_as_they_were(capsys: pytest.CaptureFixture[str]) -> None:
    with mpl.rc_context({"font.size": 30.0, "axes.grid": False, "svg.fonttype": "path"}):
        before = mpl.rcParams.copy()
        loud = small().svg
        assert mpl.rcParams.copy() == before
    assert loud == small().svg
    assert capsys.readouterr() == ("", "")
    assert "matplotlib.pyplot" not in sys.modules


def test_a_machine_where_nothing_can_be_kept_is_told_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    code = "from reactdrill.report.plot import plot\nwith plot('a', 'Title', 'About'):\n    pass\n"
    where = {"HOME": str(blocked), "MPLCONFIGDIR": str(blocked / "config"), "XDG_CACHE_HOME": str(blocked)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **where}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")


def test_without_matplotlib_the_report_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"matplotlib is not installed.*reactdrill\[report\]"):
        small()


def test_matplotlib_is_loaded_with_the_first_plot_only() -> None:
    code = (
        "import sys\nfrom reactdrill.cli import run\nrun(['report', '--help'])\n"
        "import reactdrill.report.sheets\nprint('matplotlib' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.endswith("False\n")


@pytest.mark.parametrize("label", ["a", "a rather long label of forty letters, yes"])
def test_a_long_key_takes_more_rows(label: str) -> None:
    with plot("key", "A plot with a key", "Nothing but its key, of five lines.") as drawn:
        for number in range(5):
            drawn.line(f"line{number}", [0, 1], [0, 1], label=f"{label}{number}")
        drawn.key()
    shown = check_plot(drawn.svg)
    places = [each.get("y") for each in shown.root.iter("text") if (each.text or "").startswith(label)]
    assert len(places) == 5
    assert (len(set(places)) > 1) is (len(label) > 1)


@pytest.mark.parametrize(
    ("values", "least", "ends"),
    [([], 20, (-10, 10)), ([5, 5], 20, (-5, 15)), ([0, 100], 20, (-6, 106)), ([float("nan"), 1], 2, (0, 2))],
)
def test_limits_leave_room(values: list[float], least: float, ends: tuple[float, float]) -> None:
    assert limits(values, least=least) == ends

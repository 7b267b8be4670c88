from __future__ import annotations

from reactdrill.app.play.request import RunRequest
from reactdrill.drill.library import Library
from reactdrill.results.header import GUEST
from reactdrill.results.whose import LANE_ATHLETES


def request(drill: str = "four-choice", athletes: int = 1) -> RunRequest:
    file = Library.standard().load(drill)
    return RunRequest(file, file.plan(1, athletes=athletes))


def test_a_run_of_one_is_the_athletes() -> None:
    assert request().by(["K7Q2M"]).athlete == "K7Q2M"
    assert request().by([]).athlete == GUEST


def test_each_lane_has_its_athlete_and_one_that_is_left_over_a_guest() -> None:
    two = request("two-players").by(["K7Q2M"])
    assert (two.athlete, two.options[LANE_ATHLETES]) == (GUEST, {"one": "K7Q2M"})
    both = request(athletes=2).by(["K7Q2M", "P3XW9"])
    assert both.options[LANE_ATHLETES] == {"athlete-1": "K7Q2M", "athlete-2": "P3XW9"}

"""Four people, from the first screen to the history of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reactdrill.app.inputs import UiAction

if TYPE_CHECKING:
    from walker import Walker

ROSTER = "name;birth year;group;leaderboard\n" + "".join(
    f"{name};{year};First team;{listed}\n"
    for name, year, listed in (
        ("Ana Ruiz", 1999, "yes"),
        ("Ben Okoye", 1998, "yes"),
        ("Chiara Rossi", 2001, "no"),
        ("Dora Lind", 2000, "yes"),
        ("Emil Novak", 1997, "yes"),
        ("Femi Ade", 2002, "yes"),
    )
)
"""What the coach has copied elsewhere."""


def newcomer(me: Walker) -> None:
    """A new athlete: searches and filters, reads, adds a name, walks back, runs, reads the results and the history."""
    me.shot("home")
    me.take("Drills")
    me.see("Filter")
    me.shot("drills")
    me.take("Filter")
    me.shot("filters")
    me.take("Nothing but a computer")
    me.shot("what-is-at-hand")
    me.take("Show the drills")
    me.see("Filter: 1")
    me.shot("filtered")
    me.take("Search")
    me.type("four-ch")
    me.see("Four-choice reaction")
    me.shot("found")
    me.type("\n")
    me.see("Start")
    me.shot("briefing")
    me.take("Guest")
    me.shot("who-trains")
    me.take("New name")
    me.type("mia")
    me.shot("new-name")
    me.type("\n")
    me.see("18 or older")
    me.shot("how-old")
    me.take("All are 18 or older")
    me.see("mia")
    me.shot("briefing-by-name")
    me.take("Start")
    me.run(picture="a-light", counting="walk-back")
    me.shot("results")
    me.take("Remarks")
    me.shot("remarks")
    me.back()
    me.take("Home")
    me.shot("home-again")
    me.take("Results")
    me.see("By athlete")
    me.shot("history")
    me.take("By athlete")
    me.take("mia")
    me.take("Four-choice reaction")
    me.see("median of 1 run")
    me.shot("progress")


def coach(me: Walker) -> None:
    """A coach with six athletes, two at a time: pastes them in, boards, an undone turn, and names off the screen."""
    me.take("Group")
    me.see("Who is here?")
    me.shot("nobody-yet")
    me.take("Paste a list")
    me.see("6 athletes are here")
    me.take("2 at once")
    me.shot("six-are-here")
    me.take("Record names")
    me.shot("names-to-record")
    me.back()
    me.take("Choose a drill")
    me.see("Search")
    me.take("Search")
    me.type("two-ch")
    me.shot("group-drills")
    me.type("\n")
    me.see("Your turn")
    me.shot("first-pair")
    me.take("Start")
    me.run(picture="two-side-by-side", counting="walk-back")
    me.see("Just now")
    me.shot("second-pair")
    me.take("Take back")
    me.shot("taken-back")
    for _ in range(3):
        me.take("Start")
        me.run()
    me.shot("board")
    me.back()
    me.see("ROUND 2")
    me.shot("second-round")
    _without_names(me)
    for _ in range(2):
        me.back()
    me.take("Results")
    me.see("Leaderboards")
    me.take("Leaderboards")
    me.take("First team")
    me.see("Place")
    me.shot("leaderboard")


def _without_names(me: Walker) -> None:
    """Where parents and other teams see the screen."""
    me.back()
    me.take("End it")
    me.back()
    me.see("Who is here?")
    me.take("Names on the screen")
    me.shot("names-off")
    me.take("Choose a drill")
    me.see("Two-choice")
    me.take("Two-choice reaction")
    me.see("Your turn")
    me.shot("numbers-only")
    me.back()
    me.take("End it")


def therapist(me: Walker) -> None:
    """A therapist with one patient, by keys alone: both legs, what was seen, pain, and the report."""
    me.take("Drills")
    me.see("Search")
    me.type("single-leg taps")
    me.shot("found")
    me.hands.do(UiAction.ACCEPT)
    me.see("Start")
    me.shot("briefing")
    me.take("Guest")
    me.go_to("New name")
    me.type("k7")
    me.type("\n")
    me.take("All are 18 or older")
    me.see("Start")
    me.take("Start")
    me.run(picture="on-one-leg")
    me.shot("results")
    me.take("Remarks")
    me.shot("remarks")
    me.take("Pain")
    me.shot("pain")
    me.take("3")
    me.see("Hip drops")
    me.take("Hip drops")
    me.shot("seen")
    me.take("Report")
    me.see("Written")
    me.shot("report")
    me.take("OK")
    me.back()
    me.take("Home")
    me.take("Results")
    me.take("By athlete")
    me.take("k7")
    me.take("Single-leg taps on foam")
    me.see("Asymmetry")
    me.shot("progress-of-both-legs")


def mat(me: Walker) -> None:
    """A player on a dance mat: nothing but panels."""
    me.shot("home")
    me.take("Drills")
    me.see("Filter")
    me.shot("drills")
    me.take("Filter")
    me.take("Mats")
    me.shot("mats-at-hand")
    me.take("Show the drills")
    me.see("Filter: 1")
    me.shot("drills-for-a-mat")
    me.take("Reaction")
    me.take("Four-choice reaction")
    me.see("Start")
    me.shot("briefing")
    me.take("Start")
    me.run(picture="a-light")
    me.shot("results")
    me.take("Home")
    me.take("Results")
    me.see("By drill")
    me.shot("history")
    me.take("Four-choice reaction")
    me.shot("past-run")

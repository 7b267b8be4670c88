from __future__ import annotations

from hypothesis import given, settings, strategies as st

from drill_text import drill_of
from reactdrill.drill.places import places


def places_of(*names: str, **at: list[float]) -> dict[str, tuple[float, float]]:
    targets = ", ".join(
        f'{{ name = "{name}"' + (f", at = {at[name]}" if name in at else "") + " }" for name in names
    )
    trial = f'[[trial]]\nname = "t"\nsteps = [{{ light = {{}}, target = "{names[0]}" }}]\n'
    return places(drill_of(trial, targets=f"[{targets}]").drill)


def test_names_that_say_a_place_stand_there() -> None:
    found = places_of("left", "right", "front-left", "back-right", "home")
    assert found["left"] == (-0.66, 0.0)
    assert found["right"] == (0.66, 0.0)
    assert found["front-left"] == (-0.66, 0.66)
    assert found["back-right"] == (0.66, -0.66)
    assert found["home"] == (0.0, 0.0)


def test_other_names_stand_in_a_circle_clockwise_from_the_top() -> None:
    found = places_of("a", "b", "c", "d")
    assert list(found.values()) == [(0, 0.66), (0.66, 0), (0, -0.66), (-0.66, 0)]


def test_a_single_other_name_stands_in_the_middle() -> None:
    assert places_of("pad") == {"pad": (0.0, 0.0)}
    assert places_of("left", "pad")["pad"] == (0.0, 0.0)


def test_what_is_written_comes_first() -> None:
    assert places_of("left", "b", left=[0.1, -0.2])["left"] == (0.1, -0.2)


NAMED = ["left", "right", "up", "down-left", "front-right", "home"]


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=1, max_value=40), st.sets(st.sampled_from(NAMED)))
def test_no_two_targets_share_a_place(count: int, named: set[str]) -> None:
    found = places_of(*named, *(f"pod-{number}" for number in range(count)))
    assert len(set(found.values())) == count + len(named)
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in found.values())

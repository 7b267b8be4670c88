from __future__ import annotations

from hypothesis import given, strategies as st

from reactdrill.app.coach.squad import Squad

NAMES = [("A1", "Anna"), ("B2", "Ben"), ("C3", "Chi"), ("D4", ""), ("E5", "Eva")]


def squad(count: int = 5, lanes: int = 1) -> Squad:
    return Squad(lanes=lanes).join_all(NAMES[:count])


def up(group: Squad) -> list[str]:
    return [each.code for each in group.up]


def test_they_go_in_the_order_in_which_they_came() -> None:
    group = squad(3)
    assert up(group) == ["A1"]
    assert [each.code for each in group.next_up] == ["B2"]
    assert [each.number for each in group.members] == [1, 2, 3]


def test_a_round_is_over_when_everyone_has_been_and_the_next_begins_with_the_first() -> None:
    group = squad(2).done("run-1", [250.0])
    assert (up(group), group.round_is_over) == (["B2"], False)
    group = group.done("run-2", [240.0])
    assert (up(group), group.round, group.round_is_over) == (["A1"], 2, True)
    assert not group.done("run-3", [230.0]).round_is_over


def test_two_lanes_and_an_odd_number_of_athletes() -> None:
    group = squad(5, lanes=2)
    assert up(group) == ["A1", "B2"]
    assert [each.code for each in group.next_up] == ["C3", "D4"]
    group = group.done("r1", [1.0, 2.0]).done("r2", [3.0, None])
    assert up(group) == ["E5"]
    assert [each.code for each in group.next_up] == ["A1", "B2"]
    assert group.done("r3", [4.0]).round == 2


def test_who_is_not_ready_goes_last_and_who_is_wanted_goes_first() -> None:
    assert up(squad(3).later("A1").later("B2")) == ["C3"]
    assert up(squad(3).now("C3")) == ["C3"]
    assert up(squad(3).done("r", [1.0]).now("A1")) == ["A1"]
    assert squad(3).now("nobody") == squad(3)


def test_who_misses_out_or_leaves_does_not_hold_up_the_round() -> None:
    group = squad(3).done("r", [1.0]).miss_out("B2")
    assert up(group) == ["C3"]
    group = group.leave("C3")
    assert (up(group), group.round) == (["A1"], 2)
    assert [each.code for each in group.members] == ["A1", "B2"]


def test_when_all_miss_out_the_same_round_begins_again() -> None:
    group = squad(2).miss_out("A1").miss_out("B2")
    assert (up(group), group.round) == (["A1"], 1)


def test_who_comes_later_gets_a_number_of_their_own_and_goes_last() -> None:
    group = squad(2).leave("B2").join("F6", "Finn").join("F6", "Finn again")
    assert [(each.code, each.number) for each in group.members] == [("A1", 1), ("F6", 2)]
    group = squad(3).leave("A1").join("G7")
    assert [each.number for each in group.members] == [2, 3, 4]
    assert group.queue == ("B2", "C3", "G7")


def test_an_undone_turn_never_was() -> None:
    before = squad(3, lanes=2)
    assert before.done("r", [1.0, 2.0]).undone() == before
    last = squad(2).done("r1", [1.0])
    assert last.done("r2", [2.0]).undone() == last
    assert before.undone() == before


def test_the_board_ranks_the_best_first_and_equals_alike() -> None:
    group = squad(4).done("1", [250.0]).done("2", [None]).done("3", [230.0]).done("4", [250.0])
    board = group.board(1)
    assert [(place.member.code, place.rank) for place in board] == [
        ("C3", 1),
        ("A1", 2),
        ("D4", 2),
        ("B2", None),
    ]
    assert [place.member.code for place in group.board(1, lower_is_better=False)][:2] == ["A1", "D4"]
    assert group.board(2) == ()


def test_the_board_says_how_much_better_it_was_than_the_round_before() -> None:
    group = squad(2).done("1", [250.0]).done("2", [300.0]).done("3", [240.0]).done("4", [None])
    assert [(place.member.code, place.change) for place in group.board(2)] == [("A1", -10.0), ("B2", None)]


def test_a_run_is_scored_anew() -> None:
    group = squad(2).done("1", [250.0]).done("2", [300.0]).rescored("1", [None])
    assert [(place.member.code, place.score) for place in group.board(1)] == [("B2", 300.0), ("A1", None)]


@given(st.integers(1, 5), st.integers(1, 4), st.lists(st.sampled_from(["done", "later", "miss", "undo"])))
def test_nobody_is_lost_or_called_twice(count: int, lanes: int, doings: list[str]) -> None:
    group = squad(count, lanes)
    for doing in doings:
        first = group.up[0].code
        match doing:
            case "done":
                group = group.done(None, [1.0] * len(group.up))
            case "later":
                group = group.later(first)
            case "miss":
                group = group.miss_out(first)
            case "undo":
                group = group.undone()
        assert 1 <= len(group.up) <= lanes
        assert len(set(group.queue)) == len(group.queue)
        assert set(group.queue) <= {each.code for each in group.members}

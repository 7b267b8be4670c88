"""The queue behind the made-up devices keeps its promises."""

from __future__ import annotations

from hypothesis import given, strategies as st

from reactdrill.devices.agenda import Agenda
from reactdrill.engine.events import Response

ENTRIES = st.lists(st.tuples(st.integers(0, 200), st.one_of(st.just(0), st.integers(1, 80))), max_size=20)


def event(at_ns: int, target: str = "left") -> Response:
    return Response(at_ns, target, "press", "d", target, "test", 0, at_ns)


@given(ENTRIES, st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_nothing_is_stamped_at_or_before_a_promise(entries: list[tuple[int, int]], steps: list[int]) -> None:
    agenda = Agenda()
    for at_ns, late_ns in entries:
        agenda.add(event(at_ns), late_ns)
    told: list[int] = []
    now_ns, promised_ns = 0, -1
    for step in [*steps, 1000, *[1] * len(entries)]:
        now_ns += step
        events, until_ns = agenda.take(now_ns)
        assert all(promised_ns < each.at_ns for each in events)
        assert promised_ns <= until_ns <= now_ns
        promised_ns = until_ns
        told += [each.at_ns for each in events]
    assert sorted(told) == sorted(at_ns for at_ns, _ in entries)
    assert agenda.deadline_ns is None


def test_a_late_event_holds_the_promise_back() -> None:
    agenda = Agenda()
    agenda.add(event(499), 16)
    agenda.add(event(510))
    agenda.add(event(514))
    assert agenda.take(505) == ([], 498)
    assert agenda.take(512) == ([event(510)], 498)
    assert agenda.take(515) == ([event(514), event(499)], 499)
    assert agenda.deadline_ns == 515
    assert agenda.take(515) == ((), 515)
    assert agenda.deadline_ns is None


def test_dropped_events_are_never_told() -> None:
    agenda = Agenda()
    agenda.add(event(1), 100)
    agenda.add(event(2, "right"))
    seen: list[int] = []

    def unwanted(each: object) -> bool:
        assert isinstance(each, Response)
        seen.append(each.at_ns)
        return each.target == "left"

    agenda.drop(unwanted)
    assert seen == [2, 1]
    assert agenda.take(500) == ([event(2, "right")], 500)

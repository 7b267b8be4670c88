"""Whatever a file holds, it is read or refused in words; nothing else is ever raised."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from reactdrill.errors import UsageError
from reactdrill.results.elsewhere.as_trials import read_trials, read_values
from reactdrill.results.elsewhere.cells import CellError, number, parse_words
from reactdrill.results.elsewhere.columns import ROLES, columns_of, parse_columns
from reactdrill.results.elsewhere.reading import Reading
from reactdrill.results.elsewhere.table import TableError, read_table
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.settings import Settings

PATIENT = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CELLS = st.sampled_from(
    ["", "300", "0", "-5", "0.3", "0,3", "1,234", "NA", "x", "hit", "miss", "1", "no-go", "stop", "left", '"', "1e400", "\u0663", "#", "=1"]
) | st.text(max_size=6)  # fmt: skip
NAMES = st.lists(st.sampled_from([*ROLES, "rt_ms", "ssd", "", "x"]), min_size=1, max_size=6)


def read(raw: bytes, *, drop: bool) -> None:
    table = read_table("x.csv", raw)
    columns = columns_of(table, {}, list(ROLES))
    for family in FAMILIES.values():
        reading = Reading(table, columns, yes_is="stop", drop_unreadable=drop)
        if family.of_trials is not None:
            trials = [trial for _, trial in read_trials(reading, family.needs)]
            reading.account()
            family.of_trials(trials, Settings(resamples=5))
        elif "value" in columns and family.of_values is not None:
            values = [value for _, value in read_values(reading, family.needs)]
            reading.account()
            family.of_values(values, Settings(resamples=5))


@settings(PATIENT, max_examples=60)
@given(raw=st.binary(max_size=200))
@example(raw=b"\xff\xfea")
@example(raw=b"a\n\x81\n")
@example(raw=b'"')
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(TableError):
        read(raw, drop=False)


@settings(PATIENT, max_examples=40)
@given(
    names=NAMES,
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8),
    separator=st.sampled_from(",;\t"),
    drop=st.booleans(),
)
def test_any_cells_are_read_or_refused(
    names: list[str], rows: list[list[str]], separator: str, drop: bool
) -> None:
    lines = [separator.join(names), *(separator.join(row[: len(names)]) for row in rows)]
    with contextlib.suppress(TableError):
        read("\n".join(lines).encode("utf-8", "replace"), drop=drop)


@settings(PATIENT, max_examples=200)
@given(text=st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(CellError):
        assert number(text, "point") == number(text, "point")


@settings(PATIENT, max_examples=100)
@given(text=st.text(max_size=20))
@example(text='"')
@example(text="\n")
def test_any_option_is_understood_or_refused(text: str) -> None:
    for parse in (parse_columns, parse_words):
        with contextlib.suppress(UsageError):
            parse([text])


def test_an_empty_option_says_nothing() -> None:
    assert parse_columns([]) == {}
    with pytest.raises(UsageError):
        parse_columns(["rt=RT,"])

"""Tables from elsewhere: whatever a spreadsheet made of "CSV", read or refused with the place."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from reactdrill.errors import UsageError
from reactdrill.results.elsewhere.as_trials import read_trials, read_values
from reactdrill.results.elsewhere.cells import CellError, decimal_sign, number, parse_words
from reactdrill.results.elsewhere.columns import columns_of, parse_columns
from reactdrill.results.elsewhere.reading import Dropped, Reading
from reactdrill.results.elsewhere.table import Table, TableError, read_table
from reactdrill.stats.trials import Trial


def table(text: str | bytes, **more: Any) -> Table:
    return read_table("lab.csv", text.encode() if isinstance(text, str) else text, **more)


def reading(
    text: str, columns: str = "", wanted: tuple[str, ...] = ("rt", "outcome"), **more: Any
) -> Reading:
    one = table(text)
    return Reading(one, columns_of(one, parse_columns([columns] if columns else []), wanted), **more)


def trials(
    text: str, columns: str = "", wanted: tuple[str, ...] = ("rt", "outcome"), **more: Any
) -> list[Trial]:
    found = reading(text, columns, wanted, **more)
    made = [trial for _, trial in read_trials(found, wanted[:1])]
    found.account()
    return made


def told(text: str | bytes, **more: Any) -> str:
    with pytest.raises(TableError) as caught:
        table(text, **more)
    return str(caught.value)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found_out(separator: str, end: str) -> None:
    text = end.join(separator.join(cells) for cells in (("a", "b b", "c"), ("1", "2", "3"), ("4", "", "")))
    found = table(text)
    assert (found.header, found.separator) == (("a", "b b", "c"), separator)
    assert [row.cells for row in found.rows] == [("1", "2", "3"), ("4", "", "")]
    assert [row.line for row in found.rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found_out(encoding: str) -> None:
    found = table("Zeit;größe\n1;2\n".encode(encoding))
    assert found.header == ("Zeit", "größe")
    assert bool(found.notes) is (encoding == "cp1252")


def test_an_encoding_may_be_said() -> None:
    assert table("größe\n1\n".encode("cp850"), encoding="cp850").header == ("größe",)
    assert told("größe\n1\n".encode("cp1252"), encoding="utf-8").startswith(
        "lab.csv:1: this is not utf-8 text"
    )
    assert (
        told(b"a\n1\n", encoding="utf-99")
        == "lab.csv: no encoding is called 'utf-99'; such as utf-8 or cp1252"
    )


def test_a_quoted_cell_may_hold_anything_and_lines_are_those_of_the_file() -> None:
    found = table('# made by X\n\nsep=;\nid;"a;\nb";rt\n1;"x ""y""";3\n\n2;z;4\n')
    assert found.header == ("id", "a;\nb", "rt")
    assert [(row.line, row.cells[1]) for row in found.rows] == [(6, 'x "y"'), (8, "z")]


def test_a_cell_may_be_as_long_as_it_likes() -> None:
    assert len(table("note,rt\n" + "x" * 300_000 + ",300\n").rows[0].cells[0]) == 300_000


def test_a_file_without_a_header_has_numbered_columns() -> None:
    found = table("300,1\n310,0\n", header=False)
    assert (found.header, len(found.rows)) == (("1", "2"), 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lab.csv: there is no table"),
        ("# nothing\n\n", "lab.csv: there is no table"),
        (b"\x00\x01\x02", "lab.csv: this is not a text file"),
        ("a,b\n1,2\n1,2,3\n", "lab.csv:3: the row has 3 cells, the header 2"),
        ('a,b\n1,"2"x\n', "lab.csv:2: this is not CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text: str | bytes, words: str) -> None:
    assert told(text).startswith(words)


@pytest.mark.parametrize(
    ("cells", "separator", "sign"),
    [
        (["1.5", "2"], ",", "point"),
        (["1,5", "2"], ";", "comma"),
        (["1,5", "2"], ",", "comma"),
        (["1,234"], ";", "comma"),
        (["1,234", "2,000"], ",", None),
    ],
)
def test_the_decimal_sign_is_found_out(cells: list[str], separator: str, sign: str | None) -> None:
    assert decimal_sign(cells, separator) == sign


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.5", 1.5), ("-3", -3.0), (".5", 0.5), ("2e2", 200.0), ("\u22123", -3.0), ("1\u00a0000", 1000.0)],
)
def test_numbers_are_read_as_people_write_them(cell: str, value: float) -> None:
    assert number(cell, "point") == value
    assert number(cell.replace(".", ","), "comma") == value


@pytest.mark.parametrize("cell", ["abc", "1,5", "1.2.3", "inf", "1e400", "1e-300", "0x10", "1 ms", "\u0663"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"a number .*is wanted"):
        number(cell, "point")


def test_a_wrong_cell_is_named_by_row_and_column() -> None:
    with pytest.raises(TableError) as caught:
        trials("rt_ms,acc\n300,1\n3oo,1\n310,x\n")
    assert str(caught.value).splitlines() == [
        "lab.csv:3: rt_ms: a number is wanted, not '3oo'; empty the cell where nothing is known",
        "lab.csv:4: acc: 'x' is no outcome; --words x=correct (or =error) says what it means",
    ]


def test_a_long_cell_is_not_shown_whole() -> None:
    with pytest.raises(CellError, match=r"is wanted, not .3{40}….$"):
        number("3" * 5000, "point")


def test_many_wrong_cells_are_not_all_listed() -> None:
    with pytest.raises(TableError) as caught:
        trials("rt_ms\n" + "x\n" * 50)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (
        11,
        "lab.csv: and 40 more like these; --drop-unreadable leaves such rows out",
    )


def test_wrong_rows_may_be_left_out_and_are_told() -> None:
    found = reading("rt_ms\n300\nx\n310\n\ny\n", drop_unreadable=True)
    assert [trial.rt_ms for _, trial in read_trials(found, ("rt",))] == [300, 310]
    assert found.account() == (Dropped("rt_ms cannot be read", (3, 6)),)


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "NaN", "-", ".", "#N/A", "null"])
def test_a_missing_time_is_no_zero(cell: str) -> None:
    found = reading(f"rt_ms,id\n300,a\n{cell},b\n")
    assert len(read_trials(found, ("rt",))) == 1
    assert found.account() == (Dropped("rt is missing", (3,)),)
    assert [each.outcome for each in trials(f"rt_ms,id\n300,a\n{cell},b\n", empty_is_miss=True)] == [
        "hit",
        "miss",
    ]


def test_a_time_of_zero_is_missing_and_counted() -> None:
    found = reading("rt_ms\n300\n0\n")
    assert len(read_trials(found, ("rt",))) == 1
    assert found.zeros == 1


def test_errors_of_timing_may_be_zero_or_less() -> None:
    found = trials("error_ms\n-20\n0\n15\n\n", wanted=("error",), signed=True)
    assert [(each.rt_ms, each.outcome) for each in found] == [(-20, "hit"), (0, "hit"), (15, "hit")]
    missed = trials("rt_ms,id\n-20,1\n,2\n", wanted=("rt",), signed=True)
    assert [each.outcome for each in missed] == ["hit", "miss"]


@pytest.mark.parametrize("name", ["RT (ms)", "Reaction time [ms]", "rt.ms"])
def test_a_known_name_may_be_followed_by_its_unit(name: str) -> None:
    (trial,) = trials(f"{name};acc\n250;1\n")
    assert trial.rt_ms == 250


def test_units_come_from_what_is_said_then_from_the_name() -> None:
    assert trials("RT\n0.3\n", "rt=RT:s")[0].rt_ms == pytest.approx(300)
    assert trials("rt (s)\n0.3\n", "rt=rt (s)")[0].rt_ms == pytest.approx(300)
    assert trials("rt_us\n300000\n", "rt=rt_us")[0].rt_ms == pytest.approx(300)
    assert trials("rt_s\n300\n", "rt=rt_s:ms")[0].rt_ms == 300
    assert trials("rt\n300\n")[0].rt_ms == 300


def test_times_that_cannot_be_milliseconds_are_refused() -> None:
    with pytest.raises(
        TableError,
        match=r"lab\.csv:1: rt: its median is 0\.31: these are no milliseconds; say the unit: rt=rt:s",
    ):
        trials("rt\n0.30\n0.31\n0.35\n")
    with pytest.raises(TableError, match="rows follow each other by 2"):
        trials("rt,time\n300,0\n310,2\n320,4\n", wanted=("rt", "time"))
    assert len(trials("rt_ms\n0.3\n")) == 1


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("rt,acc\n300,1\n310,0\n,0\n", ["hit", "wrong_target", "miss"]),
        ("rt,correct\n300,TRUE\n310,false\n,No Response\n", ["hit", "wrong_target", "miss"]),
        ("rt,kind,acc\n300,go,1\n,no-go,1\n350,nogo,0\n", ["hit", "correct_rejection", "commission"]),
        ("rt,kind\n300,go\n,no go\n350,no_go\n,go\n", ["hit", "correct_rejection", "commission", "miss"]),
        ("rt,kind,response\n300,go,space\n,go,\n,stop,NA\n350,stop,1\n", ["hit", "miss", "stopped", "stop_failed"]),
        ("rt,x\n-20,1\n300,1\n", ["false_start", "hit"]),
        ("rt,outcome\n,anticipation\n300,Hit\n", ["false_start", "hit"]),
    ],
)  # fmt: skip
def test_outcomes_follow_from_what_the_table_tells(text: str, outcomes: list[str]) -> None:
    wanted = ("rt", "outcome", "kind", "response")
    assert [each.outcome for each in trials(text, wanted=wanted)] == outcomes


def test_stop_trials_are_those_with_a_delay_where_nothing_else_tells() -> None:
    found = trials("rt,ssd\n400,\n,250\n380,200\n", wanted=("rt", "delay"), yes_is="stop")
    assert [(each.kind, each.outcome, each.delay_ms) for each in found] == [
        ("go", "hit", None),
        ("stop", "stopped", 250),
        ("stop", "stop_failed", 200),
    ]
    signalled = trials("rt,ssd,signal\n400,0,no\n,250,yes\n", wanted=("rt", "delay", "kind"), yes_is="stop")
    assert [(each.kind, each.delay_ms) for each in signalled] == [("go", None), ("stop", 250)]


def test_words_of_the_table_may_be_explained() -> None:
    words = parse_words(["C=correct,X=error", "tgt=go", "lurk=no_go", "xx=missing"])
    text = "rt,type,ans\n300,TGT,C\n310,lurk,X\nxx,tgt,x\n"
    found = trials(text, "kind=type,outcome=ans", ("rt", "kind", "outcome"), words=words)
    assert [each.outcome for each in found] == ["hit", "commission", "miss"]
    with pytest.raises(TableError, match="'TGT' is no kind of trial; --words TGT=go"):
        trials(text, "kind=type,outcome=ans", ("rt", "kind", "outcome"))


@pytest.mark.parametrize(
    ("written", "words"), [("C", "--words wants word=meaning"), ("C=perhaps", "'perhaps' is no meaning")]
)
def test_words_that_say_nothing_are_refused(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_words([written])


def test_practice_aborted_and_marked_rows_are_left_out_and_told() -> None:
    found = reading(
        "rt,practice,catch,outcome,marked_bad\n300,1,,hit,\n310,0,,hit,\n,,,aborted,\n320,,true,hit,\n330,,,hit,coughed\n340,,,,\n"
    )
    assert [trial.rt_ms for _, trial in read_trials(found, ("rt", "outcome"))] == [310]
    assert {each.reason: each.lines for each in found.account()} == {
        "practice": (2,), "aborted": (4,), "catch trial": (5,), "marked bad": (6,), "outcome is missing": (7,),
    }  # fmt: skip


def test_a_row_without_what_the_family_needs_is_left_out() -> None:
    found = reading("rt,condition\n300,same\n310,\n", wanted=("rt", "condition"))
    assert len(read_trials(found, ("rt", "condition"))) == 1
    assert found.account()[0].reason == "condition is missing"


def test_sides_are_read_as_people_write_them() -> None:
    text = "rt,side,stance\n300,L,left leg\n310,right hand,both\n"
    found = trials(text, wanted=("rt", "side", "stance"))
    assert [(each.side, each.stance) for each in found] == [("left", "left"), ("right", None)]
    with pytest.raises(TableError, match=r"lab\.csv:2: side: 'up' is no side; --words up=left"):
        trials("rt,side\n300,up\n", wanted=("rt", "side"))


def test_counts_are_whole_numbers() -> None:
    assert [
        each.alternatives for each in trials("rt,n\n300,2\n310,4.0\n", wanted=("rt", "alternatives"))
    ] == [2, 4]
    with pytest.raises(TableError, match=r"lab\.csv:2: n: a whole number above 0 is wanted, not '2\.5'"):
        trials("rt,n\n300,2.5\n", wanted=("rt", "alternatives"))


def test_several_value_columns_are_sessions() -> None:
    one = table("who,J1,J2\na,1,2\nb,3,\nc,x,5\n,1,1\n")
    columns = columns_of(one, parse_columns(["athlete=who,value=J1+J2:points"]), ())
    found = Reading(one, columns, drop_unreadable=True)
    values = [
        (each.athlete, each.session, each.value)
        for _, each in read_values(found, ("athlete", "session", "value"))
    ]
    assert values == [("a", "J1", 1), ("a", "J2", 2), ("b", "J1", 3), ("c", "J2", 5)]
    assert {each.reason for each in found.account()} == {
        "a value is missing (the others are used)", "J1 cannot be read", "athlete is missing",
    }  # fmt: skip
    assert columns["value"][1].unit == "points"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("rt", "wants role=column"),
        ("rt=", "wants role=column"),
        ("rtt=RT", "no role is called 'rtt'; did you mean rt?"),
        ("rt=RT,rt=RT", "rt is given twice"),
    ],
)
def test_columns_that_say_nothing_are_refused(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_columns([written])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("rt=Rtt", r"lab\.csv:1: no column is called 'Rtt'; did you mean RT\?"),
        ("rt=zzz", r"no column is called 'zzz'; there are: RT, a, a, b,c"),
        ("rt=a", r"there are 2 columns called 'a'; say which one by its number, such as rt=#2"),
        ("rt=#9", r"there are 5 columns"),
        ("rt=RT:h", r"'h' is no unit of time"),
    ],
)
def test_columns_that_are_not_there_are_refused(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        columns_of(table('RT,a,a,"b,c",\n1,2,3,4,\n'), parse_columns([written]), ())


def test_columns_are_found_by_number_by_other_case_and_in_quotes() -> None:
    one = table('RT,a,a,"b,c"\n1,2,3,4\n')
    assert columns_of(one, parse_columns(["rt=#3"]), ())["rt"][0].index == 2
    assert columns_of(one, parse_columns(["rt=rt"]), ())["rt"][0].index == 0
    assert columns_of(one, parse_columns(['"rt=b,c"']), ())["rt"][0].index == 3


def test_commas_that_may_group_thousands_are_refused() -> None:
    with pytest.raises(TableError, match=r"lab\.csv:2: rt: the commas may be decimals or group thousands"):
        reading('rt\n"1,234"\n"2,000"\n', "rt=#1")


def test_a_cell_of_any_length_is_read_and_the_limit_of_other_readers_stays() -> None:
    before = csv.field_size_limit()
    assert len(table("rt\n" + "1" * (before + 1) + "\n").rows[0].cells[0]) == before + 1
    assert csv.field_size_limit() == before

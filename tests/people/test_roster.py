"""Rosters as people paste and export them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, strategies as st

from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.people.roster import Roster, parse_roster
from reactdrill.people.text import clean

YEAR = 2026


def read(text: str, **more: object) -> Roster:
    return parse_roster(text, YEAR, **{"adults": True, **more})  # type: ignore[arg-type]


def names(roster: Roster) -> list[str]:
    return [each.name for each in roster.athletes]


def test_pasted_lines_are_names() -> None:
    roster = read("\n Anna Müller \r\nBo\n\n李小龍\n")
    assert names(roster) == ["Anna Müller", "Bo", "李小龍"]
    assert roster.lines == (2, 3, 5)
    assert not roster.problems


def test_pasted_lines_may_have_a_birth_year() -> None:
    roster = read("Anna\t1990\nBo\t\n")
    assert [(each.name, each.birth_year) for each in roster.athletes] == [("Anna", 1990), ("Bo", None)]


def test_last_name_comma_first_name_is_not_guessed() -> None:
    roster = read("Müller, Anna\nBo")
    assert names(roster) == ["Bo"]
    assert "cannot tell what 'Anna' is; write a first line such as" in str(roster.problems[0])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_delimiter_and_any_order_of_columns(mark: str) -> None:
    text = f"Jahrgang{mark}Name{mark}Gruppe\n1990{mark}Anna{mark}A\n1991{mark}Bo{mark}\n"
    roster = read("\ufeff" + text)
    assert [(each.name, each.birth_year, each.groups) for each in roster.athletes] == [
        ("Anna", 1990, ("A",)),
        ("Bo", 1991, ()),
    ]
    assert roster.columns == {"name": "Name", "birth_year": "Jahrgang", "groups": "Gruppe"}


def test_every_column() -> None:
    head = "First name,Last name,Year of birth,Dominant,Involved,Restrictions,Team,Consent,Leaderboard"
    roster = read(f'{head}\nAnna,Lee,2014,R,left,"no jumps, please",U12; Girls,yes,x\n')
    assert roster.athletes == (
        Athlete(
            name="Anna Lee",
            birth_year=2014,
            dominant_side="right",
            involved_side="left",
            restrictions="no jumps, please",
            groups=("Girls", "U12"),
            guardian_consent=True,
            leaderboard=True,
        ),
    )


def test_other_headers_are_named() -> None:
    roster = read("id,who,when\n7,Anna,1990\n", columns={"name": "who", "birth_year": "WHEN"})
    assert roster.athletes == (Athlete(name="Anna", birth_year=1990),)


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"name": "whom"}, "no column 'whom'; it has id, who"), ({"nom": "who"}, "no column is called 'nom'")],
)
def test_columns_that_are_not_there_are_refused(columns: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read("id,who\n7,Anna\n", columns=columns)


def test_without_consent_no_name_comes_in() -> None:
    roster = read("name,born,consent\nAnna,2014,no\nBo,2014,yes\nCy,1990,\n")
    assert names(roster) == ["", "Bo", "Cy"]
    assert roster.unnamed == (2,)


def test_who_has_no_birth_year_comes_in_named_only_as_an_adult() -> None:
    text = "name,born,consent,leaderboard\nAnna,,,x\nBo,1990,,\nCy,,yes,\nDi,2014,,\n"
    roster = read(text, adults=False)
    assert names(roster) == ["", "Bo", "Cy", ""]
    assert roster.athletes[0].leaderboard is False
    assert (roster.undated, roster.unnamed) == ((2,), (5,))
    said = read(text, adults=True)
    assert names(said) == ["Anna", "Bo", "Cy", ""]
    assert (said.undated, said.unnamed) == ((2,), (5,))
    again = read("Anna\nAnna\n", adults=False)
    assert len(again.athletes) == 1, "a double is one without a name too"


def test_each_line_that_cannot_be_used_is_named_and_stops_no_other() -> None:
    rows = ("Anna,199O,,", "Bo,1990,up,", "Cy,1990,left,maybe", ",1990,,", "Di,2090,,", "Ed,1990,,")
    roster = read("name,born,dominant,consent\n" + "\n".join(rows))
    assert names(roster) == ["Ed"]
    assert [str(each) for each in roster.problems] == [
        "line 2: '199O' is no birth year; four digits are wanted, and no day or month",
        "line 3: 'up' is no side; write left, right or both",
        "line 4: 'maybe' is neither yes nor no",
        "line 5: there is no name",
        "line 6: the birth year 2090 is not between 1906 and 2026",
    ]


def test_doubles_in_the_list_and_in_the_roster_are_reported() -> None:
    roster = read("Anna\nANNA \nBo\nAnna,1990\n", known=[Athlete(code="CDF34", name="bo")])
    assert [(each.name, each.birth_year) for each in roster.athletes] == [("Anna", None), ("Anna", 1990)]
    assert [str(each) for each in roster.problems] == [
        "line 2: ANNA is in the list already",
        "line 3: Bo is in the list already",
    ]


def test_a_line_break_in_a_cell_keeps_the_line_numbers_right() -> None:
    roster = read('name,born\n"Anna\nLee",1990\nBo,x\n')
    assert names(roster) == ["Anna Lee"]
    assert roster.problems[0].line == 4


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", "\0"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="the list is empty"):
        read(text)


def test_a_cell_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UsageError, match="line 2: cannot be read as a table"):
        read('name\n"' + "x" * 200_000 + '"\n')


@given(st.lists(st.text(max_size=40).filter(clean), min_size=1, max_size=8, unique_by=lambda each: clean(each).casefold()))  # fmt: skip
def test_whatever_a_table_holds_comes_in_as_data(wanted: list[str]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(
        [["name"], *([each.replace("\0", "")] for each in wanted)]
    )
    roster = read(text.getvalue())
    assert names(roster) == [clean(each) for each in wanted]
    assert not roster.problems


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    try:
        roster = read(text)
    except UsageError:
        return
    assert len(roster.athletes) == len(roster.lines)

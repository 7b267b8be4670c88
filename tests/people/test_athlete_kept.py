"""Codes, names, and what may be kept of whom."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete, checked, lacks_consent, may_be_under_age
from reactdrill.people.codes import DIGITS, GUEST, LENGTH, LETTERS, is_code, new_code, tombstone
from reactdrill.people.text import NAME_LENGTH, clean, folded, same_name

YEAR = 2026
NAMES = st.text(max_size=NAME_LENGTH)


def test_codes_are_short_and_hard_to_misread() -> None:
    codes = {new_code() for _ in range(300)}
    assert all(len(code) == LENGTH and is_code(code) and is_code(code.lower()) for code in codes)
    assert not set("".join(codes)) & set("AEIOU0O1ILZ25S8B")
    assert all(set(code) & set(DIGITS) and set(code) & set(LETTERS) for code in codes)
    assert len(codes) > 290


def test_a_code_that_is_taken_is_not_given_again() -> None:
    draws = iter("CDF34" + "CDFGH" + "33344" + "GHJ67")
    assert new_code({"CDF34"}, lambda _: next(draws)) == "GHJ67"


@pytest.mark.parametrize("text", [GUEST, "", "ANNA3", "CDFGH", "33344", "CDF345", "CD F3", "ÇDF34"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_a_tombstone_does_not_hold_the_code() -> None:
    assert len(tombstone("CDF34")) == 64
    assert "cdf34" not in tombstone("CDF34")
    assert tombstone("CDF34") != tombstone("CDF36")


@pytest.mark.parametrize(
    ("born", "young"), [(None, False), (2026, True), (2009, True), (2008, True), (2007, False), (1950, False)]
)
def test_a_birth_year_tells_who_may_be_under_age(born: int | None, young: bool) -> None:
    assert may_be_under_age(born, YEAR) is young
    assert lacks_consent(Athlete(birth_year=born), YEAR) is young
    assert not lacks_consent(Athlete(birth_year=born, guardian_consent=True), YEAR)


def test_without_consent_neither_name_nor_leaderboard_is_kept() -> None:
    young = Athlete(name="Anna", birth_year=2014, leaderboard=True, restrictions="no jumps")
    kept = checked(young, YEAR)
    assert (kept.name, kept.leaderboard, kept.restrictions) == ("", False, "no jumps")
    with_consent = checked(
        Athlete(name="Anna", birth_year=2014, guardian_consent=True, leaderboard=True), YEAR
    )
    assert (with_consent.name, with_consent.leaderboard) == ("Anna", True)


@pytest.mark.parametrize("born", [1905, 2027, 14, -1])
def test_impossible_birth_years_are_refused(born: int) -> None:
    with pytest.raises(UsageError, match="birth year"):
        checked(Athlete(name="Anna", birth_year=born), YEAR)


def test_too_long_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="101 characters; at most 100"):
        checked(Athlete(name="x" * 101), YEAR)


@pytest.mark.parametrize(
    "name",
    ["Anna O'Hara", '"Ann" Lee', "=SUM(A1)", "+1 Ace", "-x", "@home", "👩‍🦽 Zoë", "محمد علي", "דנה כהן", "李小龍",
     "می‌خواهم", "x; DROP TABLE athletes;--", "%s %d", "{name}", "\\n"],
)  # fmt: skip
def test_names_are_data(name: str) -> None:
    assert checked(Athlete(name=name), YEAR).name == name


def test_what_cannot_be_seen_is_cleaned_away() -> None:
    assert clean(" Anna\t\n  B\u0000\u001b[31m \u202eC\u2069 ") == "Anna B[31m C"
    assert clean("Zoe\u0308") == "Zoë"
    assert clean("\u200b\u200d \ufeff") == ""
    assert same_name("ANNA  müller", "Anna Müller ")


@given(NAMES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean(clean(name)) == clean(name)
    assert folded(clean(name)) == folded(name)
    assert clean(name).encode().decode() == clean(name)


def test_groups_stand_once_in_order() -> None:
    assert checked(Athlete(groups=("U12", " A  team", "U12", " ")), YEAR).groups == ("A team", "U12")


def test_who_has_no_name_is_called_by_the_code() -> None:
    assert Athlete(code="CDF34").label == "CDF34"
    assert Athlete(code="CDF34", name="Anna").label == "Anna"

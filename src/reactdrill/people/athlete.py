"""An athlete, and what may be kept of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from reactdrill.errors import UsageError
from reactdrill.people.text import clean_name, clean_text

Side = Literal["left", "right", "both"]
SIDES: tuple[Side, ...] = get_args(Side)
OF_AGE = 18
"""Years."""
OLDEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """One athlete as the roster has them."""

    code: str = ""
    """Stands for them everywhere else; empty: not in a roster yet."""
    name: str = ""
    """Empty: not known, or it may not be kept."""
    birth_year: int | None = None
    dominant_side: Side | None = None
    involved_side: Side | None = None
    """The side of an injury or operation."""
    restrictions: str = ""
    """What they must not do, in words."""
    groups: tuple[str, ...] = ()
    """In alphabetical order."""
    guardian_consent: bool = False
    """Whether a parent or guardian has agreed; asked only of those who may be under age."""
    leaderboard: bool = False
    """Whether they want to be seen in a leaderboard."""
    added_utc: str = ""
    changed_utc: str = ""

    @property
    def label(self) -> str:
        """What they are called on screens: the name, or the code."""
        return self.name or self.code


def may_be_under_age(birth_year: int | None, year: int) -> bool:
    """Whether somebody born in that year may still be under age in `year`: the day and month are not known.

    Somebody whose birth year is not known is taken for an adult: `admitted` asks for that to be said.
    """
    return birth_year is not None and year - birth_year <= OF_AGE


def lacks_consent(athlete: Athlete, year: int) -> bool:
    """Whether neither name nor place in a leaderboard may be kept."""
    return may_be_under_age(athlete.birth_year, year) and not athlete.guardian_consent


def allowed(athlete: Athlete, year: int) -> Athlete:
    """The athlete as they may be kept in `year`: without consent no name and no leaderboard."""
    return replace(athlete, name="", leaderboard=False) if lacks_consent(athlete, year) else athlete


def is_unsaid(athlete: Athlete) -> bool:
    """Whether nothing says that a name may be kept: neither a birth year nor a guardian's consent."""
    return athlete.birth_year is None and not athlete.guardian_consent


def admitted(athlete: Athlete, *, adults: bool) -> Athlete:
    """The athlete as they may come in: of whom nothing is said, without name and leaderboard.

    `adults`: a person has said that whoever has no birth year is of age.
    """
    return athlete if adults or not is_unsaid(athlete) else replace(athlete, name="", leaderboard=False)


def checked(athlete: Athlete, year: int) -> Athlete:
    """The athlete with clean texts, as they may be kept. Raises `UsageError` for what cannot be."""
    born = athlete.birth_year
    if born is not None and not year - OLDEST <= born <= year:
        raise UsageError(f"the birth year {born} is not between {year - OLDEST} and {year}")
    groups = {clean_name(group, "group's name") for group in athlete.groups} - {""}
    return allowed(
        replace(
            athlete,
            name=clean_name(athlete.name),
            restrictions=clean_text(athlete.restrictions, "note of restrictions"),
            groups=tuple(sorted(groups)),
        ),
        year,
    )

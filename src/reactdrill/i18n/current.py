"""The present language and its catalogue, by gettext from the standard library."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reactdrill.assets import data_dir
from reactdrill.errors import AssetMissingError
from reactdrill.i18n.choice import ENGLISH, LANGUAGES

DOMAIN = "reactdrill"


class _Present:
    """What is spoken now. One for each process: two people before one screen read the same."""

    language = ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(code: str) -> None:
    """From now on texts are in the language `code`, one of `LANGUAGES`.

    Raises `AssetMissingError` when it has no catalogue; the language stays what it was.
    """
    _Present.catalogue = _catalogue(code)
    _Present.language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts are in the language `code` inside this, and afterwards in the one of before. Raises as `use_language`."""
    before = _Present.language
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The code of the present language."""
    return _Present.language


def tr(text: str, **values: Any) -> str:  # noqa: ANN401 - whatever can be written
    """A text in the present language, with `values` in its braces: `tr("{done} of {all}", done=3, all=8)`."""
    said = _Present.catalogue.gettext(text) if text else text
    return said.format(**values) if values else said


def tr_n(one: str, many: str, n: int, **values: Any) -> str:  # noqa: ANN401 - as above
    """A text for a number: `tr_n("{n} trial", "{n} trials", 3)`. `n` stands in its braces."""
    return _Present.catalogue.ngettext(one, many, n).format(n=n, **values)


def tr_in(context: str, text: str, **values: Any) -> str:  # noqa: ANN401 - as above
    """A text that means different things in different places: `tr_in("part of the body", "Back")`."""
    said = _Present.catalogue.pgettext(context, text)
    return said.format(**values) if values else said


def _catalogue(code: str) -> gettext.NullTranslations:
    if code == ENGLISH:
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, str(data_dir("assets") / "locale"), [code])
    except OSError as error:
        known = ", ".join(LANGUAGES)
        raise AssetMissingError("language", code, f"there are: {known}; install reactdrill again") from error

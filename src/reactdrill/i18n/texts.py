"""Texts that stand together at the top of a file, and are looked up when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reactdrill.i18n.current import tr


def marked(text: str) -> str:
    """The English text itself, to be looked up later with `tr`: says that it is one to translate."""
    return text


class Texts:
    """Base of a class of constants, each an English text, a tuple of texts or a mapping to texts.

    Reading one gives it in the present language: `class Words(Texts): START = "Start"`, then `Words.START`.
    """

    def __init_subclass__(cls) -> None:
        """Put a lookup in the place of every constant that is text."""
        for name, value in list(vars(cls).items()):
            if name.isupper() and isinstance(value, str | tuple | Mapping):
                setattr(cls, name, _Lookup(value))


class TextTable(Mapping[str, str]):
    """A mapping from keys of the program to English texts; reading one gives it in the present language."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._english = dict(english)

    def __getitem__(self, key: str) -> str:
        """The text of `key`, in the present language."""
        return tr(self._english[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


class _Lookup:
    """A constant of a class, translated when it is read."""

    def __init__(self, english: str | tuple[Any, ...] | Mapping[Any, Any]) -> None:
        self._english = english

    def __get__(self, instance: object, owner: type | None = None) -> object:
        return _translated(self._english)


def _translated(english: Any) -> Any:  # noqa: ANN401 - whatever stands in a constant
    if isinstance(english, str):
        return tr(english)
    if isinstance(english, tuple):
        return tuple(_translated(each) for each in english)
    if isinstance(english, Mapping):
        return {key: _translated(value) for key, value in english.items()}
    return english

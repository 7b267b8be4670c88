"""Athletes named on the command line: by code, by name, or by the beginning of a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.results.store import Store


@contextmanager
def people_store() -> Iterator[Store]:
    """The station's store as it is, without a look at the journals."""
    from reactdrill.results.store import Store
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with Store(folders.results_store, runs=folders.runs) as store:
        yield store


def codes_of(names: Sequence[str]) -> tuple[str, ...]:
    """The codes of athletes; `guest` stays. Raises `UsageError` for who is not known."""
    if not names:
        return ()
    with people_store() as store:
        return tuple(store.people.code_of(name) for name in names)


class AthleteName(click.types.StringParamType):
    """An athlete's code or name."""

    name = "athlete"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem]:
        """Codes that begin so, with the names beside them, and codes of names that begin so."""
        from click.shell_completion import CompletionItem

        from reactdrill.people.text import folded

        begun = incomplete.casefold()
        return [
            CompletionItem(code, help=label)
            for code, label in _labels().items()
            if code.casefold().startswith(begun) or folded(label).startswith(begun)
        ]


def _labels() -> dict[str, str]:
    from reactdrill.errors import ReactDrillError
    from reactdrill.station.places import Folders

    where = Folders.current().results_store
    if isinstance(where, Path) and not where.exists():
        return {}
    try:
        with people_store() as store:
            return store.people.labels()
    except ReactDrillError:
        return {}

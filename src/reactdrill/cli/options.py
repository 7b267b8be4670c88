"""Values of options, refused in a person's words; and the names of drills for the shell to complete."""

from __future__ import annotations

from math import isfinite
from typing import Any

import click

MAX_SEED = 2**63 - 1


class WholeNumber(click.IntRange):
    """A whole number between two others."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's
        """The number, or a refusal that says what is wanted."""
        try:
            number: int = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"a whole number from {self.min} to {self.max} is wanted, not {value!r}", param, ctx)
        return number


class Amount(click.FloatRange):
    """A number of something between two others; no number, infinity and NaN are refused."""

    unit: str

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's
        """The number, or a refusal that says what is wanted."""
        try:
            number: float = super().convert(value, param, ctx)
        except click.BadParameter:
            number = float("nan")
        if not isfinite(number):
            self.fail(f"{self.min:g} to {self.max:g} {self.unit} are wanted, not {value!r}", param, ctx)
        return number


class Seconds(Amount):
    """A duration in seconds between two others."""

    unit = "seconds"


class Milliseconds(Amount):
    """A time in milliseconds between two others."""

    unit = "milliseconds"


SEED = WholeNumber(0, MAX_SEED)


class DrillName(click.types.StringParamType):
    """A drill's name or file."""

    name = "drill"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[click.shell_completion.CompletionItem]:
        """Names that begin so; paths are left to the shell."""
        from click.shell_completion import CompletionItem

        from reactdrill.cli.library import drill_folders
        from reactdrill.drill.names import CIRCUITS, circuit_paths, drill_paths

        if incomplete.startswith(f"{CIRCUITS}/"):
            names = (f"{CIRCUITS}/{name}" for name in sorted(circuit_paths(drill_folders())))
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]
        if "/" in incomplete or "\\" in incomplete or incomplete.startswith("."):
            return [CompletionItem(incomplete, type="file")]
        return [
            CompletionItem(name)
            for name in sorted(drill_paths(drill_folders()))
            if name.startswith(incomplete)
        ]

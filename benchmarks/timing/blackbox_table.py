"""The figures as tables in markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from blackbox_figures import Figures, Spread

NOTHING = "-"


def report(
    figures: Sequence[Figures],
    titles: Mapping[str, str],
    *,
    bursts: Mapping[str, Any] | None,
    absent: Mapping[str, str],
    machine: Mapping[str, str],
) -> str:
    """All tables."""
    parts = []
    if figures:
        parts += ["## Reaction times: told minus true, ms", _rt_table(figures, titles)]
        if any(each.onset for each in figures):
            parts += [
                "## Onset: told minus the change of the pixel, ms",
                _part_table(figures, titles, "onset"),
            ]
            parts += ["## Key: told minus pressed, ms", _part_table(figures, titles, "response")]
        parts += ["## Responses that went wrong, and what the program took", _care_table(figures, titles)]
    if bursts is not None:
        parts += ["## Bursts", _bursts_table(bursts)]
    parts += [f"- {titles[name]}: skipped, {reason}" for name, reason in absent.items()]
    parts += ["## Machine", "\n".join(f"- {name}: {text}" for name, text in machine.items())]
    return "\n\n".join(parts) + "\n"


def _rt_table(figures: Sequence[Figures], titles: Mapping[str, str]) -> str:
    head = (
        "program",
        "",
        "n",
        "bias",
        "SD",
        "95 %",
        "max",
        "covered",
        "stated ±",
        "rated good",
        "their 95 %",
    )
    return _table(
        head,
        (
            (
                titles[each.program],
                each.condition,
                *_spread(each.rt),
                _percent(each.covered),
                _ms(each.uncertainty),
                _percent(each.rated),
                _ms(each.rated_most),
            )
            for each in figures
        ),
    )


def _part_table(figures: Sequence[Figures], titles: Mapping[str, str], part: str) -> str:
    rows = []
    for each in figures:
        spread: Spread | None = getattr(each, part)
        if spread is not None:
            sources = ", ".join(f"{name} {count}" for name, count in sorted(each.sources.items()))
            told = (sources,) if part == "response" else (_ms(spread.mean),)
            rows.append((titles[each.program], each.condition, *_spread(spread), *told))
    last = "stamped by" if part == "response" else "mean"
    return _table(("program", "", "n", "median", "SD", "95 %", "max", last), rows)


def _care_table(figures: Sequence[Figures], titles: Mapping[str, str]) -> str:
    head = ("program", "", "lost", "phantom", "doubled", "cue not seen", "processor", "robot ±", "left out")
    return _table(
        head,
        (
            (
                titles[each.program],
                each.condition,
                str(each.lost),
                str(each.phantom),
                str(each.doubled),
                str(each.unseen),
                _percent(each.cpu),
                NOTHING if each.robot is None else f"{each.robot.median:.3f} (95 %: {each.robot.most:.3f})",
                str(each.left_out),
            )
            for each in figures
        ),
    )


def _bursts_table(bursts: Mapping[str, Any]) -> str:
    head = (
        "presses",
        "told",
        "lost",
        "phantom",
        "doubled",
        "median",
        "SD",
        "95 %",
        "max",
        "stamped by",
    )
    spread: Spread | None = bursts["spread"]
    sources = ", ".join(f"{name} {count}" for name, count in sorted(bursts["sources"].items()))
    counts = [str(bursts[name]) for name in ("injected", "told", "lost", "phantom", "doubled")]
    return _table(head, [(*counts, *_spread(spread)[1:], sources)])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _spread(spread: Spread | None) -> tuple[str, ...]:
    if spread is None:
        return ("0", *[NOTHING] * 4)
    middle = f"{spread.median:+.3f}"
    return str(spread.n), middle, _ms(spread.sd), _ms(spread.most), _ms(spread.max)


def _ms(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{100 * share:.0f} %"

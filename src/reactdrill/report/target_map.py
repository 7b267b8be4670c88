"""How fast each target was answered, drawn where it stands: on the drill's set-up, or on a plain screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.drill.model import Drill
from reactdrill.drill.places import places
from reactdrill.drill.scene import drawing
from reactdrill.drill.scene_svg import LONGER_SIDE_PX, svg
from reactdrill.i18n import Texts
from reactdrill.report.labels import MISSING, digits, name_words
from reactdrill.report.plot import plot
from reactdrill.report.plot_svg import Ink
from reactdrill.stats.summary import Group


class Words(Texts):
    """Everything said of the drawing."""

    TITLE = "Median of each target"
    ABOUT = "Median reaction time of each target, larger discs are slower: {told}"


SCREEN = 420.0, 300.0
"""Size of the drawing of a screen."""
ON_SCREEN, ON_FLOOR = (18.0, 28.0), (14.0, 20.0)
"""Least and greatest radius of the discs: the slower, the larger. On the floor they leave room for the words below."""


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing, and whether it is of the floor or of the screen."""

    svg: str
    floor: bool


def target_map(name: str, drill: Drill, groups: Sequence[Group]) -> Map | None:
    """The drawing with a disc at each target that was answered; None where fewer than two of them have a place."""
    known = {group.name: group for group in groups if group.rt.median_ms.value is not None}
    floor = {one.name: (one.floor_m[0], one.floor_m[1]) for one in drill.targets if one.floor_m is not None}
    titles = {one.name: one.title or name_words(one.name).replace("-", " ") for one in drill.targets}
    if len(known.keys() & floor.keys()) > 1:
        return _on_floor(name, drill, known, floor)
    spots = {target: at for target, at in places(drill).items() if target in known}
    return Map(_on_screen(name, known, spots, titles), floor=False) if len(spots) > 1 else None


def _on_floor(
    name: str, drill: Drill, known: dict[str, Group], floor: dict[str, tuple[float, float]]
) -> Map | None:
    scene = drawing(drill)
    if scene is None:
        return None
    scale = LONGER_SIDE_PX / max(scene.width, scene.height)
    radii = _radii(known, ON_FLOOR)
    marks = []
    for target, (x, y) in floor.items():
        if target in known:
            px, py = (x - scene.left) * scale, (scene.bottom + scene.height - y) * scale
            marks.append(
                f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{radii[target]:.1f}" fill="#e69f00" fill-opacity="0.85" stroke="#20242c"/>'
                f'<text x="{px:.1f}" y="{py + 4.5:.1f}" text-anchor="middle" fill="#101218" font-weight="700" '
                f'font-size="13">{digits(known[target].rt.median_ms.value)}</text>'
            )
    picture = svg(scene, _told(known)).replace("<svg ", f'<svg class="scene" aria-labelledby="{name}-t" ', 1)
    picture = picture.replace("<title>", f'<title id="{name}-t">', 1)
    return Map(picture.replace("</svg>", "\n".join([*marks, "</svg>"])), floor=True)


def _on_screen(
    name: str, known: dict[str, Group], spots: dict[str, tuple[float, float]], titles: dict[str, str]
) -> str:
    wide, high = SCREEN
    radii = _radii(known, ON_SCREEN)
    reach = max(1.15, *(abs(x) for x, _ in spots.values()))
    with plot(name, Words.TITLE, _told(known), width=wide, height=high) as drawn:
        drawn.sheet(wide, high)
        drawn.axes.fill(
            [10, wide - 10, wide - 10, 10], [10, 10, high - 10, high - 10], facecolor=Ink.SOFT, edgecolor=Ink.QUIET,
            linewidth=2, gid=drawn.gid("screen"),
        )  # fmt: skip
        for target, (x, y) in spots.items():
            at, radius = (wide / 2 + x / reach * 168, high / 2 - 8 - y * 112), radii[target]
            drawn.marks(f"place-{target}", [at[0]], [at[1]], ink=Ink.BAR, size=2 * radius)
            value = digits(known[target].rt.median_ms.value)
            drawn.words((at[0], at[1]), value, ink=Ink.INK, weight="bold")
            drawn.words((at[0], at[1] + radius + 10), titles.get(target, target), ink=Ink.QUIET)
    return drawn.svg


def _radii(known: dict[str, Group], limits: tuple[float, float]) -> dict[str, float]:
    times = {name: group.rt.median_ms.value or 0.0 for name, group in known.items()}
    low, high = min(times.values()), max(times.values())
    wide = (high - low) or 1.0
    return {name: limits[0] + (limits[1] - limits[0]) * (time - low) / wide for name, time in times.items()}


def _told(known: dict[str, Group]) -> str:
    each = "; ".join(
        f"{name_words(name)} {digits(group.rt.median_ms.value) or MISSING} ms"
        for name, group in known.items()
    )
    return Words.ABOUT.format(told=each)

"""What a drill needs and this station does not have at the moment, in a coach's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reactdrill.app.figures.words import place_words
from reactdrill.drill.model import Drill
from reactdrill.drill.trial import Plan
from reactdrill.i18n import marked, tr
from reactdrill.station.bindings import Bindings
from reactdrill.station.controls import device_kind

_ALWAYS = "always"
_DEVICES = {
    marked("key"): "key",
    marked("gamepad"): "pad",
    marked("dance mat"): "mat",
    marked("contact mat"): "mat",
    marked("pod"): "pod",
    marked("screen"): _ALWAYS,
}
"""How the equipment of drills names devices, and the kind of each; other things are not the program's to look for."""
_VAGUE = ("key", "screen")


def lacking(
    drill: Drill, plan: Plan, bindings: Bindings, kinds: Sequence[str], sound_problem: str | None
) -> tuple[str, ...]:
    """One sentence for each thing that is missing; none when the drill can begin as it is meant to.

    `sound_problem`: why the drill's sounds cannot be heard.
    """
    return tuple(_sentences(drill, plan, bindings, kinds, sound_problem))


def _sentences(
    drill: Drill, plan: Plan, bindings: Bindings, kinds: Sequence[str], sound_problem: str | None
) -> Iterator[str]:
    if sound_problem is not None:
        yield tr(
            "Nothing can be heard ({problem}): connect a loudspeaker, the cues are sounds.",
            problem=tr(sound_problem),
        )
    if plan.mode != "sensor":
        return
    for target in bindings.targets:
        if not any(device_kind(control) in kinds for control in bindings.controls_of(target)):
            yield tr("Nothing that is connected presses {target}.", target=place_words(target))
    for problem in bindings.problems:
        yield tr("Settings: {problem}.", problem=problem.problem)
    missing = _missing(drill, kinds)
    if missing:
        named = tr(" or ").join(tr(each) for each in missing)
        yield tr("No {devices} is connected: the keys shown here stand in.", devices=named)


def _missing(drill: Drill, kinds: Sequence[str]) -> tuple[str, ...]:
    """The devices that a drill's equipment names, where none of those named together is there."""
    found: dict[str, None] = {}
    for item in drill.equipment:
        named = {name: kind for name, kind in _DEVICES.items() if name in item.lower()}
        if named and not set(named.values()) & {*kinds, _ALWAYS}:
            found |= dict.fromkeys(name for name in named if name not in _VAGUE)
    return tuple(found)

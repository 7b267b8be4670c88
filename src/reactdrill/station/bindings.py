"""Which control presses which target: defaults from the drill, changed by the station's settings.

Pure: devices ask `Bindings.find` for the names that one physical control answers to. A station's own choice for a
target takes the place of the default controls of the same kind of device; other kinds keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reactdrill.drill.trial import COACH, Plan
from reactdrill.errors import Problem
from reactdrill.station.controls import control_problem, describe_control, device_kind
from reactdrill.station.default_bindings import ACTION_CONTROLS, default_controls
from reactdrill.station.seats import Seat, seats_for

Action = Literal["pause", "coach", "next"]
"""`coach` is the target the coach presses; `next` starts, confirms and goes on, outside trials only."""
PadKind = Literal["pad", "mat"]
PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class PadProfile:
    """What a station knows of one model of gamepad or mat."""

    kind: PadKind
    places: Mapping[str, str] = field(default_factory=dict)
    """From a place or button (`left`, `start`) to the physical control (`button0`, `axis1-`)."""


@dataclass(frozen=True, slots=True)
class BindingOverrides:
    """What the station's settings say about bindings."""

    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(default_factory=dict)
    """From a device (`pad1`, `mat0`) to the lane whose athlete holds it."""
    profiles: Mapping[str, PadProfile] = field(default_factory=dict)
    """By the device's name or GUID, as `reactdrill doctor` prints them."""

    def to_toml(self) -> dict[str, object]:
        """The `[bindings]` table of a settings file; empty parts are left out."""
        parts: dict[str, object] = {
            "targets": {name: list(controls) for name, controls in self.targets.items()},
            "actions": {name: list(controls) for name, controls in self.actions.items()},
            "lanes": dict(self.lanes),
            "profiles": {name: {"kind": one.kind, **one.places} for name, one in self.profiles.items()},
        }
        return {name: part for name, part in parts.items() if part}


NO_OVERRIDES = BindingOverrides()


@dataclass(frozen=True, slots=True)
class Binding:
    """What a control does: a target's name, `coach`, or `pause`."""

    target: str
    lane: str | None = None
    """Set where the control belongs to one lane."""
    is_action: bool = False
    """True for `pause`; the coach is a target."""


class Bindings:
    """Every control of one drill. `problems` lists what the station's settings got wrong for it."""

    def __init__(
        self,
        lanes: Mapping[str, Sequence[str]],
        overrides: BindingOverrides = NO_OVERRIDES,
        *,
        coach: bool = False,
    ) -> None:
        """Bind the targets of each lane; `coach`: the drill listens to the coach as well."""
        self.overrides = overrides
        self._problems: list[Problem] = []
        self._by_control: dict[str, Binding] = {}
        self._controls: dict[Binding, list[str]] = {}
        self._bind_actions(coach=coach)
        self._bind_lanes(lanes)
        self.problems = tuple(self._problems)

    @classmethod
    def for_plan(cls, plan: Plan, overrides: BindingOverrides = NO_OVERRIDES) -> Bindings:
        """The bindings of a run."""
        coach = plan.mode == "observer" or any(
            trial.begin.kind == "coach" for lane in plan.lanes for trial in lane.trials
        )
        return cls({lane.name: lane.targets for lane in plan.lanes}, overrides, coach=coach)

    @classmethod
    def for_targets(
        cls, targets: Sequence[str], overrides: BindingOverrides = NO_OVERRIDES, *, coach: bool = False
    ) -> Bindings:
        """The bindings of a drill with one athlete."""
        return cls({"main": targets}, overrides, coach=coach)

    @property
    def targets(self) -> tuple[str, ...]:
        """Every target that is bound, the coach included."""
        return tuple(dict.fromkeys(one.target for one in self._controls if not one.is_action))

    @property
    def controls(self) -> frozenset[str]:
        """Every control that does something in a run."""
        return frozenset(self._by_control)

    def find(self, names: Iterable[str]) -> Binding | None:
        """What a physical control does, by the first of its names that is bound."""
        for name in names:
            binding = self._by_control.get(name)
            if binding is not None:
                return binding
        return None

    def controls_of(self, target: str, lane: str | None = None) -> tuple[str, ...]:
        """A target's controls, best first; with `lane`, only those that this lane's athlete can use."""
        return tuple(
            control
            for binding, controls in self._controls.items()
            if binding.target == target and (lane is None or binding.lane in (None, lane))
            for control in controls
        )

    def targets_of(self, device: str) -> frozenset[str]:
        """Targets that a device (`key`, `pad0`, `mat1`) can press."""
        kind = device.rstrip("0123456789")
        return frozenset(
            binding.target
            for binding, controls in self._controls.items()
            if not binding.is_action and any(_is_of(control, kind, device) for control in controls)
        )

    def describe(
        self,
        target: str,
        kinds: Sequence[str] = ("key",),
        *,
        lane: str | None = None,
        arrows: bool = True,
        between: str = " or ",
    ) -> str:
        """How to press a target, such as `← or A`: two controls of each kind of device at most."""
        texts = []
        for kind in kinds:
            mine = [one for one in self.controls_of(target, lane) if device_kind(one) == kind]
            texts += [describe_control(control, arrows=arrows) for control in mine[:2]]
        return between.join(texts)

    # ---- binding

    def _bind_actions(self, *, coach: bool) -> None:
        chosen = {control for controls in self.overrides.targets.values() for control in controls}
        for action, binding in (("pause", Binding(PAUSE, is_action=True)), ("coach", Binding(COACH))):
            if action == "coach" and not coach:
                continue
            key = f"bindings.actions.{action}"
            own = self._valid(self.overrides.actions.get(action, ()), key)
            rest = _of_other_kinds(own, ACTION_CONTROLS[action])
            self._bind(binding, [*own, *(one for one in rest if one not in chosen)], key)

    def _bind_lanes(self, lanes: Mapping[str, Sequence[str]]) -> None:
        names = [target for targets in lanes.values() for target in targets]
        if len(set(names)) == len(names):
            self._bind_targets(names, Seat())
            return
        for seat, targets in zip(seats_for(lanes, self.overrides.lanes), lanes.values(), strict=True):
            self._bind_targets(targets, seat)

    def _bind_targets(self, targets: Sequence[str], seat: Seat) -> None:
        """The station's own controls first, so that no default stands in their way."""
        own = {target: self._own_controls(target, seat) for target in targets}
        for target, controls in own.items():
            self._bind(Binding(target, seat.lane), controls, f"bindings.targets.{target}")
        taken = {*self._by_control, *seat.not_mine, *(one for controls in own.values() for one in controls)}
        for target, defaults in default_controls(targets, taken).items():
            binding = Binding(target, seat.lane)
            rest = _of_other_kinds(self._controls[binding], defaults)
            self._bind(binding, map(seat.defaults, rest))
            if not self._controls[binding]:
                problem = f"no control is left for {target}"
                self._problems.append(Problem(f"bindings.targets.{target}", problem, "give it one"))

    def _own_controls(self, target: str, seat: Seat) -> list[str]:
        controls = self._valid(self.overrides.targets.get(target, ()), f"bindings.targets.{target}")
        return [own for control in controls if (own := seat.own(control)) is not None]

    def _bind(self, binding: Binding, controls: Iterable[str], key: str | None = None) -> None:
        """Give controls to a binding. With `key`, one that is taken is a problem; defaults just give way."""
        mine = self._controls.setdefault(binding, [])
        for control in controls:
            other = self._by_control.setdefault(control, binding)
            if other == binding:
                mine.append(control)
            elif key is not None:
                problem = f"{control} is already the control for {other.target}"
                self._problems.append(Problem(key, problem, "give each its own control"))

    def _valid(self, controls: Sequence[str], key: str) -> list[str]:
        good = []
        for control in dict.fromkeys(controls):
            problem = control_problem(control)
            if problem is None:
                good.append(control)
            else:
                self._problems.append(Problem(key, *problem))
        return good


def _of_other_kinds(own: Iterable[str], controls: Iterable[str]) -> list[str]:
    """Default controls on the kinds of device that the station's own choice says nothing of."""
    kinds = {device_kind(control) for control in own}
    return [control for control in controls if device_kind(control) not in kinds]


def _is_of(control: str, kind: str, device: str) -> bool:
    """Whether a device has a control; `key` means every keyboard."""
    return _owner(control) in (kind, device) or (device == "key" and device_kind(control) == "key")


def _owner(control: str) -> str:
    return control.partition(":")[0]

"""Looks for what is wrong with pods before a run does: which one, what it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import Pod
from reactdrill.pods.messages import MINOR, CountsFlag, CountsIs, StatusFlag, StatusIs

Level = Literal["ok", "note", "problem"]
LISTEN_NS = 2_000_000_000
MOST_PPB = 6_000_000
"""A ceramic resonator is off by 0.5 %; more is a wrong crystal or a wrong board."""
UNSURE_NS = 2_000_000
LOWEST_MV = 4_500


@dataclass(frozen=True, slots=True)
class PodFinding:
    """One thing that was looked at."""

    level: Level
    what: str
    """`pod 3`, or a controller's name."""
    text: str
    hint: str = ""
    pod: int | None = None
    """The pod that drills can go on without."""


def check_field(desk: PodDesk, expected: int | None = None, listen_ns: int = LISTEN_NS) -> list[PodFinding]:
    """Look at every controller and every pod; nobody may touch the pods meanwhile.

    Controllers that are not ready are problems, and the rest is looked at all the same. `expected`: how many pods
    there should be; None: as many as the controllers say.
    """
    found = [_not_ready(one) for one in desk.field.controllers if not one.ready]
    ready = [one for one in desk.field.controllers if one.ready]
    found += _numbers(ready)
    pods = [pod for pod in desk.field.pods if pod.controller.ready]
    if expected is not None and len(pods) != expected:
        text = f"{len(pods)} pods answer, {expected} are expected"
        hint = f"count the cables; `reactdrill pods configure --count {expected}` tells the controller how many it has"
        found.append(PodFinding("problem", "all pods", text, hint))
    before = {pod.number: desk.counts(pod) for pod in pods}
    desk.wait(listen_ns)
    for controller in ready:
        found += _controller(controller, desk.status(controller))
    for pod in pods:
        found.append(_pod(pod, before[pod.number], desk.counts(pod)))
    return found


def _not_ready(controller: Controller) -> PodFinding:
    problem = controller.problem
    if problem is None:
        return PodFinding("problem", controller.name, "it is not ready yet", "wait a moment and check again")
    return PodFinding("problem", controller.name, problem.problem, problem.hint)


def _numbers(ready: list[Controller]) -> Iterator[PodFinding]:
    """Two boards with one number cannot be told apart when their cables are swapped."""
    ids = [one.hello.board_id for one in ready if one.hello is not None]
    if len(ready) > 1 and len(set(ids)) < len(ids):
        hint = "give each its own: `reactdrill pods configure --ports PORT --id NUMBER`"
        yield PodFinding("note", "controllers", "two have the same number: swapped cables go unnoticed", hint)


def _controller(controller: Controller, status: StatusIs) -> Iterator[PodFinding]:
    name, hello, link = controller.name, controller.hello, controller.link
    assert hello is not None
    assert link is not None
    kind = "simulated" if hello.simulated else f"firmware {hello.firmware}"
    yield PodFinding("ok", name, f"{hello.pods} pods, {kind}, protocol {hello.major}.{hello.minor}")
    if hello.minor < MINOR:
        yield PodFinding("note", name, "its firmware is older than this program", "`reactdrill pods flash`")
    yield _clock(controller)
    if status.supply_mv and status.supply_mv < LOWEST_MV:
        hint = "give the lights a supply of their own, or a shorter USB cable"
        yield PodFinding("problem", name, f"its supply is {status.supply_mv / 1000:.1f} V only", hint)
    if status.flags & StatusFlag.EEPROM_DEFAULTS:
        hint = "`reactdrill pods configure` sets sensitivity, number and kind of lights"
        yield PodFinding(
            "note", name, "it was never set up, or its settings were damaged: defaults hold", hint
        )
    lost = status.rx_lost + status.lost_edges + status.lost_events
    if lost or status.bad_frames > 20:
        text = f"{status.bad_frames} frames came damaged, {lost} bytes, edges or events were lost since its start"
        yield PodFinding("note", name, text, "use a shorter or shielded cable, away from power cables")
    if link.parser.bad > 20:
        text = f"{link.parser.bad} frames from it came damaged"
        yield PodFinding("note", name, text, "use a shorter or shielded cable, away from power cables")


def _clock(controller: Controller) -> PodFinding:
    assert controller.link is not None
    estimate = controller.link.sync.estimate(fresh=True)
    if estimate is None:
        return PodFinding("problem", controller.name, "its clock cannot be measured", "use another USB port")
    ppm = estimate.mapping.rate_ppb / 1000
    unsure_ms = estimate.uncertainty_ns / 1e6
    if abs(estimate.mapping.rate_ppb) > MOST_PPB:
        hint = "its crystal is wrong or broken: use another board"
        return PodFinding("problem", controller.name, f"its clock is off by {ppm:+.0f} ppm", hint)
    text = f"clock off by {ppm:+.0f} ppm, which is corrected; host time within {unsure_ms:.2f} ms"
    if estimate.uncertainty_ns > UNSURE_NS:
        hint = "plug it into the computer itself, not into a hub; pod times do not suffer, screen times do"
        return PodFinding("note", controller.name, text, hint)
    return PodFinding("ok", controller.name, text)


def _pod(pod: Pod, before: CountsIs, now: CountsIs) -> PodFinding:
    what = f"pod {pod.number}"
    if not now.flags & CountsFlag.ENABLED:
        hint = f"`reactdrill pods configure --pod {pod.number} --sensor on` switches it on"
        return PodFinding("problem", what, "its sensor is switched off", hint, pod.number)
    if now.flags & CountsFlag.STUCK:
        text = f"its sensor has been pressed for {now.state_s} s"
        hint = "lift what lies on it, look at the switch and its cable, or swap the pod"
        return PodFinding("problem", what, text, hint, pod.number)
    edges = now.presses + now.releases + now.noise + now.rejected
    edges -= before.presses + before.releases + before.noise + before.rejected
    if edges or now.flags & CountsFlag.MUTED:
        hint = "look at its cable, make it less sensitive (`reactdrill pods configure`), or swap the pod"
        text = f"its sensor told {edges} edges while nobody touched it"
        return PodFinding("problem", what, text, hint, pod.number)
    if now.flags & CountsFlag.ACTIVE:
        return PodFinding("note", what, "it is held down", "let it go before the run", pod.number)
    bounce = f", bounces up to {now.bounce_us / 1000:g} ms" if now.bounce_us else ""
    return PodFinding("ok", what, f"quiet, {now.presses} presses so far{bounce}")

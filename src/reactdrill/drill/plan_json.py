"""Read a plan back from the JSON that a journal's header holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactdrill.drill.trial import (
    Begin,
    Expect,
    LanePlan,
    Plan,
    PlannedSet,
    PlannedStep,
    PlannedTrial,
    Reference,
    Sequence,
    StaircaseSpec,
    Until,
    Window,
)

Json = Mapping[str, Any]


def plan_from_json(data: Json) -> Plan:
    """Rebuild a `Plan` from its JSON form.

    Raises `KeyError` or `TypeError` when `data` was not written from a plan of this format.
    """
    lanes = tuple(_lane(lane) for lane in data["lanes"])
    return Plan(**{**data, "lanes": lanes})


def _lane(data: Json) -> LanePlan:
    return LanePlan(
        name=data["name"],
        targets=tuple(data["targets"]),
        sets=tuple(PlannedSet(**{**each, "until": Until(**each["until"])}) for each in data["sets"]),
        trials=tuple(_trial(each) for each in data["trials"]),
        adaptive={
            name: StaircaseSpec(**{**spec, "conditions": tuple(spec["conditions"])})
            for name, spec in data["adaptive"].items()
        },
    )


def _trial(data: Json) -> PlannedTrial:
    expect = data["expect"]
    reference = data["reference"]
    sequence = data["sequence"]
    return PlannedTrial(
        **{
            **data,
            "steps": tuple(PlannedStep(**step) for step in data["steps"]),
            "expect": Expect(**{**expect, "targets": tuple(expect["targets"])}),
            "window": Window(**data["window"]),
            "begin": Begin(**data["begin"]),
            "reference": None if reference is None else Reference(**reference),
            "sequence": None
            if sequence is None
            else Sequence(**{**sequence, "steps": tuple(sequence["steps"])}),
        }
    )

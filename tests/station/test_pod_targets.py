"""Which pod stands for which target."""

from __future__ import annotations

import pytest

from reactdrill.devices.pods.opening import PodPort, parse_ports
from reactdrill.errors import UsageError
from reactdrill.station.controls import control_problem, describe_control, device_kind
from reactdrill.station.pod_targets import pod_number, pods_for_targets


@pytest.mark.parametrize(
    ("targets", "own", "count", "pods"),
    [
        (["left", "right"], {}, 4, {"left": (1,), "right": (2,)}),
        (["pod-3", "pod-1", "home"], {}, 4, {"pod-3": (3,), "pod-1": (1,), "home": (2,)}),
        (["left", "right"], {"left": ["pod:2", "key:a"]}, 4, {"left": (2,), "right": (1,)}),
        (["left", "right"], {"left": ["pod:1", "pod:2"]}, 4, {"left": (1, 2), "right": (3,)}),
        (["left", "right"], {"left": ["pod:9"]}, 2, {"left": (1,), "right": (2,)}),
        (["a", "b", "c"], {}, 2, {"a": (1,), "b": (2,)}),
        (["a", "b"], {"a": ["pod:1"], "b": ["pod:1"]}, 3, {"a": (1,), "b": (2,)}),
    ],
)
def test_targets_get_pods_as_the_station_says_by_number_and_in_order(
    targets: list[str], own: dict[str, list[str]], count: int, pods: dict[str, tuple[int, ...]]
) -> None:
    found = pods_for_targets({"main": targets}, own, count)
    assert {target: numbers for (_, target), numbers in found.items()} == pods


def test_pods_that_are_left_out_serve_nothing() -> None:
    assert pods_for_targets({"main": ["pod-1", "pod-2"]}, {}, 3, left_out=[1]) == {
        ("main", "pod-2"): (2,),
        ("main", "pod-1"): (3,),
    }


def test_athletes_with_the_same_targets_get_pods_one_after_the_other() -> None:
    found = pods_for_targets({"red": ["left"], "blue": ["left"]}, {"left": ["pod:4", "pod:2"]}, 4)
    assert found == {("red", "left"): (4,), ("blue", "left"): (2,)}


def test_a_pods_name_is_a_control() -> None:
    assert control_problem("pod:3") is None
    assert control_problem("pod:0") is not None
    assert control_problem("pod:x") is not None
    assert (device_kind("pod:12"), describe_control("pod:12"), pod_number("pod:12")) == ("pod", "pod 12", 12)
    assert pod_number("pad:button1") is None


def test_ports_are_read_as_people_write_them() -> None:
    assert parse_ports(["/dev/ttyACM0,COM3", "sim:4", "sim"]) == (
        PodPort("/dev/ttyACM0"),
        PodPort("COM3"),
        PodPort("", 4),
        PodPort("", 6),
    )


@pytest.mark.parametrize("said", ["sim:0", "sim:17", "/dev/ttyACM0,/dev/ttyACM0"])
def test_ports_that_cannot_be_meant_are_refused(said: str) -> None:
    with pytest.raises(UsageError, match="pods: "):
        parse_ports([said])

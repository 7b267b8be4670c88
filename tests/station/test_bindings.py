"""Which control presses which target, without any device."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given, strategies as st

from reactdrill.drill.trial import (
    COACH,
    Begin,
    Expect,
    LanePlan,
    Plan,
    PlannedSet,
    PlannedTrial,
    Until,
    Window,
)
from reactdrill.station.bindings import (
    NO_OVERRIDES,
    PAUSE,
    Binding,
    BindingOverrides,
    Bindings,
    PadProfile,
)
from reactdrill.station.controls import control_problem, describe_control, device_kind
from reactdrill.station.default_bindings import default_controls, place_of
from reactdrill.station.settings import Settings
from reactdrill.station.toml_edit import render, render_key

NAMES = st.lists(
    st.one_of(
        st.sampled_from(
            ["left", "right", "up", "down", "home", "space", "front-left", "back-right", "centre", "front"]
        ),
        st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True),
        st.integers(1, 12).map("pod-{}".format),
    ),
    min_size=1,
    max_size=30,
    unique=True,
)


def plan(*, mode: str = "sensor", begin: str = "auto", lanes: Mapping[str, tuple[str, ...]]) -> Plan:
    trial = PlannedTrial(0, 0, "go", {}, 0, (), Expect(), Window(None), begin=Begin(begin))  # type: ignore[arg-type]
    return Plan(
        "d", 1, "", mode, "none",  # type: ignore[arg-type]
        tuple(LanePlan(name, targets, (PlannedSet(0, 0, Until(1)),), (trial,)) for name, targets in lanes.items()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("target", "controls"),
    [
        ("left", {"key:left", "key:a", "pad:hat0-left", "mat:left"}),
        ("right", {"key:right", "key:d", "pad:hat0-right", "pad:axis0+"}),
        ("up", {"key:up", "key:w", "pad:hat0-up"}),
        ("down", {"key:down", "key:s", "mat:down"}),
        ("front-left", {"key:q", "mat:up-left"}),
        ("front-right", {"key:e", "mat:up-right"}),
        ("back-left", {"key:z", "mat:down-left"}),
        ("back-right", {"key:c", "pad:hat0-down-right"}),
        ("home", {"key:space", "pad:a"}),
        ("space", {"key:space", "pad:a"}),
        ("pod-3", {"key:3", "key:kp-3"}),
        ("10", {"key:0"}),
        ("b", {"key:b"}),
        ("left-hand", {"key:left", "mat:left"}),
    ],
)
def test_a_target_gets_the_controls_its_name_asks_for(target: str, controls: set[str]) -> None:
    assert controls <= set(Bindings.for_targets([target, "other"]).controls_of(target))


def test_names_without_a_place_go_to_the_number_keys_in_order() -> None:
    bindings = Bindings.for_targets(["jab", "cross", "hook", "uppercut"])
    assert [bindings.controls_of(name)[0] for name in ("jab", "cross", "hook", "uppercut")] == [
        "key:1", "key:2", "key:3", "key:4",
    ]  # fmt: skip
    many = [f"name{chr(97 + number)}" for number in range(12)]
    keys = [Bindings.for_targets(many).controls_of(name)[0] for name in many]
    assert keys == [f"key:{key}" for key in "1234567890ab"]


def test_the_only_target_of_a_drill_takes_whatever_is_nearest() -> None:
    controls = Bindings.for_targets(["go"]).controls_of("go")
    assert controls[0] == "key:space"
    assert {"pad:a", "pad:b", "pad:button0", "mat:left", "mat:up"} <= set(controls)


def test_a_hand_gives_way_to_a_target_that_is_just_left() -> None:
    bindings = Bindings.for_targets(["left-foot", "left"])
    assert "key:left" in bindings.controls_of("left")
    assert bindings.controls_of("left-foot")[0] == "key:1"


@given(NAMES)
def test_every_target_of_any_drill_has_a_key_and_no_control_is_given_twice(targets: list[str]) -> None:
    controls = default_controls(targets, taken=["key:escape"])
    given_out = [control for mine in controls.values() for control in mine]
    assert len(given_out) == len(set(given_out))
    assert all(any(device_kind(control) == "key" for control in mine) for mine in controls.values())
    assert all(control_problem(control) is None for control in given_out)


@given(NAMES)
def test_a_control_leads_back_to_its_target(targets: list[str]) -> None:
    bindings = Bindings.for_targets(targets, coach=True)
    assert bindings.problems == ()
    for target in (*targets, COACH):
        for control in bindings.controls_of(target):
            assert bindings.find([control]) == Binding(target)
    assert bindings.find(["key:escape"]) == Binding(PAUSE, is_action=True)


def test_the_first_name_of_a_control_that_is_bound_counts() -> None:
    bindings = Bindings.for_targets(["left", "right"], BindingOverrides(targets={"right": ("pad:button4",)}))
    assert bindings.find(["pad0:button4", "pad:button4", "pad0:hat0-left", "pad:hat0-left"]) == Binding(
        "right"
    )
    assert bindings.find(["pad0:hat0-left", "pad:hat0-left"]) == Binding("left")
    assert bindings.find(["pad0:button9", "pad:button9"]) is None


def test_the_stations_choice_replaces_the_same_kind_of_device_only() -> None:
    bindings = Bindings.for_targets(["left", "right"], BindingOverrides(targets={"left": ("key:f",)}))
    assert bindings.controls_of("left") == ("key:f", "pad:hat0-left", "pad:axis0-", "mat:left")
    assert bindings.find(["key:left"]) is None


def test_a_default_gives_way_to_the_stations_choice_for_another_target() -> None:
    bindings = Bindings.for_targets(
        ["left", "right"], BindingOverrides(targets={"right": ("key:a", "key:enter")})
    )
    assert bindings.find(["key:a"]) == Binding("right")
    assert "key:left" in bindings.controls_of("left")
    assert bindings.problems == ()


def test_a_control_named_twice_is_a_problem_and_the_loser_keeps_its_defaults() -> None:
    overrides = BindingOverrides(targets={"left": ("key:b",), "right": ("key:b",)})
    bindings = Bindings.for_targets(["left", "right"], overrides)
    assert bindings.find(["key:b"]) == Binding("left")
    assert "key:right" in bindings.controls_of("right")
    assert [problem.render("settings.toml") for problem in bindings.problems] == [
        "settings.toml: bindings.targets.right: key:b is already the control for left; give each its own control"
    ]


def test_a_misspelt_control_is_a_problem_with_the_nearest_name() -> None:
    bindings = Bindings.for_targets(
        ["left"], BindingOverrides(targets={"left": ("key:spcae", "pad:hat0-lft")})
    )
    assert [problem.hint for problem in bindings.problems] == [
        "did you mean space or escape?", "did you mean hat0-left or hat0-up-left?",
    ]  # fmt: skip


def test_the_coach_is_listened_to_only_where_the_drill_needs_one() -> None:
    lanes = {"main": ("left",)}
    assert Bindings.for_plan(plan(lanes=lanes)).find(["key:enter"]) is None
    assert Bindings.for_plan(plan(mode="observer", lanes=lanes)).find(["key:enter"]) == Binding(COACH)
    assert Bindings.for_plan(plan(begin="coach", lanes=lanes)).find(["pad:start"]) == Binding(COACH)


def test_lanes_with_the_same_targets_have_a_half_of_the_keyboard_and_a_pad_each() -> None:
    bindings = Bindings.for_plan(plan(lanes={"a": ("left", "right"), "b": ("left", "right")}))
    assert bindings.find(["key:a"]) == Binding("left", "a")
    assert bindings.find(["key:left"]) == Binding("left", "b")
    assert bindings.find(["pad0:hat0-left"]) == Binding("left", "a")
    assert bindings.find(["pad1:hat0-left"]) == Binding("left", "b")
    assert bindings.find(["pad:hat0-left"]) is None
    assert bindings.describe("right", lane="b") == "→ or keypad 6"


def test_lanes_with_the_same_targets_take_the_pads_the_station_says() -> None:
    overrides = BindingOverrides(lanes={"pad0": "b"}, targets={"left": ("key:f", "pad:button2")})
    bindings = Bindings.for_plan(plan(lanes={"a": ("left",), "b": ("left",)}), overrides)
    assert bindings.find(["pad0:button2"]) == Binding("left", "b")
    assert bindings.find(["pad1:button2"]) == Binding("left", "a")
    assert bindings.find(["key:f"]) == Binding("left", "a")
    assert bindings.problems == ()


def test_lanes_with_keyboards_of_their_own_have_all_their_keys() -> None:
    overrides = BindingOverrides(lanes={"key1": "a", "key0": "b"}, targets={"left": ("key:f",)})
    bindings = Bindings.for_plan(plan(lanes={"a": ("left", "up"), "b": ("left", "up")}), overrides)
    assert bindings.find(["key1:f", "key:f"]) == Binding("left", "a")
    assert bindings.find(["key0:f", "key:f"]) == Binding("left", "b")
    assert bindings.find(["key0:up", "key:up"]) == Binding("up", "b")
    assert bindings.find(["key1:w", "key:w"]) == Binding("up", "a")
    assert bindings.find(["key2:up", "key:up"]) is None
    assert bindings.find(["key1:escape", "key:escape"]) == Binding(PAUSE, is_action=True)
    assert bindings.targets_of("key") == {"left", "up"}
    assert bindings.problems == ()


def test_a_lane_without_a_keyboard_of_its_own_has_a_half_of_the_others() -> None:
    overrides = BindingOverrides(lanes={"key1": "b"})
    bindings = Bindings.for_plan(plan(lanes={"a": ("left",), "b": ("left",)}), overrides)
    assert bindings.find(["key1:left", "key:left"]) == Binding("left", "b")
    assert bindings.find(["key0:a", "key:a"]) == Binding("left", "a")
    assert bindings.describe("left", lane="b") == "keyboard 2: ← or keyboard 2: keypad 4"


def test_lanes_with_their_own_targets_let_the_target_decide() -> None:
    bindings = Bindings.for_plan(plan(lanes={"a": ("left",), "b": ("right",)}))
    assert bindings.find(["key:left"]) == Binding("left")
    assert bindings.find(["pad:hat0-right"]) == Binding("right")


def test_what_a_device_serves() -> None:
    bindings = Bindings.for_targets(["left", "jab"], BindingOverrides(targets={"jab": ("pad1:button9",)}))
    assert bindings.targets_of("key") == {"left", "jab"}
    assert bindings.targets_of("pad0") == {"left"}
    assert bindings.targets_of("pad1") == {"left", "jab"}


@pytest.mark.parametrize(
    ("control", "arrows", "words"),
    [
        ("key:left", "←", "left arrow"),
        ("key:a", "A", "A"),
        ("key:space", "Space", "Space"),
        ("key:page-up", "Page up", "Page up"),
        ("key:kp-7", "keypad 7", "keypad 7"),
        ("key:f5", "F5", "F5"),
        ("pad:button2", "pad button 2", "pad button 2"),
        ("pad1:hat0-up-left", "pad 2 ↖", "pad 2 up left"),
        ("pad:axis1-", "pad axis 1-", "pad axis 1-"),
        ("pad:start", "pad start", "pad start"),
        ("mat:left", "mat ←", "mat left"),
    ],
)
def test_controls_in_a_persons_words(control: str, arrows: str, words: str) -> None:
    assert describe_control(control) == arrows
    assert describe_control(control, arrows=False) == words


def test_a_target_is_described_with_two_controls_of_each_kind() -> None:
    bindings = Bindings.for_targets(["left", "right"])
    assert bindings.describe("left") == "← or A"
    assert bindings.describe("left", arrows=False) == "left arrow or A"
    assert bindings.describe("left", ("key", "mat")) == "← or A or mat ←"
    assert bindings.describe("left", between=" oder ") == "← oder A"


@pytest.mark.parametrize(
    ("control", "problem", "hint"),
    [
        ("left", "'left' does not say which device", "write key:left or pad:left"),
        (
            "kye:a",
            "no device is called 'kye'",
            "there are key:, pad:, mat: and pod:, or pad0:, pad1:, key0: for one of several",
        ),
        ("key:", "no key is called ''", "write key:space, key:left or key:a"),
        ("key:A", "no key is called 'A'", "write key:space, key:left or key:a"),
        ("mat:lefft", "a mat has no control 'lefft'", "did you mean left or up-left?"),
        ("pad:zzzzzz", "a pad has no control 'zzzzzz'", "write button0, hat0-left or axis0+"),
    ],
)
def test_a_bad_control_is_explained(control: str, problem: str, hint: str) -> None:
    assert control_problem(control) == (problem, hint)


@pytest.mark.parametrize(
    "control", ["key:ñ", "key:;", "key:é", "pad12:axis11+", "mat0:start", "mat:button12"]
)
def test_uncommon_controls_are_good(control: str) -> None:
    assert control_problem(control) is None


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("front", "up"),
        ("back-left", "down-left"),
        ("left-front", "up-left"),
        ("middle", "centre"),
        ("jab", None),
    ],
)
def test_places_by_other_names(target: str, place: str | None) -> None:
    assert place_of(target) == place


def test_overrides_survive_their_toml_form() -> None:
    overrides = BindingOverrides(
        targets={"left": ("key:a", "pad:button2"), 'odd "name"': ("key:ñ",)},
        actions={"pause": ("key:p",)},
        lanes={"pad1": "lane-b"},
        profiles={"USB Gamepad ": PadProfile("mat", {"left": "button0", "start": "button9"})},
    )
    text = toml_text(overrides.to_toml(), ("bindings",))
    settings = Settings.model_validate(tomllib.loads(text))
    assert settings.bindings.overrides() == overrides
    assert NO_OVERRIDES.to_toml() == {}


def toml_text(table: dict[str, object], path: tuple[str, ...]) -> str:
    values = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"[{'.'.join(map(render_key, path))}]"]
    lines += [f"{render_key(key)} = {render(value)}" for key, value in values.items()]  # type: ignore[arg-type]
    for key, value in table.items():
        if isinstance(value, dict):
            lines.append(toml_text(value, (*path, key)))
    return "\n".join(lines)

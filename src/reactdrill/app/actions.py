"""From what pygame saw to what the person asked for: one pure function.

`translate` takes an event and the memory of what is held, and gives interface events and the next memory. Nothing
here reads a device or a clock. Held directions repeat: `repeats` says what is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pygame

from reactdrill.app.inputs import (
    REPEATING,
    Pointer,
    PointerKind,
    Typed,
    UiAction,
    UiEvent,
    Wheel,
    WindowFocus,
)
from reactdrill.app.pads import GAMEPAD, PadMap

REPEAT_AFTER_NS = 400_000_000
REPEAT_EVERY_NS = 90_000_000
PUSHED = 0.6
RELEASED = 0.4
"""An axis counts as pushed beyond the first and as let go below the second, so that it never flutters."""

KEYS: Mapping[int, UiAction] = {
    pygame.K_UP: UiAction.UP,
    pygame.K_DOWN: UiAction.DOWN,
    pygame.K_LEFT: UiAction.LEFT,
    pygame.K_RIGHT: UiAction.RIGHT,
    pygame.K_RETURN: UiAction.ACCEPT,
    pygame.K_KP_ENTER: UiAction.ACCEPT,
    pygame.K_ESCAPE: UiAction.BACK,
    pygame.K_AC_BACK: UiAction.BACK,
    pygame.K_MENU: UiAction.MENU,
    pygame.K_F10: UiAction.MENU,
    pygame.K_PAUSE: UiAction.PAUSE,
    pygame.K_PAGEUP: UiAction.PREVIOUS_PAGE,
    pygame.K_PAGEDOWN: UiAction.NEXT_PAGE,
    pygame.K_HOME: UiAction.FIRST,
    pygame.K_END: UiAction.LAST,
    pygame.K_F11: UiAction.FULLSCREEN,
}
WHEN_TYPING: Mapping[int, UiAction] = {
    pygame.K_BACKSPACE: UiAction.ERASE,
    pygame.K_DELETE: UiAction.ERASE_AFTER,
}
WHEN_NOT_TYPING: Mapping[int, UiAction] = {
    pygame.K_SPACE: UiAction.ACCEPT,
    pygame.K_BACKSPACE: UiAction.BACK,
    pygame.K_p: UiAction.PAUSE,
}
_MOVED = frozenset({pygame.WINDOWRESIZED, pygame.WINDOWSIZECHANGED, pygame.WINDOWMOVED})
MAIN_BUTTON = 1
BACK_BUTTON = 6
"""pygame counts the thumb buttons of a mouse behind the wheel's two directions."""

Control = tuple[str | int, ...]
"""What is held: `("key", key)`, `("button", pad, button)`, `("hat", pad, hat, action)`, `("axis", pad, axis, end)`."""


@dataclass(frozen=True, slots=True)
class Held:
    """The control pressed last, while its action repeats."""

    control: Control
    action: UiAction
    due_ns: int


@dataclass(frozen=True, slots=True)
class InputState:
    """What has to be remembered from event to event."""

    down: frozenset[Control] = frozenset()
    """Hats and axes that are pushed."""
    held: Held | None = None
    pointer: tuple[int, int] | None = None
    """Where the pointer was last seen."""


@dataclass(frozen=True, slots=True)
class Translated:
    """Interface events, and the memory for the next call."""

    state: InputState
    events: tuple[UiEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What translation depends on besides the event."""

    now_ns: int
    typing: bool = False
    """Keys are text."""
    pads: Mapping[int, PadMap] = field(default_factory=dict)
    """Layouts by joystick instance; others count as gamepads."""


def translate(event: pygame.event.Event, state: InputState, setting: Setting) -> Translated:
    """What an event asks for. Events that ask for nothing give nothing."""
    kind = event.type
    if kind in (pygame.KEYDOWN, pygame.KEYUP):
        return _key(event, state, setting)
    if kind == pygame.TEXTINPUT:
        return Translated(state, (Typed(event.text),) if setting.typing else ())
    if kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL):
        return _mouse(event, state)
    if kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP, pygame.JOYHATMOTION, pygame.JOYAXISMOTION):
        return _pad(event, state, setting)
    if kind in _MOVED:
        return Translated(
            replace(state, pointer=None)
        )  # the pointer rests; it is the window that moves below it
    if kind in (pygame.QUIT, pygame.WINDOWCLOSE):
        return Translated(state, (UiAction.QUIT,))
    if kind == pygame.WINDOWFOCUSGAINED:
        return Translated(state, (WindowFocus(gained=True),))
    if kind == pygame.WINDOWFOCUSLOST:
        # What is let go while another window has the keyboard is never told.
        return Translated(InputState(pointer=state.pointer), (WindowFocus(gained=False),))
    return Translated(state)


def repeats(state: InputState, now_ns: int) -> Translated:
    """The held action again, when it is due: once, however late the call."""
    if state.held is None or now_ns < state.held.due_ns:
        return Translated(state)
    held = replace(state.held, due_ns=now_ns + REPEAT_EVERY_NS)
    return Translated(replace(state, held=held), (held.action,))


def _key(event: pygame.event.Event, state: InputState, setting: Setting) -> Translated:
    control: Control = ("key", event.key)
    if event.type == pygame.KEYUP:
        return Translated(_let_go(state, control))
    action = _key_action(event.key, getattr(event, "mod", 0), typing=setting.typing)
    return Translated(state) if action is None else _pressed(state, control, action, setting)


def _key_action(key: int, mod: int, *, typing: bool) -> UiAction | None:
    if mod & pygame.KMOD_ALT:
        return UiAction.FULLSCREEN if key in (pygame.K_RETURN, pygame.K_KP_ENTER) else None
    if mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
        return UiAction.QUIT if key == pygame.K_q else None
    if key == pygame.K_TAB:
        return UiAction.PREVIOUS if mod & pygame.KMOD_SHIFT else UiAction.NEXT
    return (WHEN_TYPING if typing else WHEN_NOT_TYPING).get(key, KEYS.get(key))


def _mouse(event: pygame.event.Event, state: InputState) -> Translated:
    if event.type == pygame.MOUSEWHEEL:
        return Translated(state, (Wheel(_wheel_steps(event), *(state.pointer or (0, 0))),))
    x, y = event.pos
    was, state = state.pointer, replace(state, pointer=(x, y))
    if event.type == pygame.MOUSEMOTION:
        # A window that opens under a resting pointer is told of a motion too: that moves nothing.
        if was in (None, (x, y)):
            return Translated(state)
        return Translated(state, (Pointer(PointerKind.MOVE, x, y, held=bool(event.buttons[0])),))
    down = event.type == pygame.MOUSEBUTTONDOWN
    if event.button == MAIN_BUTTON:
        return Translated(
            state, (Pointer(PointerKind.PRESS if down else PointerKind.RELEASE, x, y, held=down),)
        )
    back = down and event.button == BACK_BUTTON
    return Translated(state, (UiAction.BACK,) if back else ())


def _wheel_steps(event: pygame.event.Event) -> float:
    steps = float(getattr(event, "precise_y", 0.0) or event.y)
    return -steps if getattr(event, "flipped", False) else steps


def _pad(event: pygame.event.Event, state: InputState, setting: Setting) -> Translated:
    pad = event.instance_id
    layout = setting.pads.get(pad, GAMEPAD)
    if event.type == pygame.JOYHATMOTION:
        return _hat(event, state, setting)
    if event.type == pygame.JOYAXISMOTION:
        return _axis(event, state, setting, layout)
    control: Control = ("button", pad, event.button)
    action = layout.buttons.get(event.button)
    if event.type == pygame.JOYBUTTONUP:
        return Translated(_let_go(state, control))
    return Translated(state) if action is None else _pressed(state, control, action, setting)


def _hat(event: pygame.event.Event, state: InputState, setting: Setting) -> Translated:
    x, y = event.value
    wanted = {
        UiAction.LEFT: x < 0,
        UiAction.RIGHT: x > 0,
        UiAction.UP: y > 0,
        UiAction.DOWN: y < 0,
    }
    result = Translated(state)
    for action, pushed in wanted.items():
        control: Control = ("hat", event.instance_id, event.hat, action.value)
        result = _switch(result, control, action, setting, pushed=pushed)
    return result


def _axis(event: pygame.event.Event, state: InputState, setting: Setting, layout: PadMap) -> Translated:
    result = Translated(state)
    for end, action in zip((-1, 1), layout.axes.get(event.axis, ()), strict=False):
        control: Control = ("axis", event.instance_id, event.axis, end)
        push = event.value * end
        pushed = push > (RELEASED if control in state.down else PUSHED)
        result = _switch(result, control, action, setting, pushed=pushed)
    return result


def _switch(
    before: Translated, control: Control, action: UiAction, setting: Setting, *, pushed: bool
) -> Translated:
    """A hat or axis that may have been pushed or let go."""
    state = before.state
    if pushed == (control in state.down):
        return before
    if not pushed:
        return replace(before, state=_let_go(replace(state, down=state.down - {control}), control))
    after = _pressed(replace(state, down=state.down | {control}), control, action, setting)
    return Translated(after.state, (*before.events, *after.events))


def _pressed(state: InputState, control: Control, action: UiAction, setting: Setting) -> Translated:
    if state.held is not None and state.held.control == control:
        return Translated(state)  # the system's own key repeat
    held = Held(control, action, setting.now_ns + REPEAT_AFTER_NS) if action in REPEATING else None
    return Translated(replace(state, held=held), (action,))


def _let_go(state: InputState, control: Control) -> InputState:
    if state.held is None or state.held.control != control:
        return state
    return replace(state, held=None)

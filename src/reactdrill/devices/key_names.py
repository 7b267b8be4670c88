"""The names of keys: what is printed on them, whatever the keyboard's language."""

from __future__ import annotations

from functools import lru_cache

import pygame

_BY_KEY = {
    pygame.K_RETURN: "enter",
    pygame.K_PAUSE: "pause",
    pygame.K_PAGEUP: "page-up",
    pygame.K_PAGEDOWN: "page-down",
    pygame.K_PRINTSCREEN: "print-screen",
    pygame.K_SCROLLLOCK: "scroll-lock",
    pygame.K_CAPSLOCK: "caps-lock",
    pygame.K_NUMLOCKCLEAR: "num-lock",
    pygame.K_LSHIFT: "left-shift",
    pygame.K_RSHIFT: "right-shift",
    pygame.K_LCTRL: "left-ctrl",
    pygame.K_RCTRL: "right-ctrl",
    pygame.K_LALT: "left-alt",
    pygame.K_RALT: "right-alt",
    pygame.K_LGUI: "left-meta",
    pygame.K_RGUI: "right-meta",
    pygame.K_KP_ENTER: "kp-enter",
    pygame.K_KP_PLUS: "kp-plus",
    pygame.K_KP_MINUS: "kp-minus",
    pygame.K_KP_MULTIPLY: "kp-times",
    pygame.K_KP_DIVIDE: "kp-divide",
    pygame.K_KP_PERIOD: "kp-point",
    pygame.K_KP_EQUALS: "kp-equals",
    **{getattr(pygame, f"K_KP{digit}"): f"kp-{digit}" for digit in range(10)},
}
_DIGITS = {getattr(pygame, f"KSCAN_{digit}"): str(digit) for digit in range(10)}
_LETTERS = {getattr(pygame, f"KSCAN_{letter.upper()}"): letter for letter in "abcdefghijklmnopqrstuvwxyz"}
_FIRST_SIGN, _LAST_LATIN = 0x21, 0x24F
"""Key codes of printed characters are their Unicode numbers."""


@lru_cache(maxsize=512)
def key_control(key: int, scancode: int) -> str:
    """The control of a pygame key event: `key:left`, `key:a`, `key:7`, `key:kp-7`.

    The row of digits goes by its place, because French keyboards print other signs there. Letters go by what is
    printed, unless that is not Latin: then by their place on a US keyboard. A key that SDL cannot name is
    `key:scan-NUMBER`.
    """
    if scancode in _DIGITS:
        return f"key:{_DIGITS[scancode]}"
    if key in _BY_KEY:
        return f"key:{_BY_KEY[key]}"
    if _FIRST_SIGN <= key <= _LAST_LATIN and chr(key).isprintable():
        return f"key:{chr(key).lower()}"
    name = _LETTERS.get(scancode) or pygame.key.name(key).lower().replace(" ", "-")
    return f"key:{name or f'scan-{scancode}'}"

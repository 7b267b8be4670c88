"""PsychoPy as its documentation shows: with_psychopy.py COUNT SEED event|keyboard.

`event` is the older module, which waits in a loop of its own on the pyglet window; `keyboard` is
`psychopy.hardware.keyboard` on the Psychtoolbox engine. In both the clock is reset by the flip.
"""

from __future__ import annotations

import sys

from told import LIT, SIZE, WINDOW_MS, foreperiods_ms, given, tell_probe, tell_trial

way = sys.argv[3]

from psychopy import core, event, visual  # type: ignore[import-not-found]  # noqa: E402
from psychopy.hardware import keyboard  # type: ignore[import-not-found]  # noqa: E402

window = visual.Window(
    SIZE, pos=(0, 0), color="black", units="pix", winType="pyglet", allowGUI=False, checkTiming=False
)
cue = visual.Rect(window, width=300, height=300, fillColor=LIT, lineColor=None, colorSpace="rgb255")
board = keyboard.Keyboard(backend="ptb") if way == "keyboard" else None
clock = core.Clock() if board is None else board.clock


def answer() -> float | None:
    """Seconds from the flip to the key."""
    if board is None:
        pressed = event.waitKeys(maxWait=WINDOW_MS / 1000, keyList=["left"], timeStamped=clock)
        return pressed[0][1] if pressed else None
    keys = board.waitKeys(maxWait=WINDOW_MS / 1000, keyList=["left"], waitRelease=False)
    return keys[0].rt if keys else None


count, seed = given()
window.flip()
core.wait(0.5)
tell_probe()
for trial, wait_ms in enumerate(foreperiods_ms(count, seed)):
    window.flip()
    core.wait(wait_ms / 1000)
    event.clearEvents()
    if board is not None:
        board.clearEvents()
    cue.draw()
    window.callOnFlip(clock.reset)
    window.flip()
    rt = answer()
    tell_trial(trial, rt=None if rt is None else rt * 1e9)
window.flip()
core.wait(0.1)
window.close()
core.quit()

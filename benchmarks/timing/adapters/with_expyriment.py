"""Expyriment as its documentation shows: a stimulus is presented, the keyboard is waited for."""

from __future__ import annotations

from expyriment import control, design, misc, stimuli  # type: ignore[import-not-found]
from told import LIT, SIZE, WINDOW_MS, foreperiods_ms, given, tell_probe, tell_trial

control.defaults.window_mode = True
control.defaults.window_size = SIZE
control.defaults.initialise_delay = 0
control.defaults.initialize_delay = 0
control.defaults.fast_quit = True
control.defaults.goodbye_text = ""
control.defaults.goodbye_delay = 0
control.defaults.audiosystem_autostart = False
control.defaults.event_logging = 0

experiment = control.initialize(design.Experiment("measured"))
control.start(experiment, skip_ready_screen=True, subject_id=1)
dark = stimuli.BlankScreen()
cue = stimuli.Rectangle((300, 300), colour=LIT)
dark.preload()
cue.preload()
count, seed = given()
dark.present()
experiment.clock.wait(500)
tell_probe()
for trial, wait_ms in enumerate(foreperiods_ms(count, seed)):
    dark.present()
    experiment.clock.wait(wait_ms)
    cue.present()
    _, rt_ms = experiment.keyboard.wait(misc.constants.K_LEFT, duration=WINDOW_MS)
    tell_trial(trial, rt=None if rt_ms is None else rt_ms * 1e6)
dark.present()
experiment.clock.wait(100)
control.end()

"""This machine: its settings, bindings, calibration, and what may be wrong with it."""

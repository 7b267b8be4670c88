"""Pods without hardware, which speak the real bytes: for demos, teaching and tests."""

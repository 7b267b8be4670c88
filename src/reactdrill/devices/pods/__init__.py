"""Pods as devices of a run: they give cues and time responses on their own clocks."""

"""Shapes, letters and colours: what both the cues of a run and the screens around it are drawn with."""

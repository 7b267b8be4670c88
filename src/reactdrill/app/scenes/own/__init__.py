"""Drills of one's own: made from a template, packed to be sent, and installed."""

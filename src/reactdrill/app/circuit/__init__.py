"""Circuits in the program: what comes now, what is called, and what is kept of it."""

"""Screens of a coach with a group: who is here, whose turn it is, how the round went."""

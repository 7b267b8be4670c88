"""Reaction-time and agility drill trainer."""

__version__ = "0.1.0"

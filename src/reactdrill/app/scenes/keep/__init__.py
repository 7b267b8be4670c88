"""Screens for what people take out of the results, bring into them, and erase."""

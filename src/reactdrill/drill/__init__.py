"""What to train: drill files, their plans, and the library that finds them. Pure: no clock, no window."""

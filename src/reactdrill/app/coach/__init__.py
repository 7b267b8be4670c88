"""A coach with a group: who is here, whose turn it is, and how the round went."""

"""Tables that other programs wrote, read as trials and values for statistics."""

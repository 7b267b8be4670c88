"""Pages to hand out: self-contained HTML with drawn figures, and pictures to send. Made of what was computed elsewhere."""

"""What several screens are made of, beyond the widgets of the toolkit."""

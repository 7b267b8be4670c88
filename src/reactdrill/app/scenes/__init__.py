"""The program's screens. Each file holds one, with its words at the top."""

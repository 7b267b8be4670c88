"""What the screen shows while the station is measured."""

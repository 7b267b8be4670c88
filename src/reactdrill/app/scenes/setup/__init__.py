"""The screens on which a station is set up."""

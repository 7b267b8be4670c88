"""What an athlete may ask of their data: to have all of it, and to have it gone."""

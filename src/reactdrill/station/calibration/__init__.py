"""How late this station's display, sound and inputs are: measured or entered, kept with their history."""

"""The one loop that joins the engine to devices and a clock: live, replay, simulation and tests alike."""

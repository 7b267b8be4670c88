"""Playing a drill in the window: countdown, run, pause. Takes the window over until the run has ended."""

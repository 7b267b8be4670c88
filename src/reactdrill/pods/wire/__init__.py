"""What carries bytes between the host and a board: a serial port, or a pipe to pods that are simulated."""

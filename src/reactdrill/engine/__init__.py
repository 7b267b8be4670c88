"""What happened: events in, commands and records out. Pure: no clock, no pygame, no serial port."""

"""What it means: pure functions of trial records, one file per family. Conventions are named in what they return."""

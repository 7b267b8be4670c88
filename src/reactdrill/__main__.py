"""`python -m reactdrill`."""

from reactdrill.cli import main

main()

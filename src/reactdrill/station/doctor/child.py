"""The process of its own in which one check runs: `python -m reactdrill.station.doctor.child NAME MODULE:FUNCTION`.

Prints its findings as one line of JSON, the last that it prints.
"""

from __future__ import annotations

import json
import os
import sys

from reactdrill.station.doctor.runner import Check, probed


def main(name: str, probe: str) -> None:
    """Run the check and end at once: drivers that hang while they are taken down have said all they know."""
    findings = probed(Check(name, "", probe))
    print(json.dumps([each.to_json() for each in findings]), flush=True)  # noqa: T201 - the answer
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])

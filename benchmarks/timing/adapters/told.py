"""What an adapter tells on its standard output. Standard library only: it runs in every program's own environment.

An adapter is called as `ADAPTER COUNT SEED`. It opens its program's window, 1280 by 720 at the upper left of the
screen, and does COUNT trials: dark for a random 30 to 80 ms, then the cue until the key goes down or a second is over.
Lines that are no JSON object are ignored, so programs may talk.

    {"probe": [x, y], "lit": 5682409, "key": "Left"}

comes first: a place within the cue, its colour there as red, green, blue in one number, and the key's X name. Then a line
for each trial, soon or at the end; what is not known is null:

    {"trial": 0, "onset": ns, "response": ns, "rt": ns, "uncertainty": ns, "rated": true, "extra": 0, "source": "..."}

`onset` and `response` are on the system's monotonic clock, `uncertainty` is the 95 % half-width the program states for
`rt`, `rated` whether it calls the trial's timing good, and `extra` counts further presses it took.
"""

from __future__ import annotations

import json
import random
import sys

SIZE = (1280, 720)
LIT = (0x56, 0xB4, 0xE9)
"""The cue's colour."""
KEY = "Left"
WINDOW_MS = 1000
LEAST_MS, MOST_MS = 30, 80


def given() -> tuple[int, int]:
    """Trials to do, and the seed."""
    return int(sys.argv[1]), int(sys.argv[2])


def foreperiods_ms(count: int, seed: int) -> list[float]:
    """The waits before the cues."""
    drawn = random.Random(seed)
    return [drawn.uniform(LEAST_MS, MOST_MS) for _ in range(count)]


def colour_number(colour: tuple[int, int, int] = LIT) -> int:
    """As one number."""
    red, green, blue = colour
    return red << 16 | green << 8 | blue


def tell_probe(place: tuple[int, int] = (SIZE[0] // 2, SIZE[1] // 2)) -> None:
    """Say where to look."""
    print(json.dumps({"probe": list(place), "lit": colour_number(), "key": KEY}), flush=True)


def tell_trial(
    trial: int,
    *,
    onset: float | None = None,
    response: float | None = None,
    rt: float | None = None,
    uncertainty: int | None = None,
    rated: bool | None = None,
    extra: int = 0,
    source: str | None = None,
) -> None:
    """Tell of one trial, times in ns."""
    line = {
        "trial": trial,
        "onset": onset,
        "response": response,
        "rt": rt,
        "uncertainty": uncertainty,
        "rated": rated,
        "extra": extra,
        "source": source,
    }
    print(json.dumps(line), flush=True)

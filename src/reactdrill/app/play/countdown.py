"""Before a run: time to walk to one's place, then three, two, one. Pure: says what to show and say, and when."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.play.backdrop import Told
from reactdrill.app.theme import Ink
from reactdrill.i18n import tr

SECOND_NS = 1_000_000_000
LAST_S = 3
SPOKEN = {3: "three", 2: "two", 1: "one"}
START_TONE = "beep"


@dataclass(frozen=True, slots=True)
class Call:
    """What one second of a countdown shows and says."""

    told: Told
    say: str | None = None


class Countdown:
    """Counts whole seconds down to the start. `skip` leaves only the last three."""

    def __init__(self, now_ns: int, seconds: float, *, title: str | None = None, detail: str = "") -> None:
        self.ends_ns = now_ns + round(seconds * SECOND_NS) + LAST_S * SECOND_NS
        self._title = tr("Walk to your place") if title is None else title
        self._detail = detail
        self._said: int | None = None

    def left_s(self, now_ns: int) -> int:
        """Seconds left, rounded up."""
        return max(0, -(-(self.ends_ns - now_ns) // SECOND_NS))

    def over(self, now_ns: int) -> bool:
        """Whether the run begins now."""
        return now_ns >= self.ends_ns

    def skip(self, now_ns: int) -> None:
        """The athlete is in place already."""
        self.ends_ns = min(self.ends_ns, now_ns + LAST_S * SECOND_NS)

    def again(self, now_ns: int) -> None:
        """Something was in the way: the last three seconds at least, said and shown anew."""
        self.ends_ns = max(self.ends_ns, now_ns + LAST_S * SECOND_NS)
        self._said = None

    def next_ns(self, now_ns: int) -> int:
        """When the shown number changes."""
        return self.ends_ns - (self.left_s(now_ns) - 1) * SECOND_NS

    def call(self, now_ns: int) -> Call | None:
        """What to show and say now; None while nothing changes."""
        left = self.left_s(now_ns)
        if left in (self._said, 0):
            return None
        first = self._said is None and left > LAST_S
        self._said = left
        if left > LAST_S:
            hint = tr("Enter: begin now · Escape: back")
            return Call(
                Told(self._title, self._detail, hint, figure=str(left)), "get-ready" if first else None
            )
        return Call(Told(tr("Ready"), self._detail, figure=str(left), ink=Ink.ACCENT), SPOKEN[left])

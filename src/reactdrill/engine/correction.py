"""What a station's calibration does to a stamp: `at_ns = raw_ns + correction`, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reactdrill.engine.uncertainty import combined_uncertainty_ns


class Correction(NamedTuple):
    """Added to every raw stamp of one device.

    Positive for cues (light and sound come later than the stamp), negative for responses (the finger came earlier).
    """

    ns: int = 0
    uncertainty_ns: int = 0
    """95 % half-width of one event's correction."""

    def doubt_ns(self, stamp_uncertainty_ns: int) -> int:
        """95 % half-width of a corrected stamp whose raw one has this half-width."""
        return combined_uncertainty_ns(stamp_uncertainty_ns, self.uncertainty_ns)


UNCORRECTED = Correction()


class InputCorrections:
    """The corrections of keyboards and gamepads, by the names they are calibrated under."""

    __slots__ = ("_by_name", "lag_ns")

    def __init__(self, by_name: Mapping[str, Correction] | None = None) -> None:
        self._by_name = dict(by_name or {})
        self.lag_ns = max((-each.ns for each in self._by_name.values()), default=0)
        """How far a stamp may be moved back by any of them: no device may promise to be complete up to later than
        this before its newest raw stamp. The same for the whole run, whatever is plugged in."""

    def of(self, *names: str) -> Correction:
        """The correction of the first name that is calibrated; none of them: `UNCORRECTED`."""
        return next((self._by_name[name] for name in names if name in self._by_name), UNCORRECTED)


NO_INPUT_CORRECTIONS = InputCorrections()

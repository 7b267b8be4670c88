"""When a run cannot be saved: who ends it, and what people are told."""

from __future__ import annotations

from reactdrill.engine.commands import Command, Paused
from reactdrill.engine.events import Abort, Event
from reactdrill.errors import JournalError
from reactdrill.i18n import marked, tr, tr_n
from reactdrill.live.loop import Loop
from reactdrill.station.folders import reason

OVERCOME = marked("For a while something could not be saved; all of it is saved now")


class GivingUp:
    """Ends a run that cannot be saved where nobody is there to make room and go on (an observer of the loop)."""

    def __init__(self) -> None:
        self.loop: Loop | None = None
        """The run's; None: somebody is there."""

    def saw(self, item: Event | Command) -> None:
        """End the run at the pause that follows the first line that could not be kept."""
        if type(item) is Paused and self.loop is not None and self.loop.trouble is not None:
            self.loop.post(Abort(self.loop.clock.now_ns(), "it cannot be saved"))


def words(trouble: JournalError, missing: int) -> str:
    """One line for a run that is over and not all saved; `missing`: how many of its lines the disk refused."""
    why = f" ({reason(trouble.__cause__)})" if isinstance(trouble.__cause__, OSError) else ""
    what = tr("the disk did not confirm it")
    if missing:
        what = tr_n("its last line is missing", "its last {n} lines are missing", missing)
    return tr(
        "Not all of this run could be saved{why}: {path}: {what}; {hint}",
        why=why,
        path=trouble.path,
        what=what,
        hint=trouble.hint,
    )

"""The way from screen to screen: makes each scene, so that scenes need not know each other.

Only what is seen at once is loaded here, every other screen when it is asked for: the menu comes up sooner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program, RunFailed, Start
from reactdrill.app.scene import Push, Quit, Replace, Reset, Scene, Transition
from reactdrill.app.scenes.confirm import ConfirmScene
from reactdrill.app.scenes.home import HomeScene
from reactdrill.app.scenes.message import MessageScene

if TYPE_CHECKING:
    from pathlib import Path

    from reactdrill.app.circuit.report import CircuitReport
    from reactdrill.app.coach.coaching import Coaching
    from reactdrill.app.figures.view import RunView
    from reactdrill.drill.circuit import CircuitFile
    from reactdrill.people.athlete import Athlete


class Scenes:
    """Every screen of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def first(self, start: Start) -> Scene:
        """What the program opens with."""
        if start == "home":
            return self.home()
        if isinstance(start, Brief):
            return self.briefing(start)
        return self.launch(start) if isinstance(start, RunRequest) else self.circuit_briefing(start)

    def launch(self, request: RunRequest) -> Scene:
        """A run that begins at once."""
        from reactdrill.app.scenes.launch import LaunchScene

        return LaunchScene(self._program, request)

    def home(self) -> Scene:
        """The menu."""
        return HomeScene(self._program)

    def drills(self) -> Scene:
        """The list of drills."""
        from reactdrill.app.scenes.drills import DrillsScene

        return DrillsScene(self._program)

    def briefing(self, brief: Brief) -> Scene:
        """What a drill is, and its start."""
        from reactdrill.app.scenes.briefing import BriefingScene

        return BriefingScene(self._program, brief)

    def circuits(self) -> Scene:
        """The list of circuits."""
        from reactdrill.app.scenes.circuits import CircuitsScene

        return CircuitsScene(self._program)

    def circuit_briefing(self, file: CircuitFile) -> Scene:
        """What a circuit is, and its start."""
        from reactdrill.app.scenes.circuits import CircuitBriefingScene

        return CircuitBriefingScene(self._program, file)

    def circuit(self, file: CircuitFile, *, match_day: bool = False) -> Scene:
        """A circuit that goes on."""
        from reactdrill.app.scenes.circuit import CircuitScene

        return CircuitScene(self._program, file, match_day=match_day)

    def circuit_done(self, report: CircuitReport) -> Scene:
        """What was done of a circuit."""
        from reactdrill.app.scenes.circuits import CircuitDoneScene

        return CircuitDoneScene(self._program, report)

    def remarks(self, view: RunView) -> Scene:
        """What people add to a run that has a journal. Raises `JournalError` when that cannot be read."""
        from reactdrill.app.scenes.remarks import RemarksScene

        assert view.journal is not None
        return RemarksScene(self._program, view, view.journal)

    def trials(self, journal: Path, lane: str | None = None) -> Scene:
        """Which trials of a run count, from a lane on. Raises `JournalError` when it cannot be read."""
        from reactdrill.app.scenes.trials import TrialsScene

        return TrialsScene(self._program, journal, lane)

    def athletes(self) -> Scene:
        """Whose run it is."""
        from reactdrill.app.scenes.athletes import AthleteScene

        return AthleteScene(self._program)

    def group(self) -> Scene:
        """Who is here today."""
        from reactdrill.app.scenes.group.who import WhoScene

        return WhoScene(self._program)

    def group_names(self) -> Scene:
        """Whose name has been recorded."""
        from reactdrill.app.scenes.group.names import NamesScene

        return NamesScene(self._program)

    def record_name(self, athlete: Athlete) -> Scene:
        """An athlete's name is said."""
        from reactdrill.app.scenes.group.namesound import NameSoundScene

        return NameSoundScene(self._program, athlete)

    def group_drills(self) -> Scene:
        """The drills, for a group."""
        from reactdrill.app.scenes.group.drills import GroupDrillsScene

        return GroupDrillsScene(self._program)

    def group_turns(self, brief: Brief) -> Scene:
        """Whose turn it is at a drill."""
        from reactdrill.app.coach.coaching import Coaching
        from reactdrill.app.scenes.group.turn import TurnScene

        return TurnScene(self._program, Coaching.of(self._program.group, brief))

    def group_board(self, coaching: Coaching) -> Scene:
        """How a round of a group went."""
        from reactdrill.app.scenes.group.board import BoardScene

        return BoardScene(self._program, coaching)

    def group_runs(self, coaching: Coaching, round_number: int) -> Scene:
        """The runs of a round of a group."""
        from reactdrill.app.scenes.group.runs import RunsScene

        return RunsScene(self._program, coaching, round_number)

    def history(self) -> Scene:
        """Past runs."""
        from reactdrill.app.scenes.history import HistoryScene

        return HistoryScene(self._program)

    def drill_history(self, drill: str, title: str) -> Scene:
        """Past runs of one drill, and its statistics."""
        from reactdrill.app.scenes.history import DrillHistoryScene

        return DrillHistoryScene(self._program, drill, title)

    def past_results(self, view: RunView) -> Scene:
        """The results of a past run."""
        from reactdrill.app.scenes.results import PastResultsScene

        return PastResultsScene(self._program, view)

    def set_up(self) -> Scene:
        """What can be set on this station."""
        from reactdrill.app.scenes.setup.menu import SetUpScene

        return SetUpScene(self._program)

    def set_up_devices(self) -> Scene:
        """Keyboards, gamepads and mats, and their bindings."""
        from reactdrill.app.scenes.setup.devices import DevicesScene

        return DevicesScene(self._program)

    def set_up_display(self) -> Scene:
        """Which display, and what is read from where."""
        from reactdrill.app.scenes.setup.display import DisplayScene

        return DisplayScene(self._program)

    def set_up_sound(self) -> Scene:
        """How loud, and from where."""
        from reactdrill.app.scenes.setup.sound import SoundScene

        return SoundScene(self._program)

    def set_up_look(self) -> Scene:
        """Colours and sizes."""
        from reactdrill.app.scenes.setup.look import LookScene

        return LookScene(self._program)

    def set_up_calibration(self) -> Scene:
        """How late display, sound and keys are."""
        from reactdrill.app.scenes.setup.calibration import CalibrationScene

        return CalibrationScene(self._program)

    def set_up_pods(self) -> Scene:
        """LED pods."""
        from reactdrill.app.scenes.setup.pods import PodsScene

        return PodsScene(self._program)

    def set_up_data(self) -> Scene:
        """Back up, restore, import, export, erase."""
        from reactdrill.app.scenes.keep.data import DataScene

        return DataScene(self._program)

    def own_drills(self) -> Scene:
        """Drills of one's own: new ones, and packs."""
        from reactdrill.app.scenes.own.menu import OwnDrillsScene

        return OwnDrillsScene(self._program)

    def groups_data(self) -> Scene:
        """What can be made of the results of a group."""
        from reactdrill.app.scenes.keep.people import PeopleScene

        return PeopleScene(self._program, only_groups=True)

    def message(self, title: str, lines: Sequence[str], *, bullet: str | None = None) -> Scene:
        """Something to read."""
        return MessageScene(self._program, title, lines, bullet=bullet)

    def error(self, error: Exception) -> Scene:
        """Something that went wrong."""
        return MessageScene.of_error(self._program, error)

    def confirm(self, question: str, *, yes: str, no: str, detail: str = "") -> Scene:
        """A question."""
        return ConfirmScene(self._program, question, yes=yes, no=no, detail=detail)

    def after_run(self, result: object) -> Transition:
        """Where a run leads: to its results, home when it was cancelled, out when the person wants to leave."""
        from reactdrill.app.figures.view import RunView
        from reactdrill.app.scenes.results import ResultsScene

        if isinstance(result, RunFailed):
            return Push(self.error(result.error))
        assert isinstance(result, RunOutcome)
        if result.quit:
            return Quit()
        if result.ending == "cancelled":
            return Reset(self.home())
        return Replace(ResultsScene(self._program, result.request, RunView.of_outcome(result)))

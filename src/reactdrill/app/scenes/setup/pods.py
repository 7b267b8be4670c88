"""LED pods: which ports, what is wrong with them, which stands where, how hard they are hit, their firmware."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.app.background import Checkpoint
from reactdrill.app.figures.said import said
from reactdrill.app.figures.words import place_words
from reactdrill.app.podtasks import AssignTask, CheckTask, SensitivityTask, WalkTask
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.setup.podtask import PodTaskScene, Work, WorkScene
from reactdrill.app.widgets import Row
from reactdrill.assets import data_dir
from reactdrill.i18n import Texts
from reactdrill.live.ports import Clock
from reactdrill.pods.flash import TARGETS, flash
from reactdrill.pods.sensitivity import LEVELS


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Pods"
    PORTS = "Where they are"
    PORTS_DETAIL = "The USB port of the controller, or pods simulated on the screen."
    NONE = "no pods"
    SIMULATED = "{count} simulated pods"
    CHECK = "Check"
    CHECK_DETAIL = "Find what is wrong; nobody may touch them meanwhile."
    WALK = "Light each in turn"
    WALK_DETAIL = "Tap each pod that lights up: lamp and sensor belong together."
    ASSIGN = "Say which stands where"
    ASSIGN_DETAIL = "Choose a drill, then tap the pod for each of its targets."
    WHICH_DRILL = "For which drill?"
    LEVEL = "How hard they are hit"
    LEVEL_DETAIL = "From hard hits to the lightest touch; all pods alike."
    LEFT_OUT = "Left out"
    LEFT_OUT_DETAIL = "Drills go on without these pods. Choose it to use all again."
    ALL_USED = "none"
    FLASH = "Firmware"
    FLASH_DETAIL = "Put it on the board of the first port; needs avrdude."
    WHICH_BOARD = "Which board?"
    LEVELS: Mapping[str, str] = {
        "1": "Hard hits: kicks and slaps",
        "2": "Firm: feet and fists",
        "3": "Normal: hands and feet",
        "4": "Light: fingers",
        "5": "The lightest touch",
    }


NO_PODS = "none"
SIMULATED = (4, 6, 8)


class PodsScene(RowsScene):
    """Rows that need pods are there only where the settings name a port."""

    frees_pods = True

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.wait_for(program.catalogue, self._read)
        self._choices: Sequence[Choice] = ()
        self._asked = ""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be done now."""
        pods = self.program.settings.pods
        ports = ", ".join(pods.ports)
        first = Row("ports", Words.PORTS, Words.PORTS_DETAIL, ports if len(ports) < 20 else "…")
        if not pods.ports:
            return [first]
        left_out = ", ".join(map(str, pods.left_out)) or Words.ALL_USED
        rows = [
            first,
            Row("check", Words.CHECK, Words.CHECK_DETAIL),
            Row("walk", Words.WALK, Words.WALK_DETAIL),
            Row("assign", Words.ASSIGN, Words.ASSIGN_DETAIL),
            Row("level", Words.LEVEL, Words.LEVEL_DETAIL),
            Row("left-out", Words.LEFT_OUT, Words.LEFT_OUT_DETAIL, left_out),
        ]
        if not pods.ports[0].startswith("sim"):
            rows.append(Row("flash", Words.FLASH, Words.FLASH_DETAIL))
        return rows

    def chosen(self, row: str) -> Transition | None:
        """Do it, or ask what is needed first."""
        ports = self.program.settings.pods.ports
        self._asked = row
        if row == "check":
            return Push(PodTaskScene(self.program, Words.CHECK, CheckTask(ports, self._clock())))
        if row == "walk":
            return Push(PodTaskScene(self.program, Words.WALK, WalkTask(ports, self._clock())))
        if row == "left-out":
            return self.change("pods", left_out=[])
        title, self._choices, current = self._question(row)
        return Push(ChoiceScene(self.program, title, self._choices, current))

    def resumed(self, result: object) -> Transition | None:
        """From a choice."""
        if type(result) is not int:
            return None
        value, ports = self._choices[result].value, self.program.settings.pods.ports
        if self._asked == "ports":
            return self.change("pods", ports=[] if value == NO_PODS else [value])
        if self._asked == "level":
            assert isinstance(value, int)
            task = SensitivityTask(ports, self._clock(), value)
            return Push(PodTaskScene(self.program, Words.LEVEL, task))
        if self._asked == "assign":
            targets = self._targets(str(value))
            return Push(PodTaskScene(self.program, Words.ASSIGN, AssignTask(ports, self._clock(), targets)))
        return Push(WorkScene(self.program, Words.FLASH, self._flash(str(value), ports[0])))

    def _read(self) -> None:
        """The drills that pods can be assigned for are there."""

    def _clock(self) -> Clock:
        """One of its own for the thread that waits by it."""
        return type(self.program.clock)()

    def _question(self, row: str) -> tuple[str, list[Choice], str | int | None]:
        pods = self.program.settings.pods
        if row == "ports":
            return Words.PORTS, _ports(pods.ports), pods.ports[0] if pods.ports else NO_PODS
        if row == "level":
            return Words.LEVEL, [Choice(each.level, Words.LEVELS[str(each.level)]) for each in LEVELS], None
        if row == "flash":
            return Words.WHICH_BOARD, [Choice(board, board) for board in TARGETS], None
        drills = self.program.catalogue.result().drills if self.program.catalogue.finished else ()
        fitting = [each for each in drills if any("pod" in item.lower() for item in each.drill.equipment)]
        return Words.WHICH_DRILL, [Choice(each.drill.name, said(each.drill).title) for each in fitting], None

    def _targets(self, name: str) -> dict[str, str]:
        drill = self.program.library.load(name).drill
        return {each.name: each.title or place_words(each.name) for each in drill.targets}

    @staticmethod
    def _flash(board: str, port: str) -> Work:
        def work(checkpoint: Checkpoint) -> None:
            checkpoint(0, 0)
            flash(board, port, data_dir("firmware") / f"{TARGETS[board].firmware}.hex")

        return work


def _ports(now: Sequence[str]) -> list[Choice]:
    from reactdrill.pods.wire.serial_port import serial_ports  # noqa: PLC0415 - pyserial only where a port is

    found = [Choice(NO_PODS, Words.NONE)]
    found += [Choice(port.path, port.path, port.text) for port in serial_ports()]
    found += [Choice(f"sim:{count}", Words.SIMULATED.format(count=count)) for count in SIMULATED]
    known = {each.value for each in found}
    return [*found, *(Choice(port, port) for port in now if port not in known)]

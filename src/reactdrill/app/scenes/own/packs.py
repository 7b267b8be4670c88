"""Packs: drills and circuits chosen for one, and those that can be installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.figures.said import said, said_circuit
from reactdrill.app.figures.words import COMPONENT_NAMES
from reactdrill.app.keep import packs
from reactdrill.app.keep.done import Work
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Replace, Transition
from reactdrill.app.scenes.base import frame
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.own.ticks import TicksScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Look
from reactdrill.app.widgets import ProgressBar, Row
from reactdrill.i18n import Texts
from reactdrill.station.own_drills import own_drills


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE = "What goes into the pack?"
    READING = "Reading drills and circuits"
    GO_ON = "Go on"
    CIRCUIT = "Circuit"
    OWN = "yours"
    CALLED = "What is the pack called?"
    CALLED_DETAIL = "Whoever gets it reads this first."
    WRITE = "Write a pack"


class PackScene(TicksScene):
    """Every drill and circuit to choose from, one's own first; then what the pack is called."""

    def __init__(self, program: Program) -> None:
        super().__init__(program, Words.TITLE, (), (), done=Words.GO_ON)
        self._ready: tuple[str, ...] = ()
        self._own = own_drills()
        for job in (program.catalogue, program.circuits):
            self.wait_for(job, self._take)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The list, or how far reading is."""
        if not self.waiting:
            return super().build(look, box)
        made = frame(look, box, self.title, back=True)
        doing = self.program.background.doing
        bar = ProgressBar(0.0 if doing is None else doing.share, Words.READING)
        return [*made.placed, Placed("reading", made.body.placed(made.body.w, look.px(0.1)), bar)]

    def ready(self, on: tuple[str, ...]) -> Transition:
        """Ask for its title."""
        self._ready = on
        return Push(WrittenScene(self.program, Words.CALLED, Words.CALLED_DETAIL))

    def resumed(self, result: object) -> Transition | None:
        """Write it."""
        if result is None:
            return None
        return Replace(KeepScene(self.program, Words.WRITE, self._work(str(result))))

    def _work(self, title: str) -> Work:
        named = {"drill": list[str](), "circuit": list[str]()}
        for each in self._ready:
            kind, _, name = each.partition(" ")
            named[kind].append(name)
        return partial(packs.write_pack, self.program.library, named["drill"], named["circuit"], title)

    def _take(self) -> None:
        if self.program.catalogue.finished and self.program.circuits.finished:
            self.rows = tuple(sorted(self._every(), key=lambda row: not row.note))

    def _every(self) -> Iterator[Row]:
        for circuit in self.program.circuits.result().circuits:
            title, note = said_circuit(circuit).circuit.title, self._note(circuit.path)
            yield Row(f"circuit {circuit.circuit.name}", title, Words.CIRCUIT, note)
        for drill in self.program.catalogue.result().drills:
            note, component = self._note(drill.path), COMPONENT_NAMES[drill.drill.component]
            yield Row(f"drill {drill.drill.name}", said(drill.drill).title, component, note)

    def _note(self, path: Path | str) -> str:
        return Words.OWN if self._own in Path(path).parents else ""


class InstallWords(Texts):
    """Everything the choice of a pack says by itself."""

    TITLE = "Install a pack"
    ELSEWHERE = "From another place"
    PATH = "File, in full"


class InstallScene(ChoiceScene):
    """The packs that lie in the import folder and in the documents folder, or one from another place."""

    def __init__(self, program: Program) -> None:
        self._found = packs.packs()
        choices = [Choice(str(path), path.name, str(path.parent)) for path in self._found]
        last = Choice("", InstallWords.ELSEWHERE)
        super().__init__(program, InstallWords.TITLE, [*choices, last], None)

    def chosen(self, row: str) -> Transition | None:
        """Look into it, or ask where it is."""
        if int(row) == len(self._found):
            return Push(WrittenScene(self.program, InstallWords.TITLE, InstallWords.PATH))
        return self._look_into(self._found[int(row)])

    def resumed(self, result: object) -> Transition | None:
        """From writing where it is."""
        return None if result is None else self._look_into(Path(str(result)).expanduser())

    def _look_into(self, path: Path) -> Transition:
        return Push(KeepScene(self.program, InstallWords.TITLE, partial(packs.look_into, path)))

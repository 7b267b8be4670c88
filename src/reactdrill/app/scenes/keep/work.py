"""Some work with the results while it goes on, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.inputs import UiAction
from reactdrill.app.keep import done as keep_done
from reactdrill.app.keep.done import Done, Then, Work
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Replace, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Kind, Paragraph, ProgressBar, ScrollArea
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    OK = "OK"
    LEAVE = "Leave it"
    OPEN = "Look at it"
    TYPE = "Type {code} to go on"
    TYPE_DETAIL = "This cannot be undone."
    OTHER = "That was not {code}: nothing has been done."


class KeepScene(ProgramScene):
    """Leaves with the code of an athlete who was erased, else with None. It may be left before the work is done."""

    def __init__(self, program: Program, title: str, work: Work) -> None:
        super().__init__(program)
        self._title = title
        self._done: Done | None = None
        self._error = ""
        job = program.background.add(title, work)

        def ended() -> None:
            try:
                self._take(job.result())
            except ReactDrillError as error:
                self._error, self._done = str(error), Done(())

        self.wait_for(job, ended)

    @property
    def first(self) -> str | None:
        """The button that changes nothing."""
        return "back" if self._done is None else "ok"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """How far it is, or what came of it."""
        done = self._done
        made = frame(look, box, self._title, back=done is None, buttons=self._buttons())
        if done is None:
            doing = self.program.background.doing
            bar = ProgressBar(0.0 if doing is None else doing.share)
            return [*made.placed, Placed("doing", made.body.placed(made.body.w, look.px(0.1)), bar)]
        lines = [Paragraph(line, TextRole.BODY, ink=Ink.TEXT) for line in done.lines]
        if self._error:
            lines.append(Paragraph(self._error, TextRole.BODY, ink=Ink.WARN, bullet="diamond"))
        return [*made.placed, Placed("lines", made.body, ScrollArea(tuple(lines)))]

    def update(self, now_ns: int) -> Transition | None:
        """When it is done, the button has the focus."""
        waited = self.waiting
        transition = super().update(now_ns)
        if waited and not self.waiting:
            self.page.focus_on("ok")
        return transition

    def on_signal(self, signal: Signal) -> Transition | None:
        """Look at the file, go on, or leave."""
        if signal.id == "open" and self._done is not None and self._done.path is not None:
            keep_done.look_at(self._done.path)
            return None
        if signal.id in ("then", "instead") and self._done is not None:
            return self._go_on(self._done.then if signal.id == "then" else self._done.instead)
        return self._leave() if signal.id in ("ok", "back") else None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leaves."""
        return self._leave() if action is UiAction.BACK else None

    def resumed(self, result: object) -> Transition | None:
        """From typing the code."""
        then = None if self._done is None else self._done.then
        if then is None or result is None:
            return None
        if str(result).strip().upper() == then.code:
            return Replace(KeepScene(self.program, self._title, then.work))
        self._error = Words.OTHER.format(code=then.code)
        self.refresh()
        return None

    def _go_on(self, then: Then | None) -> Transition | None:
        if then is None:
            return None
        if not then.code:
            return Replace(KeepScene(self.program, self._title, then.work))
        return Push(WrittenScene(self.program, Words.TYPE.format(code=then.code), Words.TYPE_DETAIL))

    def _leave(self) -> Transition:
        return Pop(None if self._done is None else self._done.gone or None)

    def _take(self, done: Done) -> None:
        self._done = done
        program = self.program
        if done.gone:
            program.athletes = tuple(each for each in program.athletes if each != done.gone)
            program.group.present = [each for each in program.group.present if each != done.gone]
            for names in (program.labels, program.group.names):
                names.pop(done.gone, None)
        if done.changed:
            program.catch_up()
        if done.other_drills:
            program.forget_drills()

    def _buttons(self) -> dict[str, Button]:
        done = self._done
        if done is None:
            return {}
        if done.then is not None:
            instead = {} if done.instead is None else {"instead": Button(done.instead.words)}
            return {
                "ok": Button(Words.LEAVE, "chevron-left", Kind.PRIMARY),
                **instead,
                "then": Button(done.then.words),
            }
        look = {} if done.path is None else {"open": Button(Words.OPEN)}
        return {"ok": Button(Words.OK, "check", Kind.PRIMARY), **look}

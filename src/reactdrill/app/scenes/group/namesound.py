"""Somebody says an athlete's name; it is heard, and kept or said again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reactdrill.app.background import Checkpoint
from reactdrill.app.coach.saying import SPEAK_NS, Saying
from reactdrill.app.figures.names import label
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.play.countdown import SECOND_NS
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Kind, Paragraph, ProgressBar, ScrollArea, Still
from reactdrill.devices import recorder as microphone
from reactdrill.errors import DeviceUnavailableError, ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete
from reactdrill.results.clip import LONGEST_S, NothingHeardError, TooLongError, Wave, clip, read_wav
from reactdrill.results.recorded_names import RecordedNames

STEP_NS = SECOND_NS // 20


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Record a name"
    ABOUT = (
        "Three seconds to get ready, then two to say the name: near the microphone, and where it is quiet."
    )
    FILES = "A WAV file called by the name or the code is taken too: put it into {folder}."
    THERE = "This name is recorded."
    READY = "Get ready"
    NOW = "Say it now"
    HEARD = "This is how it will be called."
    RECORD, LISTEN, FORGET, KEEP, AGAIN = "Record", "Listen", "Delete", "Keep", "Again"
    OPENING = "Opening the microphone"
    KEEPING = "Keeping the name"
    NO_MICROPHONE = (
        "Nothing can be recorded here ({problem}): plug a microphone in and allow programs to use it."
    )
    NOTHING_HEARD = (
        "Nothing was heard: speak up, and look whether the right microphone is the system's default."
    )
    TOO_LONG = "That was more than {seconds} s: say only the name, where it is quiet."


class NameSoundScene(ProgramScene):
    """Ends with True when a recording has been kept or deleted."""

    def __init__(self, program: Program, athlete: Athlete) -> None:
        super().__init__(program)
        self._athlete = athlete
        self._names = RecordedNames(program.folders_now.home)
        self.problem = ""
        self.saying: Saying | None = None
        """While somebody gets ready or speaks."""
        self.sound: Wave | None = None
        """What has been said and waits to be kept."""
        self._now_ns = 0
        self._over = False

    @property
    def first(self) -> str:
        """What comes next: to record, or to keep."""
        return "record" if self.sound is None else "keep"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The name, what is going on, and the buttons for it."""
        made = frame(look, box, Words.TITLE, back=True, buttons=self._buttons())
        return [*made.placed, Placed("told", made.body, ScrollArea(tuple(self._told())))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Record, listen, keep or delete."""
        match signal.id:
            case "record" | "again":
                self._begin()
            case "listen":
                self._listen()
            case "keep":
                self._do(self._keep)
            case "forget":
                self._do(lambda: self._names.forget(self._athlete.code))
            case "back":
                return Pop()
        return None

    def leave(self) -> None:
        """Let go of the microphone and of the sound card."""
        self._stop()
        self.program.voice.rest()

    @property
    def wake_ns(self) -> int | None:
        """Soon, while somebody speaks or gets ready."""
        woken, mine = super().wake_ns, self._now_ns + STEP_NS
        if self.saying is None:
            return woken
        return mine if woken is None else min(woken, mine)

    def update(self, now_ns: int) -> Transition | None:
        """Go on when it is time."""
        self._now_ns, waited = now_ns, self.saying is not None
        transition = super().update(now_ns)
        if self._over:
            return Pop(True)
        if self.saying is not None:
            self._look(self.saying)
            self.refresh()
        if self.saying is None and waited:
            self.page.focus_on(self.first)
        return transition

    # ---- what happens

    def _begin(self) -> None:
        """Count down, and open the microphone meanwhile."""
        self._stop()
        self.program.voice.rest()
        self.sound, self.problem = None, ""
        saying = self.saying = Saying(self.program.clock)
        job = self.program.background.add(Words.OPENING, lambda checkpoint: self._open(saying, checkpoint))

        def opened() -> None:
            try:
                job.result()
            except DeviceUnavailableError as error:
                self._fail(Words.NO_MICROPHONE.format(problem=error.problem))

        self.wait_for(job, opened)
        self.refresh()

    def _open(self, saying: Saying, _: Checkpoint) -> None:
        """Only for the attempt that is still going on, as opening may take longer than somebody waits."""
        recorder = microphone.open_recorder(self.program.clock)
        saying.take(recorder)
        if saying is not self.saying:
            saying.stop()

    def _look(self, saying: Saying) -> None:
        try:
            heard = saying.look(self._now_ns)
            if heard is not None:
                self.saying = None
                self.sound = clip(heard)
                self._listen()
        except DeviceUnavailableError as error:
            self._fail(Words.NO_MICROPHONE.format(problem=error.problem))
        except NothingHeardError:
            self._fail(Words.NOTHING_HEARD)
        except TooLongError:
            self._fail(Words.TOO_LONG.format(seconds=f"{LONGEST_S:g}"))

    def _fail(self, problem: str) -> None:
        self._stop()
        self.problem = problem

    def _stop(self) -> None:
        saying, self.saying = self.saying, None
        if saying is not None:
            saying.stop()

    def _listen(self) -> None:
        """What has just been said, else what is kept."""
        try:
            kept = self._names.all().get(self._athlete.code)
            sound = read_wav(kept) if self.sound is None and kept is not None else self.sound
        except ReactDrillError as error:
            self.problem = str(error)
            self.refresh()
            return
        if sound is not None:
            self.program.voice.play(sound)

    def _keep(self) -> object:
        assert self.sound is not None
        return self._names.keep(self._athlete, self.sound)

    def _do(self, work: Callable[[], object]) -> None:
        """Something on the disk; after it this screen is done with."""
        job = self.program.background.add(Words.KEEPING, lambda _: work())

        def ended() -> None:
            try:
                job.result()
                self._over = True
            except ReactDrillError as error:
                self.problem = str(error)

        self.wait_for(job, ended)

    # ---- what is seen

    def _buttons(self) -> dict[str, Button]:
        if self.saying is not None:
            return {}
        listen = Button(Words.LISTEN)
        if self.sound is not None:
            keep = Button(Words.KEEP, "check", Kind.PRIMARY)
            return {"keep": keep, "again": Button(Words.AGAIN), "listen": listen}
        record = {"record": Button(Words.RECORD, "circle", Kind.PRIMARY)}
        there = self._athlete.code in self._names.all()
        return {**record, "listen": listen, "forget": Button(Words.FORGET)} if there else record

    def _told(self) -> Iterator[Still]:
        yield Paragraph(label(self._athlete), TextRole.TITLE, bold=True)
        if self.problem:
            yield Paragraph(self.problem, TextRole.BODY, ink=Ink.WARN, bullet="diamond")
        if self.saying is not None:
            yield from _going_on(self.saying, self._now_ns)
        elif self.sound is not None:
            yield Paragraph(Words.HEARD, TextRole.HEADING)
        else:
            if self._athlete.code in self._names.all():
                yield Paragraph(Words.THERE, TextRole.HEADING, bullet="check")
            yield Paragraph(Words.ABOUT, TextRole.BODY)
            yield Paragraph(Words.FILES.format(folder=self._names.new), TextRole.SMALL, ink=Ink.MUTED)


def _going_on(saying: Saying, now_ns: int) -> Iterator[Still]:
    left_ns = saying.left_ns(now_ns)
    if saying.speaks:
        yield Paragraph(Words.NOW, TextRole.FIGURE, ink=Ink.ACCENT, bold=True)
        yield ProgressBar(1 - left_ns / SPEAK_NS)
    else:
        yield Paragraph(Words.READY, TextRole.HEADING)
        yield Paragraph(str(max(1, -(-left_ns // SECOND_NS))), TextRole.FIGURE, bold=True)

"""The results of a run that has just been done, and those of a run out of the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.app.figures.following import following
from reactdrill.app.figures.said import said
from reactdrill.app.figures.view import RunView
from reactdrill.app.inputs import UiAction
from reactdrill.app.page import Signal
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Pop, Push, Replace, Reset, Transition
from reactdrill.app.scenes.run_results import RunResultsScene
from reactdrill.app.theme import TextRole
from reactdrill.app.widgets import Button, Kind
from reactdrill.drill.file import DrillFile
from reactdrill.errors import PlanError
from reactdrill.i18n import Texts


class Words(Texts):
    """What these screens say beside the results."""

    AGAIN = "Again"
    YOUR_TURN = "Your turn"
    NEXT = "Next: {title}"
    HOME = "Home"
    PODS: Mapping[str, str] = {"again": "Again", "next": "Next"}


class ResultsScene(RunResultsScene):
    """Straight after a run. The way back leads to the drills: the run itself is over."""

    goes_back = True
    large = ("again", "next")
    pod_words = Words.PODS

    def __init__(self, program: Program, request: RunRequest, view: RunView) -> None:
        self._request = request
        super().__init__(program, view)
        self.wait_for(program.catalogue, lambda: None)

    @property
    def first(self) -> str | None:
        """Once more."""
        return "again"

    @property
    def remote(self) -> Sequence[str]:
        """Pods for the two large buttons."""
        return self.large if self.coming is not None else self.large[:1]

    def buttons(self) -> dict[str, Button]:
        """Again, or one's own turn after a simulated athlete's; and the next drill."""
        again = Words.YOUR_TURN if self._shows_how else Words.AGAIN
        made = {"again": Button(again, "play", Kind.PRIMARY, lines=2)}
        coming = self.coming
        if coming is not None:
            made["next"] = Button(Words.NEXT.format(title=said(coming.drill).title), "chevron-right", lines=2)
        return {
            **made,
            **super().buttons(),
            "home": Button(Words.HOME, role=TextRole.SMALL, lines=2),
        }

    @property
    def coming(self) -> DrillFile | None:
        """What is sensible next: the level that is suggested, else the drill after this one in the list.

        A level that its rule does not suggest is never next.
        """
        suggested = self.suggested
        other = None if suggested is None else self.drill_called(suggested.drill)
        if other is not None or not self.program.catalogue.finished:
            return other
        now = self._request.drill.drill
        later = now.level_rule.next if now.level_rule is not None else None
        return following(self.program.catalogue.result().drills, now.name, () if later is None else (later,))

    def on_signal(self, signal: Signal) -> Transition | None:
        """Again, the next drill, to the drills, or home."""
        scenes = self.program.scenes
        if signal.id == "again":
            return self._again()
        if signal.id == "next" and (coming := self.coming) is not None:
            return Push(scenes.briefing(Brief(coming)))
        if signal.id == "back":
            return Reset(scenes.drills())
        if signal.id == "home":
            return Reset(scenes.home())
        return super().on_signal(signal)

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leads to the drills: the run itself is over."""
        return Reset(self.program.scenes.drills()) if action is UiAction.BACK else None

    def resumed(self, result: object) -> Transition | None:
        """From another run to its results; one that was called off before it began leaves these standing."""
        if self._remarking:
            return super().resumed(result)
        if isinstance(result, RunOutcome) and result.ending == "cancelled" and not result.quit:
            return None
        return None if result is None else self.program.scenes.after_run(result)

    @property
    def _shows_how(self) -> bool:
        return self._request.responder == "simulated"

    def _again(self) -> Transition:
        scenes, request = self.program.scenes, self._request
        if self._shows_how:
            return Replace(scenes.briefing(Brief(request.drill, request.plan.mode)))
        try:
            return self.program.take_over(self.program.again(request))
        except PlanError as error:
            return Push(scenes.error(error))


class PastResultsScene(RunResultsScene):
    """A run out of the results; leaves to where it was opened."""

    goes_back = True

    @property
    def first(self) -> str | None:
        """The way back."""
        return "back"

    def on_signal(self, signal: Signal) -> Transition | None:
        """Back."""
        return Pop() if signal.id == "back" else super().on_signal(signal)

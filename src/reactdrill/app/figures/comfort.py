"""What a briefing says about a drill for who stands far away, sees little motion gladly, or wants cues twice."""

from __future__ import annotations

from collections.abc import Iterator

from reactdrill.app.figures.legibility import picture_cm, too_small
from reactdrill.app.window import display_sizes
from reactdrill.drill.model import Drill
from reactdrill.drill.trial import Plan
from reactdrill.drill.twins import why_not_twinned
from reactdrill.i18n import marked, number, tr
from reactdrill.station.settings import Settings

_SMALL = {
    "word": marked(
        "From {distance} m its smallest word is {arcmin} arc minutes high, and {least} are needed: stand within {within} m."
    ),
    "shape": marked(
        "From {distance} m its smallest cue is {arcmin} arc minutes high, and {least} are needed: stand within {within} m."
    ),
}
_REASONS = (
    marked("the drill is about one sense"),
    marked("several athletes would hear and see each other's cues"),
    marked("its cues are seen and heard already"),
    marked("its cues are a sequence"),
    marked("it has no cue to be given twice"),
    marked("its cues move"),
    marked("a second signal to stop would come at another time"),
    marked("nobody has spoken a word for each of its cues"),
)
"""Why there are no twins, for the catalogues."""


def comfort(drill: Drill, plan: Plan, settings: Settings, size_px: tuple[int, int]) -> Iterator[str]:
    """One sentence for each thing to know before the start; none when all is well.

    `size_px`: of the window.
    """
    del drill
    display = settings.display
    height_cm = picture_cm(display, size_px[1], display_sizes()[0][1])
    lights = not settings.pods.ports
    small = too_small(plan, size_px, height_cm, display.viewing_distance_m, lights=lights)
    if small is not None:
        yield tr(
            _SMALL[small.what],
            distance=number(display.viewing_distance_m),
            arcmin=number(small.arcmin, 0),
            least=number(small.least, 0),
            within=number(max(0.1, small.within_m), 1),
        )
    if display.reduced_motion and _moves(plan):
        yield tr("Its cues move across the screen.")


def twin_words(drill: Drill, plan: Plan, settings: Settings) -> Iterator[str]:
    """Whether cues come twice in this drill, where the station wants that."""
    twin = settings.sound.twin
    if twin == "off":
        return
    why = why_not_twinned(drill, plan, twin)
    if why:
        yield tr("Cues come once here: {why}.", why=tr(why))
    else:
        yield tr("Cues are seen and heard at once: such runs are kept apart from others.")


def _moves(plan: Plan) -> bool:
    return any(
        "motion" in step.stimulus for lane in plan.lanes for trial in lane.trials for step in trial.steps
    )

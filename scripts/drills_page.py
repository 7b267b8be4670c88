"""Write docs/drills.md and its pictures from the drill files: `python scripts/drills_page.py [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.file import DrillFile
from reactdrill.drill.library import Library
from reactdrill.drill.model import COMPONENT_TITLES, Drill, Source
from reactdrill.drill.scene import drawing
from reactdrill.drill.scene_svg import svg
from reactdrill.drill.timeline import timeline

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "drills.md"
PICTURES = ROOT / "docs" / "pictures" / "drills"
MODES = {"sensor": "timed", "observer": "observed", "cue_only": "cues only"}
LEVELS = {"planned": "planned", "reactive": "reactive", "dual-task": "dual task"}
TAKEN = {
    "median": "median",
    "mean": "mean",
    "best": "best",
    "sum": "sum of",
    "best_mean": "mean of the best {best}",
}
SCORED = {
    "rt": "reaction time",
    "movement": "movement time",
    "completed": "time to the last answer",
    "hits": "hits",
}
PARADIGMS: dict[str, tuple[tuple[str, ...], str]] = {
    "Simple reaction": (("simple-visual", "simple-auditory"), "times, lapses, distribution"),
    "Choice": (("two-choice", "four-choice"), "times and accuracy by place; two choices: drift and boundary"),
    "Go or no-go": (("go-no-go", "focus"), "commissions, d prime and criterion"),
    "Stop signal, delay by staircase": (("stop-signal",), "stop-signal reaction time, share of failed stops"),
    "Vigilance": (("pvt", "pvt-brief"), "lapses, false starts, response speed, slowest and fastest tenth"),
    "Stroop": (("stroop",), "cost of conflict"),
    "Simon": (("simon-side",), "cost of conflict"),
    "Flanker": (("flanker",), "cost of conflict"),
    "Sequence memory": (("growing-sequence", "memory-span"), "span"),
    "Flash memory": (("flash-memory",), "times and accuracy"),
    "Focus with decoys": (("focus",), "commissions, d prime and criterion"),
    "Home base: reaction apart from movement": (("home-base", "box-home"), "reaction and movement time"),
    "All out": (("all-out",), "time until every light is out"),
    "As many as possible": (("accumulator", "race-to-50"), "hits, or time to a number of them"),
    "Two players": (("two-players",), "who was first, by how much"),
    "A partner's movement is the cue": (("shadow",), "times by lane"),
    "Ramp: the light-out time shrinks": (("ramp",), "hits, threshold"),
    "What is seen against what is heard": (("see-not-hear", "toss-and-listen"), "cost of conflict"),
    "Rhythm": (("keep-the-beat", "next-beat"), "interval error with and without the beat"),
    "Moving target": (("moving-target",), "signed error at the line"),
    "Opponent who leans and feints": (("opponent",), "times by true lean and feint"),
    "Dual task": (
        (
            "count-standing",
            "count-on-one-leg",
            "count-and-cut",
            "count-and-tap",
            "count-on-foam",
            "count-and-move",
            "count-on-wobble-board",
        ),
        "times; the coach's count of mistakes",
    ),
    "Intervals with rest": (("boxing-caller", "repeated-t-run"), "by set"),
    "Hold, then let go": (
        ("foot-lift", "hop-on-signal"),
        "time to the release; hold broken early is a false start",
    ),
    "A gate passed starts it": (("y-sprint", "ladder-exit"), "time from the gate"),
    "Best of, mean of the best": (("four-mats", "t-run"), "the drill's score"),
    "Reach and errors that the coach enters": (("y-reach", "hop-from-memory"), "entries by side, asymmetry"),
    "Watched, not timed": (("move-on-call", "side-plank-lift"), "completed, checklist"),
}
"""What kinds of trial there are, drills that are made of them, and what is told beside times and accuracy."""
READ = {
    "full": "read in full",
    "abstract": "abstract read",
    "excerpt": "excerpt read",
    "not read": "not read",
}
INTRO = """\
# The drills

This page is written from the drill files. Every drill is played with `reactdrill play NAME`, every circuit with
`reactdrill play circuits/NAME`; `reactdrill list` finds them by component, tag and equipment.

**Modes.** *timed*: keys, gamepads, mats or pods time the answers. *observed*: a coach presses when it is done, kept apart
from reaction times. *cues only*: cues are given at their pace.

**Levels.** *planned*: the order is told before the start. *reactive*: the cue tells, and nobody knows before. *dual-task*:
with counting backwards beside it. A drill names the level before and after it; the program suggests, the coach decides.

**Sources.** S: parameters from a published or public source, with how much of it was read. G: our own choice. Nothing
here says that a drill makes anyone better at a sport or prevents an injury; the program measures times and counts, not
how well somebody moves.
"""


def files() -> Iterator[tuple[Path, str]]:
    """Every file of the page with its text."""
    library = Library.standard()
    drills = list(library.drills())
    if library.broken:
        raise SystemExit("\n".join(str(error) for error in library.broken))
    yield PAGE, "\n".join([INTRO, *_page(drills, list(library.circuits()))])
    for file in drills:
        drawn = drawing(file.drill)
        if drawn is not None:
            yield PICTURES / f"{file.drill.name}.svg", svg(drawn, f"Set-up of {file.drill.title}, from above")


def _page(drills: list[DrillFile], circuits: list[CircuitFile]) -> Iterator[str]:
    yield "| drill | modes | level | trains | sources |\n|---|---|---|---|---|"
    for component in COMPONENT_TITLES:
        for file in _of(drills, component):
            yield _row(file.drill)
    for component, title in COMPONENT_TITLES.items():
        yield f"\n## {title}"
        for file in _of(drills, component):
            yield from _drill(file.drill)
    yield "\n## Circuits"
    for circuit in circuits:
        yield from _circuit(circuit)
    yield from _paradigms({file.drill.name: file.drill for file in drills})
    yield from _needs(drills)


def _of(drills: list[DrillFile], component: str) -> list[DrillFile]:
    return [file for file in drills if file.drill.component == component]


def _row(drill: Drill) -> str:
    modes = ", ".join(MODES[mode] for mode in drill.modes)
    markers = " ".join(sorted({source.marker for source in drill.sources}, reverse=True))
    return f"| [{drill.title}](#{drill.name}) | {modes} | {drill.level} | {', '.join(drill.trains)} | {markers} |"


def _drill(drill: Drill) -> Iterator[str]:
    text = drill.text
    yield f'\n### <a id="{drill.name}"></a>{drill.title}\n\n`{drill.name}`\n\n{text.summary}\n'
    if drawing(drill) is not None:
        yield f"![Set-up of {drill.title}, from above](pictures/drills/{drill.name}.svg)\n"
    if drill.scene is not None and drill.scene.caption:
        yield f"*{drill.scene.caption}*\n"
    if drill.postures:
        yield "".join(_posture(name) for name in drill.postures) + "\n"
    yield from (f"{number}. {line}" for number, line in enumerate(text.instructions, start=1))
    yield ""
    lists = {
        "Set-up": text.setup,
        "You need": drill.equipment,
        "Space": [drill.space] if drill.space else [],
        "Do it well": text.coaching,
        "Look out for": text.faults,
        "For the observer": drill.observer.checklist if drill.observer else [],
        "Safety": text.safety,
        "Stop when": text.stop_when,
        "Not for": text.not_for,
        "How much": [drill.dose.text] if drill.dose else [],
    }
    yield from _lists(lists)
    yield from _levels(drill)
    yield from _sources(drill.sources)


def _paradigms(drills: dict[str, Drill]) -> Iterator[str]:
    yield "\n## Kinds of trial\n\n| kind | drills | what is told beside times and accuracy |\n|---|---|---|"
    for title, (names, told) in PARADIGMS.items():
        links = ", ".join(f"[{name}](#{drills[name].name})" for name in names)
        yield f"| {title} | {links} | {told} |"


def _needs(drills: list[DrillFile]) -> Iterator[str]:
    yield "\n## Devices, levels and scores\n\nThe one number that a drill is judged by is its score; more is better"
    yield "only where it counts hits or a reach.\n"
    yield "| drill | modes | cues | answers | level | score | sources |\n|---|---|---|---|---|---|---|"
    for component in COMPONENT_TITLES:
        for drill in (file.drill for file in _of(drills, component)):
            markers = " ".join(sorted({source.marker for source in drill.sources}, reverse=True))
            modes = ", ".join(MODES[mode] for mode in drill.modes)
            cells = (
                f"[{drill.name}](#{drill.name})",
                modes,
                _cues(drill),
                _answers(drill),
                LEVELS[drill.level],
            )
            yield f"| {' | '.join((*cells, _score(drill), markers))} |"


def _cues(drill: Drill) -> str:
    """Through what cues come: a light is a pod where there is one, and the screen elsewhere."""
    given = [step for trial in drill.trial for step in trial.steps]
    given += [trial.sequence for trial in drill.trial if trial.sequence is not None]  # type: ignore[misc]
    kinds = {"lights": "light", "screen": "show", "sound": "sound"}
    return ", ".join(
        word for word, key in kinds.items() if any(getattr(each, key) is not None for each in given)
    )


def _answers(drill: Drill) -> str:
    if not drill.targets:
        return "none"
    ways = {trial.expect.action for trial in drill.trial if trial.expect is not None}
    how = {"release": "let go of", "leave_reach": "leave home, reach"}
    words = [how[way] for way in sorted(ways) if way in how] or ["press"]
    count = len(drill.targets)
    return f"{', '.join(words)}: {count} {'place' if count == 1 else 'places'}"


def _score(drill: Drill) -> str:
    score, per = drill.score, {"run": "", "set": ", each set", "side": ", each side"}[drill.score.per]
    if "sensor" not in drill.modes and score.of == "rt":
        return "time to the coach's press" if "observer" in drill.modes else "done"
    taken = TAKEN[score.take].format(best=score.best)
    what = f"{score.entry} (entered)" if score.of == "entry" else SCORED[score.of]
    trials = f", trials {score.trials[0]} to {score.trials[1]}" if score.trials else ""
    return f"{taken} {what}{trials}{per}".removeprefix("sum of ")


def _posture(name: str) -> str:
    return f'<img src="../assets/images/postures/{name}.svg" alt="{name.replace("-", " ")}" width="190"> '


def _levels(drill: Drill) -> Iterator[str]:
    rule = drill.level_rule
    if rule is None:
        return
    if rule.previous:
        yield f"- **Easier:** [{rule.previous}](#{rule.previous})"
    if rule.next:
        clean = " and nothing ticked on the checklist" if rule.clean and drill.observer else ""
        words = f"after {rule.sessions} sessions with {rule.accuracy:.0%} done as wanted{clean}"
        yield f"- **Next level:** [{rule.next}](#{rule.next}), {words}"


def _circuit(file: CircuitFile) -> Iterator[str]:
    circuit, text = file.circuit, file.circuit.text
    yield f'\n### <a id="circuit-{circuit.name}"></a>{circuit.title}\n\n`circuits/{circuit.name}`\n\n{text.summary}\n'
    for part in timeline(file):
        if part.round == 0 and part.kind in ("work", "drill"):
            side = f", {part.side} side" if part.side else ""
            seconds = f", {part.seconds:g} s" if part.seconds else ""
            link = f"[{part.title}](#{part.drill.drill.name})" if part.drill else part.title
            yield f"- {link}{side}{seconds}"
    yield ""
    lists = {
        "You need": circuit.equipment,
        "Safety": text.safety,
        "Stop when": [
            *text.stop_when,
            *(
                f"{ask.question} above {ask.stop_above}: {ask.then}"
                for ask in circuit.ask
                if ask.stop_above is not None
            ),
        ],
        "Not for": text.not_for,
        "How much": [circuit.dose.text] if circuit.dose else [],
    }
    yield from _lists(lists)
    yield from _sources(circuit.sources)


def _lists(lists: dict[str, list[str]]) -> Iterator[str]:
    for title, lines in lists.items():
        if lines:
            whole = all(line[-1] in ".!?" for line in lines)
            yield f"- **{title}:** {' '.join(lines) if whole else _sentence('; '.join(lines))}"


def _sentence(line: str) -> str:
    return line if line[-1] in ".!?" else f"{line}."


def _sources(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        how = f", {READ[source.read]}" if source.read else ""
        yield f"- {source.marker}{how}: {source.text}"


def stale() -> list[Path]:
    """Files that are not as the drill files say, and pictures of drills that are gone."""
    wanted = dict(files())
    left = [path for path in PICTURES.glob("*.svg") if path not in wanted]
    return left + [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write the page, or with `--check` only say what is not current (exit 1)."""
    old = stale()
    if "--check" in sys.argv[1:]:
        for path in old:
            print(
                f"{path.relative_to(ROOT)} is not current; run python scripts/drills_page.py", file=sys.stderr
            )
        return 1 if old else 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in PICTURES.glob("*.svg"):
        path.unlink()
    for path, text in files():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

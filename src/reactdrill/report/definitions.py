"""What the numbers of a report mean, in plain words, and where the definitions come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reactdrill.i18n import Texts


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that the report uses."""

    word: str
    meaning: str
    source: str = ""


class Words(Texts):
    """Each word and what it means."""

    MEANINGS: Mapping[str, tuple[str, str]] = {
        "reaction": (
            "Reaction time",
            (
                "From the moment the cue really began to the first answer that counts. Only right answers are taken. "
                "Lower is faster."
            ),
        ),
        "median": (
            "Median",
            "Half of the times are faster, half are slower. One slow trial hardly moves it, which is why it leads.",
        ),
        "interval": (
            "95 % interval",
            (
                "How far the median could lie elsewhere if the same person did the same run again on the same day: drawn from "
                "the trials themselves 2000 times. Two results whose intervals overlap widely should not be called different."
            ),
        ),
        "accuracy": (
            "Accuracy",
            "Right answers of all trials that count. Time-outs and false starts are errors.",
        ),
        "false-start": (
            "False start",
            "An answer before the cue, or so soon after it that nobody can have reacted to it.",
        ),
        "speed": (
            "Response speed",
            "Mean of 1000 / reaction time in ms: answers a second. Higher is faster.",
        ),
        "lapse": (
            "Lapse",
            "An answer that took 500 ms or longer (355 ms in the 3-minute form): attention was elsewhere.",
        ),
        "ex-gaussian": (
            "Ex-Gaussian",
            (
                "The usual shape of reaction times: a normal part (mu, sigma) and a tail of slow answers (tau). It is fitted "
                "from 40 right answers on and rough below 100."
            ),
        ),
        "slope": (
            "Slope over the run",
            "How much slower the answers became with each minute. Above zero: slower.",
        ),
        "wait": (
            "Effect of the wait",
            "The cue comes after an unpredictable wait. Usually people are faster after long waits, because they expect it more.",
        ),
        "symmetry": (
            "Symmetry index",
            (
                "The faster side's median in per cent of the slower side's: 100 % means both are alike. A difference is called "
                "real only where it is larger than the scatter within each side."
            ),
        ),
        "stopping": (
            "Stop-signal reaction time",
            "How long it takes to call back an answer that has begun.",
        ),
        "d-prime": (
            "d\N{PRIME}",
            "How well go and no-go cues are told apart: 0 is guessing, above 3 is very good.",
        ),
        "verdict": (
            "Improved, usual range, worse",
            (
                "Light panels get faster with practice alone, so the first runs are for learning. After them, a run is called "
                "improved or worse only when it differs from the athlete's own baseline by more than the smallest change that "
                "is beyond error (MDC95); anything else is the usual range."
            ),
        ),
        "mdc": (
            "MDC95",
            "1.96 x square root of 2 x typical error; the typical error comes from the athlete's own runs.",
        ),
    }


_SOURCES = {
    "interval": "Efron B, Tibshirani RJ (1993). An Introduction to the Bootstrap.",
    "speed": "Basner M, Dinges DF (2011). Sleep 34:581-591.",
    "lapse": "Basner M, Dinges DF (2011). Sleep 34:581-591. Basner M, Mollicone D, Dinges DF (2011). Acta Astronautica 69:949-959.",
    "symmetry": "Exell TA et al. (2012). Sports Biomechanics.",
    "stopping": "Verbruggen F et al. (2019). eLife 8:e46323.",
    "mdc": "Weir JP (2005). J Strength Cond Res 19:231-240.",
}
_ALWAYS = ("reaction", "median", "interval", "accuracy", "false-start")
_BY_FAMILY = {
    "times": ("speed",),
    "pvt": ("lapse",),
    "pvt-b": ("lapse",),
    "ex-gaussian": ("ex-gaussian",),
    "fatigue": ("slope",),
    "foreperiod": ("wait",),
    "asymmetry": ("symmetry",),
    "asymmetry-stance": ("symmetry",),
    "asymmetry-limb": ("symmetry",),
    "stop-signal": ("stopping",),
    "go-no-go": ("d-prime",),
    "progress": ("verdict", "mdc"),
}


def definitions(families: Iterable[str]) -> tuple[Definition, ...]:
    """What has to be explained in a report that shows these families, each once."""
    named = [each for family in families for each in _BY_FAMILY.get(family, ())]
    meanings = Words.MEANINGS
    return tuple(
        Definition(*meanings[each], _SOURCES.get(each, "")) for each in dict.fromkeys((*_ALWAYS, *named))
    )

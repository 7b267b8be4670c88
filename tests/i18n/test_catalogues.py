"""The catalogues: everything that people read is in them, translated, with the braces of the English text."""

from __future__ import annotations

import gettext
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reactdrill.i18n import LANGUAGES, language, tr, tr_n, use_language
from reactdrill.i18n.numbers import number

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_catalogues_are_complete(script: ModuleType) -> None:
    """`python scripts/translations.py update`, translate, then `compile`."""
    assert [problem for problem in script.problems() if "no longer" not in problem] == []


def test_the_script_and_the_program_have_the_same_languages(script: ModuleType) -> None:
    assert list(script.LANGUAGES) == OTHERS


def test_texts_are_found_wherever_they_may_stand(script: ModuleType) -> None:
    found = script.texts()
    for one in (
        "Start",
        "Walk to your place",
        "Balance",
        "Reaction and cognition",
        "left arrow",
        "front left",
    ):
        assert script.Text(one) in found, one
    assert script.Text("trial", "trials") in found
    assert script.Text("low", context="tone") in found


@pytest.mark.parametrize(
    ("english", "said", "wrong"),
    [
        ("{a} of {b}", "{a} von {b}", False),
        ("{a} of {b}", "{b} von {a}", False),
        ("{a} of {b}", "{a} von", True),
        ("{a} of {b}", "{a} von {c}", True),
        ("{a} of {b}", "", True),
        (("{n} run", "{n} runs"), ("ein Durchgang", "{n} Durchgänge"), False),
        (("{n} run", "{n} runs"), ("{n} Durchgang", "Durchgänge"), True),
        (("{n} run", "{n} runs"), ("{n} Durchgang",), True),
    ],
)
def test_braces_are_compared(script: ModuleType, english: object, said: object, *, wrong: bool) -> None:
    assert bool(list(script._problems_of(english, said))) == wrong


@pytest.mark.parametrize(
    ("code", "start", "trials", "half"),
    [
        ("en", "Rest", "3 trials", "0.5"),
        ("de", "Pause", "3 Versuche", "0,5"),
        ("es", "Descanso", "3 ensayos", "0,5"),
    ],
)
def test_the_language_changes_while_the_program_runs(code: str, start: str, trials: str, half: str) -> None:
    use_language(code)
    assert language() == code
    assert (tr("Rest"), f"3 {tr_n('trial', 'trials', 3)}", number(0.5)) == (start, trials, half)


@pytest.mark.parametrize("code", OTHERS)
def test_the_program_reads_what_was_compiled(code: str) -> None:
    folder = ROOT / "assets" / "locale"
    assert gettext.find("reactdrill", str(folder), [code]) is not None

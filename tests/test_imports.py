"""The rooms of the house keep to their doors: who may import whom, and what stays unloaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import reactdrill
from import_rules import FENCES, LAZY, ROOMS, breaches, breaches_in_tree

HELP = "import sys; sys.argv = ['reactdrill', '--help']; from reactdrill.cli import main; main()"
EVERY_MODULE_OF = """
import importlib, pkgutil
room = importlib.import_module("reactdrill.{0}")
for module in pkgutil.walk_packages(room.__path__, "reactdrill.{0}."):
    importlib.import_module(module.name)
"""
WATCH = "import atexit, sys; atexit.register(lambda: print('loaded', *sorted({0} & set(sys.modules))))"


def test_the_source_keeps_the_rules() -> None:
    assert breaches_in_tree(Path(reactdrill.__file__).parent) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("drill/plan.py", "from reactdrill.engine.record import TrialRecord"),
        ("drill/plan.py", "import pydantic"),
        ("drill/plan.py", "from pydantic_core import core_schema"),
        ("drill/file.py", "import orjson"),
        ("engine/engine.py", "from reactdrill.live import clock"),
        ("engine/engine.py", "from ..live import clock"),
        ("engine/engine.py", "from pydantic import BaseModel"),
        ("engine/engine.py", "def handle():\n    import scipy"),
        ("engine/engine.py", "if TYPE_CHECKING:\n    from reactdrill.results.store import Store"),
        ("live/loop.py", "import orjson"),
        ("live/loop.py", "from reactdrill.devices.screen import Screen"),
        ("live/loop.py", "import pygame"),
        ("stats/summary.py", "import scipy.stats"),
        ("stats/summary.py", "class Summary:\n    from scipy import stats"),
        ("stats/summary.py", "from reactdrill.engine.engine import Engine"),
        ("stats/summary.py", "from reactdrill.drill.trial import Plan"),
        ("results/export.py", "import sqlalchemy as sa"),
        ("results/journal.py", "from alembic import command"),
        ("station/doctor.py", "import pygame"),
        ("station/doctor.py", "from reactdrill.app.menu import Menu"),
        ("results/journal.py", "from reactdrill import cli"),
        ("pods/link.py", "import serial"),
        ("pods/link.py", "from serial.tools import list_ports"),
        ("devices/screen.py", "import click"),
        ("app/menu.py", "import click"),
        ("cli/play.py", "import pygame"),
        ("errors.py", "from reactdrill.drill.trial import Plan"),
        ("kitchen/sink.py", ""),
    ],
)
def test_a_breach_is_found(file: str, source: str) -> None:
    assert len(breaches(file, source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "import time as t\nt.perf_counter_ns()",
        "from time import monotonic",
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import date as day\nday.today()",
        "import time\nnap = time.sleep",
    ],
)
def test_a_clock_outside_the_clock_module_is_found(source: str) -> None:
    assert len(breaches("app/run.py", source)) == 1
    assert breaches("live/clock.py", source) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        (
            "drill/file.py",
            "import tomllib\nfrom pydantic import BaseModel\nfrom reactdrill.errors import DrillFileError",
        ),
        ("drill/circuit.py", "import pydantic\nfrom reactdrill.drill.file import load"),
        ("engine/engine.py", "import numpy as np\nfrom reactdrill.drill.trial import Plan"),
        ("engine/engine.py", "from . import record\nfrom ..drill import trial"),
        ("engine/engine.py", "from datetime import timedelta\nimport time\ntime.strftime('%c')"),
        (
            "stats/summary.py",
            "from reactdrill.engine.record import TrialRecord\ndef f():\n    from scipy import stats",
        ),
        ("stats/summary.py", "if TYPE_CHECKING:\n    from scipy import stats"),
        ("results/store.py", "import sqlalchemy"),
        ("results/store/schema.py", "import sqlalchemy"),
        ("results/migrations/versions/0001_first.py", "from alembic import op\nimport sqlalchemy"),
        ("pods/wire.py", "import serial"),
        ("devices/screen.py", "import pygame\nfrom reactdrill.live.ports import CueDevice"),
        ("cli/play.py", "import click\nfrom reactdrill.app.run import Run"),
        ("app/run.py", "import pygame\nfrom reactdrill import __version__\nimport reactdrill"),
    ],
)
def test_what_the_rules_allow_is_let_through(file: str, source: str) -> None:
    assert breaches(file, source) == []


def test_every_rule_names_rooms_that_have_one() -> None:
    named = {room.partition(".")[0] for rule in ROOMS.values() for room in rule.rooms or ()}
    fenced = {pattern.partition("/")[0] for patterns in FENCES.values() for pattern in patterns}
    assert named | fenced | set(LAZY) <= set(ROOMS)


@pytest.mark.parametrize(
    ("code", "unloaded"),
    [
        pytest.param(HELP, ["pygame", "numpy", "sqlalchemy", "pydantic"], id="--help"),
        pytest.param(
            EVERY_MODULE_OF.format("engine"), ["pygame", "pydantic", "sqlalchemy", "orjson"], id="engine"
        ),
        pytest.param(EVERY_MODULE_OF.format("live"), ["pygame", "sqlalchemy", "orjson"], id="live"),
        pytest.param(EVERY_MODULE_OF.format("stats"), ["scipy", "pygame", "sqlalchemy"], id="stats"),
    ],
)
def test_heavy_libraries_stay_unloaded(code: str, unloaded: list[str]) -> None:
    watched = f"{WATCH.format(set(unloaded))}\n{code}"
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1:]) == (0, "", ["loaded"])

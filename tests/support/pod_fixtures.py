"""Programs that tests of the pods share: built once for a test process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podsim import PODS, PodSim, build_sim
from podtalk import Talk
from virtualpods import VirtualPods, build_virtual_board


@pytest.fixture(scope="session")
def podsim_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the simulated board's program."""
    return build_sim(tmp_path_factory.mktemp("podsim"))


@pytest.fixture(scope="session")
def virtual_board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the firmware's logic as a program of this computer, with the sanitizers."""
    return build_virtual_board(tmp_path_factory.mktemp("virtual-board"))


@pytest.fixture
def pods(virtual_board: Path) -> Iterator[VirtualPods]:
    """Start sixteen pods in logic only, with a session open."""
    with VirtualPods(virtual_board) as board:
        board.start()
        yield board


@pytest.fixture
def uno(podsim_program: Path) -> Iterator[Talk]:
    """Start an Uno with eight plain pods and the firmware that people flash, with a session open."""
    with PodSim(podsim_program, "uno", PODS / "hex" / "uno.hex") as sim:
        talk = Talk(sim)
        talk.boot()
        yield talk


@pytest.fixture
def mega(podsim_program: Path) -> Iterator[Talk]:
    """Start a Mega with RGB pods."""
    with PodSim(podsim_program, "mega", PODS / "hex" / "mega.hex") as sim:
        talk = Talk(sim)
        talk.boot()
        yield talk

"""The calibration file: every measurement of this station, oldest first. Only ever added to.

A person can read it and add to it by hand. A file that cannot be understood is reported, not used, and not written:
a measurement that somebody took is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from reactdrill.drill.toml_file import parse_toml, validate
from reactdrill.drill.values import Strict, nearest
from reactdrill.errors import CalibrationError, CalibrationFileError, Problem, UsageError
from reactdrill.live.clock import utc_now
from reactdrill.results.disk import replace_private
from reactdrill.results.header import utc_text
from reactdrill.results.locks import hold, release
from reactdrill.station.calibration.entry import TEXT_MAX, Entry, Includes, Measured, Method, Part
from reactdrill.station.folders import advice, config_dir, private_folder, reason
from reactdrill.station.toml_edit import render, render_key

FILE_NAME = "calibration.toml"
LOCK_WAIT_S = 5.0
HEAD = """\
# How late this station's display, sound and inputs are, in milliseconds; written by `reactdrill calibrate`.
# Nothing is ever changed here, only added. The newest entry that fits the station as it is now is used.
"""
MOVE_AWAY = "put it right by hand, or move it away and calibrate again"


class _Forgotten(Strict):
    """An entry that is not to be used any more."""

    name: str
    at_utc: str
    reason: Annotated[str, Field(max_length=TEXT_MAX)] = ""


class _File(Strict):
    """The whole file."""

    entry: list[Entry] = Field(default_factory=list)
    forgotten: list[_Forgotten] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a calibration file holds. With `problems` it holds nothing that may be used."""

    path: Path
    written: tuple[Entry, ...] = ()
    """Every entry, oldest first, forgotten ones too."""
    forgotten: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that may be used, newest first."""
        return tuple(each for each in reversed(self.written) if each.name not in self.forgotten)

    def report(self) -> str:
        """One line for each problem; empty when there is none."""
        return "\n".join(problem.render(self.path) for problem in self.problems)


_Maker = Callable[[Entries], tuple[str, Entry]]
"""Gives the text to add and the entry it is about."""


def calibration_path() -> Path:
    """Where the station's calibration is, whether it exists or not."""
    return config_dir(make=False) / FILE_NAME


def load_entries(path: Path | None = None) -> Entries:
    """Read a calibration file (None: the station's); never raises for what is in it. None there: no entries."""
    path = calibration_path() if path is None else path
    try:
        return _parsed(path, path.read_bytes())
    except FileNotFoundError:
        return Entries(path)
    except OSError as error:
        return Entries(path, problems=(Problem("", f"cannot be read ({reason(error)})", advice(error)),))
    except UnicodeDecodeError:
        return Entries(path, problems=(Problem("", "this is not UTF-8 text", MOVE_AWAY),))
    except CalibrationFileError as error:
        return Entries(path, problems=error.problems)


def add_entry(
    part: Part,
    result: Measured,
    *,
    method: Method,
    device: str = "",
    includes: Includes = "",
    source: str = "",
    samples_ms: tuple[float, ...] = (),
    setup: Mapping[str, str] | None = None,
    path: Path | None = None,
) -> Entry:
    """Keep a measurement; on the disk when this returns. Every way of measuring ends here.

    Raises `CalibrationFileError` when the file there is cannot be understood, `CalibrationError` when it cannot be
    written, `JournalError` when another program holds it, `FolderError` for its folder. The old file is untouched then.
    """

    def written(before: Entries) -> tuple[str, Entry]:
        entry = Entry(
            name=_free_name(before, part),
            part=part,
            device=device,
            method=method,
            at_utc=utc_text(utc_now()),
            mean_ms=round(result.mean_ms, 6),
            sd_ms=round(result.sd_ms, 6),
            n=result.n,
            uncertainty_ms=round(result.uncertainty_ms, 6),
            includes=includes,
            source=source,
            samples_ms=[round(each, 3) for each in samples_ms],
            setup=dict(setup or {}),
        )
        return _entry_text(entry), entry

    return _append(path, written)


def forget_entry(name: str, why: str = "", path: Path | None = None) -> Entry:
    """Take an entry out of use; it stays in the file.

    Raises `UsageError` when no entry that is in use has this name, and as `add_entry`.
    """

    def written(before: Entries) -> tuple[str, Entry]:
        found = next((each for each in before.standing if each.name == name), None)
        if found is None:
            raise _unknown(before, name)
        mark = {"name": name, "at_utc": utc_text(utc_now()), "reason": why}
        return _table("[[forgotten]]", mark), found

    return _append(path, written)


# ---- reading


def _parsed(path: Path, data: bytes) -> Entries:
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    toml = parse_toml(text, path, CalibrationFileError)
    file, problems = validate(_File, toml)
    if file is None:
        raise CalibrationFileError(path, tuple(problems))
    seen: set[str] = set()
    for number, each in enumerate(file.entry):
        if each.name in seen:
            twice = toml.problem(
                ("entry", number, "name"), f"{each.name} stands twice", "give it another name"
            )
            raise CalibrationFileError(path, (twice,))
        seen.add(each.name)
    return Entries(path, tuple(file.entry), frozenset(each.name for each in file.forgotten))


# ---- writing


def _append(path: Path | None, make: _Maker) -> Entry:
    path = calibration_path() if path is None else path
    path = path.resolve()
    private_folder(path.parent)
    lock = hold(path, wait_s=LOCK_WAIT_S)
    try:
        before = load_entries(path)
        if before.problems:
            raise CalibrationFileError(
                path, (*before.problems, Problem("", "nothing was written", MOVE_AWAY))
            )
        text, entry = make(before)
        old = path.read_bytes() if path.exists() else HEAD.encode()
        gap = b"\n" if old.endswith(b"\n") or not old else b"\n\n"
        replace_private(path, old + gap + text.encode())
    except OSError as error:
        raise CalibrationError(f"{path}: cannot be written ({reason(error)}); {advice(error)}") from error
    finally:
        release(lock)
    return entry


def _free_name(before: Entries, part: Part) -> str:
    taken = {each.name for each in before.written}
    number = 1
    while f"{part}-{number}" in taken:
        number += 1
    return f"{part}-{number}"


def _unknown(before: Entries, name: str) -> UsageError:
    names = [each.name for each in before.standing]
    if name in before.forgotten:
        return UsageError(f"{name} is not in use any more already")
    near = nearest(name, names)
    known = f"did you mean {near[0]}?" if near else f"there is {', '.join(names) or 'none'}"
    return UsageError(f"no calibration is called {name!r}; {known}")


def _entry_text(entry: Entry) -> str:
    data = entry.model_dump(exclude={"setup"}, exclude_defaults=True)
    text = _table("[[entry]]", data)
    return text + (_table("[entry.setup]", entry.setup) if entry.setup else "")


def _table(head: str, data: Mapping[str, object]) -> str:
    lines = [f"{render_key(key)} = {render(value)}" for key, value in data.items()]  # type: ignore[arg-type]
    return "\n".join([head, *lines]) + "\n"

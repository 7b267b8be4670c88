"""Reads a TOML file that a person wrote into a model, and says every mistake in a coach's words."""

from __future__ import annotations

import codecs
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reactdrill.drill.lines import Path as KeyPath, key_lines, line_of
from reactdrill.drill.values import nearest
from reactdrill.errors import FileProblemsError, Problem

Model = TypeVar("Model", bound=BaseModel)

MAX_BYTES = 4_000_000
"""Far above any file a person writes; a larger one is something else."""


@dataclass(frozen=True)
class TomlText:
    """A file's text, its data, and where its keys stand."""

    path: Path | str
    text: str
    data: dict[str, Any]
    lines: dict[KeyPath, int]

    @property
    def sha256(self) -> str:
        """Hash of the text with Unix line ends: the same file on every system."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def problem(self, path: KeyPath, problem: str, hint: str = "") -> Problem:
        """A mistake at a key."""
        return Problem(render_key(path), problem, hint, line_of(self.lines, path))


def render_key(path: KeyPath) -> str:
    """A path as people write it, list positions from 1: `trial[2].steps[1].role`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_toml(path: Path, error: type[FileProblemsError]) -> TomlText:
    """Read and parse. Raises `error` with one problem when the file is not readable, not text or not TOML."""
    try:
        raw = path.read_bytes()
    except OSError as failure:
        raise error(path, (Problem("", f"cannot be read: {failure.strerror}"),)) from failure
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        raise error(path, (Problem("", "the file is empty", "`reactdrill list` shows drills to start from"),))
    if len(raw) > MAX_BYTES or b"\0" in raw:
        raise error(path, (Problem("", "this is not a text file", "a TOML file is wanted"),))
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        line = raw.count(b"\n", 0, failure.start) + 1
        raise error(path, (Problem("", "this is not UTF-8 text", "save it as UTF-8", line),)) from failure
    return parse_toml(text, path, error)


def parse_toml(text: str, path: Path | str, error: type[FileProblemsError]) -> TomlText:
    """Parse a text. Raises `error` with the line of the first mistake in the TOML itself."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        message, line = _toml_message(str(failure), text)
        raise error(
            path, (Problem("", message, "see https://toml.io for how TOML is written", line),)
        ) from failure
    return TomlText(path, text, data, key_lines(text))


def _toml_message(message: str, text: str) -> tuple[str, int | None]:
    what, _, where = message.partition(" (at ")
    if where.startswith("line "):
        return f"this is not TOML: {what.lower()}", int(where.split()[1].rstrip(","))
    return f"this is not TOML: {what.lower()}", text.count("\n") + 1


def describes_a_script(data: Mapping[str, object]) -> bool:
    """Whether a file's data are meant as a script rather than a drill, mistakes in it aside."""
    if "drill" in data:
        return "trial" not in data
    return "trials" in data and "component" not in data and "name" not in data


def validate(model: type[Model], toml: TomlText) -> tuple[Model | None, list[Problem]]:
    """The model, or None and every mistake found."""
    try:
        return model.model_validate(toml.data), []
    except ValidationError as failure:
        return None, problems_of(failure, model, toml.data, toml.problem)


def problems_of(
    failure: ValidationError,
    model: type[BaseModel],
    data: object,
    make: Callable[[KeyPath, str, str], Problem],
) -> list[Problem]:
    """Pydantic's errors in a coach's words, one for each mistake."""
    problems = []
    for path, error in _one_each(failure.errors(include_url=False), data):
        what, hint = _words(error)
        if error["type"] == "extra_forbidden":
            hint = _key_hint(str(path[-1]), known_keys(model, path[:-1]))
        problems.append(make(path, what, hint))
    return problems


def known_keys(model: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """The keys that the table at `path` can have."""
    models: list[type[BaseModel]] = [model]
    for part in path:
        if isinstance(part, str):
            fields = [each.model_fields[part].annotation for each in models if part in each.model_fields]
            models = [found for annotation in fields for found in _models_in(annotation)]
    return tuple(dict.fromkeys(key for each in models for key in each.model_fields))


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _key_hint(key: str, known: tuple[str, ...]) -> str:
    near = nearest(key, known)
    return f"did you mean {near[0]!r}?" if near else f"keys here are {', '.join(known)}" if known else ""


def _one_each(errors: Iterable[ErrorDetails], data: object) -> list[tuple[KeyPath, ErrorDetails]]:
    """Drop what a union's other branches say: of several errors at one place the most telling stays."""
    best: dict[KeyPath, tuple[int, ErrorDetails]] = {}
    unions: dict[KeyPath, list[tuple[KeyPath, ErrorDetails]]] = {}
    for error in errors:
        path, branch = _split(error, data)
        if branch is None:
            best[path] = (0, error)
        else:
            unions.setdefault(branch, []).append((path, error))
    for branch, members in unions.items():
        deepest = max(len(path) for path, _ in members)
        telling = [(path, error) for path, error in members if len(path) == deepest]
        written = [(path, error) for path, error in telling if error["type"] != "missing"]
        telling = written or telling
        if deepest == len(branch):
            telling = telling[:1]
        for path, error in telling:
            best.setdefault(path, (1, error))
    return [(path, error) for path, (_, error) in best.items()]


def _split(error: ErrorDetails, data: object) -> tuple[KeyPath, KeyPath | None]:
    """The error's path without the names of union branches, and the path of the first union on the way."""
    path: list[str | int] = []
    union: KeyPath | None = None
    here: Any = data
    location = error["loc"]
    for place, part in enumerate(location):
        last = place == len(location) - 1
        known = part in here if isinstance(here, dict) else isinstance(here, list) and isinstance(part, int)
        if known:
            here = here[part]
            path.append(part)
        elif last and error["type"] == "missing":
            path.append(part)
        elif union is None:
            union = tuple(path)
    return tuple(path), union


_TYPE_WORDS = {
    "string_type": "text in quotes is wanted",
    "int_type": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "bool_type": "true or false is wanted, without quotes",
    "list_type": "a list in square brackets is wanted",
    "dict_type": "a table is wanted",
    "model_type": "a table is wanted",
}


def _words(error: ErrorDetails) -> tuple[str, str]:
    """Problem and hint for one pydantic error."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind in _TYPE_WORDS:
        return f"{_TYPE_WORDS[kind]}, not {_shown(value)}", ""
    match kind:
        case "missing":
            return "is missing", "add it"
        case "extra_forbidden":
            return "unknown key", ""
        case "unknown_choice":
            return f"{context['value']} is not known here", str(context["hint"])
        case "literal_error":
            return _not_known(value, str(context.get("expected", "")))
        case "string_pattern_mismatch":
            return (
                f"{_shown(value)} is not a name",
                "use lower case letters, digits and single hyphens, such as 'front-left'",
            )
        case "too_short" | "string_too_short":
            return "must not be empty", ""
        case "too_long" | "string_too_long":
            return f"is too long (at most {context.get('max_length')})", ""
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{_shown(value)} is out of range: {error['msg'][len('Input ') :]}", ""
        case _:
            return error["msg"], ""


def _not_known(value: object, expected: str) -> tuple[str, str]:
    known = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    near = nearest(value, known) if isinstance(value, str) else ()
    hint = f"did you mean {near[0]!r}?" if near else f"it can be {', '.join(known)}"
    return f"{_shown(value)} is not known here", hint


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

"""Change single values in a TOML text and leave everything else, comments included, as a person wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KeyPath = tuple[str, ...]
Value = bool | int | float | str | Sequence[Any]

_HEADER = re.compile(r"\s*\[(?!\[)(.+)\]\s*(#.*)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class CannotEditError(Exception):
    """The text is written in a way that this module will not touch (a value inside an inline table)."""


def set_value(text: str, path: KeyPath, value: Value) -> str:
    """`text` with `value` at `path`. Raises `CannotEditError`; the text must be valid TOML."""
    lines = text.splitlines()
    old = _find(lines, path)
    if old is not None:
        comment = _comment(lines[old.first]) if old.first == old.last else ""
        key = lines[old.first].partition("=")[0].rstrip()
        lines[old.first : old.last + 1] = [f"{key} = {render(value)}{comment}"]
    else:
        _insert(lines, path, f"{render_key(path[-1])} = {render(value)}")
    return _checked(text, "\n".join(lines) + "\n", path, value)


def delete_value(text: str, path: KeyPath) -> str:
    """`text` without the value at `path`; unchanged when there is none. Raises `CannotEditError`."""
    lines = text.splitlines()
    old = _find(lines, path)
    if old is not None:
        del lines[old.first : old.last + 1]
    return _checked(text, "\n".join(lines) + "\n" if lines else "", path, None)


def render(value: Value) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    return f"[{', '.join(render(each) for each in value)}]"


def render_key(key: str) -> str:
    """A key, quoted where it has to be."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A table header, or a key with its value, and the lines it stands on."""

    first: int
    last: int
    path: KeyPath
    is_header: bool


def _statements(lines: list[str]) -> Iterator[_Statement]:
    table: KeyPath = ()
    number = 0
    while number < len(lines):
        line = lines[number]
        header = _HEADER.match(line)
        if header is not None:
            table = _only_path(tomllib.loads(line))
            yield _Statement(number, number, table, is_header=True)
        elif line.strip() and not line.lstrip().startswith(("#", "[")):
            last, data = _whole(lines, number)
            yield _Statement(number, last, (*table, *_only_path(data)), is_header=False)
            number = last
        number += 1


def _whole(lines: list[str], first: int) -> tuple[int, dict[str, Any]]:
    """The last line of the statement that begins at `first`, and its data."""
    for last in range(first, len(lines)):
        try:
            return last, tomllib.loads("\n".join(lines[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
    raise CannotEditError(f"line {first + 1} cannot be understood")


def _only_path(data: Mapping[str, Any]) -> KeyPath:
    """Down the single keys to the value, or to the first table with more or fewer than one key."""
    path: list[str] = []
    while isinstance(data, dict) and len(data) == 1:
        key, data = next(iter(data.items()))
        path.append(key)
    return tuple(path)


def _find(lines: list[str], path: KeyPath) -> _Statement | None:
    return next((one for one in _statements(lines) if not one.is_header and one.path == path), None)


def _insert(lines: list[str], path: KeyPath, line: str) -> None:
    """Add a line at the end of its table, making the table when there is none."""
    if len(path) == 1:
        lines.insert(0, line)
        return
    end = None
    inside = False
    for one in _statements(lines):
        if one.is_header:
            inside = one.path == path[:-1]
        if inside:
            end = one.last + 1
    if end is not None:
        lines.insert(end, line)
        return
    gap = [""] if lines and lines[-1].strip() else []
    lines += [*gap, f"[{'.'.join(map(render_key, path[:-1]))}]", line]


def _comment(line: str) -> str:
    """The comment at the end of a one-line statement, with the space before it."""
    for place in (match.start() for match in re.finditer("#", line)):
        try:
            tomllib.loads(line[:place])
        except tomllib.TOMLDecodeError:
            continue
        return "  " + line[place:]
    return ""


def _checked(before: str, after: str, path: KeyPath, value: Value | None) -> str:
    """`after`, if it says exactly what `before` said but for the one value."""
    wanted = tomllib.loads(before)
    try:
        got = tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise CannotEditError(str(error)) from error
    table = wanted
    for key in path[:-1]:
        table = table.setdefault(key, {})
        if not isinstance(table, dict):
            raise CannotEditError(f"{key} is not a table")
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
    if _pruned(got) != _pruned(wanted):
        raise CannotEditError(f"{'.'.join(path)} stands in a form that cannot be changed by itself")
    return after


def _pruned(data: object) -> object:
    """Without empty tables: a header with nothing under it says nothing."""
    if not isinstance(data, dict):
        return data
    return {key: value for key, raw in data.items() if (value := _pruned(raw)) != {}}

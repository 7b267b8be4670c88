from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.drill.lines import Path, key_lines, line_of


def test_keys_tables_and_arrays_of_tables() -> None:
    text = """\
# a comment
name = "x"

[text] # [not.a.table]
summary = "one # two"
"quoted key" = 1
a.b.c = 2

[[trial]]
name = "one"
[[trial]]
name = "two"
[[trial.steps]]
role = "go"
[[trial.steps]]
role = "stop"
[trial.window]
iti_ms = 0
"""
    lines = key_lines(text)
    assert lines["name",] == 2
    assert lines["text",] == 4
    assert lines["text", "summary"] == 5
    assert lines["text", "quoted key"] == 6
    assert lines["text", "a", "b", "c"] == 7
    assert lines["trial",] == 9
    assert lines["trial", 0] == 9
    assert lines["trial", 1, "name"] == 12
    assert lines["trial", 1, "steps", 0, "role"] == 14
    assert lines["trial", 1, "steps", 1] == 15
    assert lines["trial", 1, "window", "iti_ms"] == 18


def test_inline_arrays_and_tables_over_several_lines() -> None:
    text = '''\
steps = [
  { id = "a", light = { colour = "sky" } }, # { id = "no" }
  { id = "b", text = """
]""", after = "a" },
]
places = [[0, 1],
          [2,
           3]]
'''
    lines = key_lines(text)
    assert lines["steps", 0] == 2
    assert lines["steps", 0, "light", "colour"] == 2
    assert lines["steps", 1] == 3
    assert lines["steps", 1, "id"] == 3
    assert lines["steps", 1, "after"] == 4
    assert lines["places", 0, 1] == 6
    assert lines["places", 1, 0] == 7
    assert lines["places", 1, 1] == 8


def test_strings_that_look_like_toml() -> None:
    text = '''\
a = """
b = 1
[c]
"" \\""" still
"""
d = \'\'\'
e = 2 \'\' \'\'\'
f = 'it\\'
g = "a \\" [h]"
'''
    lines = key_lines(text)
    assert lines == {("a",): 1, ("d",): 6, ("f",): 8, ("g",): 9}


def test_a_missing_key_is_found_at_what_is_around_it() -> None:
    lines = key_lines("a = 1\n[b]\nc = [{ d = 1 }]\n")
    assert line_of(lines, ("b", "c", 0, "x", "y")) == 3
    assert line_of(lines, ("b", "nothing")) == 2
    assert line_of(lines, ("nothing",)) is None
    assert line_of(lines, ()) is None


KEYS = st.sampled_from(["a", "b", "c", '"d e"', "f-g"])
SCALARS = st.sampled_from(
    ["1", "true", '"x"', '"# no"', "'[x]'", "1.5", '"""\nm\n= 1\n"""', "2026-01-01", '"\\""', "'''\n]\n'''"]
)


def values(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return SCALARS
    inner = values(depth - 1)
    gap = st.sampled_from(["", " ", "\n", " # note ]}\n"])
    array = st.builds(
        lambda items, space: "[" + "".join(f"{space}{item}{space}," for item in items) + "]",
        st.lists(inner, max_size=3),
        gap,
    )
    table = st.builds(
        lambda items: "{ " + ", ".join(f"{key} = {value}" for key, value in items.items()) + " }",
        st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    )
    return st.one_of(SCALARS, array, table)


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts = []
    for header in draw(st.lists(st.sampled_from(["", "[t]", "[u.v]", "[[w]]", "[[w.x]]"]), max_size=5)):
        pairs = draw(st.dictionaries(KEYS, values(2), max_size=3))
        parts.append("\n".join([header, *(f"{key} = {value}" for key, value in pairs.items())]))
    return "\n".join(parts) + "\n"


def paths(data: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from paths(value, (*path, index))


@settings(deadline=None)
@given(documents())
def test_every_key_of_any_document_has_a_line_that_holds_it(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    found = set(paths(data))
    assert set(lines) == found
    rows = text.split("\n")
    for path, number in lines.items():
        key = path[-1]
        if isinstance(key, str):
            assert key in rows[number - 1]


@pytest.mark.parametrize("text", ["", "\n\n", "# only words"])
def test_nothing_has_no_lines(text: str) -> None:
    assert key_lines(text) == {}

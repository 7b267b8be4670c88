from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

import orjson
import pytest

from journals import header_of, played, simple_plan
from reactdrill.engine.events import CueShown, DeviceLost, Event, Start, Tick
from reactdrill.results.header import RunHeader, software_versions, utc_text
from reactdrill.results.lines import _TYPES, decode_line, encode_line, trial_lines
from reactdrill.results.typed_json import LineError


def test_a_line_begins_with_its_type_and_keeps_the_order_of_the_fields() -> None:
    line = encode_line(DeviceLost(5, "pad", ("left", "right")))
    assert line == b'{"type":"device_lost","at_ns":5,"device":"pad","targets":["left","right"]}\n'


def test_every_event_has_a_line() -> None:
    assert set(get_args(Event)) <= set(_TYPES.values())
    assert encode_line(Tick(3)) == b'{"type":"tick","at_ns":3}\n'


def test_every_item_comes_back_as_it_was() -> None:
    journal, _ = played(simple_plan())
    assert [encode_line(decode_line(line)) for line in journal.lines] == journal.lines


def test_equal_items_give_equal_bytes_whatever_the_order_of_their_keys() -> None:
    record = played(simple_plan(1))[1].records[0]
    one = replace(record, parameters={"a": 1, "b": 2}, variables=MappingProxyType({"y": 1, "x": 2}))
    other = replace(record, parameters={"b": 2, "a": 1}, variables={"x": 2, "y": 1})
    assert encode_line(one) == encode_line(other)


def test_lines_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests/support'); from journals import played, simple_plan; "
        "print(hashlib.sha256(played(simple_plan())[0].data).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_a_seed_of_any_size_comes_back_exactly() -> None:
    seed = 2**127 + 1
    header = header_of(simple_plan(seed=seed, generator={"entropy": seed}))
    again = decode_line(encode_line(header))
    assert isinstance(again, RunHeader)
    assert again == header


def test_text_that_is_no_unicode_does_not_stop_a_run() -> None:
    line = encode_line(DeviceLost(1, "pad \udce9", ()))
    again = decode_line(line)
    assert isinstance(again, DeviceLost)
    assert again.device == "pad ?"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"", "not a line of JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"at_ns":1}', "no line of a journal has the type None"),
        (b'{"type":"dance","at_ns":1}', "no line of a journal has the type 'dance'"),
        (b'{"type":["start"],"at_ns":1}', "has the type"),
        (b'{"type":"start"}', "at_ns missing"),
        (b'{"type":"start","at_ns":1.5}', "at_ns: 1.5 is not a whole number"),
        (b'{"type":"start","at_ns":true}', "at_ns: True is not a whole number"),
        (b'{"type":"start","at_ns":99999999999999999999}', "at_ns: 1e+20 is not a whole number"),
        (b'{"type":"start","at_ns":1,"x":2}', "unknown x: written by another version"),
        (b'{"type":"device_lost","at_ns":1,"device":"pad","targets":[1]}', "targets: 1 is not text"),
    ],
)
def test_what_is_no_line_says_why(line: bytes, problem: str) -> None:
    with pytest.raises(LineError) as caught:
        decode_line(line)
    assert problem in str(caught.value)


def test_a_value_deep_in_a_record_is_checked_and_named() -> None:
    data = orjson.loads(encode_line(played(simple_plan(1))[1].records[0]))
    data["responses"][0]["at_ns"] = "soon"
    with pytest.raises(LineError, match="responses: at_ns: 'soon' is not a whole number"):
        decode_line(orjson.dumps(data))
    data["responses"] = []
    data["outcome"] = "won"
    with pytest.raises(LineError, match="outcome: 'won' is none of aborted, commission"):
        decode_line(orjson.dumps(data))


def test_a_plan_that_is_none_is_no_header() -> None:
    data = orjson.loads(encode_line(header_of(simple_plan())))
    del data["plan"]["lanes"][0]["sets"]
    with pytest.raises(LineError, match="plan: not a plan of this format"):
        decode_line(orjson.dumps(data))


def test_only_trials_and_strays_are_results() -> None:
    journal, player = played(simple_plan(2))
    assert trial_lines(journal.lines) == tuple(map(encode_line, player.records))


def test_versions_are_known_without_loading_anything() -> None:
    versions = software_versions()
    assert set(versions) == {"reactdrill", "python", "pygame", "sdl", "numpy", "platform"}
    assert versions["reactdrill"]
    assert versions["python"] == sys.version.split()[0]


def test_times_of_day_are_written_in_utc() -> None:
    from datetime import datetime

    assert utc_text(datetime.fromisoformat("2026-03-01T10:30:00.1239+01:00")) == "2026-03-01T09:30:00.123Z"


def test_small_events_have_no_extra_keys() -> None:
    assert orjson.loads(encode_line(Start(7))) == {"type": "start", "at_ns": 7}
    cue = CueShown(5, "main", 0, 1, "cue", "flip", 1, 5)
    assert list(orjson.loads(encode_line(cue)))[:2] == ["type", "at_ns"]

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from journals import STARTED, Player, header_of, played, quick, response, simple_plan, write_run
from reactdrill.engine.commands import Finish
from reactdrill.engine.events import CueShown, Start
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import JournalError
from reactdrill.results import syncer
from reactdrill.results.disk import JournalFile
from reactdrill.results.journal import JournalWriter, MemoryJournal, file_name
from reactdrill.results.locks import in_progress, lock_path
from reactdrill.results.reader import read_journal


class FakeFile:
    """A disk with room for so many bytes."""

    def __init__(self, room: int | None = None) -> None:
        self.data = bytearray()
        self.room = room
        self.writes = 0
        self.synced = threading.Event()
        self.sync_error: OSError | None = None
        self.closed = False

    def write(self, data: bytes) -> int:
        self.writes += 1
        taken = len(data) if self.room is None else min(self.room, len(data))
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.room is not None:
            self.room -= taken
        self.data += data[:taken]
        return taken

    def sync(self) -> None:
        self.synced.set()
        if self.sync_error is not None:
            raise self.sync_error

    def close(self) -> None:
        self.closed = True


def writer_on(file: JournalFile) -> JournalWriter:
    return JournalWriter(Path("run.jsonl"), file)


def records_of(count: int) -> list[TrialRecord]:
    return played(simple_plan(count))[1].records


def _soon(holds: Callable[[], bool]) -> bool:
    """Give other threads the processor until something holds, at most some seconds."""
    waiting = threading.Event()
    return any(holds() or waiting.wait(0.01) for _ in range(1000)) and holds()


FINISH = Finish(9, "main", "complete", "", 4, 0)


def test_a_run_in_a_file_has_the_bytes_of_a_run_in_memory(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    assert path.read_bytes() == played(simple_plan())[0].data


def test_the_file_is_named_by_time_drill_and_run(tmp_path: Path) -> None:
    path = write_run(tmp_path, simple_plan(drill="Side Call: left/right"), run="12345678" * 4)
    assert path == tmp_path / "2026" / "2026-03-01T093000Z-side-call-left-right-12345678.jsonl"


def test_a_drill_without_a_usable_name_still_gets_a_file() -> None:
    assert file_name(header_of(simple_plan(drill="../…"))) == f"2026-03-01T093000Z-drill-{'a' * 8}.jsonl"
    assert len(file_name(header_of(simple_plan(drill="x" * 500)))) < 110


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_and_folders_are_private(tmp_path: Path) -> None:
    path = write_run(tmp_path / "runs")
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_events_wait_for_the_record_and_a_record_is_one_write() -> None:
    file = FakeFile()
    writer = writer_on(file)
    (record,) = records_of(1)
    writer.append(Start(0))
    writer.append(CueShown(5, "main", 0, 1, "cue", "flip", 1, 5))
    writer.append(response(7, "left"))
    writer.append(StrayRecord("main", 8, "left", "press", "keyboard", "key:left", "x11", 1, "late", 0))
    assert file.writes == 0
    writer.append(record)
    assert file.writes == 1
    assert file.data.count(b"\n") == 5
    writer.close()


def test_the_end_takes_along_what_waits() -> None:
    file = FakeFile()
    writer = writer_on(file)
    writer.append(Start(0))
    writer.end(9, [FINISH])
    assert file.data.splitlines()[0] == b'{"type":"start","at_ns":0}'
    assert b'"type":"end","at_ns":9,"lanes":[{"lane":"main","reason":"complete"' in file.data
    writer.close()


def test_the_thread_syncs_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncer, "SYNC_EVERY_S", 0.001)
    file = FakeFile()
    writer = writer_on(file)
    assert not file.synced.wait(0.05)
    one, two = records_of(2)
    for record in (one, two):
        writer.append(record)
        assert file.synced.wait(10)
        file.synced.clear()
    writer.close()
    assert file.closed
    assert not writer._syncer.runs


def test_nothing_is_synced_between_a_cue_and_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncer, "SYNC_EVERY_S", 0.001)
    monkeypatch.setattr(syncer, "HELD_BACK_S", 1000)
    file = FakeFile()
    writer = writer_on(file)
    one, two, three = records_of(3)
    writer.append(CueShown(5, "main", 0, 1, "cue", "flip", 1, 5))
    writer.append(CueShown(6, "other", 0, 1, "cue", "flip", 1, 6))
    writer.append(one)  # of the lane `main`
    assert file.data
    assert not file.synced.wait(0.05)
    writer.append(replace(two, lane="other"))
    assert file.synced.wait(10)
    file.synced.clear()
    writer.append(CueShown(7, "main", 1, 1, "cue", "flip", 1, 7))
    writer.append(three)
    assert file.synced.wait(10)
    writer.close()


def test_an_answer_that_does_not_come_keeps_nothing_from_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncer, "SYNC_EVERY_S", 0.001)
    monkeypatch.setattr(syncer, "HELD_BACK_S", 0.001)
    file = FakeFile()
    writer = writer_on(file)
    one, *_ = records_of(1)
    writer.append(CueShown(5, "other", 0, 1, "cue", "flip", 1, 5))
    writer.append(one)
    assert file.synced.wait(10)
    writer.close()


def test_a_full_disk_is_said_once_and_loses_nothing() -> None:
    whole = FakeFile()
    expected = Player(simple_plan(), writer_on(whole)).play().finish()
    file = FakeFile(room=1500)  # full in the middle of a line
    writer = writer_on(file)
    one, two, three, four = expected.records
    writer.append(one)
    with pytest.raises(JournalError, match=r"No space left on device.*make some space") as caught:
        writer.append(two)
    assert "run.jsonl" in str(caught.value)
    writer.append(three)
    assert writer.unsaved_lines == 2
    file.room = None
    writer.append(four)
    assert writer.unsaved_lines == 0
    writer.close()
    assert bytes(file.data).count(b'"type":"trial"') == 4
    assert [line for line in bytes(file.data).splitlines() if b'"trial":1,' in line] != []


def test_after_room_was_made_the_next_full_disk_is_said_again() -> None:
    file = FakeFile(room=0)
    writer = writer_on(file)
    one, two, three = records_of(3)
    with pytest.raises(JournalError):
        writer.append(one)
    file.room = None
    writer.append(two)
    file.room = 0
    with pytest.raises(JournalError):
        writer.append(three)
    file.room = None
    writer.close()


def test_closing_fails_until_there_is_room_and_then_everything_is_there() -> None:
    file = FakeFile(room=0)
    writer = writer_on(file)
    (record,) = records_of(1)
    with pytest.raises(JournalError):
        writer.append(record)
    for _ in range(2):
        with pytest.raises(JournalError, match="1 lines wait in memory"):
            writer.close()
    file.room = None
    writer.close()
    writer.close()
    assert file.data.count(b"\n") == 1
    assert file.closed


def test_a_closed_journal_takes_nothing_more() -> None:
    file = FakeFile()
    writer = writer_on(file)
    writer.close()
    with pytest.raises(JournalError, match="closed"):
        writer.append(Start(0))
    with pytest.raises(JournalError, match="closed"):
        writer.end(0, [])
    assert file.writes == 0


def test_a_sync_that_fails_is_told_with_the_next_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncer, "SYNC_EVERY_S", 0.001)
    file = FakeFile()
    file.sync_error = OSError(errno.EIO, "Input/output error")
    writer = writer_on(file)
    one, two, three = records_of(3)
    writer.append(one)
    assert file.synced.wait(10)
    assert _soon(lambda: writer._syncer.error is not None)
    with pytest.raises(JournalError, match=r"Input/output error.*copy your data"):
        writer.append(two)
    writer.append(three)
    file.sync_error = None
    writer.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_real_file_goes_on_where_the_disk_stopped(tmp_path: Path) -> None:
    code = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parents[1] / "support")!r})
from pathlib import Path
from journals import Player, header_of, played, simple_plan
from reactdrill.errors import JournalError
from reactdrill.results.journal import JournalWriter
records = played(simple_plan(6))[1].records
writer = JournalWriter.create(header_of(simple_plan(6)), Path({str(tmp_path)!r}))
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (writer.path.stat().st_size + 1500, hard))
told = 0
for record in records[:4]:
    try:
        writer.append(record)
    except JournalError:
        told += 1
assert told == 1 and writer.unsaved_lines == 3, (told, writer.unsaved_lines)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
for record in records[4:]:
    writer.append(record)
writer.close()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    (path,) = tmp_path.rglob("*.jsonl")
    log = read_journal(path)
    assert [trial.trial for trial in log.trials] == list(range(6))
    assert not log.torn


def test_a_journal_that_cannot_begin_says_why(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("in the way")
    with pytest.raises(JournalError, match=r"2026.*cannot make this folder"):
        JournalWriter.create(header_of(simple_plan()), tmp_path)


def test_a_journal_never_overwrites_another(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"cannot begin the journal.*exists"):
        JournalWriter.create(header_of(simple_plan()), tmp_path)
    assert path.read_bytes() == before
    assert not lock_path(path).exists()


def test_a_full_disk_at_the_beginning_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalError, match=r"cannot begin the journal.*make some space"):
        JournalWriter.create(header_of(simple_plan()), tmp_path)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_run_holds_its_lock_until_it_is_closed(tmp_path: Path) -> None:
    writer = JournalWriter.create(header_of(simple_plan()), tmp_path)
    assert in_progress(writer.path)
    writer.close()
    assert not in_progress(writer.path)
    assert not lock_path(writer.path).exists()


CHILD = """
import os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from journals import Player, header_of, simple_plan
from reactdrill.results.journal import JournalWriter

class Telling(Player):
    def _obey(self, commands):
        super()._obey(commands)
        told = len(self.records)
        if told > self.told:
            self.told = told
            os.write(1, b"%d\\n" % told)

plan = simple_plan(3000)
player = Telling(plan, JournalWriter.create(header_of(plan, run=sys.argv[3] * 8), Path(sys.argv[1])))
player.told = 0
player.play()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("moment", [1, 3, 17, 60, 211, 402])
def test_a_killed_process_loses_no_finished_trial(tmp_path: Path, moment: int) -> None:
    arguments = [str(tmp_path), str(Path(__file__).parents[1] / "support"), f"{moment:04x}"]
    with subprocess.Popen([sys.executable, "-c", CHILD, *arguments], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(moment):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().splitlines()
    finished = int(rest[-1]) if rest else moment
    (path,) = tmp_path.rglob("*.jsonl")
    assert not in_progress(path)
    assert not lock_path(path).exists()
    log = read_journal(path)
    assert log.end is None
    assert len(log.trials) in (finished, finished + 1)
    assert [trial.trial for trial in log.trials] == list(range(len(log.trials)))


def test_memory_journal_keeps_the_header_first() -> None:
    journal = MemoryJournal(header_of(simple_plan()))
    Player(simple_plan(), journal, quick).play().finish()
    assert journal.lines[0].startswith(b'{"type":"header","format":1,"run":"aaaa')
    assert STARTED.encode() in journal.lines[0]
    assert journal.lines[-1].startswith(b'{"type":"end"')


def test_journaling_loads_nothing_heavy() -> None:
    code = (
        "import sys; import reactdrill.results.journal, reactdrill.results.reader; "
        "print(sorted({'sqlalchemy', 'alembic', 'numpy', 'pygame', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

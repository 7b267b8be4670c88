"""`reactdrill calibrate` from the command line, without a window."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from command import Command
from loudspeaker import Loudspeaker
from reactdrill.devices.loopback import click_samples
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.station.calibration.clicks import RATE_HZ, Piece, Recording
from reactdrill.station.calibration.entry import Entry
from reactdrill.station.calibration.file import calibration_path, load_entries

ENTER = ("--ms", "12.3", "--sd", "0.8", "--n", "50", "--source", "a page, table 3")


def only_entry() -> Entry:
    (entry,) = load_entries().written
    return entry


# ---- show, enter, forget


def test_a_station_that_was_never_measured_says_so(command: Command) -> None:
    said = command("calibrate", "show")
    assert said.code == 0
    assert "nothing is calibrated" in said.out
    assert not calibration_path().exists()


def test_without_a_command_it_says_what_is_known_and_how_to_measure(command: Command) -> None:
    said = command("calibrate")
    assert (said.code, said.err) == (0, "")
    assert "nothing is calibrated" in said.out
    assert "reactdrill calibrate loopback" in said.out
    calibration_path().parent.mkdir(parents=True)
    calibration_path().write_text("[[entry]\n", "utf-8")
    assert command("calibrate").code == 2


def test_a_published_value_is_taken_in_shown_and_forgotten(command: Command) -> None:
    said = command("calibrate", "enter", "display", *ENTER)
    assert (said.code, said.err) == (0, "")
    assert "display: 12.3 ms ±1.6 (entered " in said.out
    entry = only_entry()
    assert (entry.part, entry.mean_ms, entry.sd_ms, entry.n) == ("display", 12.3, 0.8, 50)
    assert entry.setup["driver"] == "dummy"
    assert "- in use" in command("calibrate", "show").out
    said = command("calibrate", "forget", "display-1", "--why", "wrong screen")
    assert said.out.endswith("- not used any more\n")
    assert command("calibrate", "show").out == ""
    assert "- forgotten" in command("calibrate", "show", "--all").out


def test_an_older_entry_is_shown_with_all_only(command: Command) -> None:
    for _ in range(2):
        command("calibrate", "enter", "input", *ENTER)
    assert command("calibrate", "show").out.count("\n") == 1
    listed = command("calibrate", "show", "--all").out.splitlines()
    assert [line.split()[0] for line in listed] == ["input-2", "input-1"]
    assert listed[1].endswith("- older")


def test_what_does_not_fit_any_more_says_why(command: Command) -> None:
    command("calibrate", "enter", "display", *ENTER)
    path = calibration_path()
    path.write_text(path.read_text("utf-8").replace('driver = "dummy"', 'driver = "cocoa"'), "utf-8")
    said = command("calibrate", "show")
    assert "not used: display driver was cocoa, is dummy" in said.out


def test_a_damaged_file_is_told_and_left_alone(command: Command) -> None:
    path = calibration_path()
    path.parent.mkdir(parents=True)
    path.write_text("[[entry]\n", "utf-8")
    said = command("calibrate", "show")
    assert (said.code, said.out) == (2, "")
    assert "this is not TOML" in said.err
    said = command("calibrate", "enter", "display", *ENTER)
    assert said.code == 2
    assert "nothing was written" in said.err
    assert path.read_text("utf-8") == "[[entry]\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("enter", "display", "--ms", "twelve"), "-50 to 2000 milliseconds are wanted, not 'twelve'"),
        (("enter", "display", "--ms", "nan"), "milliseconds are wanted, not 'nan'"),
        (("enter", "display", "--ms", "99999"), "-50 to 2000 milliseconds"),
        (("enter", "display", *ENTER, "--ms", "-3"), "only sound can be earlier"),
        (("enter", "display", *ENTER, "--sd", "-1"), "0 to 500 milliseconds"),
        (("enter", "display", *ENTER, "--n", "1"), "a whole number from 2 to 1000000"),
        (("enter", "display", *ENTER, "--source", "  "), "--source is empty"),
        (("enter", "display", *ENTER, "--source", "x" * 401), "401 characters long: 400 at most"),
        (("enter", "display", *ENTER, "--input", "pad"), "--input belongs to `enter input`"),
        (
            ("enter", "input", *ENTER, "--input", "Nintendo"),
            "no input here is called 'Nintendo'; there is 'keyboard'",
        ),
        (("enter", "screen", *ENTER), "'screen' is not one of"),
        (("enter", "display"), "missing option"),
        (("forget", "display-7"), "no calibration is called 'display-7'; there is none"),
        (("film", "--frames", "5,5,5,5,5"), "--frames needs --fps"),
        (("film", "--frames", "5,5", "--fps", "240"), "2 counts were given"),
        (("film", "--frames", "5,5,five,5,5", "--fps", "240"), "'five' is not a number of pictures"),
        (("film", "--frames", "5,5,-5,5,5", "--fps", "240"), "the light does not come before the finger"),
        (("film", "--frames", "5,5,500,5,5", "--fps", "240"), "no screen is so late"),
        (("film", "--frames", "5,5,5,5,5", "--fps", "25"), "240 is what most phones call slow motion"),
        (("film", "--frames", "5,5,5,5,5", "--fps", "240", "--program-ms", "500"), "0 to 100 milliseconds"),
        (("loopback", "--clicks", "3"), "a whole number from 10 to 500"),
        (("loopback", "--microphone-ms", "-1"), "0 to 500 milliseconds"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_kept(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    assert said in command("calibrate", *arguments).refusal()
    assert not calibration_path().exists()


def test_without_a_display_none_can_be_calibrated(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.devices.setup.display_told", lambda _: None)
    assert "display: there is none here" in command("calibrate", "enter", "display", *ENTER).refusal(3)
    film = ("calibrate", "film", "--frames", "5,5,5", "--fps", "240")
    assert "display: there is none here" in command(*film).refusal(3)
    assert not calibration_path().exists()


def test_sdl_falling_back_to_drawing_unseen_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    from reactdrill.devices.setup import display_now

    assert display_now(0, fullscreen=False) is not None
    monkeypatch.delenv("SDL_VIDEODRIVER")
    assert display_now(0, fullscreen=False) is None


# ---- film


def test_counts_of_a_film_are_kept_with_input_and_display(command: Command) -> None:
    said = command(
        "calibrate",
        "film",
        "--frames",
        "4,5,-,6,5,5",
        "--fps",
        "250",
        "--program-ms",
        "1",
        "--source",
        "Phone X",
    )
    assert (said.code, said.err) == (0, "")
    assert "it holds the display's latency as well" in said.out
    entry = only_entry()
    assert (entry.part, entry.device, entry.method, entry.includes) == (
        "input",
        "keyboard",
        "film",
        "display",
    )
    assert entry.mean_ms == pytest.approx(19.0)
    assert entry.n == 5
    assert entry.samples_ms == [15, 19, 23, 19, 19]
    assert entry.source == "Phone X; 250 pictures a second"
    assert {"driver", "keyboards"} <= entry.setup.keys()


# ---- loopback


class FakeSound(Loudspeaker):
    """Tells each click at its time; what was played is known to the recorder."""

    name = "fake-stream"

    def __init__(self, clock: VirtualClock) -> None:
        from reactdrill.devices.sound.output import OutputFacts

        super().__init__(clock)
        self.facts = OutputFacts("box", 0)
        self.closed = False

    def close(self) -> None:
        self.closed = True


class FakeMicrophone:
    """Hears each click `late_ms` after it was told."""

    def __init__(
        self, sound: FakeSound, clock: VirtualClock, late_ms: float, source: str, *, deaf: bool
    ) -> None:
        self.begun = True
        self.stopped = False
        self._sound, self._clock, self._late_ms = sound, clock, late_ms
        self._source, self._deaf = source, deaf

    def stop(self) -> Recording:
        self.stopped = True
        count = self._clock.now_ns() * RATE_HZ // 1_000_000_000
        samples = np.zeros(count, np.int16)
        click = click_samples()
        for due_ns in [] if self._deaf else self._sound.due:
            place = round((due_ns / 1e9 + self._late_ms / 1e3) * RATE_HZ)
            samples[place : place + len(click)] = (click * 0.5).astype(np.int16)
        pieces = tuple(
            Piece(first, 480, (first + 480) * 1_000_000_000 // RATE_HZ)
            for first in range(0, count - 480, 480)
        )
        return Recording(samples, pieces, self._source)


class Room:
    """A sound and a microphone of the test's."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.sound = FakeSound(self.clock)
        self.late_ms, self.source, self.deaf = 20.0, "built-in", False
        self.microphones: list[FakeMicrophone] = []

    def listen(self, _clock: object) -> FakeMicrophone:
        microphone = FakeMicrophone(self.sound, self.clock, self.late_ms, self.source, deaf=self.deaf)
        self.microphones.append(microphone)
        return microphone


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    room = Room()
    monkeypatch.setattr("reactdrill.live.clock.SystemClock", lambda: room.clock)
    monkeypatch.setattr("reactdrill.devices.loopback.open_sound", lambda *_args, **_more: room.sound)
    monkeypatch.setattr("reactdrill.devices.loopback.open_recorder", room.listen)
    yield room
    assert room.sound.closed
    assert all(each.stopped for each in room.microphones)


def test_a_loop_back_holds_the_microphone_unless_it_is_known(command: Command, room: Room) -> None:
    said = command("calibrate", "loopback", "--clicks", "12", "--source", "at the left box")
    assert said.code == 0, said
    assert "playing 12 clicks" in said.err
    assert "runs use half of the value" in said.out
    entry = only_entry()
    assert (entry.part, entry.method, entry.includes, entry.n) == ("sound", "loopback", "microphone", 12)
    assert entry.mean_ms == pytest.approx(20.0, abs=0.05)
    assert entry.source == "at the left box; built-in"
    assert entry.setup == {"path": "fake-stream", "output": "speakers", "device": "box"}


def test_a_known_microphone_is_taken_out(command: Command, room: Room) -> None:
    assert command("calibrate", "loopback", "--clicks", "12", "--microphone-ms", "8").code == 0
    entry = only_entry()
    assert entry.includes == ""
    assert entry.mean_ms == pytest.approx(12.0, abs=0.05)


def test_a_monitor_tells_nothing_of_loudspeakers_and_is_not_kept(command: Command, room: Room) -> None:
    room.source = "box.monitor"
    said = command("calibrate", "loopback", "--clicks", "12")
    assert said.code == 0
    assert "n 12 of 12" in said.out
    assert "Nothing was kept" in said.out
    assert not calibration_path().exists()


def test_a_microphone_that_hears_nothing_is_told_what_to_do(command: Command, room: Room) -> None:
    room.deaf = True
    said = command("calibrate", "loopback", "--clicks", "12")
    assert said.code == 4
    assert "0 of 12 clicks were heard: hold the microphone to the loudspeaker" in said.err


def test_a_sound_that_fails_ends_it(command: Command, room: Room) -> None:
    room.sound.fails = True
    said = command("calibrate", "loopback", "--clicks", "12")
    assert said.code == 3
    assert "sound: unplugged" in said.err


def test_a_microphone_that_tells_nothing_is_given_up(command: Command, room: Room) -> None:
    def silent(clock: object) -> FakeMicrophone:
        microphone = room.listen(clock)
        microphone.begun = False
        return microphone

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reactdrill.devices.loopback.open_recorder", silent)
        said = command("calibrate", "loopback", "--clicks", "12")
    assert said.code == 3
    assert "microphone: it tells nothing" in said.err


def test_no_microphone_is_told(command: Command, room: Room) -> None:
    def none(_clock: object) -> FakeMicrophone:
        raise DeviceUnavailableError("microphone", "the sound server knows of none", "plug one in")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reactdrill.devices.loopback.open_recorder", none)
        said = command("calibrate", "loopback")
    assert said.code == 3
    assert "plug one in" in said.err

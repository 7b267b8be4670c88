"""`reactdrill calibrate loopback`: clicks are played and recorded."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reactdrill.cli.calibrate.station import checked_source, say_kept, settings_now
from reactdrill.cli.options import Milliseconds, WholeNumber
from reactdrill.cli.patience import patience

if TYPE_CHECKING:
    from reactdrill.station.calibration.clicks import Recording
    from reactdrill.station.calibration.entry import Includes
    from reactdrill.station.calibration.setup import Facts

COUNT = 30


@click.command(short_help="The sound, with a microphone at the loudspeaker.")
@click.option(
    "--clicks",
    "count",
    type=WholeNumber(10, 500),
    metavar="NUMBER",
    default=COUNT,
    show_default=True,
    help="How many clicks.",
)
@click.option(
    "--microphone-ms",
    type=Milliseconds(0, 500),
    metavar="MS",
    help="The microphone's own latency, where it is known: it is taken out.",
)
@click.option("--source", metavar="TEXT", default="", help="Which microphone, where it stood.")
def loopback(count: int, microphone_ms: float | None, source: str) -> int:
    """Measure the sound with a microphone at the loudspeaker: clicks are played the way drills play them.

    What is found is the way out and back in; the microphone's part is in it unless --microphone-ms tells it.
    """
    from reactdrill.station.calibration.clicks import checked_latencies
    from reactdrill.station.calibration.entry import measured
    from reactdrill.station.calibration.file import add_entry

    told = checked_source(source)
    facts, recording, found = _recorded(count)
    latencies = checked_latencies(found, count)
    result = measured(tuple(each - (microphone_ms or 0.0) for each in latencies))
    if recording.is_monitor:
        click.echo(
            f"{recording.source}: {result.mean_ms:.2f} ms, SD {result.sd_ms:.2f}, n {result.n} of {count}\n"
            "that is the sound server's own copy: no loudspeaker and no microphone is in it, and it is dated to a "
            "piece of some ms only. Nothing was kept; choose a microphone in the system's sound settings"
        )
        return 0
    includes: Includes = "microphone" if microphone_ms is None else ""
    entry = add_entry(
        "sound",
        result,
        method="loopback",
        includes=includes,
        source=f"{told}{'; ' if told else ''}{recording.source}"[:400],
        samples_ms=tuple(each - (microphone_ms or 0.0) for each in latencies),
        setup=facts,
    )
    say_kept(entry)
    if includes:
        click.echo(
            "the microphone's own latency is in it and not known: runs use half of the value, and take the other "
            "half as its uncertainty"
        )
    return 0


def _recorded(count: int) -> tuple[Facts, Recording, list[float]]:
    from reactdrill.devices.loopback import click_samples, record_clicks
    from reactdrill.devices.recorder import open_recorder
    from reactdrill.devices.setup import sound_now
    from reactdrill.devices.sound import open_sound
    from reactdrill.live.clock import SystemClock
    from reactdrill.station.calibration.clicks import click_latencies

    clock = SystemClock()
    told = settings_now().sound
    with patience("opening the sound and the microphone"):
        sound = open_sound(clock, path=told.path, buffer=told.buffer, volume=told.volume)
    try:
        with patience("opening the microphone"):
            recorder = open_recorder(clock)
        with click.progressbar(
            length=count, label=f"playing {count} clicks, {count} s", file=sys.stderr
        ) as bar:
            recording, onsets = record_clicks(sound, recorder, clock, count, lambda _: bar.update(1))
        facts = sound_now(told, sound)
    finally:
        sound.close()
    return facts, recording, click_latencies(recording, click_samples(), onsets)

"""`reactdrill calibrate loopback`: clicks are played and recorded."""

from __future__ import annotations

import sys

import click

from reactdrill.cli.calibrate.station import checked_source, say_kept, settings_now
from reactdrill.cli.options import Milliseconds, WholeNumber

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
    from reactdrill.devices.loopback import hear_clicks, keep_heard
    from reactdrill.live.clock import SystemClock

    told = checked_source(source)
    with click.progressbar(length=count, label=f"playing {count} clicks, {count} s", file=sys.stderr) as bar:
        heard = hear_clicks(settings_now().sound, SystemClock(), count, lambda _: bar.update(1))
    if heard.is_monitor:
        result = heard.result(microphone_ms or 0.0)
        click.echo(
            f"{heard.source}: {result.mean_ms:.2f} ms, SD {result.sd_ms:.2f}, n {result.n} of {count}\n"
            "that is the sound server's own copy: no loudspeaker and no microphone is in it, and it is dated to a "
            "piece of some ms only. Nothing was kept; choose a microphone in the system's sound settings"
        )
        return 0
    say_kept(keep_heard(heard, microphone_ms=microphone_ms, source=told))
    if microphone_ms is None:
        click.echo(
            "the microphone's own latency is in it and not known: runs use half of the value, and take the other "
            "half as its uncertainty"
        )
    return 0

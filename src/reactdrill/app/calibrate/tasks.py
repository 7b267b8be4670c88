"""The sound measured in the background: by a microphone at the loudspeaker, or by a pod controller's sound sensor."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.background import Checkpoint
from reactdrill.app.podtasks import PodTask
from reactdrill.app.tasks import Said, Task, Watchful
from reactdrill.devices.loopback import hear_clicks, keep_heard
from reactdrill.devices.sensed import keep_sensed, sense_sound
from reactdrill.i18n import number, tr
from reactdrill.live.ports import Clock
from reactdrill.pods.desk import PodDesk
from reactdrill.station.calibration.entry import Entry, Measured
from reactdrill.station.settings import SoundSettings

COUNT = 30


def measured_words(result: Measured | Entry) -> str:
    """Mean, spread and number, for people."""
    mean, sd = number(result.mean_ms, 1), number(result.sd_ms, 1)
    return tr("Mean {mean} ms, SD {sd} ms, n {n}", mean=mean, sd=sd, n=result.n)


class LoopbackTask(Task):
    """Plays clicks, and listens to them with the system's microphone."""

    def __init__(self, sound: SoundSettings, clock: Clock) -> None:
        """`clock`: of its own, because another thread waits by it."""
        super().__init__()
        self._sound, self._clock = sound, clock

    def run(self, checkpoint: Checkpoint) -> None:
        """As `Task`. Raises what `hear_clicks` and `keep_heard` raise."""
        waits = Watchful(self._clock, checkpoint)
        heard = hear_clicks(self._sound, self._clock, COUNT, self._played, waits=waits)
        if heard.is_monitor:
            words = tr(
                "Only the computer's own copy was heard: choose a microphone in the system's settings."
            )
            self.say(Said(measured_words(heard.result()), heard.source, good=False))
            self.ask(words)
            return
        entry = keep_heard(heard)
        half = tr("The microphone's own latency is in it: runs use half, and doubt the other half.")
        self.say(Said(measured_words(entry), entry.source), Said(half, good=False))
        self.ask(tr("Measured and kept"))

    def _played(self, count: int) -> None:
        self.say_now(tr("Click {count} of {total}", count=count, total=COUNT))


class SoundSensorTask(PodTask):
    """Plays tones, and lets a pod controller say when they were heard."""

    def __init__(self, ports: Sequence[str], clock: Clock, sound: SoundSettings) -> None:
        """As `PodTask`, with what is played how."""
        super().__init__(ports, clock)
        self._sound = sound

    def work(self, desk: PodDesk) -> None:
        """As `PodTask`. Raises what `sense_sound` and `keep_sensed` raise."""
        latencies_ns, facts = sense_sound(self._sound, desk, self._clock, COUNT, self._begins)
        entry = keep_sensed("sound", latencies_ns, facts)
        self.say(Said(measured_words(entry), tr("{n} of {total} were heard", n=entry.n, total=COUNT)))
        self.ask(tr("Measured and kept"))

    def _begins(self, count: int) -> None:
        self.say_now(tr("Sound {count} of {total}", count=count, total=COUNT))

"""A private PulseAudio with one null sink: sound goes nowhere, by the system's clock, and can be recorded.

Without `norewinds` its monitor holds back what may still be replaced, 0 to 10 ms depending on how the pieces that are
played lie to those that are written, and no recording could be dated.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SINK = "benchmark"
MONITOR = f"{SINK}.monitor"


def missing() -> str | None:
    """Why it cannot be started; None when it can."""
    return None if shutil.which("pulseaudio") else "pulseaudio is not installed"


def version() -> str:
    """Such as `pulseaudio 16.1`."""
    asked = subprocess.run(["pulseaudio", "--version"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "pulseaudio"


@contextlib.contextmanager
def null_sink() -> Iterator[dict[str, str]]:
    """Run the server for as long as the block lasts; the environment with which programs find it."""
    with tempfile.TemporaryDirectory(prefix="reactdrill-sound-") as name:
        folder = Path(name)
        socket = folder / "native"
        private = {"HOME": name, "XDG_RUNTIME_DIR": name, "XDG_CONFIG_HOME": name, "PULSE_RUNTIME_PATH": name}
        command = [
            *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
            f"--log-target=file:{folder / 'log'}",
            f"--load=module-null-sink sink_name={SINK} rate=48000 norewinds=1",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
        ]
        server = subprocess.Popen(command, env={**os.environ, **private}, stderr=subprocess.DEVNULL)
        try:
            _wait_for(socket, server)
            yield {"PULSE_SERVER": f"unix:{socket}", "PULSE_SINK": SINK, "PULSE_SOURCE": MONITOR}
        finally:
            server.terminate()
            server.wait()


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if socket.exists():
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit("pulseaudio did not start")

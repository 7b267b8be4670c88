"""jsPsych in Chromium: with_jspsych.py COUNT SEED NODE_MODULES CHROMIUM. Serves the page on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from told import SIZE, WINDOW_MS, colour_number, foreperiods_ms, given, tell_probe, tell_trial

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--force-color-profile=srgb",
    "--password-store=basic",
    "--kiosk",
    "--window-position=0,0",
    f"--window-size={SIZE[0]},{SIZE[1]}",
)
FILES = {
    "/jspsych.js": ("jspsych/dist/index.browser.min.js", "text/javascript"),
    "/plugin.js": (
        "@jspsych/plugin-html-keyboard-response/dist/index.browser.min.js",
        "text/javascript",
    ),
}
PAGE = """<!doctype html><title>measured</title>
<style>html, body { background: #000; cursor: none; }
#cue { position: fixed; left: 490px; top: 210px; width: 300px; height: 300px; background: #%(lit)06x; }</style>
<script src="/jspsych.js"></script><script src="/plugin.js"></script>
<script>
const waits = %(waits)s;
const told = (data) => fetch("/told", { method: "POST", body: JSON.stringify(data) });
const jsPsych = initJsPsych({ on_finish: () => told({ end: true }) });
const dark = { type: jsPsychHtmlKeyboardResponse, stimulus: "", choices: "NO_KEYS", trial_duration: 500,
  on_finish: () => told({ ready: true }) };
const trials = waits.map((wait, trial) => [
  { type: jsPsychHtmlKeyboardResponse, stimulus: "", choices: "NO_KEYS", trial_duration: wait },
  { type: jsPsychHtmlKeyboardResponse, stimulus: "<div id=cue></div>", choices: ["arrowleft"],
    trial_duration: %(window)d, on_finish: (data) => told({ trial: trial, rt: data.rt }) },
]).flat();
jsPsych.run([dark, ...trials]);
</script>"""


def serve(modules: Path, page: str, ended: threading.Event) -> ThreadingHTTPServer:
    """The page, the scripts, and what the page tells."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/":
                self._give(page.encode(), "text/html")
            elif self.path in FILES:
                name, kind = FILES[self.path]
                self._give((modules / name).read_bytes(), kind)
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._give(b"", "text/plain")
            if "ready" in data:
                tell_probe()
            elif "end" in data:
                ended.set()
            else:
                rt_ms = data["rt"]
                tell_trial(data["trial"], rt=None if rt_ms is None else rt_ms * 1e6)

        def _give(self, body: bytes, kind: str) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def main() -> None:
    count, seed = given()
    modules, chromium = Path(sys.argv[3]), sys.argv[4]
    waits = json.dumps(foreperiods_ms(count, seed))
    page = PAGE % {"lit": colour_number(), "waits": waits, "window": WINDOW_MS}
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    server = serve(modules, page, ended)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    with tempfile.TemporaryDirectory(prefix="reactdrill-timing-", ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [chromium, *FLAGS, f"--user-data-dir={profile}", f"--app={address}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ended.wait()
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
    server.shutdown()


if __name__ == "__main__":
    main()

"""The `reactdrill` command: every ending that a person can meet, as a line and an exit code.

0 good · 1 something differs or was not found · 2 the command or a file is wrong · 3 a device is missing · 4 results
cannot be read or kept · 70 a mistake in reactdrill itself · 130 stopped by the person. Nothing heavy is imported before
it is needed, so that even the first tenth of a second can be interrupted with a plain word.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys

GARBAGE_AFTER = 50_000
"""Objects made before Python looks for garbage again, 700 by itself. Loading the program makes hundreds of thousands that
all stay: looking at them again and again took a seventh of the time to the first frame."""
OUTPUT_EXIT = 4
BUG_EXIT = 70
STOPPED_EXIT = 130
REPORT = (
    "this is a mistake in reactdrill, not in what you did: please report it with the lines above and the file that "
    "`reactdrill doctor --bundle support.zip` writes"
)


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; nothing a person can do ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            # A file name may hold what the terminal cannot show: it is written in \x form.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    gc.set_threshold(GARBAGE_AFTER)
    code = run(args)
    if code == STOPPED_EXIT:
        _hold_back_ctrl_c()
    sys.exit(code)


def run(args: list[str] | None = None) -> int:
    """As `main`, returning the exit code."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        from reactdrill.cli.group import invoke

        code = invoke(args)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = STOPPED_EXIT
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except OSError as error:
        _say(_words(error))
        _let_go_of_output()
        return OUTPUT_EXIT
    except Exception:  # noqa: BLE001 - the last place: what comes here is a mistake of the program, and is told whole
        import traceback

        traceback.print_exc()
        _say(REPORT)
        return BUG_EXIT
    if code == STOPPED_EXIT:
        _say("stopped")
    return code


def app_main() -> None:
    """The program's window, for the desktop."""
    main([])


def _words(error: OSError) -> str:
    from reactdrill.station.folders import advice, reason

    where = "the output" if error.filename is None else os.fsdecode(error.filename)
    return f"{where}: {reason(error)}; {advice(error)}"


def _say(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):  # nobody may be there to read it
        print(text, file=sys.stderr)  # noqa: T201 - click may be what failed


def _hold_back_ctrl_c() -> None:
    """From here on no Ctrl-C disturbs the ending.

    `python -m` ends itself with the signal, not with the exit code, when Ctrl-C came while a string was executed, as
    making a data class does, even though the interrupt was caught. A blocked signal leaves it the code.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _let_go_of_output() -> None:
    """When the output takes nothing more, let Python's own last flush go nowhere instead of complaining."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""Reads a text aloud with what the system has for that; without anything there is no voice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from shutil import which
from types import MappingProxyType

from reactdrill.app.figures.said import said
from reactdrill.drill.model import Drill
from reactdrill.drill.translated import translation_of
from reactdrill.i18n import ENGLISH, language

Command = tuple[str, ...]
Find = Callable[[str], str | None]

_MAC_VOICES: Mapping[str, str] = MappingProxyType({"en": "Samantha", "de": "Anna", "es": "Monica"})
_WINDOWS_VOICES: Mapping[str, str] = MappingProxyType({"en": "en-US", "de": "de-DE", "es": "es-ES"})
_POWERSHELL = """\
[Console]::InputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Speech
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$culture = [Globalization.CultureInfo]'{culture}'
$voice.SelectVoiceByHints('NotSet', 'NotSet', 0, $culture)
$voice.Speak([Console]::In.ReadToEnd())
"""
_GONE_S = 2.0
"""How long a voice that was ended may take to go."""


def reading_command(language: str, system: str = sys.platform, find: Find = which) -> Command | None:
    """The program that speaks its standard input in a language, by its code; None: there is none."""
    if system == "darwin":
        program = find("say")
        return None if program is None else (program, "-v", _MAC_VOICES.get(language, "Samantha"), "-f", "-")
    if system == "win32":
        program = find("powershell")
        script = _POWERSHELL.replace("{culture}", _WINDOWS_VOICES.get(language, "en-US"))
        return None if program is None else (program, "-NoProfile", "-NonInteractive", "-Command", script)
    program = find("espeak-ng")
    return None if program is None else (program, "-v", language, "--stdin")


def spoken_language(drill: Drill) -> str:
    """The present language where the drill is written in it, else English."""
    return ENGLISH if translation_of(drill.text, language()) is None else language()


def spoken_text(drill: Drill) -> str:
    """What is read aloud of a drill: what to do and what to mind, a sentence each."""
    return "\n".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in _lines(said(drill)))


def _lines(drill: Drill) -> Iterator[str]:
    text = drill.text
    yield drill.title
    yield text.summary
    for lines in (text.setup, text.instructions, text.coaching, text.safety, text.stop_when):
        yield from lines


class Reader:
    """One voice at a time, in a process of its own."""

    def __init__(self, find: Find = which) -> None:
        self._find = find
        self._process: subprocess.Popen[bytes] | None = None

    def can_read(self, language: str) -> bool:
        """Whether there is something that speaks this language."""
        return reading_command(language, find=self._find) is not None

    @property
    def reading(self) -> bool:
        """Whether it speaks now."""
        return self._process is not None and self._process.poll() is None

    def read(self, text: str, language: str) -> None:
        """Begin to speak, and end what was being said. A voice that cannot be started says nothing."""
        self.stop()
        command = reading_command(language, find=self._find)
        if command is None:
            return
        quiet = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the system's own voice, no shell
                command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet
            )
        except OSError:
            return
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text.encode())
            self._process.stdin.close()
        except OSError:  # it has gone already
            self.stop()

    def stop(self) -> None:
        """Be silent at once."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None and not process.stdin.closed:
            with suppress(OSError):
                process.stdin.close()
        process.kill()
        process.wait(_GONE_S)

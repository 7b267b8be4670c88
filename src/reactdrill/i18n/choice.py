"""Which language people read: what they chose, else what their system speaks, else English."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "de": "Deutsch", "es": "Español"})
"""Every language there is a catalogue of, in its own words."""
AUTO = "auto"
"""In settings: as the system."""
VARIABLE = "REACTDRILL_LANG"
_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which gettext asks them."""
_WINDOWS = MappingProxyType({"english": ENGLISH, "german": "de", "spanish": "es"})
"""What Windows calls them."""


def chosen_language(told: str = AUTO, environ: Mapping[str, str] | None = None) -> str:
    """The code of a language we have.

    `REACTDRILL_LANG` counts most, then what the settings say (`told`), then the system. A language that we do not
    have is passed over.
    """
    environ = os.environ if environ is None else environ
    for wish in (environ.get(VARIABLE, ""), told):
        if (known := known_language(wish)) is not None:
            return known
    return _system_language(environ)


def known_language(name: str) -> str | None:
    """The code of a language by any of its names: `de`, `de_AT.UTF-8`, `German_Austria`; None: not one of ours."""
    first = name.partition(".")[0].replace("-", "_").partition("_")[0].lower()
    code = _WINDOWS.get(first, first)
    return code if code in LANGUAGES else None


def _system_language(environ: Mapping[str, str]) -> str:
    wishes = next((environ[name] for name in _SYSTEM if environ.get(name)), None)
    if wishes is None:
        wishes = locale.getlocale()[0] or ""
    found = (known_language(wish) for wish in wishes.split(":"))
    return next((code for code in found if code is not None), ENGLISH)

"""From what a report holds to one HTML file: nothing beside it is needed, nothing is fetched, no script runs."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from reactdrill import __version__
from reactdrill.assets import font_path
from reactdrill.errors import MissingExtraError
from reactdrill.i18n import language, short_date
from reactdrill.live.clock import utc_now
from reactdrill.report.labels import digits, name_words, percent
from reactdrill.report.page_words import Words, heads

if TYPE_CHECKING:
    from jinja2 import Environment

_FACES = ((400, False), (700, True))


def render(template: str, page: object) -> str:
    """The page as HTML in the present language; every text that a person wrote is escaped. Raises `MissingExtraError`."""
    environment = _environment()
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    style = _fonts() + resources.files("reactdrill.report").joinpath("templates/style.css").read_text("utf-8")
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(
        page=page,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=f"sha256-{hashed}",
        version=__version__,
        made=short_date(utc_now().date()),
        lang=language(),
        said=Words,
        head=heads(),
        digits=digits,
        name_words=name_words,
        percent=percent,
    )


def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("reports", "Jinja2", "report") from None
    loader = PackageLoader("reactdrill.report", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _fonts() -> str:
    """The program's font inside the page, so that it looks the same on every machine."""
    return "".join(_face(weight, bold=bold) for weight, bold in _FACES)


def _face(weight: int, *, bold: bool) -> str:
    data = base64.b64encode(font_path(bold=bold).read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "Report"; font-weight: {weight}; font-display: block; '
        f"src: url(data:font/ttf;base64,{data}) }}\n"
    )

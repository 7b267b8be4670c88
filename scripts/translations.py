"""Keeps the catalogues of other languages: `python scripts/translations.py update|compile|check`.

`update` gathers every text from the source into `assets/locale/messages.pot` and brings each `reactdrill.po` up to date;
`compile` makes the `.mo` files that the program reads; `check` says what is stale or missing. Needs Babel
(`pip install -e .[dev]`). What counts as a text is in `docs/translating.md`.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, get_args

from babel.messages import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "reactdrill"
LOCALE = ROOT / "assets" / "locale"
TEMPLATE = LOCALE / "messages.pot"
WHERE = (
    "app",
    "report",
    "results/observations.py",
    "results/privacy/telling.py",
    "results/timing_words.py",
    "station/controls.py",
    "i18n/numbers.py",
)
"""Where texts for people stand; everything else is English."""
CALLS = {"tr": (0,), "marked": (0,), "tr_n": (0, 1), "counted": (1, 2), "tr_in": (0, 1)}
"""Functions that take texts, and which of their arguments those are."""
CONSTANTS = {"drill/model.py": ("COMPONENT_TITLES",), "drill/timeline.py": ("ROUND_DONE",)}
"""Tables of texts where translations cannot be imported: who shows them looks them up."""
REASONS: Mapping[str, int] = {"none": 1, "missing": 1, "unreportable": 0}
"""Calls of `stats` that take a reason, and which of their arguments it is."""
NOT_OF_RUNS = (
    "balanced_integration", "families", "group_comparison", "norms", "percentiles", "progress", "reliability", "student",
    "trend",
)  # fmt: skip
"""Statistics of several athletes or runs, which no page shows."""
LANGUAGES = ("de", "es")
DROPPED = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Project-Id-Version",
    )
)
"""Lines of a catalogue's header that would change with every run, or say nothing."""
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Compiled catalogues do not change by being made again."""
TONES, KEYBOARD = "names of tones", "keys of a keyboard"
CONTEXTS = {TONES: "tone", KEYBOARD: "key"}
"""What tells names from the same words elsewhere, by where they come from."""


class Text(NamedTuple):
    """One text to translate, where it stands first."""

    one: str
    many: str | None = None
    context: str | None = None


def texts() -> dict[Text, list[str]]:
    """Every text and the files it stands in, in their order."""
    found: dict[Text, list[str]] = {}
    for path in _files():
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text in (*_in_calls(tree), *_in_classes(tree), *_in_constants(tree, name)):
            found.setdefault(text, []).append(name)
    for origin, names in _names().items():
        for name in names:
            found.setdefault(Text(name, context=CONTEXTS.get(origin)), []).append(origin)
    return {text: list(dict.fromkeys(places)) for text, places in found.items()}


def _files() -> Iterator[Path]:
    for name in (*WHERE, *CONSTANTS):
        path = PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def _in_calls(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "TextTable":
            yield from map(Text, _strings(node.args[0]))
        places = CALLS.get(name, ())
        values = [_literal(node.args[place]) for place in places if place < len(node.args)]
        if not values or None in values:
            continue
        said = [str(value) for value in values]
        if name == "tr_in":
            yield Text(said[1], context=said[0])
        elif said[0]:
            yield Text(said[0], said[1] if len(said) > 1 else None)


def _in_classes(tree: ast.AST) -> Iterator[Text]:
    """The constants of classes that derive from `Texts`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Texts" for base in node.bases):
            for each in node.body:
                if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
                    yield from map(Text, _strings(each.value))


def _in_constants(tree: ast.AST, name: str) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(ast.unparse(each) in CONSTANTS.get(name, ()) for each in targets):
                yield from map(Text, _strings(node.value))


def _strings(node: ast.AST) -> Iterator[str]:
    """The texts of a constant: itself, or the values of its tables and tuples."""
    if isinstance(node, ast.Call):  # MappingProxyType and the like
        for argument in node.args:
            yield from _strings(argument)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _strings(value)
    elif isinstance(node, ast.Tuple | ast.List):
        for value in node.elts:
            yield from _strings(value)
    elif (text := _literal(node)) is not None and any(letter.isalpha() for letter in text):
        yield text


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _names() -> dict[str, list[str]]:
    """What is shown out of drills and tables: names of targets, words on drawings, spoken words, keys."""
    from reactdrill.assets import known_tones, known_words
    from reactdrill.drill.library import Library
    from reactdrill.drill.model import Goal, Trains
    from reactdrill.results.quality import Word
    from reactdrill.station.controls import KEYS, PANELS, PLACES

    drills = tuple(Library((ROOT / "drills",)).drills())
    targets = {target.name for file in drills for target in file.drill.targets if target.title is None}
    scenes = [file.drill.scene for file in drills if file.drill.scene is not None]
    labels = {item.text for scene in scenes for item in scene.items if item.text is not None}
    read = [
        file.drill.scene for file in drills if file.drill.scene is not None and file.drill.text.de is not None
    ]
    spoken = [key for key in KEYS if len(key) > 3 and key not in PLACES]
    named = {key.replace("-", " ").capitalize() for key in spoken if not key.startswith("kp-")}
    return {
        "names of targets": sorted({each.replace("-", " ") for each in targets}),
        "labels of set-up drawings": sorted(each for each in labels if not each[0].isdigit()),
        "captions of set-up drawings": sorted({scene.caption for scene in read if scene.caption is not None}),
        "spoken words": [word.replace("-", " ") for word in known_words()],
        TONES: sorted(known_tones()),
        KEYBOARD: sorted(named),
        "arrow keys": [f"{place} arrow" for place in PLACES[:4]],
        "what drills train and are for": [*get_args(Trains), *get_args(Goal)],
        "panels of a mat": [panel.replace("-", " ") for panel in PANELS],
        "devices": ["pad", "mat", "keyboard", "gamepad", "screen", "sound"],
        "ratings of a run's timing": list(get_args(Word)),
        "what the statistics say": sorted({*_of_families(), *_of_statistics()}),
    }


def _of_families() -> Iterator[str]:
    """Titles, figures and conventions of the families that are computed of trials."""
    from reactdrill.report.labels import FIGURES, plain_name
    from reactdrill.stats.families import FAMILIES
    from reactdrill.stats.settings import Settings

    for family in FAMILIES.values():
        if family.of_trials is not None:
            told = family.of_trials((), Settings())
            yield from (told.title, *told.conventions)
            yield from (plain_name(each.name) for each in told.figures if each.name not in FIGURES)
            yield from (name.replace("_", " ") for name in told.labels)


def _of_statistics() -> Iterator[str]:
    """Reasons, notes and conventions; where numbers are put in, `{n}` and `{m}` stand for them."""
    for path in sorted((PACKAGE / "stats").glob("*.py")):
        for node in () if path.stem in NOT_OF_RUNS else ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from filter(None, map(_needed, [node]))
            yield from (text for each in _told(node) for text in _sentences(each) if " " in text.strip(" ;"))


def _needed(node: ast.AST) -> str | None:
    """What there was too little of."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "needs"
    return _literal(node.args[1]) if called and isinstance(node, ast.Call) else None


def _told(node: ast.AST) -> Iterator[ast.AST]:
    """Where the statistics say something in whole sentences."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if node.args and name in REASONS:
            yield node.args[min(REASONS[name], len(node.args) - 1)]
        yield from (each.value for each in node.keywords if each.arg in ("notes", "conventions"))
    elif isinstance(node, ast.FunctionDef) and node.name in ("_notes", "_conventions"):
        yield from (each for each in node.body if ast.get_docstring(node) is None or each is not node.body[0])
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper():
        yield node.value


def _sentences(node: ast.AST) -> Iterator[str]:
    """Texts in it; one with more than two numbers put in stays English."""
    if isinstance(node, ast.JoinedStr):
        texts = [_literal(part) for part in node.values]
        if texts.count(None) <= 2:
            names = iter(("{n}", "{m}"))
            yield "".join(next(names) if text is None else text for text in texts)
    elif (text := _literal(node)) is not None:
        yield text.replace("{best}", "{n}")
    else:
        for each in ast.iter_child_nodes(node):
            yield from _sentences(each)


# ---- catalogues


def template() -> Catalog:
    """Every text, without translations."""
    catalog = Catalog(project="reactdrill", charset="utf-8", fuzzy=False)
    for text, places in texts().items():
        ident = text.one if text.many is None else (text.one, text.many)
        catalog.add(ident, locations=[(place, None) for place in places], context=text.context)
    return catalog


def po_path(language: str) -> Path:
    """The catalogue that people edit."""
    return LOCALE / language / "LC_MESSAGES" / "reactdrill.po"


def read(language: str) -> Catalog:
    """A catalogue as it is committed."""
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring template and catalogues up to date; what is new has no translation yet."""
    made = template()
    _write(TEMPLATE, made)
    for language in LANGUAGES:
        path = po_path(language)
        catalog = (
            read(language) if path.exists() else Catalog(locale=language, project="reactdrill", fuzzy=False)
        )
        catalog.update(made, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalog)


def compile_all() -> None:
    """Make what the program reads."""
    for language in LANGUAGES:
        po_path(language).with_suffix(".mo").write_bytes(compiled(language))


def compiled(language: str) -> bytes:
    """The bytes of a language's `.mo`."""
    out = io.BytesIO()
    catalog = read(language)
    catalog.creation_date = catalog.revision_date = NO_DAY
    write_mo(out, catalog)
    return out.getvalue()


def said_by(catalog: Catalog) -> dict[object, object]:
    """Every text and its translation, without the header, which names the version of Babel."""
    return {(_plain(each.id), _plain(each.context)): _plain(each.string) for each in catalog if each.id}


def _plain(text: object) -> object:
    """As `.po` files give it: Babel reads lists and bytes out of a `.mo`."""
    if isinstance(text, bytes):
        return text.decode()
    return tuple(text) if isinstance(text, list) else text


def problems() -> list[str]:
    """What is stale, missing, or does not fit its English text; empty when all is well."""
    wanted = {(each.id, each.context) for each in template() if each.id}
    found = []
    for language in LANGUAGES:
        catalog = read(language)
        have = {(each.id, each.context): each for each in catalog if each.id}
        found += [f"{language}: not in the catalogue: {ident!r}" for ident, _ in wanted - have.keys()]
        found += [f"{language}: no longer in the program: {ident!r}" for ident, _ in have.keys() - wanted]
        for each in have.values():
            found += [f"{language}: {problem}: {each.id!r}" for problem in _problems_of(each.id, each.string)]
        with po_path(language).with_suffix(".mo").open("rb") as file:
            made = read_mo(file)
        if said_by(made) != said_by(catalog):
            found.append(f"{language}: the .mo is not made of the .po")
    return found


def _problems_of(ident: object, said: object) -> Iterator[str]:
    english = ident if isinstance(ident, tuple) else (ident,)
    forms = said if isinstance(said, tuple) else (said,)
    if not all(forms) or (isinstance(ident, tuple) and len(forms) < 2):
        yield "not translated"
        return
    wanted = set().union(*(fields(str(each)) for each in english))
    for form in forms:
        if not fields(str(form)) <= wanted:
            yield f"other braces than in English: {form!r}"
    if fields(str(forms[-1])) != fields(str(english[-1])):
        yield f"not the braces of the English text: {forms[-1]!r}"


def fields(text: str) -> set[str]:
    """The names in a text's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    catalog.header_comment = "# Texts of reactdrill. How they are made: docs/translating.md."
    write_po(out, catalog, width=110, omit_header=False, sort_output=False)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith(DROPPED)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Catalogues of other languages.")
    parser.add_argument("do", choices=("update", "compile", "check"))
    asked = parser.parse_args().do
    if asked == "check":
        sys.exit("\n".join(problems()) or 0)
    {"update": update, "compile": compile_all}[asked]()


if __name__ == "__main__":
    main()

"""Who may import whom in reactdrill, as a table, and the walk over the source that holds files to it."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = "reactdrill"


@dataclass(frozen=True, slots=True)
class Room:
    """What one room may import besides the standard library and itself; None means no limit."""

    rooms: tuple[str, ...] | None = None
    libraries: tuple[str, ...] | None = None


# Beyond the pure rooms the order is loose, but nothing below `app` and `cli` may reach up to them.
WIRED_FROM_ABOVE = ("app", "cli")
LOWER = Room()
ROOMS = {
    "errors": Room(rooms=(), libraries=()),
    "assets": Room(rooms=("errors",), libraries=()),
    "drill": Room(rooms=("errors", "assets"), libraries=("numpy", "pydantic", "pydantic_core", "tomli_w")),
    "engine": Room(rooms=("errors", "drill"), libraries=("numpy",)),
    "live": Room(rooms=("errors", "drill", "engine"), libraries=()),
    "stats": Room(rooms=("errors", "engine.record"), libraries=("numpy", "scipy")),
    "pods": Room(rooms=("errors", "drill", "engine", "live"), libraries=("numpy", "cobs", "serial")),
    "draw": Room(rooms=("errors", "assets"), libraries=("pygame",)),
    "devices": LOWER,
    "results": LOWER,
    "people": Room(rooms=("errors",), libraries=()),
    "report": LOWER,
    "station": LOWER,
    "i18n": Room(rooms=("errors", "assets"), libraries=()),
    "testing": LOWER,
    "app": Room(),
    "cli": Room(),
    "__init__": Room(rooms=(), libraries=()),
    "__main__": Room(rooms=("cli",), libraries=()),
}

# Libraries that stand in few files, so that they can be replaced, or stay unloaded until they are needed.
# What the engine reads (drill/trial, drill/plan_json) stays free of pydantic; what reads drill files may use it.
DRILL_FILE_SIDE = ("values", "model", "expand", "trial_rules", "*file", "circuit*", "script*", "schema")
PYDANTIC_FILES = (*(f"drill/{name}.py" for name in DRILL_FILE_SIDE), "station/*")
FENCES = {
    "pygame": ("draw/*", "devices/*", "app/*"),
    "sqlalchemy": ("results/store*", "results/migrations/*"),
    "alembic": ("results/store*", "results/migrations/*"),
    "serial": ("pods/wire*",),
    "cobs": ("pods/frames*",),
    "click": ("cli/*",),
    "jinja2": ("report/render*",),
    "matplotlib": ("report/plot*",),
    "pyarrow": ("results/parquet*",),
    "pylsl": ("devices/markers*",),
    "pydantic": PYDANTIC_FILES,
    "pydantic_core": PYDANTIC_FILES,
}
LAZY = {"stats": ("scipy",), "report": ("matplotlib",)}

CLOCK_FILE = "live/clock.py"
CLOCK_NAMES = ("time", "perf_counter", "monotonic", "process_time", "thread_time", "clock_gettime")
CLOCKS = {
    *(f"time.{name}{suffix}" for name in CLOCK_NAMES for suffix in ("", "_ns")),
    "time.sleep",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "pygame.time.get_ticks",
    "pygame.time.delay",
    "pygame.time.wait",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name in full (`reactdrill.engine.record.TrialRecord`); lazy when loading the file spares it."""

    name: str
    line: int
    lazy: bool

    @property
    def library(self) -> str:
        return self.name.partition(".")[0]


def breaches_in_tree(package: Path) -> list[str]:
    """List every breach below the package's folder, one readable line each."""
    found: list[str] = []
    for path in sorted(package.rglob("*.py")):
        found += breaches(path.relative_to(package).as_posix(), path.read_text(encoding="utf-8"))
    return found


def breaches(file: str, source: str) -> list[str]:
    """List the breaches in one file, named by its path below the package's folder."""
    tree = ast.parse(source)
    imports = list(_imports(tree, file))
    room = file.partition("/")[0].removesuffix(".py")
    if room not in ROOMS:
        return [f"{file}: the room {room!r} has no rule; add one to tests/support/import_rules.py"]
    found = [
        f"{file}:{one.line}: {problem}"
        for one in imports
        if (problem := _problem(one, file, room)) is not None
    ]
    if file != CLOCK_FILE:
        found += [
            f"{file}:{line}: {name} is read outside {CLOCK_FILE}" for name, line in _clocks(tree, imports)
        ]
    return list(dict.fromkeys(found))  # one line, not one for each name it imports


def _problem(one: Import, file: str, room: str) -> str | None:
    if one.library == PACKAGE:
        return _room_problem(one, room)
    if one.library in sys.stdlib_module_names:
        return None
    allowed = ROOMS[room].libraries
    if allowed is not None and one.library not in allowed:
        return f"{room} may not import {one.library}"
    fence = FENCES.get(one.library)
    if fence is not None and not any(fnmatchcase(file, pattern) for pattern in fence):
        return f"{one.library} belongs in {', '.join(fence)} only"
    if one.library in LAZY.get(room, ()) and not one.lazy:
        return f"{room} imports {one.library} inside functions only: it is slow to load"
    return None


def _room_problem(one: Import, room: str) -> str | None:
    inside = one.name.split(".")[1:]
    if not inside or inside[0] in (room, "__version__"):
        return None
    allowed = ROOMS[room].rooms
    if allowed is None:
        reaches_up = inside[0] in WIRED_FROM_ABOVE and room not in WIRED_FROM_ABOVE
        return f"{room} may not import {one.name}: only app and cli wire" if reaches_up else None
    if any(inside[: name.count(".") + 1] == name.split(".") for name in allowed):
        return None
    return f"{room} may not import {one.name}"


def _imports(tree: ast.AST, file: str, *, lazy: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, file)
            yield from (Import(f"{base}.{alias.name}", node.lineno, lazy) for alias in node.names)
        else:
            deferred = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_typing_only(node)
            yield from _imports(node, file, lazy=lazy or deferred)


def _base(node: ast.ImportFrom, file: str) -> str:
    """Give the full name of the module that names are imported from, relative dots resolved."""
    if not node.level:
        return node.module or ""
    package = [PACKAGE, *file.split("/")[:-1]]
    return ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])


def _is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _clocks(tree: ast.AST, imports: list[Import]) -> Iterator[tuple[str, int]]:
    """Find every clock that is imported by name or reached through its module, under whatever alias."""
    yield from ((one.name, one.line) for one in imports if one.name in CLOCKS)
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            name = f"{aliases.get(first, first)}.{rest}"
            if name in CLOCKS:
                yield name, node.lineno


def _aliases(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)

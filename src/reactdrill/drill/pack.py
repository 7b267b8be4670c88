"""Packs: chosen drills and circuits in one file that can be sent, checked, and installed elsewhere.

A pack is a ZIP archive. Its manifest names every file with its SHA-256, and the archive's comment holds the manifest's
own: a pack that was changed on its way is refused. That finds damage and meddling by hand; it is no signature.
The same contents give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.file import DrillFile, parse_drill
from reactdrill.errors import CircuitFileError, DrillFileError, PackError, UnknownDrillError

FORMAT = 1
SUFFIX = ".drillpack"
MANIFEST = "manifest.json"
MAX_FILES = 500
MAX_FILE_BYTES = 4_000_000
_DATE = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(drills|circuits)/([a-z0-9]+(?:-[a-z0-9]+)*)\.toml")

Kind = Literal["drill", "circuit"]


@dataclass(frozen=True)
class PackedFile:
    """One drill or circuit of a pack, checked."""

    kind: Kind
    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Pack:
    """What a pack holds. Drills come before the circuits that need them."""

    title: str
    note: str
    files: tuple[PackedFile, ...]


def make_pack(
    drills: Iterable[DrillFile],
    circuits: Iterable[CircuitFile],
    find: Mapping[str, DrillFile],
    *,
    title: str,
    note: str,
) -> Pack:
    """Put drills and circuits together, with the drills that the circuits need; `find` gives those by name."""
    chosen = {file.drill.name: file for file in drills}
    kept = {file.circuit.name: file for file in circuits}
    for circuit in kept.values():
        for block in circuit.circuit.block:
            if block.drill is not None:
                chosen.setdefault(block.drill, find[block.drill])
    files = [PackedFile("drill", name, file.drill.title, file.text) for name, file in sorted(chosen.items())]
    files += [
        PackedFile("circuit", name, file.circuit.title, file.text) for name, file in sorted(kept.items())
    ]
    return Pack(title, note, tuple(files))


def pack_bytes(pack: Pack) -> bytes:
    """The pack as a file."""
    manifest = {
        "format": FORMAT,
        "title": pack.title,
        "note": pack.note,
        "files": [{"path": _path(file), "sha256": _sha256(file.text.encode())} for file in pack.files],
    }
    head = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = _sha256(head).encode()
        archive.writestr(zipfile.ZipInfo(MANIFEST, _DATE), head)
        for file in pack.files:
            archive.writestr(zipfile.ZipInfo(_path(file), _DATE), file.text.encode())
    return data.getvalue()


def read_pack(data: bytes, path: Path | str) -> Pack:
    """Open and check a pack: its sums, and every drill and circuit in it. Raises `PackError`."""
    return _Reader(data, path).pack()


class _Reader:
    def __init__(self, data: bytes, path: Path | str) -> None:
        self.path = path
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise self._no("this is not a pack", "`reactdrill pack` makes them") from error

    def pack(self) -> Pack:
        manifest = self._manifest()
        files = self._files(manifest)
        return Pack(str(manifest.get("title", "")), str(manifest.get("note", "")), files)

    def _manifest(self) -> dict[str, Any]:
        head = self._read(MANIFEST)
        if _sha256(head).encode() != self.archive.comment:
            raise self._changed("its list of files")
        try:
            manifest = json.loads(head)
        except ValueError as error:
            raise self._no("its list of files cannot be read", "ask for it again") from error
        if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), list):
            raise self._no("its list of files cannot be read", "ask for it again")
        made_by = manifest.get("format")
        if not isinstance(made_by, int) or made_by > FORMAT:
            raise self._no("it comes from a newer reactdrill", "update reactdrill")
        return manifest

    def _files(self, manifest: dict[str, Any]) -> tuple[PackedFile, ...]:
        listed = {str(each.get("path")): str(each.get("sha256")) for each in manifest["files"]}
        names = [name for name in self.archive.namelist() if name != MANIFEST]
        strange = sorted(set(names) ^ set(listed))
        if strange or len(names) != len(listed):
            raise self._changed(strange[0] if strange else "a file that stands in it twice")
        if len(names) > MAX_FILES:
            raise self._no(f"it holds {len(names)} files", f"at most {MAX_FILES} are taken")
        texts: dict[tuple[Kind, str], str] = {}
        for name, sha256 in listed.items():
            match = _NAME.fullmatch(name)
            if match is None:
                raise self._no(f"{name!r} has no place in a pack", "do not install it")
            raw = self._read(name)
            if _sha256(raw) != sha256:
                raise self._changed(name)
            kind: Kind = "drill" if match.group(1) == "drills" else "circuit"
            try:
                texts[kind, match.group(2)] = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                raise self._no(f"{name} is not text", "ask for it again") from error
        return tuple(self._checked(texts))

    def _checked(self, texts: Mapping[tuple[Kind, str], str]) -> Iterable[PackedFile]:
        drills: dict[str, DrillFile] = {}
        for (kind, name), text in texts.items():
            if kind == "drill":
                drills[name] = self._drill(name, text)
                yield PackedFile(kind, name, drills[name].drill.title, text)

        def find(name: str) -> DrillFile:
            if name not in drills:
                raise UnknownDrillError(name, ())
            return drills[name]

        for (kind, name), text in texts.items():
            if kind == "circuit":
                try:
                    circuit = parse_circuit(text, find, f"{self.path}: circuits/{name}.toml")
                except CircuitFileError as error:
                    raise self._no(
                        f"circuit {name!r} cannot be used: {error.problems[0].problem}", ""
                    ) from error
                yield PackedFile(kind, name, circuit.circuit.title, text)

    def _drill(self, name: str, text: str) -> DrillFile:
        try:
            file = parse_drill(text, f"{self.path}: drills/{name}.toml")
        except DrillFileError as error:
            raise self._no(f"drill {name!r} cannot be used: {error.problems[0].problem}", "") from error
        if file.drill.name != name:
            raise self._no(f"drill {name!r} calls itself {file.drill.name!r}", "ask for it again")
        return file

    def _read(self, name: str) -> bytes:
        """A file's bytes, never more than a drill can have: a small archive may unfold to a huge one."""
        try:
            with self.archive.open(name) as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except KeyError as error:
            raise self._no("this is not a pack", "`reactdrill pack` makes them") from error
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
            raise self._changed(name) from error
        if len(data) > MAX_FILE_BYTES:
            raise self._no(f"{name} is too large", "do not install it")
        return data

    def _changed(self, what: str) -> PackError:
        return self._no(
            f"it was changed after it was made ({what})", "ask for it again, and do not install this one"
        )

    def _no(self, problem: str, hint: str) -> PackError:
        return PackError(self.path, problem, hint)


def _path(file: PackedFile) -> str:
    return f"{file.kind}s/{file.name}.toml"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

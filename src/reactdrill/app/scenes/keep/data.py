"""The results as a whole: back up, restore, import, export, and what is asked of one athlete or group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep import share, station, upkeep
from reactdrill.app.keep.done import Done, Work, import_folder
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.keep.people import PeopleScene
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE = "Data"
    BACKUP, BACKUP_DETAIL = "Back up", "Athletes, runs, notes and circuits in one file."
    RESTORE, RESTORE_DETAIL = "Restore", "Bring back what a backup has and this station has not."
    NO_BACKUPS = "There is no backup in the folder of documents."
    IMPORT, IMPORT_DETAIL = "Import", "Runs from another station or from home."
    EVERYTHING = "Everything in the import folder"
    ELSEWHERE = "From another place"
    PATH = "File or folder, in full"
    EXPORT, EXPORT_DETAIL = "Export", "All runs as tables for a spreadsheet (CSV)."
    SUPPORT, SUPPORT_DETAIL = "Look for trouble", "Checks this machine and writes a file for support."
    OLD, OLD_DETAIL = "What is too old", "First it is shown what goes."
    REBUILD, REBUILD_DETAIL = (
        "Make the store again",
        "From the recordings, when results are missing in lists.",
    )
    PEOPLE, PEOPLE_DETAIL = "One athlete or group", "Report, tables, everything that is kept, or erase."


class DataScene(RowsScene):
    """Each row does something with the results or leads to a choice."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._asked = ""
        self._found: tuple[Path, ...] = ()

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be done."""
        return [
            _row("backup", Words.BACKUP, Words.BACKUP_DETAIL),
            _row("restore", Words.RESTORE, Words.RESTORE_DETAIL),
            _row("import", Words.IMPORT, Words.IMPORT_DETAIL),
            _row("export", Words.EXPORT, Words.EXPORT_DETAIL),
            _row("people", Words.PEOPLE, Words.PEOPLE_DETAIL),
            _row("old", Words.OLD, Words.OLD_DETAIL),
            _row("support", Words.SUPPORT, Words.SUPPORT_DETAIL),
            _row("rebuild", Words.REBUILD, Words.REBUILD_DETAIL),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Do it, or ask of what."""
        self._asked = row
        try:
            match row:
                case "restore":
                    return self._ask_which_backup()
                case "import":
                    return self._ask_what_to_import()
                case "people":
                    return Push(PeopleScene(self.program))
                case _:
                    return self._do(row)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def resumed(self, result: object) -> Transition | None:
        """Go on with what was chosen."""
        archive = self.program.archive
        if self._asked == "restore" and isinstance(result, int):
            return self._work(Words.RESTORE, partial(station.check_backup, archive, self._found[result]))
        if self._asked == "import" and isinstance(result, int):
            return self._import_choice(result)
        if self._asked == "import" and isinstance(result, str):
            return self._bring_in([Path(result).expanduser()])
        return None

    def _do(self, row: str) -> Transition:
        """What asks for nothing before it."""
        keep_days = self.program.settings.privacy.keep_days
        asked: dict[str, tuple[str, Callable[[Archive, Checkpoint], Done]]] = {
            "backup": (Words.BACKUP, station.backup),
            "export": (Words.EXPORT, share.tables),
            "old": (Words.OLD, partial(upkeep.what_is_old, keep_days)),
            "support": (Words.SUPPORT, upkeep.looked_over),
            "rebuild": (Words.REBUILD, upkeep.made_again),
        }
        title, work = asked[row]
        return self._work(title, partial(work, self.program.archive))

    def _work(self, title: str, work: Work) -> Transition:
        self._asked = ""
        return Push(KeepScene(self.program, title, work))

    def _ask_which_backup(self) -> Transition:
        self._found = station.backups()
        if not self._found:
            return Push(self.program.scenes.message(Words.RESTORE, [Words.NO_BACKUPS]))
        return Push(ChoiceScene(self.program, Words.RESTORE, _choices(self._found), None))

    def _ask_what_to_import(self) -> Transition:
        self._found = station.importable()
        choices = _choices(self._found)
        every = Choice(None, Words.EVERYTHING, str(import_folder()))
        return Push(
            ChoiceScene(self.program, Words.IMPORT, [*choices, every, Choice("", Words.ELSEWHERE)], "none")
        )

    def _import_choice(self, place: int) -> Transition:
        if place > len(self._found):
            return Push(WrittenScene(self.program, Words.IMPORT, Words.PATH))
        sources = [self._found[place]] if place < len(self._found) else [import_folder()]
        return self._bring_in(sources)

    def _bring_in(self, sources: Sequence[Path]) -> Transition:
        return self._work(Words.IMPORT, partial(station.bring_in, self.program.archive, sources))


def _row(row: str, title: str, detail: str) -> Row:
    return Row(row, title, detail, "", "chevron-right", Ink.ACCENT)


def _choices(paths: Sequence[Path]) -> list[Choice]:
    return [Choice(number, path.name) for number, path in enumerate(paths)]

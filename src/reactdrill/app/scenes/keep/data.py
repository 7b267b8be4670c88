"""The results as a whole: back up, restore, import, export, and each athlete's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.keeping import Keeper, Work, backups, import_folder, importable
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete


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
    ATHLETE, ATHLETE_DETAIL = "One athlete", "Report, everything that is kept, or erase."
    REPORT, REPORT_DETAIL = "Report", "Progress on one page, to read and to print."
    ZIP, ZIP_DETAIL = "Take out", "Everything that is kept of this athlete, in one file."
    ERASE, ERASE_DETAIL = "Erase", "First it is shown what goes."


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
            _row("athlete", Words.ATHLETE, Words.ATHLETE_DETAIL),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Do it, or ask of what."""
        self._asked = row
        keeper, scenes = Keeper(self.program.archive), self.program.scenes
        try:
            match row:
                case "backup":
                    return self._work(Words.BACKUP, keeper.backup)
                case "restore":
                    return self._ask_which_backup()
                case "import":
                    return self._ask_what_to_import()
                case "export":
                    return self._work(Words.EXPORT, keeper.tables)
                case _:
                    return Push(scenes.athletes())
        except ReactDrillError as error:
            return Push(scenes.error(error))

    def resumed(self, result: object) -> Transition | None:
        """Go on with what was chosen."""
        keeper = Keeper(self.program.archive)
        if isinstance(result, Athlete) and result.code:
            return Push(PersonScene(self.program, result))
        if self._asked == "restore" and isinstance(result, int):
            return self._work(Words.RESTORE, partial(keeper.check_backup, self._found[result]))
        if self._asked == "import" and isinstance(result, int):
            return self._import_choice(result)
        if self._asked == "import" and isinstance(result, str):
            sources = [Path(result).expanduser()]
            return self._work(Words.IMPORT, partial(keeper.bring_in, sources))
        return None

    def _work(self, title: str, work: Work) -> Transition:
        self._asked = ""
        return Push(KeepScene(self.program, title, work))

    def _ask_which_backup(self) -> Transition:
        self._found = backups()
        if not self._found:
            return Push(self.program.scenes.message(Words.RESTORE, [Words.NO_BACKUPS]))
        return Push(ChoiceScene(self.program, Words.RESTORE, _choices(self._found), None))

    def _ask_what_to_import(self) -> Transition:
        self._found = importable()
        choices = _choices(self._found)
        every = Choice(None, Words.EVERYTHING, str(import_folder()))
        return Push(
            ChoiceScene(self.program, Words.IMPORT, [*choices, every, Choice("", Words.ELSEWHERE)], "none")
        )

    def _import_choice(self, place: int) -> Transition:
        if place > len(self._found):
            return Push(WrittenScene(self.program, Words.IMPORT, Words.PATH))
        sources = [self._found[place]] if place < len(self._found) else [import_folder()]
        return self._work(Words.IMPORT, partial(Keeper(self.program.archive).bring_in, sources))


class PersonScene(RowsScene):
    """What an athlete may ask of their data."""

    def __init__(self, program: Program, athlete: Athlete) -> None:
        super().__init__(program)
        self._athlete = athlete

    @property
    def title(self) -> str:
        """Whose."""
        return self._athlete.label

    def listed(self) -> Sequence[Row]:
        """What can be done."""
        return [
            _row("report", Words.REPORT, Words.REPORT_DETAIL),
            _row("zip", Words.ZIP, Words.ZIP_DETAIL),
            Row("erase", Words.ERASE, Words.ERASE_DETAIL, "", "cross", Ink.WARN),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Do it."""
        keeper, code = Keeper(self.program.archive), self._athlete.code
        title, work = {
            "report": (Words.REPORT, keeper.athlete_report),
            "zip": (Words.ZIP, keeper.athlete_zip),
            "erase": (Words.ERASE, keeper.what_goes),
        }[row]
        return Push(KeepScene(self.program, title, partial(work, code)))

    def resumed(self, result: object) -> Transition | None:
        """Nobody is left to do anything for."""
        return Pop() if result == self._athlete.code else None


def _row(row: str, title: str, detail: str) -> Row:
    return Row(row, title, detail, "", "chevron-right", Ink.ACCENT)


def _choices(paths: Sequence[Path]) -> list[Choice]:
    return [Choice(number, path.name) for number, path in enumerate(paths)]

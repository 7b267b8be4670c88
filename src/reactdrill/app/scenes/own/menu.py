"""What can be done with drills of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Scene, Transition
from reactdrill.app.scenes.own.new import NewDrillScene
from reactdrill.app.scenes.own.packs import InstallScene, PackScene
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.widgets import Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Your own drills"
    NEW, NEW_DETAIL = "New drill", "From a template, with a few answers."
    PACK, PACK_DETAIL = "Make a pack", "Drills and circuits in one file, to send."
    INSTALL, INSTALL_DETAIL = "Install a pack", "First it is shown what is in it."


class OwnDrillsScene(RowsScene):
    """Each row leads to its own screen."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be done."""
        return [
            Row("new", Words.NEW, Words.NEW_DETAIL, icon="plus"),
            Row("pack", Words.PACK, Words.PACK_DETAIL, icon="square"),
            Row("install", Words.INSTALL, Words.INSTALL_DETAIL, icon="check"),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Go there."""
        scenes: dict[str, Callable[[Program], Scene]] = {
            "new": NewDrillScene,
            "pack": PackScene,
            "install": InstallScene,
        }
        try:
            return Push(scenes[row](self.program))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

"""What is to be known of a run, said in two languages: English in its journal, the reader's own on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reactdrill.i18n import tr


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, not translated yet."""

    text: str
    """English, marked for translation, with the names of values in braces. Without values it is taken as it is; a value may be
    a note itself."""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def english(self) -> str:
        """For the journal, which others read too."""
        values = {
            name: value.english if isinstance(value, Note) else value for name, value in self.values.items()
        }
        return self.text.format(**values) if values else self.text

    @property
    def shown(self) -> str:
        """For the screen, in the present language."""
        values = {
            name: value.shown if isinstance(value, Note) else value for name, value in self.values.items()
        }
        return tr(self.text, **values)

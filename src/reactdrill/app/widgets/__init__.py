"""Everything a screen is made of. Import widgets from here."""

from reactdrill.app.widgets.base import AnyWidget, Reply, State, Still, Told, Value, Widget
from reactdrill.app.widgets.controls import Button, Card, Chip, Kind
from reactdrill.app.widgets.listrow import Row
from reactdrill.app.widgets.listview import ListState, ListView
from reactdrill.app.widgets.plain import Icon, Label, Paragraph, ProgressBar
from reactdrill.app.widgets.plotting import Middle
from reactdrill.app.widgets.scrollarea import ScrollArea, ScrollState
from reactdrill.app.widgets.spread import Spread
from reactdrill.app.widgets.strip import MARKS, TrialMark, TrialStrip
from reactdrill.app.widgets.table import Column, Table
from reactdrill.app.widgets.textfield import FieldState, TextField

__all__ = [
    "MARKS",
    "AnyWidget",
    "Button",
    "Card",
    "Chip",
    "Column",
    "FieldState",
    "Icon",
    "Kind",
    "Label",
    "ListState",
    "ListView",
    "Middle",
    "Paragraph",
    "ProgressBar",
    "Reply",
    "Row",
    "ScrollArea",
    "ScrollState",
    "Spread",
    "State",
    "Still",
    "Table",
    "TextField",
    "Told",
    "TrialMark",
    "TrialStrip",
    "Value",
    "Widget",
]

"""The language that people read: texts, numbers and dates, looked up when they are shown.

English stands in the code. `tr("Start")` gives it in the present language, so that the language can change while the
program runs; what has no translation stays English. Nothing is loaded before a language other than English is asked
for, and only the program people see and the reports they hand out ask: journals, exports and the command line stay
English.
"""

from reactdrill.i18n.choice import ENGLISH, LANGUAGES, chosen_language
from reactdrill.i18n.current import language, speaking, tr, tr_in, tr_n, use_language
from reactdrill.i18n.numbers import date, moment, number, short_date, written
from reactdrill.i18n.texts import Texts, TextTable, marked

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "TextTable",
    "Texts",
    "chosen_language",
    "date",
    "language",
    "marked",
    "moment",
    "number",
    "short_date",
    "speaking",
    "tr",
    "tr_in",
    "tr_n",
    "use_language",
    "written",
]

"""Many rows at once, past the layers that look at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

Row = dict[str, Any]


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows of which each has every column of the table, and maybe more. Faults are those of `execute`."""
    if not rows:
        return
    statement, names = _statement(table, connection.dialect)
    if names is None:
        columns = table.columns.keys()
        connection.exec_driver_sql(statement, [{name: row[name] for name in columns} for row in rows])
    else:
        connection.exec_driver_sql(statement, list(map(itemgetter(*names), rows)))


@cache
def _statement(table: sa.Table, dialect: sa.Dialect) -> tuple[str, tuple[str, ...] | None]:
    """The SQL, and the order in which it takes the values; None where it takes them by name."""
    compiled = table.insert().compile(dialect=dialect, column_keys=table.columns.keys())
    order = getattr(compiled, "positiontup", None)
    return str(compiled), None if order is None else tuple(order)

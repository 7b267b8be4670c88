"""Tables as Parquet, for pandas, R and DuckDB. Needs pyarrow (extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reactdrill.errors import MissingExtraError
from reactdrill.results.disk import replacing_private

if TYPE_CHECKING:
    from reactdrill.results.export_many import Spool

ROWS_AT_ONCE = 20_000


def write_parquet(path: Path, spool: Spool) -> None:
    """Write one table: times as numbers in ms, missing as null. Raises `MissingExtraError`, `OSError`."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("Parquet files", "pyarrow", "parquet") from None
    kinds = {name: _kind(spool, name) for name in spool.names()}
    types = {"number": pa.float64(), "count": pa.int64(), "truth": pa.bool_(), "text": pa.string()}
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    with replacing_private(path) as file, pq.ParquetWriter(file, schema) as writer:
        rows = ({name: _value(row.get(name), kind) for name, kind in kinds.items()} for row in spool.read())
        for batch in _batches(rows):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _kind(spool: Spool, name: str) -> str:
    """What a column holds; one whose values are of several kinds is text."""
    if str(spool.columns[name].get("unit", "")).startswith("ms"):
        return "number"
    found = spool.kinds.get(name, set())
    if found == {"bool"}:
        return "truth"
    return "count" if found == {"int"} else "text"


def _value(value: object, kind: str) -> object:
    if value is None:
        return None
    if kind == "number":
        return float(str(value))
    return str(value) if kind == "text" else value

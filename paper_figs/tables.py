"""Tables: from rows, and as CSV, so that the drawing step reads the very numbers that the data step made."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from paper_figs.figure import Table


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows of equal keys as the columns of a table."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def to_csv(table: Table) -> str:
    """The table as CSV: numbers so that they are read back exactly, nan as an empty cell."""
    columns = {name: [_cell(x) for x in column] for name, column in table.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError(f"columns differ in length: { {name: len(column) for name, column in columns.items()} }")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _cell(x: Any) -> str:
    plain = x.item() if hasattr(x, "item") else x
    return "" if plain is None or plain != plain else repr(plain) if isinstance(plain, float) else str(plain)


def from_csv(text: str) -> dict[str, list[Any]]:
    """The table of a CSV: a column of numbers as floats (empty cells as nan), any other as strings."""
    names, *rows = csv.reader(io.StringIO(text))
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return {name: _column(list(column)) for name, column in zip(names, columns, strict=True)}


def _column(cells: list[str]) -> list[Any]:
    try:
        return [float(cell) if cell else float("nan") for cell in cells]
    except ValueError:
        return list(cells)

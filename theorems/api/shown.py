"""How results look in a notebook: tables, and trees that fold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

MOST_ROWS = 60
"""Rows of a table that are shown."""


def table(rows: Sequence[dict[str, Any]], columns: Iterable[str]) -> str:
    """HTML of some columns of rows."""
    names = list(columns)
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{cell(row.get(name))}</td>' for name in names) + "</tr>"
        for row in rows[:MOST_ROWS]
    )
    more = f"<div>... {len(rows) - MOST_ROWS:,} more</div>" if len(rows) > MOST_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def cell(value: Any) -> str:
    """One value; formulas between dollar signs are left to the notebook."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(f"{value:.6g}" if isinstance(value, float) else str(value))


def folded(head: str, inside: str, is_open: bool) -> str:
    """A part of a tree, and what is below it."""
    return (
        f"<details{' open' * is_open}><summary>{head}</summary><div style='margin-left:1.5em'>{inside}</div></details>"
    )


def pre(lines: Iterable[str]) -> str:
    """Lines as they are."""
    return f"<pre>{escape(chr(10).join(lines))}</pre>"

"""Holes: places of a file that are still to be filled. Each fails loudly, saying what belongs there.

In an expression a hole is `hole("what belongs here")`; in the body of a function, in any room, it is
`raise NotImplementedError("fill: what belongs here")`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

MARK = "fill: "


def hole(what: str) -> NoReturn:
    """Stands in the place of something still to be written."""
    raise NotImplementedError(MARK + what)


def is_hole(error: BaseException) -> bool:
    """Was the error raised by a hole?"""
    return isinstance(error, NotImplementedError) and str(error).startswith(MARK)


def holes(path: Path) -> Iterator[tuple[int, str]]:
    """The holes of a file, found without running it: (line, what belongs there)."""
    text = path.read_text()
    if "hole(" not in text and MARK not in text:
        return
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    found = []
    for call in calls:
        what = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        name = call.func.id  # type: ignore[attr-defined]
        if isinstance(what, str) and (name == "hole" or (name == "NotImplementedError" and what.startswith(MARK))):
            found.append((call.lineno, what.removeprefix(MARK)))
    yield from sorted(found)

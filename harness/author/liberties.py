"""Liberties that a proof must not take: rules alone make proved statements, and Python would let a file get round them.

A proof calls functions. It defines no classes, which could pass for expressions and say of themselves what they like,
it changes nothing that others made, and it names nothing private.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from harness.author.diagnostics import Finding
from harness.author.todo import file_of
from theorems import rooms
from theorems.language import Theorem
from theorems.language.registry import in_room, modules, short_path

LIBRARIES = {"__future__", "collections", "dataclasses", "fractions", "functools", "itertools", "math", "typing"}
"""What a proof may import of Python's own library."""

CALLS = {
    *("setattr", "delattr", "getattr", "vars", "globals", "locals", "dir", "object", "super", "memoryview"),
    *("exec", "eval", "compile", "open", "input", "breakpoint", "__import__", "__builtins__", "__loader__", "__spec__"),
}
"""Names by which Python lets one change what is frozen, or run a text."""


def liberties(theorem: Theorem) -> Iterator[Finding]:
    """Those of the theorem's proofs."""
    path = file_of(in_room(modules()[theorem.id], rooms.PROOFS))
    if path is None:
        return
    for line, what in taken(ast.parse(path.read_text())):
        yield Finding(
            "liberty",
            f"a proof {what}",
            f"{short_path(path)}:{line}",
            theorem.id,
            expected="it calls the rules of proofs_check/rules and lemmas: no classes, nothing private, no changes",
        )


def taken(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what it does) of each."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 1)
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            own = [m for m in modules if m.split(".")[0] in sys.stdlib_module_names - LIBRARIES]
            private = [a.name for a in node.names if a.name.startswith("_") and isinstance(node, ast.ImportFrom)]
            yield from ((line, f"imports {name}") for name in (*own, *private))
        elif isinstance(node, ast.ClassDef):
            yield line, f"defines the class {node.name}"
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield line, f"changes {ast.unparse(node)}"
        elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield line, f"uses .{node.attr}"
        elif isinstance(node, ast.Name) and node.id in CALLS:
            yield line, f"uses {node.id}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type":
            yield from [(line, "makes a class")] if len(node.args) > 1 else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            yield line, "names what is private in a text"

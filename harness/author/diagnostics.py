"""What `theorems check` says: findings that read like those of a compiler, and the places they point at."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.author.todo import file_of
from harness.judge.case import Case
from theorems.language import Theorem
from theorems.language.registry import modules, short_path


@dataclass(frozen=True)
class Finding:
    """One thing to mend.

    rule: a short name of the check. what: what is wrong. where: file and line. about: the claim or
    parameter. facts: the evidence, line by line. expected: what ought to be. advice: what to try. otherwise: what else
    it may be.
    """

    rule: str
    what: str
    where: str
    about: str = ""
    facts: tuple[str, ...] = ()
    expected: str = ""
    advice: str = ""
    otherwise: str = ""

    def lines(self) -> Iterator[str]:
        """The finding as it is printed."""
        yield f"error[{self.rule}]: {self.what}"
        yield f"  --> {self.where}" + (f"  ({self.about})" if self.about else "")
        yield from (f"   |  {fact}" for fact in self.facts)
        yield from (
            f"   = {label}: {text}"
            for label, text in (("expected", self.expected), ("try", self.advice), ("or", self.otherwise))
            if text
        )


def place(case: Case, part: str | None = None) -> str:
    """Where the record declares the claim, or one field of it."""
    return place_in(case.theorem, case.claim.name, part)


def place_in(theorem: Theorem, name: str, part: str | None = None) -> str:
    """Where the record declares the claim or parameter of that name, or one field of it."""
    path = file_of(modules()[theorem.id])
    assert path is not None
    line = 1
    for call in _calls(path):
        fields = {k.arg: k.value for k in call.keywords if k.arg}
        label = fields.get("name", call.args[0] if call.args else None)
        if isinstance(label, ast.Constant) and label.value == name:
            line = fields[part].lineno if part in fields else call.lineno
            break
    return f"{short_path(path)}:{line}"


@cache
def _calls(path: Path) -> tuple[ast.Call, ...]:
    return tuple(node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def place_of(function: Callable[..., Any], text: str = "") -> str:
    """Where a function is written; where a text stands in its file, if it does."""
    function = inspect.unwrap(function)
    path, line = Path(function.__code__.co_filename), function.__code__.co_firstlineno
    module = sys.modules.get(function.__module__)
    if module is not None and module.__file__ and Path(module.__file__) != path:  # it follows from a declaration there
        path, line = Path(module.__file__), 1
    constants = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    line = next((node.lineno for node in constants if text and node.value == text), line)
    return f"{short_path(path)}:{line}"

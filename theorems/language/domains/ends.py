"""Ends of domains: numbers, or expressions in the parameters declared before, such as `d + 2` or `(n - 1)/2`."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import sympy as sp

from theorems.language.domains.entries import DomainError, Length
from theorems.language.text import shortened

OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {"min": sp.Min, "max": sp.Max, "len": Length}


EXACT = (int, Fraction, sp.Rational)
NUMBERS = (*EXACT, type(sp.oo), type(-sp.oo))


def less(a: Any, b: Any) -> bool:
    """a < b, of numbers; where they are rational or infinite, without the questions that sympy asks of a comparison."""
    if isinstance(a, EXACT) and isinstance(b, EXACT):
        return bool(a.numerator * b.denominator < b.numerator * a.denominator)
    if isinstance(a, NUMBERS) and isinstance(b, NUMBERS):
        return bool(b == sp.oo != a or a == -sp.oo != b)
    return bool(a < b)


@dataclass(frozen=True)
class End:
    """An expression in the values of earlier parameters, of + - * / **, min, max and len(p); raises DomainError."""

    text: str

    def __post_init__(self) -> None:
        _check(self.tree, self.text)

    def __str__(self) -> str:
        return self.text

    @cached_property
    def tree(self) -> ast.expr:
        try:
            return ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError):
            raise _unreadable(self.text) from None

    @cached_property
    def names(self) -> frozenset[str]:
        """The parameters that it is an expression in."""
        called = {id(node.func) for node in ast.walk(self.tree) if isinstance(node, ast.Call)}
        return frozenset(n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name) and id(n) not in called)

    def at(self, values: Mapping[str, Any]) -> Any:
        """Its value where these are the values (or the symbols) of the parameters; DomainError where it has none."""
        found = _value(self.tree, values)
        if found.has(sp.zoo, sp.nan):
            raise DomainError(
                f"{self.text} has no value at {', '.join(f'{n} = {shortened(values[n])}' for n in self.names)}"
            )
        return found


Limit: TypeAlias = sp.Rational | End
"""An end: a number, or an expression in earlier parameters."""


def _unreadable(text: str) -> DomainError:
    return DomainError(f"{text!r} is no number, and no expression of + - * / **, min, max, len in earlier parameters")


def _check(node: ast.expr, text: str) -> None:
    good = (
        isinstance(node, ast.Name)
        or (isinstance(node, ast.Constant) and type(node.value) is int)
        or (isinstance(node, ast.BinOp | ast.UnaryOp) and type(node.op) in OPERATORS)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS)
    )
    if not good:
        raise _unreadable(text)
    below = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for child in below:
        if isinstance(child, ast.expr):
            _check(child, text)


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Constant):
        return sp.Integer(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp):
        return OPERATORS[type(node.op)](_value(node.operand, values))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    arguments = [_value(argument, values) for argument in node.args]
    if node.func.id == "len" and isinstance(arguments[0], tuple):
        return sp.Integer(len(arguments[0]))
    return FUNCTIONS[node.func.id](*arguments)


def limit(written: object) -> Limit:
    """The end that is written: `2`, `1/2`, `0.1` or an expression in earlier parameters; raises DomainError."""
    text = str(written).strip()
    try:
        fraction = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return End(text)
    return sp.Rational(fraction.numerator, fraction.denominator)


def known(end: Limit, values: Mapping[str, Any]) -> sp.Rational | None:
    """The end's value, or None where a parameter that it names has none."""
    if not isinstance(end, End):
        return end
    return end.at(values) if end.names <= values.keys() else None


def names(*ends: object) -> frozenset[str]:
    """All parameters that ends name."""
    return frozenset().union(*(end.names for end in ends if isinstance(end, End)))

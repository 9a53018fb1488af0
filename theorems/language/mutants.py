"""Mutants: an expression with one deliberate slip in it, as a person might type it.

Every claim must be able to tell itself from each of them (`harness.matrix`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from theorems.language.claims import Claim
from theorems.language.parameters import Parameter

Path = tuple[int, ...]


@dataclass(frozen=True)
class Mutant:
    """A slip in words, such as `n -> n+1`, and the expression that carries it."""

    slip: str
    expression: sp.Expr


def _subtrees(expression: sp.Basic, path: Path = ()) -> Iterator[tuple[Path, sp.Basic]]:
    yield path, expression
    for i, argument in enumerate(expression.args):
        if not isinstance(argument, sp.Tuple):  # the limits of a sum are its index, not a formula
            yield from _subtrees(argument, (*path, i))


def _replace(expression: sp.Basic, path: Path, new: sp.Basic) -> sp.Basic:
    if not path:
        return new
    head, *tail = path
    arguments = list(expression.args)
    arguments[head] = _replace(arguments[head], tuple(tail), new)
    return expression.func(*arguments)


def _edits(expression: sp.Expr, integers: set[sp.Symbol]) -> Iterator[tuple[str, sp.Basic]]:
    """Every single-place slip: constants by 5%, integers by one, dropped factors and terms, flipped signs."""
    for path, node in _subtrees(expression):
        if isinstance(node, sp.Rational):
            parent = expression
            for i in path[:-1]:
                parent = parent.args[i]
            if isinstance(parent, sp.Pow) and path[-1] == 1 and node == -1:
                continue  # a fraction bar, not a constant
            for factor in (sp.Rational(21, 20), sp.Rational(19, 20)):
                yield f"{node} -> {float(node * factor):.4g}", _replace(expression, path, node * factor)
        if node in integers:
            for shift in (1, -1):
                yield f"{node} -> {node + shift}", _replace(expression, path, node + shift)
        if isinstance(node, sp.Mul):
            for i, factor in enumerate(node.args):
                rest = node.func(*(a for j, a in enumerate(node.args) if j != i))
                slip = "flipped sign" if factor == -1 else f"dropped factor {factor}"
                yield slip, _replace(expression, path, rest)
        if isinstance(node, sp.Add):
            for i, term in enumerate(node.args):
                others = node.func(*(a for j, a in enumerate(node.args) if j != i))
                yield f"flipped sign of {term}", _replace(expression, path, others - term)


def slips(expression: sp.Expr, parameters: tuple[Parameter, ...]) -> list[Mutant]:
    """All mutants of an expression, without repeats; the expression itself is never among them."""
    integers = {p.symbol for p in parameters if p.kind == "integer"}
    found: dict[sp.Basic, str] = {
        expression * sp.Rational(21, 20): "5% more",
        expression * sp.Rational(19, 20): "5% less",
    }
    for symbol in sorted(expression.free_symbols & integers, key=str):
        for shift in (1, -1):
            found.setdefault(expression.subs(symbol, symbol + shift), f"{symbol} -> {symbol + shift} everywhere")
    for slip, mutated in _edits(expression, integers):
        found.setdefault(mutated, slip)
    found.pop(expression, None)
    return [Mutant(slip, mutated) for mutated, slip in found.items() if not mutated.has(sp.nan, sp.zoo)]


def mutants(claim: Claim, parameters: tuple[Parameter, ...]) -> Iterator[tuple[str, str, Claim]]:
    """Each slip in each expression of the claim: (field, slip, mutated claim)."""
    for part, expression in claim.parts.items():
        for mutant in slips(expression, parameters):
            yield part, mutant.slip, replace(claim, **{part: mutant.expression})

"""Mutants: an expression with one deliberate slip in it, as a person might type it; and the way back.

Every claim must be able to tell itself from each mutant (`harness.author.mutant_table`). Repairs are guesses at what
was meant by an expression that is wrong (`harness.author.disagreement`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

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
        if not isinstance(argument, sp.Tuple) or isinstance(argument, ExprCondPair):  # limits of a sum are no formula
            yield from _subtrees(argument, (*path, i))


def _replace(expression: sp.Basic, path: Path, new: sp.Basic) -> sp.Basic:
    if not path:
        return new
    head, *tail = path
    arguments = list(expression.args)
    arguments[head] = _replace(arguments[head], tuple(tail), new)
    return expression.func(*arguments)


def _edits(expression: sp.Expr, parameters: tuple[Parameter, ...]) -> Iterator[tuple[str, sp.Basic]]:
    """Every single-place slip: constants by 5%, what a parameter may be mistaken for, dropped factors and terms,
    flipped signs.
    """
    for path, node in _subtrees(expression):
        if isinstance(node, sp.Rational):
            parent = expression
            for i in path[:-1]:
                parent = parent.args[i]
            if isinstance(parent, sp.Pow) and path[-1] == 1 and node == -1:
                continue  # a fraction bar, not a constant
            for factor in (sp.Rational(21, 20), sp.Rational(19, 20)):
                yield f"{node} -> {float(node * factor):.4g}", _replace(expression, path, node * factor)
        for parameter in parameters:
            for other in parameter.slips(node):
                yield f"{node} -> {other}", _replace(expression, path, other)
        if isinstance(node, sp.Mul):
            for i, factor in enumerate(node.args):
                rest = node.func(*(a for j, a in enumerate(node.args) if j != i))
                slip = "flipped sign" if factor == -1 else f"dropped factor {factor}"
                yield slip, _replace(expression, path, rest)
        if isinstance(node, sp.Add):
            for i, term in enumerate(node.args):
                others = node.func(*(a for j, a in enumerate(node.args) if j != i))
                yield f"flipped sign of {term}", _replace(expression, path, others - term)


@cache
def slips(expression: sp.Expr, parameters: tuple[Parameter, ...]) -> tuple[Mutant, ...]:
    """All mutants of an expression, without repeats; the expression itself is never among them."""
    found: dict[sp.Basic, str] = {
        expression * sp.Rational(21, 20): "5% more",
        expression * sp.Rational(19, 20): "5% less",
    }
    for parameter in sorted(parameters, key=lambda p: p.name):
        for shifted in parameter.shifts if parameter.symbol in expression.free_symbols else ():
            found.setdefault(expression.subs(parameter.symbol, shifted), f"{parameter.name} -> {shifted} everywhere")
    for slip, mutated in _edits(expression, parameters):
        found.setdefault(mutated, slip)
    found.pop(expression, None)
    times: Counter[str] = Counter()
    mutants = []
    for mutated, slip in found.items():
        if not mutated.has(sp.nan, sp.zoo):
            times[slip] += 1
            mutants.append(Mutant(f"{slip} (place {times[slip]})" if times[slip] > 1 else slip, mutated))
    return tuple(mutants)


def mutants(claim: Claim, parameters: tuple[Parameter, ...]) -> Iterator[tuple[str, str, Claim]]:
    """Each slip in each expression of the claim: (field, slip, mutated claim)."""
    for part, expression in claim.parts.items():
        for mutant in slips(expression, parameters):
            yield part, mutant.slip, replace(claim, **{part: mutant.expression})


def widened(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim without each of its conditions: (slip, wider claim)."""
    relations = [relation for relation in sp.And.make_args(claim.when) if relation != sp.true]
    for relation in relations:
        rest = sp.And(*(other for other in relations if other != relation))
        yield f"without {relation}", replace(claim, when=rest)


def repairs(expression: sp.Expr, parameters: tuple[Parameter, ...]) -> Iterator[Mutant]:
    """What may have been meant: single slips undone, then powers and factors of one part wherever it occurs."""
    yield from slips(expression, parameters)
    for path, node in _subtrees(expression):
        if isinstance(node, sp.Integer):
            for other in (node + 1, node - 1, 2 * node, -node):
                yield Mutant(f"{node} -> {other}", _replace(expression, path, other))
    factors: list[sp.Expr] = [sp.Integer(2)]
    for parameter in parameters:
        factors += parameter.factors
    factors += [1 / f for f in factors]
    bound = {s for e in expression.atoms(sp.Sum, sp.Product) for s in e.bound_symbols}  # and limits are no numbers
    inside = {e for e in sp.preorder_traversal(expression) if isinstance(e, sp.Expr) and e.free_symbols} - bound
    parts = [expression, *inside - {expression}]
    for part in sorted(parts, key=lambda e: (e != expression, sp.default_sort_key(e))):
        shifted = [part.subs(p.symbol, s) for p in parameters if part.has(p.symbol) for s in p.shifts]
        for other in (*shifted, *(part * f for f in factors), part**2, sp.sqrt(part)):
            yield Mutant(f"{part} -> {other}", expression.xreplace({part: other}))

"""What is known of the value of a claim at a point: the theory value and the exact truth, as balls."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from flint import ctx

from harness.basics.errors import BadInput
from harness.judge.case import Case
from harness.judge.error_lines import describe
from harness.judge.exact import NO_VALUE
from theorems.language import Claim, Identity, Law, Parameters, Point, Root, X, point_text, real
from theorems.language.domains.entries import numbers_in
from theorems.language.functions import by_bounds
from theorems.language.readers import Ball
from theorems.language.readers.balls import told_from_zero
from theorems.language.readers.interpreter import fractions
from theorems.language.text import shortened

MOST_SAID = 300
RATIO_DIGITS = 12
"""Of a ratio no more digits are told."""

QUICK_DIGITS = 50
QUICK_SIZE = 10**6

ARGUMENT = real("x", "(-1000000, 1000000)", "argument of the distribution function", (1,))
"""What a law is asked at, beside the parameters of its theorem."""


def parameters_of(case: Case) -> Parameters:
    """Those of the theorem, and of a law its argument."""
    return Parameters(*case.theorem.parameters, *([ARGUMENT] if isinstance(case.claim, Law) else []))


def names_of(case: Case) -> tuple[set[str], set[str]]:
    """Parameters that a claim can use, and those that its value needs (a limit needs no generation)."""
    claim = case.claim
    closed = not isinstance(claim, Law) or claim.cdf is not None
    needed = {s.name for s in claim.value.free_symbols} - {X.name} if closed else case.needed
    return case.used | ({X.name} if isinstance(claim, Law) else set()), needed


def asks_for_argument(case: Case) -> BadInput:
    """What is raised where a law is asked at no argument."""
    return BadInput(f"{case.id} is a law: give the argument x of its distribution function, as x=1/2")


def not_claimed(case: Case, point: Point) -> BadInput:
    """What is raised where a claim does not apply."""
    return BadInput(f"{case.id} is claimed for {case.claim.when}: got {shortened(point_text(point))}")


def claimed_at(case: Case, whole: Point) -> bool:
    """Does the claim apply at a point? Yes where the point does not say."""
    return not {s.name for s in case.claim.when.free_symbols} <= set(whole) or case.applies(whole)


def bits_of(digits: int) -> int:
    """The precision that so many decimal digits need."""
    return int(digits * 3.33) + 10


def expression_of(case: Case) -> sp.Expr | None:
    """What the theory value is read from; None for a law that is the exact room's own."""
    claim = case.claim
    return claim.cdf if isinstance(claim, Law) else claim.value


def theory(case: Case, point: Point, bits: int) -> Ball | None:
    """The claimed value; None where `expression_of` has none. Raises NO_VALUE."""
    expression = expression_of(case)
    return None if expression is None else _ball(expression, point, bits)


def notes_on(case: Case, point: Point) -> list[str]:
    """What there is to know about how the theory value is found, once."""
    parts = case.claim.parts.values()
    return list(dict.fromkeys(f"{name} is enclosed by proved bounds" for e in parts for name in by_bounds(e, point)))


def ratio_of(theory: Ball | None, truth: Ball | None, bits: int) -> Ball | None:
    """The theory value in units of the truth; None where it is not known, or the truth may be 0."""
    with ctx.workprec(bits + 30):
        return None if theory is None or truth is None or truth.contains(0) else theory / truth


def relation_of(claim: Claim) -> str:
    """How the quantity and the theory value compare, in words."""
    return str(getattr(claim, "relation", "equals")).replace("_", " ")


def _ball(expression: sp.Expr, point: Point, bits: int) -> Ball:
    return told_from_zero(expression, fractions(point), bits)


def truth(case: Case, point: Point, bits: int) -> tuple[Ball | None, list[str]]:
    """The exact value as a ball, or None and why."""
    with ctx.workprec(bits + 30):
        return _truth(case, point, bits)


def _truth(case: Case, point: Point, bits: int) -> tuple[Ball | None, list[str]]:
    claim, observed = case.claim, case.observed
    try:
        quantity = claim.quantity if isinstance(claim, Identity) else None
        needed = case.needed if quantity is None else {s.name for s in quantity.free_symbols}
        lacking = sorted(needed - set(point))
        if lacking:
            return None, [f"no exact value without {', '.join(lacking)}"]
        if quantity is not None:
            return _ball(quantity, point, bits), []
        if isinstance(claim, Root):
            return claim.ball(point, bits), []
        assert observed is not None
        extra: dict[str, Any] = {}
        if isinstance(claim, Law):
            x = point[X.name]
            extra = {X.name: Fraction(int(x.p), int(x.q))}
        found = observed.exact({k: v for k, v in point.items() if k != X.name}, **extra)
        if found is None:
            return None, [f"no exact value: {observed} has no exact room"]
        if not found.is_finite():
            return None, [f"no exact value: {observed} is not finite there"]
        return found, []
    except (*NO_VALUE, MemoryError) as error:
        reason = str(error) if type(error) is ValueError else describe(error)
        return None, [f"no exact value: {(reason or type(error).__name__)[:MOST_SAID]}"]


def quick(case: Case, point: Point, digits: int) -> bool:
    """Is it no larger than the points that are checked and raced, which their author keeps quick?"""
    parameters = case.theorem.parameters
    checked = [parameters.point(text) for text in case.claim.points]
    for name, x in point.items():
        parameter = parameters[name] if name in parameters.names else None
        seen = [p[name] for p in checked if name in p] + list(parameter.values(point) if parameter else ())
        if isinstance(x, tuple) and len(x) > max(map(len, seen)):
            return False
        if parameter and parameter.whole:
            if max(numbers_in(x), default=0) > max((y for v in seen for y in numbers_in(v)), default=0):
                return False
        elif any(max(abs(int(y.numerator)), int(y.denominator)) > QUICK_SIZE for y in numbers_in(x)):
            return False
    return digits <= QUICK_DIGITS

"""The kinds of proof steps. Each checks itself, says by what means, and offers perturbed steps that must
fail.

A proof of the claim `some-name` of the theorem in theorems/F/T.py is the function `some_name(claim)` in
proofs_check/F/T.py: it reads the claim's own expressions and returns the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theorems.language import Claim
from theorems.language.domains.entries import Length
from theorems.language.readers import ball
from theorems.language.readers.interpreter import TheoryFunction
from theorems.language.sums import opaque, worked_out

Range = tuple[Any, Any]
"""A closed range of a symbol; the upper end may be sp.oo."""


@dataclass(frozen=True)
class Result:
    """ok: does the step hold. method: by what it was decided. detail: what was left when it does not hold."""

    ok: bool
    method: str
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a proof; `name` states it in words."""

    name: str

    def check(self) -> Result:
        """Decide the step."""
        raise NotImplementedError

    def perturbed(self) -> Iterator[Step]:
        """Steps that are false if this one is true; a sound checker rejects each."""
        raise NotImplementedError


@dataclass(frozen=True)
class Cites(Step):
    """A standard fact that is used and not proved here; the ledger lists it."""

    fact: str

    def check(self) -> Result:
        return Result(True, "cited", self.fact)

    def perturbed(self) -> Iterator[Step]:
        return iter(())


@dataclass(frozen=True)
class Claimed(Step):
    """The steps that follow need a condition, and the claim is made under it: it is one of those in `when`."""

    condition: sp.Basic
    when: sp.Basic

    def check(self) -> Result:
        ok = self.condition in sp.And.make_args(self.when)
        return Result(ok, "condition", "" if ok else f"what is claimed needs only {self.when}")

    def perturbed(self) -> Iterator[Step]:
        others = [other for other in sp.And.make_args(self.when) if other != self.condition]
        yield replace(self, when=sp.And(*others))


def claimed(claim: Claim, condition: sp.Basic) -> Claimed:
    """The step that says that a claim is made under a condition only."""
    return Claimed(f"It is claimed for {condition}", condition, claim.when)


def is_zero(expression: sp.Expr) -> bool:
    """Is the expression identically zero? Decided symbolically, True only if a simplification reaches 0."""
    expression = opaque(worked_out(expression))
    expression = expression.replace(sp.loggamma, lambda z: sp.log(sp.gamma(z)))
    attempts = (
        sp.expand,
        sp.simplify,
        lambda e: sp.expand(sp.powsimp(sp.expand(e), force=False)),
        sp.gammasimp,
        lambda e: sp.simplify(sp.expand_log(sp.logcombine(e))),
        lambda e: sp.simplify(sp.expand_func(e)),
        lambda e: sp.factor(sp.together(e)),
    )
    return expression == 0 or any(attempt(expression) == 0 for attempt in attempts)


def _witness(difference: sp.Expr) -> dict[sp.Basic, sp.Rational]:
    """A point of the symbols' domains at which an expression is not zero; empty if none is found at once.

    Functions of the theory and unknown functions have arbitrary values there, as they have for `is_zero`.
    """
    if difference.has(sp.Derivative, sp.Integral, sp.Piecewise, sp.Indexed):
        return {}
    folds = difference.atoms(sp.Sum, sp.Product)
    if any(end.is_infinite or (end.free_symbols and not end.is_integer) for f in folds for end in f.limits[0][1:]):
        return {}
    bases = sorted({e.base for e in difference.atoms(sp.Indexed)}, key=str)
    difference = difference.replace(  # lists of numbers, none like another
        lambda e: isinstance(e, sp.Indexed), lambda e: (e.indices[0] + 3) / (2 * e.indices[0] + 5 + bases.index(e.base))
    )
    functions = {f for f in difference.atoms(sp.Function, AppliedUndef) if not f.is_number}
    functions = {f for f in functions if isinstance(f, AppliedUndef | TheoryFunction | Length)}
    point: dict[sp.Basic, sp.Rational] = {}
    for i, f in enumerate(sorted(functions, key=sp.default_sort_key)):
        point[f] = sp.Rational(3 + 2 * i, 7 + 3 * i)
    for i, v in enumerate(sorted(difference.free_symbols, key=sp.default_sort_key)):
        point[v] = sp.Integer(3 + i) if v.is_integer else sp.Rational(5 + 2 * i, 11 + 3 * i)
    there = difference.subs(point, simultaneous=True)
    value = sp.N(worked_out(there) if folds else there, 30)
    clear = value.is_Float and value._prec > 1 and abs(value) > sp.Float("1e-12")
    return point if clear else {}


@dataclass(frozen=True)
class Equal(Step):
    """left = right identically, decided symbolically (one point is tried first, to reject fast)."""

    left: sp.Expr
    right: sp.Expr

    def check(self) -> Result:
        difference = sp.sympify(self.left) - sp.sympify(self.right)
        point = _witness(difference)
        if point:
            return Result(False, "symbolic identity", f"{difference} is not zero at {point}")
        if is_zero(difference):
            return Result(True, "symbolic identity")
        return Result(False, "symbolic identity", f"not reduced to zero: {difference}")

    def perturbed(self) -> Iterator[Step]:
        right = sp.sympify(self.right)
        yield replace(self, right=right + sp.Rational(1, 20))
        if right != 0:
            yield replace(self, right=right * sp.Rational(21, 20))


def _positive_coefficients(expression: sp.Expr, over: Mapping[sp.Symbol, Range], strict: bool) -> bool:
    """Positivity of a rational function on a box: each range moved to [0, oo), no coefficient is negative."""
    variables = []
    for symbol, (low, high) in over.items():
        shift = sp.Dummy(f"{symbol.name}_shift", nonnegative=True)
        variables.append(shift)
        moved = low + shift if high == sp.oo else (low + high * shift) / (1 + shift)
        expression = expression.subs(symbol, moved)
    numerator, denominator = sp.fraction(sp.together(expression))
    signs = []
    for part in (numerator, denominator):
        polynomial = sp.Poly(sp.expand(part), *variables) if variables else sp.Poly(part, sp.Dummy())
        coefficients = polynomial.coeffs()
        constant = polynomial.as_expr().subs(dict.fromkeys(variables, 0))
        if all(c.is_nonnegative for c in coefficients):
            signs.append((1, constant))
        elif all(c.is_nonpositive for c in coefficients):
            signs.append((-1, constant))
        else:
            return False
    (sign, constant), (sign_below, constant_below) = signs
    if numerator == 0:
        return not strict
    below = (sign_below * constant_below).is_positive
    return bool(sign == sign_below and below and (not strict or (sign * constant).is_positive))


@dataclass(frozen=True)
class Positive(Step):
    """A rational function is >= 0 (> 0 if strict) on a box, by exact polynomial arithmetic.

    over: symbol -> (low, high). After the substitution x = low + y (or (low + high y)/(1 + y) on a finite
    range) all coefficients of numerator and denominator must have one sign: a proof, though not every
    true statement passes (split the range, or state a stronger one). On a finite range the upper end
    itself is covered by continuity unless strict.
    """

    expression: sp.Expr
    over: Mapping[sp.Symbol, Range] = field(default_factory=dict)
    strict: bool = False

    def check(self) -> Result:
        try:
            ok = _positive_coefficients(sp.sympify(self.expression), self.over, self.strict)
        except sp.PolynomialError as error:
            return Result(False, "polynomial positivity", f"not a rational function: {error}")
        detail = "" if ok else f"coefficients of both signs: {self.expression}"
        return Result(ok, "polynomial positivity", detail)

    def perturbed(self) -> Iterator[Step]:
        yield replace(self, expression=-self.expression, strict=True)


def _evident_sign(expression: sp.Expr, symbol: sp.Symbol, low: Any, strict: bool) -> bool:
    """Each term, written in y = x - low >= 0, is a product of evidently non-negative factors.

    strict: at y > 0 some term is evidently positive.
    """
    y = sp.Dummy("y", positive=True) if strict else sp.Dummy("y", nonnegative=True)
    moved = sp.factor(sp.expand(expression.subs(symbol, low + y)))
    terms = sp.Add.make_args(sp.expand(moved))

    def evident(t: sp.Expr) -> bool:
        return bool(t.is_nonnegative or t.replace(sp.sinh, lambda z: z * sp.cosh(z)).is_nonnegative)

    nonnegative = bool(moved.is_nonnegative) or all(map(evident, terms))
    return nonnegative and (not strict or bool(moved.is_positive) or any(t.is_positive for t in terms))


@dataclass(frozen=True)
class ByDerivatives(Step):
    """expression >= 0 for symbol >= low, because derivatives 0..order-1 are >= 0 at low and the next one is
    evidently non-negative (a sum of products of non-negative factors) on [low, oo).

    low is a number; the value of each derivative at low is decided in balls or exactly. strict: the
    expression is > 0 for symbol > low. high: the statement is made on [low, high] only, and there
    balls decide that the last derivative is positive.
    """

    expression: sp.Expr
    symbol: sp.Symbol
    low: sp.Expr
    order: int
    strict: bool = False
    high: sp.Expr | None = None

    def check(self) -> Result:
        derivative = sp.sympify(self.expression)
        for j in range(self.order):
            start = sp.simplify(derivative.subs(self.symbol, self.low))
            decided = start.is_number and start.is_finite is not False and start is not sp.nan
            if not (start == 0 or start.is_nonnegative or (decided and ball(start, {}) >= 0)):
                return Result(False, "derivatives", f"derivative {j} at {self.low} is {start}")
            derivative = sp.diff(derivative, self.symbol)
            derivative = sp.simplify(derivative) if self.high is None else sp.expand(derivative)
        if self.high is not None:
            last = OnBox(self.name, derivative, {self.symbol: (self.low, self.high)}).check()
            return replace(last, method=f"derivatives, the last by {last.method}")
        ok = _evident_sign(derivative, self.symbol, self.low, self.strict)
        detail = "" if ok else f"sign of derivative {self.order} not evident: {derivative}"
        return Result(ok, "derivatives", detail)

    def perturbed(self) -> Iterator[Step]:
        yield replace(self, expression=-sp.sympify(self.expression))


@dataclass(frozen=True)
class OnBox(Step):
    """expression > 0 on a compact box, by ball arithmetic with bisection.

    over: symbol -> (low, high), exact numbers. Fails (never errs) when `cells` sub-boxes do not decide it.
    """

    expression: sp.Expr
    over: Mapping[sp.Symbol, Range]
    cells: int = 4000

    def check(self) -> Result:
        symbols = list(self.over)
        boxes = [tuple((sp.Rational(a), sp.Rational(b)) for a, b in self.over.values())]
        used = 0
        while boxes:
            box = boxes.pop()
            used += 1
            if used > self.cells:
                return Result(False, "balls", f"undecided after {self.cells} boxes, at {box}")
            value = _on_box(self.expression, symbols, box)
            if value > 0:
                continue
            middle = tuple((a + b) / 2 for a, b in box)
            at_middle = ball(self.expression, {s.name: m for s, m in zip(symbols, middle, strict=True)})
            if at_middle < 0:
                return Result(False, "balls", f"negative at {dict(zip(symbols, middle, strict=True))}")
            widest = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
            a, b = box[widest]
            for part in ((a, middle[widest]), (middle[widest], b)):
                boxes.append((*box[:widest], part, *box[widest + 1 :]))
        return Result(True, f"balls ({used} boxes)")

    def perturbed(self) -> Iterator[Step]:
        yield replace(self, expression=-self.expression)


def _on_box(expression: sp.Expr, symbols: list[sp.Symbol], box: tuple[Range, ...]) -> Any:
    from flint import arb, fmpq

    from theorems.language.readers import box_ball

    balls = {}
    for symbol, (a, b) in zip(symbols, box, strict=True):
        low, high = (arb(fmpq(int(v.p), int(v.q))) for v in (a, b))
        balls[symbol.name] = low.union(high)
    return box_ball(expression, balls)


@dataclass(frozen=True)
class AtIntegers(Step):
    """expression > 0 (or exactly 0) at each integer of a finite range, by ball arithmetic."""

    expression: sp.Expr
    symbol: sp.Symbol
    low: int
    high: int

    def check(self) -> Result:
        for value in range(self.low, self.high + 1):
            point = self.expression.subs(self.symbol, value)
            if point != 0 and not ball(point, {}) > 0:
                return Result(False, "balls", f"not positive at {self.symbol} = {value}")
        return Result(True, f"balls ({self.high - self.low + 1} integers)")

    def perturbed(self) -> Iterator[Step]:
        yield replace(self, expression=-self.expression)


RANGE_ADVICE = "a symbol knows its sign only: write a range into the expression, 0 < r < 1 as 1/(1 + x), x positive"


@dataclass(frozen=True)
class Tends(Step):
    """expression -> limit as symbol -> to, by sympy's Gruntz algorithm."""

    expression: sp.Expr
    symbol: sp.Symbol
    to: Any
    limit: sp.Expr

    def check(self) -> Result:
        try:
            found = sp.limit(self.expression, self.symbol, self.to)
        except NotImplementedError as error:
            return Result(False, "limit", f"{error}: {RANGE_ADVICE}")
        if found.has(sp.sign):
            return Result(False, "limit", f"the limit is {found}: {RANGE_ADVICE}")
        ok = found == self.limit or (found.is_finite is not False and is_zero(found - self.limit))
        return Result(bool(ok), "limit", "" if ok else f"the limit is {found}")

    def perturbed(self) -> Iterator[Step]:
        yield replace(self, limit=sp.Integer(0) if sp.sympify(self.limit).is_infinite else self.limit + 1)


@dataclass(frozen=True)
class Induction(Step):
    """A statement for all integers from the base on: the base case and the step from k to k+1."""

    base: Step
    step: Step

    def check(self) -> Result:
        for part, step in (("base", self.base), ("step", self.step)):
            result = step.check()
            if not result.ok:
                return Result(False, f"induction, {part}: {result.method}", result.detail)
        return Result(True, f"induction ({result.method})")

    def perturbed(self) -> Iterator[Step]:
        for other in self.base.perturbed():
            yield replace(self, base=other)
        for other in self.step.perturbed():
            yield replace(self, step=other)

"""A question is a claim at a point, made ready to be raced: certified numbers instead of expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import nextafter
from typing import Any

import numpy as np
import sympy as sp

from harness.evidence.martingales import draws_needed
from harness.judge.case import block_paths, exact_value, for_simulator, oracle, parameters, support_of
from simulators.engine import Support
from theorems.language import Claim, DomainError, Law, Point, Surely, Theorem, X, point_text
from theorems.language.domains.entries import fraction, substituted
from theorems.language.readers import ball, floats
from theorems.language.text import shortened

CAP = 16
"""A race ends undecided at this multiple of the planned draws: for a true claim about 8 deviations away."""

EFFORTS = {"quick": Fraction(3, 100), "paper": Fraction(1, 100)}
"""Resolution: the relative size of the smallest difference that a race must tell apart."""

LAW_CELLS = 8


NOTHING = 1e-14
"""A claimed value (or its distance from 1, for an event) below this has no relative resolution."""


class Uncertified(ValueError):
    """No test has power: an unbounded observable without a second moment, or a claimed value of zero."""


@dataclass(frozen=True)
class Question:
    """A claim at a point. low and high are floats outside of the claimed interval (None: open side).

    gap is the absolute resolution. second_moment bounds E X^2 (real observables). For a law, edges are the
    cell boundaries, cells the claimed probabilities (rounded up) and rivals the probabilities of the
    neighbouring laws.
    """

    theorem: Theorem
    claim: Claim
    point: dict[str, sp.Rational]
    support: Support
    low: float | None
    high: float | None
    gap: float
    second_moment: float
    edges: np.ndarray | None
    cells: np.ndarray | None
    rivals: tuple[tuple[str, np.ndarray], ...]

    @property
    def id(self) -> str:
        """`theorem/claim[n=100,k=50]`."""
        return f"{self.theorem.id}/{self.claim.name}[{point_text(self.point)}]"

    @property
    def observable(self) -> str:
        return self.claim.observable  # type: ignore[return-value]

    @property
    def arguments(self) -> dict[str, Any]:
        return for_simulator(self.observable, self.point)

    def planned_draws(self, log_limit: float) -> int:
        """Expected draws until a true claim is confirmed, as whole blocks."""
        if self.cells is not None:
            need = max((log_limit / max(_relative_entropy(self.cells, q), 1e-9) for _, q in self.rivals), default=1.0)
        else:
            sides = [v for v in (self.low, self.high) if v is not None]
            need = max(draws_needed(self.support, self.second_moment, v, self.gap, log_limit) for v in sides)
        block = block_paths(self.observable)
        return max(1, int(np.ceil(need / block))) * block

    def cap(self, log_limit: float) -> int:
        """Blocks after which a race ends undecided."""
        return CAP * self.planned_draws(log_limit) // block_paths(self.observable)


def _relative_entropy(p: np.ndarray, q: np.ndarray) -> float:
    seen = p > 0
    return float(np.sum(p[seen] * np.log(p[seen] / q[seen]))) if np.all(q[seen] > 0) else np.inf


def outward(low: Any, high: Any) -> tuple[float | None, float | None]:
    """Floats that enclose the interval of two balls."""
    return (
        None if low is None else nextafter(float(low.lower()), -np.inf),
        None if high is None else nextafter(float(high.upper()), np.inf),
    )


def claimed_interval(claim: Claim, point: Point, bits: int = 100) -> tuple[Any, Any]:
    """The claimed interval as balls (None: open side)."""
    low, high = claim.interval
    if low is not None and low == high:
        both = ball(low, point, bits)
        return both, both
    return (None if low is None else ball(low, point, bits)), (None if high is None else ball(high, point, bits))


def applies(claim: Claim, point: Point) -> bool:
    """Does the claim's condition hold at the point?"""
    return bool(substituted(claim.when, point))


def unraceable(claim: Claim, support: Support) -> str | None:
    """Why no test has power for a claim of this kind about an observable that is marked so; None if one has."""
    if (support.kind == "steps") != (claim.kind == "Step") or (support.kind == "law" and claim.kind != "Law"):
        right = {"Law": "@law", "Step": "@steps"}.get(claim.kind, "@event, @bounded(low, high) or @real")
        return f"{claim.observable} is marked @{support.kind}, but the claim is a {claim.kind}: mark it {right}"
    if support.kind == "real" and claim.kind != "Law" and oracle(f"{claim.observable}_second_moment") is None:
        return unbounded(claim.observable or "")
    return None


def unbounded(observable: str) -> str:
    """What an observable that may be anywhere lacks."""
    return f"{observable} is unbounded: give {observable}_second_moment in simulators/exact"


def second_moment(observable: str, point: Point) -> float:
    """The proved bound on E X^2 that evidence on the mean of an unbounded observable needs; 0 where a range will do.

    Raises Uncertified if it needs one and there is none: no interval would be right.
    """
    if support_of(observable, point).kind in ("event", "bounded", "steps"):
        return 0.0
    bound = exact_value(observable, point, "_second_moment")
    if bound is None:
        raise Uncertified(unbounded(observable))
    if not bound.is_finite():
        raise Uncertified(f"{observable}_second_moment is not finite at {point_text(point)}")
    return nextafter(float(bound.upper()), np.inf)


def build(theorem: Theorem, claim: Claim, text: str, resolution: Fraction) -> Question:
    """The question at a point; raises DomainError (also where the claim does not apply) or Uncertified."""
    used, needed = parameters(claim)
    point = theorem.parameters.complete(theorem.parameters.point(text), needed)
    point = {name: point[name] for name in theorem.parameters.names if name in used and name in point}
    if not applies(claim, point):
        raise DomainError(f"{theorem.id}/{claim.name} is not claimed at {point_text(point)}: it needs {claim.when}")
    observable = claim.observable
    assert observable is not None
    support = support_of(observable, point)
    if why := unraceable(claim, support):
        raise Uncertified(why)
    if isinstance(claim, Law):
        edges, cells, rivals = law_cells(theorem, claim, point)
        return Question(theorem, claim, point, support, None, None, 0.0, 0.0, edges, cells, rivals)
    if isinstance(claim, Surely):  # the first draw of another kind refutes it
        return Question(theorem, claim, point, support, 1.0, None, float(resolution), 0.0, None, None, ())
    low, high = outward(*claimed_interval(claim, point))
    moment = second_moment(observable, point)
    sides = [v for v in (low, high) if v is not None]
    scale = min(min(abs(v), abs(1 - v)) if support.kind == "event" else abs(v) for v in sides)
    if scale < NOTHING:
        raise Uncertified(
            f"{theorem.id}/{claim.name} at {point_text(point)} claims {sides[0]:g}: race it where the "
            "claimed value has a size of which a difference can be a part"
        )
    return Question(theorem, claim, point, support, low, high, float(resolution) * scale, moment, None, None, ())


# -- laws ---------------------------------------------------------------------------------------------------


def distribution_function(claim: Law, point: Point, x: sp.Rational) -> Any:
    """The claimed Pr(observable <= x) as a ball: the claim's cdf, or the exact room's where it has none."""
    if claim.cdf is not None:
        return ball(claim.cdf, {**point, X.name: x})
    return exact_value(claim.of, point, x=Fraction(int(x.p), int(x.q)))


def _cell_probabilities(claim: Law, point: Point, edges: list[sp.Rational]) -> np.ndarray:
    """Upper bounds on the probabilities of the cells (-oo, e_1], (e_1, e_2], ..., (e_m, oo)."""
    from flint import arb

    values = [arb(0), *(distribution_function(claim, point, x) for x in edges), arb(1)]
    uppers = [float((b - a).upper()) for a, b in pairwise(values)]
    return np.maximum(uppers, 0.0)


def _neighbours(theorem: Theorem, claim: Law, point: Point) -> Iterator[tuple[str, dict[str, sp.Rational]]]:
    """Points one step away in one parameter, where the domain and the claim allow it."""
    for name, value in point.items():
        for other in theorem.parameters[name].near(value, point):
            near = {**point, name: other}
            if theorem.parameters.contains(near) and applies(claim, near):
                yield f"{name} -> {shortened(other)}", near


def law_cells(
    theorem: Theorem, claim: Law, point: dict[str, sp.Rational]
) -> tuple[np.ndarray, np.ndarray, tuple[tuple[str, np.ndarray], ...]]:
    """Cell edges near equal probability, claimed cell probabilities, and those of the rivals.

    Rivals are the laws at neighbouring points, nearest first (one that does not depend on the parameter is none).
    """
    edges = _edges(claim, point)
    cells = _cell_probabilities(claim, point, edges)
    rivals = []
    for slip, near in _neighbours(theorem, claim, point):
        other = _cell_probabilities(claim, near, edges)
        if _relative_entropy(cells, other) > 1e-4:
            rivals.append((slip, other))
    if not rivals:
        raise Uncertified(f"{theorem.id}/{claim.name} at {point_text(point)}: no neighbouring law differs from it")
    rivals.sort(key=lambda rival: _relative_entropy(cells, rival[1]))
    return np.array([float(e) for e in edges]), cells, tuple(rivals)


def on_integers(claim: Law) -> bool:
    """Is the law on the integers: is its distribution function a sum up to x?"""
    return claim.cdf is not None and any(X in s.limits[0].free_symbols for s in claim.cdf.atoms(sp.Sum))


def _edges(claim: Law, point: Point) -> list[sp.Rational]:
    """Dyadic rationals near the quantiles of the claimed law; 1, 2, 3, ... for a law on the integers."""

    @cache
    def at(x: sp.Rational) -> float:
        return float(distribution_function(claim, point, x).mid())

    if on_integers(claim):
        top = 1
        while at(sp.Integer(top)) < 0.999:
            top += 1
        return [sp.Integer(i) for i in range(1, top + 1)]
    edges: list[sp.Rational] = []
    for i in range(1, LAW_CELLS):
        low, high = _bracket(at, i / LAW_CELLS)
        middle = (low + high) / 2
        while abs(at(middle) - i / LAW_CELLS) > 0.2 / LAW_CELLS:
            low, high = (middle, high) if at(middle) < i / LAW_CELLS else (low, middle)
            middle = (low + high) / 2
        edges.append(middle)
    return edges


def _bracket(at: Any, level: float) -> tuple[sp.Rational, sp.Rational]:
    size = sp.Integer(1)
    while at(size) < level:
        size *= 2
    if at(sp.Integer(0)) < level:
        return sp.Integer(0), size
    while at(-size) > level:
        size *= 2
    return -size, sp.Integer(0)


# -- machine numbers ---------------------------------------------------------------------------------------


def ends_at(claim: Claim, point: Point) -> tuple[float | None, float | None] | None:
    """The claimed interval in machine numbers (None: open side); None where it has no finite value."""
    low, high = claim.interval
    values = {e: number_at(e, point) for e in {low, high} if e is not None}  # one, where both ends are the same
    return None if None in values.values() else (values.get(low), values.get(high))


def number_at(expression: sp.Expr, point: Point) -> float | None:
    """The value in machine numbers, or None where the expression has no finite real value."""
    try:
        value = floats(expression, **{k: v if isinstance(v, tuple | str) else fraction(v) for k, v in point.items()})
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return None
    return value if np.isfinite(value) else None

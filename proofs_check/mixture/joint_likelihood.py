"""The likelihood equations of two symmetric components, point by point, and averaged over the points of a sample."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import from_the_start, squared_difference
from proofs_check.lemmas.mixture import surely
from proofs_check.rules.algebra import combine, increasing, substitute
from proofs_check.rules.leaves import by_derivatives, by_sign, given, identity
from proofs_check.rules.statements import Proved, Relation, over
from theorems.mixture.joint_likelihood import PARAMETERS
from theorems.processes.mixture import centre, circle, curve, fourth, ratio, square

alpha, beta = PARAMETERS["alpha"].symbol, PARAMETERS["beta"].symbol
A, B, F = sp.symbols("A B F", positive=True)
"""The means of |x|, x^2 and x^4."""
C, D = sp.symbols("C D", real=True)
"""Points of the curve."""
u, y, z = sp.Symbol("u", nonnegative=True), sp.Symbol("y", nonnegative=True), sp.Symbol("z", real=True)
RATIO = over({alpha: "(0, oo)"})


def score_mean(goal: Relation) -> Proved:
    """tanh is sinh over cosh."""
    return identity(goal.left, goal.right, goal.context)


def score_variance(goal: Relation) -> Proved:
    """tanh is sinh over cosh."""
    return identity(goal.left, goal.right, goal.context)


def split(goal: Relation) -> Proved:
    """The hyperbolic tangents cancel."""
    return identity(goal.left, goal.right, goal.context)


@cache
def mean_upper(goal: Relation) -> Proved:
    """tanh is at most 1."""
    point = by_sign(u * sp.tanh(u / alpha), "<=", u, RATIO.but({u: "[0, oo)"}))
    samples = RATIO.but({C: "(-oo, oo)", A: "(0, oo)"}, C <= A)
    names = {curve(alpha): C, centre: A}
    return surely(goal, names, given(C <= A, samples), point)


@cache
def rising(goal: Relation) -> Proved:
    """tanh rises."""
    ordered = over({alpha: "(0, oo)", beta: "(0, oo)", u: "[0, oo)"}, beta <= alpha)
    slope = by_sign(0, "<=", 1 - sp.tanh(z) ** 2, over({z: "(-oo, oo)"}))
    less = combine(u / alpha, "<=", u / beta, (given(beta <= alpha, ordered), u / (alpha * beta)), context=ordered)
    rises = increasing(sp.tanh(z), z, less, slope)
    point = combine(u * sp.tanh(u / alpha), "<=", u * sp.tanh(u / beta), (rises, u), context=ordered)
    samples = ordered.but({u: None, C: "(-oo, oo)", D: "(-oo, oo)"}, C <= D)
    names = {curve(alpha): C, curve(beta): D}
    return surely(goal, names, given(C <= D, samples), point)


@cache
def _tanh_above_cubic() -> Proved:
    """y - y^3/3 <= tanh y for y >= 0: the slope of the difference is y^2 - tanh^2 y."""
    context = over({y: "[0, oo)"})
    line = by_derivatives(sp.tanh(y), "<=", y, y, 1, context)
    slope = combine(0, "<=", y**2 - sp.tanh(y) ** 2, (line, y + sp.tanh(y)), context=context)
    difference = from_the_start(sp.tanh(y) - y + y**3 / 3, y, by_sign(0, "<=", 0, over({})), slope)
    return combine(y - y**3 / 3, "<=", sp.tanh(y), difference, context=context)


@cache
def _circle_below() -> Proved:
    """Where the mean of x^2 is 1, the circle is at most 1/a - 1/a^3 + 2/a^5: h <= (g + h^2/g)/2 at g = a + 2/a."""
    root, near = sp.sqrt(alpha**2 + 4), alpha + 2 / alpha
    mean = squared_difference(root, near, RATIO)
    bound = 1 / alpha - 1 / alpha**3 + 2 / alpha**5
    half = (near + (alpha**2 + 4) / near) / 4 - alpha / 2
    rest = by_sign(half, "<=", bound, RATIO)
    return combine(circle(alpha, sp.Integer(1)), "<=", bound, (mean, 1 / (4 * near)), rest, context=RATIO)


@cache
def beyond_circle(goal: Relation) -> Proved:
    """A cubic polynomial below tanh, averaged, and the circle far out."""
    inside = RATIO.but({u: "[0, oo)", B: "(0, oo)"})
    place = alpha * sp.sqrt(B)
    cubic = substitute(_tanh_above_cubic(), {y: u / place}, inside)
    point = combine(u**2 / place - u**4 / (3 * place**3), "<=", u * sp.tanh(u / place), (cubic, u), context=inside)
    above = B / place - F / (3 * place**3)
    samples = RATIO.but({B: "(0, oo)", F: "(0, oo)", C: "(-oo, oo)"}, above <= C)
    names = {curve(ratio): C, square: B, fourth: F}
    left = goal.right.what.args[0].cond.lts.xreplace(names)  # type: ignore[attr-defined]
    parts = given(above <= C, samples), (_circle_below(), sp.sqrt(B))
    pointwise = combine(left, "<=", C, *parts, context=samples)
    return surely(goal, names, pointwise, point)

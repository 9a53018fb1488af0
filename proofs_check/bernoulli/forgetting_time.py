"""How far the entropy h of the share falls in a generation, on average, and so how long it lasts.

Let y = X/n, X ~ Bin(n, p), and K(y) = y ln(y/p) + (1-y) ln((1-y)/(1-p)). Then h(y) = -y ln p - (1-y) ln(1-p) - K(y),
and h(p) - E h(y) = E K(y). From below it is at least 0, and for p = j/n at least 1/(3n), by z ln z >= its third Taylor
polynomial at 1. From above it is at most ln a, a = 1 + 1/n: by ln z <= z - 1 at z = y/(pa) and z = (1-y)/((1-p)a) it is
ln a + w/a - 1 at most, w = y^2/p + (1-y)^2/(1-p), and E w = a.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import log_below_line
from proofs_check.lemmas.elementary import y as slope
from proofs_check.lemmas.entropy import cubic, entropy_above_cubic, log_below_tangent, z
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.chains import on_average, outcome, outcomes
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import branches, ended, polynomial_mean, time_at_least, time_at_most
from theorems.bernoulli.forgetting_time import PARAMETERS, THEOREM
from theorems.language.functions import BinaryEntropy
from theorems.language.laws import Binomial
from theorems.processes.discrete import P

n, p0 = PARAMETERS.symbols
q0, h = 1 - p0, BinaryEntropy.definition
x, j = outcome(Binomial), sp.Symbol("j", integer=True, nonnegative=True)
a, b = sp.symbols("a b", integer=True, positive=True)
"""How many of n draws are the symbol, and how many are not, where neither is 0."""
DRAWN = Binomial(n, p0)
HERE, LATER = over({n: "[2, oo)", p0: "(0, 1)"}), over({n: "[2, oo)", j: "[1, oo)"}, j <= n - 1)
BOTH, COUNTS = over({a: "[1, oo)", b: "[1, oo)", p0: "(0, 1)"}), over({a: "[1, oo)", b: "[1, oo)"})
END = sp.Eq(x * (n - x), 0)
tangent = -(x / n) * sp.log(p0) - (1 - x / n) * sp.log(q0)
"""That of h at p0."""
L = sp.log(1 + 1 / n)


y, p = sp.symbols("y p", positive=True)


def _generation(
    factor: sp.Expr, bound: sp.Expr, above: bool, lemma: Proved, at: sp.Expr, times: sp.Expr, rest: sp.Expr
) -> Proved:
    """E of factor h(y), 0 counting where y is 0 or 1, is at most (or at least) that of a polynomial in what is drawn.

    From a lemma on z, for both symbols: `at` and `times` say for which z, and multiplied by what, in terms of the share
    y and its mean p. At y = 1, where the other symbol is forgotten, it leaves `rest`, in terms of p.
    """

    def related(value: sp.Expr, context: Context, by: list[tuple[sp.Expr, sp.Expr]], left: sp.Expr) -> Proved:
        size = n if n in context.of else a + b
        put = [{y: share, p: mean, n: size} for share, mean in by]
        terms = [(substitute(lemma, {z: at.subs(v)}, context), times.subs(v)) for v in put]
        sides = (value, here) if above else (here, value)
        return combine(sides[0], "<=", sides[1], *terms, by_sign(0, "<=", left, context), context=context)

    drawn, counts = outcomes(DRAWN, HERE), {x: a, n: a + b}
    value, here = factor * h(x / n), bound.subs(counts, simultaneous=True)
    pairs = [(e.subs(counts), mean) for e, mean in ((x / n, p0), (1 - x / n, q0))]
    inside = related(value.subs(counts, simultaneous=True), BOTH, pairs, sp.Integer(0))
    inside = substitute(inside, {a: x, b: n - x}, drawn.but({}, x >= 1, n - x >= 1))
    ends = []
    for drawn_here, mean in ((sp.Integer(0), q0), (n, p0)):
        here = bound.subs(x, drawn_here)
        ends.append(related(sp.Integer(0), HERE, [(sp.Integer(1), mean)], rest.subs(p, mean)))
    V = ended(END, value)
    pointwise = branches(Relation(*((V, "<=", bound) if above else (bound, "<=", V)), drawn), END, x, inside, *ends)
    means, polynomial = on_average(DRAWN, pointwise, HERE), polynomial_mean(DRAWN, bound, HERE)
    left, right, sign = means.relation.left, means.relation.right, 1 if above else -1
    left, right = (left, polynomial.relation.right) if above else (polynomial.relation.right, right)
    return combine(left, "<=", right, means, (polynomial, sign), context=HERE)


def _at_counts(known: Proved) -> Proved:
    """The same at n = a + b, p0 = a/n."""
    return substitute(known, {n: a + b, p0: a / (a + b)}, COUNTS)


def _drawn(known: Proved) -> Proved:
    """The same at a = j, b = n - j, for 1 <= j <= n - 1."""
    return substitute(known, {a: j, b: n - j}, LATER)


@cache
def mean_upper_weak(goal: Relation) -> Proved:
    """3n h does not rise in a generation, and falls by 1 at least where the share is j/n."""
    line, taylor, size = log_below_tangent(), entropy_above_cubic(), 3 * n
    begins = _generation(size, size * tangent, True, line, p / y, size * y, size * (1 - p))
    begins = combine(1 + begins.relation.left, "<=", goal.right, begins, context=HERE)
    curved = p0 * cubic(x / n / p0) + q0 * cubic((1 - x / n) / q0)
    falls = _generation(size, size * (tangent - curved), True, taylor, y / p, size * p, n * (1 - p))
    variance = p0 * q0
    most = size * h(p0) + (1 - size * variance - 4 * variance) / (2 * n * variance)
    falls = combine(falls.relation.left, "<=", most, falls, context=HERE)
    falls = _at_counts(falls)
    enough = by_sign((a - b) ** 2, "<=", a * b * (a + b), COUNTS)
    last = (size * h(p0)).subs({n: a + b, p0: a / (a + b)}, simultaneous=True)
    times = 1 / (2 * a * b * (a + b))
    goes = combine(1 + falls.relation.left, "<=", last, falls, (enough, times), context=COUNTS)
    return time_at_most(goal.left, size * h(P), j, begins, _drawn(goes), goal.context)


@cache
def mean_lower(goal: Relation) -> Proved:
    """h falls by ln(1 + 1/n) at most in a generation."""
    grown, y2 = 1 + 1 / n, (x / n) ** 2 / p0 + (1 - x / n) ** 2 / q0
    bound = (tangent - L - y2 / grown + 1) / L
    falls = _generation(1 / L, bound, False, log_below_tangent(), y / (p * grown), y / L, sp.Integer(0))
    falls = combine(h(p0) / L, "<=", 1 + falls.relation.right, falls, context=HERE)
    finite = mean_upper_weak(statement(THEOREM, "mean-upper-weak"))
    return time_at_least(goal.right, h(P) / L, j, falls, _drawn(_at_counts(falls)), finite, goal.context)


@cache
def mean_lower_linear(goal: Relation) -> Proved:
    """ln(1 + 1/n) is at most 1/n, and h at least 0."""
    H = sp.Symbol("H", nonnegative=True)
    sizes = over({n: "[2, oo)", H: "[0, oo)"})
    smaller = combine(
        n * H, "<=", H / L, (substitute(log_below_line(), {slope: 1 / n}, sizes), n * H / L), context=sizes
    )
    line = log_below_tangent()
    terms = [(substitute(line, {z: share}, HERE), share) for share in (p0, q0)]
    above = combine(0, "<=", h(p0), *terms, by_sign(0, "<=", 2 * p0 * q0, HERE), context=HERE)
    known = mean_lower(statement(THEOREM, "mean-lower"))
    return combine(
        goal.left, "<=", goal.right, substitute(smaller, {H: h(p0)}, HERE, above), known, context=goal.context
    )


@cache
def mean_lower_rare(goal: Relation) -> Proved:
    """What the other symbol adds to h is at least 0: ln z <= z - 1 at z = 1 - p0."""
    other = substitute(log_below_tangent(), {z: q0}, HERE)
    known = mean_lower_linear(statement(THEOREM, "mean-lower-linear"))
    room = by_sign(0, "<=", n * p0 * q0, HERE)
    return combine(goal.left, "<=", goal.right, known, (other, n * q0), room, context=goal.context)

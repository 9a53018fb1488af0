"""The test loss of kernel estimates fitted to draws from the last one: between what the centre of the points says.

Its mean is at least that of a quadratic function of centre and variance of the points, because each of n points is
within (n-1)^(1/2) standard deviations of their centre; and at most that of the points' squares.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.kde.replace_growth import annealed_law
from proofs_check.lemmas.elementary import b, inverse_above_tangent
from proofs_check.lemmas.kernels import average, by_centre, data_of, loss_above
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, raised, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.kernels import power_at_least, power_at_most
from proofs_check.rules.leaves import below_absolute, by_derivatives, by_sign
from proofs_check.rules.losses import between_exponents
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.kde import replace_growth
from theorems.kde.replace_loss import PARAMETERS, THEOREM, centre, least, near, point, ratio, spread
from theorems.language.data import GENERATION, Mean, Variance

n, k, h, sigma0, v = PARAMETERS.symbols
r, a, e = sp.symbols("r a e", positive=True)


def _transform() -> Proved:
    """E e^(s X) of a draw: normal."""
    return annealed_law(statement(replace_growth.THEOREM, "annealed-law"))


@cache
def annealed_density(goal: Relation) -> Proved:
    """Of a normal law of variance v, E e^(-x^2/(2 h^2)) is h/sqrt(h^2 + v)."""
    known = average(goal.left, _transform(), goal.context)
    return combine(goal.left, "=", goal.right, known, context=goal.context)


@cache
def annealed_lower(goal: Relation) -> Proved:
    """Jensen's inequality: the logarithm of a mean is at least the mean of the logarithm."""
    return loss_above(goal.right, _transform(), goal.left, goal.context)


def _mean(loss: Expectation, of: sp.Expr, value: sp.Expr, context: Context) -> Proved:
    """E of an estimate from the points, from the recursion."""
    return by_moments(Relation(beside(loss, of), "=", value, context))


@cache
def at_most(loss: Expectation, context: Context, least: sp.Expr = least) -> Proved:
    """The logarithm of a mean of exponentials is at least the mean of the exponents; equal, where there is one."""
    found = between_exponents(loss, context)
    (squares,) = found.relation.right.atoms(Expectation)
    known = by_moments(Relation(squares, "=", point, context))
    multiple = 1 / (2 * h**2)
    return combine(loss, found.relation.op, least + point * multiple, found, (known, multiple), context=context)


@cache
def at_least(loss: Expectation, context: Context, least: sp.Expr = least) -> Proved:
    """E loss >= least + ((1 - e) E M^2 - (n - 1) E V/e)/(2 h^2) for e > 0; M, V: centre and variance.

    least: the loss at the centre of a kernel, 0 where it is measured from there.
    """
    data, here, scale = data_of(loss), context.but({e: "(0, oo)"}), 1 / (2 * h**2)
    found = by_centre(loss, least, scale, e, here)
    left = least + ((1 - e) * centre - (n - 1) * spread / e) * scale
    moved = _mean(loss, Mean(data) ** 2, centre, context), _mean(loss, Variance(data, 0), spread, context)
    return combine(left, "<=", loss, found, (moved[0], -(1 - e) * scale), (moved[1], (n - 1) / e * scale), context=here)


@cache
def upper(goal: Relation) -> Proved:
    """Point by point."""
    return at_most(goal.left, goal.context)  # type: ignore[arg-type]


@cache
def lower(goal: Relation) -> Proved:
    """With the best e; one point is its own centre."""
    loss, many, rest = goal.right, goal.context.but({n: "[2, oo)"}), goal.context.but({n: None})
    best = (n - 1) * sp.sqrt(near) / sp.sqrt(point)
    found = substitute(at_least(loss, many), {e: best}, many)  # type: ignore[arg-type]
    less = by_sign(0, "<=", spread, many)
    several = combine(goal.left, "<=", loss, found, (less, best / (2 * h**2)), context=many)
    alone = at_most(loss.subs(n, 1), rest)
    one = combine(alone.relation.right, "<=", alone.relation.left, (alone, -1), context=rest)
    return cases(n, at_value(n, 1, one, goal.left, "<=", loss), several)


@cache
def single(goal: Relation) -> Proved:
    """One exponent is the mean of all."""
    return at_most(goal.left, goal.context)  # type: ignore[arg-type]


@cache
def rate(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The bounds over k: from above by squares, from below with e = k^(-1/2), and exactly of one point."""
    context, share = below.context, below.right
    loss = beside(share, share.what * GENERATION)  # type: ignore[arg-type, attr-defined]
    over_k = linear(share, {loss.what: 1 / GENERATION}, context)  # type: ignore[arg-type, attr-defined]
    up, down = (below_absolute(side * 2 * least, context) for side in (1, -1))
    rest = ((n + 1) * ratio + n**2 - n + 1) / (2 * sp.sqrt(k))
    high = combine(
        above.left,
        "<=",
        above.right,
        over_k,
        (at_most(loss, context), 1 / k),
        (up, 1 / (2 * k)),
        by_sign(0, "<=", rest + 1 / k, context),
        context=context,
    )
    alone, many = context.but({n: "[1, 1]"}), context.but({n: "[2, oo)"})
    one = combine(
        below.left,
        "<=",
        share,
        (over_k, -1),
        (at_most(loss, alone), -1 / k),
        (down, 1 / (2 * k)),
        by_sign(0, "<=", rest + ratio / k, alone),
        context=alone,
    )
    small = 1 / sp.sqrt(k)
    together = by_sign(spread, "<=", (n - 1) * h**2 + sigma0**2, many)
    left = 1 + 2 * r + (1 / r + (n - 1) * (r - 1 + 1 / r)) / ratio
    positive = by_sign(0, "<=", left, over({n: "[2, oo)", r: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"}))
    root = raised(by_sign(1, "<=", k, many), sp.Rational(1, 2))
    several = combine(
        below.left,
        "<=",
        share,
        (over_k, -1),
        (substitute(at_least(loss, many), {e: small}, many), 1 / k),
        (down, 1 / (2 * k)),
        (together, (1 - small + (n - 1) / small) / (2 * h**2 * k)),
        (substitute(positive, {r: sp.sqrt(k)}, many, root), ratio / (2 * k)),
        context=many,
    )
    return cases(n, one, several), high


@cache
def _smoothed(context: Context) -> tuple[Proved, Proved]:
    """E of the powers of the kernels that make up S^(v/k), and that this is at most E S^(v/k)."""
    whole = statement(THEOREM, "transform-lower").right
    below = power_at_least(whole, context)  # type: ignore[arg-type]
    return average(below.relation.left, _transform(), context), below  # type: ignore[arg-type]


@cache
def transform_lower(goal: Relation) -> Proved:
    """A mean of powers is at most the power of the mean."""
    exact, below = _smoothed(goal.context)
    return combine(goal.left, "<=", goal.right, (exact, -1), below, context=goal.context)


@cache
def _smoothed_at_most(context: Context) -> Proved:
    """E S^(v/k) <= E S_(v/k) + v/k times what E(-ln S) is short of the mean square of the points over 2 h^2."""
    exact, below = _smoothed(context)
    above = power_at_most(below.relation.right, context)  # type: ignore[arg-type]
    loss = beside(above.relation.left, -sp.log(above.relation.left.what.base))  # type: ignore[attr-defined]
    squares = _mean(loss, Mean(data_of(loss) ** 2), point, context)
    most = exact.relation.right + v / k * (point / (2 * h**2) - loss)
    parts = above, exact, (squares, v / (2 * h**2 * k))
    return combine(above.relation.left, "<=", most, *parts, context=context)


@cache
def law(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """E S_(v/k) is near its limit, and below E S^(v/k) by no more than v/k times what the loss is below the squares.

    That is 0 for one point, else at most (e E x^2 + (1 - e + (n - 1)/e) E V)/(2 h^2), where e = k^(-1/2).
    """
    context, whole, limit = low.context, low.right, sp.sqrt(1 + v)
    now, r_k = sp.sqrt(1 + v * point / (k * h**2)), sp.sqrt(k)
    root = raised(by_sign(1, "<=", k, context), sp.Rational(1, 2))
    every = over({n: "[1, oo)", r: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"})

    def from_one(left: sp.Expr, inside: Context, of: Context = every) -> tuple[Proved, sp.Expr]:
        """0 <= what is so at every r >= 1, at the root of k, times v/(2 k)."""
        return substitute(by_sign(0, "<=", left, of), {r: r_k}, inside, root), v / (2 * k)

    room = (n + 1) * ratio + n**2 - n + 1
    tangent = substitute(inverse_above_tangent(), {a: now, b: limit}, context)
    near = by_sign(0, "<=", v / (2 * k) * (ratio - (ratio - 1) * limit**-3), context)
    known = transform_lower(statement(THEOREM, "transform-lower"))
    down = combine(low.left, "<=", whole, known, tangent, near, from_one(r * room - ratio, context), context=context)

    above = substitute(inverse_above_tangent(), {a: limit, b: now}, context)
    less = by_sign(0, "<=", v / (2 * k) * (1 - (1 - ratio) * now**-3), context)
    most = _smoothed_at_most(context)
    (loss,) = (m for m in most.relation.right.atoms(Expectation))
    alone, many = context.but({n: "[1, 1]"}), context.but({n: "[2, oo)"})
    same = at_most(loss, alone, sp.Integer(0)), -v / k
    one = combine(whole, "<=", high.right, most, same, above, less, from_one(r * room - 1, alone), context=alone)
    together, large = by_sign(spread, "<=", (n - 1) * h**2 + sigma0**2, many), every.but({n: "[2, oo)"})
    several = combine(
        whole,
        "<=",
        high.right,
        most,
        above,
        less,
        (substitute(at_least(loss, many, sp.Integer(0)), {e: 1 / r_k}, many), v / k),
        (together, (1 - 1 / r_k + (n - 1) * r_k) * v / (2 * h**2 * k)),
        from_one(r * room - 1 - (ratio + r**2 - 1) / r - (n - 1 + ratio) * (1 - 1 / r + (n - 1) * r), many, large),
        context=many,
    )
    return down, cases(n, one, several)


@cache
def slow_growth(below: Relation, above: Relation) -> Proved:
    """Of one point: ln(1 + a) < a at a = (sigma0^2 + (k - 1) h^2)/h^2."""
    one = above.context.but({n: "[1, 1]"})
    line = by_derivatives(sp.log(1 + a), "<", a, a, 1, over({a: "(0, oo)"}))
    exact = at_most(above.right, one)  # type: ignore[arg-type]
    found = substitute(line, {a: point / h**2}, one)
    return combine(above.left, "<", above.right, (exact, -1), (found, sp.Rational(1, 2)), context=one)

"""The unbiased variance of all data so far: a product whose limit is a quotient of Gamma functions.

With w = sqrt(1 + 4n) the roots of n t^2 - t - 1 are 2/(w - 1) and -2/(w + 1), and 1/n is their sum: so written, in
w >= 3, every Gamma function is seen to have a value.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.products import around_limit, as_gammas, between, limit_of_gammas
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity, one_more
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_unbiased import PARAMETERS, THEOREM, down, kept, limit, root, sine, t, up
from theorems.language.data import PowerSum

n, k, sigma0 = PARAMETERS.symbols
w = sp.Symbol("w", positive=True)
A, B = 2 / (w - 1), 2 / (w + 1)
SIZE = w**2 / 4 - sp.Rational(1, 4)
"""n."""
WIDE = over({w: "[3, oo)", k: "[1, oo)"})
FLAT = over({w: "[3, oo)"})
P = sp.Product(1 - 1 / (t * (SIZE * t - 1)), (t, 2, k))
LIMIT = sp.gamma(2 - A + B) / (sp.gamma(2 - A) * sp.gamma(2 + B))
RATIO = sp.gamma(k + 1 - A) * sp.gamma(k + 1 + B) / (sp.gamma(k + 1) * sp.gamma(k + 1 - A + B))


@cache
def _gammas() -> Proved:
    """P = LIMIT RATIO: both take the factor (t - A)(t + B)/(t (t - A + B)) at t = k + 1."""
    return as_gammas(Relation(P, "=", LIMIT * RATIO, WIDE), k)


@cache
def _around_limit() -> tuple[Proved, Proved]:
    """LIMIT <= P <= LIMIT + 1/(n k)."""
    tending = limit_of_gammas(_gammas(), k, (A, -B), (0, A - B), LIMIT, WIDE)
    return around_limit(P, k, 1 / (SIZE * k), between(P, k, WIDE), tending, WIDE)


# -- at n, w = sqrt(1 + 4n) -----------------------------------------------------------------------------------


@cache
def _wide() -> Proved:
    """3 <= sqrt(1 + 4n)."""
    sizes = over({n: "[2, oo)"})
    return combine(3, "<=", root, (by_sign(9, "<=", 1 + 4 * n, sizes), 1 / (root + 3)), context=sizes)


@cache
def variance(goal: Relation) -> Proved:
    """Each generation multiplies the mean by one factor."""
    return by_moments(goal)


def _variance() -> Proved:
    return variance(statement(THEOREM, "variance"))


def biased(goal: Relation) -> Proved:
    """The product is at most its first factor, as the others are at most 1."""
    product, first = kept(k), 1 - 1 / (2 * (2 * n - 1))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, factor = known.relation.context, product.function.subs(t, j + 1)
        more = one_more(product.subs(k, j), j, here)
        lost = by_sign(0, "<=", first * (1 - factor), here)
        return combine(product.subs(k, j + 1), "<=", first, more, (known, factor), lost, context=here)

    start = identity(first, first, over({n: "[2, oo)"}))
    known = induction(Relation(product, "<=", first, over({n: "[2, oo)", k: "[2, oo)"})), k, start, step)
    return combine(goal.left, "<=", goal.right, _variance(), (known, sigma0**2), context=goal.context)


def keeps_more(goal: Relation) -> Proved:
    """The other product is at most 1 - 1/(nk) of this one, for k >= 1: so it is at the first, and factor by factor."""
    product, other, some = goal.right, goal.left, over({n: "[2, oo)", k: "[1, oo)"})

    sizes, least = over({n: "[2, oo)"}), between(product, k, some)[0]

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [one_more(fold.subs(k, j), j, here) for fold in (product, other)]
        factor, change = (fold.function.subs(t, j + 1) for fold in (product, other))
        gap = (1 - 1 / (n * (j + 1))) * factor - (1 - 1 / (n * j)) * change
        spare = substitute(least, {k: j}, here), sp.factor(gap)
        left, right = (e.subs(k, j + 1) for e in (other, (1 - 1 / (n * k)) * product))
        return combine(left, "<=", right, (known, change), spare, using=using, context=here)

    start = identity(1 - 1 / n, 1 - 1 / n, sizes)
    share = induction(Relation(other, "<=", (1 - 1 / (n * k)) * product, some), k, start, step)
    later = combine(other, "<=", product, share, (least, 1 / (n * k)), context=some)
    none = at_value(k, 0, by_sign(1, "<=", 1, sizes), other, "<=", product)
    return cases(k, none, later)


def mean_error(goal: Relation) -> Proved:
    """A batch moves the mean by 1/t of the distance of its own mean, whose square is the variance over n on average."""
    (pool,) = goal.left.process.states
    square = (n * k - 1) * sigma0**2 * kept(k) + n * k * goal.right
    return closed(goal.left, goal.right, goal.context, others={PowerSum(pool, 2): square})


def variance_gamma(goal: Relation) -> Proved:
    """Both take the same factor."""
    right = goal.right.subs({up: A, down: B}).subs(n, SIZE)
    known = combine(P, "=", right, _gammas(), context=WIDE)
    return substitute(known, {w: root}, goal.context, _wide())


e = sp.Symbol("e", real=True)
"""What is at least, or at most, sigma0^2 P."""


@cache
def _about(above: bool) -> Proved:
    """From sigma0^2 P <= e, or e <= sigma0^2 P: the same of sigma0^2 LIMIT, up to sigma0^2/(nk)."""
    of, (low, high) = sigma0**2, _around_limit()
    condition = e <= of * P if above else e >= of * P
    context = WIDE.but({sigma0: "(0, oo)", e: "(-oo, oo)"}).but({}, condition)
    known, there, room = given(condition, context), of * limit.subs({up: A, down: B}).subs(n, SIZE), of / (SIZE * k)
    if above:
        return combine(e, "<=", there + room, known, (high, of), context=context)
    return combine(there - room, "<=", e, known, (low, of), by_sign(0, "<=", room, context), context=context)


@cache
def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The product falls to its limit, and less 1/(nk) it rises to it."""
    context, (least, most) = below.context, _ends(substitute(_variance(), {}, below.context))
    values = {w: root, e: below.right}
    return (
        substitute(_about(False), values, context, _wide(), least),
        substitute(_about(True), values, context, _wide(), most),
    )


def _ends(exact: Proved) -> tuple[Proved, Proved]:
    """Of an equation, both inequalities."""
    r = exact.relation
    return (
        combine(r.right, "<=", r.left, (exact, -1), context=r.context),
        combine(r.left, "<=", r.right, exact, context=r.context),
    )


def sine_limit(_: Relation, more: Relation) -> Proved:
    """At n = 10 the limit of the means is more than the sine and 1/20, which is 2/(nk) for k = 4."""
    ten, root_of_ten = over({k: "[4, oo)", sigma0: "(0, oo)"}), sp.sqrt(41)
    exact = substitute(_variance(), {n: 10}, ten)
    mean = exact.relation.left
    known = substitute(_about(False), {w: root_of_ten, e: mean}, ten, _ends(exact)[0])
    gap = by_sign(sine.subs(n, 10) + sp.Rational(1, 20), "<", LIMIT.subs(w, root_of_ten), ten), sigma0**2
    late = by_sign(1 / k, "<=", sp.Rational(1, 4), ten), sigma0**2 / 5
    refuted = combine(more.left.subs(n, 10), "<", mean, known, gap, late, context=ten)
    return at_value(n, 10, refuted, more.left, "<", more.right)

"""Kernel estimates of all data so far with a shrinking bandwidth (Kazdan et al., Theorem 7).

A pool point of model k has one more kernel, of model s < k, with probability 1/(s + 1): the variance of a draw is that
of the real law, the sum of h_s^2/(s + 1), and h_k^2. With h_s^2 like s^-a it is a partial sum P of a series S(a), and
k^-a. With (s + 1)^-a against s^-a, P + k^-a rises to S(a), and P + k^-a/a falls to it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from proofs_check.lemmas.elementary import at_integers, decay_above_line, from_the_start, log_below_line, logarithm
from proofs_check.lemmas.elementary import y as share
from proofs_check.lemmas.kernels import smoothed, y
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, raised, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.kernels import gaussian_average, jensen, on_imaginary
from proofs_check.rules.leaves import by_sign, given, one_more
from proofs_check.rules.means import ARGUMENT, domain_of
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import mean
from proofs_check.rules.sequences import at_least_its_limit, limit_of, partial_sums, tends
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.kde.shrinking_bandwidth import PARAMETERS, THEOREM, s, unit
from theorems.language.data import ExponentialSum
from theorems.language.functions import BandwidthSum
from theorems.processes import kde_shrinking_pool
from theorems.processes.workflows import DRAW

n, k, c, b, sigma0, u, d, a = PARAMETERS.symbols
K = sp.Symbol("K", integer=True, nonnegative=True)
t = sp.Symbol("t", nonnegative=True)
P, q = sp.symbols("P q", real=True)
U = sp.Symbol("U", positive=True)
PROCESS = kde_shrinking_pool.PROCESSES[0]
LOSS = over({n: "[1, oo)", k: "[1, oo)", c: "(0, oo)", b: "(0, oo)", sigma0: "(0, oo)"})
EVERY, EACH = over({a: "(0, 1]", K: "[0, oo)"}), over({a: "(0, 1]", s: "[1, oo)"})


def squared(i: Any) -> sp.Expr:
    """The variance of the kernel of model i."""
    return c**2 * (n * i) ** (-2 * b)


@cache
def _below_chord() -> Proved:
    """e^(-a t) <= 1 - a (1 - e^-t): a power below its tangent, for a <= 1."""
    line, here = 1 - a + a * sp.exp(-t) - sp.exp(-a * t), over({a: "(0, 1]", t: "[0, oo)"})
    rises = by_sign(0, "<=", a * sp.exp(-a * t) * (1 - sp.exp(-(1 - a) * t)), here)
    slope = combine(0, "<=", sp.diff(line, t), rises, context=here)
    return from_the_start(line, t, by_sign(0, "<=", 0, over({a: "(0, 1]"})), slope)


@cache
def _sinks() -> Proved:
    """s^-a/(s + 1) <= (s^-a - (s + 1)^-a)/a."""
    below = substitute(_below_chord(), {t: sp.log(1 + 1 / s)}, EACH)
    return combine(s ** (-a) / (s + 1), "<=", (s ** (-a) - (s + 1) ** (-a)) / a, (below, s ** (-a) / a), context=EACH)


@cache
def _climbs() -> Proved:
    """s^-a - (s + 1)^-a <= s^-a/(s + 1)."""
    above = raised(by_sign(1, "<=", 1 + 1 / s, EACH), 1 - a)
    left, right = s ** (-a) - (s + 1) ** (-a), s ** (-a) / (s + 1)
    return combine(left, "<=", right, (above, s ** (-a) * s / (s + 1)), context=EACH)


def _bound(ahead: int, sign: int, more: sp.Expr, *steps: Any) -> Proved:
    """sign S(a) <= sign (P(K) + more(K)), P the sum of K terms: it falls, by steps at s = K + 1, with multipliers."""
    series = BandwidthSum(a, ahead)
    part = sp.Sum(series.terms(a, ahead, s), (s, 1, K))
    now, longer = sign * (part + more), one_more(part, K, EVERY)
    there = [(substitute(step, {s: K + 1}, EVERY), sp.sympify(m).subs(s, K + 1)) for step, m in steps]
    falls = combine(now.subs(K, K + 1), "<=", now, *there, using=[longer], context=EVERY)
    parts = {P: partial_sums(series, K, EVERY), q: tends(more, K, sp.oo, 0, EVERY)}
    return at_least_its_limit(falls, limit_of(sign * (P + q), parts, EVERY), K)


@cache
def _above() -> Proved:
    """S(a) <= P(K) + (K + 1)^-a/a."""
    return _bound(0, 1, (K + 1) ** (-a) / a, (_sinks(), 1))


@cache
def _below() -> Proved:
    """-S(a) <= -(P(K) + (K + 1)^-a)."""
    return _bound(0, -1, (K + 1) ** (-a), (_climbs(), 1))


@cache
def _above_next() -> Proved:
    """The same of S_1(a), whose terms (s + 1)^-a/(s + 1) are smaller."""
    smaller = raised(by_sign(1, "<=", 1 + 1 / s, EACH), a)
    return _bound(1, 1, (K + 1) ** (-a) / a, (_sinks(), 1), (smaller, (s + 1) ** (-a) / (s + 1)))


@cache
def _below_next() -> Proved:
    """-S_1(a) <= -(P(K) + (K + 2)^-a)."""
    later = substitute(_climbs(), {s: s + 1}, EACH)
    more = by_sign(1 / (s + 2), "<=", 1 / (s + 1), EACH)
    return _bound(1, -1, (K + 2) ** (-a), (later, 1), (more, (s + 1) ** (-a)))


@cache
def variance(goal: Relation) -> Proved:
    """The moments of the declared process."""
    return by_moments(goal)


@cache
def variance_bound(goal: Relation) -> Proved:
    """What is left out is at least what the last kernel adds."""
    known = substitute(variance(statement(THEOREM, "variance")), {}, goal.context)
    return combine(goal.left, "<=", goal.right, known, _scaled(_below(), goal.context), context=goal.context)


def _scaled(bound: Proved, context: Context) -> Proved:
    """The bound with the unit of the bandwidth as a factor, and the exponent 2 b: multiplied before they are put in."""
    r = bound.relation
    wide = r.context.but({U: "(0, oo)"})
    scaled = combine(U * r.left, "<=", U * r.right, (bound, U), context=wide)
    return substitute(scaled, {U: unit, K: k - 1, a: 2 * b}, context)


@cache
def variance_limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """The bound, and what the sum still falls to the series."""
    return _limit(low, high, "variance", k, _above(), _below())


def _limit(low: Relation, high: Relation, name: str, last: Any, *bounds: Proved) -> tuple[Proved, Proved]:
    """From bounds of the series, above and below; `last`: what the bandwidth of model k counts."""
    context = low.context
    known = substitute(by_moments(statement(THEOREM, name)), {}, context)
    over_it, under_it = (_scaled(p, context) for p in bounds)
    here, late = (by_sign(0, "<=", unit * e, context) for e in (last ** (-2 * b), k ** (-2 * b) / (2 * b)))
    return (
        combine(low.left, "<=", low.right, (known, -1), over_it, here, context=context),
        combine(high.left, "<=", high.right, known, under_it, late, context=context),
    )


@cache
def tail_upper(goal: Relation) -> Proved:
    """The sum falls to the series."""
    rest = substitute(_above(), {K: k - 1}, goal.context)
    return combine(goal.left, "<=", goal.right, rest, context=goal.context)


@cache
def tail_lower(goal: Relation) -> Proved:
    """(s + 1)^-a - (s + 2)^-a is at most a (s + 1)^-a ln(1 + 1/(s + 1)), and that a s^-a/(s + 1)."""
    x = 1 / (s + 1)
    flat = substitute(decay_above_line(), {share: a * sp.log(1 + x)}, EACH)
    line = substitute(log_below_line(), {share: x}, EACH)
    smaller = raised(by_sign(1, "<=", 1 + 1 / s, EACH), a)
    steps = (flat, (s + 1) ** (-a) / a), (line, (s + 1) ** (-a)), (smaller, (s + 1) ** (-a) * x)
    rest = substitute(_bound(0, -1, (K + 2) ** (-a) / a, *steps), {K: k - 1}, goal.context)
    return combine(goal.left, "<=", goal.right, rest, context=goal.context)


@cache
def constants(*goals: Relation) -> tuple[Proved, ...]:
    """In balls."""
    return tuple(at_integers(goal.left, "<=", goal.right, d, goal.context) for goal in goals)


constants_next = constants


@cache
def variance_next(goal: Relation) -> Proved:
    """The moments of the declared process."""
    return by_moments(goal)


@cache
def variance_next_limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """As for the other bandwidth."""
    return _limit(low, high, "variance-next", k + 1, _above_next(), _below_next())


@cache
def _transform() -> Proved:
    """E e^(s X) of a draw: each kernel before the last, of variance v_i, is there with probability 1/(i + 1)."""
    i, own = sp.Symbol("i", integer=True, positive=True), ARGUMENT.symbol
    here = LOSS.but({own: domain_of(ARGUMENT)})
    earlier = sp.Product((i + sp.exp(own**2 * squared(i) / 2)) / (i + 1), (i, 1, k - 1))
    value = sp.exp(own**2 * (sigma0**2 + squared(k)) / 2) * earlier
    (pool,) = PROCESS.states
    of_pool = n * k * sp.exp(own**2 * sigma0**2 / 2) * earlier
    return closed(mean(PROCESS, sp.exp(own * DRAW), k, here), value, here, {ExponentialSum(pool, own): of_pool})


@cache
def _spectrum() -> Proved:
    """At s^2 = -y every factor of a kernel before the last is at most 1."""
    here = LOSS.but({y: "[0, oo)"})
    left = on_imaginary(_transform(), y)
    (fold,) = left.atoms(sp.Product)
    index, term = fold.limits[0][0], fold.function
    counts = here.but({k: None, K: "[0, oo)"})
    upto = sp.Product(term, (index, 1, K))
    goal = Relation(upto, "<=", 1, counts)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        there = known.relation.context
        longer = one_more(upto.subs(K, j), j, there)
        last = term.subs(index, j + 1)
        less = by_sign(0, "<=", 1 - last, there)
        return combine(upto.subs(K, j + 1), "<=", 1, (known, last), less, using=[longer], context=there)

    at_most_1 = induction(goal, K, by_sign(1, "<=", 1, counts.but({K: None})), step)
    return combine(left, "<=", left / fold, (substitute(at_most_1, {K: k - 1}, here), left / fold), context=here)


@cache
def loss_lower(goal: Relation) -> Proved:
    """Jensen's inequality for the root of the density: the root of a sum is at most the sum of the roots."""
    half = sp.Rational(1, 2)
    known = gaussian_average(smoothed(goal.right, half), _transform(), _spectrum(), y, goal.context)
    below = jensen(goal.right, known, goal.context, half)
    return combine(goal.left, "<=", goal.right, below, context=goal.context)


@cache
def loss_divergence(goal: Relation) -> Proved:
    """Of the sum of two squares the first."""
    known = substitute(loss_lower(statement(THEOREM, "loss-lower")), {}, goal.context)
    less = by_sign(sigma0**2, "<=", sigma0**2 + 2 * squared(k), goal.context)
    return combine(goal.left, "<=", goal.right, known, logarithm(less), context=goal.context)


@cache
def finite_variance_suffices(goal: Relation) -> Proved:
    """Where c and the deviation are 1, the loss is at least ln k, and k at least 3^u."""
    here = goal.context.but({c: "[1, 1]", sigma0: "[1, 1]"})
    known = substitute(loss_divergence(statement(THEOREM, "loss-divergence")), {}, here)
    late = logarithm(given(k >= 3**u, here))
    kept = (b - 2) * sp.log(n * k), sp.log(n), sp.log(sp.sqrt(sp.pi / 2) * sigma0**2 / c)
    far = by_sign(u, "<", u * sp.log(3), here)
    signs = [by_sign(0, "<=", e, here) for e in kept]
    return combine(goal.left, "<", goal.right, known, late, *signs, far, context=here)

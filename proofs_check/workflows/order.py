"""The order of workflows: moments as n grows; products, factor by factor, where n is given."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import subsample as finite
from proofs_check.lemmas.products import between, next_factor
from proofs_check.lemmas.squares import inverse_squares, near_their_limit
from proofs_check.lemmas.squares import k as last
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.subsample import THEOREM as SUBSAMPLE
from theorems.gaussian.subsample import later
from theorems.processes.many_points import D, M, U
from theorems.workflows.order import PARAMETERS, THEOREM, accumulated, quarter, replaced, resampled, squares

n, k, sigma0 = PARAMETERS.symbols
EVER = over({k: "[1, oo)"})
ALL = EVER.but({n: "[1, oo)"})
ONE, share = sp.Integer(1), 1 - 1 / n


@cache
def subsample(goal: Relation) -> Proved:
    """The mean of all points errs by 3H - 3 + 1/k, and choosing n of them adds 1 - 1/k."""
    return closed(goal.left, goal.right, goal.context, {M**2: 3 * squares - 3 + 1 / k, D**2: 1 - 1 / k})  # type: ignore[arg-type]


@cache
def bootstrap(goal: Relation) -> Proved:
    """The mean of all points errs by 2H - 1, and choosing n of them adds 1."""
    return closed(goal.left, goal.right, goal.context, {M**2: 2 * squares - 1, D**2: ONE})  # type: ignore[arg-type]


@cache
def bootstrap_later(goal: Relation) -> Proved:
    """What is not added at first is missing in a quarter of the second batch's square."""
    parts = {M**2: 2 * squares - 1 - quarter, D**2: ONE, U**2: ONE}
    return closed(goal.left, goal.right, goal.context, parts)  # type: ignore[arg-type]


def subsample_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """Three times the sum of the inverse squares."""
    return near_their_limit(subsample(statement(THEOREM, "subsample")), below, above, sp.Integer(3))


def bootstrap_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """Twice that sum."""
    return near_their_limit(bootstrap(statement(THEOREM, "bootstrap")), below, above, sp.Integer(2))


def bootstrap_later_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """Twice that sum, but for a quarter."""
    return near_their_limit(bootstrap_later(statement(THEOREM, "bootstrap-later")), below, above, sp.Integer(2))


def accumulate_below_subsample(goal: Relation) -> Proved:
    """H + (k - 1)/(k + 1) <= 3H - 2, as 1/t^2 >= 1/(t (t + 1)) from 2 on."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, small = (
            one_more(squares.subs(k, j), j, here),
            by_sign(1 / ((j + 1) * (j + 2)), "<=", 1 / (j + 1) ** 2, here),
        )
        left, right = (e.subs(k, j + 1) for e in (1 + least, squares))
        return combine(left, "<=", right, known, (more, -1), small, context=here)

    least = (k - 1) / (2 * (k + 1))
    line = induction(Relation(1 + least, "<=", squares, EVER), k, by_sign(1, "<=", 1, over({})), step)
    exact = subsample(statement(THEOREM, "subsample"))
    return combine(goal.left, "<=", goal.right, (exact, -1), (line, 2), context=goal.context)


def subsample_below_replace(goal: Relation) -> Proved:
    """Each fit adds 3/k^2, which is 3/4 at most from the second on."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, small = one_more(squares.subs(k, j), j, here), by_sign(3 / (j + 1) ** 2, "<=", 1 - quarter, here)
        most = goal.right.subs(k, j + 1)
        return combine(3 * squares.subs(k, j + 1) - 2, "<=", most, known, (more, 3), small, context=here)

    line = induction(Relation(3 * squares - 2, "<=", goal.right, EVER), k, by_sign(1, "<=", 1, over({})), step)
    exact = subsample(statement(THEOREM, "subsample"))
    return combine(goal.left, "<=", goal.right, exact, line, context=goal.context)


def subsample_below_bootstrap(goal: Relation) -> Proved:
    """Model 1 is the same; then 3H - 2 + 1/10 <= 2H - 1/4, as H <= pi^2/6 <= 7/4 - 1/10."""
    each = one_generation(goal.right.subs(k, last + 1), over({last: "[0, oo)"}))
    first = substitute(each, {last: 0}, over({}))
    given = [at_start(e, over({})) for e in sorted(first.relation.right.atoms(Expectation), key=str)]
    alike = combine(1, "<=", first.relation.left, (first, -1), using=given, context=over({}))
    return cases(k, at_value(k, 1, alike, goal.left, "<=", goal.right), _later(goal))


def _later(goal: Relation) -> Proved:
    context = goal.context.but({k: "[2, oo)"})
    exact = bootstrap_later(statement(THEOREM, "bootstrap-later"))
    third = by_sign(sp.pi**2 / 6, "<=", sp.Rational(7, 4) - sp.Rational(1, 10), over({}))
    terms = (inverse_squares(squares, EVER), third, by_sign((k - 1) / (10 * k), "<=", sp.Rational(1, 10), context))
    return combine(goal.left, "<=", goal.right, (exact, -1), *terms, context=context)


# -- the normal model, n points -----------------------------------------------------------------------------------


def _kept() -> Proved:
    """E mu_k^2 = sigma0^2 (1 - (1 - 1/n) P_k)."""
    return finite.mean_error(statement(SUBSAMPLE, "mean-error"))


def _positive() -> Proved:
    """0 <= P_k."""
    return between(later, k, ALL)[0]


def gaussian_accumulate_below_subsample(goal: Relation) -> Proved:
    """(1 - 1/n) P_k <= w_k Q_k, w_k = 1 - (k - 1)/(2 n k): accumulate's factors are larger by more than w falls."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, (own, other) = (
            known.relation.context,
            (e.subs(k, j) for e in (next_factor(later, k), next_factor(accumulated, k))),
        )
        mine, theirs = (one_more(e.subs(k, j), j, here) for e in (later, accumulated))
        then = weight.subs(k, j + 1)
        ratio = then * other / weight.subs(k, j)
        smaller = (substitute(_positive(), {k: j}, here), share * (ratio - own))
        left, right = share * later.subs(k, j + 1), then * accumulated.subs(k, j + 1)
        return combine(left, "<=", right, (mine, share), (theirs, -then), smaller, (known, ratio), context=here)

    weight = 1 - (k - 1) / (2 * n * k)
    start = identity(share, 1 - 1 / n, ALL.but({k: None}))
    order = induction(Relation(share * later, "<=", weight * accumulated, ALL), k, start, step)
    return combine(goal.left, "<=", goal.right, (_kept(), -1), (order, sigma0**2), context=goal.context)


def gaussian_subsample_below_replace(goal: Relation) -> Proved:
    """(1 - 1/n)^k w_k <= (1 - 1/n) P_k, w_k = 1 + (k - 1)/(4 n): a factor is above 1 - 1/n by more than w grows."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, own = known.relation.context, next_factor(later, k).subs(k, j)
        mine = one_more(later.subs(k, j), j, here)
        now, then = weight.subs(k, j), weight.subs(k, j + 1)
        larger = (by_sign(0, "<=", share**j, here), now * own - then * share)
        left, right = then * replaced.subs(k, j + 1), share * later.subs(k, j + 1)
        return combine(left, "<=", right, (mine, -share), larger, (known, own), context=here)

    weight = 1 + (k - 1) / (4 * n)
    start = identity(replaced.subs(k, 1), share, ALL.but({k: None}))
    order = induction(Relation(weight * replaced, "<=", share * later, ALL), k, start, step)
    return combine(goal.left, "<=", goal.right, _kept(), (order, sigma0**2), context=goal.context)


def gaussian_subsample_below_bootstrap(goal: Relation) -> Proved:
    """n k R_k <= (n k - 1)(1 - 1/n) P_k, R_k the product of bootstrap: 1 - 1/(n k) is what the last choice takes."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, (own, other) = (
            known.relation.context,
            (e.subs(k, j) for e in (next_factor(later, k), next_factor(resampled, k))),
        )
        mine, theirs = (one_more(e.subs(k, j), j, here) for e in (later, resampled))
        each, size = other * (j + 1) / j, n * (j + 1)
        larger = (substitute(_positive(), {k: j}, here), share * ((size - 1) * own - (n * j - 1) * each))
        left, right = size * resampled.subs(k, j + 1), (size - 1) * share * later.subs(k, j + 1)
        return combine(
            left, "<=", right, (theirs, size), (mine, -(size - 1) * share), larger, (known, each), context=here
        )

    start = identity(n * (1 - (2 * n - 1) / n**2), (n - 1) * share, ALL.but({k: None}))
    order = induction(Relation(n * k * resampled, "<=", (n * k - 1) * share * later, ALL), k, start, step)
    rest, above = (substitute(_positive(), {}, ALL), sigma0**2 * share / (n * k) ** 2), 1 + 1 / (n * k)
    return combine(
        goal.left, "<=", goal.right, _kept(), (order, sigma0**2 * above / (n * k)), rest, context=goal.context
    )

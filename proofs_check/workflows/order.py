"""The order of workflows: moments as n grows; products, factor by factor, where n is given."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import subsample as finite
from proofs_check.lemmas.products import between, next_factor
from proofs_check.lemmas.squares import at_least_one, inverse_squares, near_their_limit
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
    """H <= 3H - 2, as H >= 1."""
    exact, least = subsample(statement(THEOREM, "subsample")), substitute(at_least_one(), {last: k}, EVER)
    return combine(goal.left, "<=", goal.right, (exact, -1), (least, 2), context=goal.context)


def subsample_below_replace(goal: Relation) -> Proved:
    """Each fit adds 3/k^2, which is less than 1 from the second on."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, small = one_more(squares.subs(k, j), j, here), by_sign(3 / (j + 1) ** 2, "<=", 1, here)
        return combine(3 * squares.subs(k, j + 1) - 2, "<=", j + 1, known, (more, 3), small, context=here)

    line = induction(Relation(3 * squares - 2, "<=", k, EVER), k, by_sign(1, "<=", 1, over({})), step)
    exact = subsample(statement(THEOREM, "subsample"))
    return combine(goal.left, "<=", goal.right, exact, line, context=goal.context)


def subsample_below_bootstrap(goal: Relation) -> Proved:
    """Model 1 is the same; then 3H - 2 <= 2H - 1/4, as H <= pi^2/6 <= 7/4."""
    each = one_generation(goal.right.subs(k, last + 1), over({last: "[0, oo)"}))
    first = substitute(each, {last: 0}, over({}))
    given = [at_start(e, over({})) for e in sorted(first.relation.right.atoms(Expectation), key=str)]
    alike = combine(1, "<=", first.relation.left, (first, -1), using=given, context=over({}))
    return cases(k, at_value(k, 1, alike, goal.left, "<=", goal.right), _later(goal))


def _later(goal: Relation) -> Proved:
    context = goal.context.but({k: "[2, oo)"})
    exact = bootstrap_later(statement(THEOREM, "bootstrap-later"))
    third = by_sign(sp.pi**2 / 6, "<=", sp.Rational(7, 4), over({}))
    return combine(goal.left, "<=", goal.right, (exact, -1), inverse_squares(squares, EVER), third, context=context)


# -- the normal model, n points -----------------------------------------------------------------------------------


def _kept() -> Proved:
    """E mu_k^2 = sigma0^2 (1 - (1 - 1/n) P_k)."""
    return finite.mean_error(statement(SUBSAMPLE, "mean-error"))


def _positive() -> Proved:
    """0 <= P_k."""
    return between(later, k, ALL)[0]


def gaussian_accumulate_below_subsample(goal: Relation) -> Proved:
    """Each factor of the variance is smaller than accumulate's."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, (own, other) = (
            known.relation.context,
            (e.subs(k, j) for e in (next_factor(later, k), next_factor(accumulated, k))),
        )
        mine, theirs = (one_more(e.subs(k, j), j, here) for e in (later, accumulated))
        smaller = (substitute(_positive(), {k: j}, here), share * (other - own))
        left, right = share * later.subs(k, j + 1), accumulated.subs(k, j + 1)
        return combine(left, "<=", right, (mine, share), (theirs, -1), smaller, (known, other), context=here)

    start = identity(share, 1 - 1 / n, ALL.but({k: None}))
    order = induction(Relation(share * later, "<=", accumulated, ALL), k, start, step)
    return combine(goal.left, "<=", goal.right, (_kept(), -1), (order, sigma0**2), context=goal.context)


def gaussian_subsample_below_replace(goal: Relation) -> Proved:
    """Each factor of the variance is at least 1 - 1/n."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, own = known.relation.context, next_factor(later, k).subs(k, j)
        mine = one_more(later.subs(k, j), j, here)
        larger = (substitute(_positive(), {k: j}, here), share * (own - share))
        left, right = replaced.subs(k, j + 1), share * later.subs(k, j + 1)
        return combine(left, "<=", right, (mine, -share), larger, (known, share), context=here)

    start = identity(replaced.subs(k, 1), share, ALL.but({k: None}))
    order = induction(Relation(replaced, "<=", share * later, ALL), k, start, step)
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
    rest = (substitute(_positive(), {}, ALL), sigma0**2 * share / (n * k))
    return combine(goal.left, "<=", goal.right, _kept(), (order, sigma0**2 / (n * k)), rest, context=goal.context)

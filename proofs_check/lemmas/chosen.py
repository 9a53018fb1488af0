"""Models of which only the mean is fitted, to n points of all batches so far: what these are on average, by induction.

Of a point of the pool of batches 1..k the mean square is d, that of the mean of all points M, and D = d - M. Points
that are chosen without replacement err by M + c D, c = (k - 1)/(n k - 1), with replacement by M + D/n.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

import sympy as sp

from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.data import Data, PowerSum
from theorems.language.processes import Process
from theorems.language.sums import worked_out
from theorems.processes.gaussian import ANY_SIZE

n, k = ANY_SIZE.symbol, sp.Symbol("k", integer=True, positive=True)
theta = sp.Symbol("theta", real=True)
Term: TypeAlias = Proved | tuple[Proved, Any]
Terms: TypeAlias = Callable[[sp.Symbol, Context], list[Any]]
"""At a fixed k: the multiplier of the relation before, and premises beside it."""
size = n * k
c = (k - 1) / (size - 1)
after = (k + 1) ** 2
kept = k / (k + 1) + c * k / after
"""What a generation keeps of D."""
more = n - 1 / (k + 1)
"""So often the variance of a point enters n (k + 1) D."""


Chosen: TypeAlias = tuple[Process, Data, sp.Expr, sp.Expr, sp.Expr]
"""A process, a pool of it, the mean of real points, and v0 and v2: the variance of a point is v0 + v2 E theta^2."""


def truth(run: Chosen) -> sp.Expr:
    """The mean of real points."""
    return run[2]


def v0(run: Chosen) -> sp.Expr:
    """The variance of a point, less v2 E theta^2."""
    return run[3]


def v2(run: Chosen) -> sp.Expr:
    """How often the mean square of a fitted mean is in the variance of a point."""
    return run[4]


def unit(run: Chosen) -> sp.Expr:
    """The variance of a real point."""
    return v0(run) + v2(run) * truth(run) ** 2


def flat(run: Chosen) -> Context:
    """All parameters but k."""
    own = {p.symbol: "(0, oo)" for p in run[0].parameters if p.symbol != n}
    return over({n: "[2, oo)", **own})


def every(run: Chosen) -> Context:
    """All parameters."""
    return flat(run).but({k: "[1, oo)"})


def seen(run: Chosen, power: int, squared: int = 1) -> sp.Expr:
    """The mean at generation k of a sum of powers over the pool, or of its square."""
    return mean(run[0], PowerSum(run[1], power) ** squared, k, every(run))


def total(run: Chosen) -> sp.Expr:
    """E of the square of the sum over the pool: (n k)^2 (M + truth^2)."""
    return seen(run, 1, 2)


def each(run: Chosen) -> sp.Expr:
    """E of the sum of squares: n k (d + truth^2)."""
    return seen(run, 2)


def spread(run: Chosen) -> sp.Expr:
    """D."""
    return each(run) / size - total(run) / size**2


@cache
def moved(run: Chosen, j: sp.Expr, *others: sp.Expr) -> tuple[Proved, ...]:
    """What both sums, and others, are at generation j + 1, from those at j."""
    context = flat(run).but({j: "[1, oo)"}) if isinstance(j, sp.Symbol) else flat(run)
    sums = closed(seen(run, 1), size * truth(run), every(run))
    found = [one_generation(e.subs(k, j + 1), context) for e in (total(run), each(run), *others)]
    return (*found, substitute(sums, {k: j}, context))


@cache
def begun(run: Chosen) -> list[Proved]:
    """Both sums over n real points."""
    return [one_generation(e.subs(k, 1), flat(run)) for e in (total(run), each(run))]


def _inductive(run: Chosen, goal: Relation, terms: Terms, folds: Any = ()) -> Proved:
    """By what follows from these terms, and the relation before, which comes first with its multiplier."""
    rest = by_sign(0, "<=", _free(goal, 1, begun(run)), flat(run))
    start = combine(goal.left.subs(k, 1), "<=", goal.right.subs(k, 1), rest, using=begun(run), context=flat(run))
    return induction(goal, k, start, _step(run, goal, terms, folds))


def _free(goal: Relation, at: int, known: Sequence[Proved]) -> sp.Expr:
    """Right less left at first, the sums put in."""
    values = {e.relation.left: e.relation.right for e in known}
    return sp.factor(worked_out((goal.right - goal.left).subs(k, at).xreplace(values)))


def _step(run: Chosen, goal: Relation, terms: Terms, folds: Any = ()) -> Callable[[Proved, sp.Symbol], Proved]:
    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        left, right = (e.subs(k, j + 1) for e in (goal.left, goal.right))
        (share, *others) = terms(j, here)
        using = [*moved(run, j), *(one_more(fold.subs(k, j), j, here) for fold in folds)]
        return combine(left, "<=", right, (known, share.subs(k, j)), *others, using=using, context=here)

    return step


def _there(known: Proved, j: sp.Symbol, here: Context, times: sp.Expr) -> Term:
    return substitute(known, {k: j}, here), times.subs(k, j)


@cache
def positive(run: Chosen) -> Proved:
    """0 <= D."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        square = by_sign(0, "<=", total(run).subs(k, j), here), (v2(run) * more / size**2).subs(k, j)
        rest = by_sign(0, "<=", (v0(run) * more).subs(k, j), here)
        return [(k + 1) / k * kept + v2(run) * c * more / size, square, rest]

    return _inductive(run, Relation(total(run) / size, "<=", each(run), every(run)), terms)


@cache
def square(run: Chosen) -> Proved:
    """0 <= M."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        fresh = by_sign(0, "<=", (n * v0(run)).subs(k, j), here)
        last = by_sign(0, "<=", total(run).subs(k, j), here), (n * v2(run) / size**2).subs(k, j)
        return [after / k**2, _there(positive(run), j, here, n**2 * c * (1 + v2(run) / n) / size), fresh, last]

    return _inductive(run, Relation(size**2 * truth(run) ** 2, "<=", total(run), every(run)), terms)


def at_least(run: Chosen, pooled: sp.Expr, fold: sp.Expr) -> Proved:
    """What the mean of all points errs by where all are kept is M at most; pooled: that and truth^2, with that fold."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        share = after / k**2 * (1 + v2(run) / (n * after))
        return [share, _there(positive(run), j, here, n**2 * c * (1 + v2(run) / n) / size)]

    return _inductive(run, Relation(size**2 * pooled, "<=", total(run), every(run)), terms, (fold,))


@cache
def spread_at_least(run: Chosen) -> Proved:
    """(1 - 1/n) unit <= D."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        share = (k + 1) / k * kept
        rest = unit(run) * (more + (k + 1) * kept * (n - 1) - (n - 1) * (k + 1))
        return [
            share,
            _there(square(run), j, here, v2(run) * more / size**2),
            _there(positive(run), j, here, v2(run) * c * more / size),
            by_sign(0, "<=", rest.subs(k, j), here),
        ]

    goal = Relation(total(run) / size + (n - 1) * k * unit(run), "<=", each(run), every(run))
    return _inductive(run, goal, terms)


def without(run: Chosen, replaced: sp.Expr) -> Proved:
    """From model 2 on, M + c D <= replaced - (k - 1) unit/(4n), for what replace errs by.

    Fit k + 1 errs by (M + c D) + (a multiple of D that is not positive) + variance/(n (k + 1)).
    """
    late = flat(run).but({k: "[2, oo)"})
    loss = c / after + c.subs(k, k + 1) * kept - c
    error = total(run) / size**2 + c * spread(run)
    goal = Relation(error, "<=", truth(run) ** 2 + replaced - (k - 1) * unit(run) / (4 * n), late)

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        gained = v2(run) * k / (n * (k + 1))
        rest = unit(run) * (sp.Rational(3, 4) - 1 / (k + 1) + (k - 1) * v2(run) / (4 * n)) / n
        return [
            1 + v2(run) / n,
            _there(square(run), j, here, gained / size**2),
            _there(positive(run), j, here, (gained * c - loss) / size),
            by_sign(0, "<=", rest.subs(k, j), here),
        ]

    second = [*moved(run, sp.Integer(1)), *begun(run)]
    values = [{e.relation.left: e.relation.right for e in part} for part in (second[:-2], second[-2:])]
    left = (goal.right - goal.left).subs(k, 2).xreplace(values[0]).xreplace(values[1])
    rest = by_sign(0, "<=", sp.factor(sp.expand(worked_out(left))), flat(run))
    start = combine(goal.left.subs(k, 2), "<=", goal.right.subs(k, 2), rest, using=second, context=flat(run))
    return induction(goal, k, start, _step(run, goal, terms))


def at_each(run: Chosen, goal: Relation, *terms: Term, others: Sequence[Chosen] = ()) -> Proved:
    """At first what real points err by; later by what pools are, and was derived of them."""
    (error,) = (e for e in (goal.left, goal.right) if isinstance(e, Expectation))
    later, j = flat(run).but({k: "[2, oo)"}), sp.Symbol("j", integer=True, positive=True)
    known = [*moved(run, j, error), *(p for other in others for p in moved(other, j))]
    using = [substitute(p, {j: k - 1}, later) for p in known]
    many = combine(goal.left, "<=", goal.right, *terms, using=using, context=later)
    first = [one_generation(error.subs(k, 1), flat(run))]
    one = combine(goal.left.subs(k, 1), "<=", goal.right.subs(k, 1), using=first, context=flat(run))
    return cases(k, at_value(k, 1, one, goal.left, "<=", goal.right), many)


@cache
def beyond(bootstrap: Chosen, subsample: Chosen) -> Proved:
    """For theta in [0, 1]: theta M + (1 - theta) D is no larger where points are chosen without replacement."""
    run, more_variance, rest = subsample, v2(subsample), (n - 1) / (n * (size - 1))
    h = 1 / (k + 1) - 1 / (n * after)
    context = every(run).but({theta: "[0, 1]"})
    of_mean, of_spread = (
        theta * (1 + more_variance / (n * after)) + (1 - theta) * more_variance * h,
        theta * (1 + more_variance / n) / (n * after),
    )
    of_spread += (1 - theta) * (k / (k + 1) + k / (n * after) + more_variance * h / n)
    of_rest = rest * (theta * (1 + more_variance / n) / after + (1 - theta) * (k / after + more_variance * h)) / size
    left, right = (theta * total(x) / size**2 + (1 - theta) * spread(x) for x in (subsample, bootstrap))
    goal = Relation(left, "<=", right, context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        means, spreads = (substitute(known, {theta: at}, here) for at in (1, 0))
        return combine(
            *(left.subs(k, j + 1), "<=", right.subs(k, j + 1)),
            *((means, of_mean.subs(k, j)), (spreads, of_spread.subs(k, j)), _there(positive(run), j, here, of_rest)),
            using=[*moved(bootstrap, j), *moved(subsample, j)],
            context=here,
        )

    at_first = flat(run).but({theta: "[0, 1]"})
    using = [*begun(bootstrap), *begun(subsample)]
    start = combine(left.subs(k, 1), "<=", right.subs(k, 1), using=using, context=at_first)
    return induction(goal, k, start, step)


def excess(goal: Relation, bootstrap: Chosen, subsample: Chosen) -> Proved:
    """M + D/n of bootstrap less M + c D of subsample: at least (1/n - c) D."""
    run, rest = subsample, (n - 1) / (n * (size - 1))
    means, spreads = (substitute(beyond(bootstrap, subsample), {theta: at}, every(run)) for at in (1, 0))
    terms = (means, (spreads, 1 / n), (spread_at_least(run), rest / size))
    return at_each(run, goal, *terms, others=(bootstrap,))

"""Models of which only the mean is fitted, to n points of all batches so far: what these are on average, by induction.

Of a point of the pool of batches 1..k the mean square is d, that of the mean of all points M, and D = d - M. Points
that are chosen without replacement err by M + c D, c = (k - 1)/(n k - 1), with replacement by M + D/n.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import sympy as sp

from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.data import Data, PowerSum
from theorems.language.processes import Process
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


class Chosen(NamedTuple):
    """A process, a pool of it, the mean of real points, and a variance v0 + v2 E theta^2."""

    process: Process
    pool: Data
    truth: sp.Expr
    v0: sp.Expr
    v2: sp.Expr

    @property
    def unit(self) -> sp.Expr:
        """The variance of a real point."""
        return self.v0 + self.v2 * self.truth**2

    @property
    def flat(self) -> Context:
        """All parameters but k."""
        own = {p.symbol: "(0, oo)" for p in self.process.parameters if p.symbol != n}
        return over({n: "[2, oo)", **own})

    @property
    def every(self) -> Context:
        return self.flat.but({k: "[1, oo)"})

    def seen(self, what: sp.Expr) -> sp.Expr:
        """Its mean at generation k."""
        return mean(self.process, what, k, self.every)

    @property
    def all(self) -> sp.Expr:
        """E of the square of the sum over the pool: (n k)^2 (M + truth^2)."""
        return self.seen(PowerSum(self.pool, 1) ** 2)

    @property
    def each(self) -> sp.Expr:
        """E of the sum of squares: n k (d + truth^2)."""
        return self.seen(PowerSum(self.pool, 2))

    @property
    def spread(self) -> sp.Expr:
        """D."""
        return self.each / size - self.all / size**2


@cache
def moved(run: Chosen, j: sp.Expr, *others: sp.Expr) -> tuple[Proved, ...]:
    """What both sums, and others, are at generation j + 1, from those at j."""
    context = run.flat.but({j: "[1, oo)"}) if isinstance(j, sp.Symbol) else run.flat
    sums = closed(run.seen(PowerSum(run.pool, 1)), size * run.truth, run.every)
    found = [one_generation(e.subs(k, j + 1), context) for e in (run.all, run.each, *others)]
    return (*found, substitute(sums, {k: j}, context))


@cache
def begun(run: Chosen) -> list[Proved]:
    """Both sums over n real points."""
    return [one_generation(e.subs(k, 1), run.flat) for e in (run.all, run.each)]


def _inductive(run: Chosen, goal: Relation, terms: Terms, folds: Any = ()) -> Proved:
    """By what follows from these terms, and the relation before, which comes first with its multiplier."""
    rest = by_sign(0, "<=", _free(goal, 1, begun(run)), run.flat)
    start = combine(goal.left.subs(k, 1), "<=", goal.right.subs(k, 1), rest, using=begun(run), context=run.flat)
    return induction(goal, k, start, _step(run, goal, terms, folds))


def _free(goal: Relation, at: int, known: Sequence[Proved]) -> sp.Expr:
    """Right less left at first, the sums put in."""
    values = {e.relation.left: e.relation.right for e in known}
    return sp.factor((goal.right - goal.left).subs(k, at).xreplace(values).doit())


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
        square = by_sign(0, "<=", run.all.subs(k, j), here), (run.v2 * more / size**2).subs(k, j)
        rest = by_sign(0, "<=", (run.v0 * more).subs(k, j), here)
        return [(k + 1) / k * kept + run.v2 * c * more / size, square, rest]

    return _inductive(run, Relation(run.all / size, "<=", run.each, run.every), terms)


@cache
def square(run: Chosen) -> Proved:
    """0 <= M."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        unit = by_sign(0, "<=", (n * run.v0).subs(k, j), here)
        last = by_sign(0, "<=", run.all.subs(k, j), here), (n * run.v2 / size**2).subs(k, j)
        return [after / k**2, _there(positive(run), j, here, n**2 * c * (1 + run.v2 / n) / size), unit, last]

    return _inductive(run, Relation(size**2 * run.truth**2, "<=", run.all, run.every), terms)


def at_least(run: Chosen, pooled: sp.Expr, fold: sp.Expr) -> Proved:
    """What the mean of all points errs by where all are kept is M at most; pooled: that and truth^2, with that fold."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        share = after / k**2 * (1 + run.v2 / (n * after))
        return [share, _there(positive(run), j, here, n**2 * c * (1 + run.v2 / n) / size)]

    return _inductive(run, Relation(size**2 * pooled, "<=", run.all, run.every), terms, (fold,))


@cache
def spread_at_least(run: Chosen) -> Proved:
    """(1 - 1/n) unit <= D."""

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        share = (k + 1) / k * kept
        rest = run.unit * (more + (k + 1) * kept * (n - 1) - (n - 1) * (k + 1))
        return [
            share,
            _there(square(run), j, here, run.v2 * more / size**2),
            _there(positive(run), j, here, run.v2 * c * more / size),
            by_sign(0, "<=", rest.subs(k, j), here),
        ]

    goal = Relation(run.all / size + (n - 1) * k * run.unit, "<=", run.each, run.every)
    return _inductive(run, goal, terms)


def without(run: Chosen, replaced: sp.Expr) -> Proved:
    """From model 2 on, M + c D <= replaced - (k - 1) unit/(4n), for what replace errs by.

    Fit k + 1 errs by (M + c D) + (a multiple of D that is not positive) + variance/(n (k + 1)).
    """
    late = run.flat.but({k: "[2, oo)"})
    loss = c / after + c.subs(k, k + 1) * kept - c
    error = run.all / size**2 + c * run.spread
    goal = Relation(error, "<=", run.truth**2 + replaced - (k - 1) * run.unit / (4 * n), late)

    def terms(j: sp.Symbol, here: Context) -> list[Any]:
        gained = run.v2 * k / (n * (k + 1))
        rest = run.unit * (sp.Rational(3, 4) - 1 / (k + 1) + (k - 1) * run.v2 / (4 * n)) / n
        return [
            1 + run.v2 / n,
            _there(square(run), j, here, gained / size**2),
            _there(positive(run), j, here, (gained * c - loss) / size),
            by_sign(0, "<=", rest.subs(k, j), here),
        ]

    second = [*moved(run, sp.Integer(1)), *begun(run)]
    values = [{e.relation.left: e.relation.right for e in part} for part in (second[:-2], second[-2:])]
    left = (goal.right - goal.left).subs(k, 2).xreplace(values[0]).xreplace(values[1])
    rest = by_sign(0, "<=", sp.factor(sp.expand(left.doit())), run.flat)
    start = combine(goal.left.subs(k, 2), "<=", goal.right.subs(k, 2), rest, using=second, context=run.flat)
    return induction(goal, k, start, _step(run, goal, terms))


def at_each(run: Chosen, goal: Relation, *terms: Term, others: Sequence[Chosen] = ()) -> Proved:
    """At first what real points err by; later by what pools are, and was derived of them."""
    (error,) = (e for e in (goal.left, goal.right) if isinstance(e, Expectation))
    later, j = run.flat.but({k: "[2, oo)"}), sp.Symbol("j", integer=True, positive=True)
    known = [*moved(run, j, error), *(p for other in others for p in moved(other, j))]
    using = [substitute(p, {j: k - 1}, later) for p in known]
    many = combine(goal.left, "<=", goal.right, *terms, using=using, context=later)
    first = [one_generation(error.subs(k, 1), run.flat)]
    one = combine(goal.left.subs(k, 1), "<=", goal.right.subs(k, 1), using=first, context=run.flat)
    return cases(k, at_value(k, 1, one, goal.left, "<=", goal.right), many)


@cache
def beyond(bootstrap: Chosen, subsample: Chosen) -> Proved:
    """For theta in [0, 1]: theta M + (1 - theta) D is no larger where points are chosen without replacement."""
    run, v2, rest, h = subsample, subsample.v2, (n - 1) / (n * (size - 1)), 1 / (k + 1) - 1 / (n * after)
    context = run.every.but({theta: "[0, 1]"})
    of_mean, of_spread = theta * (1 + v2 / (n * after)) + (1 - theta) * v2 * h, theta * (1 + v2 / n) / (n * after)
    of_spread += (1 - theta) * (k / (k + 1) + k / (n * after) + v2 * h / n)
    of_rest = rest * (theta * (1 + v2 / n) / after + (1 - theta) * (k / after + v2 * h)) / size
    left, right = (theta * x.all / size**2 + (1 - theta) * x.spread for x in (subsample, bootstrap))
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

    flat = run.flat.but({theta: "[0, 1]"})
    using = [*begun(bootstrap), *begun(subsample)]
    start = combine(left.subs(k, 1), "<=", right.subs(k, 1), using=using, context=flat)
    return induction(goal, k, start, step)


def excess(goal: Relation, bootstrap: Chosen, subsample: Chosen) -> Proved:
    """M + D/n of bootstrap less M + c D of subsample: at least (1/n - c) D."""
    run, rest = subsample, (n - 1) / (n * (size - 1))
    means, spreads = (substitute(beyond(bootstrap, subsample), {theta: at}, run.every) for at in (1, 0))
    terms = (means, (spreads, 1 / n), (spread_at_least(run), rest / size))
    return at_each(run, goal, *terms, others=(bootstrap,))

"""How far the variances of runs spread that are fitted to all data seen so far.

Means of the variance and of its square are products P and Q of factors 1 - a_t, 0 <= a_t <= 1, which lie between
1 - (sum of a_t) and 1; P is also at most 1 less the sum of a_t, plus the sum of a_s a_t over pairs.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import accumulate_limit as limit
from proofs_check.gaussian.accumulate_limit import ALL, LATER
from proofs_check.lemmas.elementary import from_the_start
from proofs_check.lemmas.products import at_most_the_sum, between
from proofs_check.lemmas.squares import inverse_squares
from proofs_check.rules.algebra import at_value, cases, combine, induction, raised, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.probability import half_square
from proofs_check.rules.sequences import at_least_its_limit, limit_of, partial_products, tends
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_limit import THEOREM as LIMIT
from theorems.gaussian.accumulate_limit import k
from theorems.gaussian.accumulate_spread import PARAMETERS, THEOREM, kept, sine, square_kept, squares, t
from theorems.language.infinite_products import AccumulatedSquare
from theorems.language.sums import worked_out

n, later, further, sigma0 = PARAMETERS.symbols
P, Q, H = (fold.subs(later, k) for fold in (kept, square_kept, squares))
"""For all k >= 0, as the lemmas are."""
FOURTH = sp.Sum(1 / t**4, (t, 1, k))
LOST = sp.Sum((4 * t - 3) / t**4, (t, 1, k))
"""n^2 times the sum of what the factors of Q lack of 1."""
PAIRS = (H**2 - FOURTH) / (2 * n**2)
FLAT = over({n: "[1, oo)"})


def _variance() -> Proved:
    return limit.variance(statement(LIMIT, "variance"))


def _square() -> Proved:
    return limit.variance_square(statement(LIMIT, "variance-square"))


# -- the products ---------------------------------------------------------------------------------------------


@cache
def square_at_most_one() -> Proved:
    """Q <= 1."""
    return between(Q, k, ALL)[1]


@cache
def kept_at_least() -> Proved:
    """1 - P <= H/n."""
    return at_most_the_sum(P, H, 1 / n, k, limit.between()[1])


@cache
def square_at_least() -> Proved:
    """1 - Q <= LOST/n^2."""
    return at_most_the_sum(Q, LOST, 1 / n**2, k, square_at_most_one())


@cache
def kept_at_most() -> Proved:
    """P <= 1 - H/n + PAIRS."""
    goal = Relation(P, "<=", 1 - H / n + PAIRS, ALL)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [one_more(fold.subs(k, j), j, here) for fold in (P, H, FOURTH)]
        lost = substitute(kept_at_least(), {k: j}, here), 1 / (n * (j + 1) ** 2)
        left, right = (e.subs(k, j + 1) for e in (goal.left, goal.right))
        return combine(left, "<=", right, known, lost, using=using, context=here)

    return induction(goal, k, by_sign(1, "<=", 1, FLAT), step)


@cache
def lost_squared() -> Proved:
    """(1 - P)^2 <= (H/n)^2."""
    return raised(kept_at_least(), 2, combine(0, "<=", 1 - P, limit.between()[1], context=ALL))


# -- the claims -----------------------------------------------------------------------------------------------


def _from_one(known: Proved) -> Proved:
    """A lemma for k >= 1, with the symbol that the record has."""
    return substitute(known, {k: later}, known.relation.context.but({k: None, later: "[1, oo)"}))


def _terms(*pairs: tuple[Proved, sp.Expr]) -> list[tuple[Proved, sp.Expr]]:
    return [(_from_one(known), multiplier) for known, multiplier in pairs]


def integrable(goal: Relation) -> Proved:
    """Q <= 1."""
    terms = _terms((_square(), sp.Integer(1)), (square_at_most_one(), sigma0**4))
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)


def square_lower(goal: Relation) -> Proved:
    """Q is at least 1 less the sum of what its factors lack of 1."""
    terms = _terms((_square(), sp.Integer(-1)), (square_at_least(), sigma0**4))
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)


def square_settles(goal: Relation) -> Proved:
    """Every generation takes away at most (4t - 3)/(n^2 t^4), which is less than 2/n^2 (1/(t-1)^2 - 1/t^2)."""
    last = later + further
    lost = square_kept - square_kept.subs(later, last)
    most = 2 / n**2 * (1 / later**2 - 1 / last**2)

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here, now = known.relation.context, last.subs(further, i)
        term = 1 - square_kept.function.subs(t, now + 1)
        using = [substitute(one_more(Q, k, ALL), {k: now}, here)]
        one = substitute(square_at_most_one(), {k: now}, here)
        spare = by_sign(term, "<=", 2 / n**2 * (1 / now**2 - 1 / (now + 1) ** 2), here)
        left, right = (e.subs(further, i + 1) for e in (lost, most))
        return combine(left, "<=", right, known, (one, term), spare, using=using, context=here)

    start = identity(0, 0, goal.context.but({further: None}))
    known = induction(Relation(lost, "<=", most, goal.context), further, start, step)
    gone = by_sign(0, "<=", 2 / (n**2 * last**2), goal.context)
    return combine(goal.left, "<=", goal.right, known, gone, context=goal.context)


@cache
def square_around() -> tuple[Proved, Proved]:
    """L <= Q_k <= L + 2/(n^2 k^2), for k >= 1 and n >= 2: Q falls by less in each generation than that does."""
    two = LATER.but({n: "[2, oo)"})
    goes = partial_products(AccumulatedSquare(n), k, two)
    now, lost = one_more(Q, k, two), (1 - Q.function).subs(t, k + 1)
    positive, at_most_one = between(Q, k, ALL)
    falls = combine(Q.subs(k, k + 1), "<=", Q, now, (positive, lost), context=two)
    room = 2 / (n**2 * k**2)
    spare = by_sign(lost, "<=", room - room.subs(k, k + 1), two)
    rest = room.subs(k, k + 1) - Q.subs(k, k + 1)
    slower = combine(rest, "<=", room - Q, (now, -1), (at_most_one, lost), spare, context=two)
    x, z = sp.symbols("x z", real=True)
    away = limit_of(z - x, {x: goes, z: tends(room, k, sp.oo, 0, two)}, two)
    return at_least_its_limit(falls, goes, k), at_least_its_limit(slower, away, k)


def square_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """E s_k^2 = sigma0^4 Q_k falls to the limit."""
    of, (low, high) = sigma0**4, square_around()
    spare = by_sign(0, "<=", 2 * of / (n**2 * later**2), below.context)
    return (
        combine(below.left, "<=", below.right, *_terms((_square(), -1), (low, of)), spare, context=below.context),
        combine(above.left, "<=", above.right, *_terms((_square(), 1), (high, of)), context=above.context),
    )


def spread_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """Q_k - P_k^2, where P_k falls to L by 1/(n k) at most: P_k^2 - L^2 = (P_k - L)(P_k + L)."""
    of, context, room = sigma0**4, below.context, 1 / (n * later)
    (low, high), (least, most), same = square_around(), limit.around_limit(), limit.reflected()
    value = least.relation.left
    squared = raised(least, 2, by_sign(0, "<=", value, over({n: "[2, oo)"})))
    equal, opposite = ((same, sign * of * (value + sine)) for sign in (1, -1))
    exact, spare = _spread(), by_sign(0, "<=", 2 * of * room * (1 - 1 / (n * later)), context)
    near = (most, of * (kept + value)), (limit.between()[1], 2 * of * room), (least, of * room)
    from_below, from_above = _terms((low, of), *near), _terms((high, of), (squared, of))
    return (
        combine(below.left, "<=", below.right, (exact, -1), *from_below, equal, context=context),
        combine(above.left, "<=", above.right, exact, *from_above, opposite, spare, context=context),
    )


@cache
def spread(goal: Relation) -> Proved:
    """Var s = E s^2 - (E s)^2."""
    parted = half_square(goal.left, goal.context)
    using = [_from_one(known) for known in (_square(), _variance())]
    return combine(goal.left, "=", goal.right, parted, using=using, context=goal.context)


def _spread() -> Proved:
    return spread(statement(THEOREM, "spread"))


def spread_upper(goal: Relation) -> Proved:
    """Q - P^2 <= 1 - P^2 = 2 (1 - P) - (1 - P)^2, and 1 - P <= H/n."""
    context, of = goal.context, sigma0**4
    square = by_sign(0, "<=", (1 - kept) ** 2, context)
    terms = _terms((square_at_most_one(), of), (kept_at_least(), 2 * of))
    return combine(goal.left, "<=", goal.right, _spread(), *terms, (square, of), context=context)


def spread_lower(goal: Relation) -> Proved:
    """1 - P >= H/n - PAIRS, (1 - P)^2 <= (H/n)^2 and 1 - Q <= LOST/n^2; 2 H^2 - FOURTH + LOST is less than 6."""
    of = sigma0**4
    products = (square_at_least(), of), (kept_at_most(), 2 * of), (lost_squared(), of)
    terms = _terms(*products, (_second_order(), of / n**2))
    return combine(goal.left, "<=", goal.right, (_spread(), -1), *terms, context=goal.context)


@cache
def _second_order() -> Proved:
    """2 H^2 - FOURTH + LOST <= 6."""
    context = over({k: "[0, oo)"})
    rest, most = LOST - FOURTH, sp.Rational(7, 12)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [one_more(fold.subs(k, j), j, here) for fold in (LOST, FOURTH)]
        spare = by_sign(4 * j / (j + 1) ** 4, "<=", 2 / (j * (j + 1)) - 2 / ((j + 1) * (j + 2)), here)
        left, right = (e.subs(k, j + 1) for e in (rest, most - 2 / (k * (k + 1))))
        return combine(left, "<=", right, known, spare, using=using, context=here)

    later = context.but({k: "[2, oo)"})
    start = identity(worked_out(rest.subs(k, 2)), sp.Rational(1, 4), over({}))
    falling = induction(Relation(rest, "<=", most - 2 / (k * (k + 1)), later), k, start, step)
    gone = by_sign(0, "<=", 2 / (k * (k + 1)), later)
    many = combine(rest, "<=", most, falling, gone, context=later)
    none = (by_sign(0, "<=", most, over({})), context)
    few = [at_value(k, at, none[0], rest, "<=", most) for at in (0, 1)]
    known = cases(k, *few, many)
    positive = by_sign(0, "<=", H, context)
    most_squared = raised(inverse_squares(H), 2, positive)
    constant = by_sign(sp.pi**4 / 18 + most, "<=", 6, context)
    return combine(2 * H**2 + rest, "<=", 6, (most_squared, 2), known, constant, context=context)


def random(goal: Relation) -> Proved:
    """(n - 1) Q >= (n + 1) P^2, which is an equation at k = 1, and P is never below its limit."""
    two = LATER.but({n: "[2, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [one_more(fold.subs(k, j), j, here) for fold in (P, Q)]
        factor, square_factor = (fold.function.subs(t, j + 1) for fold in (P, Q))
        wider = by_sign(factor**2, "<=", square_factor, here), (n + 1) * P.subs(k, j) ** 2
        left, right = (e.subs(k, j + 1) for e in ((n + 1) * P**2, (n - 1) * Q))
        return combine(left, "<=", right, (known, square_factor), wider, using=using, context=here)

    start = identity((n + 1) * (1 - 1 / n) ** 2, (n - 1) * (1 - 1 / n**2), over({n: "[2, oo)"}))
    ratio = induction(Relation((n + 1) * P**2, "<=", (n - 1) * Q, two), k, start, step)
    least, reflected = limit.around_limit()[0], limit.reflected()
    squared = raised(least, 2, by_sign(0, "<=", least.relation.left, two))
    of = sigma0**4 / (n - 1)
    terms = _terms((ratio, of), (squared, 2 * of))
    same = reflected, -2 * of * (reflected.relation.left + sine)
    return combine(goal.left, "<=", goal.right, (_spread(), -1), *terms, same, context=goal.context)


@cache
def large_n(goal: Relation) -> Proved:
    """y - y^3/6 <= sin y at y = pi/sqrt(n)."""
    y, z = sp.Symbol("y", nonnegative=True), sp.Symbol("z", real=True)
    ray, point = over({y: "[0, oo)"}), over({})
    wave = substitute(by_sign(0, "<=", 2 * (z - 1) ** 2, over({z: "(-oo, oo)"})), {z: 1 + sp.sin(y / 2)}, ray)
    known = combine(0, "<=", 1 - sp.cos(y), wave, context=ray)
    for function in (y - sp.sin(y), sp.cos(y) - 1 + y**2 / 2, sp.sin(y) - y + y**3 / 6):
        known = from_the_start(function, y, by_sign(0, "<=", 0, point), known)
    at = sp.pi / sp.sqrt(n)
    there = substitute(known, {y: at}, goal.context)
    return combine(goal.left, "<=", goal.right, (there, 1 / at), context=goal.context)


def kept_lower(goal: Relation) -> Proved:
    """P >= 1 - H/n, and H <= pi^2/6."""
    of = sigma0**2
    terms = _terms((_variance(), sp.Integer(-1)), (kept_at_least(), of), (inverse_squares(H), of / n))
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)

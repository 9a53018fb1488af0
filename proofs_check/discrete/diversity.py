"""How an alphabet loses its diversity: what is known of one symbol, added up.

The entropy falls in a generation by a relative entropy, E sum y_i ln(y_i/p_i) for frequencies y of draws from p. As
ln z <= z - 1 at z = y_i/(p_i a), what one symbol has in it is y_i (y_i/(p_i a) - 1 + ln a) at most, and the means of
these add up to ln a for a = 1 + (d-1)/n. So for one symbol of share u, f(y) = -y ln y and any a > 0, E f(P_k) is at
least f(u) + k (u c - b), c = 1 - ln a - (1 - 1/n)/a and b = 1/(n a): by induction on k, f being above its tangent.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.bernoulli.absorption import at_drawn, interior_at_most
from proofs_check.discrete import rare_symbol
from proofs_check.lemmas.alphabets import line_adds_up, of_each_symbol
from proofs_check.lemmas.entropy import log_below_tangent, z
from proofs_check.lemmas.mirror import alone
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.alphabets import below_a_line, two_inside
from proofs_check.rules.chains import at_start, first_generation, on_average, outcome, outcomes
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.means import Expectation, mean_of
from proofs_check.rules.probability import beside, mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import branches, polynomial_mean
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.discrete.diversity import PARAMETERS, THEOREM
from theorems.discrete.rare_symbol import THEOREM as RARE
from theorems.language.domains.entries import Length
from theorems.language.laws import Binomial
from theorems.language.processes import OverSymbols, event
from theorems.processes.discrete import BERNOULLI, SURPRISE, P

n, p, p0, k = PARAMETERS.symbols
x = outcome(Binomial)
u, a = sp.symbols("u a", positive=True)
count, m = sp.Symbol("count", integer=True, positive=True), sp.Symbol("m", integer=True, nonnegative=True)
"""What is drawn of a symbol, where it is not 0; a generation."""
y = count / n
b, c = 1 / (n * a), 1 - sp.log(a) - (1 - 1 / n) / a
SURPRISED = mean_of(BERNOULLI, SURPRISE)


@cache
def diversity(goal: Relation) -> Proved:
    """Every symbol's P(1-P) is multiplied by 1 - 1/n on average."""
    known = absorption.diversity(statement(ABSORPTION, "diversity"))
    added = of_each_symbol(goal.left, known, goal.context)
    return combine(goal.left, "=", goal.right, added, context=goal.context)


@cache
def last_symbol(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """A symbol is alone if all others, together a symbol of share 1 - p0, are forgotten."""
    turned = alone(high.left, high.context)
    below, above = (
        substitute(lost, {p0: 1 - p0}, high.context) for lost in rare_symbol.lost(*statements(RARE, RARE.claim("lost")))
    )
    return (
        combine(low.left, "<=", low.right, below, (turned, -1), context=low.context),
        combine(high.left, "<=", high.right, above, turned, context=high.context),
    )


# -- whether two symbols are left -----------------------------------------------------------------------------


@cache
def alive_upper(goal: Relation) -> Proved:
    """Of two symbols that are left both are inside (0, 1), where P(1-P) is (n-1)/n^2 at least."""
    alive, context = goal.left, goal.context
    every = over({n: "[2, oo)", p0: "[0, 1]", k: "[1, oo)"})
    factor, known = n**2 / (n - 1), absorption.diversity(statement(ABSORPTION, "diversity"))
    inside = mean(BERNOULLI, event(sp.Ne(P * (1 - P), 0)), k, every)
    above = interior_at_most(inside, factor, every)
    one = combine(inside, "<=", factor * known.relation.right, above, (known, factor), context=every)
    two = two_inside(alive, context)
    added = of_each_symbol(two.relation.right, one, context)
    half = sp.Rational(1, 2)
    return combine(alive, "<=", goal.right, (two, half), (added, half), context=context)


def _differ(goal: Relation, slope: sp.Expr, constant: sp.Expr, line: Proved) -> Proved:
    """G0 (1 - 1/n)^k <= (slope + d constant) Pr(two are left), P(1-P) being at most slope P + constant."""
    whole = beside(goal.right, OverSymbols(P * (1 - P)))
    below, known = below_a_line(whole, line, slope, constant, goal.context), diversity(statement(THEOREM, "diversity"))
    right = below.relation.right
    return combine(known.relation.right, "<=", right, below, (known, -1), context=goal.context)


@cache
def alive_lower(goal: Relation) -> Proved:
    """Where P is not 0 it is 1/n at least: 1 - P is at most 1 - 1/n."""
    share = x / n
    left, right = share * (1 - share), (1 - 1 / n) * share
    none = at_value(x, 0, by_sign(0, "<=", 0, over({n: "[2, oo)"})), left, "<=", right)
    some = by_sign(left, "<=", right, over({n: "[2, oo)", x: "[1, oo)"}))
    below = _differ(goal, 1 - 1 / n, sp.Integer(0), cases(x, none, some))
    return combine(goal.left, "<=", goal.right, (below, n / (n - 1)), context=goal.context)


@cache
def alive_lower_few(goal: Relation) -> Proved:
    """The line touches P(1-P) at 1/d: shares that sum to 1 differ most where they are equal."""
    context, d, share = goal.context, Length(p), x / n
    slope, constant = 1 - 2 / d, 1 / d**2
    line = by_sign(
        share * (1 - share), "<=", slope * share + constant, outcomes(Binomial(n, 0), context.but({k: None}))
    )
    below = _differ(goal, slope, constant, line)
    few = sp.Symbol("few", integer=True, positive=True)
    left, right = sp.symbols("left right", real=True)
    least = over({few: "[2, oo)", left: "(-oo, oo)", right: "(-oo, oo)"}, left <= (1 - 1 / few) * right)
    divided = combine(
        left * few / (few - 1),
        "<=",
        right,
        (given(left <= (1 - 1 / few) * right, least), few / (few - 1)),
        context=least,
    )
    below = combine(below.relation.left, "<=", (1 - 1 / d) * goal.right, below, context=context)
    values = {few: d, left: below.relation.left, right: goal.right}
    return substitute(divided, values, context, below, given(d >= 2, context))


# -- entropy --------------------------------------------------------------------------------------------------


def _at(generation: Any, share: Any) -> Expectation:
    """E f at a generation, of the chain that starts at a share."""
    return SURPRISED(generation, n, share)


@cache
def _tangent() -> Proved:
    """A parabola below f, at y = x/n: it is y (1 - ln a - ln u) - y^2/(u a)."""
    context = over({n: "[1, oo)", a: "(0, oo)", u: "(0, 1]", count: "[1, oo)"})
    line = substitute(log_below_tangent(), {z: y / (u * a)}, context)
    below = y * (1 - sp.log(a) - sp.log(u)) - y**2 / (u * a)
    return combine(below, "<=", -y * sp.log(y), (line, y), context=context)


@cache
def _positive() -> Proved:
    """f is not negative at y = x/n."""
    context = over({n: "[1, oo)", count: "[1, oo)"}, count <= n)
    line = substitute(log_below_tangent(), {z: y}, context)
    rest = combine(0, "<=", 1 - y, (given(count <= n, context), 1 / n), context=context)
    return combine(0, "<=", -y * sp.log(y), (line, y), (rest, y), context=context)


def _below(bound: Proved, law: Binomial, context: Context) -> Proved:
    """The same of f(x/n) for all x that may be drawn: at x = 0 both sides are 0."""
    drawn = outcomes(law, context)
    begun = at_start(_at(0, x / n), drawn)
    inside = substitute(bound, {count: x}, drawn.but({}, x >= 1))
    low = inside.relation.left
    goal = Relation(low, "<=", begun.relation.right, drawn)
    known = branches(goal, sp.Eq(x, 0), x, inside, by_sign(low.subs(x, 0), "<=", 0, context))
    return combine(low, "<=", begun.relation.left, known, (begun, -1), context=drawn)


def _one_more(known: Proved, j: sp.Symbol, share: sp.Expr, bound: Proved, spare: Any, here: Context) -> Proved:
    """From j to j + 1 for one share: f, a generation later, is replaced by what it is above."""
    law = Binomial(n, share)
    drawn = outcomes(law, here)
    below = _below(bound, law, here)
    polynomial = sp.expand(below.relation.left + j * (x / n * c - b))
    later = combine(polynomial, "<=", _at(j, x / n), below, at_drawn(known, drawn), context=drawn)
    return combine(
        _at(0, share) + (j + 1) * (share * c - b),
        "<=",
        _at(j + 1, share),
        at_start(_at(0, share), here),
        (first_generation(_at(j + 1, share), here), -1),
        on_average(law, later, here),
        (polynomial_mean(law, polynomial, here), -1),
        by_sign(0, "<=", spare, here),
        context=here,
    )


@cache
def _of_one_symbol() -> Proved:
    """E f + m (p0 c - b) at generation 0 is at most E f at generation m, for every share p0."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        left, right = _at(0, p0) + (j + 1) * (p0 * c - b), _at(j + 1, p0)
        none = _one_more(known, j, sp.Integer(0), _positive(), b, here.but({p0: None}))
        some = _one_more(known, j, u, _tangent(), 0, here.but({p0: None, u: "(0, 1]"}))
        some = substitute(some, {u: p0}, here.but({p0: "(0, 1]"}))
        return cases(p0, at_value(p0, 0, none, left, "<=", right), some)

    context = over({n: "[1, oo)", a: "(0, oo)", m: "[0, oo)", p0: "[0, 1]"})
    base = combine(_at(0, p0), "<=", _at(0, p0), context=context.but({m: None}))
    return induction(Relation(_at(0, p0) + m * (p0 * c - b), "<=", _at(m, p0), context), m, base, step)


@cache
def entropy_lower(goal: Relation) -> Proved:
    """At a = 1 + (d-1)/n, added up over all d symbols."""
    context, grown, f = goal.context, 1 + (Length(p) - 1) / n, -p0 * sp.log(p0)
    one, slope, constant = context.but({u: "(0, 1]"}), k * c.subs(a, grown), -k * b.subs(a, grown)
    known = substitute(_of_one_symbol(), {m: k, a: grown, p0: u}, one)
    begun = at_start(_at(0, u), one)
    left = f.subs(p0, u) + slope * u + constant
    known = combine(left, "<=", _at(k, u), known, (begun, -1), context=one)
    added = of_each_symbol(goal.right, substitute(known, {u: p0}, context.but({p0: "(0, 1]"})), context)
    parts = line_adds_up(f, p0, slope, constant, p, context)
    return combine(goal.left, "<=", goal.right, added, (parts, -1), context=context)

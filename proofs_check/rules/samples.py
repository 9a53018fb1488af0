"""Rules for samples: what holds for every sample, and what that says of a model that is fitted to the next one.

Estimates are symbols in what is shown for every sample; what is known of them is in the context: where they lie, and
conditions between them, each of which is a fact about means over points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _applies, _covered
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import _earlier, _on_average
from proofs_check.rules.probability import _admissible, _condition, _everywhere, _numbers, _parts, put_in
from proofs_check.rules.statements import Context, NotProved, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.estimators import NoiseShare
from theorems.language.laws import Law, Mixture, Normal
from theorems.language.processes import Draw, Process, observed

Names = Mapping[sp.Expr, sp.Symbol]
"""Means over the points of one data set, and shares of noise: the symbol that stands for each."""

POINT = sp.Dummy("x", real=True)
REAL, NONNEGATIVE = Range(-sp.oo, sp.oo, True, True), Range(sp.Integer(0), sp.oo, False, True)
RELATIONS = {"=": sp.Eq, "<=": sp.Le, "<": sp.Lt}
POSITIVE, SHARE = Range(sp.Integer(0), sp.oo, True, True), Range(sp.Integer(0), sp.Integer(1), True, False)


def every_sample(
    whole: Expectation, names: Names, pointwise: Proved, points: Sequence[Proved], context: Context
) -> Proved:
    """Pr[a <= b] = 1, from a <= b for all values that estimates from a sample may have.

    Of states: from the first fit on, from a <= b after a step. points: relations between functions of one point, of
    which conditions of `pointwise` are the means over all points.
    Schema: what holds for every sample, or for every one without a point at 0, happens almost surely.
    """
    process, what, k, values = _parts(whole)
    condition = _condition(what)
    if not isinstance(condition, sp.Le | sp.Ge):
        raise NotProved(f"an event a <= b is needed: got {what}")
    sides = [condition.lts, condition.gts]
    if condition.free_symbols & {*process.states}:
        signs.sign(k - process.first - 1, context, False)
        k, sides = k - 1, [_after(process, side) for side in sides]
    _for_all(process, names, pointwise, points, sides, values | {GENERATION: k}, context)
    _admissible(context, whole, valued=False)
    premises, relation = [pointwise, *points], Relation(whole, "=", 1, context)
    schema = "what holds for every sample happens surely; no point of a continuous law is 0"
    return _proved("every sample", relation, premises, schema=schema, names=dict(names))


def after_a_step(
    later: Expectation,
    names: Names,
    pointwise: Proved,
    points: Sequence[Proved],
    average: Proved,
    context: Context,
    *finite: Proved,
) -> Proved:
    """E f at k + 1 <= E h at k, f >= 0, from f(the next state) <= g for all states and estimates.

    average: E[g | state] <= h, or =. g is a polynomial in means of polynomials over the points that are drawn, with
    coefficients that are of the state. E h is finite, by itself or because of relations `finite`.
    Schema: tower property; monotonicity of expectation; moments of the law of the points.
    """
    process, what, generation, values = _parts(later)
    k, g, mean = sp.expand(generation - 1), pointwise.relation.right, average.relation
    if not isinstance(what, sp.Expr) or not later.is_nonnegative:
        raise NotProved(f"0 <= f, an expression of the state, is needed: got {what}")
    at_k = values | {GENERATION: k}
    _for_all(process, names, pointwise, points, (_after(process, what), g), at_k, context)
    _everywhere(process, mean.context, context, at_k)
    found = _averaged(process, g, names)
    if mean.op == "<" or not identities.equal(found, mean.left, mean.context):
        raise NotProved(f"{found} <= h is needed: got {mean}")
    earlier = _before(later, mean.right, k, context, finite)
    schema = "tower property; monotonicity of expectation; moments of the law of the points"
    premises, relation = [pointwise, average, *points, *finite], Relation(later, "<=", earlier, context)
    return _proved("after a step", relation, premises, schema=schema, names=dict(names))


def folded_spread(
    later: Expectation,
    factor: sp.Expr,
    names: Names,
    pointwise: Proved,
    points: Sequence[Proved],
    context: Context,
    *finite: Proved,
) -> Proved:
    """E V^p at k + 1 <= (2c/n)^p G((n-1)/2 + p)/G((n-1)/2) E V^p at k, p > 0, where V becomes c var |x| at most.

    x are n points of +-N(m, V), each sign with probability 1/2, c >= 0 (`factor`) a number; G is the gamma function;
    var |x|, of which `pointwise` is, is written as the mean of (|x| - mean |x|)^2.
    Schema: |x| = |y| for y of N(m, V), and var |y| <= var y, which is V/n times a chi-square of n - 1 degrees.
    """
    process, what, generation, values = _parts(later)
    k, (base, power) = sp.expand(generation - 1), sp.sympify(observed(what)).as_base_exp()
    data, law = _sampled(process, names)
    if observed(what) is not what or base not in process.step or not _folded(law, base):
        raise NotProved(f"a power of the variance of two components that mirror each other is needed: got {what}")
    if sp.Tuple(factor, power, data.size).free_symbols & {GENERATION, *process.states, *process.drawn}:
        raise NotProved(f"{factor}, {power} and {data.size} must be the same for all")
    sides = _after(process, base), factor * Mean((sp.Abs(data) - Mean(sp.Abs(data))) ** 2)
    _for_all(process, names, pointwise, points, sides, values | {GENERATION: k}, context)
    c, p, size = (put_in(e, values) for e in (factor, power, data.size))
    for e, strict in ((c, False), (p, True), (size - 2, False)):
        signs.sign(e, context, strict)
    half = (size - 1) / 2
    moment = (2 * c / size) ** p * sp.gamma(half + p) / sp.gamma(half)
    earlier = _before(later, what, k, context, finite)
    relation = signs.valued(Relation(later, "<=", moment * earlier, context))
    schema = "the variance of |y| is at most that of y, a chi-square (Cochran); monotonicity; tower property"
    given = {"names": dict(names), "factor": factor}
    return _proved("folded spread", relation, [pointwise, *points, *finite], schema=schema, **given)


def branch(expression: sp.Piecewise, place: int, context: Context, *because: Proved) -> Proved:
    """A Piecewise is its value at a place, where the context has its condition, and none of those before.

    because: relations that conditions are, a = b, a <= b or a < b.
    """
    if not 0 <= place < len(expression.args):
        raise NotProved(f"no place of {expression}: {place}")
    shown = {RELATIONS[r.op](r.left, r.right, evaluate=False) for r in (_applies(p, context) for p in because)}
    known = {c.canonical for c in (*context.given, *shown)}
    for i, (_, condition) in enumerate(expression.args[: place + 1]):
        needed = condition if i == place else sp.Not(condition)
        if needed != sp.true and needed.canonical not in known:
            raise NotProved(f"{needed} is no condition of {context}")
    relation = signs.valued(Relation(expression, "=", expression.args[place].expr, context))
    return _proved("branch", relation, because, place=sp.Integer(place))


# -- what is known of a sample ----------------------------------------------------------------------------------


def _after(process: Process, e: sp.Expr) -> sp.Expr:
    """What an expression of the state is after a step."""
    if e.free_symbols & {GENERATION, *process.drawn, *(s for s in process.states if isinstance(s, Data))}:
        raise NotProved(f"an expression of the state alone is needed: got {e}")
    return e.xreplace(dict(process.step))


def _before(later: Expectation, what: sp.Expr, k: sp.Expr, context: Context, finite: Sequence[Proved]) -> sp.Expr:
    """The mean of another observable a generation earlier, where there is one, which is finite."""
    signs.sign(k - later.process.first, context, False)
    earlier = _earlier(later, what, k)
    _admissible(context, later)
    _numbers(context, earlier, known=finite)
    return earlier


def _for_all(
    process: Process,
    names: Names,
    pointwise: Proved,
    points: Sequence[Proved],
    sides: Sequence[sp.Expr],
    at: Mapping[sp.Symbol, sp.Expr],
    context: Context,
) -> None:
    """Raises NotProved unless a relation between such sides is there for every sample and every state, and what its
    context says of the estimates is known of every sample.
    """
    r, (data, law) = pointwise.relation, _sampled(process, names)
    for found, side in zip((r.left, r.right), sides, strict=True):
        if r.op == "=" or not identities.equal(found, _written(side, names), r.context):
            raise NotProved(f"{' <= '.join(map(str, sides))} is needed: got {r}")
    facts = _moments(names, data) | {_over_points(point, names, data, r.context) for point in points}
    facts = {fact for fact in facts if fact.free_symbols <= {*r.context.symbols}}
    for estimate, name in names.items():
        for_all(name, pointwise, conditions=True)
        lies = _lies(estimate, names, data, law, r.context)
        if name in context.of or name not in r.context.of or not lies.within(r.context.of[name]):
            raise NotProved(f"{name} is {estimate}, anywhere in {lies}, not: {r.context}; and no number of: {context}")
    for condition in r.context.given:
        slack = condition.gts - condition.lts if isinstance(condition, sp.Le | sp.Ge) else sp.nan
        about = condition.free_symbols & {*names.values()}
        if about and not any(identities.equal(slack, fact, Context(r.context.ranges)) for fact in facts):
            raise NotProved(f"{condition} is not known of every sample")
    _everywhere(process, r.context.but(dict.fromkeys(names.values())), context, at)


def _written(e: sp.Expr, names: Names) -> sp.Expr:
    """An expression with a symbol for each estimate; raises NotProved where data are left."""
    found = sp.sympify(e).xreplace(dict(names))
    if left := [s for s in found.free_symbols if isinstance(s, Data)]:
        raise NotProved(f"{found} has estimates from {left[0]} that have no name")
    return found


def _sampled(process: Process, names: Names) -> tuple[Data, Law]:
    """The data set that all estimates are from, and the law of its points."""
    found = {s for e in names for s in e.free_symbols if isinstance(s, Data)}
    draws = [d for d in (*process.draws, *process.looked_at) if isinstance(d, Draw) and {d.what} == found]
    hidden = {*names.values()} & {*process.states, *process.drawn, *process.parameters.symbols, GENERATION}
    if len(draws) != 1 or len(set(names.values())) < len(names) or hidden:
        raise NotProved(f"estimates from one data set of {process.name}, with names of their own, are needed: {names}")
    return draws[0].what, draws[0].law  # type: ignore[return-value]


def _lies(estimate: sp.Expr, names: Names, data: Data, law: Law, context: Context) -> Range:
    """Where an estimate certainly lies, almost surely; raises NotProved where a point may have no value."""
    if isinstance(estimate, NoiseShare):
        return SHARE
    f = _function(estimate, names, data)
    signs.defined(f, context.but({POINT: REAL}))
    if not f.is_nonnegative:
        return REAL
    base = f.args[0] if isinstance(f, sp.Abs | sp.Pow) else f
    parts = law.laws if isinstance(law, Mixture) else (law,)
    continuous = all(isinstance(part, Normal) and part.variance.is_positive for part in parts)
    return POSITIVE if base == POINT and continuous else NONNEGATIVE


def _function(estimate: sp.Expr, names: Names, data: Data) -> sp.Expr:
    """The function of a point of which an estimate is the mean, other estimates in it being their symbols."""
    if not isinstance(estimate, Mean):
        raise NotProved(f"not a mean over points: {estimate}")
    others = {e: name for e, name in names.items() if e != estimate}
    return _written(estimate.args[0].xreplace({data: POINT, **others}), {})


def _moments(names: Names, data: Data) -> set[sp.Expr]:
    """What is >= 0 of the means by itself: q - m^2, and q - m^2 - mean (f - m)^2, for m = mean f and q = mean f^2.

    And n m^2 - q, for n points and f >= 0: the square of a sum has the squares of its terms.
    """
    means = {e.args[0]: name for e, name in names.items() if isinstance(e, Mean)}
    facts = set()
    for f, mean in means.items():
        point = f.xreplace({data: POINT})
        for square in (v for g, v in means.items() if sp.expand(point**2 - g.xreplace({data: POINT})) == 0):
            facts |= {square - mean**2} | ({data.size * mean**2 - square} if point.is_nonnegative else set())
            facts |= {square - mean**2 - v for g, v in means.items() if g == (f - Mean(f)) ** 2}
    return facts


def _over_points(point: Proved, names: Names, data: Data, context: Context) -> sp.Expr:
    """What is >= 0 by a relation between functions of a point, which holds for all: of even functions for those >= 0.

    Estimates inside of these functions are numbers, which every point has; their symbols may have any values there.
    """
    r = point.relation
    (u, *others) = set(r.context.of) - set(context.of) or {POINT}
    if others or u == POINT or r.op == "=" or u.is_integer:
        raise NotProved(f"a relation between functions of one real point is needed: got {r}")
    functions = {name: _function(e, names, data) for e, name in names.items() if isinstance(e, Mean)}
    lies = r.context.of[u]
    if not REAL.within(lies):
        odd = [f for f in functions.values() if f.xreplace({POINT: -POINT}) != f]
        if odd or not NONNEGATIVE.within(lies):
            raise NotProved(f"{lies} does not have all points, of which {odd or 'some'} may be others")
    for_all(u, point)
    if any(c.free_symbols & {*names.values()} for c in r.context.given):
        raise NotProved(f"a relation whatever the estimates are is needed: got {r}")
    _covered({}, r.context.but({u: None}), context, ())
    at_point = {f.xreplace({POINT: u}): name for name, f in functions.items()}
    return _mean(r.right - r.left, u, at_point)


def _mean(e: sp.Expr, u: sp.Symbol, functions: Mapping[sp.Expr, sp.Symbol]) -> sp.Expr:
    """The mean over all points of a sum of multiples of functions of the point."""
    total = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(e)):
        c, f = term.as_independent(u, as_Add=False)
        if f != 1 and f not in functions:
            raise NotProved(f"the mean of {f} has no name")
        total += c * (1 if f == 1 else functions[f])
    return total


def _averaged(process: Process, g: sp.Expr, names: Names) -> sp.Expr:
    """E[g | state] of a polynomial in estimates whose moments are those of the law."""
    estimates = {name: e for e, name in names.items() if g.has(name)}
    try:
        terms = sp.Poly(g, *estimates).terms() if estimates else [((), g)]
    except sp.PolynomialError as error:
        raise NotProved(f"a polynomial in {', '.join(map(str, estimates))} is needed: {g}, {error}") from None
    total = sp.Integer(0)
    for powers, c in terms:
        if c.free_symbols & {*names.values(), *process.drawn}:
            raise NotProved(f"a polynomial in {', '.join(map(str, estimates))}, of the state, is needed: {g}")
        product = sp.Mul(*(e**power for e, power in zip(estimates.values(), powers, strict=True)))
        total += c * _on_average(process, product, process.draws)
    return total


def _folded(law: Law, variance: sp.Expr) -> bool:
    """Is it N(m, V) or N(-m, V), each with probability 1/2?"""
    halves, one = (sp.Rational(1, 2),) * 2, law.laws[0] if isinstance(law, Mixture) else law
    return isinstance(one, Normal) and law == Mixture(halves, tuple(Normal(m, variance) for m in (one.mean, -one.mean)))

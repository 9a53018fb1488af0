"""Rules of probability: means of declared processes. What is used of probability theory, and not proved, is here.

Each rule names its schema and where to read on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _applies, _covered, _less
from proofs_check.rules.finite import number
from proofs_check.rules.means import Expectation, domains_of, mean_of, parameters_of
from proofs_check.rules.statements import Context, NotProved, Proved, Range, Relation, _proved
from theorems.language.data import GENERATION, Data, Mean, Past, PowerSum, Recent, Variance
from theorems.language.labelled import OF_FITS, spare_rows
from theorems.language.processes import AT_NO_GENERATION, HalfSquare, Observable, Process, Steps, event, observed
from theorems.language.supports import is_event
from theorems.processes import processes


def mean(
    process: Process, what: Observable, k: Any, context: Context, given: Mapping[str, Any] | None = None
) -> sp.Expr:
    """E of an observable at generation k, the parameters of the process being symbols of the context of their names.

    given: other values of parameters; one that has neither has its default. Raises NotProved where one is missing.
    """
    named = {s.name: s for s in context.symbols if not isinstance(s, sp.Dummy)} | dict(given or {})
    needed = parameters_of(process, what)
    values = [named.get(p.name, p.default) for p in needed]
    missing = [p.name for p, x in zip(needed, values, strict=True) if x is None]
    if missing:
        raise NotProved(f"{process.name} needs {', '.join(missing)}")
    return mean_of(process, what)(k, *values)


def _parts(e: sp.Expr) -> tuple[Process, Observable, sp.Expr, dict[sp.Symbol, sp.Expr]]:
    """Process, observable, generation and parameters of a mean."""
    if not isinstance(e, Expectation):
        raise NotProved(f"not the mean of an observable: {e}")
    if processes().get(e.process.name) is not e.process:
        raise NotProved(f"{e.process.name} is not declared in theorems/processes: it need be no process")
    symbols = [p.symbol for p in parameters_of(e.process, e.what)]
    return e.process, e.what, e.args[0], dict(zip(symbols, e.args[1:], strict=True))


def _admissible(context: Context, *means: Expectation, valued: bool = True) -> None:
    """Raises NotProved unless the parameters lie in the process's domain, and the generation is one of its own.

    valued: and unless the observable has a value.
    """
    for e in means:
        process, what, k, values = _parts(e)
        _apart(e, context, valued)
        _covered(values, domains_of(parameters_of(process, what)), context, ())
        if k != sp.oo or not isinstance(what, (*AT_NO_GENERATION, Steps)):
            first = sp.Symbol("first", integer=True)
            least = process.earliest(what) if isinstance(what, sp.Basic) else process.first
            _covered({first: k}, Context(((first, Range(sp.Integer(least), sp.oo, False, True)),)), context, ())


def _numbers(context: Context, *means: Expectation, known: Sequence[Proved] = ()) -> None:
    """Raises NotProved unless means are admissible, and finite, by themselves or because of what is known."""
    _admissible(context, *means)
    for m in means:
        number(m, context, *known)


def _random(process: Process) -> set[sp.Symbol]:
    """States and draws, also those that are only looked at."""
    return {*process.states, *process.drawn}


def _apart(e: Expectation, context: Context, valued: bool = True) -> None:
    """Raises NotProved where a value or the context has a symbol of the declaration that is no parameter.

    It would be taken for it: a draw with a range in the context, for one that lies there.
    """
    process, what = e.process, observed(e.what)
    inner = {*_random(process), GENERATION}
    known = inner.union(*(p.symbol.free_symbols for p in parameters_of(process, e.what)))
    if strays := {s for s in what.free_symbols - known if not isinstance(s, sp.Indexed)}:
        raise NotProved(f"{', '.join(sorted(map(str, strays)))} in {what} is no parameter, state or draw")
    if process.of_one_symbol(what):
        raise NotProved(f"{what} is seen of one symbol only: no number of {process.name}")
    if hidden := inner & {*context.symbols, *(s for value in e.args for s in value.free_symbols)}:
        raise NotProved(f"{', '.join(sorted(map(str, hidden)))} is a state or draw of {process.name}, no value of {e}")
    if valued:
        _has_a_value(e, context)


def _has_a_value(e: Expectation, context: Context) -> None:
    """Raises NotProved unless the observable has a value in the context, whatever the state and the draws are."""
    process, what, _, values = _parts(e)
    first, what = process.earliest(observed(what)), observed(what)
    ranges = {s: declared_range(s) for s in _random(process) if not isinstance(s, Data)}
    ranges |= {GENERATION: Range(sp.Integer(first), sp.oo, False, True)}
    fitted = context.but({GENERATION: Range(sp.Integer(process.first), sp.oo, False, True)})
    for data, ddof in (v.args for v in what.atoms(Variance) if v.args[1] != 0):
        signs.sign(put_in(data.size - ddof, values), fitted, True)
    for spare in spare_rows(process, what):
        _less(sp.Integer(0), "<=", put_in(spare, values), fitted, ())
    estimates = what.atoms(Mean, Variance, PowerSum, Past, Recent, *OF_FITS)
    inner = {x: sp.Dummy(**x.assumptions0) for x in ranges if what.has(x)}
    inner |= {e: sp.Dummy(real=True, positive=e.is_positive or None, nonnegative=e.is_nonnegative) for e in estimates}
    ranges |= {e: declared_range(inner[e]) for e in estimates}
    signs.defined(put_in(what.xreplace(inner), values), context.but({inner[x]: ranges[x] for x in inner}))


def put_in(e: Any, values: Mapping[sp.Symbol, Any]) -> sp.Expr:
    """The expression with values in the place of symbols, all at once: a value may have the symbol of another."""
    return sp.sympify(e).subs(dict(values), simultaneous=True)


def beside(e: Expectation, what: Observable) -> sp.Expr:
    """The mean of another observable of the same process, at the same generation and parameters."""
    process, _, k, values = _parts(e)
    missing = [p.name for p in parameters_of(process, what) if p.symbol not in values]
    if missing:
        raise NotProved(f"{what} depends on {', '.join(missing)}, which {e} does not")
    return mean_of(process, what)(k, *(values[p.symbol] for p in parameters_of(process, what)))


# -- pointwise, then on average -------------------------------------------------------------------------------


def linear(whole: Expectation, parts: Mapping[Observable, Any], context: Context, *finite: Proved) -> Proved:
    """E[sum of c f] = sum of c E f, for coefficients that are free of the state; each E f is finite.

    It is so by itself, or because of relations `finite`. Schema: linearity of expectation.
    """
    process, what, _, values = _parts(whole)
    if not isinstance(what, sp.Basic):
        raise NotProved(f"not an expression of the state: {what}")
    parts = dict(parts)
    inside = sp.Add(*(sp.sympify(c) * f for f, c in parts.items()))  # type: ignore[operator]
    difference = sp.piecewise_fold(sp.expand(what - inside))
    if not _vanishes(difference):
        raise NotProved(f"{what} is not {inside}")
    free = {GENERATION, *process.parameters.symbols}
    at_k = values | {GENERATION: whole.args[0]}
    if any(sp.sympify(c).free_symbols - free for c in parts.values()):
        raise NotProved("a coefficient depends on the state")
    means = {f: beside(whole, f) for f in parts if f != 1}
    _admissible(context, whole)
    _numbers(context, *means.values(), known=finite)
    total = sp.Add(*(put_in(c, at_k) * means.get(f, sp.Integer(1)) for f, c in parts.items()))
    return _proved("linear", Relation(whole, "=", total, context), finite, schema="linearity of expectation")


def _vanishes(difference: sp.Expr, where: bool = False) -> bool:
    """Is it 0 in each of its branches? where: an equation that is the branch's condition is put in."""
    branches = difference.args if isinstance(difference, sp.Piecewise) else ((difference, sp.true),)
    for i, (e, condition) in enumerate(branches):
        holds = sp.Not(branches[0][1]) if i == 1 and condition == sp.true else condition
        e = e.subs({holds.lhs: holds.rhs}) if where and isinstance(holds, sp.Eq) else e
        if sp.expand(e) != 0 and not identities.is_zero(e):
            return False
    return True


def certain(whole: Expectation, events: Sequence[sp.Expr], context: Context) -> Proved:
    """Pr of disjoint events of which one must happen, added up, is 1: `events` are declared so by their conditions."""
    events = tuple(events)
    conditions = tuple(map(_condition, events))
    if not _partition(conditions):
        raise NotProved(f"not shown to be disjoint and to cover everything: {conditions}")
    _admissible(context, whole)
    total = sp.Add(*(beside(whole, e) for e in events))
    return _proved("certain", Relation(total, "=", 1, context), schema="additivity of probability")


def _condition(what: Observable) -> sp.Basic:
    if not isinstance(what, sp.Basic) or not is_event(what) or len(what.args) != 2:
        raise NotProved(f"not an event: {what}")
    condition = what.args[0].cond
    return condition if what.args[0].expr == 1 else sp.Not(condition)


@cache
def _partition(conditions: tuple[sp.Basic, ...]) -> bool:
    """Does exactly one of the conditions hold, whatever the state? Their sets, if they are about one number."""
    symbols = {s for c in conditions for s in c.free_symbols}
    if len(symbols) == 1:
        sets = [c.xreplace({symbol: sp.Dummy("x", real=True) for symbol in symbols}).as_set() for c in conditions]
        apart = all(a.intersect(b) == sp.EmptySet for a, b in combinations(sets, 2))
        return apart and sp.Union(*sets) == sp.S.Reals
    apart = all(sp.simplify(sp.And(a, b)) == sp.false for a, b in combinations(conditions, 2))
    return apart and sp.simplify(sp.Or(*conditions)) == sp.true


def monotone(low: Expectation, high: Expectation, pointwise: Proved, context: Context, *finite: Proved) -> Proved:
    """From f <= g at every state that the process may be in, E f <= E g; f must be non-negative, or g an event.

    E g is finite, and E f where it may be negative: by itself, or because of relations `finite`.

    The states of `pointwise` have the ranges that their symbols are declared with; its other symbols are parameters.
    Schema: monotonicity of expectation (Durrett, Probability, 1.6).
    """
    (process, f, _, values), (_, g, _, _) = _parts(low), _parts(high)
    _together(low, high)
    r = pointwise.relation
    if r.op == "=" or not isinstance(f, sp.Basic) or not isinstance(g, sp.Basic):
        raise NotProved(f"f <= g is needed for expressions of the state: got {r}")
    if (r.left, r.right) != (f, g) and not (_vanishes(r.left - f) and _vanishes(r.right - g)):
        raise NotProved(f"{f} <= {g} is needed: got {r}")
    if not low.is_nonnegative and not is_event(g):
        raise NotProved(f"{f} is not known to be non-negative, nor {g} to be bounded")
    _everywhere(process, r.context, context, values | {GENERATION: low.args[0]})
    _admissible(context, low)
    _numbers(context, high, *(() if low.is_nonnegative else (low,)), known=finite)
    schema = "monotonicity of expectation"
    return _proved("monotone", Relation(low, "<=", high, context), [pointwise, *finite], schema=schema)


def _together(*means: Expectation) -> None:
    """Raises NotProved unless the means are of one process, at one generation and the same parameters."""
    (process, _, k, values), *others = map(_parts, means)
    for other, _, generation, its in others:
        same = all(its[s] == values[s] for s in its.keys() & values.keys())
        if other is not process or generation != k or not same:
            raise NotProved("means of one process at one generation are needed")


def _everywhere(process: Process, wide: Context, context: Context, values: Mapping[sp.Symbol, sp.Expr]) -> None:
    """Raises NotProved unless a pointwise context covers all states and draws, and all parameters of the other."""
    ranges = {s: declared_range(s) for s in _random(process) if not isinstance(s, Data)}
    taken = [s for s in wide.symbols if s in ranges]
    for s in taken:
        if not ranges[s].within(wide.of[s]):
            raise NotProved(f"{s} of {process.name} may be anywhere in {ranges[s]}, not in {wide.of[s]} only")
    rest = wide.but(dict.fromkeys(taken))
    if {c for c in wide.given if c.free_symbols & set(taken)}:
        raise NotProved(f"{wide} has conditions on the state")
    _covered({s: e for s, e in values.items() if s in rest.of}, rest, context, ())


def declared_range(state: sp.Symbol) -> Range:
    """Where a state lies, by the assumptions of its symbol."""
    low = sp.Integer(0) if state.is_nonnegative else -sp.oo
    return Range(low, sp.oo, bool(state.is_positive) or low.is_infinite, True)


def indicator(condition: sp.Basic, nonnegative: Proved, at_least_one: Proved, context: Context) -> Proved:
    """1[condition] <= f, from 0 <= f everywhere and 1 <= f where the condition holds."""
    a, b = nonnegative.relation, at_least_one.relation
    if a.op == "=" or b.op == "=" or a.left != 0 or b.left != 1 or a.right != b.right:
        raise NotProved(f"0 <= f, and 1 <= f where {condition}, are needed: got {a} and {b}")
    _applies(nonnegative, context)
    _applies(at_least_one, where(condition, context))
    relation = signs.valued(Relation(event(condition), "<=", a.right, context))
    return _proved("indicator", relation, [nonnegative, at_least_one])


def where(condition: sp.Basic, context: Context) -> Context:
    """The context narrowed by a condition; a whole number that is not 0, and not negative, is at least 1."""
    if not isinstance(condition, sp.Ne) or condition.rhs != 0:
        return context.but({}, condition)
    for factor in sp.Mul.make_args(sp.factor(condition.lhs)):
        if factor.is_integer and not factor.is_number:
            context = context.but({}, _nonnegative_side(factor, context) >= 1)
    return context


def _nonnegative_side(factor: sp.Expr, context: Context) -> sp.Expr:
    """The factor, or its negative, whichever is known not to be negative."""
    for side in (factor, -factor):
        if any(sp.expand(c.gts - c.lts - side) == 0 for c in context.given if isinstance(c, sp.Le | sp.Ge)):
            return side
    signs.sign(factor, context, False)
    return factor


def cauchy_schwarz(mixed: Expectation, first: Expectation, second: Expectation, context: Context) -> Proved:
    """(E f g)^2 <= E f^2 E g^2. Schema: Cauchy-Schwarz inequality (Durrett, Probability, 1.5.3)."""
    fg, ff, gg = (_parts(m)[1] for m in (mixed, first, second))
    _together(mixed, first, second)
    if any(not isinstance(w, sp.Basic) for w in (fg, ff, gg)) or not (first.is_nonnegative and second.is_nonnegative):
        raise NotProved("squares of expressions of the state are needed")
    _admissible(context, mixed)
    _numbers(context, first, second)
    product = sp.piecewise_fold(fg**2 - ff * gg)  # type: ignore[operator]
    if not _vanishes(product, where=True):
        raise NotProved(f"({fg})^2 is not {ff} times {gg}")
    relation = Relation(mixed**2, "<=", first * second, context)
    return _proved("Cauchy-Schwarz", relation, schema="Cauchy-Schwarz inequality")


def reduced(literal: Expectation, reduction: Process, context: Context) -> Proved:
    """The mean of an observable of the process as declared is that in a reduction of it to fewer random numbers.

    Schema: the fact that the reduction names.
    """
    process, what, k, values = _parts(literal)
    names = [name for name, o in process.observables.items() if o == what and name in reduction.observables]
    if not reduction.reduces or reduction.reduces[0] is not process or not names:
        raise NotProved(f"{reduction.name} is no reduction of {process.name} that has {what}")
    _admissible(context, literal, valued=False)  # it has one where the other observable, of the same law, does
    own = {s.name: put_in(e, values) for s, e in reduction.values.items()}
    if not set(reduction.parameters.names) - own.keys() <= set(process.parameters.names):
        raise NotProved(f"{reduction.name} has other parameters than {process.name}")
    given = {s.name: x for s, x in values.items()} | own
    other = mean(reduction, reduction.observables[names[0]], k, context, given)
    _admissible(context, other)
    return _proved("reduced", Relation(literal, "=", other, context), schema=reduction.reduces[1])


def half_square(variance: Expectation, context: Context, *finite: Proved) -> Proved:
    """E (R - R')^2 / 2 = E R^2 - (E R)^2 for two independent runs, E R^2 being finite. Schema: independence."""
    what = _parts(variance)[1]
    if not isinstance(what, HalfSquare):
        raise NotProved(f"not half the squared difference of two runs: {what}")
    _admissible(context, variance)
    first, second = (beside(variance, what.of**power) for power in (1, 2))
    number(second, context, *finite)
    schema, relation = "means of products of independent variables", Relation(variance, "=", second - first**2, context)
    return _proved("half square", relation, finite, schema=schema)

"""The rule of moments: the mean of an observable whose moments close, from the recursion of the declared process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from proofs_check.rules import identities, points, signs
from proofs_check.rules.algebra import _because, _covered, _less
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import _admissible, _numbers, _parts, _random, beside, put_in
from proofs_check.rules.statements import Context, Disagreement, NotProved, Proved, Range, Relation, _proved, for_all
from theorems.language.closed_form import K, NoClosedForm, solutions
from theorems.language.data import GENERATION, Data, Past
from theorems.language.domains.entries import substituted
from theorems.language.expectation import NotDerived, increment, step_factor
from theorems.language.labelled import SCHEMA, of_rows
from theorems.language.laws import NoMoment, Normal
from theorems.language.moments import Algebra, NotClosed
from theorems.language.processes import Draw, Drawing, Increment, Process, Steps
from theorems.language.recursion import Recursion, recursion
from theorems.language.sums import alike, worked_out
from theorems.language.supports import is_event

TOWER = "tower property; moments of products of independent variables"
STANDARD = Normal(sp.Integer(0), sp.Integer(1))
PROJECTION = "a linear image of a normal vector is normal; trace and squared length are sums over directions"


def closed(mean: Expectation, value: Any, context: Context, others: Mapping[sp.Expr, Any] | None = None) -> Proved:
    """E[observable](k, ...) = value for every k of the context.

    The conditional means of one generation follow from the declaration: put in the moments of the laws. The value, and
    the forms of what else the recursion needs (those of `others`, which hold from the first k of the context on, else
    those that it has by itself), are right at first and solve the recursion from k to k + 1. Raises NotProved where
    they do not, the moments do not close, or a mean need not be finite. Schema: tower property; moments of products of
    independent variables; of vectors, also that a linear image of a normal vector is normal.
    """
    process, what, k, values = _parts(mean)
    if not isinstance(what, sp.Basic) or not isinstance(k, sp.Symbol):
        raise NotProved(f"an expression of the state at generation k is needed: got {mean}")
    relation = Relation(mean, "=", value, context)
    _admissible(context, mean)
    signs.valued(relation)
    if any(e.has(k) for e in values.values()):
        raise NotProved(f"the parameters must be the same for every {k}: {mean}")
    found = _derived(recursion, process, what)
    solved = _derived(solutions, found) if others is None else {}
    forms = {j: put_in(form.xreplace({K: k}), values) for j, form in solved.items()}
    _finite(process, found, values, context)
    _early(found, k, relation.right, values, context)
    r, first = context.of[k], sp.Integer(found.first)
    low = r.low if others is not None else sp.Integer(bool(k.is_positive))  # forms of its own hold from the first on
    late = context.but({k: Range(max(first, low), r.high, r.low_open, r.high_open)})
    begin, begun = found.first, [put_in(e, values) for e in found.start]
    while begin < low:
        rows = [{i: put_in(c, values | {GENERATION: begin}) for i, c in row.items()} for row in found.step]
        begin, begun = begin + 1, [sp.Add(*(c * begun[i] for i, c in row.items())) for row in rows]
    if others is not None:
        forms = {j: sp.sympify(1 if q == 1 else others.get(q, 0)) for j, q in enumerate(found.quantities)}
        for form in forms.values():
            signs.valued(Relation(form, "=", form, late))
    forms[0] = relation.right
    start = context.but({k: None})
    here = {j: _one_further(begin, form, k) for j, form in forms.items()}
    for j, quantity in enumerate(found.quantities):
        if quantity == 1:
            continue
        _because((f"E {quantity} at first",), identities.zero, worked_out(forms[j].subs(k, begin)) - begun[j], start)
        row = {i: _from(begin, put_in(c, values | {GENERATION: k}), k) for i, c in found.step[j].items()}
        left = here[j][1] - sp.Add(*(unfolded(c, k)[0] * here[i][0] for i, c in row.items()))
        _because((f"E {quantity} from k to k + 1",), identities.zero, left, _folded(late, left))
    _agrees(found, relation, k, values, context)
    by = f"one generation of {process.name}: {found.text}"
    return _proved("moments", relation, by=by, schema=_schema(process), recursion=found)


def _schema(process: Process) -> str:
    return SCHEMA if of_rows(process) else TOWER if process.spectrum is None else f"{PROJECTION}; {TOWER}"


def one_generation(mean: Expectation, context: Context) -> Proved:
    """E[f](k + 1) = the sum of c E[q](k): the conditional mean of f, from the moments of the draws. Schema as above.

    At the first generation: the mean of f there, from the moments of what the process starts with.
    """
    process, what, generation, values = _parts(mean)
    k = sp.expand(generation - 1)
    if not isinstance(what, sp.Basic):
        raise NotProved(f"an expression of the state is needed: got {what}")
    _admissible(context, mean)
    found = _derived(recursion, process, what)
    _finite(process, found, values, context)
    if generation == process.first:
        relation = signs.valued(Relation(mean, "=", put_in(found.start[0], values), context))
        return _proved(
            "one generation", relation, by=f"{process.name} as it starts", schema=_schema(process), recursion=found
        )
    signs.sign(k - process.first, context, False)
    at_k = values | {GENERATION: k}
    parts = [
        put_in(c, at_k) * (_earlier(mean, found.quantities[j], k) if found.quantities[j] != 1 else 1)
        for j, c in found.step[0].items()
    ]
    by = f"one generation of {process.name}: {found.step_text(0)}"
    relation = signs.valued(Relation(mean, "=", sp.Add(*parts), context))
    return _proved("one generation", relation, by=by, schema=_schema(process), recursion=found)


def without_chance(mean: Expectation, values: Mapping[sp.Symbol, Any], courses: Any, context: Context) -> Proved:
    """E f(k), where no state depends on chance: f at the values of the states, on average over what is looked at.

    values: of each state, for all k from the first generation on. courses: of each, two relations: what it is at
    first, start = value, and step = value at k + 1, the values at k being put in. f is a polynomial in what is drawn to
    be looked at, or in exponentials of it, or has no part in it. Schema: induction; linearity of expectation; moments
    of the laws.
    """
    process, what, k, given = _parts(mean)
    values = {s: sp.sympify(e) for s, e in values.items()}
    moving = {s for e in process.step.values() for s in sp.sympify(e).free_symbols} & set(process.drawn)
    if not isinstance(what, sp.Basic) or not isinstance(k, sp.Symbol) or moving or process.before:
        raise NotProved(f"an expression at generation k of a process that no draw moves is needed: got {mean}")
    listed = process.spectrum or process.alphabet or any(isinstance(s, Data) for s in _random(process))
    if listed or {*values} != {*process.states} or any(e.has(k) for e in given.values()):
        raise NotProved(f"a value of each of the numbers {', '.join(map(str, process.states))} is needed")
    now = given | values | {GENERATION: k}
    later = Context(context.but({k: Range(sp.Integer(process.first), sp.oo, False, True)}).ranges)
    later = later.but({}, *(c for c in context.given if not c.has(k)))
    premises = []
    for state, (start, step) in ((s, courses[s]) for s in process.states):
        first, then = values[state].subs(k, process.first), values[state].subs(k, k + 1)
        _says(start, put_in(process.start[state], given), first, later.but({k: None}))
        _says(step, put_in(process.step[state], now), then, later)
        for_all(k, start, step, conditions=True)
        premises += [start, step]
    _admissible(context, mean)
    seen = _on_average(process, what, process.looked_at) if what.free_symbols & {*process.drawn} else what
    schema = "induction; linearity of expectation; moments of the laws"
    relation = signs.valued(Relation(mean, "=", put_in(seen, now), context))
    return _proved("without chance", relation, premises, schema=schema, values=values)


def _says(premise: Proved, left: sp.Expr, right: sp.Expr, context: Context) -> None:
    """Raises NotProved unless a premise is an equation, there throughout the context."""
    r = premise.relation
    if r.op != "=" or not all(identities.equal(a, b, context) for a, b in ((r.left, left), (r.right, right))):
        raise NotProved(f"{left} = {right} is needed: got {r}")
    _covered({}, r.context, context, ())


def _on_average(process: Process, what: sp.Expr, draws: Sequence[Drawing]) -> sp.Expr:
    """E[f | state] over draws."""
    algebra = Algebra(process)
    found = _derived(algebra.without, _derived(algebra.read, what), draws)
    if algebra.provided:
        raise NotProved(f"the mean of {what} is finite only for {algebra.provided}")
    return sp.Add(*(algebra.written(x) * algebra.expression(m) for m, x in found.items()))


def over_the_past(mean: Expectation, context: Context) -> Proved:
    """E of how often an event has happened so far: as often as a generation before, and by its probability now.

    At the first generation, by that alone. Schema: linearity of expectation.
    """
    process, what, k, _ = _parts(mean)
    if not isinstance(what, Past) or not is_event(what.args[0]) or what.free_symbols & process.drawn or process.before:
        raise NotProved(f"a sum of an event of the state over the past is needed: got {what}")
    _admissible(context, mean)
    found = beside(mean, what.args[0])
    if k != process.first:
        signs.sign(k - 1 - process.first, context, False)
        found += _earlier(mean, what, k - 1)
    return _proved("over the past", Relation(mean, "=", found, context), schema="linearity of expectation")


def symmetric_step(mean: Expectation, context: Context) -> Proved:
    """E|M|^p at k + 1 is at most E|M|^p + E|Z|^p E|S|^p at k, 0 < p <= 2, where M moves by S Z, Z ~ N(0, 1).

    S is of the state, and |S|^p is written (S^2)^(p/2). Schema: |m + z|^p and |m - z|^p are on average at most
    (m^2 + z^2)^(p/2) <= |m|^p + |z|^p, as x^(p/2) is concave and 0 at 0; Z and -Z have one law; E|Z|^p.
    """
    process, what, generation, values = _parts(mean)
    if not isinstance(what, sp.Pow) or not isinstance(what.base, sp.Abs) or process.spectrum or process.alphabet:
        raise NotProved(f"a power of the distance of a number from 0 is needed: {what}")
    state, moving = what.base.args[0], {GENERATION, *process.drawn}
    if state not in process.step or isinstance(state, Data) or what.exp.free_symbols & {*moving, *process.states}:
        raise NotProved(f"a power of a state of {process.name}, which is the same for all, is needed: {what}")
    k, power, moves = sp.expand(generation - 1), put_in(what.exp, values), sp.expand(process.step[state] - state)
    drawn = (
        d.what for d in process.draws if isinstance(d, Draw) and d.law == STANDARD and not isinstance(d.what, Data)
    )
    scale = next((moves.coeff(z) for z in drawn if sp.expand(moves - moves.coeff(z) * z) == 0), sp.Integer(0))
    if scale == 0 or scale.free_symbols & moving:
        raise NotProved(f"{state} of {process.name} does not move by a standard normal variable times a number")
    signs.sign(power, context, True)
    signs.sign(2 - power, context, False)
    signs.sign(k - process.first, context, False)
    earlier, spread = (_earlier(mean, of, k) for of in (what, (scale**2) ** (what.exp / 2)))
    _numbers(context, mean, earlier, spread)
    of_normal = 2 ** (power / 2) * sp.gamma((power + 1) / 2) / sp.sqrt(sp.pi)
    relation = signs.valued(Relation(mean, "<=", earlier + of_normal * spread, context))
    schema = "for 0 < p <= 2, symmetric Z: E|m + Z|^p <= |m|^p + E|Z|^p; absolute moments of a normal variable"
    return _proved("symmetric step", relation, schema=schema)


def _earlier(mean: Expectation, what: sp.Expr, k: sp.Expr) -> sp.Expr:
    """The mean of another observable at generation k."""
    other = beside(mean, what)
    return other.func(k, *other.args[1:])


def drift(mean: Expectation, value: Any, context: Context) -> Proved:
    """E of how much a logarithm grows in a generation: a sum of logarithms of numbers that are drawn anew.

    Schema: E ln X is the derivative of E X^p at p = 0.
    """
    what = _parts(mean)[1]
    if not isinstance(what, Increment):
        raise NotProved(f"not the increment of an expression: {what}")
    schema = "E ln X is the derivative of E X^p at p = 0"
    return _shown("drift", mean, value, context, lambda p: increment(p, what, 1), f"{what.of} grows by {{}}", schema)


def one_step(mean: Expectation, value: Any, context: Context) -> Proved:
    """E[f at t + 1 | generation t] = value (f at t), from the moments of the draws. Schema as above."""
    process, what, _, values = _parts(mean)
    if not isinstance(what, Steps):
        raise NotProved(f"not the steps of an expression: {what}")
    _finite(process, _derived(recursion, process, what.of), values, context)
    says = f"E[next | {what.of}] = {{}} {what.of}"
    return _shown("moments", mean, value, context, lambda p: step_factor(p, what), says, _schema(mean.process))


def _shown(rule: str, mean: Expectation, value: Any, context: Context, derive: Any, says: str, schema: str) -> Proved:
    """From what is derived of a process: for every generation the same."""
    process, _, _, values = _parts(mean)
    relation = Relation(mean, "=", value, context)
    _admissible(context, mean)
    signs.valued(relation)
    found = put_in(_derived(derive, process), values)
    by = f"one generation of {process.name}: {says.format(found)}"
    _because((by,), identities.zero, found - relation.right, context)
    return _proved(rule, relation, by=by, schema=schema)


def _derived(engine: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return engine(*arguments)
    except (NotClosed, NoMoment, NoClosedForm, NotDerived) as error:
        raise NotProved(str(error)) from None


def _finite(process: Process, found: Recursion, values: Mapping[sp.Symbol, sp.Expr], context: Context) -> None:
    for condition in (*found.begun, *found.provided):
        there, inside = put_in(condition, values), context
        if there == sp.true:
            continue
        if there.has(GENERATION):  # on the way
            inside = context.but({GENERATION: Range(sp.Integer(process.first), sp.oo, False, True)})
        try:
            _less(there.lts, "<", there.gts, inside, ())
        except NotProved as error:
            raise NotProved(f"the means are finite only for {condition}: {error}") from None


def _early(found: Recursion, k: sp.Symbol, value: sp.Expr, values: Mapping[Any, Any], context: Context) -> None:
    """The generation before the first, where the model is given."""
    low = context.of[k].low
    if low >= found.first:
        return
    if found.before is None or low < found.first - 1:
        raise NotProved(f"nothing can be seen before generation {found.first}: k may be {low}")
    earlier = worked_out(value.subs(k, found.first - 1))
    difference, what = earlier - put_in(found.before, values), ("the model before the first fit",)
    _because(what, identities.zero, difference, context.but({k: None}))


def _agrees(found: Recursion, relation: Relation, k: sp.Symbol, values: Mapping[Any, Any], context: Context) -> None:
    """A second decision: the recursion, followed in exact numbers from the start, gives the value."""
    for point in points.points(context, relation.left, relation.right)[: points.POINTS]:
        named, lists = {s.name: x for s, x in point.items()}, {s for s in point if isinstance(s, sp.IndexedBase)}
        process_point = {s.name: point[e] if e in lists else substituted(e, named) for s, e in values.items()}
        if not all(isinstance(x, tuple) or x.is_Rational for x in process_point.values()):
            continue
        exact = found.value(int(point[k]), process_point)
        known = points.value(sp.Rational(exact), {}) if isinstance(exact, Fraction) else exact
        if not (points.value(relation.right, point) - known).contains(0):
            raise Disagreement(f"{relation}: the recursion gives {exact} at {point}")


def _folded(context: Context, e: sp.Expr) -> Context:
    """The context with a range for the symbols that stand for products and sums."""
    symbols = e.free_symbols - set(context.symbols)
    return context.but({s: Range(-sp.oo, sp.oo, True, True) for s in symbols})


def _one_further(first: int, form: sp.Expr, k: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """A form at k and at k + 1, one symbol for each product and sum up to k, also for those in the new terms."""
    now, then = unfolded(_from(first, form, k), k)
    return now, unfolded(_from(first, then, k), k)[0]


def _from(first: int, expression: sp.Expr, k: sp.Symbol) -> sp.Expr:
    """Products and sums up to k + const as such up to k, the terms before first + 1 taken out: for k >= first.

    So written, equal ones look alike.
    """

    def moved(fold: sp.Expr) -> sp.Expr:
        (index, low, high), *rest = fold.limits
        shift = high - k
        if rest or not shift.is_Integer or not low.is_Integer:
            return fold
        term = fold.function.subs(index, index + shift)
        early = [worked_out(term.subs(index, i)) for i in range(int(low - shift), first + 1)]
        late = alike(fold.func(term, (index, max(low - shift, first + 1), k)))
        return sp.Mul(*early, late) if isinstance(fold, sp.Product) else sp.Add(*early, late)

    return expression.replace(lambda e: isinstance(e, sp.Product | sp.Sum), moved)


@cache
def _atom(fold: sp.Expr) -> sp.Dummy:
    """The symbol that stands for a product or sum; the same for the same expression."""
    return sp.Dummy(type(fold).__name__, real=True)


def unfolded(expression: sp.Expr, k: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """The expression at k and at k + 1, each product and sum whose upper limit is k + const being a symbol.

    At k + 1 a product is that symbol times its new factor; a sum is that symbol, times the factor by which
    all old summands change (nested products), plus the new summand: the definitions, for every k at
    which the upper limit is at least the lower one less 1.
    """
    if not expression.has(sp.Product, sp.Sum):
        return expression, expression.subs(k, k + 1)
    if not isinstance(expression, sp.Product | sp.Sum):
        pairs = [unfolded(argument, k) for argument in expression.args]
        return tuple(expression.func(*part) for part in zip(*pairs, strict=True))  # type: ignore[return-value]
    (index, low, high), *_ = expression.limits
    atom, inner = _atom(expression), expression.function
    if not high.has(k) or high.subs(k, k + 1) != high + 1 or low.has(k):
        return expression, expression.subs(k, k + 1)
    last = inner.subs(k, k + 1).subs(index, high + 1)
    if not inner.has(k):
        return atom, atom * last if isinstance(expression, sp.Product) else atom + last
    now, then = unfolded(inner, k)
    change = sp.cancel(then / now)
    if isinstance(expression, sp.Product) or change.has(index):
        return expression, expression.subs(k, k + 1)
    return atom, change * atom + last

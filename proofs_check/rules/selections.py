"""The rule of selections that look at no values: what is kept on average of the points that a model is fitted to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import _admissible, _parts, _random, put_in
from proofs_check.rules.statements import Context, NotProved, Proved, Relation, _proved
from theorems.language.data import GENERATION, Data, PowerSum, in_power_sums
from theorems.language.laws import Choice, Finite, Law, Normal, Plus
from theorems.language.processes import Draw, Observable, Process, Selected
from theorems.language.vectors import in_direction, in_one_dimension, is_sum_over_directions, summed

BLIND = (
    "points that are selected without a look at values have the mean of those that they are selected from; tower "
    "property; induction over the batches"
)
X = sp.Dummy("x", real=True)
"""The point in a function of it."""


def value_blind(whole: Expectation, op: Literal["=", "<=", ">="], context: Context) -> Proved:
    """E of the mean of f over the points that model k is fitted to, or of f of a draw from it, for every selection.

    f is a polynomial; E f = c for a real point, and E f = (the mean of f over the points that a model is fitted to) + a
    for a draw from it, a the same for all models. If a = 0, E is c, of a draw c + its own a. If a >= 0, it is at least
    that (op ">="), and at most that and (k - first) a more (op "<="). In several dimensions f is a sum over directions.
    All moments are finite: by induction, as those of the laws here are polynomials in moments of the points.
    """
    process, what, k, values = _parts(whole)
    _admissible(context, whole)
    signs.sign(k - process.first, context, False)
    if process.spectrum is None:
        kept, added = _kept(process, what)
    else:
        if not isinstance(what, sp.Basic) or not is_sum_over_directions(what):
            raise NotProved(f"a sum over directions is needed: got {what}")
        one, listed = in_direction(process), process.spectrum
        kept, added = (summed(e, one.parameters.symbols[-1], listed) for e in _kept(one, in_one_dimension(what)))
    least, added = put_in(kept, values), put_in(added, values)
    if op == "=" and added != 0:
        raise NotProved(f"a generation adds {added} to E of {what}")
    signs.sign(added, context, False)
    most = least + (k - process.first) * added
    relation = Relation(least, "<=", whole, context) if op == ">=" else Relation(whole, op, most, context)
    return _proved("value-blind", signs.valued(relation), schema=BLIND)


def _kept(process: Process, what: Observable) -> tuple[sp.Expr, sp.Expr]:
    """E where all points are real, and what each generation adds to it."""
    seen, laws, real = _selecting(process)
    f, own = _function(process, what, seen)
    c, random = _mean(f, real), {*_random(process), GENERATION}
    more = {sp.Integer(0)}
    for law in laws:
        found = _added(f, law, seen, random)
        if found is not None:
            more.add(found)
        elif sp.expand(_mean(f, law) - c) != 0:
            raise NotProved(f"a draw from {law} keeps neither the mean of {what} over {seen}, nor that of real points")
    ours = sp.Integer(0) if own is None else _added(f, own, seen, random)
    added = more - {0} or {sp.Integer(0)}
    if ours is None or len(added) > 1 or c.free_symbols & random:
        raise NotProved(f"what {what} gains in a generation of {process.name} is not one number")
    return c + ours, added.pop()


def _selecting(process: Process) -> tuple[Data, list[Law], Law]:
    """The points that a model is fitted to, the laws of new points, and the real law.

    Raises NotProved unless all states are one pool that begins with real points and to which what is drawn is joined,
    nothing but `every` workflow selects, and all sizes are the same whatever the values are.
    """
    (pool, *others), (chosen, *made) = process.states, process.draws
    again = [d for d in process.looked_at if not isinstance(d, Draw) or isinstance(d.what, Data)]
    if others or not isinstance(chosen, Selected) or chosen.of != pool or again != [chosen]:
        raise NotProved(f"{process.name} does not select from one pool of points, for a model and to look at it")
    laws = {d.what: d.law for d in made if isinstance(d, Draw) and isinstance(d.what, Data)}
    real = process.start[pool]
    if len(laws) < len(made) or not {*process.step[pool]} <= {pool, chosen.what, *laws} or process.alphabet is not None:
        raise NotProved(f"to the pool of {process.name} points are joined that are no draws")
    if any(d.size.free_symbols & _random(process) for d in (pool, chosen.what, *laws)):
        raise NotProved(f"a size of {process.name} depends on what is drawn: its selection looks at values")
    if not all(_polynomial(part) for law in (real, *laws.values()) for part in _parts_of(law)):
        raise NotProved(f"not all laws of {process.name} are known to have polynomials as moments")
    return chosen.what, list(laws.values()), real


def _parts_of(law: Law) -> Iterator[Law]:
    for part in (law.first, law.second) if isinstance(law, Plus) else ():
        yield from _parts_of(part)
    if not isinstance(law, Plus):
        yield law


def _polynomial(law: Law) -> bool:
    """Are all moments polynomials in sums of powers of the points?"""
    written = [in_power_sums(sp.sympify(e)) for e in law.arguments]
    moving = [(e, e.atoms(PowerSum)) for e in written if e.has(PowerSum)]
    return type(law) in (Normal, Choice, Finite) and all(e.is_polynomial(*sums) for e, sums in moving)


def _function(process: Process, what: Observable, seen: Data) -> tuple[sp.Poly, Law | None]:
    """f, from its mean over the points that a model is fitted to, or from f(draw), and then the law of the draw."""
    if not isinstance(what, sp.Basic):
        raise NotProved(f"an expression of what a model is fitted to, or of a draw from it, is needed: got {what}")
    laws: dict[Any, Law] = {d.what: d.law for d in process.looked_at if isinstance(d, Draw)}
    drawn = [*(what.free_symbols & laws.keys())]
    f = sp.expand(what.xreplace({drawn[0]: X}) if drawn else in_power_sums(what))
    sums = [] if drawn else [total for total in f.atoms(PowerSum) if total.args[0] == seen]
    f += sp.Add(*(f.coeff(total) * (seen.size * X ** total.args[1] - total) for total in sums))
    f, fixed = sp.expand(f), {*_random(process), GENERATION}
    if not f.is_polynomial(X) or f.free_symbols & fixed:
        raise NotProved(f"{what} is no mean of a polynomial over {seen}, and none in one draw")
    return sp.Poly(f, X), laws[drawn[0]] if drawn else None


def _mean(f: sp.Poly, law: Law) -> sp.Expr:
    """E f of a point of a law, in power sums."""
    return sp.expand(in_power_sums(sp.Add(*(c * law.moment(j) for (j,), c in f.terms()))))


def _added(f: sp.Poly, law: Law, seen: Data, random: set[Any]) -> sp.Expr | None:
    """By how much E f of a draw is above the mean of f over the points; None where that depends on these."""
    over = sp.Add(*(c * (PowerSum(seen, j) / seen.size if j else 1) for (j,), c in f.terms()))
    more = sp.expand(_mean(f, law) - over)
    return None if more.free_symbols & random else more

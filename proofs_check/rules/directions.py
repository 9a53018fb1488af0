"""Rules for points in several dimensions: the square of a trace, and when a covariance is singular."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.algebra import _covered, _less
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import _admissible, _parts, beside, mean, put_in
from proofs_check.rules.statements import Context, NotProved, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.domains.entries import Length
from theorems.language.laws import Choice, Normal
from theorems.language.processes import Draw, Drawing, Join, Observable, Process, Subset, event, observed
from theorems.language.sums import written_out
from theorems.language.vectors import Determinant, Trace, in_direction

POSITIVE = Range(sp.Integer(0), sp.oo, True, True)
POLARIZATION = "projections of normal vectors are normal; equal polynomials in the direction have equal coefficients"


def _seen(process: Process, what: Observable, of: Callable[[sp.Expr], sp.Expr]) -> tuple[sp.Expr, sp.IndexedBase]:
    """The sample covariance that an observable is seen of, and the spectrum of the process."""
    found = list(observed(what).atoms(Variance))
    if process.spectrum is None or [type(c.args[0]) for c in found] != [Data] or what != of(found[0]):
        raise NotProved(f"{of(sp.Symbol('S'))} of a sample covariance S is needed: got {what}")
    return found[0], process.spectrum


def square_of_trace(whole: Expectation, square: Proved, minor: Proved, context: Context) -> Proved:
    """E (tr S)^2 = c sum lam_i^2 + (c + 2m)/3 (the sum of lam_i lam_j over i != j), S the covariance at generation k.

    square: E (u'Su)^2 in one direction, c where the real variance is 1. minor: E det S for all spectra, m where it is
    that of the unit matrix in the plane. Schema: S is A'S_1A in law, S_1 of the unit matrix and A'A the real
    covariance, so that E (u'Su)^2 = c (u'S_0 u)^2 and a minor has the mean m lam_i lam_j. The coefficients of
    u_i^2 u_j^2 give E (2 S_ii S_jj + 4 S_ij^2) = 2 c lam_i lam_j; and E (S_ii S_jj - S_ij^2) = m lam_i lam_j.
    """
    process, what, k, values = _parts(whole)
    covariance, spectrum = _seen(process, what, lambda c: Trace(c) ** 2)
    _admissible(context, whole)
    one = in_direction(process)
    x, s, g = one.parameters.symbols[-1], square.relation, minor.relation
    inside = context.but({x: POSITIVE})
    if x in context.of or s.left != mean(one, covariance**2, k, inside, {y.name: e for y, e in values.items()}):
        raise NotProved(f"E ({covariance})^2 in one direction, from any real variance, is needed: got {s}")
    if g.left != beside(whole, Determinant(covariance)) or s.op != "=" or g.op != "=":
        raise NotProved(f"E of the determinant, for every spectrum, is needed: got {g}")
    for_all(spectrum, minor)
    _covered({}, s.context, inside, ())
    _covered({}, g.context, context, ())
    plane = written_out(g.right.xreplace({Length(spectrum): sp.Integer(2)}))
    along, across = s.right.subs(x, 1), plane.xreplace(dict.fromkeys((spectrum[0], spectrum[1]), sp.Integer(1)))
    if across.has(spectrum):
        raise NotProved(f"the mean of the determinant in two dimensions is needed: got {plane}")
    i = sp.Symbol("i", integer=True, nonnegative=True)
    total, squares = (sp.Sum(spectrum[i] ** power, (i, 0, Length(spectrum) - 1)) for power in (1, 2))
    value = along * squares + (along + 2 * across) / 3 * (total**2 - squares)
    return _proved("square of a trace", Relation(whole, "=", value, context), [square, minor], schema=POLARIZATION)


def degenerate(whole: Expectation, context: Context) -> Proved:
    """Pr(det S = 0) = 1, Pr(det S != 0) = 0 for the covariance S of what at most d points in d dimensions lead to.

    Schema: n points less their mean sum to 0, and span n - 1 dimensions at most; what is chosen among them, and a
    normal vector of their mean and covariance, lies where they do.
    """
    process, what, k, values = _parts(whole)
    condition: type[sp.Eq | sp.Ne] = sp.Ne if observed(what).has(sp.Ne) else sp.Eq
    _, spectrum = _seen(process, what, lambda c: event(condition(Determinant(c), 0)))
    _admissible(context, whole)
    signs.sign(k - process.first, context, False)
    if not all(map(_stays, (*process.draws, *process.looked_at))):
        raise NotProved(f"what is drawn need not lie where the points of {process.name} do")
    points = sp.Add(*(state.size for state in process.states if isinstance(state, Data)))
    first = values | {GENERATION: sp.Integer(process.first)}
    _less(put_in(points, first), "<=", put_in(Length(spectrum), values), context, ())
    schema = "n points less their mean span n - 1 dimensions at most, with all that is chosen among or fitted to them"
    return _proved("degenerate", Relation(whole, "=", int(condition is sp.Eq), context), schema=schema)


def _stays(draw: Drawing) -> bool:
    """Is it chosen among points, or normal with their mean and covariance?"""
    law = draw.law if isinstance(draw, Draw) else None
    if not isinstance(law, Normal):
        return isinstance(draw, Subset | Join) or isinstance(law, Choice)
    return isinstance(law.variance, Variance) and law.mean == Mean(law.variance.args[0])


def spanning(whole: Expectation, context: Context) -> Proved:
    """Pr(det S != 0) = 1 for the covariance S of data that are kept for ever, the first more than d real points.

    Also where S is the given one, one generation before. Schema: more than d independent normal vectors of positive
    variances span d dimensions almost surely.
    """
    process, what, _, values = _parts(whole)
    covariance, spectrum = _seen(process, what, lambda c: event(sp.Ne(Determinant(c), 0)))
    _admissible(context, whole)
    data = covariance.args[0]
    kept, given = process.step.get(data, ()), process.before.get(covariance, spectrum)
    if process.start.get(data) != Normal(sp.Integer(0), spectrum) or data not in kept or given != spectrum:
        raise NotProved(f"data that begin with real points, and keep them, are needed: {data} of {process.name}")
    points = put_in(data.size, values | {GENERATION: sp.Integer(process.first)})
    _less(put_in(Length(spectrum), values), "<", points, context, ())
    schema = "more than d independent normal vectors of positive variances span d dimensions almost surely"
    return _proved("spanning", Relation(whole, "=", 1, context), schema=schema)

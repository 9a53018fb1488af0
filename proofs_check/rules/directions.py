"""Rules for points in several dimensions: squares of what is seen of them, and when a covariance is singular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from theorems.language.vectors import Determinant, SquaredFrobenius, SquaredNorm, Trace, in_direction, in_one_dimension

POSITIVE = Range(sp.Integer(0), sp.oo, True, True)
POLARIZATION = "projections of normal vectors are normal; equal polynomials in the direction have equal coefficients"


def _seen(process: Process, what: Observable, of: Callable[[sp.Expr], sp.Expr]) -> tuple[sp.Expr, sp.IndexedBase]:
    """The sample covariance that an observable is seen of, and the spectrum of the process."""
    found = list(observed(what).atoms(Variance))
    if process.spectrum is None or [type(c.args[0]) for c in found] != [Data] or what != of(found[0]):
        raise NotProved(f"{of(sp.Symbol('S'))} of a sample covariance S is needed: got {what}")
    return found[0], process.spectrum


def square(whole: Expectation, along: Proved, minor: Proved | None, context: Context) -> Proved:
    """E f = a sum lam_i^2 + b (the sum of lam_i lam_j over i != j), f = (tr S)^2, |S|_F^2, |m|^4 or |m|^2 tr S.

    S and m: covariance and mean of a sample at generation k. along: E f in one direction, a where the real variance is
    1. minor: E det S for all spectra, c where that is the unit matrix in the plane; none for |m|^4. b is (a + 2c)/3,
    (a - c)/3, a/3 or (a - c + u)/3, u as in `_second_moments`.
    Schema: m is A'm_1 and S is A'S_1A in law, m_1 and S_1 of the unit matrix and A'A the real covariance. So of B and C
    = S or mm' one direction sees E (u'Bu)(u'Cu) = a (u'S_0 u)^2, and the coefficients of u_i^2 u_j^2 give
    E (B_ii C_jj + B_jj C_ii + 4 B_ij C_ij) = 2a lam_i lam_j. The difference E (B_ii C_jj + B_jj C_ii - 2 B_ij C_ij) is
    twice the minor, 2c lam_i lam_j, of B = C = S; 0 of B = C = mm'; and of S and mm' what the minor of S + mm', whose
    mean is u lam_i lam_j, has beside those.
    """
    process, what, k, values = _parts(whole)
    spectrum, (of_minor, of_both), (covariance, mean_of_points) = _quadratic(process, what)
    _admissible(context, whole)
    one = in_direction(process)
    x, s = one.parameters.symbols[-1], along.relation
    inside = context.but({x: POSITIVE})
    f = in_one_dimension(what)  # type: ignore[arg-type]
    if x in context.of or s.left != mean(one, f, k, inside, {y.name: e for y, e in values.items()}) or s.op != "=":
        raise NotProved(f"E {f} in one direction, from any real variance, is needed: got {s}")
    _covered({}, s.context, inside, ())
    a, more, premises = s.right.subs(x, 1), sp.Integer(0), [along]
    if of_minor:
        if minor is None or minor.relation.left != beside(whole, Determinant(covariance)) or minor.relation.op != "=":
            raise NotProved(f"E of the determinant, for every spectrum, is needed: got {minor}")
        premises.append(minor)
        for_all(spectrum, minor)
        _covered({}, minor.relation.context, context, ())
        plane = written_out(minor.relation.right.xreplace({Length(spectrum): sp.Integer(2)}))
        more = of_minor * plane.xreplace(dict.fromkeys((spectrum[0], spectrum[1]), sp.Integer(1)))
        if more.has(spectrum):
            raise NotProved(f"the mean of the determinant in two dimensions is needed: got {plane}")
    if of_both:
        more += _second_moments(process, covariance, mean_of_points, k, values)
    i = sp.Symbol("i", integer=True, nonnegative=True)
    total, squares = (sp.Sum(spectrum[i] ** power, (i, 0, Length(spectrum) - 1)) for power in (1, 2))
    relation = Relation(whole, "=", a * squares + (a + more) / 3 * (total**2 - squares), context)
    return _proved("square", relation, premises, schema=POLARIZATION)


def _quadratic(process: Process, what: Observable) -> tuple[sp.IndexedBase, tuple[int, bool], tuple[Any, Any]]:
    """The spectrum; how often the minor of S counts, and whether that of S + mm'; and S and m, where they are seen."""
    found = {type(e): e for e in observed(what).atoms(Variance, Mean) if type(e.args[0]) is Data}
    s, m = found.get(Variance, sp.nan), found.get(Mean, sp.nan)
    known = {
        Trace(s) ** 2: (2, False),
        SquaredFrobenius(s): (-1, False),
        SquaredNorm(m) ** 2: (0, False),
        SquaredNorm(m) * Trace(s): (-1, True),
    }
    if process.spectrum is None or what not in known:
        raise NotProved(f"(tr S)^2, |S|_F^2, |m|^4 or |m|^2 tr S of a sample is needed: got {what}")
    return process.spectrum, known[what], (s, m)  # type: ignore[index]


def _second_moments(process: Process, s: sp.Expr, m: sp.Expr, k: sp.Expr, values: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
    """u: E det (S + mm') where the real covariance is the unit matrix in the plane, S = Variance(x, 0), m = Mean(x).

    x starts with real points, and then b new ones of Normal(m, S) are joined to it, N in all. U = S + mm' is the mean
    of xx' over the points of x. The next one is ((N - b) U + the sum of yy' over the new points y)/N, where E yy' = U,
    and the y are independent, given the past. So E det U is multiplied by
    ((N - b)^2 + 2 (N - b) b + b (b - 1))/N^2 = 1 - b/N^2.
    """
    points, t = m.args[0], sp.Symbol("t", integer=True, positive=True)
    laws = {d.what: d.law for d in process.draws if isinstance(d, Draw)}
    real = process.start.get(points) == Normal(sp.Integer(0), process.spectrum) and process.first >= 1
    given = (process.before.get(m, sp.Integer(0)), process.before.get(s, process.spectrum))
    batch = next((x for x in laws if process.step.get(points) == (points, x)), None)
    fitted = s == Variance(points, 0) and laws.get(batch) == Normal(m, s)
    if batch is None or not real or not fitted or given != (0, process.spectrum):
        raise NotProved(f"{points} of {process.name} are not real points and new ones of their own mean and covariance")
    new, size = (put_in(e, values | {GENERATION: at}) for e, at in ((batch.size, t - 1), (points.size, t)))
    if sp.expand((new - size).subs(t, process.first)) != 0 or any(e.has(t) for e in (k, *values.values())):
        raise NotProved(f"the sizes of {process.name} at generation t, the first ones alike, are needed: {new}, {size}")
    return sp.Product(1 - new / size**2, (t, process.first, k))


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

"""Rules for what is seen of an estimate through its points, one by one, and through two draws from it."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import _covered
from proofs_check.rules.kernels import _entire, _of_exponentials, _term_by_term
from proofs_check.rules.means import ARGUMENT, Expectation, domain_of
from proofs_check.rules.probability import _admissible, _numbers, _parts, _random, beside, mean, put_in
from proofs_check.rules.statements import Context, NotProved, Operator, Proved, Range, Relation, _proved, for_all
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import Choice, Normal, Plus
from theorems.language.processes import Draw, Increment

REAL, NONNEGATIVE = Range(-sp.oo, sp.oo, True, True), Range(sp.Integer(0), sp.oo, False, True)
STANDARD = Normal(sp.Integer(0), sp.Integer(1))
DETERMINED = "tower property; a moment generating function determines law and characteristic function"


def _loss(whole: Expectation, context: Context) -> tuple[Data, sp.Expr, sp.Expr]:
    """Data set, ln c and g of an observable -ln(c times the mean of e^g over the points of a data set)."""
    process, what, *_ = _parts(whole)
    if not isinstance(what, sp.Expr) or not isinstance(-what, sp.log):
        raise NotProved(f"minus the logarithm of a mean of exponentials is needed: got {what}")
    factor, data, exponent = _of_exponentials((-what).args[0], process)
    _numbers(context, whole)
    return data, sp.log(factor), exponent


def between_exponents(whole: Expectation, context: Context) -> Proved:
    """E(-ln(c times the mean of e^(b f))) <= -ln c - b E(mean of f), and = where there is but one point.

    Schema: Jensen's inequality, point by point.
    """
    data, log, exponent = _loss(whole, context)
    op: Operator = "=" if signs.shown(1 - _seen(data.size, whole), context, False) else "<="
    b, f = exponent.as_independent(data, as_Add=False)
    average = beside(whole, Mean(f))
    _numbers(context, average)
    relation = Relation(whole, op, -_seen(log, whole) - _seen(b, whole) * average, context)
    return _proved("between exponents", signs.valued(relation), schema="Jensen's inequality, point by point")


def _seen(e: sp.Expr, whole: Expectation) -> sp.Expr:
    """An expression of a declaration at the generation and the parameters of a mean."""
    _, _, k, values = _parts(whole)
    return put_in(e, values | {GENERATION: k})


def every_point(whole: Expectation, points: tuple[sp.Symbol, ...], pointwise: Proved, context: Context) -> Proved:
    """E q <= E(-ln(c times the mean of e^g)), q a polynomial in the mean M and the variance V (ddof = 0) of N points.

    pointwise: q <= -ln c - g(u) for all u, M and V >= 0 with (u - M)^2 <= (N - 1) V, as it is for each of the points;
    points: these three symbols. Schema: a mean is at most the largest value; for deviations that add up to 0,
    d^2 <= (N - 1)/N times the sum of all squares; monotonicity and linearity of expectation.
    """
    data, log, exponent = _loss(whole, context)
    (u, centre, variance), r = points, pointwise.relation
    if any(x in context.of or x.is_integer for x in points) or len(set(points)) < 3 or r.op == "=":
        raise NotProved(f"an inequality in three real symbols of its own is needed: got {r}")
    room = (_seen(data.size, whole) - 1) * variance
    inside = context.but({u: REAL, centre: REAL, variance: NONNEGATIVE}, (u - centre) ** 2 <= room)
    _covered({}, r.context, inside, ())
    of_a_point = -_seen(log, whole) - _seen(exponent, whole).xreplace({data: u})
    if sp.expand(r.right - of_a_point) != 0:
        raise NotProved(f"a bound on {of_a_point} is needed: got {r}")
    if r.left.has(u) or not r.left.is_polynomial(centre, variance):
        raise NotProved(f"a polynomial in mean and variance is needed: got {r.left}")
    moments = {m: Mean(data) ** m[0] * Variance(data, 0) ** m[1] for m, _ in sp.Poly(r.left, centre, variance).terms()}
    means = {m: beside(whole, e) if e != 1 else sp.Integer(1) for m, e in moments.items()}
    _numbers(context, *(e for e in means.values() if isinstance(e, Expectation)))
    total = sp.Add(*(c * means[m] for m, c in sp.Poly(r.left, centre, variance).terms()))
    relation = signs.valued(Relation(total, "<=", whole, context))
    schema = "deviations from a mean; monotonicity and linearity of expectation"
    return _proved("every point", relation, [pointwise], schema=schema, points=points)


def distance_growth(whole: Expectation, pointwise: Proved, j: sp.Symbol, context: Context) -> Proved:
    """E of the growth of ln|X| in a generation, where X moves by b |X| Z, is at most the sum of c e^((r - 1)/(2 b^2)).

    Z is standard normal, b > 0, and X not 0 at first. pointwise: ln b + (psi(j + 1/2) + ln 2)/2 <= the sum of c r^j,
    r > 0, for every whole j >= 0. Schema: (1/b + Z)^2 is chi-square of 1 + 2 J degrees of freedom, J a Poisson number
    of mean 1/(2 b^2); the mean of its logarithm, given J; generating functions; symmetry of Z.
    """
    (process, what, *_), r = _parts(whole), pointwise.relation
    state, draw = next(iter(process.states)), next(iter(process.draws), None)
    alone = len(process.states) == len(process.draws) == 1 and not isinstance(state, Data) and process.alphabet is None
    drawn = isinstance(draw, Draw) and draw.law == STANDARD and not isinstance(draw.what, Data)
    if not alone or not drawn or what != Increment(sp.log(sp.Abs(state))):
        raise NotProved(f"the growth of a distance from 0, moved by one normal variable, is needed: got {whole}")
    scale = sp.cancel((process.step[state] - state) / (sp.Abs(state) * draw.what))  # type: ignore[operator, union-attr]
    if scale.free_symbols & {GENERATION, *_random(process)}:
        raise NotProved(f"{state} of {process.name} does not move by a multiple of its distance from 0")
    _admissible(context, whole, valued=False)  # X is almost surely not 0
    scale = _seen(scale, whole)
    for positive in (scale, _seen(process.start[state], whole)):
        signs.sign(positive, context, True)
    if j in context.of or not (j.is_integer and j.is_nonnegative) or r.op == "=":
        raise NotProved(f"an inequality for every whole {j} >= 0 is needed: got {r}")
    for_all(j, pointwise, conditions=True)
    inside = context.but({j: NONNEGATIVE})
    _covered({}, r.context, inside, ())
    if not identities.equal(r.left, sp.log(scale) + (sp.polygamma(0, j + sp.Rational(1, 2)) + sp.log(2)) / 2, inside):
        raise NotProved(f"a bound on the mean logarithm given the number {j} is needed: got {r}")
    total = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(r.right)):
        factor, power = term.as_independent(j, as_Add=False)
        base, exponent = power.as_base_exp() if power != 1 else (sp.Integer(1), j)
        ratio = base ** (exponent / j)
        if ratio.has(j):
            raise NotProved(f"a sum of multiples of powers with the exponent {j} is needed: got {r.right}")
        signs.sign(ratio, context, True)
        total += factor * sp.exp((ratio - 1) / (2 * scale**2))
    schema = "a non-central chi-square law is a Poisson mixture; the mean logarithm of a chi-square variable"
    relation = signs.valued(Relation(whole, "<=", total, context))
    return _proved("distance growth", relation, [pointwise], schema=schema, symbol=j)


def density_at_draw(whole: Expectation, drawn: Proved, context: Context) -> Proved:
    """E of the estimate at Y is the sum of c/sqrt(2 pi v), where E e^(s (X - Y)) is that of c e^(s^2 v/2), v > 0.

    X and Y are draws, X from the estimate, which is the density of X given its data and Y: nothing depends on X.
    Schema: tower property; moment generating functions determine laws, also sums of multiples of normal laws.
    """
    process, what, *_ = _parts(whole)
    draws = [d for d in process.looked_at if isinstance(d, Draw) and not isinstance(d.what, Data)]
    moving = {s for e in process.moves for s in e.free_symbols}
    places = [(d, other.what) for d in draws for other in draws if other is not d and d.what not in moving]
    found = [d.what - a for d, a in places if what == _estimate(d, a, _random(process))]
    if not found:
        raise NotProved(f"a kernel estimate at another draw than one from it is needed: got {what}")

    def term(half: sp.Expr, inside: Context) -> sp.Expr:
        variance = sp.expand(2 * half)
        signs.sign(variance, inside, True)
        return 1 / sp.sqrt(2 * sp.pi * variance)

    total = _term_by_term(_known_around_0(whole, found, drawn, context), ARGUMENT.symbol, 2, term, context)
    return _proved("density", signs.valued(Relation(whole, "=", total, context)), [drawn], schema=DETERMINED)


def _estimate(draw: Draw, a: sp.Expr, random: set[sp.Symbol]) -> sp.Expr | None:
    """The density at a of what is drawn, a point of data plus a normal variable, given the data."""
    law = draw.law
    if not (isinstance(law, Plus) and isinstance(law.first, Choice) and isinstance(law.second, Normal)):
        return None
    data, kernel = law.first.data, law.second
    if kernel.mean != 0 or kernel.variance.free_symbols & random:
        return None
    return Mean(sp.exp(-((data - a) ** 2) / (2 * kernel.variance))) / sp.sqrt(2 * sp.pi * kernel.variance)


def cosine(whole: Expectation, drawn: Proved, context: Context) -> Proved:
    """E cos(w D) = F(-w^2), where E e^(s D) = F(s^2), F made of sums and products of e^(b s^2), around s = 0.

    Schema: a moment generating function determines the characteristic function, of which it is the real part.
    """
    process, what, _, values = _parts(whole)
    if not isinstance(what, sp.cos):
        raise NotProved(f"the mean of a cosine is needed: got {whole}")
    w, number = what.args[0].as_independent(*_random(process), as_Add=False)
    if w.free_symbols - {*process.parameters.symbols}:
        raise NotProved(f"the cosine of a multiple that parameters say is needed: got {what}")
    square = put_in(w, values) ** 2
    transform = _known_around_0(whole, [number], drawn, context)
    if {i for e in transform.atoms(sp.Sum, sp.Product) for i, *_ in e.limits} & square.free_symbols:
        raise NotProved(f"{square} is in another sense in {transform}")
    found = _entire(transform, ARGUMENT.symbol, lambda b: sp.exp(-b * square))
    return _proved("cosine", signs.valued(Relation(whole, "=", found, context)), [drawn], schema=DETERMINED)


def _known_around_0(whole: Expectation, numbers: list[sp.Expr], drawn: Proved, at: Context) -> sp.Expr:
    """E e^(s X) for every s around 0, X one of the numbers, where `whole` is seen; raises NotProved."""
    r, s, (process, _, k, values) = drawn.relation, ARGUMENT.symbol, _parts(whole)
    given, around = {x.name: e for x, e in values.items()}, at.but({s: domain_of(ARGUMENT)})
    wanted = [mean(process, sp.exp(sp.expand(s * x)), k, around, given) for x in numbers]
    if r.op != "=" or r.left not in wanted or s in at.of:
        raise NotProved(f"E e^(s X) for every s around 0 is needed, of X {numbers}: got {r}")
    for_all(s, drawn)
    _admissible(at, whole)
    _covered({}, r.context, around, ())
    return r.right

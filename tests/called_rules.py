"""Each rule that the proofs here use, called with what a derivation, or a certificate, keeps of a step."""

import sympy as sp

from proofs_check.rules import (
    algebra,
    alphabets,
    chains,
    differences,
    directions,
    kernels,
    leaves,
    losses,
    moments,
    probability,
    samples,
    selections,
    sequences,
    times,
)
from proofs_check.rules.statements import NotProved
from theorems.language.data import GENERATION
from theorems.language.processes import Steps


def combined(self, r, premises, w, _):
    multipliers = [self.term(m) for m in w["multipliers"]]
    pairs = list(zip(premises, multipliers, strict=False))
    return algebra.combine(r.left, r.op, r.right, *pairs, using=premises[len(multipliers) :], context=r.context)


def one_more(self, r, premises, w, k):
    (index, low, high), *_ = r.left.limits
    return leaves.one_more(type(r.left)(r.left.function, (index, low, high - 1)), k, r.context)


def linear(self, r, premises, *_):
    means = [e for e in r.right.atoms(sp.Function) if hasattr(e, "what")]
    dummies = {e: sp.Dummy() for e in means}
    there = sp.expand(r.right.xreplace(dummies))
    values = {
        x: p.symbol
        for m in means
        for p, x in zip(probability.parameters_of(m.process, m.what), m.args[1:], strict=True)
    }
    back = {x: s for x, s in values.items() if x != s} | {r.left.args[0]: GENERATION}
    parts = {e.what: there.coeff(d).subs(back, simultaneous=True) for e, d in dummies.items()}
    rest = there.subs(dict.fromkeys(dummies.values(), 0)).subs(back, simultaneous=True)
    return probability.linear(r.left, parts | ({sp.Integer(1): rest} if rest != 0 else {}), r.context, *premises)


def certain(self, r, *_):
    means = sp.Add.make_args(r.left)
    return probability.certain(means[0], [m.what for m in means], r.context)


def reduced(self, r, *_):
    if self.edited & {r.left.process.name, r.right.process.name}:
        raise NotProved("nothing is known of another reduction")
    return probability.reduced(r.left, r.right.process, r.context)


def written(p, left, right):
    """A premise with its sides as they are needed, if they are equal."""
    q = p.relation
    return p if (q.left, q.right) == (left, right) else algebra.combine(left, q.op, right, p, context=q.context)


def narrowed(p, r):
    """A premise where the conclusion holds: some rules say what they prove for all of the context of a premise."""
    q = p.relation
    return p if q.context == r.context else algebra.combine(q.left, q.op, q.right, p, context=r.context)


def started(of):
    return lambda self, r, *_: of(r.left, r.context)


def special(self, r, *_):
    of = probability.parameters_of(r.right.process, r.right.what)
    given = {p.name: x for p, x in zip(of, r.right.args[1:], strict=True)}
    return chains.special_case(r.left, r.right.process, given, r.context)


def blind(self, r, *_):
    lower = not hasattr(r.left, "what")
    return selections.value_blind(r.right if lower else r.left, ">=" if lower else r.op, r.context)


def summed(self, r, premises, *_):
    ((index, low, high),) = r.left.limits
    return algebra.summed(*premises, index, low, high, r.context)


def after_a_step(self, r, premises, w, _):
    pointwise, average, *others = premises
    points, finite = of_points(others)
    return samples.after_a_step(r.left, w["names"], pointwise, points, average, r.context, *finite)


def folded_spread(self, r, premises, w, _):
    pointwise, *others = premises
    points, finite = of_points(others)
    return samples.folded_spread(r.left, w["factor"], w["names"], pointwise, points, r.context, *finite)


def of_points(premises):
    """Relations between functions of a point, and those that say how large a mean is at most."""
    finite = [p for p in premises if hasattr(p.relation.left, "what")]
    return [p for p in premises if p not in finite], finite


def without_chance(self, r, premises, w, _):
    courses = {s: tuple(premises[2 * i : 2 * i + 2]) for i, s in enumerate(w["values"])}
    return moments.without_chance(r.left, w["values"], courses, r.context)


def law_of(e):
    return e.law(*e.args[1:])


RULES = {
    "identity": lambda self, r, *_: leaves.identity(r.left, r.right, r.context),
    "sign": lambda self, r, *_: leaves.by_sign(r.left, r.op, r.right, r.context),
    "derivatives": lambda self, r, _, w, s: leaves.by_derivatives(r.left, r.op, r.right, s, w["order"], r.context),
    "given": lambda self, r, *_: leaves.given(
        sp.Le(r.left, r.right) if r.op == "<=" else sp.Lt(r.left, r.right), r.context
    ),
    "definition": lambda self, r, *_: leaves.definition(
        type(r.left), *r.left.args[:-1], r.left.args[-1] - 1, context=r.context
    ),
    "one more": one_more,
    "absolute value": lambda self, r, *_: leaves.below_absolute(r.left, r.context),
    "combine": combined,
    "substitute": lambda self, r, p, w, _: algebra.substitute(
        p[0], {self.names[s]: self.term(x) for s, x in dict(w["values"]).items()}, r.context, *p[1:]
    ),
    "increasing": lambda self, r, p, w, s: algebra.increasing(self.term(w["function"]), s, narrowed(p[0], r), *p[1:]),
    "raised": lambda self, r, p, w, _: algebra.raised(narrowed(p[0], r), self.term(w["exponent"]), *p[1:]),
    "cases": lambda self, r, p, w, s: algebra.cases(s, *(written(q, r.left, r.right) for q in p)),
    "at a value": lambda self, r, p, w, s: algebra.at_value(s, r.context.of[s].low, *p, r.left, r.op, r.right),
    "limit of a falling sequence": lambda self, r, p, *_: sequences.at_least_its_limit(
        narrowed(p[0], r), p[1], p[1].tends.symbol
    ),
    "linear": linear,
    "certain": certain,
    "monotone": lambda self, r, p, *_: probability.monotone(r.left, r.right, p[0], r.context, *p[1:]),
    "indicator": lambda self, r, p, *_: probability.indicator(
        r.left.args[0].cond, *(written(q, q.relation.left, r.right) for q in p), r.context
    ),
    "Cauchy-Schwarz": lambda self, r, *_: probability.cauchy_schwarz(r.left.base, *_squares(r.right), r.context),
    "reduced": reduced,
    "moments": lambda self, r, *_: (moments.one_step if isinstance(r.left.what, Steps) else moments.closed)(
        r.left, r.right, r.context
    ),
    "one generation": started(moments.one_generation),
    "symmetric step": started(moments.symmetric_step),
    "drift": lambda self, r, *_: moments.drift(r.left, r.right, r.context),
    "at the start": started(chains.at_start),
    "summed": summed,
    "largest": lambda self, r, p, *_: algebra.largest(*p),
    "maximum": lambda self, r, p, *_: algebra.maximum(r.left, r.right, r.context, *p),
    "either": lambda self, r, p, w, _: algebra.either(w["condition"], *p, r.context),
    "half square": lambda self, r, p, *_: probability.half_square(r.left, r.context, *p),
    "binomial power": lambda self, r, p, w, _: chains.binomial_power(law_of(r.right), w["growth"], *p, r.context),
    "optional stopping": lambda self, r, p, *_: chains.optional_stopping(r.left, *p, r.context),
    "without chance": without_chance,
    "time of places": lambda self, r, p, w, _: times.time_of_places(r.left, w["values"], r.context, *p),
    "below a line": lambda self, r, p, w, _: alphabets.below_a_line(r.left, *p, w["slope"], w["constant"], r.context),
    "Jensen": lambda self, r, p, w, _: kernels.jensen(r.right, *p, r.context, w["power"]),
    "Gaussian average": lambda self, r, p, w, s: kernels.gaussian_average(r.left, *p, s, r.context),
    "every point": lambda self, r, p, w, _: losses.every_point(r.right, w["points"], *p, r.context),
    "distance growth": lambda self, r, p, w, s: losses.distance_growth(r.left, *p, s, r.context),
    "density": lambda self, r, p, *_: losses.density_at_draw(r.left, *p, r.context),
    "cosine": lambda self, r, p, *_: losses.cosine(r.left, *p, r.context),
    "every sample": lambda self, r, p, w, _: samples.every_sample(r.left, w["names"], p[0], p[1:], r.context),
    "after a step": after_a_step,
    "folded spread": folded_spread,
    "near given differences": lambda self, r, p, w, _: differences.near_given_differences(
        r.left, w["names"], *p, r.context, w["power"]
    ),
    "branch": lambda self, r, p, w, _: samples.branch(r.left, int(w["place"]), r.context, *p),
    "square": lambda self, r, p, *_: directions.square(r.left, p[0], p[1] if len(p) > 1 else None, r.context),
    "degenerate": started(directions.degenerate),
    "value-blind": lambda self, r, *_: (
        selections.value_blind(r.left, r.op, r.context)
        if hasattr(r.left, "what")
        else selections.value_blind(r.right, ">=", r.context)
    ),
    "spanning": started(directions.spanning),
    "first generation": started(chains.first_generation),
    "on average": lambda self, r, p, *_: chains.on_average(law_of(r.left), *p, r.context),
    "generating function": lambda self, r, p, w, _: chains.generating(law_of(r.left), self.term(w["at"]), r.context),
    "after a generation": lambda self, r, p, *_: chains.after_a_generation(r.left, r.right, *p, r.context),
    "polynomial mean": lambda self, r, *_: times.polynomial_mean(law_of(r.left), r.left.args[0].expr, r.context),
    "branches": lambda self, r, p, w, s: times.branches(r, self.term(w["condition"]), s, *p),
    "time at most": lambda self, r, p, w, _: times.time_at_most(
        r.left, self.term(w["value"]), self.names[w["j"]], *p, r.context
    ),
    "time at least": lambda self, r, p, w, _: times.time_at_least(
        r.right, self.term(w["value"]), self.names[w["j"]], *p, r.context
    ),
    "special case": special,
}
"""Each rule that the proofs here use, called with what a certificate keeps."""


def _squares(product):
    first, *rest = sp.Mul.make_args(product)
    return (first.base, first.base) if first.is_Pow else (first, *rest)

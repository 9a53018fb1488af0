"""Given the fit, the moments of a draw are those of a normal law; the moments of the fit are known."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.derivations import CONDITIONING
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Equal, Step, claimed
from theorems.gaussian.risk_schedule import PARAMETERS, factors, mean_V_square_scale, mean_V_squared, total
from theorems.gaussian.sample_law import THEOREM
from theorems.language import Mean
from theorems.processes.gaussian import M, V

k, n, sigma0 = PARAMETERS.symbols


def mean(goal: Relation) -> Proved:
    """E X = E M_k = 0."""
    return by_moments(goal)


@cache
def variance(goal: Relation) -> Proved:
    """E X^2 = E M_k^2 + E Sigma_k^2."""
    others = {M**2: sigma0**2 * total, V: sigma0**2}
    return closed(goal.left, goal.right, goal.context, others=others)


def variance_published(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The remainder is 0."""
    exact, context = variance(statement(THEOREM, "variance")), above.context
    spare = by_sign(0, "<=", total**2, context), sigma0**2
    return (
        combine(below.left, "<=", below.right, (exact, -1), spare, context=context),
        combine(above.left, "<=", above.right, exact, spare, context=context),
    )


@cache
def fourth(goal: Relation) -> Proved:
    """E X^4 = E M_k^4 + 6 E M_k^2 Sigma_k^2 + 3 E Sigma_k^4."""
    others = {M**4: 3 * mean_V_squared, M**2 * V: mean_V_square_scale, V**2: factors(4, 0, k)}
    scaled = {what: sigma0**4 * value for what, value in others.items()}
    return closed(goal.left, goal.right, goal.context, others=scaled)


def fourth_one(goal: Relation) -> Proved:
    """The sums of the fourth moment, each of one term."""
    once = substitute(fourth(statement(THEOREM, "fourth")), {k: 1}, goal.context.but({k: None}))
    value = combine(goal.left.subs(k, 1), "=", goal.right, once, context=once.relation.context)
    return at_value(k, 1, value, goal.left, "=", goal.right)


def law_one(claim: Mean) -> list[Step]:
    """Given S, X is normal with variance sigma0^2 (1/n + S); then the Laplace transform of S."""
    v, shape, s = sp.symbols("v a s", positive=True)
    density = shape**shape * s ** (shape - 1) * sp.exp(-shape * s) / sp.gamma(shape)
    transform = (1 + v / (2 * shape)) ** (-shape)
    size = n[0]
    given, at = sp.exp(-(sigma0**2) / (2 * size)), {v: sigma0**2, shape: (size - 1) / 2}
    return [
        claimed(claim, k >= 1),
        claimed(claim, k <= 1),
        Cites("Given S = chi-square/(n-1), X ~ N(0, sigma0^2 (1/n + S))", "Cochran: sample mean and variance"),
        Cites("E cos X = e^(-v/2) for X ~ N(0, v)", "characteristic function of a normal law"),
        Cites("S has the density of a Gamma law of shape a = (n-1)/2 and mean 1", "definition of chi-square"),
        CONDITIONING,
        Equal("so it integrates to 1", sp.integrate(density, (s, 0, sp.oo)), sp.Integer(1)),
        Equal("E e^(-v S/2)", sp.integrate(density * sp.exp(-v * s / 2), (s, 0, sp.oo)), transform),
        Equal("at v = sigma0^2, a = (n-1)/2", claim.value, given * transform.subs(at)),
    ]


def cumulants(goal: Relation) -> Proved:
    """The cumulants are those of a rational function of n_0: both sides are one."""
    return identity(goal.left, goal.right, goal.context)


def variance_gamma(_: Relation, more: Relation) -> Proved:
    """1 + 1/n is more than 1."""
    ratio = cumulants(statement(THEOREM, "cumulants"))
    gap = by_sign(more.left, "<", ratio.relation.right, more.context)
    return combine(more.left, "<", more.right, gap, (ratio, -1), context=more.context)

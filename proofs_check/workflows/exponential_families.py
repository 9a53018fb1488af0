"""Fitting a mean again and again: moments of the declared processes, and their limits."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import accumulate_limit
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.squares import near_their_limit
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.moments import closed
from proofs_check.rules.sequences import at_least_its_limit, euler_product, limit_of, tends
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_limit import PARAMETERS as GAUSSIAN
from theorems.gaussian.accumulate_limit import THEOREM as ACCUMULATE
from theorems.language.data import PowerSum
from theorems.workflows.exponential_families import PARAMETERS, THEOREM

n, k, sigma0, lambda0, a, mu0, m, p0 = PARAMETERS.symbols
x = sp.Symbol("x", real=True)


@cache
def known_variance_replace(goal: Relation) -> Proved:
    """Each fit adds sigma0^2/n."""
    return by_moments(goal)


def known_variance_replace_diverges(goal: Relation) -> Proved:
    """The error itself grows like this."""
    exact = known_variance_replace(statement(THEOREM, "known-variance-replace"))
    return combine(goal.left, "<=", goal.right, (exact, -1), context=goal.context)


@cache
def known_variance_accumulate(goal: Relation) -> Proved:
    """Fit k adds sigma0^2/(n k^2)."""
    return by_moments(goal)


@cache
def known_variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares."""
    exact = known_variance_accumulate(statement(THEOREM, "known-variance-accumulate"))
    return near_their_limit(exact, below, above, sigma0**2 / n)


@cache
def poisson_replace(goal: Relation) -> Proved:
    """Each fit adds E mu_k/n, and E mu_k does not change."""
    return by_moments(goal)


def poisson_replace_diverges(goal: Relation) -> Proved:
    """The error itself grows like this."""
    exact = poisson_replace(statement(THEOREM, "poisson-replace"))
    return combine(goal.left, "<=", goal.right, (exact, -1), context=goal.context)


def _of_the_pool(goal: Relation, truth: sp.Expr) -> Proved:
    """E (mu_k - mu_0)^2 with the moments of the sum over the pool that it implies."""
    (pool,) = goal.left.process.states
    sums = {PowerSum(pool, 1): n * k * truth, PowerSum(pool, 1) ** 2: (n * k) ** 2 * (goal.right + truth**2)}
    return closed(goal.left, goal.right, goal.context, others=sums)


@cache
def poisson_accumulate(goal: Relation) -> Proved:
    """Fit k adds E mu_(k-1)/(n k^2)."""
    return _of_the_pool(goal, lambda0)


@cache
def poisson_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares."""
    exact = poisson_accumulate(statement(THEOREM, "poisson-accumulate"))
    return near_their_limit(exact, below, above, lambda0 / n)


@cache
def gamma_replace(goal: Relation) -> Proved:
    """Each fit multiplies E V by 1 + 1/(a n)."""
    return by_moments(goal)


@cache
def gamma_replace_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = a (E V(mu_k) - V(mu_0)), as E mu_k = mu_0."""
    return by_moments(goal)


@cache
def gamma_replace_diverges(goal: Relation) -> Proved:
    """1 + k y <= (1 + y)^k: by induction."""
    each, context = 1 / (a * n), goal.context
    power = (1 + each) ** k

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        spare = by_sign(0, "<=", j * each**2, here)
        return combine(1 + (j + 1) * each, "<=", power.subs(k, j + 1), (known, 1 + each), spare, context=here)

    flat = context.but({k: None, mu0: None})
    line = induction(Relation(1 + k * each, "<=", power, context.but({mu0: None})), k, by_sign(1, "<=", 1, flat), step)
    exact = gamma_replace_error(statement(THEOREM, "gamma-replace-error"))
    return combine(goal.left, "<=", goal.right, (exact, -1), (line, mu0**2), context=context)


@cache
def gamma_accumulate(goal: Relation) -> Proved:
    """Fit k multiplies E V by 1 + 1/(a n k^2)."""
    return by_moments(goal)


@cache
def gamma_accumulate_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = a (E V(mu_k) - V(mu_0))."""
    return _of_the_pool(goal, mu0)


@cache
def gamma_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """P_k <= L <= P_k + L y/k for y = 1/(a n): the product rises, by P_k y/(k + 1)^2, to its limit L."""
    context, y = below.context, 1 / (a * n)
    flat = over({n: "[1, oo)", a: "(0, oo)", k: "[1, oo)"})
    limit, grows = euler_product(y, k, flat), 1 / (k + 1) ** 2
    product, most = limit.tends.expression, limit.tends.limit
    now, then = one_more(product, k, flat), product.subs(k, k + 1)
    positive = by_sign(0, "<=", product, flat)
    below_limit = at_least_its_limit(
        combine(-then, "<=", -product, (now, -1), (positive, y * grows), context=flat),
        limit_of(-x, {x: limit}, flat),
        k,
    )
    z = sp.Symbol("z", real=True)
    rest = limit_of(x + most * z, {x: limit, z: tends(y / k, k, sp.oo, 0, flat)}, flat)
    less = by_sign(grows, "<=", 1 / k - 1 / (k + 1), flat)
    falls = combine(
        then + most * y / (k + 1),
        "<=",
        product + most * y / k,
        now,
        (below_limit, y * grows),
        (less, y * most),
        context=flat,
    )
    above_limit = at_least_its_limit(falls, rest, k)
    exact, value = gamma_accumulate(statement(THEOREM, "gamma-accumulate")), mu0**2 / a
    spare = by_sign(0, "<=", value * most * y / k, context)
    return (
        combine(below.left, "<=", below.right, (exact, -1), (above_limit, value), context=context),
        combine(above.left, "<=", above.right, exact, (below_limit, value), spare, context=context),
    )


@cache
def binomial_replace(goal: Relation) -> Proved:
    """Each fit multiplies E V by 1 - 1/(m n)."""
    return by_moments(goal)


@cache
def binomial_replace_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = m (V(mu_0) - E V(mu_k))."""
    return by_moments(goal)


@cache
def binomial_accumulate(goal: Relation) -> Proved:
    """Fit k multiplies E V by 1 - 1/(m n k^2)."""
    return by_moments(goal)


@cache
def binomial_accumulate_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 = m (V(mu_0) - E V(mu_k))."""
    return _of_the_pool(goal, m * p0)


@cache
def binomial_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The product is that of the variance of a Gaussian model of m n points, whose limit is known."""
    context, value = below.context, m * p0 * (1 - p0)
    exact = binomial_accumulate(statement(THEOREM, "binomial-accumulate"))
    size, _, scale = GAUSSIAN.symbols
    at = {size: m * n, scale: sp.Integer(1)}
    variance = accumulate_limit.variance(statement(ACCUMULATE, "variance"))
    ends = accumulate_limit.variance_limit(*statements(ACCUMULATE, ACCUMULATE.claim("variance-limit")))
    gaussian, low, high = (substitute(p, at, context) for p in (variance, *ends))
    return (
        combine(below.left, "<=", below.right, (exact, -1), (gaussian, value), (low, value), context=context),
        combine(above.left, "<=", above.right, exact, (gaussian, -value), (high, value), context=context),
    )

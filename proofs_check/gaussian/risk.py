"""The risk of recursive Gaussian fitting (Shumailov et al., equations (4) and (5)): its mean and its exact variance.

With A = (M_k - mu0)/sigma0 and T = Sigma_k/sigma0 the risk is sigma0^2 (A^2 + (T-1)^2), and one generation maps
(A, T) to (A + T Z/sqrt(n), T sqrt(S)). So E A^p T^q obeys a linear recursion in k for each p and q; its solutions
give mean and variance. The published variance is refuted at k = 1.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.derivations import CONDITIONING, STANDARD_NORMAL, expectation, standard_normal
from proofs_check.gaussian import collapse
from proofs_check.gaussian.moments import (
    ONE_GENERATION,
    a,
    factor_moment,
    scale_moment,
)
from proofs_check.gaussian.small_time import SmallTime
from proofs_check.lemmas.elementary import decay_above_line, decay_below_parabola, y
from proofs_check.lemmas.gaussian_moments import centre_and_scale, centre_fourth, moment, scales
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.probability import half_square, linear, reduced
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Equal, Induction, Positive, Step, claimed
from theorems.gaussian import risk as record
from theorems.gaussian.collapse import THEOREM as COLLAPSE
from theorems.gaussian.risk import PARAMETERS, THEOREM
from theorems.language.claims import Mean
from theorems.processes.gaussian import SUFFICIENT, M
from theorems.processes.gaussian import T as SCALE

n, k, sigma0 = PARAMETERS.symbols
A, Z = sp.symbols("A Z", real=True)
T, W = sp.symbols("T W", positive=True)
"""T = Sigma_k/sigma0; W = sqrt(S) is the factor by which it changes."""
R, Q, C, g = sp.symbols("R Q C g", positive=True)
"""R = (E S^2)^k, Q C = (E S^(3/2))^k, C = g^k with g = E S^(1/2) = m_n(1)."""

FACTORS = {R: (a + 1) / a, Q: (2 * a + 1) / (2 * a), C: g}
"""What R, Q and C are multiplied by from one generation to the next."""
SIZE = 2 * a + 1
"""n."""
LAWS = {Z: STANDARD_NORMAL, W: (1, g, 1, g * FACTORS[Q], FACTORS[R])}

JOINT = {
    (0, 0): sp.Integer(1),
    (0, 1): C,
    (0, 2): sp.Integer(1),
    (0, 3): Q * C,
    (0, 4): R,
    (2, 0): k / SIZE,
    (2, 1): 2 * a * C * (Q - 1) / SIZE,
    (2, 2): a * (R - 1) / SIZE,
    (4, 0): 3 * (a * (R - 1) + 2 * a * (a * (R - 1) - k)) / SIZE**2,
}
"""E A^p T^q by (p, q); `_joint_moments` proves them."""


def _mean_of(polynomial: sp.Expr) -> sp.Expr:
    """E of a polynomial in A and T, even in A, by the table of joint moments."""
    terms = sp.Poly(sp.expand(polynomial), A, T).terms()
    return sp.Add(*(coefficient * JOINT[powers] for powers, coefficient in terms))


def _next_generation(expression: sp.Expr) -> sp.Expr:
    return expression.subs({k: k + 1, **{s: s * factor for s, factor in FACTORS.items()}}, simultaneous=True)


def _factor_moments() -> list[Step]:
    """The moments of W = sqrt(S) in terms of g = E W."""
    first = scale_moment(1)
    return [
        ONE_GENERATION,
        CONDITIONING,
        *(factor_moment(j) for j in range(1, 5)),
        Equal("E S = 1", scale_moment(2), sp.Integer(1)),
        Equal("E S^(3/2) = E S^(1/2) (2a+1)/(2a)", scale_moment(3), first * FACTORS[Q]),
        Equal("E S^2 = (a+1)/a", scale_moment(4), FACTORS[R]),
        *standard_normal(1, 2, 3, 4),
    ]


def _joint_moments(*powers: tuple[int, int]) -> list[Step]:
    """E A^p T^q, by induction on k."""
    steps: list[Step] = []
    start = {k: 0, R: 1, Q: 1, C: 1}
    for p, q in powers:
        moved = (A + T * Z / sp.sqrt(SIZE)) ** p * (T * W) ** q
        steps.append(
            Induction(
                f"E A^{p} T^{q} = {JOINT[p, q]} for every k, where n = 2a+1, A = (M_k - mu0)/sigma0, "
                "T = Sigma_k/sigma0, R = (E S^2)^k, C = (E S^(1/2))^k, Q C = (E S^(3/2))^k",
                Equal("k = 0: A = 0 and T = 1", JOINT[p, q].subs(start), sp.Integer(0**p)),
                Equal(
                    "k -> k+1: the mean of (A + T Z/sqrt(n))^p (T sqrt(S))^q, Z and S independent of A and T",
                    _next_generation(JOINT[p, q]),
                    _mean_of(expectation(moved, LAWS)),
                ),
            )
        )
    return steps


def _ends(claim: Mean) -> tuple[sp.Expr, sp.Expr]:
    low, high = claim.interval
    assert low is not None
    assert high is not None
    return low, high


RISK = A**2 + (T - 1) ** 2
"""R_k/sigma0^2."""


@cache
def mean(goal: Relation) -> Proved:
    """E R_k = E (M_k-mu0)^2 + E (Sigma_k-sigma0)^2."""
    return by_moments(goal)


@cache
def mean_leading(below: Relation, high: Relation) -> tuple[Proved, Proved]:
    """E R_k/sigma0^2 = k/n + 2 - 2 m_n(1)^k: m_n(1)^k lies between exponentials, and these between polynomials."""
    context, risk = below.context, below.right
    exact = mean(statement(THEOREM, "mean"))
    least, most = (substitute(bound, {}, context) for bound in _scale_bounds())
    early, late = k / (4 * n - 3), k / (4 * n - 4)
    quadratic = substitute(decay_below_parabola(), {y: early}, context)
    line = substitute(decay_above_line(), {y: late}, context)
    spare_below = by_sign(below.left, "<=", sigma0**2 * (k / n + 2 * early - early**2), context)
    spare_above = by_sign(sigma0**2 * (k / n + 2 * late), "<=", high.right, context)
    return (
        combine(
            below.left,
            "<=",
            risk,
            (exact, -1),
            (least, 2 * sigma0),
            (quadratic, 2 * sigma0**2),
            spare_below,
            context=context,
        ),
        combine(risk, "<=", high.right, exact, (most, 2 * sigma0), (line, 2 * sigma0**2), spare_above, context=context),
    )


@cache
def _scale_bounds() -> tuple[Proved, ...]:
    """sigma0 m_n(1)^k, as E Sigma_k, between exponentials: upper bound and value, value and lower bound."""
    exact = collapse.mean(statement(COLLAPSE, "mean"))
    value = exact.relation.right
    upper, lower = collapse.scale_at_most(), collapse.scale_at_least()
    context = exact.relation.context
    return (
        combine(value, "<=", upper.relation.right, (exact, -1), upper, context=context),
        combine(lower.relation.left, "<=", value, exact, lower, context=context),
    )


# -- the variance -------------------------------------------------------------------------------------------


def _variance_of_risk() -> sp.Expr:
    """Var R_k/sigma0^4 in terms of R, Q, C, k and a."""
    return _mean_of(RISK**2) - _mean_of(RISK) ** 2


def _all_moments() -> list[Step]:
    return [*_factor_moments(), *_joint_moments(*sorted(JOINT)[1:])]


@cache
def variance(goal: Relation) -> Proved:
    """Var R = E R^2 - (E R)^2, R^2 a polynomial in A and T."""
    context = goal.context
    risk = M**2 + (SCALE - sigma0) ** 2
    same = reduced(goal.left, SUFFICIENT, context)
    parted = half_square(same.relation.right, context)
    square, once = moment(risk**2, k, context), moment(risk, k, context)
    terms = sp.Poly(sp.expand(risk**2), M, SCALE).terms()
    parts = {M**p * SCALE**q: c for (p, q), c in terms}
    known = [
        *(scales(j, context) for j in (1, 2, 3, 4)),
        by_moments(Relation(moment(M**2, k, context), "=", sigma0**2 * record.mean_V, context)),
        by_moments(Relation(moment(M**2 * SCALE**2, k, context), "=", sigma0**4 * record.mean_V_square_scale, context)),
        centre_and_scale(context),
        centre_fourth(context),
    ]
    value = mean(statement(THEOREM, "mean")).relation.right
    return combine(
        goal.left,
        "=",
        goal.right,
        same,
        parted,
        using=[linear(square, parts, context), by_moments(Relation(once, "=", value, context)), *known],
        context=context,
    )


def variance_published(claim: Mean) -> list[Step]:
    """Refuted at k = 1: one of two independent parts of R_1 varies more than the claim allows for R_1."""
    _, high = _ends(claim)
    square, fourth = STANDARD_NORMAL[2], STANDARD_NORMAL[4]
    part = sigma0**4 * (fourth - square**2) / n**2
    return [
        ONE_GENERATION,
        *standard_normal(2, 4),
        Equal(
            "k = 1: M_1 - mu0 = sigma0 Z/sqrt(n), so Var (M_1-mu0)^2 = sigma0^4 (E Z^4 - (E Z^2)^2)/n^2",
            part,
            2 * sigma0**4 / n**2,
        ),
        Cites(
            "M_1 and Sigma_1 are independent, so Var R_1 = Var (M_1-mu0)^2 + Var (Sigma_1-sigma0)^2 >= 2 sigma0^4/n^2",
            "the variance of a sum of independent square-integrable variables is the sum of their variances",
        ),
        Positive(
            "at k = 1 and every n >= 100 this is more than the upper end of what is claimed: the claim is false",
            (part - high.subs(k, 1)) * n**2 / sigma0**4,
            {n: (100, sp.oo)},
            strict=True,
        ),
        Equal(
            "What is printed is the leading term 2(k/n)^2 of Var (M_k-mu0)^2 alone, and less k/(2n^2)",
            claim.value,
            sigma0**4 * (2 * (k / n) ** 2 - k / (2 * n**2)),
        ),
    ]


@cache
def published_too_small(goal: Relation) -> Proved:
    """A polynomial in k."""
    return by_sign(goal.left, "<=", goal.right, goal.context)


def variance_leading(claim: Mean) -> list[Step]:
    """The exact variance, expanded at small k/n with remainders."""
    low, high = _ends(claim)
    exact = _variance_of_risk()
    small = SmallTime(n, k, R, Q, C)
    return [
        claimed(claim, 10 * k <= n),
        *(
            Equal(f"k = 0: R_0 = 0, and the {name} end of what is claimed is 0", end.subs(k, 0), sp.Integer(0))
            for name, end in (("lower", low), ("upper", high))
        ),
        *_all_moments(),
        Equal("sigma0 is a unit: the lower end of the claim scales with it", low, sigma0**4 * low.subs(sigma0, 1)),
        Equal("and so does the upper end", high, sigma0**4 * high.subs(sigma0, 1)),
        Equal(
            "In the expansion of Var R_k/sigma0^4 below, the term of order (k/n)^2 is the claimed one",
            claim.value,
            sigma0**4 * small.second_order(exact) * k**2 / n**2,
        ),
        *small.steps(FACTORS[R], FACTORS[Q]),
        *small.positive(high.subs(sigma0, 1) - exact, "the upper end of the claim less Var R_k"),
        *small.positive(exact - low.subs(sigma0, 1), "Var R_k less the lower end of the claim"),
    ]

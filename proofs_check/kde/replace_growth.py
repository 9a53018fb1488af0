"""Replacing the data by draws of their kernel density estimate (Kazdan et al., Theorem 5).

A draw from model k+1 is a uniformly chosen point of batch k+1 plus h Z, and that point is a draw from model
k: one kernel is added per generation. Moments follow from the declared process.
"""

from __future__ import annotations

from functools import cache

from proofs_check.derivations import (
    is_normal,
    normal_convolution,
    variance_in,
)
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import below_absolute
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Equal, Induction, Step
from theorems.kde.replace_growth import PARAMETERS, THEOREM
from theorems.language.claims import Law, X

n, k, h, sigma0 = PARAMETERS.symbols

ONE_MORE_KERNEL = Cites(
    "A draw from model k+1 is Y + h Z: Y has the law of a draw from model k, Z ~ N(0, 1) is independent of Y (k >= 0)",
    "definition of the workflow: Y is a point of batch k+1, chosen without regard to the values, and every "
    "point of batch k+1 is a draw from model k; model 0 is the real law",
)
"""What the workflow says about one draw, averaged over runs."""


@cache
def annealed_variance(goal: Relation) -> Proved:
    """E draw^2 grows by h^2 in every generation."""
    return by_moments(goal)


def annealed_law(claim: Law) -> list[Step]:
    """The law of a draw is convolved with the kernel in every generation."""
    variance = variance_in(claim.value, X)
    return [
        ONE_MORE_KERNEL,
        *normal_convolution(h),
        Induction(
            "For all k >= 0: a draw from model k has the law N(0, v_k), v_k read off the claim",
            Equal("Model 0 is the real law N(0, sigma0^2)", variance.subs(k, 0), sigma0**2),
            Equal("N(0, v_k) * N(0, h^2) = N(0, v_{k+1})", variance.subs(k, k + 1), variance + h**2),
        ),
        *is_normal(claim.value, X, variance),
    ]


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion, from k = 1 on."""
    return by_moments(goal)


@cache
def spread_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The distance from the limit is known exactly: (1-1/n)^k (sigma0^2 - n h^2)."""
    known, context = spread(statement(THEOREM, "spread")), below.context
    distance, rate = sigma0**2 - n * h**2, (1 - 1 / n) ** k
    up, down = below_absolute(distance, context), below_absolute(-distance, context)
    return (
        combine(below.left, "<=", below.right, (known, -1), (down, rate), context=context),
        combine(above.left, "<=", above.right, known, (up, rate), context=context),
    )

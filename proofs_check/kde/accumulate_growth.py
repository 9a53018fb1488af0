"""Kernel density estimates of all data seen so far (Kazdan et al., Theorem 6).

A uniformly chosen point of the pool of k+1 batches lies in batch k+1, and is then a draw from model k, with
probability 1/(k+1); otherwise it is a uniformly chosen point of the pool of k batches. So the law A_k of a
draw obeys A_{k+1} = (k A_k + A_k * N(0, h^2))/(k+1): the number of kernels grows like the number of cycles of a
permutation, in which element k+1 opens a new cycle with probability 1/(k+1). Moments follow from the declared process.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.derivations import (
    is_normal,
    normal_convolution,
    variance_in,
)
from proofs_check.lemmas.elementary import log_below_line, y
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.statements import Proved, Relation, over
from proofs_check.steps import Cites, Equal, Induction, Step, claimed
from theorems.kde.accumulate_growth import PARAMETERS, THEOREM
from theorems.language.claims import Law, X
from theorems.language.functions import CycleProbability
from theorems.language.readers import exact

n, k, h, sigma0 = PARAMETERS.symbols

POOL = Cites(
    "A draw from model k >= 1 is Y + h Z, Z ~ N(0, 1) independent of Y. With probability 1/k, Y has the law "
    "of a draw from model k-1, else that of a point of batches 1..k-1 chosen uniformly, without regard to "
    "the values",
    "definition of the workflow: Y is a point so chosen of batches 1..k, in batch k with probability 1/k, "
    "and every point of batch k is a draw from model k-1; model 0 is the real law",
)
"""What the workflow says about one draw, averaged over runs."""


def _of_pool(old: sp.Expr, new: sp.Expr) -> sp.Expr:
    """The mean over a uniformly chosen point of k+1 batches, from those of the first k and of the last."""
    return (k * old + new) / (k + 1)


@cache
def annealed_variance(goal: Relation) -> Proved:
    """E draw^2 grows by h^2/(k+1) from model k to model k+1."""
    return by_moments(goal)


@cache
def annealed_divergence(goal: Relation) -> Proved:
    """The harmonic number exceeds the logarithm, term by term: 1/(k+1) >= ln(1 + 1/(k+1))."""
    known = annealed_variance(statement(THEOREM, "annealed-variance"))
    counts = over({k: "[0, oo)"})

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        line = substitute(log_below_line(), {y: 1 / (j + 1)}, here)
        more = identity(sp.harmonic(j + 1), sp.harmonic(j) + 1 / (j + 1), here)
        return combine(sp.log(j + 2), "<=", sp.harmonic(j + 1), before, line, (more, -1), context=here)

    logarithm = Relation(sp.log(k + 1), "<=", sp.harmonic(k), counts)
    below = substitute(induction(logarithm, k, by_sign(0, "<=", 0, over({})), step), {}, goal.context)
    return combine(goal.left, "<=", goal.right, (known, -1), (below, h**2), context=goal.context)


def _stirling(expression: sp.Expr) -> sp.Expr:
    """CycleProbability(k+1, i) written as (k CycleProbability(k, i) + CycleProbability(k, i-1))/(k+1)."""
    return expression.replace(
        lambda e: isinstance(e, CycleProbability) and e.args[0] == k + 1,
        lambda e: _of_pool(CycleProbability(k, e.args[1]), CycleProbability(k, e.args[1] - 1)),
    )


def _value(expression: sp.Expr) -> sp.Expr:
    """The exact value of a closed expression."""
    found = exact(expression, {})
    return sp.Rational(found.numerator, found.denominator)


def _cycles() -> list[Step]:
    """What CycleProbability is."""
    y, z, largest = sp.Symbol("y"), sp.Symbol("z"), 8
    table: sp.Expr = sp.Integer(0)
    products: sp.Expr = sp.Integer(0)
    product: sp.Expr = z
    for m in range(1, largest + 1):
        table += y**m * sum(_value(CycleProbability(m, i)) * z**i for i in range(m + 1))
        products += y**m * product
        product *= (m + z) / (m + 1)
    return [
        Cites(
            "Pr(C_k = j) = c(k,j)/k! with c(1,j) = [j = 1] and c(k+1,j) = k c(k,j) + c(k,j-1); it vanishes "
            "unless 1 <= j <= k, and E z^C_k = z prod_{m<k} (m+z)/(m+1)",
            "Stirling numbers of the first kind: the number C_k of cycles of a uniform permutation of k",
        ),
        Equal(
            f"CycleProbability, as evaluated, has this generating function for k <= {largest}",
            table,
            products,
        ),
    ]


def _depth(weight: sp.Expr, index: sp.Symbol) -> list[Step]:
    """weight(k, j) is the probability that j kernels lie behind a draw from model k, for all k >= 1 and j."""
    at_start = sp.Add(*(_value(weight.subs({k: 1, index: i})) * sp.Symbol("z") ** i for i in range(4)))
    return [
        POOL,
        *_cycles(),
        Induction(
            "For all k >= 1: j kernels lie behind a draw from model k (j-1 behind its pool point, and its "
            "own) with the claimed probability",
            Equal(
                "k = 1: a draw is a real point plus one kernel, the generating function is z",
                at_start,
                sp.Symbol("z"),
            ),
            Equal(
                "From k to k+1: Y is a point of batches 1..k with probability k/(k+1), then the draw is as "
                "deep as one from model k; else Y is itself a draw from model k, and the draw one kernel "
                "deeper",
                _stirling(weight.subs(k, k + 1)),
                _of_pool(weight, weight.subs(index, index - 1)),
            ),
        ),
    ]


def _summands(cdf: sp.Expr) -> tuple[sp.Symbol, sp.Expr, sp.Expr, sp.Expr, sp.Expr]:
    """Of a claimed sum over depths: index, lowest and highest depth, weight of a depth, other factors."""
    outside, fold = cdf.as_independent(sp.Sum, as_Add=False)
    index, low, high = fold.limits[0]
    rest, weight = fold.function.as_independent(CycleProbability, as_Add=False)
    return index, low, high, weight, outside * rest


def depth_law(claim: Law) -> list[Step]:
    """The weights solve the recursion of the pool."""
    index, low, high, weight, rest = _summands(claim.value)
    return [
        claimed(claim, k >= 1),
        *_depth(weight * rest, index),
        Equal("The distribution function sums these probabilities from depth 1", low, sp.Integer(1)),
        Equal("to its argument", high, X),
    ]


def annealed_law(claim: Law) -> list[Step]:
    """A draw is a real point plus as many independent kernels as its depth says."""
    index, low, high, weight, cdf = _summands(claim.value)
    variance = variance_in(cdf, X)
    return [
        claimed(claim, k >= 1),
        *_depth(weight, index),
        Equal("The claimed mixture runs over all depths, from 1", low, sp.Integer(1)),
        Equal("to k", high, k),
        *normal_convolution(h),
        Induction(
            "For all j >= 0: a real point plus j kernels has the law N(0, v_j), v_j read off the claim",
            Equal("A real point has the law N(0, sigma0^2)", variance.subs(index, 0), sigma0**2),
            Equal("N(0, v_j) * N(0, h^2) = N(0, v_{j+1})", variance.subs(index, index + 1), variance + h**2),
        ),
        *is_normal(cdf, X, variance),
        Cites(
            "The law of a draw is the mixture over its depth j of the laws N(0, v_j), kernels and depth "
            "being independent",
            "law of total probability; kernels are drawn independently of which points are chosen",
        ),
    ]


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion of the variance within the pool, from k = 1 on."""
    return by_moments(goal)

"""A symbol is neither forgotten nor alone: it is lost, or all others are, and the two exclude each other.

All others together are a symbol of share 1 - p0, so every bound on the loss of a symbol is used twice. The bounds of
Seddik et al. compare the event with P_k(1-P_k), whose mean is known.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.steps import Cites, Equal, Positive, Step
from theorems.bernoulli.absorption import PARAMETERS as OF_ONE_SYMBOL
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.bernoulli.interior import PARAMETERS, heterozygosity
from theorems.language import Claim, Probability

n, p0, k = PARAMETERS.symbols
HERE = dict(zip(OF_ONE_SYMBOL.symbols, PARAMETERS.symbols, strict=True))
OTHERS = Cites(
    "n(1 - P_{j+1}) given P_j is binomial with n and 1 - P_j: all others together are a symbol of share 1 - p0",
    "if X ~ Bin(n, p), then n - X ~ Bin(n, 1-p)",
)
DISJOINT = Cites("Pr(0 < P_k < 1) = 1 - Pr(P_k = 0) - Pr(P_k = 1)", "probabilities of disjoint events add")


def _bound(name: str) -> tuple[sp.Expr, list[Step]]:
    """A bound on Pr(P_k = 0) in the symbols used here, and the steps that prove it."""
    claim = ABSORPTION.claim(name)
    steps = getattr(absorption, name.replace("-", "_"))(claim)
    return claim.value.xreplace(HERE), steps


def _from_losses(claim: Claim, name: str) -> list[Step]:
    bound, steps = _bound(name)
    return [
        *steps,
        OTHERS,
        DISJOINT,
        Equal("The bounds at p0 and at 1 - p0, taken from 1", 1 - bound - bound.subs(p0, 1 - p0), claim.value),
    ]


def lower_published(claim: Probability) -> list[Step]:
    """The published upper bound on each loss."""
    return _from_losses(claim, "forgotten-upper")


def upper_sharp(claim: Probability) -> list[Step]:
    """The sharper lower bound on each loss."""
    return _from_losses(claim, "forgotten-lower-sharp")


def upper_occupancy(claim: Probability) -> list[Step]:
    """The lower bound on each loss by occupied boxes."""
    return _from_losses(claim, "forgotten-lower-occupancy")


def upper_published(claim: Probability) -> list[Step]:
    """The published lower bound on each loss; where it is negative, 0 is a better one."""
    bound, steps = _bound("forgotten-lower")
    lost, others = (sp.Max(0, b) for b in (bound, bound.subs(p0, 1 - p0)))
    return [
        *steps,
        OTHERS,
        DISJOINT,
        Cites("A probability is at least the larger of 0 and a lower bound", "probabilities are not negative"),
        Equal("These at p0 and at 1 - p0, taken from 1", 1 - lost - others, claim.value),
    ]


def _mean() -> tuple[sp.Expr, list[Step]]:
    claim = ABSORPTION.claim("diversity")
    value = claim.value.xreplace(HERE)
    known = Equal("E P_k(1-P_k) = p0(1-p0)(1-1/n)^k", value, heterozygosity)
    return value, [*absorption.diversity(claim), known]  # type: ignore[arg-type]


def seddik_lower(claim: Probability) -> list[Step]:
    """P(1-P) is at most 1/4, and 0 where the symbol is lost or alone."""
    mean, steps = _mean()
    y = sp.Symbol("y", real=True)
    return [
        *steps,
        Equal("1/4 - y(1-y) is a square", sp.Rational(1, 4) - y * (1 - y), (y - sp.Rational(1, 2)) ** 2),
        Cites(
            "P_k(1-P_k) <= 1/4 where 0 < P_k < 1, and is 0 elsewhere: so E P_k(1-P_k) <= Pr(0 < P_k < 1)/4",
            "monotonicity of the mean",
        ),
        Equal("4 times the mean", 4 * mean, claim.value),
    ]


def _from_above(claim: Probability) -> list[Step]:
    bound, steps = absorption.interior_bound()
    return [
        *steps,
        Equal("Its mean over its least value inside", bound.xreplace(HERE), n**2 / (n - 1) * heterozygosity),
        Positive(
            "so much is at most the value",
            sp.cancel(claim.value / heterozygosity) - n**2 / (n - 1),
            {n: (2, sp.oo)},
        ),
    ]


def upper_moment(claim: Probability) -> list[Step]:
    """P(1-P) is at least (n-1)/n^2 inside: Markov's inequality."""
    return _from_above(claim)


def seddik_upper(claim: Probability) -> list[Step]:
    """The bound by Markov's inequality, n/(n-1) being at most 2."""
    return _from_above(claim)

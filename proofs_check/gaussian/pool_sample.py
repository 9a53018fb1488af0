"""Sampling the pool of all models: the mean variance of the mixture of models 0..k obeys a recursion of its own."""

from __future__ import annotations

import sympy as sp

from proofs_check.means import OneGeneration, by_moments
from proofs_check.steps import Equal, Induction, Positive, Step, Tends, claimed
from theorems.gaussian.pool_sample import PARAMETERS, THEOREM, factor, j
from theorems.language.claims import Diverges, Mean
from theorems.language.recursion import recursion
from theorems.language.sums import worked_out
from theorems.processes.gaussian import FROM_ALL_MODELS

n, k, sigma0 = PARAMETERS.symbols


def pool_variance(claim: Mean) -> list[Step]:
    """Each generation multiplies the mean by one factor."""
    return by_moments(claim)


def variance(claim: Mean) -> list[Step]:
    """Model k + 1 has on average the variance of the mixture of models 0..k."""
    pool = THEOREM.claim("pool-variance")
    assert isinstance(pool, Mean)
    fitted, mixed = (FROM_ALL_MODELS.observables[name] for name in ("variance", "pool_variance"))
    found = recursion(FROM_ALL_MODELS, fitted)
    row = {found.quantities[i]: c for i, c in found.step[0].items()}
    following = sp.Add(*(c * q for q, c in row.items()))
    return [
        *pool_variance(pool),
        OneGeneration("E[V at t+1 | generation t], from the moments of the pool", FROM_ALL_MODELS, fitted, row),
        Equal("It is the variance of the mixture of models 0..t", following, mixed),
        Equal("Model 0 is given", worked_out(claim.value.subs(k, 0)), sigma0**2),
        Equal("The value at k+1 is that of the mixture at k", claim.value.subs(k, k + 1), pool.value),
    ]


def divergence(claim: Diverges) -> list[Step]:
    """All factors are at least 1, so the product grows by at least what is added to its first factor."""
    known = THEOREM.claim("variance")
    assert isinstance(known, Mean)
    growth = sigma0**2 * (factor - 1).subs(j, k + 1)
    bound = claim.value
    everywhere = {k: (1, sp.oo), n: (2, sp.oo), sigma0: (0, sp.oo)}
    grown = sp.expand_func(bound.subs(k, k + 1)) - bound
    return [
        claimed(claim, k >= 1),
        *variance(known),
        Positive("Every factor is at least 1", factor - 1, {j: (2, sp.oo), n: (2, sp.oo)}),
        Induction(
            "For all k >= 1: the mean variance is at least the claimed minorant, as it grows by sigma0^2 times the "
            "new factor less 1 at least",
            Positive("At k = 1", worked_out((known.value - bound).subs(k, 1)), {n: (2, sp.oo), sigma0: (0, sp.oo)}),
            Positive("From k to k+1 the minorant grows by no more", sp.factor(sp.expand(growth - grown)), everywhere),
        ),
        Tends("The minorant tends to infinity", bound, claim.variable, sp.oo, sp.oo),
    ]

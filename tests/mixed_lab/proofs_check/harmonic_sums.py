"""Induction on k."""

import sympy as sp

from mixed_lab.theorems.harmonic_sums import k
from proofs_check.steps import Equal, Induction, Step
from theorems.language import Identity


def sum(claim: Identity) -> list[Step]:
    """H_{k+1} = H_k + 1/(k+1)."""
    h = sp.Symbol("h", positive=True)  # H_k
    (index, _, last) = claim.quantity.limits[0]
    following = claim.value.subs(k, k + 1).subs(sp.harmonic(k + 1), h + 1 / (k + 1))
    term = claim.quantity.function.subs(index, last + 1).subs(sp.harmonic(k + 1), h + 1 / (k + 1))
    return [
        Induction(
            "the sum is the value for all k >= 1",
            Equal("one term", claim.value.subs(k, 1), claim.quantity.subs(k, 1).doit()),
            Equal("from k to k+1", following, claim.value.subs(sp.harmonic(k), h) + term),
        ),
    ]

"""Jensen's inequality for the convex power m >= 1."""

import sympy as sp

from mixed_lab.theorems.power_mean import m, p0
from proofs_check.derivations import CONDITIONING
from proofs_check.steps import Cites, Equal, Positive, Step
from theorems.language import Mean


def power(claim: Mean) -> list[Step]:
    """E P_k = p0, and x^m is convex."""
    x, s = sp.Symbol("x", positive=True), sp.Symbol("s", nonnegative=True)
    return [
        Cites("Given P_j, P_{j+1} has mean P_j", "mean of a binomial law"),
        CONDITIONING,
        Positive("x^m is convex: m (m-1) >= 0 for m = 1 + s", (1 + s) * s, {s: (0, sp.oo)}),
        Cites("E P_k^m >= (E P_k)^m", "Jensen's inequality"),
        Equal("which is the claim", claim.value, (x**m).subs(x, p0)),
    ]

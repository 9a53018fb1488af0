"""n - d - 1 is 1 at least."""

import sympy as sp

from proofs_check.steps import Equal, Positive, Step
from theorems.language import Inequality


def ratio(claim: Inequality) -> list[Step]:
    """With n = d + 2 + j and d = eps + a the difference is a j/(1 + j)."""
    a, j = sp.Symbol("a", positive=True), sp.Symbol("j", nonnegative=True)
    names = {s.name: s for s in claim.quantity.free_symbols}
    d, n, eps = names["d"], names["n"], names["eps"]
    difference = (claim.value - claim.quantity).subs(n, d + 2 + j).subs(d, eps + a)
    return [
        Equal("the difference", difference, a * j / (1 + j)),
        Positive("is not negative", a * j / (1 + j), {a: (0, sp.oo), j: (0, sp.oo)}),
    ]

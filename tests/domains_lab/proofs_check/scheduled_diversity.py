"""A sample of size m keeps the share 1 - 1/m of the diversity that it is drawn from."""

import sympy as sp
from sympy.core.symbol import Str

from domains_lab.theorems.scheduled_diversity import GIVEN, M, k, source
from proofs_check.derivations import CONDITIONING
from proofs_check.steps import Cites, Equal, Step
from theorems.language import Mean


def diversity(claim: Mean) -> list[Step]:
    """E sum P_i^2 = sum p_i^2 + sum p_i (1 - p_i)/m; the claim at three generations, sizes 1/a, 1/b, 1/c."""
    s, m = sp.Symbol("s", nonnegative=True), sp.Symbol("m", positive=True)
    a, b, c = sp.symbols("a b c", positive=True)
    names = {1 - GIVEN: s, M[0]: 1 / a, M[1]: 1 / b, M[2]: 1 / c}
    drawn = {"last": (1 - s) * (1 - a) * (1 - b) * (1 - c), "real": (1 - s) * (1 - c)}
    return [
        Cites("E P_i^2 = p_i^2 + p_i (1 - p_i)/m", "variance of a binomial law"),
        CONDITIONING,
        Equal("1 - E sum P_i^2, s = sum p_i^2", 1 - (s + (1 - s) / m), (1 - s) * (1 - 1 / m)),
        *(
            Equal(f"from the {name} law", claim.value.subs({source: Str(name), k: 3}).doit().xreplace(names), expected)
            for name, expected in drawn.items()
        ),
    ]

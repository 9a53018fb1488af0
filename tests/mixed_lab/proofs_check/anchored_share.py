"""The mean is q + rho^k (x0 - q), by induction."""

from mixed_lab.theorems.anchored_share import k, q, rho, x0
from proofs_check.derivations import CONDITIONING
from proofs_check.steps import Cites, Equal, Induction, Step
from theorems.language import Limit


def share(claim: Limit) -> list[Step]:
    """Induction on k."""
    mean = claim.value + rho**k * (x0 - q)
    return [
        Cites("Given X_k, X_{k+1} has the mean rho X_k + (1-rho) q", "linearity of the expectation"),
        CONDITIONING,
        Induction(
            "E X_k = q + rho^k (x0 - q) for all k >= 0",
            Equal("X_0 = x0", mean.subs(k, 0), x0),
            Equal("from k to k+1", mean.subs(k, k + 1), rho * mean + (1 - rho) * q),
        ),
        Equal("the distance is |rho^k (x0 - q)|", claim.within**2, (rho**k * (x0 - q)) ** 2),
    ]

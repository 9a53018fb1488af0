"""A normal law fitted, without statistical error, to a mixture of two, and again to itself."""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.laws import Law, Mixture, Normal
from theorems.language.processes import Draw, Process
from theorems.processes.gaussian import DRAWN, SIGMA, M, V, X

PARAMETERS = Parameters(
    real("w", "[0, 1]", "weight of the first component", (0, "1/4", "1/2", 1)),
    real("delta", "[0, oo)", "distance of the means of the components", (0, "1/2", 2)),
    real("v", "(0, oo)", "variance of each component", (1, "1/4")),
)
w, delta, v = PARAMETERS.symbols
DATA = Mixture((w, 1 - w), (Normal((1 - w) * delta, v), Normal(-w * delta, v)))
"""With the mean 0."""
MODEL = Normal(M, V)


def moments(law: Law) -> dict[sp.Symbol, sp.Expr]:
    """Mean and variance of a law, which the normal law that is fitted to it takes over."""
    mean = sp.expand(law.moment(1))
    return {M: mean, V: sp.expand(law.moment(2) - mean**2)}


PROJECTION = Process(
    "moment_projection",
    PARAMETERS,
    start=moments(DATA),
    draws=(),
    step=moments(MODEL),
    observables={"draw": X, **DRAWN},
    looked_at=(Draw(X, MODEL),),
    first=1,
    before={X: DATA},
    letters={V: SIGMA**2},
)
PROCESSES = (PROJECTION,)

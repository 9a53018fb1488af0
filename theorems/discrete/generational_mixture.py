"""A symbol's share in a mixture of new frequencies, the model before and the real share."""

import sympy as sp

from theorems.language import Limit, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import SHUMAILOV
from theorems.processes.discrete import GENERATIONAL_MIXTURE

GIVEN = GENERATIONAL_MIXTURE.parameters
PARAMETERS = Parameters(
    GIVEN["n"],
    GIVEN["p0"],
    real("alpha", "(0, 1]", GIVEN["alpha"].meaning, ("1/8", "1/2", 1)),
    GIVEN["gamma"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
)
n, p0, alpha, gamma, k = PARAMETERS.symbols
spread = p0 * (1 - p0)
memory = (1 - gamma) ** 2 - alpha**2 / n
limit = alpha**2 * spread / (n * (1 - memory))

THEOREM = Theorem(
    id="discrete-generational-mixture",
    title="Mixing the generations, old and new",
    source=Source(SHUMAILOV, "section 4"),
    statement=(
        r"Model $j+1$ gives a symbol the share $\alpha c/n + \beta P_j + \gamma p_0$, c its count among n draws from "
        r"model j and $\beta = 1 - \alpha - \gamma$. With real data the error stops at a level of its own; without "
        "them old models only slow the collapse."
    ),
    conventions=(
        "P_0 = p0 is the real share, given; p0 n need not be an integer",
        "alpha is the weight of the newest frequencies, gamma that of the real share; the model before has the rest",
    ),
    notation=(
        "The paper writes p_{i+1} = alpha_i p_theta + beta_i p_i + gamma_i p_0, p_theta being fitted to new data."
    ),
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="error",
            of="generational_mixture.error",
            equals=limit * (1 - memory**k),
            points=(
                "n=2,p0=1/3,alpha=1/2,gamma=1/4,k=2",
                "n=5,p0=1/2,alpha=2/3,gamma=1/3,k=4",
                "n=3,p0=1/4,alpha=1,gamma=0,k=3",
            ),
        ),
        Limit(
            name="fixed-point",
            remark="without real data the symbol is lost in the end, or all others are",
            of="generational_mixture.error",
            equals=limit,
            within=limit * memory**k,
            variable=k,
            worked={
                "within": {
                    "n=2,p0=1/2,alpha=1,gamma=0,k=2": sp.Rational(1, 16),
                    "n=4,p0=1/3,alpha=1/2,gamma=1/2,k=1": sp.Rational(1, 312),
                    "n=3,p0=1/5,alpha=1/2,gamma=0,k=1": sp.Rational(11, 75),
                }
            },
            points=("n=2,p0=1/3,alpha=1/2,gamma=1/4,k=2", "n=5,p0=1/2,alpha=2/3,gamma=1/3,k=3"),
        ),
    ),
)

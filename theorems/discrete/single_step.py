"""Which weights of new frequencies, old models and real shares mean data of a single step."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.discrete import GENERATIONAL_MIXTURE

PARAMETERS = Parameters(
    *GENERATIONAL_MIXTURE.parameters,
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10)),
)
n, p0, alpha, gamma, k = PARAMETERS.symbols
error = p0 * (1 - p0) * (1 - (1 - 1 / n) ** k)
eighth = sp.Rational(1, 8)

THEOREM = Theorem(
    id="discrete-single-step",
    title="Data of a single step",
    source=Source(SHUMAILOV, "section 4"),
    statement=(
        r"Model $j+1$ gives a symbol the share $\alpha c/n + \beta P_j + \gamma p_0$, c its count among n draws from "
        r"model j and $\beta = 1 - \alpha - \gamma$. Fitted to data of a single step it has the weight 1 for these "
        "data. The paper prints the weights 0 for new data and for real ones, by which no model ever changes."
    ),
    conventions=(
        "P_0 = p0 is the real share, given; p0 n need not be an integer",
        "alpha is the weight of the newest frequencies, gamma that of the real share; the model before has the rest",
    ),
    notation=(
        "The paper writes p_{i+1} = alpha_i p_theta + beta_i p_i + gamma_i p_0, p_theta being fitted to new data, "
        "and alpha_i = gamma_i = 0 for data only from a single step; beta_i = gamma_i = 0 is meant."
    ),
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="weights-published",
            remark="with the weights that the paper prints",
            of="generational_mixture.error",
            equals=error,
            when=(alpha <= 0) & (gamma <= 0),
            points=("n=2,p0=1/2,alpha=0,gamma=0,k=1", "n=5,p0=1/3,alpha=0,gamma=0,k=4"),
            worked={
                "equals": {
                    "n=2,p0=1/2,alpha=0,gamma=0,k=1": eighth,
                    "n=3,p0=1/3,alpha=0,gamma=0,k=2": sp.Rational(10, 81),
                }
            },
            source=Source(SHUMAILOV, "section 4 (alpha_i = gamma_i = 0: data only from a single step)"),
            expected="refuted",
            erratum="convention",
            corrected_by="no-model-data",
            counterexample=(
                "n = 2, p0 = 1/2, k = 1: if alpha_i = gamma_i = 0 then p_{i+1} = p_i by the paper's equation. No model "
                "has any data, and the error is 0, not 1/8."
            ),
        ),
        Mean(
            name="no-model-data",
            remark="without data of its own every model is the real share",
            of="generational_mixture.error",
            equals=sp.Integer(0),
            when=alpha <= 0,
            unraced="the mean is 0, from which no relative difference can be told apart: all draws are 0",
            worked={"equals": {"n=2,p0=1/2,alpha=0,gamma=0,k=1": sp.Integer(0)}},
        ),
    ),
)

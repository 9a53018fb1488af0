"""A single Gaussian fitted to a mixture of two, again and again, without statistical error."""

import sympy as sp

from theorems.language import Identity, Law, Mean, Parameters, Source, Theorem, X, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.projection import DATA, PROJECTION

PARAMETERS = Parameters(*PROJECTION.parameters, integer("k", 0, "how often it was fitted", (0, 1, 2, 5)))
w, delta, v, k = PARAMETERS.symbols
spread = w * (1 - w)
variance = v + spread * delta**2

THEOREM = Theorem(
    id="moment-projection",
    title="Functional error enters once",
    source=Source(SHUMAILOV, "section 3.1"),
    statement=(
        r"The data are a mixture of two normal laws of one variance. Model 1 is the normal law with the mean and the "
        r"variance of the data, model $k+1$ that with the mean and the variance of model k; $X_k$ is one draw from "
        "model k, $X_0$ one of the data. The first fit loses the shape of the mixture; from then on nothing changes, "
        "so that the distance to the data, whichever is taken, stays what it is."
    ),
    conventions=(
        "no statistical error: mean and variance of a law are fitted, not those of a sample",
        "the mixture has mean 0; delta is how far the means of its components are apart",
        "a model is sampled whole: where means alone are drawn, without the noise about them, the fit loses variance",
    ),
    notation="The paper speaks of a functional approximator F, and of laws in its image; here F matches two moments.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="once",
            remark="the data and every model have one variance",
            of="moment_projection.draw_square",
            equals=variance,
            points=("w=1/4,delta=2,v=1,k=0", "w=1/2,delta=1,v=1/4,k=1", "w=1/3,delta=3,v=2,k=3"),
        ),
        Law(
            name="idempotent",
            remark="the same normal law in every generation from the first fit on",
            of="moment_projection.draw",
            cdf=(1 + sp.erf(X / sp.sqrt(2 * variance))) / 2,
            when=k >= 1,
            points=("w=1/4,delta=2,v=1,k=1", "w=1/2,delta=3,v=1/4,k=4"),
            source=Source(SHUMAILOV, "section 3.1 (functional error)"),
        ),
        Mean(
            name="fourth",
            remark="as of every normal law",
            of="moment_projection.draw_fourth",
            equals=3 * variance**2,
            when=k >= 1,
            points=("w=1/4,delta=2,v=1,k=1", "w=1/2,delta=1,v=1/4,k=2"),
        ),
        Identity(
            name="lost",
            remark="the fourth cumulant of the data, which is 0 of every model: the error that enters once",
            quantity=DATA.moment(4) - 3 * DATA.moment(2) ** 2,
            equals=spread * (1 - 6 * spread) * delta**4,
            worked={
                "quantity": {
                    "w=1/2,delta=2,v=1": sp.Integer(-2),
                    "w=1/2,delta=1,v=3": -sp.Rational(1, 8),
                    "w=1/4,delta=2,v=1": -sp.Rational(3, 8),
                }
            },
        ),
    ),
)

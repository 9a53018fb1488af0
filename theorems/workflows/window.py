"""Forgetting all but the last batches: what a window of any width costs in the long run."""

import sympy as sp

from theorems.language import Diverges, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.language.renewals import Renewal
from theorems.processes.gaussian import ANY_SIZE, SCALE
from theorems.processes.windows import WIDTH

PARAMETERS = Parameters(ANY_SIZE, WIDTH, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 4, 10)), SCALE)
n, w, k, sigma0 = PARAMETERS.symbols
m = sp.Symbol("m", integer=True, positive=True)
growth = 4 * sigma0**2 / ((w + 1) ** 2 * n)

THEOREM = Theorem(
    id="workflow-window",
    title="No window of batches keeps the error bounded, however wide it is",
    source=Source(KAZDAN, "section 3 (of workflows between replace and accumulate; windows are ours)"),
    statement=(
        r"The mean $\mu_k$ of a normal law of known variance is fitted to the last w batches of n points, batch k+1 is "
        r"drawn from model k. With the weights w, w-1, ..., 1, the last batch the most, the mean $N_k$ of the last w "
        "batches is a martingale: what a new batch counts for is taken off the others. It moves by 2/(w+1) of the "
        "error of a batch, so its error grows by the same amount in each generation, for ever. A window of w batches "
        "loses 4/(w+1)^2 of what replacing the data loses, and none stops it."
    ),
    conventions=(
        "known variance; all means are measured from the real one",
        "batches before the first have the real mean: errors of real batches in the first window come on top; they are "
        "independent of what is counted here, and never more than that of one batch",
        "w = 1 is replace",
    ),
    notation="Errors are exact for every n, and to first order in 1/n those of every model.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="error",
            remark="of the model; what it grows by tends to what the weighted mean's error grows by",
            of="known_variance_window.error",
            equals=sigma0**2 / n * sp.Sum(Renewal(w, m) ** 2, (m, 1, k)),
            points=("n=2,w=2,k=3", "n=3,w=5,k=4,sigma0=2", "n=1,w=3,k=6"),
        ),
        Diverges(
            name="error-diverges",
            remark="whatever the width: at least as fast as the weighted mean's, w - 1 generations later",
            of="known_variance_window.error",
            at_least=growth * (k - w + 1),
            variable=k,
            points=("n=2,w=2,k=3", "n=2,w=3,k=9"),
            worked={"at_least": {"n=2,w=3,k=6": sp.Rational(1, 2), "n=1,w=2,k=4,sigma0=3": sp.Integer(12)}},
        ),
        Mean(
            name="weighted",
            remark="the weighted mean of the last w batches",
            of="known_variance_window.weighted",
            equals=growth * k,
            points=("n=2,w=2,k=3", "n=3,w=5,k=4,sigma0=2", "n=1,w=3,k=6"),
        ),
        Diverges(
            name="weighted-diverges",
            remark="whatever the width",
            of="known_variance_window.weighted",
            at_least=growth * k,
            variable=k,
            points=("n=2,w=3,k=2", "n=2,w=3,k=8"),
            worked={"at_least": {"n=2,w=3,k=4": sp.Rational(1, 2), "n=1,w=2,k=3,sigma0=3": sp.Integer(12)}},
        ),
    ),
)

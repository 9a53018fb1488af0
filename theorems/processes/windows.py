"""A window of batches of any width: the mean of a normal law of known variance, fitted to the last w batches."""

import sympy as sp

from theorems.language import Parameters, integer
from theorems.language.data import GENERATION, Data, Mean, Recent
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process
from theorems.language.renewals import Renewal
from theorems.processes.gaussian import ANY_SIZE, SCALE, ZERO, M, Z

t = GENERATION
n, sigma0 = ANY_SIZE.symbol, SCALE.symbol
WIDTH = integer("w", 1, "batches of the window", (1, 2, 3, 5))
w = WIDTH.symbol
BATCH = Data("batch", n)
FITTED = Recent(M, w) / w
"""The mean of the last w batches."""
WEIGHTED = 2 * ((w - t) * Recent(M, w) + Recent(t * M, w)) / (w * (w + 1))
"""The same with the weights w, w - 1, ..., 1, the last batch the most."""
WINDOW = Process(
    "known_variance_window",
    Parameters(ANY_SIZE, SCALE, WIDTH),
    start={M: ZERO},
    draws=(Draw(BATCH, Normal(FITTED, sigma0**2)),),
    step={M: Mean(BATCH)},
    observables={"error": FITTED**2, "weighted": WEIGHTED**2},
    letters={FITTED**2: sp.Symbol("mu") ** 2, WEIGHTED**2: sp.Symbol("N") ** 2},
)
"""M is the mean of the last batch, measured from the real mean; what is in the window before the first is real."""
A = sp.Symbol("A", real=True)
REVERSED = Process(
    "known_variance_window_reversed",
    WINDOW.parameters,
    start={A: ZERO},
    draws=(Draw(Z, Normal(ZERO, sigma0**2 / n)),),
    step={A: A + Renewal(w, t + 1) * Z},
    observables={"error": A**2},
    letters={A: sp.Symbol("mu")},
    reduces=(
        WINDOW,
        "the mean of a model is a sum of independent errors, one of each batch, of one law: so it has the law of the "
        "sum of the same in reverse order, which has one term more in each generation",
    ),
)
PROCESSES = (WINDOW, REVERSED)

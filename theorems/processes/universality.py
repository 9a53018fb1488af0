"""The limit of many points of training on generated data, for estimators that are nearly linear in their data.

L is the score of the last batch, divided by the root of its number of points, W the error of the estimator, times that
root. Where the batch comes from the last model, the score of the real law is moved by J W, J the information (Le Cam's
third lemma). The estimator is the mean of the scores that it is fitted to, over J, and noise that has nothing to do
with them: none for maximum likelihood. Dey and Donoho (arXiv 2410.22812), as in Arulandu's survey, (7) to (10).
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.data import GENERATION
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    real("J", "(0, oo)", "the information that one point has on the parameter", (1, "1/4")),
    real("r", "[0, oo)", "by how much the variance of the estimator exceeds 1/J, the least possible", (0, "1/2")),
)
J, r = PARAMETERS.symbols
T, R, L, W = sp.symbols("T R L W", real=True)
"""Sums of scores and of noise so far, the last score, the error of the estimator."""
XI, E = sp.symbols("X E", real=True)
ZERO = sp.Integer(0)
SCORE = XI + J * W
DRAWS = (Draw(XI, Normal(ZERO, J)), Draw(E, Normal(ZERO, r)))
LETTERS = {W: sp.Symbol("W_Theta"), L: sp.Symbol("W_T")}

AUGMENT = Process(
    "universality_augment",
    PARAMETERS,
    start=dict.fromkeys((T, R, L, W), ZERO),
    draws=DRAWS,
    step={T: T + SCORE, R: R + E, L: SCORE, W: ((T + SCORE) / J + R + E) / (GENERATION + 1)},
    observables={"error": W**2, "score_square": L**2},
    letters=LETTERS,
)
"""Model k is fitted to all batches 1..k."""
DISCARD = Process(
    "universality_discard",
    PARAMETERS,
    start={W: ZERO},
    draws=DRAWS,
    step={W: SCORE / J + E},
    observables={"error": W**2, "draw": W},
    letters=LETTERS,
)
"""Model k is fitted to batch k alone."""
PROCESSES = (AUGMENT, DISCARD)

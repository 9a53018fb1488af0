"""Intensities of Poisson laws, refitted to counts: of one symbol, and of all symbols of a corpus."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Past
from theorems.language.laws import Poisson
from theorems.language.processes import Draw, OverSymbols, Process, event
from theorems.processes.discrete import SHARES

PARAMETERS = Parameters(
    integer("n", 1, "scale of the counts: the count is Poisson with mean n times the intensity", (1, 10)),
    real("lambda0", "(0, oo)", "the given intensity", ("1/100", "1/2", 1, 10)),
)
n, lambda0 = PARAMETERS.symbols
L, N, c = sp.symbols("L N c", nonnegative=True)
ALIVE = event(sp.Ne(L, 0))

POISSON = Process(
    "poisson",
    PARAMETERS,
    start={L: lambda0},
    draws=(Draw(c, Poisson(n * L)),),
    step={L: c / n},
    observables={"intensity": L, "survival": ALIVE, "lifetime": Past(ALIVE)},
    letters={L: sp.Symbol("Lambda")},
)
LINEAGE = Process(
    "poisson_lineage",
    Parameters(),
    start={N: sp.Integer(1)},
    draws=(Draw(c, Poisson(N)),),
    step={N: c},
    observables={"size": N, "extinct": event(sp.Eq(N, 0))},
    letters={N: sp.Symbol("Z")},
)
"""The descendants of one individual, each of whom has Poisson(1) children: n = 1, lambda0 = 1."""

CORPUS = Process(
    "poisson_corpus",
    Parameters(PARAMETERS["n"], SHARES),
    start={L: SHARES.symbol},
    draws=(Draw(c, Poisson(n * L)),),
    step={L: c / n},
    observables={"distinct": OverSymbols(event(sp.Ne(L, 0)))},
    letters={L: sp.Symbol("Lambda_i"), c: sp.Symbol("c_i")},
    alphabet=SHARES.symbol,
)
"""The symbols of a corpus of n on average, each counted by itself: so its length is random, too."""

PROCESSES = (POISSON, LINEAGE, CORPUS)

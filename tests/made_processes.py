"""Processes that are made for tests of the rules."""

from dataclasses import replace

import sympy as sp

from proofs_check.rules import probability
from theorems.language import Parameters, integer, real
from theorems.language.data import GENERATION
from theorems.language.laws import Binomial, Normal, Poisson
from theorems.language.processes import Draw, Process
from theorems.processes import processes
from theorems.processes.discrete import P, c
from theorems.processes.gaussian import REFITTED, SUFFICIENT, T
from theorems.processes.poisson import L

PARAMETERS = Parameters(integer("n", 1, "trials", (1, 10)), real("p0", "[0, 1]", "start", (0, 1)))
MADE = PARAMETERS.symbols


def chain(name, step, law):
    """A chain of one number, started at p0."""
    return Process(name, PARAMETERS, start={P: MADE[1]}, draws=(Draw(c, law),), step={P: step})


HELD = chain("held", (P + c / MADE[0]) / 2, Binomial(MADE[0], P))
AGED = chain("aged", c / MADE[0] / (GENERATION + 1), Binomial(MADE[0], P))
PAIR = Process(
    "pair",
    Parameters(real("a", "(0, oo)", "first", (1,)), real("d", "(0, oo)", "second", (1,))),
    start={L: sp.Symbol("a", positive=True)},
    draws=(Draw(c, Poisson(L)),),
    step={L: c},
)
TWICE = replace(
    SUFFICIENT,
    name="gaussian_cheap",
    step={**SUFFICIENT.step, T: 2 * SUFFICIENT.step[T]},
    reduces=(REFITTED, "trust me"),
)
half = sp.Rational(1, 2)
SUMS = tuple(
    Process(name, Parameters(), start={L: sp.Integer(1)}, draws=(Draw(c, law),), step={L: c})
    for name, law in (
        ("one_sum", Poisson(L) + Binomial(sp.Integer(1), half)),
        ("other_sum", Binomial(L, sp.Integer(1)) + Poisson(half)),
    )
)
"""Two sums of laws that have the same arguments, and other laws."""
SIZE = sp.Piecewise((1, half > P), (MADE[0], True))
OWN_SIZE = chain("own_size", c / SIZE, Binomial(SIZE, P))
"""Of a small share it counts one sample only, of what is left n."""
GIVEN_BEFORE = replace(chain("given_before", c / MADE[0], Binomial(MADE[0], P)), before={P: sp.Rational(1, 3)})
W = sp.Symbol("W", real=True)
SEEN = tuple(
    Process(
        f"seen_{mean}",
        Parameters(),
        start={L: sp.Integer(1)},
        draws=(Draw(c, Poisson(L)),),
        step={L: c},
        looked_at=(Draw(W, Normal(sp.Integer(mean), sp.Integer(1))),),
    )
    for mean in (0, 5)
)
"""One chain, and beside it draws of other laws that are looked at."""
DOUBLED = chain("doubled", c / MADE[0], Binomial(MADE[0], 2 * P))
"""No process: a share of 2/3 would be drawn with probability 4/3."""


def as_if_declared(monkeypatch):
    """The chains of one number are taken for declared ones."""
    made = {process.name: process for process in (HELD, AGED, PAIR, *SUMS, OWN_SIZE, GIVEN_BEFORE, *SEEN)}
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), **made})

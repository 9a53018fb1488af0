"""Finite Markov chains, given by their matrix. The state is an indicator: 1 at the place where the chain is, else 0."""

from collections.abc import Mapping, Sequence

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.processes import Counts, Observable, Process

PARAMETERS = Parameters(
    real("a", "[0, 1]", "probability of the step into the absorbing place", (0, "1/3", 1)),
    real("c", "[0, 1 - a]", "probability of the step into the closed pair", (0, "1/4", "1/2")),
)
a, c = PARAMETERS.symbols
S, A, B1, B2 = PLACES = sp.symbols("S A B1 B2", nonnegative=True)


def markov(
    name: str,
    parameters: Parameters,
    places: Sequence[sp.Symbol],
    matrix: Sequence[Sequence[sp.Expr]],
    observables: Mapping[str, Observable],
) -> Process:
    """The chain that starts in the first place and goes from place i to place j with probability matrix[i][j]."""
    arrivals = tuple(sp.Symbol(f"x_{place}", nonnegative=True) for place in places)
    row = tuple(sp.Matrix([list(places)]) * sp.Matrix(matrix))
    return Process(
        name,
        parameters,
        start={place: sp.Integer(place == places[0]) for place in places},
        draws=(Counts(arrivals, sp.Integer(1), row),),
        step=dict(zip(places, arrivals, strict=True)),
        observables=observables,
    )


ABSORBING = markov(
    "absorbing_chain",
    PARAMETERS,
    PLACES,
    ((1 - a - c, a, c, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)),
    {"absorbed": A, "paired": B1 + B2, "first_of_pair": B1},
)
"""A transient place, an absorbing one, and two that alternate for ever: not every chain that can be absorbed is."""

PROCESSES = (ABSORBING,)

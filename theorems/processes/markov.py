"""Finite Markov chains, given by their matrix. The state is an indicator: 1 at the place where the chain is, else 0."""

from collections.abc import Mapping, Sequence

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.processes import Counts, Observable, Process, Time

PARAMETERS = Parameters(
    real("a", "[0, 1]", "probability of the step into the absorbing place", (0, "1/3", 1)),
    real("c", "[0, 1 - a]", "probability of the step into the closed pair", (0, "1/4", "1/2")),
)
a, c = PARAMETERS.symbols
S, A, B1, B2 = PLACES = sp.symbols("S A B1 B2", nonnegative=True)
ENTRIES = Parameters(
    real("q11", "[0, 1]", "probability to stay in the first transient place", (0, "1/2", 1)),
    real("q12", "[0, 1 - q11]", "probability of the step from the first to the second", ("1/4",)),
    real("r1", "[0, 1 - q11 - q12]", "probability of the step from the first into A1", (0, "1/8")),
    real("q22", "[0, 1]", "probability to stay in the second transient place", (0, "1/3", 1)),
    real("q21", "[0, 1 - q22]", "probability of the step from the second to the first", ("1/3",)),
    real("r2", "[0, 1 - q21 - q22]", "probability of the step from the second into A1", (0, "1/6")),
)
"""Of a chain with two places from which it may step into one of two absorbing ones, A1 and A2."""
q11, q12, r1, q22, q21, r2 = ENTRIES.symbols
S1, S2, A1, A2 = PAIRS = sp.symbols("S1 S2 A1 A2", nonnegative=True)


def markov(
    name: str,
    parameters: Parameters,
    places: Sequence[sp.Symbol],
    matrix: Sequence[Sequence[sp.Expr]],
    observables: Mapping[str, Observable],
) -> Process:
    """The chain that starts in the first place and goes from place i to place j with probability matrix[i][j].

    Raises ValueError where that is no chain, in one line.
    """
    _stochastic(name, places, matrix)
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


def _stochastic(name: str, places: Sequence[sp.Symbol], matrix: Sequence[Sequence[sp.Expr]]) -> None:
    """Raises ValueError unless the matrix is square, its rows add up to 1, and each place is reached from the first."""
    size = len(places)
    if [len(row) for row in matrix] != [size] * size:
        raise ValueError(f"{name}: {size} places need {size} rows of {size} entries each")
    for place, row in zip(places, matrix, strict=True):
        entries = [sp.sympify(e) for e in row]
        if odd := [e for e in entries if e.is_negative or (e - 1).is_positive]:
            raise ValueError(f"{name}: the matrix is not stochastic: {odd[0]} in the row of {place}")
        if (total := sp.expand(sp.Add(*entries))) != 1:
            raise ValueError(f"{name}: the matrix is not stochastic: the row of {place} adds up to {total}, not to 1")
    reached = [0]
    for i in reached:  # which grows
        reached += [j for j in range(size) if matrix[i][j] != 0 and j not in reached]
    if missing := [place for j, place in enumerate(places) if j not in reached]:
        raise ValueError(f"{name}: {missing[0]} is not reached from {places[0]}")


ABSORBING = markov(
    "absorbing_chain",
    PARAMETERS,
    PLACES,
    ((1 - a - c, a, c, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)),
    {"absorbed": A, "paired": B1 + B2, "first_of_pair": B1, "leaving_time": Time(sp.Eq(S, 0))},
)
"""A transient place, an absorbing one, and two that alternate for ever: not every chain that can be absorbed is."""

TWO_TRANSIENT = markov(
    "two_transient",
    ENTRIES,
    PAIRS,
    (
        (q11, q12, r1, 1 - q11 - q12 - r1),
        (q21, q22, r2, 1 - q21 - q22 - r2),
        (0, 0, 1, 0),
        (0, 0, 0, 1),
    ),
    {"absorbed": A1, "on_the_way": S1 + S2, "time": Time(sp.Eq(S1 + S2, 0))},
)

PROCESSES = (ABSORBING, TWO_TRANSIENT)

"""How many ancestors the individuals of a generation have, further and further back."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.laws import Occupied
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 1, "individuals in every generation", (1, 2, 10)),
    real("p0", "[0, 1]", "probability of a mark", (0, "1/100", "1/5", 1)),
)
n, p0 = PARAMETERS.symbols
D, c = sp.symbols("D c", nonnegative=True)

LINEAGES = Process(
    "lineages",
    PARAMETERS,
    start={D: n},
    draws=(Draw(c, Occupied(D, n)),),
    step={D: c},
    observables={"ancestors": D, "unmarked": (1 - p0) ** D},
)
"""Each of D individuals has any of the n of the generation before as its parent: as balls fall into boxes.

Unmarked is the probability, given D, that none of the D ancestors is marked, as each is with probability p0.
"""

PROCESSES = (LINEAGES,)

"""An alphabet's diversity under a schedule of sizes: lists, shares, a choice and a quantifier in one theorem."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.domains.choices import choice, every
from theorems.language.domains.sequences import sizes
from theorems.language.domains.shares import shares

PARAMETERS = Parameters(
    integer("k", 1, "generations of sample-and-fit", (1, 2, 3)),
    sizes("M", 1, "samples of generation j + 1", ("constant(4,k)", "[5,3]", "[2,7,4]"), length="k"),
    shares("p", "the given shares", ("[1/2,1/2]", "[1/2,1/3,1/6]", "zipf(5,1,0)"), fewest=2),
    choice("source", ("last", "real"), "what a generation is drawn from: the last model, or the real law"),
    every("order", ("ascending", "descending"), "order in which the symbols are drawn"),
)
k, M, p, source, order = PARAMETERS.symbols
i = sp.Symbol("i", integer=True)
GIVEN = 1 - sp.Sum(p[i] ** 2, (i, 0, PARAMETERS["p"].size - 1))

THEOREM = Theorem(
    id="scheduled-diversity",
    title="Diversity shrinks with every sample",
    source=Source("This package", "in the text"),
    statement=r"Generation j + 1 fits the frequencies of $M_j$ draws. Then $E(1 - \sum_i P_i^2)$ is known.",
    conventions=("P_0 = p is given", "k counts generations of sample-and-fit"),
    notation="The letters are ours.",
    parameters=PARAMETERS,
    symbols={"scheduled_diversity.diversity": r"\left(1 - \sum_i P_i^2\right)"},
    claims=(
        Mean(
            name="diversity",
            underived="no declared process has sample sizes that are listed",
            of="scheduled_diversity.diversity",
            equals=sp.Piecewise(
                (GIVEN * sp.Product(1 - 1 / M[i], (i, 0, k - 1)), PARAMETERS["source"].being("last")),
                (GIVEN * (1 - 1 / M[k - 1]), True),
            ),
            points=(
                "k=2,M=[5,3],p=[1/2,1/3,1/6],source=last,order=ascending",
                "k=2,M=[2,4],p=uniform(4),source=real,order=descending",
            ),
            worked={
                "equals": {
                    "k=2,M=[3,5],p=[1/2,1/4,1/4],source=last,order=ascending": sp.Rational(1, 3),
                    "k=3,M=[9,7,2],p=[1/3,2/3],source=real,order=descending": sp.Rational(2, 9),
                }
            },
        ),
    ),
)

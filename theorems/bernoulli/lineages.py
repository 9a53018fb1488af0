"""What the bounds on forgetting rest on: ancestors, their iterates, powers beside exponentials, counts through e^-z."""

import sympy as sp

from theorems.language import Inequality, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.functions import DecayIterate, GIterate, OccupancyIterate
from theorems.language.papers import SURESH

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10, 50)),
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10)),
    real("p0", "[0, 1]", "the given share of the symbol", (0, "1/100", "1/5", 1)),
    real("z", "(0, oo)", "argument of a Laplace transform", ("1/10", 1, 5)),
    real("y", "[0, n]", "argument of an exponential", ("n/10", 1)),
)
n, k, p0, z, y = PARAMETERS.symbols
occupied, power = OccupancyIterate(n, k), (1 - y / n) ** n
OCCUPIED = {"n=2,k=2": sp.Rational(3, 4), "n=3,k=2": sp.Rational(19, 27)}
POWER = {"n=2,y=1": sp.Rational(1, 4), "n=3,y=2": sp.Rational(1, 27)}

THEOREM = Theorem(
    id="bernoulli-lineages",
    title="Ancestors, iterates and exponentials behind the bounds on forgetting",
    source=Source(SURESH, "Appendix B"),
    statement=(
        r"Let $P_0 = p_0$ and $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$: the share of one symbol among n draws. "
        "A generation turns a bound on the mean of an exponential of its count into another one, with the next iterate "
        "of 1 - exp(-x). The n individuals of a generation have fewer and fewer ancestors: one generation further back "
        "they are as many as the boxes that are occupied when as many balls fall into n of them; iterates of the mean "
        "number of occupied boxes are within one box of those of 1 - exp(-x)."
    ),
    conventions=(
        "n p0 need not be an integer: the given share is no frequency",
        "a generation of ancestors is one further back: 0 generations back the n individuals are their own",
    ),
    notation="The paper writes g for 1 - exp(-x), and g with an index for its iterates.",
    parameters=PARAMETERS,
    claims=(
        Inequality(
            name="exponential-upper",
            quantity=power,
            at_most=sp.exp(-y),
            source=Source(SURESH, "Lemma 1 (its upper bound)"),
            worked={"quantity": POWER, "at_most": {"y=1": sp.exp(-1), "y=2": sp.exp(-2)}},
        ),
        Inequality(
            name="exponential-lower",
            quantity=power,
            at_least=sp.exp(-y) * (1 - y**2 / n),
            source=Source(SURESH, "Lemma 1 (its lower bound)"),
            worked={
                "quantity": POWER,
                "at_least": {"n=2,y=1": sp.exp(-1) / 2, "n=3,y=2": -sp.exp(-2) / 3},
            },
        ),
        Mean(
            name="laplace",
            of="bernoulli.laplace",
            at_most=sp.exp(-n * p0 * DecayIterate(z, k)),
            points=("n=10,p0=1/5,k=1,z=1", "n=5,p0=1/2,k=3,z=1/10"),
            worked={
                "at_most": {
                    "n=3,p0=1/2,k=1,z=1": sp.exp(sp.Rational(3, 2) * (sp.exp(-1) - 1)),
                    "n=2,p0=1/3,k=1,z=2": sp.exp(sp.Rational(2, 3) * (sp.exp(-2) - 1)),
                    "n=2,p0=1/3,k=2,z=1": sp.exp(sp.Rational(2, 3) * (sp.exp(sp.exp(-1) - 1) - 1)),
                }
            },
            source=Source(SURESH, "equation (14) (its bound from above)"),
        ),
        Mean(
            name="ancestors-first",
            of="lineages.ancestors",
            equals=n * (1 - (1 - 1 / n) ** n),
            when=k <= 1,
            points=("n=3,k=1", "n=10,k=1"),
        ),
        Mean(
            name="ancestors-upper",
            remark="an equality one generation back",
            of="lineages.ancestors",
            at_most=n * OccupancyIterate(n, k + 1),
            points=("n=5,k=1", "n=10,k=3"),
            worked={
                "at_most": {"n=3,k=1": sp.Rational(19, 9), "n=2,k=2": 2 - 2 / sp.sqrt(8)},
            },
        ),
        Mean(
            name="ancestors-lower",
            of="lineages.ancestors",
            at_least=n * GIterate(k + 1),
            points=("n=5,k=1", "n=10,k=3"),
            worked={"at_least": {"n=3,k=1": 3 - 3 * sp.exp(-1), "n=2,k=2": 2 - 2 * sp.exp(sp.exp(-1) - 1)}},
        ),
        Mean(
            name="unmarked-upper",
            remark="the mean is the probability that a symbol of that share is forgotten one generation later",
            of="lineages.unmarked",
            at_most=sp.exp(-n * p0 * GIterate(k + 1)),
            points=("n=10,p0=1/5,k=1", "n=5,p0=1/2,k=3"),
            worked={
                "at_most": {
                    "n=3,p0=1/2,k=1": sp.exp(sp.Rational(3, 2) * (sp.exp(-1) - 1)),
                    "n=2,p0=1/3,k=2": sp.exp(sp.Rational(2, 3) * (sp.exp(sp.exp(-1) - 1) - 1)),
                }
            },
        ),
        Mean(
            name="unmarked-lower",
            of="lineages.unmarked",
            at_least=(1 - p0) ** (n * OccupancyIterate(n, k + 1)),
            points=("n=10,p0=1/5,k=1", "n=5,p0=1/2,k=3"),
            worked={
                "at_least": {
                    "n=3,p0=1/2,k=1": sp.Rational(1, 2) ** sp.Rational(19, 9),
                    "n=2,p0=1/3,k=1": sp.Rational(2, 3) ** sp.Rational(3, 2),
                }
            },
        ),
        Inequality(
            name="occupancy-upper",
            quantity=occupied,
            at_most=GIterate(k) + 1 / n,
            worked={
                "quantity": OCCUPIED,
                "at_most": {"n=5,k=1": sp.Rational(6, 5), "n=2,k=2": sp.Rational(3, 2) - sp.exp(-1)},
            },
        ),
        Inequality(
            name="occupancy-lower",
            quantity=occupied,
            at_least=GIterate(k),
            worked={"quantity": OCCUPIED, "at_least": {"k=1": sp.Integer(1), "k=2": 1 - sp.exp(-1)}},
        ),
    ),
)

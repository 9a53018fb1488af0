"""A symbol of frequency p0 is forgotten: when, and with which probability."""

import sympy as sp

from theorems.language import AlmostSure, Mean, Note, Parameters, Probability, Source, Step, Theorem, integer, real
from theorems.language.functions import GIterate, OccupancyIterate
from theorems.language.papers import SURESH

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10, 100)),
    real("p0", "[0, 1)", "the given share of the symbol", (0, "1/100", "1/5")),
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)),
)
n, p0, k = PARAMETERS.symbols
g = GIterate(k)
heterozygosity = p0 * (1 - p0) * (1 - 1 / n) ** k

THEOREM = Theorem(
    id="bernoulli-absorption",
    title="A symbol is forgotten or takes over",
    source=Source(SURESH, "Theorem 1 and Appendix B.1"),
    statement=(
        r"Let $P_0 = p_0$ and $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$: the share of one symbol among n "
        "draws. It ends at 0, where the symbol is forgotten, or at 1; bounds tell how likely it is forgotten, or "
        "alive, after k generations."
    ),
    conventions=(
        "n p0 need not be an integer: the given share is no frequency",
        "P_k != 0 includes fixation at 1",
    ),
    notation="The paper bounds Pr(P_k != 0), one minus the probability here; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="forgotten-upper",
            of="bernoulli.forgotten",
            at_most=sp.exp(-n * p0 * g),
            points=("n=1000,p0=1/1000,k=1", "n=400,p0=1/200,k=5", "n=1000,p0=1/500,k=20"),
            worked={
                "at_most": {
                    "n=5,p0=1/5,k=1": sp.exp(-1),
                    "n=7,p0=1/2,k=2": sp.exp(sp.Rational(7, 2) * (sp.exp(-1) - 1)),
                }
            },
            source=Source(SURESH, "Theorem 1 (its lower bound on Pr(P_k != 0))"),
        ),
        Probability(
            name="forgotten-lower",
            of="bernoulli.forgotten",
            at_least=(1 - 3 * n * p0**2 - 3 * k * p0) * sp.exp(-n * p0 * g),
            points=("n=1000,p0=1/1000,k=1", "n=400,p0=1/200,k=5"),
            worked={
                "at_least": {
                    "n=5,p0=1/5,k=1": -sp.Rational(1, 5) * sp.exp(-1),
                    "n=2,p0=1/10,k=2": sp.Rational(17, 50) * sp.exp((sp.exp(-1) - 1) / 5),
                }
            },
            source=Source(SURESH, "Theorem 1 (its upper bound on Pr(P_k != 0))"),
            sharper="forgotten-lower-sharp",
        ),
        Probability(
            name="forgotten-lower-sharp",
            of="bernoulli.forgotten",
            at_least=(1 - p0) ** (n * g + 1),
            points=("n=10,p0=1/5,k=5", "n=100,p0=1/100,k=50", "n=50,p0=1/20,k=10"),
            worked={
                "at_least": {
                    "n=3,p0=1/2,k=1": sp.Rational(1, 16),
                    "n=2,p0=1/3,k=2": sp.Rational(2, 3) ** (3 - 2 * sp.exp(-1)),
                }
            },
            sharper="forgotten-lower-occupancy",
        ),
        Probability(
            name="forgotten-lower-occupancy",
            of="bernoulli.forgotten",
            at_least=(1 - p0) ** (n * OccupancyIterate(n, k)),
            points=("n=10,p0=1/5,k=1", "n=10,p0=1/5,k=3", "n=20,p0=1/5,k=100"),
            worked={
                "at_least": {
                    "n=3,p0=1/2,k=1": sp.Rational(1, 8),
                    "n=2,p0=1/2,k=2": sp.Rational(1, 2) ** sp.Rational(3, 2),
                }
            },
        ),
        Probability(
            name="survival-lower",
            of="bernoulli.survived",
            at_least=p0 / (1 - (1 - p0) * (1 - 1 / n) ** k),
            points=("n=10,p0=1/5,k=40", "n=5,p0=1/2,k=10"),
            worked={"at_least": {"n=2,p0=1/3,k=2": sp.Rational(2, 5), "n=3,p0=1/2,k=1": sp.Rational(3, 4)}},
        ),
        Probability(
            name="survival-upper",
            of="bernoulli.survived",
            at_most=p0 + n**2 / (n - 1) * heterozygosity,
            when=n >= 2,
            points=("n=10,p0=1/5,k=40", "n=5,p0=1/2,k=10"),
            worked={"at_most": {"n=2,p0=1/3,k=2": sp.Rational(5, 9), "n=3,p0=1/2,k=1": sp.Rational(5, 4)}},
        ),
        Mean(
            name="diversity",
            of="bernoulli.diversity",
            equals=heterozygosity,
            points=("n=5,p0=1/5,k=3", "n=10,p0=1/3,k=10"),
        ),
        Step(
            name="diversity-step",
            of="bernoulli.diversity_step",
            equals=1 - 1 / n,
            points=("n=3,p0=1/2,k=5", "n=10,p0=1/3,k=10"),
        ),
        Mean(
            name="share",
            remark="the share is a martingale",
            of="bernoulli.share",
            equals=p0,
            points=("n=10,p0=1/3,k=5", "n=5,p0=1/10,k=10"),
        ),
        Probability(
            name="fixation",
            of="bernoulli.fixation",
            equals=p0,
            points=("n=10,p0=1/3", "n=5,p0=1/10"),
            source=Source(SURESH, "Appendix B.1"),
        ),
        AlmostSure(
            name="absorption",
            of="bernoulli.absorbed",
            at_least=1 - n**2 / (n - 1) * heterozygosity,
            variable=k,
            by="summable",
            when=n >= 2,
            points=("n=3,p0=1/2,k=6", "n=2,p0=1/5,k=3"),
            worked={"at_least": {"n=2,p0=1/3,k=2": sp.Rational(7, 9), "n=3,p0=1/2,k=3": sp.Rational(2, 3)}},
        ),
    ),
    notes=(
        Note(
            kind="vacuous",
            source=Source(SURESH, "Theorem 1 (that its bounds are nearly tight)"),
            printed="the upper bound on Pr(P_k != 0) nearly equals the lower one",
            found=(
                "The bound is 1 or more, and says nothing, as soon as 3 n p0^2 + 3 k p0 >= 1: at n = 100, p0 = 1/100 "
                "from k = 33 on, at n >= 3234 from the first generation on. The sharper ones are below 1 at every k."
            ),
            evidence=("forgotten-lower", "forgotten-lower-sharp", "forgotten-lower-occupancy"),
        ),
    ),
)

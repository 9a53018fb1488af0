"""How long it takes until one of two symbols is forgotten."""

import sympy as sp

from theorems.language import Mean, Note, Parameters, Source, Theorem, integer, real
from theorems.language.functions import BinaryEntropy
from theorems.language.papers import SHUMAILOV, SURESH

PARAMETERS = Parameters(
    integer("n", 2, "samples per generation", (2, 3, 10, 100)),
    real("p0", "(0, 1)", "the given share of the symbol", ("1/100", "1/5", "1/2", "9/10")),
)
n, p0 = PARAMETERS.symbols
entropy = BinaryEntropy(p0)
half, third = sp.Rational(1, 2), sp.Rational(1, 3)

THEOREM = Theorem(
    id="bernoulli-forgetting-time",
    title="How long until one of two symbols is forgotten",
    source=Source(SHUMAILOV, "Appendix A.1"),
    statement=(
        r"Let $P_0 = p_0$ and $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$: the share of one symbol among n draws. "
        "Sooner or later one of the two symbols is forgotten. The paper says that the mean time until then cannot be "
        "had without knowing the fitting procedure; where frequencies are fitted the chain is known, and the mean time "
        "is n times the entropy of the start, up to a factor of at least one and (plus one generation) at most two."
    ),
    conventions=(
        "the time counts generations of sample-and-fit: it is at least 1",
        "n p0 need not be an integer: the given share is no frequency",
        "entropy in nats",
    ),
    notation="The paper writes the matrix of an absorbing chain; T is the number of generations until it is absorbed.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean-lower",
            of="bernoulli.forgetting_time",
            at_least=entropy / sp.log(1 + 1 / n),
            points=("n=2,p0=1/2", "n=10,p0=1/5"),
            worked={
                "at_least": {
                    "n=2,p0=1/2": sp.log(2) / sp.log(3 * half),
                    "n=3,p0=1/3": (sp.log(3) - 2 * third * sp.log(2)) / sp.log(4 * third),
                }
            },
        ),
        Mean(
            name="mean-lower-linear",
            of="bernoulli.forgetting_time",
            at_least=n * entropy,
            points=("n=2,p0=1/2", "n=10,p0=1/5"),
            worked={"at_least": {"n=2,p0=1/2": 2 * sp.log(2), "n=3,p0=1/3": 3 * sp.log(3) - 2 * sp.log(2)}},
            sharper="mean-lower",
        ),
        Mean(
            name="mean-lower-rare",
            remark="of a rare symbol no multiple of its count, whatever the sample: the logarithm grows with that",
            of="bernoulli.forgetting_time",
            at_least=-n * p0 * sp.log(p0),
            points=("n=2,p0=1/2", "n=10,p0=1/5"),
            worked={"at_least": {"n=3,p0=1/3": sp.log(3), "n=4,p0=1/2": 2 * sp.log(2)}},
            sharper="mean-lower-linear",
        ),
        Mean(
            name="mean-upper",
            remark="of both symbols at least one is expected among the first draws",
            of="bernoulli.forgetting_time",
            at_most=2 * n * entropy,
            when=sp.And(n * p0 >= 1, n * p0 <= n - 1),
            points=("n=2,p0=1/2", "n=10,p0=1/5", "n=40,p0=1/40"),
            worked={"at_most": {"n=2,p0=1/2": 4 * sp.log(2), "n=3,p0=1/3": 6 * sp.log(3) - 4 * sp.log(2)}},
        ),
        Mean(
            name="mean-upper-any",
            of="bernoulli.forgetting_time",
            at_most=1 + 2 * n * entropy,
            points=("n=2,p0=1/3", "n=10,p0=1/7"),
            worked={"at_most": {"n=2,p0=1/2": 1 + 4 * sp.log(2), "n=3,p0=1/3": 1 + 6 * sp.log(3) - 4 * sp.log(2)}},
        ),
    ),
    notes=(
        Note(
            kind="missing hypothesis",
            source=Source(SURESH, "abstract (time to forget, of multinomial samples)"),
            printed="the time to forget a word is approximately linearly dependent on how often it occurred",
            found=(
                "So it is of medians, not of means. Of n = 1000 samples, a word with 1, 10 and 100 copies is forgotten "
                "after 2, 28 and 313 generations in the median; where it is forgotten at all, the mean is 13.2, 91.5 "
                "and 509 generations, about 2 c ln(n/c)/(1 - c/n) for c copies."
            ),
            evidence=("mean-lower-rare",),
        ),
    ),
)

"""How long it takes until one symbol of an alphabet is alone."""

import sympy as sp

from theorems.discrete.given_shares import entropy, unlike
from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.discrete import SHARES

PARAMETERS = Parameters(integer("n", 2, "samples per generation", (2, 3, 5)), SHARES)
n, p = PARAMETERS.symbols
d = SHARES.size
half = sp.Rational(1, 2)

THEOREM = Theorem(
    id="discrete-collapse-time",
    title="How long until one symbol is alone",
    source=Source(SHUMAILOV, "section 4.1 and Appendix A.1"),
    statement=(
        r"Let $P_0 = p$ be the shares of an alphabet, and let $P_{j+1}$ be the frequencies of n draws from $P_j$. "
        "Sooner or later one symbol is alone. Until then two symbols are there at least, each of which waits for its "
        "own end: so the mean time is bounded by those of single symbols, and by the entropy of the start."
    ),
    conventions=(
        "the time counts generations of sample-and-fit, from the given shares p: the first sample is generation 1",
        "n p[i] need not be an integer",
        "entropy in nats",
    ),
    notation="The paper writes M for the sample size n; it says that the mean time depends on how a model is fitted.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean-upper",
            of="multinomial.collapse_time",
            at_most=d / 2 + n * (1 + entropy),
            points=("n=2,p=[1/2,1/2]", "n=6,p=uniform(3)"),
            worked={
                "at_most": {
                    "n=2,p=[1/2,1/2]": 3 + 2 * sp.log(2),
                    "n=3,p=[1/2,1/4,1/4]": 9 * half + 9 * half * sp.log(2),
                }
            },
        ),
        Mean(
            name="mean-lower",
            of="multinomial.collapse_time",
            at_least=n * (entropy + unlike) / d,
            points=("n=2,p=[1/2,1/2]", "n=6,p=uniform(3)"),
            worked={
                "at_least": {
                    "n=2,p=[1/2,1/2]": half + sp.log(2),
                    "n=3,p=[1/2,1/4,1/4]": 5 * half / 4 + 3 * half * sp.log(2),
                }
            },
        ),
    ),
)

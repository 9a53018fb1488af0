"""How fast an alphabet loses its diversity, and which symbol is left."""

import sympy as sp

from theorems.discrete.given_shares import entropy, unlike
from theorems.language import Limit, Mean, Parameters, Probability, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.discrete import BERNOULLI, MULTINOMIAL, SHARES

PARAMETERS = Parameters(
    *MULTINOMIAL.parameters,
    BERNOULLI.parameters["p0"],
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10)),
)
n, p, p0, k = PARAMETERS.symbols
stays = (1 - 1 / n) ** k
half, third = sp.Rational(1, 2), sp.Rational(1, 3)

THEOREM = Theorem(
    id="discrete-diversity",
    title="How diversity is lost, and which symbol is left",
    source=Source(SHUMAILOV, "section 4.1"),
    statement=(
        r"Let $P_0 = p$ be the shares of an alphabet, and let $P_{j+1}$ be the frequencies of n draws from $P_j$. "
        "The probability that two draws from a model differ falls by the factor 1 - 1/n in every generation; the "
        "entropy falls no faster than a bound in the number of symbols. In the end one symbol is alone, "
        "each with its given share as the probability."
    ),
    conventions=(
        "p is given: n p[i] need not be an integer",
        "p0 is the given share of one symbol, all others taken together",
        "entropy in nats",
    ),
    notation="The paper writes q for the probability p0 of a state, and M for the sample size n.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="diversity",
            remark="the index of Gini and Simpson",
            of="multinomial.diversity",
            equals=unlike * stays,
            points=("n=2,p=[1/2,1/3,1/6],k=1", "n=10,p=zipf(40,1,0),k=5"),
        ),
        Probability(
            name="alive-lower",
            remark="two symbols at least are left: an equality for two samples",
            of="multinomial.alive",
            at_least=unlike * (1 - 1 / n) ** (k - 1),
            when=n >= 2,
            points=("n=2,p=[1/2,1/2],k=1", "n=5,p=uniform(40),k=6"),
            worked={"at_least": {"n=2,p=[1/3,2/3],k=2": 2 * third**2, "n=3,p=[1/2,1/4,1/4],k=3": sp.Rational(5, 18)}},
        ),
        Probability(
            name="alive-lower-few",
            remark="for fewer symbols than samples it says more",
            of="multinomial.alive",
            at_least=unlike * stays * SHARES.size / (SHARES.size - 1),
            when=SHARES.size >= 2,
            points=("n=2,p=[1/2,1/2],k=1", "n=20,p=[1/2,1/3,1/6],k=20"),
            worked={"at_least": {"n=2,p=[1/3,2/3],k=2": 2 * third**2, "n=3,p=[1/2,1/4,1/4],k=2": sp.Rational(5, 12)}},
        ),
        Probability(
            name="alive-upper",
            remark="an equality for two samples",
            of="multinomial.alive",
            at_most=n**2 / (2 * (n - 1)) * unlike * stays,
            when=n >= 2,
            points=("n=2,p=[1/2,1/2],k=1", "n=5,p=uniform(40),k=12"),
            worked={"at_most": {"n=2,p=[1/3,2/3],k=2": 2 * third**2, "n=3,p=[1/2,1/4,1/4],k=2": sp.Rational(5, 8)}},
        ),
        Limit(
            name="last-symbol",
            remark="the symbol that is alone in the end is drawn from the given shares",
            of="bernoulli.alone",
            equals=p0,
            within=n * p0 * (1 - p0) * stays,
            variable=k,
            points=("n=2,p0=1/3,k=4", "n=5,p0=1/2,k=12"),
            worked={
                "within": {
                    "n=2,p0=1/2,k=1": sp.Rational(1, 4),
                    "n=3,p0=1/3,k=2": sp.Rational(8, 27),
                }
            },
            source=Source(SHUMAILOV, "section 4.1 (the state at which the process ends; the rate is ours)"),
        ),
        Mean(
            name="entropy-lower",
            of="multinomial.entropy",
            at_least=entropy - k * sp.log(1 + (SHARES.size - 1) / n),
            points=("n=10,p=[1/2,1/3,1/6],k=1", "n=100,p=uniform(4),k=5"),
            worked={
                "at_least": {
                    "n=2,p=[1/2,1/2],k=1": sp.log(2) - sp.log(3 * half),
                    "n=3,p=[1/2,1/4,1/4],k=2": 3 * half * sp.log(2) - 2 * sp.log(5 * third),
                }
            },
        ),
    ),
)

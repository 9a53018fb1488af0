"""How long until a symbol is forgotten under Poisson sampling: quantiles are linear in its count, means infinite."""

import sympy as sp

from theorems.language import Diverges, Mean, Parameters, Probability, Source, Theorem, integer, real
from theorems.language.papers import SURESH
from theorems.processes import poisson

PARAMETERS = Parameters(
    *poisson.PARAMETERS,
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 100)),
    real("u", "(0, oo)", "minus the logarithm of a probability; ln 2 is that of a median", ("1/10", "7/10", 3)),
    real("b", "(0, oo)", "generations for each copy of the symbol", (1, 3)),
)
n, lambda0, k, u, b = PARAMETERS.symbols
copies = n * lambda0
"""Of the symbol, in the given corpus."""

THEOREM = Theorem(
    id="poisson-forgetting-time",
    title="How long until a symbol is forgotten under Poisson sampling",
    source=Source(SURESH, "abstract and Theorem 2"),
    statement=(
        r"Let $\Lambda_0 = \lambda_0$ and $n\Lambda_{j+1} \mid \Lambda_j \sim \mathrm{Poisson}(n\Lambda_j)$, and let T "
        "be the first generation without the symbol. The abstract says that the time to forget a word is about linear "
        "in the number of times it occurred. Of quantiles that is so: the median of T is about 2/ln 2 generations for "
        "each copy. The mean of T is infinite, however few copies there are."
    ),
    conventions=(
        "n lambda0 need not be an integer: the given intensity is no mean of counts",
        "the lifetime counts the generations 0, ..., k in which the symbol is present: the lesser of T and k + 1",
    ),
    notation="The paper writes the count of a word in the original corpus as n times lambda0.",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="quantile-upper",
            remark="by then the symbol is forgotten with a probability of at least exp(-u)",
            of="poisson.survival",
            at_most=1 - sp.exp(-u),
            when=2 * copies <= (k + 1) * u,
            points=("n=2,lambda0=1/4,k=1,u=1/2", "n=3,lambda0=1,k=5,u=1"),
            worked={"at_most": {"u=1": 1 - sp.exp(-1), "u=2": 1 - sp.exp(-2)}},
        ),
        Probability(
            name="quantile-lower",
            remark="until then the symbol is forgotten with a probability of at most exp(-u)",
            of="poisson.survival",
            at_least=1 - sp.exp(-u),
            when=(k + 1 + (sp.harmonic(k) - 1) / 3) * u <= 2 * copies,
            points=("n=2,lambda0=1/4,k=1,u=1/2", "n=19,lambda0=1/12,k=2,u=1"),
            worked={"at_least": {"u=1": 1 - sp.exp(-1), "u=2": 1 - sp.exp(-2)}},
        ),
        Diverges(
            name="mean-infinite",
            remark="so that T has an infinite mean",
            of="poisson.lifetime",
            at_least=1 + (1 - sp.exp(-copies)) * sp.harmonic(k),
            variable=k,
            points=("n=1,lambda0=1,k=1", "n=2,lambda0=1/4,k=10"),
            worked={
                "at_least": {"n=3,lambda0=1/2,k=2": sp.Rational(5, 2) - sp.Rational(3, 2) * sp.exp(-sp.Rational(3, 2))}
            },
        ),
        Mean(
            name="mean-linear",
            remark="whatever b; the abstract does not say which time is meant, and quantiles are linear",
            of="poisson.lifetime",
            at_most=1 + b * copies,
            points=("n=1,lambda0=1/2,k=5,b=2", "n=1,lambda0=1,k=20,b=3"),
            worked={
                "at_most": {
                    "n=2,lambda0=1/4,b=5": sp.Rational(7, 2),
                    "n=3,lambda0=1/2,b=2": sp.Integer(4),
                }
            },
            source=Source(SURESH, "abstract (time to forget, read as a mean)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="mean-infinite",
            counterexample=(
                "n = 1, lambda0 = 1, b = 3: the mean of the lesser of T and 21 is 5.14, above 4. With k it grows as "
                "2 n lambda0 ln k."
            ),
        ),
    ),
)

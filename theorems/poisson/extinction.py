"""Under Poisson sampling the survival probability of a symbol is exact, and everything dies out."""

import sympy as sp

from theorems.language import AlmostSure, Mean, Note, Parameters, Probability, Source, Theorem, integer
from theorems.language.functions import GIterate
from theorems.language.papers import SURESH
from theorems.processes import poisson

PARAMETERS = Parameters(*poisson.PARAMETERS, integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 100)))
n, lambda0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="poisson-extinction",
    title="Survival under Poisson sampling, exactly",
    source=Source(SURESH, "Theorem 2"),
    statement=(
        r"Let $\Lambda_0 = \lambda_0$ and $n\Lambda_{j+1} \mid \Lambda_j \sim \mathrm{Poisson}(n\Lambda_j)$. The "
        "probability of survival is exact: every symbol dies out almost surely, although the mean intensity never "
        "moves."
    ),
    conventions=("n lambda0 need not be an integer: the given intensity is no mean of counts",),
    notation="The paper uses the same letters.",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="survival",
            of="poisson.survival",
            equals=1 - sp.exp(-n * lambda0 * GIterate(k)),
            points=("n=2,lambda0=1/4,k=1", "n=3,lambda0=1/2,k=3", "n=10,lambda0=1,k=30"),
            source=Source(SURESH, "Theorem 2"),
        ),
        Probability(
            name="survival-lower-published",
            of="poisson.survival",
            at_least=1 - sp.exp(-n * lambda0 / k),
            points=("n=2,lambda0=1/4,k=1", "n=3,lambda0=1/2,k=3"),
            worked={
                "at_least": {"n=1,lambda0=1,k=1": 1 - sp.exp(-1), "n=3,lambda0=2,k=4": 1 - sp.exp(-sp.Rational(3, 2))}
            },
            source=Source(SURESH, "equation (9) with Lemma 2 (its lower bound)"),
            sharper="survival-lower",
        ),
        Probability(
            name="survival-upper-published",
            of="poisson.survival",
            at_most=1 - sp.exp(-3 * n * lambda0 / k),
            points=("n=2,lambda0=1/4,k=1", "n=3,lambda0=1/2,k=3"),
            worked={"at_most": {"n=1,lambda0=1,k=1": 1 - sp.exp(-3), "n=3,lambda0=2,k=6": 1 - sp.exp(-3)}},
            source=Source(SURESH, "equation (9) with Lemma 2 (its upper bound)"),
            sharper="survival-upper",
        ),
        Probability(
            name="survival-lower",
            of="poisson.survival",
            at_least=1 - sp.exp(-2 * n * lambda0 / (k + 1 + (sp.harmonic(k) - 1) / 3)),
            points=("n=2,lambda0=1/4,k=1", "n=3,lambda0=1/2,k=3", "n=10,lambda0=1,k=30"),
            worked={"at_least": {"n=1,lambda0=1,k=1": 1 - sp.exp(-1), "n=19,lambda0=1/3,k=2": 1 - sp.exp(-4)}},
        ),
        Probability(
            name="survival-upper",
            of="poisson.survival",
            at_most=1 - sp.exp(-2 * n * lambda0 / (k + 1)),
            points=("n=2,lambda0=1/4,k=1", "n=3,lambda0=1/2,k=3", "n=10,lambda0=1,k=30"),
            worked={"at_most": {"n=1,lambda0=1,k=1": 1 - sp.exp(-1), "n=3,lambda0=2,k=5": 1 - sp.exp(-2)}},
        ),
        Mean(
            name="intensity",
            remark="the intensity is a martingale, and its mean survives its collapse",
            of="poisson.intensity",
            equals=lambda0,
            points=("n=10,lambda0=1,k=3", "n=5,lambda0=2,k=5"),
        ),
        AlmostSure(
            name="extinction",
            of="poisson.survival",
            at_most=2 * n * lambda0 / (k + 1),
            variable=k,
            by="monotone",
            points=("n=1,lambda0=1/2,k=20", "n=1,lambda0=1/5,k=30"),
            worked={"at_most": {"n=3,lambda0=2,k=5": sp.Integer(2), "n=1,lambda0=1/2,k=9": sp.Rational(1, 10)}},
            source=Source(SURESH, "Theorem 2 (almost sure collapse; the bound is ours)"),
        ),
    ),
    notes=(
        Note(
            kind="missing hypothesis",
            source=Source(SURESH, "section 2.2 (bounded martingales converge)"),
            printed="a non-negative bounded martingale converges almost surely, and the process is one",
            found=(
                "The intensity is a martingale without an upper bound: a Poisson number exceeds every bound with "
                "positive probability. That it is not negative is enough for convergence, and the conclusion stands."
            ),
            evidence=("intensity", "extinction"),
        ),
    ),
)

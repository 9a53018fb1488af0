"""A symbol that is expected at most once in a sample: how often it is in it, and how likely it is missing."""

import sympy as sp

from theorems.language import Inequality, Limit, Mean, Note, Parameters, Probability, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.discrete import PARAMETERS as OF_A_SHARE

PARAMETERS = Parameters(
    *OF_A_SHARE,
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10)),
)
n, p0, k = PARAMETERS.symbols
expected = n * p0
at_threshold = (1 - 1 / n) ** n
half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)

THEOREM = Theorem(
    id="discrete-rare-symbol",
    title="A symbol that is expected once",
    source=Source(SHUMAILOV, "section 4.1"),
    statement=(
        r"Let $P_0 = p_0$ and $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$: the share of one symbol among n draws. "
        "The paper says of a symbol with the share 1/n or less that fewer than one sample of it is expected, so that "
        "it is lost in practice. At 1/n exactly one is expected, and it is kept with a probability of more than 0.63."
    ),
    conventions=(
        "n p0 need not be an integer: the given share is no frequency",
        "missing from generation 1: none of the first n draws is the symbol",
    ),
    notation="The paper writes M for the sample size n, and q for the share p0.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="count",
            of="bernoulli.count",
            equals=expected,
            points=("n=5,p0=1/5,k=1", "n=10,p0=1/3,k=4"),
            source=Source(SHUMAILOV, "section 4.1 (the expected number of samples)"),
        ),
        Mean(
            name="threshold",
            remark="it is exactly one at the share 1/n, where the paper says that it is less",
            of="bernoulli.count",
            at_most=sp.Integer(1),
            when=expected <= 1,
            points=("n=2,p0=1/2,k=1", "n=10,p0=1/10,k=3"),
            worked={"at_most": {"n=2,p0=1/2,k=1": sp.Integer(1)}},
        ),
        Probability(
            name="threshold-published",
            remark="lost in practice is read as missing with a probability of at least 1/2",
            of="bernoulli.forgotten",
            at_least=half,
            when=(expected <= 1) & (k <= 1),
            points=("n=2,p0=1/2,k=1", "n=10,p0=1/10,k=1"),
            worked={"at_least": {"n=2,p0=1/2,k=1": half}},
            source=Source(SHUMAILOV, "section 4.1 (less than one sample for q <= 1/M: lost)"),
            expected="refuted",
            erratum="false",
            corrected_by="missing-up-to-threshold",
            counterexample=(
                "n = 2, p0 = 1/2: one sample is expected, not less, and it is missing with the probability 1/4. "
                "For every n and p0 = 1/n that probability is (1 - 1/n)^n, less than 1/e."
            ),
        ),
        Probability(
            name="missing-up-to-threshold",
            remark="an equality for two samples, the share 1/2 and one generation",
            of="bernoulli.forgotten",
            at_least=quarter,
            when=(n >= 2) & (expected <= 1),
            points=("n=2,p0=1/2,k=1", "n=10,p0=1/10,k=1"),
            worked={"at_least": {"n=2,p0=1/2,k=1": quarter}},
        ),
        Probability(
            name="missing",
            of="bernoulli.forgotten",
            equals=(1 - p0) ** n,
            when=k <= 1,
            points=("n=2,p0=1/3,k=1", "n=10,p0=1/10,k=1"),
        ),
        Inequality(
            name="missing-at-threshold",
            remark="this is the probability that a symbol of share 1/n is missing from the first sample",
            quantity=at_threshold,
            at_most=sp.exp(-1),
            worked={
                "quantity": {"n=2": quarter, "n=3": sp.Rational(8, 27)},
                "at_most": {"n=2": sp.exp(-1)},
            },
        ),
        Inequality(
            name="missing-at-threshold-lower",
            remark="an equality for two samples",
            quantity=at_threshold,
            at_least=quarter,
            when=n >= 2,
            worked={
                "quantity": {"n=2": quarter, "n=3": sp.Rational(8, 27)},
                "at_least": {"n=2": quarter},
            },
        ),
        Probability(
            name="missing-lower",
            of="bernoulli.forgotten",
            at_least=1 - expected,
            points=("n=2,p0=1/10,k=1", "n=10,p0=1/50,k=2"),
            worked={"at_least": {"n=2,p0=1/3,k=1": sp.Rational(1, 3), "n=3,p0=1/4,k=2": quarter}},
        ),
        Limit(
            name="lost",
            remark="a symbol that is not lost is alone in the end",
            of="bernoulli.forgotten",
            equals=1 - p0,
            within=n * p0 * (1 - p0) * (1 - 1 / n) ** k,
            variable=k,
            points=("n=2,p0=1/3,k=4", "n=5,p0=1/2,k=12"),
            worked={"within": {"n=2,p0=1/2,k=1": quarter, "n=3,p0=1/3,k=2": sp.Rational(8, 27)}},
            source=Source(SHUMAILOV, "section 4.1 (no data at some generation: 1 - q; the rate is ours)"),
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(SHUMAILOV, "Figure 3"),
            printed="states of a probability of at most 1/M are the bins with log Count <= log M.",
            found=(
                "A count is the share times the number of entries of the histogram: so it is for M^2 of these. "
                "Of a histogram of M entries these states are the bins with a count of at most 1."
            ),
            evidence=("count",),
        ),
    ),
)

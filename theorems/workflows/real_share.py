"""What a share of real data does that is fresh in every batch."""

import sympy as sp

from theorems.language import Inequality, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.exponential_families import SHARE, TRIALS
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(
    ANY_SIZE,
    integer("r", "[1, n]", "real points in each batch", (1, 3)),
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    SCALE,
    TRIALS,
    SHARE,
)
n, r, k, sigma0, m, p0 = PARAMETERS.symbols
s, t = sp.symbols("s t", integer=True, positive=True)
drawn = (1 - r / n) ** 2
"""What is left of the last error."""
halved = drawn - (n - r) / (m * n**2)
"""The same where the variance falls with the error."""
lost = m * r * (2 * n - r) + n - r
real = m * p0 * (1 - p0)
held, above_limit = sigma0**2 * n / (r * (2 * n - r)), real * n / lost
"""How far the real law is from the limit."""

THEOREM = Theorem(
    id="workflow-real-share",
    title="Fresh real points in every batch",
    source=Source(KAZDAN, "section 4 asks the question (what is computed here is ours)"),
    statement=(
        r"Of each batch of n points r are real and fresh, the others are drawn from the last model; a model is fitted "
        "to the last batch (replace), or to all (accumulate). That holds the error under replace, and takes it to 0 "
        "under accumulate. One fresh point a batch keeps about two thirds of the diversity of a coin, however large "
        "the batches are."
    ),
    conventions=("model 0 is the real law; batch 1 is all real", "binomial: points have m trials, V = mu (1 - mu/m)"),
    notation="V is the variance of the law that is fitted; diversity is what is left of its mean.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="fresh-replace",
            of="known_variance_replace_fresh.error",
            equals=held * (1 - drawn**k),
            points=("n=2,r=1,k=3", "n=5,r=2,k=2,sigma0=2"),
        ),
        Limit(
            name="fresh-replace-limit",
            of="known_variance_replace_fresh.error",
            equals=held,
            within=held * drawn**k,
            variable=k,
            points=("n=2,r=1,k=4", "n=5,r=2,k=6"),
            worked={
                "equals": {"n=3,r=2,sigma0=4": sp.Integer(6), "n=5,r=1,sigma0=3": sp.Integer(5)},
                "within": {"n=3,r=2,k=1,sigma0=4": sp.Rational(2, 3), "n=5,r=1,k=2,sigma0=3": sp.Rational(256, 125)},
            },
        ),
        Mean(
            name="fresh-accumulate",
            of="known_variance_accumulate_fresh.error",
            equals=sigma0**2 / n * sp.Sum(sp.Product((1 - r / (n * t)) ** 2, (t, s + 1, k)) / s**2, (s, 1, k)),
            points=("n=2,r=1,k=1", "n=3,r=1,k=3", "n=5,r=2,k=4,sigma0=2"),
        ),
        Mean(
            name="fresh-accumulate-upper",
            remark="so the error is made good where at least half of each batch is real",
            of="known_variance_accumulate_fresh.error",
            at_most=2 * sigma0**2 * sp.harmonic(k) / (n * (k + 1)),
            when=n <= 2 * r,
            points=("n=2,r=1,k=1", "n=2,r=1,k=4", "n=5,r=3,k=3"),
            worked={
                "at_most": {"n=2,r=1,k=1,sigma0=3": sp.Rational(9, 2), "n=3,r=2,k=3,sigma0=2": sp.Rational(11, 9)},
            },
        ),
        Limit(
            name="fresh-accumulate-limit",
            of="known_variance_accumulate_fresh.error",
            equals=sp.Integer(0),
            within=2 * sigma0**2 * sp.harmonic(k) / (n * (k + 1)),
            variable=k,
            when=n <= 2 * r,
            worked={
                "within": {"n=2,r=1,k=1,sigma0=3": sp.Rational(9, 2), "n=3,r=2,k=3,sigma0=2": sp.Rational(11, 9)},
            },
            unraced="a limit of 0 has no size of which a difference could be a part; the bound is raced by itself",
        ),
        Mean(
            name="fresh-binomial",
            of="binomial_replace_fresh.variance",
            equals=real * (1 - n / lost * (1 - halved**k)),
            points=("n=2,r=1,k=3,m=1,p0=1/3", "n=5,r=2,k=2,m=2,p0=1/3"),
        ),
        Limit(
            name="fresh-binomial-limit",
            of="binomial_replace_fresh.variance",
            equals=real * (1 - n / lost),
            within=above_limit * halved**k,
            variable=k,
            points=("n=2,r=1,k=4,m=1,p0=1/3", "n=5,r=2,k=5,m=2,p0=1/3"),
            worked={
                "equals": {"n=3,r=1,m=2,p0=1/3": sp.Rational(1, 3), "n=5,r=2,m=1,p0=1/4": sp.Rational(21, 152)},
                "within": {"n=3,r=1,k=1,m=2,p0=1/3": sp.Rational(1, 27), "n=5,r=2,k=1,m=3,p0=1/4": sp.Rational(3, 170)},
            },
        ),
        Inequality(
            name="kept-upper",
            remark="fresh points of one trial in batches of any size",
            quantity=1 - n / (r * (2 * n - r) + n - r),
            at_most=2 * r / (2 * r + 1),
            worked={
                "at_most": {"r=1": sp.Rational(2, 3), "r=2": sp.Rational(4, 5)},
                "quantity": {"n=3,r=1": sp.Rational(4, 7), "n=5,r=2": sp.Rational(14, 19)},
            },
        ),
        Inequality(
            name="kept-lower",
            remark="so one fresh point in a large batch keeps two thirds",
            quantity=1 - n / (r * (2 * n - r) + n - r),
            at_least=2 * r / (2 * r + 1) - (r + 1) / ((2 * r + 1) * n),
            worked={
                "at_least": {"n=4,r=1": sp.Rational(1, 2), "n=3,r=2": sp.Rational(3, 5)},
                "quantity": {"n=3,r=1": sp.Rational(4, 7), "n=5,r=2": sp.Rational(14, 19)},
            },
        ),
    ),
)

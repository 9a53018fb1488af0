"""Least squares on generated labels, some of which are real."""

import sympy as sp

from theorems.language import Inequality, Mean, Parameters, Source, Theorem
from theorems.language.papers import ARULANDU
from theorems.processes.least_squares import FRESH_LABELS, LAM
from theorems.regression.fixed_design import FITS

PARAMETERS = Parameters(*FRESH_LABELS.parameters, FITS["k"])
lam, n, r, sigma, k = PARAMETERS.symbols
d = LAM.size
i = sp.Symbol("i", integer=True, nonnegative=True)
kept = (n - r) * (n - r + 2) / (n * (n + 2)) + (n - r) * r * (n + 1) * (d - 1) / (n * (n + 2) * (n - 1) * (n - d - 1))
"""By so much a fit keeps of the error before it."""
once = sigma**2 * d / (n - d - 1)

THEOREM = Theorem(
    id="regression-real-share",
    title="A few real labels can make refitted least squares worse",
    source=Source(ARULANDU, "section 4.1 (of no real labels after the first batch)"),
    statement=(
        "As regression-fresh-design under replace, but r of the n rows of every batch have real labels. A fit keeps a "
        "share of the error before it, and adds that of a fit to real labels. With many rows the share is less than 1, "
        "about the square of that of generated labels, and the error stays bounded. With hardly more rows than "
        "features it may be more than 1: then a real label among generated ones makes the error grow exponentially, "
        "where without any it grows linearly."
    ),
    conventions=(
        "rows are N(0, Sigma), lam the eigenvalues of Sigma, d their number; labels have the noise N(0, sigma^2)",
        "batch 1 has real labels only; means are over the rows, too, and finite for n >= d + 2",
    ),
    notation="The paper writes T for our n.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="error",
            of="least_squares_replace_fresh.error",
            equals=once * sp.Sum(kept**i, (i, 0, k - 1)),
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,r=3,k=2", "lam=[2],n=7,r=2,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=3,r=1,k=2,sigma=3": sp.Rational(69, 5)}},
        ),
        Mean(
            name="bounded",
            remark="with more than twice as many rows as features a share of real labels is enough",
            of="least_squares_replace_fresh.error",
            at_most=once * n / r,
            when=(n >= 2 * d + 1) & (r >= 1),
            points=("lam=[4,1,1/4],n=9,r=3,k=2", "lam=[2],n=7,r=2,k=3,sigma=2"),
            worked={
                "at_most": {"lam=[1],n=3,r=1,k=2,sigma=3": sp.Integer(27), "lam=[2,1],n=5,r=3,k=2": sp.Rational(5, 3)}
            },
        ),
        Inequality(
            name="share-above-one",
            remark="one real label, two more rows than features: more of the error is kept than without it",
            quantity=kept.subs({r: 1, n: d + 2}),
            at_least=sp.Rational(36, 35),
            when=d >= 3,
            worked={
                "quantity": {"lam=[1,1,1]": sp.Rational(36, 35), "lam=[1,1,1,1]": sp.Rational(7, 6)},
                "at_least": {"lam=[1,1,1]": sp.Rational(36, 35)},
            },
        ),
    ),
)

"""Least squares on generated labels, the same rows in every batch."""

import sympy as sp

from theorems.language import Identity, Limit, Mean, Note, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU
from theorems.processes.least_squares import LAM
from theorems.processes.least_squares import PARAMETERS as OF_BATCHES

FITS = Parameters(*OF_BATCHES, integer("k", 1, "fits", (1, 2, 5, 20)))
PARAMETERS = Parameters(*FITS, integer("i", "[1, k]", "a batch", (1, 2)))
lam, n, sigma, k, i = PARAMETERS.symbols
d = LAM.size
s = sp.Symbol("s", integer=True, positive=True)
once = sigma**2 * d / (n - d - 1)
squares = sp.Sum(1 / s**2, (s, 1, k))
j = sp.Symbol("j", integer=True, positive=True)

THEOREM = Theorem(
    id="regression-fixed-design",
    title="Least squares on the same rows with generated labels",
    source=Source(ARULANDU, "section 4.1"),
    statement=(
        r"Model 1 is the least squares fit to n rows with real labels. The labels of batch k + 1 are those that model "
        r"k gives to the same n rows, with new noise. Under replace model k + 1 is fitted to batch k + 1; under "
        r"accumulate to batches 1..k + 1, and then $\hat w_k = w_* + X^\dagger (E_1 + E_2/2 + \cdots + E_k/k)$. The "
        r"excess test error $(\hat w_k - w_*)' \Sigma (\hat w_k - w_*)$ grows for ever, or stays within a factor "
        r"$\pi^2/6$ of that of one fit."
    ),
    conventions=(
        "rows are N(0, Sigma), lam the eigenvalues of Sigma, d their number; labels have the noise N(0, sigma^2)",
        "model 1 has real labels; means are over the rows, too, and finite for n >= d + 2",
        "the law of the error does not depend on Sigma, as it is measured by Sigma; the noise itself is not in it",
        "for n points chosen from all so far no exact mean is known: it is infinite once k (d + 1) >= n, as d + 1 rows "
        "may be all that is chosen (with their labels of several batches), and for every k if points are put back",
    ),
    notation="The paper writes T for our n, n for our k, and has Sigma = I.",
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="estimate",
            remark="the weight of the noise of batch i in fit k, which averages its own labels and those of later fits",
            quantity=(1 + sp.Sum(1 / i, (j, 1, k - i))) / k,
            equals=1 / i,
            worked={
                "quantity": {"k=3,i=2": sp.Rational(1, 2), "k=4,i=1": sp.Integer(1)},
                "equals": {"i=2,k=2": sp.Rational(1, 2), "i=3,k=3": sp.Rational(1, 3)},
            },
            source=Source(ARULANDU, "equation (4)"),
        ),
        Mean(
            name="replace",
            of="least_squares_fixed_replace.error",
            equals=once * k,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=2", "lam=[2],n=7,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=3,k=2,sigma=3": sp.Integer(18)}},
            source=Source(ARULANDU, "equation (5)"),
        ),
        Mean(
            name="accumulate",
            of="least_squares_fixed_accumulate.error",
            equals=once * squares,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=2", "lam=[2],n=7,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=3,k=2,sigma=2": sp.Integer(5)}},
            source=Source(ARULANDU, "equation (6)"),
        ),
        Mean(
            name="accumulate-upper",
            of="least_squares_fixed_accumulate.error",
            at_most=once * sp.pi**2 / 6,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=20", "lam=[2],n=7,k=20,sigma=2"),
            worked={"at_most": {"lam=[1],n=3,sigma=2": 2 * sp.pi**2 / 3, "lam=[2,1],n=7,sigma=3": 3 * sp.pi**2 / 4}},
            source=Source(ARULANDU, "equation (6) (its bound)"),
        ),
        Limit(
            name="accumulate-limit",
            of="least_squares_fixed_accumulate.error",
            equals=once * sp.pi**2 / 6,
            within=once / k,
            variable=k,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=40",),
            worked={
                "equals": {"lam=[1],n=3,sigma=2": 2 * sp.pi**2 / 3, "lam=[2,1],n=7,sigma=3": 3 * sp.pi**2 / 4},
                "within": {
                    "lam=[1],n=3,k=2,sigma=2": sp.Integer(2),
                    "lam=[2,1],n=7,k=3,sigma=3": sp.Rational(3, 2),
                },
            },
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(ARULANDU, "section 4.1 (equation (5) recovers equation (3))"),
            printed="the test error of the replace scheme, (5), recovers (3) in the isotropic case",
            found=(
                "(5) counts fits, the first of which has real labels; (3) counts generations of synthetic labels, g = "
                "0 being the fit to real ones. With ridge 0 the excess error of (3) is sigma^2 d (1 + g)/(n - d - 1), "
                "which is (5) at k = g + 1, not at k = g."
            ),
            evidence=("replace",),
        ),
        Note(
            kind="convention",
            source=Source(ARULANDU, "section 3.2 (sample covariance and variance of the clean error)"),
            printed="the sample covariance is X X'/T for X with T rows; Var is a trace of random matrices",
            found=(
                "X X' has T rows and T columns: the sample covariance of d features is X'X/T. The variance needs an "
                "expectation over X; with ridge 0 it is sigma^2 d/(n - d - 1), one fit of ours."
            ),
            evidence=("replace",),
        ),
    ),
)

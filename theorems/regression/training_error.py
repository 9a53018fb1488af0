"""The training error of least squares on generated labels."""

import sympy as sp

from theorems.language import Limit, Mean, Note, Source, Theorem
from theorems.language.papers import ARULANDU
from theorems.regression.fixed_design import FITS, d, k, n, s, sigma

harmonic = sp.Sum(1 / s, (s, 1, k))
of_one = sigma**2 * (1 - d / n)
pooled = sigma**2 * (1 - d * harmonic / (n * k))

THEOREM = Theorem(
    id="regression-training-error",
    title="The training error of refitted least squares does not tell how far the model is off",
    source=Source(ARULANDU, "section 4.2"),
    statement=(
        "The processes of regression-fixed-design and regression-fresh-design: the mean squared residual of model k on "
        "the rows and labels that it is fitted to. Under replace it is the same in every generation, while the test "
        "error grows for ever. Under accumulate it rises to the noise level, while the test error is bounded; and it "
        "is the same whether rows come again or are new."
    ),
    conventions=(
        "rows are N(0, Sigma), lam the eigenvalues of Sigma, d their number; labels have the noise N(0, sigma^2)",
        "under accumulate the residuals of all k n labels are averaged; n >= d, where one fit is exact",
    ),
    notation="The paper writes g for generations.",
    parameters=FITS,
    claims=(
        Mean(
            name="replace",
            of="least_squares_replace.training_error",
            equals=of_one,
            points=("lam=[4,1,1/4],n=5,k=3", "lam=[2],n=2,k=2,sigma=2"),
        ),
        Mean(
            name="replace-fixed",
            of="least_squares_fixed_replace.training_error",
            equals=of_one,
            points=("lam=[4,1,1/4],n=5,k=3", "lam=[2],n=2,k=2,sigma=2"),
        ),
        Mean(
            name="accumulate",
            of="least_squares_accumulate.training_error",
            equals=pooled,
            points=("lam=[4,1,1/4],n=4,k=3", "lam=[2],n=1,k=2,sigma=2"),
        ),
        Mean(
            name="accumulate-fixed",
            of="least_squares_fixed_accumulate.training_error",
            equals=pooled,
            points=("lam=[4,1,1/4],n=4,k=3", "lam=[2],n=1,k=2,sigma=2"),
        ),
        Mean(
            name="accumulate-lower",
            remark="rises from that of one fit",
            of="least_squares_accumulate.training_error",
            at_least=of_one,
            points=("lam=[4,1,1/4],n=4,k=3", "lam=[2],n=2,k=1,sigma=2"),
            worked={"at_least": {"lam=[1],n=3,sigma=3": sp.Integer(6), "lam=[2,1],n=5": sp.Rational(3, 5)}},
        ),
        Limit(
            name="accumulate-limit",
            of="least_squares_accumulate.training_error",
            equals=sigma**2,
            within=sigma**2 * d * (1 + sp.log(k)) / (n * k),
            variable=k,
            points=("lam=[4,1,1/4],n=9,k=40",),
            worked={
                "equals": {"sigma=3": sp.Integer(9), "sigma=2": sp.Integer(4)},
                "within": {
                    "lam=[1],n=3,k=1,sigma=3": sp.Integer(3),
                    "lam=[2,1],n=7,k=2,sigma=3": 9 * (1 + sp.log(2)) / 7,
                },
            },
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(ARULANDU, "section 4.2 (training error across generations)"),
            printed=(
                "in autoencoders training error increases across generations under replace and decreases under "
                "accumulate, for which there is no satisfying explanation yet"
            ),
            found=(
                "Least squares does not explain it. Under replace its training error is sigma^2 (1 - d/n) in every "
                "generation; under accumulate it rises, from the same value to sigma^2. So what is observed in "
                "autoencoders is no effect of refitting a linear model to its own labels."
            ),
            evidence=("replace", "accumulate", "accumulate-lower"),
        ),
    ),
)

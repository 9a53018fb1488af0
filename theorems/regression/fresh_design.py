"""Least squares on generated labels, new rows in every batch."""

import sympy as sp

from theorems.language import Inequality, Limit, Mean, Source, Theorem
from theorems.language.papers import ARULANDU
from theorems.regression.fixed_design import FITS, d, k, n, once, s, sigma, squares

pooled = sp.Sum(1 / (s * (s * n - d - 1)), (s, 1, k))
rest = (d + 1) / n
limit = -(sp.polygamma(0, 1 - rest) + sp.EulerGamma) / (d + 1)

THEOREM = Theorem(
    id="regression-fresh-design",
    title="Least squares on new rows with generated labels",
    source=Source(ARULANDU, "section 4.1"),
    statement=(
        "As regression-fixed-design, but every batch has n new rows. Replacing is as bad as on the same rows. "
        "Accumulating is better than on the same rows: k n rows determine the slopes better than n rows and k labels "
        "each. What the paper prints for accumulating holds for one design that comes again, not for new ones."
    ),
    conventions=(
        "rows are N(0, Sigma), lam the eigenvalues of Sigma, d their number; labels have the noise N(0, sigma^2)",
        "model 1 has real labels; means are over the rows, too, and finite for n >= d + 2",
        "for n points chosen from all so far no exact mean is known, as fits share rows with earlier ones (for two "
        "fits and d = 1 it is an integral); it is infinite if points are put back. For many points see workflow-order",
    ),
    notation="The paper writes T for our n, n for our k, and has Sigma = I.",
    parameters=FITS,
    claims=(
        Mean(
            name="replace",
            of="least_squares_replace.error",
            equals=once * k,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=2", "lam=[2],n=7,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=3,k=2,sigma=3": sp.Integer(18)}},
        ),
        Mean(
            name="accumulate",
            of="least_squares_accumulate.error",
            equals=sigma**2 * d * pooled,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=2", "lam=[2],n=7,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=3,k=2,sigma=2": sp.Rational(9, 2)}},
        ),
        Mean(
            name="accumulate-as-printed",
            of="least_squares_accumulate.error",
            equals=once * squares,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=8,k=4", "lam=[2],n=7,k=3"),
            worked={
                "equals": {"lam=[1],n=3,k=2,sigma=2": sp.Integer(5), "lam=[2,1],n=7,k=2,sigma=3": sp.Rational(45, 8)}
            },
            source=Source(ARULANDU, "equation (6) (with new rows in every batch)"),
            expected="refuted",
            erratum="missing hypothesis",
            counterexample=(
                "lam=[2],n=4,k=2: 7/12, not 5/8. In the long run the error is 1.4820 times that of one fit for n = 12 "
                "and d = 3, not pi^2/6 = 1.6449 times: (4) and (6) need the same rows in every batch, where the text "
                "and section 3.2 have X_k"
            ),
            corrected_by="accumulate",
        ),
        Mean(
            name="below-fixed",
            remark="never more than on the same rows",
            of="least_squares_accumulate.error",
            at_most=once * squares,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=2", "lam=[2],n=7,k=1,sigma=2"),
            worked={"at_most": {"lam=[1],n=3,k=2,sigma=2": sp.Integer(5), "lam=[2,1],n=5,k=2": sp.Rational(5, 4)}},
        ),
        Limit(
            name="accumulate-limit",
            of="least_squares_accumulate.error",
            equals=sigma**2 * d * limit,
            within=once / k,
            variable=k,
            when=n >= d + 2,
            points=("lam=[4,1,1/4],n=9,k=40",),
            worked={
                "equals": {"lam=[1],n=4,sigma=3": 9 * sp.log(2), "lam=[2,1],n=6": 2 * sp.log(2) * 2 / 3},
                "within": {
                    "lam=[1],n=3,k=2,sigma=2": sp.Integer(2),
                    "lam=[2,1],n=7,k=3,sigma=3": sp.Rational(3, 2),
                },
            },
        ),
        Inequality(
            name="limit-lower",
            remark="never less than one fit",
            quantity=sigma**2 * d * limit,
            at_least=once,
            when=n >= d + 2,
            worked={
                "quantity": {"lam=[1],n=4,sigma=3": 9 * sp.log(2), "lam=[2,1],n=6": 2 * sp.log(2) * 2 / 3},
                "at_least": {"lam=[1],n=3,sigma=2": sp.Integer(4), "lam=[2,1],n=7,sigma=3": sp.Rational(9, 2)},
            },
        ),
        Inequality(
            name="limit-upper",
            remark="less than the limit on the same rows",
            quantity=sigma**2 * d * limit,
            at_most=once * sp.pi**2 / 6,
            when=n >= d + 2,
            worked={
                "quantity": {"lam=[1],n=4,sigma=3": 9 * sp.log(2), "lam=[2,1],n=6": 2 * sp.log(2) * 2 / 3},
                "at_most": {"lam=[1],n=3,sigma=2": 2 * sp.pi**2 / 3, "lam=[2,1],n=7,sigma=3": 3 * sp.pi**2 / 4},
            },
        ),
    ),
)

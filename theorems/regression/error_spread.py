"""How much the test error of least squares on generated labels varies from run to run."""

import sympy as sp

from theorems.language import Identity, Mean, Source, Theorem
from theorems.language.papers import ARULANDU
from theorems.regression.fixed_design import FITS, d, k, n, sigma, squares

of_one = d * (d + 2) / ((n - d - 1) * (n - d - 3))
apart = d * (d + 2) / (n - d - 1) ** 2
divisor = (n - d) * (n - d - 1) * (n - d - 3)
of_traces = (d * (d * (n - d - 2) + 2) + 2 * d * (n - 1)) / divisor

THEOREM = Theorem(
    id="regression-error-spread",
    title="How much the test error of refitted least squares varies",
    source=Source(ARULANDU, "section 4.1"),
    statement=(
        "The processes of regression-fixed-design and regression-fresh-design: mean squares of the excess test error. "
        "Given the rows the error is a quadratic form in normal variables. On one design it is $s$ times that of one "
        r"fit in law, $s = k$ or $1 + 1/4 + \cdots + 1/k^2$, and that of one is $\sigma^2 \chi^2_d/\chi^2_{n-d+1}$, "
        "a ratio of independent variables (Hotelling). Replaced designs average the luck of the rows, one design does "
        "not."
    ),
    conventions=(
        "mean squares are finite for n >= d + 4 only: at n = d + 2 and d + 3 the error has a mean, and no variance",
        "the distance is that of the slopes, measured by Sigma: the root of the error",
        "rows are N(0, Sigma), Sigma with the eigenvalues lam, d their number",
    ),
    notation="The paper writes T for our n and n for our k.",
    parameters=FITS,
    claims=(
        Mean(
            name="fixed-replace",
            of="least_squares_fixed_replace.error_square",
            equals=sigma**4 * k**2 * of_one,
            when=n >= d + 4,
            points=("lam=[4,1,1/4],n=40,k=2", "lam=[2],n=30,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=5,k=2,sigma=2": sp.Integer(64)}},
        ),
        Mean(
            name="fixed-accumulate",
            of="least_squares_fixed_accumulate.error_square",
            equals=sigma**4 * squares**2 * of_one,
            when=n >= d + 4,
            points=("lam=[4,1,1/4],n=40,k=2", "lam=[2],n=30,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=5,k=2,sigma=2": sp.Integer(25)}},
        ),
        Mean(
            name="fresh-replace",
            of="least_squares_replace.error_square",
            equals=sigma**4 * (k * of_one + k * (k - 1) * apart),
            when=n >= d + 4,
            points=("lam=[4,1,1/4],n=40,k=2", "lam=[2],n=30,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=5,k=2,sigma=2": sp.Rational(128, 3)}},
        ),
        Mean(
            name="fresh-below-fixed",
            remark="new rows average out what one design repeats",
            of="least_squares_replace.error_square",
            at_most=sigma**4 * k**2 * of_one,
            when=n >= d + 4,
            points=("lam=[4,1,1/4],n=40,k=2", "lam=[2],n=30,k=1,sigma=2"),
            worked={"at_most": {"lam=[1],n=5,k=2,sigma=2": sp.Integer(64), "lam=[2,1],n=8,k=3": sp.Rational(24, 5)}},
        ),
        Mean(
            name="fixed-replace-distance",
            remark="the root of the error has a variance as soon as the error has a mean",
            of="least_squares_fixed_replace.distance",
            equals=sigma
            * sp.sqrt(k)
            * sp.gamma((d + 1) / 2)
            * sp.gamma((n - d) / 2)
            / (sp.gamma(d / 2) * sp.gamma((n - d + 1) / 2)),
            when=n >= d + 1,
            points=("lam=[4,1,1/4],n=5,k=2", "lam=[2],n=3,k=3,sigma=2"),
            worked={"equals": {"lam=[1],n=2,k=4,sigma=3": sp.Integer(6), "lam=[2,1],n=4,k=1": sp.Integer(1)}},
        ),
        Identity(
            name="wishart-moments",
            remark="of an inverse Wishart matrix, the mean square of the trace and twice the mean trace of the square",
            quantity=of_traces,
            equals=of_one,
            when=n >= d + 4,
            worked={
                "quantity": {"lam=[1],n=5": sp.Integer(1), "lam=[2,1],n=8": sp.Rational(8, 15)},
                "equals": {"lam=[1],n=5": sp.Integer(1), "lam=[2,1],n=8": sp.Rational(8, 15)},
            },
        ),
    ),
)

"""Gaussians in several dimensions fitted to all data so far: trace, determinant and error of the mean."""

import sympy as sp

from theorems.language import Limit, Mean, Parameters, Source, Surely, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian_multivariate import LAM, SIZE

PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), LAM)
n, k, lam = PARAMETERS.symbols
d = LAM.size
i, j = sp.symbols("i j", integer=True, nonnegative=True)
t, r, s = sp.symbols("t r s", integer=True, positive=True)
trace = sp.Sum(lam[i], (i, 0, d - 1))
square = sp.Sum(lam[i] ** 2, (i, 0, d - 1))
sine = sp.sin(sp.pi / sp.sqrt(n)) / (sp.pi / sp.sqrt(n))
pairs = (trace**2 - square) / 3
"""A third of the sum of lam_i lam_j over i != j."""


def once(last: sp.Expr) -> sp.Expr:
    """E v in a direction of unit variance, v that of model `last`."""
    return sp.Product(1 - 1 / (n * r**2), (r, 1, last))


def along(last: sp.Expr) -> sp.Expr:
    """E v^2 there."""
    return sp.Product(1 - (4 * r - 3) / (n**2 * r**4), (r, 1, last))


def mixed(last: sp.Expr) -> sp.Expr:
    """E m^2 v there, m the mean."""
    gained = (n * s**2 + 2 * s - 3) / (s**2 * (n * s**2 - 1))
    return once(last) / n * sp.Sum(gained * along(s - 1) / once(s - 1), (s, 1, last))


kept = once(k)
draw = 3 + 6 * sp.Sum((n * s**2 - 1) / s**4 * along(s - 1), (s, 1, k)) / n**2
"""E x^4 there, x a draw from model k: E (m^4 + 6 m^2 v + 3 v^2)."""
fourth = draw - 6 * mixed(k) - 3 * along(k)
"""E m^4 there."""
plane = 1 - 3 / (n * t**2) + 2 / (n**2 * t**3)
across = sp.Product(plane, (t, 1, k))


def minors(m: sp.Expr) -> sp.Expr:
    """E det[(1 - 1/t) I + W/(n t)] in m dimensions, W ~ Wishart_m(n - 1, I)."""
    chosen = sp.binomial(m, j) * sp.binomial(n - 1, j) * sp.factorial(j)
    return sp.Sum(chosen * (t - 1) ** (m - j) / n**j, (j, 0, m)) / t**m


THEOREM = Theorem(
    id="gaussian-accumulate-multivariate",
    title="Accumulating data keeps fitted Gaussians alive in every direction",
    source=Source(KAZDAN, "section 2.1"),
    statement=(
        r"Model k, of mean $\mu_k$ and covariance $\Sigma_k$ (ddof = 0), is fitted in d dimensions to all batches "
        "1..k; batch 1 is real data, batch k+1 is drawn from model k. What the trace loses, the squared error of the "
        "mean wins."
    ),
    conventions=(
        "the real law has the eigenvalues lam in its covariance; d is their number",
        "ddof = 0 as in the paper's code",
    ),
    notation="The paper writes t for our k, and has the unit matrix for Sigma_0.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="trace",
            of="gaussian_multivariate_accumulate.trace",
            equals=trace * kept,
            points=("n=2,k=1,lam=[4,1,1/4]", "n=5,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="mean-error",
            of="gaussian_multivariate_accumulate.mean_error",
            equals=trace * (1 - kept),
            points=("n=2,k=1,lam=[4,1,1/4]", "n=5,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="trace-square",
            of="gaussian_multivariate_accumulate.trace_square",
            equals=square * along(k) + pairs * (along(k) + 2 * across),
            points=("n=5,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="frobenius-square",
            of="gaussian_multivariate_accumulate.frobenius_square",
            equals=square * along(k) + pairs * (along(k) - across),
            points=("n=5,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="mean-error-square",
            of="gaussian_multivariate_accumulate.mean_error_square",
            equals=(square + pairs) * fourth,
            points=("n=5,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="error-and-trace",
            of="gaussian_multivariate_accumulate.error_and_trace",
            equals=square * mixed(k) + pairs * (mixed(k) + kept - across),
            points=("n=5,k=1,lam=[4,1,1/4]", "n=3,k=3,lam=[2,1/2]"),
        ),
        Mean(
            name="determinant",
            of="gaussian_multivariate_accumulate.determinant",
            equals=sp.Product(lam[i], (i, 0, d - 1))
            * sp.Product(minors(d) + d * (t - 1) / (n * t**2) * minors(d - 1), (t, 1, k)),
            points=("n=3,k=2,lam=[2,1/2]", "n=6,k=3,lam=[2,1/2]", "n=2,k=2,lam=[3]"),
        ),
        Limit(
            name="trace-limit",
            of="gaussian_multivariate_accumulate.trace",
            equals=trace * sine,
            within=trace / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=4,lam=[2,1/2]", "n=5,k=4,lam=[2,1/2]"),
            worked={
                "equals": {"n=4,lam=[3,1]": 8 / sp.pi, "n=4,lam=[5]": 10 / sp.pi},
                "within": {"n=4,k=1,lam=[3]": sp.Rational(3, 4), "n=5,k=2,lam=[4,1]": sp.Rational(1, 2)},
            },
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_multivariate_accumulate.mean_error",
            equals=trace * (1 - sine),
            within=trace / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=4,lam=[2,1/2]", "n=5,k=4,lam=[2,1/2]"),
            worked={
                "equals": {"n=4,lam=[3,1]": 4 - 8 / sp.pi, "n=4,lam=[5]": 5 - 10 / sp.pi},
                "within": {"n=4,k=1,lam=[3]": sp.Rational(3, 4), "n=5,k=2,lam=[4,1]": sp.Rational(1, 2)},
            },
        ),
        Surely(
            name="singular",
            remark="directions that the first n points do not span never come back",
            of="gaussian_multivariate_accumulate.singular",
            when=(n <= d) & (k >= 1),
            points=("n=2,k=1,lam=[2,1/2]", "n=2,k=3,lam=[4,1,1/4]", "n=3,k=2,lam=[4,1,1/4]"),
        ),
        Surely(
            name="regular",
            of="gaussian_multivariate_accumulate.regular",
            when=n >= d + 1,
            points=("n=3,k=2,lam=[2,1/2]", "n=4,k=1,lam=[4,1,1/4]"),
        ),
        Surely(
            name="regular-published",
            of="gaussian_multivariate_accumulate.regular",
            when=k >= 1,
            points=("n=2,k=1,lam=[2,1/2]", "n=3,k=2,lam=[4,1,1/4]"),
            source=Source(KAZDAN, "section 2.1 (accumulating prevents collapse, for all d and n shown)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="regular",
            counterexample=(
                "Any n <= d, such as n = 10 points in d = 10 dimensions, which are among the settings shown: n points "
                "span n - 1 dimensions, and what is fitted to them stays in these. The determinant is 0 from the first "
                "fit on. With n > d points it never is."
            ),
        ),
    ),
)

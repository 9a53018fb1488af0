"""Gaussians in several dimensions refitted to samples of themselves: trace, determinant and error of the mean."""

import sympy as sp

from theorems.language import Mean, Note, Parameters, Source, Surely, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian_multivariate import DDOF, LAM, SIZE

PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), LAM, DDOF)
n, k, lam, ddof = PARAMETERS.symbols
d = LAM.size
i, j = sp.symbols("i j", integer=True, nonnegative=True)
kept = (n - 1) / (n - ddof)
trace = sp.Sum(lam[i], (i, 0, d - 1))
square = sp.Sum(lam[i] ** 2, (i, 0, d - 1))
shrunk = sp.Product((n - 1 - i) / (n - ddof), (i, 0, d - 1))
along, across = ((n - 1) * (n + 1) / (n - ddof) ** 2) ** k, ((n - 1) * (n - 2) / (n - ddof) ** 2) ** k
THEOREM = Theorem(
    id="gaussian-replace-multivariate",
    title="Fitted Gaussians in several dimensions narrow in every direction",
    source=Source(KAZDAN, "section 2.1"),
    statement=(
        r"Let $\mu_{j+1}$ and $\Sigma_{j+1}$ be sample mean and covariance of n draws from $N(\mu_j, \Sigma_j)$ in d "
        "dimensions. The trace shrinks as one variance does; the determinant shrinks faster, and the faster the more "
        "dimensions there are."
    ),
    conventions=(
        "the real law has the eigenvalues lam in its covariance; d is their number",
        "the paper's code has ddof = 0",
    ),
    notation="The paper writes t for our k, and has the unit matrix for Sigma_0.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="trace",
            of="gaussian_multivariate_replace.trace",
            equals=kept**k * trace,
            points=("n=2,k=1,lam=[4,1,1/4],ddof=0", "n=5,k=3,lam=[2,1/2],ddof=0", "n=3,k=2,lam=[1,1],ddof=1"),
        ),
        Mean(
            name="mean-error",
            of="gaussian_multivariate_replace.mean_error",
            equals=trace / n * sp.Sum(kept**j, (j, 0, k - 1)),
            points=("n=2,k=2,lam=[4,1,1/4],ddof=0", "n=5,k=3,lam=[2,1/2],ddof=1"),
        ),
        Mean(
            name="mean-error-upper",
            of="gaussian_multivariate_replace.mean_error",
            at_most=trace,
            when=ddof <= 0,
            points=("n=3,k=2,lam=[2,1/2],ddof=0", "n=5,k=4,lam=[4,1,1/4],ddof=0"),
            worked={"at_most": {"lam=[4,1,1/4]": sp.Rational(21, 4), "lam=[3,2]": sp.Integer(5)}},
        ),
        Mean(
            name="trace-square",
            of="gaussian_multivariate_replace.trace_square",
            equals=((trace**2 + 2 * square) * along + 2 * (trace**2 - square) * across) / 3,
            points=("n=5,k=1,lam=[4,1,1/4],ddof=0", "n=10,k=2,lam=[2,1/2],ddof=1"),
        ),
        Mean(
            name="determinant",
            of="gaussian_multivariate_replace.determinant",
            equals=sp.Product(lam[i], (i, 0, d - 1)) * shrunk**k,
            points=("n=4,k=1,lam=[4,1,1/4],ddof=0", "n=5,k=2,lam=[2,1/2],ddof=1", "n=2,k=1,lam=[3],ddof=0"),
        ),
        Mean(
            name="log-determinant",
            remark="a typical determinant, which is smaller than its mean",
            of="gaussian_multivariate_replace.log_determinant",
            equals=sp.Sum(sp.log(lam[i]), (i, 0, d - 1))
            + k * (sp.Sum(sp.polygamma(0, (n - 1 - i) / 2), (i, 0, d - 1)) + d * (sp.log(2) - sp.log(n - ddof))),
            when=n >= d + 1,
            points=("n=4,k=1,lam=[4,1,1/4],ddof=0", "n=3,k=2,lam=[2,1/2],ddof=1", "n=2,k=3,lam=[3],ddof=0"),
        ),
        Surely(
            name="singular",
            remark="n points span fewer than n directions",
            of="gaussian_multivariate_replace.singular",
            when=(n <= d) & (k >= 1),
            points=("n=2,k=1,lam=[2,1/2],ddof=0", "n=2,k=2,lam=[4,1,1/4],ddof=1"),
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(KAZDAN, "section 2.1 (replacing the data in d dimensions; error of the mean)"),
            printed="the squared error of the fitted mean diverges when data are replaced",
            found=(
                "The program fits with ddof = 0, and then the mean squared error is tr Sigma_0 (1 - (1 - 1/n)^k), "
                "never more than tr Sigma_0, which is d for the unit matrix. With ddof = 1 it is k tr Sigma_0/n, "
                "which grows without bound."
            ),
            evidence=("mean-error", "mean-error-upper"),
        ),
    ),
)

"""Recursive Gaussian fitting by maximum likelihood: the variance falls faster, and its risk is bounded."""

import sympy as sp

from theorems.gaussian.collapse import PARAMETERS
from theorems.gaussian.moments import scale_moment
from theorems.language import Limit, Mean, Note, Probability, Rate, Source, Theorem
from theorems.language.papers import KAZDAN, SHUMAILOV, SURESH

n, k, eps, alpha, sigma0 = PARAMETERS.symbols
share = 1 - 1 / n


def factor(power: sp.Expr) -> sp.Expr:
    """E (Sigma_1/sigma0)^power."""
    return share ** (power / 2) * scale_moment(n, power)


THEOREM = Theorem(
    id="gaussian-collapse-mle",
    title="The Gaussian fitted by maximum likelihood narrows faster",
    source=Source(SURESH, "section 3.3"),
    statement=(
        r"Let $M_{j+1}$ and $\Sigma_{j+1}^2$ be mean and variance of n draws from $N(M_j, \Sigma_j^2)$, the variance "
        "with divisor n. The variance falls by a factor in every generation, and neither the error of the mean nor "
        "the risk grows beyond a bound, as they do with the unbiased variance."
    ),
    conventions=("the variance is the maximum likelihood estimate: ddof = 0",),
    notation="The paper writes the same letters; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="square",
            of="gaussian_mle.scale_square",
            equals=sigma0**2 * share**k,
            points=("n=5,k=1", "n=6,k=2,sigma0=2"),
        ),
        Mean(
            name="moment",
            of="gaussian_mle.scale_power",
            equals=sigma0**alpha * factor(alpha) ** k,
            points=("n=5,k=3,alpha=1/2", "n=4,k=2,alpha=3/2,sigma0=2"),
        ),
        Mean(
            name="mean-error",
            remark="never more than the real variance",
            of="gaussian_mle.centre_square",
            equals=sigma0**2 * (1 - share**k),
            points=("n=5,k=1", "n=4,k=3,sigma0=2"),
        ),
        Limit(
            name="square-limit",
            of="gaussian_mle.scale_square",
            equals=sp.Integer(0),
            within=sigma0**2 * share**k,
            variable=k,
            points=("n=5,k=1", "n=6,k=2,sigma0=2"),
            worked={"within": {"n=2,k=2": sp.Rational(1, 4), "n=3,k=1,sigma0=3": sp.Integer(6)}},
        ),
        Limit(
            name="mean-error-limit",
            of="gaussian_mle.centre_square",
            equals=sigma0**2,
            within=sigma0**2 * share**k,
            variable=k,
            points=("n=2,k=3", "n=3,k=4,sigma0=2"),
            worked={
                "equals": {"n=2,k=1,sigma0=3": sp.Integer(9)},
                "within": {"n=2,k=2": sp.Rational(1, 4), "n=3,k=1,sigma0=3": sp.Integer(6)},
            },
        ),
        Mean(
            name="risk",
            remark="never more than twice the real variance",
            of="gaussian_mle.risk",
            equals=2 * sigma0**2 * (1 - factor(sp.Integer(1)) ** k),
            points=("n=5,k=1", "n=4,k=3,sigma0=2"),
        ),
        Probability(
            name="tail",
            of="gaussian_mle.above",
            at_most=(sigma0 / eps) ** 2 * share**k,
            points=("n=10,k=40,eps=1/2", "n=3,k=5,eps=1/2"),
            worked={"at_most": {"n=2,k=3,eps=1/2": sp.Rational(1, 2), "n=3,k=2,eps=1/2,sigma0=3": sp.Integer(16)}},
        ),
        Probability(
            name="tail-mean",
            of="gaussian_mle.above",
            at_most=sigma0 / eps * factor(sp.Integer(1)) ** k,
            points=("n=10,k=40,eps=1/2", "n=3,k=5,eps=1/2"),
            worked={
                "at_most": {
                    "n=2,k=2,eps=1/2": 2 / sp.pi,
                    "n=3,k=2,eps=1/2,sigma0=3": sp.pi,
                    "n=5,k=2,eps=1/4": sp.Rational(9, 10) * sp.pi,
                }
            },
        ),
        Probability(
            name="tail-published",
            of="gaussian_mle.above",
            at_most=sigma0 / eps * sp.exp(-k / (4 * n - 1)),
            points=("n=10,k=40,eps=1/2", "n=3,k=5,eps=1/2"),
            worked={"at_most": {"n=2,k=7,eps=1/2": 2 * sp.exp(-1), "n=3,k=22,eps=1/2,sigma0=5": 10 * sp.exp(-2)}},
            source=Source(SURESH, "section 3.3 (the same for the maximum likelihood estimate)"),
            sharper="tail-mean",
        ),
        Rate(
            name="rate",
            remark="of typical paths",
            of="gaussian_mle.drift",
            equals=(sp.polygamma(0, (n - 1) / 2) + sp.log(2 / n)) / 2,
            points=("n=2", "n=5"),
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(SHUMAILOV, "Figures 4 and 6"),
            printed="the variance is estimated without bias, as in equation (1)",
            found=(
                "The notebook takes numpy's std, with divisor n. The drift of ln Sigma_k is then about -1/n a "
                "generation, not -1/(2n): at n = 500, k = 1000 the typical Sigma_k/sigma0 is 0.135, not 0.367."
            ),
            evidence=("square", "rate"),
        ),
        Note(
            kind="convention",
            source=Source(KAZDAN, "section 2.1 (replacing the data; error of the mean)"),
            printed="the squared error of the fitted mean diverges when data are replaced",
            found=(
                "The program fits with divisor n, and then the mean squared error is sigma0^2 (1 - (1 - 1/n)^k), never "
                "more than sigma0^2. It grows without bound with divisor n - 1 only, and there in expectation only."
            ),
            evidence=("mean-error",),
        ),
        Note(
            kind="convention",
            source=Source(KAZDAN, "section 2.1 (replacing the data; the distance from the truth)"),
            printed="the expected squared Wasserstein distance to the truth diverges when data are replaced",
            found="With divisor n, which the program has, it never exceeds 2 sigma0^2.",
            evidence=("risk",),
        ),
    ),
)

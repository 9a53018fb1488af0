"""Every estimator that splits the mean of x^2: a martingale, and with it the collapse of each of them."""

import sympy as sp

from theorems.language import Mean, Parameters, Probability, Source, Summable, Theorem, integer
from theorems.language.papers import SURESH
from theorems.processes.mixture import ESTIMATOR, MODEL, NOISE

PARAMETERS = Parameters(
    MODEL["n"], integer("k", 0, "generations of sample-and-fit", (0, 1, 3)), *MODEL.items[1:], ESTIMATOR, NOISE
)
n, k, mu0, sigma0, _, b = PARAMETERS.symbols
total = mu0**2 + sigma0**2

THEOREM = Theorem(
    id="mixture-martingale",
    title="Two symmetric normal components: every fit of the second moment collapses",
    source=Source(SURESH, "section 4.2"),
    statement=(
        r"Model j+1 is fitted to n draws $x = \pm\mu_j + \sigma_j Z$ from model j, by an estimator for which "
        r"$\mu_{j+1}^2 + \sigma_{j+1}^2$ is the mean of $x^2$, as it is for the solutions of the likelihood equations "
        r"and for Algorithm 1 of the paper. Then $\mu_k^2 + \sigma_k^2$ is a martingale. Its root falls in every "
        r"generation, on average, by an eighth of $\sigma_k^2/(n\sqrt{\mu_k^2+\sigma_k^2})$ or more, whatever the "
        r"estimator is. That pays for all that the root of $\sigma_0^2+\ldots+\sigma_{k-1}^2$ gains: its mean stays "
        r"below $4\sqrt n$ times the root of $\mu_0^2+\sigma_0^2$ for ever. So the sum of all $\sigma_j^2$ is finite, "
        r"almost surely, and $\sigma_k$ tends to 0 almost surely: the exact joint maximum likelihood estimate "
        r"collapses, too, which the paper leaves open."
    ),
    conventions=(
        "model 0 is given; sigma is positive in every model",
        "the estimator is any function of the sample",
        "with b = k eps^2: how likely sigma^2 is above eps^2 on average over k generations; whether the exact estimate "
        "collapses exponentially fast is not settled by this",
    ),
    notation=r"The paper writes $\hat\mu_k, \hat\sigma_k$; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="second-moment",
            of="mixture.second_moment",
            equals=total,
            points=(
                "n=2,k=1,mu0=1,sigma0=2,estimator=likelihood",
                "n=3,k=2,mu0=1,sigma0=1/2,estimator=algorithm",
                "n=5,k=3,mu0=0,sigma0=2,estimator=absolute",
                "n=4,k=2,mu0=2,sigma0=1,estimator=noise",
            ),
            source=Source(SURESH, "section 4.2 (a martingale)"),
        ),
        Mean(
            name="second-moment-variance",
            remark="of the next model, given the present one",
            of="mixture_sample.second_moment_variance",
            equals=(4 * mu0**2 * sigma0**2 + 2 * sigma0**4) / n,
            points=("n=2,k=0,mu0=1,sigma0=2", "n=5,k=1,mu0=2,sigma0=1"),
        ),
        Summable(
            name="weighted",
            remark="L adds up the variance over the root of the second moment",
            of="mixture.total",
            at_most=8 * n * sp.sqrt(total),
            variable=k,
            points=(
                "n=2,k=4,mu0=0,estimator=likelihood",
                "n=2,k=4,mu0=1,sigma0=1/2,estimator=algorithm",
                "n=2,k=4,mu0=1,estimator=noise",
            ),
            worked={
                "at_most": {
                    "n=2,mu0=3,sigma0=4": sp.Integer(80),
                    "n=3,mu0=0,sigma0=2": sp.Integer(48),
                    "n=5,mu0=1,sigma0=1": 40 * sp.sqrt(2),
                }
            },
        ),
        Summable(
            name="collapse",
            remark="T adds up the variances: so that of model k tends to 0",
            of="mixture.noise_root",
            at_most=4 * sp.sqrt(n * total),
            variable=k,
            points=(
                "n=2,k=4,mu0=0,estimator=likelihood",
                "n=2,k=4,mu0=1,sigma0=1/2,estimator=algorithm",
                "n=2,k=4,mu0=1,estimator=noise",
                "n=3,k=3,mu0=2,estimator=absolute",
            ),
            worked={
                "at_most": {
                    "n=4,mu0=3,sigma0=4": sp.Integer(40),
                    "n=9,mu0=0,sigma0=2": sp.Integer(24),
                    "n=2,mu0=1,sigma0=1": sp.Integer(8),
                }
            },
        ),
        Probability(
            name="tail",
            remark="T adds up the variances; for every number of generations",
            of="mixture.noisy",
            at_most=4 * sp.sqrt(n * total / b),
            points=("n=2,k=20,mu0=0,estimator=noise,b=33", "n=2,k=4,mu0=1,sigma0=1/2,estimator=likelihood,b=50"),
            worked={
                "at_most": {
                    "n=4,mu0=3,sigma0=4,b=100": sp.Integer(4),
                    "n=9,mu0=0,sigma0=2,b=16": sp.Integer(6),
                    "n=2,mu0=1,sigma0=1,b=4": sp.Integer(4),
                }
            },
        ),
    ),
)

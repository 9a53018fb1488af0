"""Fitting a mean again and again, where the variance is a polynomial of degree 2 in the mean: exact at every size."""

import sympy as sp

from theorems.language import Diverges, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.exponential_families import INTENSITY, MEAN, SHAPE, SHARE, TRIALS
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(
    ANY_SIZE,
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    SCALE,
    INTENSITY,
    SHAPE,
    MEAN,
    TRIALS,
    SHARE,
)
n, k, sigma0, lambda0, a, mu0, m, p0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
squares = sp.Sum(1 / t**2, (t, 1, k))
grown = sp.Product(1 + 1 / (a * n * t**2), (t, 1, k))
kept = sp.Product(1 - 1 / (m * n * t**2), (t, 1, k))
of_gamma, of_binomial = mu0**2 / a, m * p0 * (1 - p0)
x, y = 1 / sp.sqrt(a * n), 1 / sp.sqrt(m * n)
sinh = sp.sinh(sp.pi * x) / (sp.pi * x)
EVERY_SIZE = "not an approximation for large n: at every n"

THEOREM = Theorem(
    id="workflow-exponential-families",
    title="Replace and accumulate, where only a mean is fitted",
    source=Source(KAZDAN, "section 2.1 (of Gaussian models; these models are ours)"),
    statement=(
        r"Model k is the law of mean $\mu_k$, fitted to the last batch of n points (replace), or to all of k batches "
        r"(accumulate). Where the variance of a law is $V(\mu) = v_0 + v_1\mu + v_2\mu^2$, a fit to new points adds "
        r"$v_2 \mathrm{Var}(\mu_{k+1}|\mu_k)$ to the mean of $V$: so $E V(\mu_k)$ is a product. Accumulate brings the "
        r"error to a limit: a sine for binomial laws, $\pi^2/6$ for Poisson's and normal laws of known variance, a "
        "hyperbolic sine for gamma laws. Under replace it is bounded, linear or exponential."
    ),
    conventions=("batch 1 is real; model 0 is the real law, given", "gamma: V = mu^2/a; binomial: V = mu (1 - mu/m)"),
    notation="v2 is 0 for the known variance and for Poisson, 1/a for gamma of shape a, -1/m for m trials.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="known-variance-replace",
            of="known_variance_replace.error",
            equals=sigma0**2 * k / n,
            points=("n=2,k=3", "n=3,k=5,sigma0=2"),
        ),
        Diverges(
            name="known-variance-replace-diverges",
            of="known_variance_replace.error",
            at_least=sigma0**2 * k / n,
            variable=k,
            points=("n=2,k=3", "n=3,k=5,sigma0=2"),
            worked={"at_least": {"n=2,k=3": sp.Rational(3, 2), "n=3,k=2,sigma0=2": sp.Rational(8, 3)}},
        ),
        Mean(
            name="known-variance-accumulate",
            remark=EVERY_SIZE,
            of="known_variance_accumulate.error",
            equals=sigma0**2 * squares / n,
            points=("n=2,k=3", "n=3,k=5,sigma0=2"),
        ),
        Limit(
            name="known-variance-limit",
            of="known_variance_accumulate.error",
            equals=sigma0**2 * sp.pi**2 / (6 * n),
            within=sigma0**2 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20", "n=3,k=30"),
            worked={
                "equals": {"n=2,sigma0=3": sp.Rational(3, 4) * sp.pi**2, "n=3,sigma0=2": sp.Rational(2, 9) * sp.pi**2},
                "within": {"n=2,k=1,sigma0=3": sp.Rational(9, 2), "n=3,k=2,sigma0=2": sp.Rational(2, 3)},
            },
        ),
        Mean(
            name="poisson-replace",
            of="poisson_replace.error",
            equals=lambda0 * k / n,
            points=("n=2,k=3,lambda0=2", "n=3,k=2,lambda0=1/2"),
        ),
        Diverges(
            name="poisson-replace-diverges",
            of="poisson_replace.error",
            at_least=lambda0 * k / n,
            variable=k,
            points=("n=2,k=3,lambda0=2", "n=3,k=2,lambda0=1/2"),
            worked={"at_least": {"n=2,k=3,lambda0=3": sp.Rational(9, 2), "n=3,k=2,lambda0=2": sp.Rational(4, 3)}},
        ),
        Mean(
            name="poisson-accumulate",
            remark=EVERY_SIZE,
            of="poisson_accumulate.error",
            equals=lambda0 * squares / n,
            points=("n=2,k=3,lambda0=2", "n=3,k=5,lambda0=1/2"),
        ),
        Limit(
            name="poisson-limit",
            of="poisson_accumulate.error",
            equals=lambda0 * sp.pi**2 / (6 * n),
            within=lambda0 / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20,lambda0=2", "n=3,k=30,lambda0=1/2"),
            worked={
                "equals": {"n=2,lambda0=3": sp.pi**2 / 4, "n=3,lambda0=2": sp.pi**2 / 9},
                "within": {"n=2,k=1,lambda0=3": sp.Rational(3, 2), "n=3,k=2,lambda0=2": sp.Rational(1, 3)},
            },
        ),
        Mean(
            name="gamma-replace",
            of="gamma_replace.variance",
            equals=of_gamma * (1 + 1 / (a * n)) ** k,
            points=("n=4,k=3,a=3/2", "n=5,k=2,a=2,mu0=2"),
        ),
        Mean(
            name="gamma-replace-error",
            of="gamma_replace.error",
            equals=mu0**2 * ((1 + 1 / (a * n)) ** k - 1),
            points=("n=8,k=2,a=3,mu0=2", "n=20,k=2,a=2,mu0=2"),
        ),
        Diverges(
            name="gamma-replace-diverges",
            remark="exponentially in k: the means of all others grow at most linearly",
            of="gamma_replace.error",
            at_least=mu0**2 * k / (a * n),
            variable=k,
            points=("n=8,k=1,a=3,mu0=2", "n=8,k=2,a=3,mu0=2"),
            worked={"at_least": {"n=2,k=3,a=2,mu0=3": sp.Rational(27, 4), "n=3,k=2,a=3,mu0=2": sp.Rational(8, 9)}},
        ),
        Mean(
            name="gamma-accumulate",
            of="gamma_accumulate.variance",
            equals=of_gamma * grown,
            points=("n=4,k=3,a=3/2", "n=5,k=4,a=2,mu0=2"),
        ),
        Mean(
            name="gamma-accumulate-error",
            of="gamma_accumulate.error",
            equals=mu0**2 * (grown - 1),
            points=("n=8,k=3,a=3,mu0=2", "n=20,k=4,a=2,mu0=2"),
        ),
        Limit(
            name="gamma-limit",
            of="gamma_accumulate.variance",
            equals=of_gamma * sinh,
            within=of_gamma * sinh / (a * n * k),
            variable=k,
            when=k >= 1,
            points=("n=4,k=20,a=3/2", "n=5,k=20,a=2,mu0=2"),
            worked={
                "equals": {"n=2,a=2,mu0=3": 9 * sp.sinh(sp.pi / 2) / sp.pi, "n=3,a=3": sp.sinh(sp.pi / 3) / sp.pi},
                "within": {
                    "n=2,k=3,a=2,mu0=3": 3 * sp.sinh(sp.pi / 2) / (4 * sp.pi),
                    "n=3,k=1,a=3,mu0=3": sp.sinh(sp.pi / 3) / sp.pi,
                },
            },
        ),
        Mean(
            name="binomial-replace",
            of="binomial_replace.variance",
            equals=of_binomial * (1 - 1 / (m * n)) ** k,
            points=("n=2,k=3,m=1,p0=1/3", "n=2,k=2,m=2,p0=1/3"),
        ),
        Mean(
            name="binomial-replace-error",
            of="binomial_replace.error",
            equals=m * of_binomial * (1 - (1 - 1 / (m * n)) ** k),
            points=("n=2,k=3,m=1,p0=1/3", "n=2,k=2,m=2,p0=1/3"),
        ),
        Mean(
            name="binomial-accumulate",
            of="binomial_accumulate.variance",
            equals=of_binomial * kept,
            points=("n=2,k=3,m=1,p0=1/3", "n=2,k=2,m=2,p0=1/3"),
        ),
        Mean(
            name="binomial-accumulate-error",
            of="binomial_accumulate.error",
            equals=m * of_binomial * (1 - kept),
            points=("n=2,k=3,m=1,p0=1/3", "n=2,k=2,m=2,p0=1/3"),
        ),
        Limit(
            name="binomial-limit",
            remark="the sine of Gaussian models",
            of="binomial_accumulate.variance",
            equals=of_binomial * sp.sin(sp.pi * y) / (sp.pi * y),
            within=p0 * (1 - p0) / (n * k),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20,m=1,p0=1/3", "n=2,k=10,m=2,p0=1/3"),
            worked={
                "equals": {"n=2,m=2,p0=1/3": sp.Rational(8, 9) / sp.pi, "n=1,m=4,p0=1/4": sp.Rational(3, 2) / sp.pi},
                "within": {"n=2,k=3,p0=1/3": sp.Rational(1, 27), "n=3,k=1,p0=1/2": sp.Rational(1, 12)},
            },
        ),
    ),
)

"""The joint likelihood of two symmetric normal components: its equations, and where their solutions lie."""

import sympy as sp

from theorems.language import Identity, Parameters, Source, Surely, Theorem, integer, real
from theorems.language.papers import SURESH
from theorems.processes.mixture import SAMPLED

PARAMETERS = Parameters(
    SAMPLED["n"],
    integer("k", 0, "how often the model has been left as it is", (0, 1)),
    *SAMPLED.items[1:],
    real("y", "(-oo, oo)", "a point", (0, 1, -2)),
    real("mu", "(0, oo)", "half the distance of the components", (1, "1/2")),
    real("v", "(0, oo)", "their variance", (1, 2)),
)
n, k, mu0, sigma0, alpha, beta, y, mu, v = PARAMETERS.symbols
log_density = sp.log(sp.cosh(mu * y / v)) - (y**2 + mu**2) / (2 * v) - sp.log(2 * sp.pi * v) / 2
pull = y * sp.tanh(mu * y / v)

THEOREM = Theorem(
    id="mixture-joint-likelihood",
    title="The joint likelihood of two symmetric normal components",
    source=Source(SURESH, "Lemmas 5 and 6"),
    statement=(
        r"Of $x = \pm\mu + \sigma Z$ the log-likelihood of n points is stationary where $\mu$ is the mean of "
        r"$x\tanh(\mu x/\sigma^2)$ and $\mu^2+\sigma^2$ that of $x^2$, as the means of the two derivatives say. With "
        r"$\alpha = \sigma^2/\mu$ this is where a curve, the mean of $x\tanh(x/\alpha)$, meets a circle. The curve is "
        r"below the mean of $|x|$ and falls in $\alpha$: so iterating $\mu \mapsto$ the mean of "
        r"$x\tanh(\mu x/(m-\mu^2))$, m the mean of $x^2$, from the mean of $|x|$ goes down to the largest solution. A "
        r"solution with a positive $\mu$ exists if the kurtosis of the sample is below 3: for small $\alpha$ the curve "
        r"is below the circle, for large $\alpha$ above it."
    ),
    conventions=(
        "the density is the mean of those of N(mu, v) and N(-mu, v); v is the variance of each",
        "a solution may have mu = 0 and sigma^2 the mean of x^2; the kurtosis is the mean of x^4 over the squared m",
        "the sample of n points is from the given model, which stays as it is",
    ),
    notation="The paper's alpha is the same.",
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="score-mean",
            remark="the derivative in mu of the logarithm of the density at y",
            quantity=sp.diff(log_density, mu),
            equals=(pull - mu) / v,
            worked={
                "quantity": {
                    "y=0,mu=3,v=2": -sp.Rational(3, 2),
                    "y=1,mu=1,v=2": (sp.tanh(sp.Rational(1, 2)) - 1) / 2,
                }
            },
            source=Source(SURESH, "Lemma 5 (the derivative in mu)"),
        ),
        Identity(
            name="score-variance",
            remark="the derivative in v",
            quantity=sp.diff(log_density, v),
            equals=(y**2 + mu**2 - 2 * mu * pull - v) / (2 * v**2),
            worked={
                "quantity": {
                    "y=0,mu=3,v=2": sp.Rational(7, 8),
                    "y=1,mu=1,v=2": -sp.tanh(sp.Rational(1, 2)) / 4,
                }
            },
            source=Source(SURESH, "Lemma 5 (the derivative in the variance)"),
        ),
        Identity(
            name="split",
            remark="the mean over a sample is 0 where those of both derivatives are: a solution lies on the circle",
            quantity=2 * v**2 * sp.diff(log_density, v) + 2 * mu * v * sp.diff(log_density, mu),
            equals=y**2 - mu**2 - v,
            worked={"quantity": {"y=0,mu=3,v=2": -sp.Integer(11), "y=3,mu=1,v=2": sp.Integer(6)}},
            source=Source(SURESH, "Lemma 5 (the circle)"),
        ),
        Surely(
            name="mean-upper",
            remark="the curve is below the mean of |x|: so the variance is at least that of |x|",
            of="mixture_sample.below_centre",
            points=("n=2,k=0,mu0=0,alpha=1/3", "n=3,k=0,mu0=1,alpha=3"),
            source=Source(SURESH, "Lemma 6 (its bound on the mean)"),
        ),
        Surely(
            name="rising",
            remark="so one step of the iteration keeps the order of two means",
            of="mixture_sample.rising",
            when=beta <= alpha,
            points=("n=2,k=0,mu0=0,alpha=1/2,beta=1/2", "n=3,k=0,mu0=1,alpha=3,beta=1"),
            source=Source(SURESH, "Lemma 6 (f is decreasing)"),
        ),
        Surely(
            name="beyond-circle",
            remark="above the circle by a third of what the kurtosis lacks to 3, but for a higher power",
            of="mixture_sample.beyond_circle",
            points=("n=2,k=0,mu0=0,alpha=1", "n=3,k=0,mu0=1,alpha=3"),
        ),
    ),
)

"""The collapse of the fitted scale in the long run: what typical paths do, and from when on a bound says something."""

import sympy as sp

from theorems.gaussian.collapse import PARAMETERS as COLLAPSE
from theorems.gaussian.collapse import drift, markov
from theorems.gaussian.moments import scale_moment
from theorems.language import Inequality, Mean, Parameters, Probability, Root, Source, Theorem, X, real
from theorems.language.functions import OptimalExponent
from theorems.language.papers import SURESH

_, _, _, _, SCALE = COLLAPSE.items
PARAMETERS = Parameters(
    *COLLAPSE.items[:3],
    real("alpha", "(0, oo)", "power of the scale", ("1/10", "1/2", 1, 2, 4)),
    SCALE,
)
n, k, eps, alpha, sigma0 = PARAMETERS.symbols
variance = 2 / (n - 1) + 2 / (n - 1) ** 2 + sp.Rational(4, 3) / (n - 1) ** 3
"""At least 4 times what a generation adds to the variance of ln Sigma_k."""
beyond = -k * drift - sp.log(sigma0 / eps)
"""By how much the mean of ln Sigma_k lies below ln eps."""
gamma = sp.EulerGamma
limit = OptimalExponent(n, 1, 1)
"""The best exponent for a threshold of sigma0, to which that for any other tends as k grows."""
saddle = markov(limit) / (limit * sp.sqrt(sp.pi * k * sp.polygamma(1, (n - 1 + limit) / 2) / 2))

THEOREM = Theorem(
    id="gaussian-collapse-asymptotics",
    title="The Gaussian collapse in the long run",
    source=Source(SURESH, "section 3.3"),
    statement=(
        r"The logarithm of the fitted scale is a random walk: after k generations it has the mean $\ln\sigma_0 + k d$, "
        r"$d$ the rate of typical paths, and the variance $k\psi'((n-1)/2)/4$; for large n it is nearly normal, with "
        r"mean $-t/2$ and variance $t/2$ at $t = k/n$ from $\sigma_0 = 1$: the scale has the moments of a log-normal "
        r"variable, and moments of all orders in an interval determine a law. Markov's inequality says something of "
        r"how likely the scale exceeds $\varepsilon$ from that generation on at which the mean of the walk has passed "
        r"$\ln\varepsilon$. (The exponent that makes its bound least then grows to the root of "
        r"$\psi((n-1)/2 + \alpha/2) = \ln((n-1)/2)$, which is .98158 at n = 10; the bound loses a factor of the order "
        r"of $1/\sqrt k$ against the probability.)"
    ),
    conventions=("the variance is unbiased (ddof = 1); Sigma_0 = sigma0 is given",),
    notation="The paper writes the same letters; psi is the digamma function.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="log-variance",
            of="gaussian.log_variance",
            equals=k * sp.polygamma(1, (n - 1) / 2) / 4,
            points=("n=2,k=1", "n=5,k=3"),
        ),
        Inequality(
            name="useless-before",
            remark="whatever the exponent: the bound of Markov's inequality is no less than 1",
            quantity=markov(alpha),
            at_least=sp.Integer(1),
            when=-2 * k * drift <= 2 * sp.log(sigma0 / eps),
            worked={
                "quantity": {
                    "n=3,k=0,eps=2,alpha=1,sigma0=2": sp.Integer(1),
                    "n=3,k=2,eps=1/2,alpha=1": sp.pi / 2,
                    "n=5,k=2,eps=1/8,alpha=1,sigma0=2": sp.Rational(9, 2) * sp.pi,
                    "n=4,k=3,eps=1/4,alpha=2": sp.Integer(16),
                },
                "at_least": {"n=2": sp.Integer(1)},
            },
        ),
        Probability(
            name="useful-after",
            remark="less than 1 for small exponents, once the mean of the walk has passed the threshold",
            of="gaussian.above",
            at_most=sp.exp(-alpha * beyond + k * alpha**2 * variance / 8),
            points=("n=10,k=60,eps=1/2,alpha=1/2", "n=3,k=8,eps=1/2,alpha=1/2"),
            worked={
                "at_most": {
                    "n=3,k=2,eps=1,alpha=1": sp.exp(sp.Rational(5, 12) - gamma),
                    "n=2,k=4,eps=1,alpha=1/2": sp.exp(sp.Rational(2, 3) - gamma) / 2,
                    "n=3,k=1,eps=6,alpha=2,sigma0=3": sp.exp(sp.Rational(5, 6) - gamma) / 4,
                }
            },
        ),
        Probability(
            name="tail-asymptotic",
            remark="the saddle-point approximation; the relative distance is seen at exact values, and not proved",
            of="gaussian.above",
            equals=saddle,
            within=3 * (1 + sp.log(sigma0 / eps) ** 2) * n / k * saddle,
            when=k >= 1,
            points=("n=2,k=30,eps=1/2", "n=3,k=30,eps=2,sigma0=2"),
            worked={
                "equals": {
                    "n=2,k=1,eps=1": sp.Rational("0.542464515866724388099524385682"),
                    "n=10,k=500,eps=1/10": sp.Rational("0.000000703851605677214087767373842222"),
                    "n=3,k=4,eps=2,sigma0=6": sp.Rational("0.745050309016133828414418499332"),
                },
                "within": {
                    "n=2,k=1,eps=1": sp.Rational("3.254787095200346328597146314095"),
                    "n=3,k=4,eps=2,sigma0=6": sp.Rational("3.699648011781561666450303459585"),
                },
            },
            underived="a rate of the saddle-point approximation is known for fixed n only, without constants",
        ),
        Mean(
            name="typical",
            remark="the moments of a log-normal variable, but for what tends to 0 as n grows at fixed k/n",
            of="gaussian.scale_power",
            equals=sigma0**alpha * sp.exp(-alpha * (2 - alpha) * k / (4 * n)),
            within=sp.Rational(5, 2) * sigma0**alpha * alpha * k / (n - 1) ** 2,
            when=alpha <= 2,
            points=("n=30,k=15,alpha=1", "n=20,k=10,alpha=1/2,sigma0=2"),
            worked={
                "equals": {
                    "n=3,k=12,alpha=1": sp.exp(-1),
                    "n=2,k=8,alpha=2,sigma0=3": sp.Integer(9),
                    "n=3,k=16,alpha=1/2,sigma0=4": 2 * sp.exp(-1),
                },
                "within": {
                    "n=3,k=2,alpha=2,sigma0=3": sp.Rational(45, 2),
                    "n=6,k=5,alpha=1/2,sigma0=4": sp.Rational(1, 2),
                },
            },
        ),
        Root(
            name="exponent",
            remark="the best exponent for a threshold of sigma0, at every number of generations",
            left=sp.polygamma(0, (n - 1 + X) / 2),
            right=sp.log((n - 1) / 2),
            after=sp.Integer(0),
            before=sp.Integer(1),
            equals=limit,
            underived="a root is isolated in balls, and no rule is about one",
        ),
        Inequality(
            name="least-factor",
            remark="so no exponent makes the bound of Markov's inequality fall faster, and at this one it does",
            quantity=scale_moment(n, alpha),
            at_least=scale_moment(n, limit),
            worked={
                "quantity": {"n=3,alpha=2": sp.Integer(1), "n=3,alpha=1": sp.sqrt(sp.pi) / 2},
                "at_least": {
                    "n=2": sp.Rational("0.79473985074727371957408800663952"),
                    "n=10": sp.Rational("0.9726501333240785178998537374783"),
                },
            },
            underived="a root is isolated in balls, and no rule is about one",
        ),
        Inequality(
            name="exponent-upper",
            remark="so the best exponent for a threshold of at most sigma0 is at most 1",
            quantity=sp.polygamma(0, n / 2),
            at_least=sp.log((n - 1) / 2),
            worked={"quantity": {"n=2": -gamma, "n=4": 1 - gamma}, "at_least": {"n=2": -sp.log(2), "n=5": sp.log(2)}},
        ),
    ),
)

"""Replacing the data by draws of their kernel density estimate: the cloud of points wanders, and does not flatten."""

import sympy as sp

from theorems.language import Diverges, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.language.series import Polylogarithm
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), *OTHERS, kde.FREQUENCY)
n, k, h, sigma0, w = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, positive=True)
apart = 1 - 1 / n
kernels = sp.exp(-(h**2) * w**2)
stationary = kernels / (n - (n - 1) * kernels)
left = apart**k * sp.exp(-k * h**2 * w**2)

THEOREM = Theorem(
    id="kde-replace-spectrum",
    title="Kernel density estimation, replacing the data: a wandering cloud",
    source=Source(KAZDAN, "Theorem 5"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) of batch k; batch k+1 is n draws from it; batch "
        "1 is real, normal with mean 0. $X_k$ and $Y_k$ are two draws from model k, of one run. Their difference is "
        "stationary: given the run, $\\cos w(X_k-Y_k)$ has the mean $|c_k(w)|^2$, $c_k$ the characteristic function "
        "of model k, and $p_k(Y_k)$ has the mean $\\int p_k^2$. So the fitted density does not flatten; its centre "
        "moves away."
    ),
    conventions=(
        "two draws copy one point of their batch with probability 1/n, else two, which have been drawn in the same way",
        "what is said of the difference of two draws holds for every law of the real data that is normal",
    ),
    notation="The paper writes t for k; its effective bandwidth, h times the root of t, is that of the mean over runs.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="point",
            remark="the mean square of the points grows by that of a kernel in every generation",
            of="kde_replace.mean_square",
            equals=sigma0**2 + (k - 1) * h**2,
            when=k >= 1,
            points=("n=2,k=1,h=1", "n=3,k=4,h=1/2,sigma0=2"),
        ),
        Mean(
            name="centre",
            remark="nearly all of it is that of their centre",
            of="kde_replace.centre_square",
            equals=k * h**2 + (1 - apart**k) * (sigma0**2 - n * h**2),
            when=k >= 1,
            points=("n=2,k=1,h=1/2", "n=3,k=4,h=1/2,sigma0=2"),
        ),
        Diverges(
            name="wandering",
            of="kde_replace.centre_square",
            at_least=(k - n) * h**2,
            variable=k,
            when=k >= 1,
            points=("n=2,k=3,h=1", "n=2,k=8,h=1"),
            worked={"at_least": {"n=2,k=1,h=1": sp.Integer(-1), "n=3,k=4,h=2": sp.Integer(4)}},
        ),
        Mean(
            name="annealed-spectrum",
            remark="the characteristic function of model k, averaged over runs: it vanishes",
            of="kde_replace.draw_cosine",
            equals=sp.exp(-(w**2) * (sigma0**2 + k * h**2) / 2),
            points=("n=2,k=1,h=1/2,w=1", "n=3,k=3,h=1/2,w=1"),
        ),
        Mean(
            name="spectrum",
            remark="the squared modulus of the characteristic function of model k",
            of="kde_replace.difference_cosine",
            equals=stationary + left * (sp.exp(-(sigma0**2) * w**2) - stationary),
            when=k >= 1,
            points=("n=2,k=1,h=1/2,w=1", "n=3,k=3,h=1/2,w=1/2"),
        ),
        Limit(
            name="spectrum-limit",
            remark="the squared modulus of the characteristic function of model k",
            of="kde_replace.difference_cosine",
            equals=stationary,
            within=left,
            variable=k,
            when=k >= 1,
            points=("n=2,k=4,h=1/2,w=1", "n=3,k=8,h=1/2,w=1"),
            worked={
                "equals": {"n=1,h=1,w=1": sp.exp(-1), "n=3,h=1/2,w=2": 1 / (3 * sp.E - 2)},
                "within": {"n=2,k=1,h=1,w=1": sp.exp(-1) / 2, "n=3,k=2,h=1/2,w=2": sp.Rational(4, 9) * sp.exp(-2)},
            },
        ),
        Mean(
            name="overlap",
            remark="q is the density at a draw from the model; given the run its mean is the integral of the square",
            of="kde_replace.density_at_draw",
            equals=sp.Sum(apart ** (i - 1) / (n * 2 * h * sp.sqrt(sp.pi * i)), (i, 1, k))
            + apart**k / (2 * sp.sqrt(sp.pi * (sigma0**2 + k * h**2))),
            when=k >= 1,
            points=("n=2,k=1,h=1/2", "n=2,k=4,h=1", "n=3,k=3,h=1/2,sigma0=2"),
        ),
        Limit(
            name="overlap-limit",
            remark="q is the density at a draw from the model; about 1/(2 h sqrt(n)) where n is large",
            of="kde_replace.density_at_draw",
            equals=Polylogarithm(sp.Rational(1, 2), n) / (2 * h * sp.sqrt(sp.pi) * (n - 1)),
            within=apart**k / (2 * h * sp.sqrt(sp.pi * k)),
            variable=k,
            when=(n >= 2) & (k >= 1),
            points=("n=2,k=1,h=1/2", "n=3,k=6,h=1,sigma0=2"),
            worked={
                "equals": {
                    "n=3,h=2": Polylogarithm(sp.Rational(1, 2), 3) / (8 * sp.sqrt(sp.pi)),
                    "n=2,h=3": Polylogarithm(sp.Rational(1, 2), 2) / (6 * sp.sqrt(sp.pi)),
                },
                "within": {
                    "n=2,k=1,h=2": 1 / (8 * sp.sqrt(sp.pi)),
                    "n=3,k=4,h=3": sp.Rational(4, 243) / sp.sqrt(sp.pi),
                },
            },
        ),
        Mean(
            name="overlap-floor",
            remark="q is the density at a draw from the model; the integral of the squared mean density falls to 0",
            of="kde_replace.density_at_draw",
            at_least=1 / (2 * sp.sqrt(sp.pi * (sigma0**2 + n * h**2))),
            when=k >= 1,
            points=("n=1,k=1,h=1", "n=2,k=8,h=1"),
            worked={
                "at_least": {
                    "n=1,k=1,h=1,sigma0=2": 1 / sp.sqrt(20 * sp.pi),
                    "n=3,k=2,h=2,sigma0=3": 1 / sp.sqrt(84 * sp.pi),
                }
            },
        ),
    ),
)

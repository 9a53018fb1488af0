"""Fitting to all data seen so far: the distance from the real law, exactly, to leading order, and for ever."""

import sympy as sp

from theorems.language import Inequality, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.language.pooled import SqrtFactorMean
from theorems.processes.gaussian import PARAMETERS as GIVEN
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(
    GIVEN["n"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 6)),
    integer("t", 1, "the batch that is added", (1, 2, 3, 10)),
    SCALE,
)
n, k, t, sigma0 = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, positive=True)
kept = sp.Product(SqrtFactorMean(n, i), (i, 1, k))
squares = sp.Sum(1 / i**2, (i, 1, k))
root = SqrtFactorMean(n, t)
leading = 1 - 3 / (4 * n * t**2)

ROOTS = {  # the last one by a mixture of chi-squares and Tricomi's function, to 30 digits
    "n=2,t=1": 1 / sp.sqrt(sp.pi),
    "n=3,t=1": sp.sqrt(sp.pi / 6),
    "n=3,t=2": sp.Rational("0.942461889662530372858137259512"),
}

THEOREM = Theorem(
    id="gaussian-accumulate-risk",
    title="Accumulating data keeps the fitted Gaussian near the real one",
    source=Source(KAZDAN, "section 2.1"),
    statement=(
        r"Model k, $N(\mu_k, \sigma_k^2)$ with ddof = 0, is fitted to all batches 1..k of n points; batch 1 is real "
        r"data, batch k+1 is drawn from model k. $R_k = (\mu_k-\mu_0)^2 + (\sigma_k-\sigma_0)^2$ is the squared "
        "Wasserstein-2 distance of model k from the real law. Its mean is known exactly; for large n it is its value "
        "after one generation times the sum of the inverse squares up to k."
    ),
    conventions=(
        "ddof = 0 as in the paper's code; its text says unbiased",
        "n >= 2: of one point a generation the variance is 0 from the first fit on",
    ),
    notation="The paper writes t for k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="scale",
            of="gaussian_accumulate.scale",
            equals=sigma0 * kept,
            points=("n=2,k=1", "n=2,k=3", "n=5,k=6,sigma0=2"),
        ),
        Mean(
            name="risk",
            of="gaussian_accumulate.risk",
            equals=2 * sigma0**2 * (1 - kept),
            points=("n=2,k=1", "n=3,k=3", "n=5,k=6,sigma0=2"),
        ),
        Mean(
            name="bounded",
            of="gaussian_accumulate.risk",
            at_most=2 * sigma0**2,
            points=("n=2,k=3", "n=3,k=6,sigma0=2"),
            worked={"at_most": {"sigma0=2": sp.Integer(8), "sigma0=3": sp.Integer(18)}},
            source=Source(KAZDAN, "section 2.1 (accumulating, the Wasserstein-2 distance no longer diverges)"),
            sharper="risk",
        ),
        Mean(
            name="leading",
            of="gaussian_accumulate.risk",
            equals=3 * sigma0**2 * squares / (2 * n),
            within=5 * sigma0**2 / (2 * n**2),
            points=("n=20,k=1", "n=30,k=6,sigma0=2"),
            worked={
                "equals": {"n=2,k=2": sp.Rational(15, 16), "n=3,k=3,sigma0=2": sp.Rational(49, 18)},
                "within": {"n=2": sp.Rational(5, 8), "n=3,sigma0=2": sp.Rational(10, 9)},
            },
        ),
        Mean(
            name="lasting",
            remark="in the long run: the leading term is that of infinitely many generations",
            of="gaussian_accumulate.risk",
            equals=sp.pi**2 * sigma0**2 / (4 * n),
            within=sigma0**2 * (5 / (2 * n**2) + 3 / (2 * n * k)),
            when=k >= 1,
            points=("n=20,k=1", "n=30,k=6,sigma0=2"),
            worked={
                "equals": {"n=2": sp.pi**2 / 8, "n=3,sigma0=2": sp.pi**2 / 3},
                "within": {"n=2,k=1": sp.Rational(11, 8), "n=3,k=2,sigma0=2": sp.Rational(19, 9)},
            },
        ),
        Inequality(
            name="root-upper",
            quantity=root,
            at_most=leading + 1 / (n**2 * t**3),
            worked={
                "at_most": {"n=2,t=1": sp.Rational(7, 8), "n=3,t=2": sp.Rational(137, 144)},
                "quantity": ROOTS,
            },
        ),
        Inequality(
            name="root-lower",
            quantity=root,
            at_least=leading - 5 / (n**2 * t**4),
            worked={
                "at_least": {"n=2,t=2": sp.Rational(53, 64), "n=3,t=2": sp.Rational(65, 72)},
                "quantity": ROOTS,
            },
        ),
    ),
)

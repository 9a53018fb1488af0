"""Kernel density estimates of all data so far: the law of a draw by its characteristic function, for any kernel."""

import sympy as sp

from theorems.language import Identity, Inequality, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.functions import CycleProbability
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(
    SIZE,
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    *OTHERS,
    kde.FREQUENCY,
    real("kappa", "[-1, 1]", "the characteristic function of the kernel at a place", (-1, 0, "1/3", 1)),
    real("u", "(0, 1/3)", "a bound", ("1/4", "1/10")),
    real("V", "[1, oo)", "the variance of the wide part", (1, 4, 100)),
)
n, k, h, sigma0, w, kappa, u, V = PARAMETERS.symbols
j, m = sp.symbols("j m", integer=True, positive=True)
kernel = sp.exp(-(w**2) * h**2 / 2)
real_part = sp.exp(-(w**2) * sigma0**2 / 2)
flat = sp.Product(1 - (1 - kappa) / m**2, (m, 2, k))

THEOREM = Theorem(
    id="kde-accumulate-kernels",
    title="Kernel density estimation, accumulating the data: characteristic functions",
    source=Source(KAZDAN, "Theorem 6"),
    statement=(
        "Model k is a kernel density estimate of all batches 1..k; batch k+1 is n draws from it; batch 1 is real. The "
        "characteristic function of a draw, averaged over runs, is that of the real law times a mean of powers of "
        "$\\kappa$, that of the kernel: by the number of cycles of a uniform permutation of k. Each generation brings "
        "a factor $1 - (1-\\kappa)/m$. That the product vanishes rests on the divergence of $\\sum 1/m$; it does "
        "not follow from 0 being the only fixed point of every step. Nor is a variance that grows the same as a "
        "density that falls."
    ),
    conventions=(
        "annealed: averaged over runs (one draw of model k)",
        "the kernel is symmetric; where nothing else is said, it is normal, of deviation h, in what is simulated, and "
        "the real law is N(0, sigma0^2)",
    ),
    notation="The paper writes t for k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="top-hat",
            remark="X is a draw from the model, the kernel of which is uniform between -h and h",
            of="kde_top_hat_accumulate.draw_square",
            equals=sigma0**2 + h**2 * sp.harmonic(k) / 3,
            points=("n=2,k=1,h=2,sigma0=1/2", "n=2,k=4,h=3", "n=3,k=0,h=1"),
        ),
        Identity(
            name="mean-power",
            quantity=sp.Sum(CycleProbability(k, j) * kappa**j, (j, 1, k)),
            equals=kappa * sp.Product((m - 1 + kappa) / m, (m, 2, k)),
            when=k >= 1,
            worked={"quantity": {"k=1,kappa=1/3": sp.Rational(1, 3), "k=2,kappa=1/3": sp.Rational(2, 9)}},
            source=Source(KAZDAN, "Theorem 6, (6) and (7) (the form by cycles is ours)"),
        ),
        Identity(
            name="gamma",
            quantity=sp.Product((m - 1 + kappa) / m, (m, 2, k)),
            equals=sp.gamma(k + kappa) / (sp.gamma(1 + kappa) * sp.factorial(k)),
            when=(k >= 1) & (kappa >= 0),
            worked={"quantity": {"k=1,kappa=0": sp.Integer(1), "k=3,kappa=1/2": sp.Rational(5, 8)}},
        ),
        Mean(
            name="mean-cosine",
            remark="X is a draw from the model: the characteristic function at w",
            of="kde_accumulate.draw_cosine",
            equals=real_part * kernel * sp.Product((m - 1 + kernel) / m, (m, 2, k)),
            when=k >= 1,
            points=("n=2,k=1,h=1/2,w=1", "n=2,k=4,h=1,w=1", "n=3,k=3,h=1/2,sigma0=1/2,w=2"),
            source=Source(KAZDAN, "Theorem 6, (6) and (7)"),
        ),
        Mean(
            name="cosine-falls",
            remark="X is a draw from the model: what is needed is that the harmonic sum diverges",
            of="kde_accumulate.draw_cosine",
            at_most=real_part * sp.E * (k + 1) ** (-(1 - kernel)),
            points=("n=2,k=4,h=1,w=1", "n=3,k=3,h=1,sigma0=1/2,w=2"),
            worked={
                "at_most": {
                    "k=0,h=1,sigma0=1,w=2": sp.exp(-1),
                    "k=1,h=1,sigma0=2,w=1": sp.exp(-1) * 2 ** (sp.exp(-sp.Rational(1, 2)) - 1),
                    "k=3,h=2,sigma0=1,w=2": sp.exp(-1) * 4 ** (sp.exp(-8) - 1),
                }
            },
            source=Source(KAZDAN, "Theorem 6 (the characteristic function tends to 0; the rate is ours)"),
        ),
        Inequality(
            name="same-fixed-point",
            remark="factors of steps that have the fixed point 0 and no other, with a bounded product",
            quantity=flat,
            at_least=kappa + (1 - kappa) / k,
            when=k >= 1,
            worked={
                "quantity": {"k=1,kappa=0": sp.Integer(1), "k=3,kappa=1/2": sp.Rational(119, 144)},
                "at_least": {"k=2,kappa=0": sp.Rational(1, 2), "k=4,kappa=1/3": sp.Rational(1, 2)},
            },
        ),
        Identity(
            name="half-kernel",
            remark="the same product where the kernel has 1/2, with a first factor that is 1/2",
            quantity=2 * sp.Product(1 - 1 / (2 * m**2), (m, 1, k)),
            equals=2 * sp.sqrt(2) * sp.sin(sp.pi / sp.sqrt(2)) / sp.pi,
            within=1 / k,
            when=k >= 1,
            worked={
                "quantity": {"k=1": sp.Integer(1), "k=3": sp.Rational(119, 144)},
                "equals": {"": 2 * sp.sqrt(2) * sp.sin(sp.pi / sp.sqrt(2)) / sp.pi},
                "within": {"k=2": sp.Rational(1, 2), "k=5": sp.Rational(1, 5)},
            },
        ),
        Inequality(
            name="fixed-point-suffices",
            remark="whatever the bound, the product of such factors is claimed to fall below it, here from 1/u on",
            quantity=flat,
            at_most=u,
            when=k * u >= 1,
            worked={
                "quantity": {
                    "k=5,kappa=0,u=1/5": sp.Rational(3, 5),
                    "k=4,kappa=1/2,u=1/4": sp.Rational(3689, 4608),
                },
                "at_most": {"u=1/4": sp.Rational(1, 4), "u=1/5": sp.Rational(1, 5)},
            },
            source=Source(KAZDAN, "Theorem 6, proof: 0 is the only fixed point, so it is the limit"),
            expected="refuted",
            erratum="missing hypothesis",
            counterexample=(
                "Factors $1 - (1-\\kappa)/m^2$: every step is a contraction to 0, and the product stays above "
                "$\\kappa$. For $\\kappa = 1/2$ its limit is $2 \\sin(\\pi/\\sqrt2)/(\\pi/\\sqrt2) = 0.716376...$"
            ),
            corrected_by="same-fixed-point",
        ),
        Mean(
            name="density-bound",
            remark="p is the density of the model, whatever the real law: a sum over the number of kernels",
            of="kde_accumulate.density",
            at_most=sp.Sum(CycleProbability(k, j) / sp.sqrt(2 * sp.pi * j * h**2), (j, 1, k)),
            when=k >= 1,
            points=("n=2,k=2,h=1", "n=2,k=5,h=2"),
            worked={
                "at_most": {
                    "k=1,h=2": 1 / (2 * sp.sqrt(2 * sp.pi)),
                    "k=2,h=3": (1 + 1 / sp.sqrt(2)) / (6 * sp.sqrt(2 * sp.pi)),
                }
            },
        ),
        Inequality(
            name="density-stays",
            remark="the density at 0 of 99 parts N(0, 1) and one part N(0, V), whatever the variance",
            quantity=(99 + 1 / sp.sqrt(V)) / (100 * sp.sqrt(2 * sp.pi)),
            at_least=sp.Rational(99, 100) / sp.sqrt(2 * sp.pi),
            worked={
                "quantity": {
                    "V=16": sp.Rational(397, 400) / sp.sqrt(2 * sp.pi),
                    "V=100": sp.Rational(991, 1000) / sp.sqrt(2 * sp.pi),
                },
                "at_least": {"": sp.Rational(99, 100) / sp.sqrt(2 * sp.pi)},
            },
        ),
        Inequality(
            name="variance-is-density",
            remark=(
                "the density at 0 of 99 parts N(0, 1) and one part N(0, V): as the variance grows past every bound, "
                "it is claimed to fall below every bound"
            ),
            quantity=(99 + 1 / sp.sqrt(V)) / (100 * sp.sqrt(2 * sp.pi)),
            at_most=u,
            when=V * u**2 >= 1,
            worked={
                "quantity": {
                    "V=16,u=1/4": sp.Rational(397, 400) / sp.sqrt(2 * sp.pi),
                    "V=100,u=1/10": sp.Rational(991, 1000) / sp.sqrt(2 * sp.pi),
                },
                "at_most": {"u=1/4": sp.Rational(1, 4), "u=1/5": sp.Rational(1, 5)},
            },
            source=Source(KAZDAN, "Theorem 6, text: equivalently the variance diverges"),
            expected="refuted",
            erratum="false",
            counterexample=(
                "99 parts N(0, 1) and one part N(0, V): the variance 0.99 + V/100 grows without bound, the density at "
                "0 stays above 0.39. And estimates with a Cauchy kernel have an infinite variance from the first fit on"
            ),
            corrected_by="density-stays",
        ),
    ),
)

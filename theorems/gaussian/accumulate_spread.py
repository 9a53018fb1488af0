"""Fitting to all data seen so far: the variance does not settle at one value, and how far runs spread."""

import sympy as sp

from theorems.language import Inequality, Limit, Mean, Note, Parameters, Source, Theorem, integer
from theorems.language.infinite_products import AccumulatedSquare
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(
    ANY_SIZE,
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)),
    integer("j", 0, "further generations", (0, 1, 5)),
    SCALE,
)
n, k, j, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
kept = sp.Product(1 - 1 / (n * t**2), (t, 1, k))
squares = sp.Sum(1 / t**2, (t, 1, k))
square_kept = sp.Product(1 - (4 * t - 3) / (n**2 * t**4), (t, 1, k))
x = 1 / sp.sqrt(n)
sine = sp.sin(sp.pi * x) / (sp.pi * x)

THEOREM = Theorem(
    id="gaussian-accumulate-spread",
    title="Accumulating data: the variance has a limit that differs from run to run",
    source=Source(KAZDAN, "Theorem 1 and Appendix B"),
    statement=(
        r"Model k, of variance $\sigma_k^2$ (ddof = 0), is fitted to all batches 1..k of n points; batch 1 is real "
        r"data, batch k+1 is drawn from model k. The variance is a supermartingale, bounded in the mean square, so it "
        "converges almost surely and in mean to a limit, whose mean is the limit of the means. That limit is random."
    ),
    conventions=("ddof = 0 as in the paper's code; its text says unbiased",),
    notation="The paper writes t for k and takes the limit of t.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="integrable",
            remark="so that means converge to the mean of the limit, a step that the paper takes without saying why",
            of="gaussian_accumulate.variance_square",
            at_most=sigma0**4,
            points=("n=2,k=1", "n=5,k=5,sigma0=2"),
            worked={"at_most": {"sigma0=2": sp.Integer(16), "sigma0=3": sp.Integer(81)}},
        ),
        Mean(
            name="square-lower",
            of="gaussian_accumulate.variance_square",
            at_least=sigma0**4 * (1 - sp.Sum((4 * t - 3) / t**4, (t, 1, k)) / n**2),
            points=("n=2,k=1", "n=5,k=5,sigma0=2"),
            worked={"at_least": {"n=2,k=2": sp.Rational(43, 64), "n=3,k=2,sigma0=2": sp.Rational(41, 3)}},
        ),
        Inequality(
            name="square-settles",
            remark="so the mean of the square has a limit, and is this near to it",
            quantity=square_kept - square_kept.subs(k, k + j),
            at_most=2 / (n**2 * k**2),
            worked={
                "at_most": {"n=2,k=1": sp.Rational(1, 2), "n=3,k=2": sp.Rational(1, 18)},
                "quantity": {
                    "n=2,k=1,j=1": sp.Rational(15, 256),
                    "n=3,k=1,j=1": sp.Rational(5, 162),
                    "n=2,k=2,j=1": sp.Rational(59, 3072),
                },
            },
        ),
        Limit(
            name="square-limit",
            of="gaussian_accumulate.variance_square",
            equals=sigma0**4 * AccumulatedSquare(n),
            within=2 * sigma0**4 / (n**2 * k**2),
            variable=k,
            when=n >= 2,
            points=("n=3,k=4", "n=5,k=3,sigma0=2"),
            worked={
                "equals": {
                    "n=2": sp.Rational("0.64938476276687876940852686118882566807"),
                    "n=10,sigma0=2": 16 * sp.Rational("0.98445349834016221011620498998295676436"),
                },
                "within": {"n=2,k=1": sp.Rational(1, 2), "n=3,k=2,sigma0=2": sp.Rational(8, 9)},
            },
        ),
        Mean(
            name="spread",
            of="gaussian_accumulate.variance_spread",
            equals=sigma0**4 * (square_kept - kept**2),
            points=("n=2,k=1", "n=3,k=3", "n=5,k=5,sigma0=2"),
        ),
        Mean(
            name="spread-upper",
            of="gaussian_accumulate.variance_spread",
            at_most=2 * sigma0**4 * squares / n,
            points=("n=5,k=1", "n=20,k=3,sigma0=2"),
            worked={"at_most": {"n=2,k=2": sp.Rational(5, 4), "n=3,k=3,sigma0=2": sp.Rational(392, 27)}},
        ),
        Mean(
            name="spread-lower",
            of="gaussian_accumulate.variance_spread",
            at_least=sigma0**4 * (2 * squares / n - 6 / n**2),
            points=("n=20,k=1", "n=20,k=3,sigma0=2"),
            worked={"at_least": {"n=3,k=2": sp.Rational(1, 6), "n=6,k=3,sigma0=2": sp.Rational(124, 27)}},
        ),
        Limit(
            name="spread-limit",
            remark="the variance of the limit",
            of="gaussian_accumulate.variance_spread",
            equals=sigma0**4 * (AccumulatedSquare(n) - sine**2),
            within=2 * sigma0**4 / (n * k),
            variable=k,
            when=n >= 2,
            points=("n=3,k=20", "n=5,k=30,sigma0=2"),
            worked={
                "equals": {
                    "n=4": sp.Rational("0.90498034232817457718137875312850272338") - 4 / sp.pi**2,
                    "n=9,sigma0=2": 16 * sp.Rational("0.9808258846090680549386995858869975943") - 108 / sp.pi**2,
                },
                "within": {"n=2,k=1": sp.Integer(1), "n=4,k=2,sigma0=2": sp.Integer(4)},
            },
        ),
        Mean(
            name="random",
            remark="whatever k: two runs differ for ever",
            of="gaussian_accumulate.variance_spread",
            at_least=2 * sigma0**4 * sine**2 / (n - 1),
            when=n >= 2,
            points=("n=2,k=1", "n=5,k=3,sigma0=2"),
            worked={"at_least": {"n=4": 8 / (3 * sp.pi**2), "n=9,sigma0=2": 27 / sp.pi**2}},
        ),
        Inequality(
            name="large-n",
            quantity=sine,
            at_least=1 - sp.pi**2 / (6 * n),
            worked={
                "at_least": {"n=2": 1 - sp.pi**2 / 12, "n=3": 1 - sp.pi**2 / 18},
                "quantity": {"n=4": 2 / sp.pi, "n=9": 3 * sp.sqrt(3) / (2 * sp.pi)},
            },
            source=Source(KAZDAN, "Theorem 1 (as n grows, Appendix B)"),
        ),
        Mean(
            name="kept-lower",
            remark="for ever",
            of="gaussian_accumulate.variance",
            at_least=sigma0**2 * (1 - sp.pi**2 / (6 * n)),
            points=("n=2,k=1", "n=5,k=5,sigma0=2"),
            worked={"at_least": {"n=2": 1 - sp.pi**2 / 12, "n=3,sigma0=2": 4 - 2 * sp.pi**2 / 9}},
        ),
    ),
    notes=(
        Note(
            kind="missing hypothesis",
            source=Source(KAZDAN, "Theorem 1 (and the sentence before it)"),
            printed="for univariate Gaussians the limit distribution is characterized, by two limits of expectations",
            found=(
                "The limit of the variance is random: its variance is positive for every n >= 2, and about "
                "pi^2 sigma0^4/(3n). Two expectations do not say what its distribution is. That the limit of the means "
                "is the mean of the limit needs uniform integrability, which follows from E sigma_k^4 <= sigma0^4."
            ),
            evidence=("integrable", "spread-lower", "random"),
        ),
    ),
)

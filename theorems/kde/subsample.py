"""Kernel density estimates on n points of all data: one draw is as where all are kept, but runs are further apart."""

import sympy as sp

from theorems.gaussian.subsample import scale, seventh
from theorems.kde.accumulate_growth import THEOREM as ACCUMULATED
from theorems.language import Diverges, Law, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), *OTHERS)
n, k, h, sigma0 = PARAMETERS.symbols
s, t = sp.symbols("s t", integer=True, positive=True)
total = sigma0**2 + h**2 * (sp.harmonic(k) - 1)
"""E of the mean square of the points that a model is fitted to."""
factor = 1 - (3 * n - 1) / (n * t * (n * t - 1))
lost, tail = sp.Product(factor, (t, 2, k)), sp.Product(factor.subs(t, s), (s, t + 1, k))
kept = (1 - 1 / n) * (sigma0**2 * lost + h**2 * sp.Sum(tail / t, (t, 2, k)))
half = sp.sqrt(21) / 4
second = sp.gamma(sp.Rational(3, 2)) / sp.gamma(sp.Rational(7, 4) - half) / sp.gamma(sp.Rational(7, 4) + half)
"""The limit of the product at n = 2."""

THEOREM = Theorem(
    id="kde-subsample",
    title="Kernel density estimation on a fixed number of all data",
    source=Source(KAZDAN, "sections 2.2 and 3 (experiments; the theory is ours)"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) on n points chosen without replacement from all "
        "batches 1..k; batch k+1 is n draws from it; batch 1 is real, normal with mean 0. $X_k$ is a draw from model "
        "k, $D_k$ the number of kernels behind it, $s_k^2$ the variance of the points that model k is fitted to, "
        "$m_k$ their mean. Averaged over runs a model is that of accumulate, exactly: a chosen point lies in every "
        "batch with the same probability. What is worse is seen within a run: less of the mean square is spread "
        "within the points, more is the error of their mean."
    ),
    conventions=(
        "annealed: averaged over runs (one draw of model k); spread: within the points of one run, ddof = 0",
        "model 1 is fitted to batch 1, all of it; points are chosen anew for every model",
    ),
    notation="The paper calls the workflow accumulate-subsample, and writes t for our k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="annealed-variance",
            remark="X is a draw from the model",
            of="kde_subsample.draw_square",
            equals=sigma0**2 + h**2 * sp.harmonic(k),
            points=("n=2,k=1,h=1", "n=2,k=4,h=2", "n=3,k=6,h=2,sigma0=1/2"),
        ),
        Law(
            name="depth-law",
            remark="D is the number of kernels behind a draw; the same as where all points are kept",
            of="kde_depth_subsample.depth",
            cdf=ACCUMULATED.claim("depth-law").value,
            when=k >= 1,
            points=("n=1,k=3", "n=2,k=6"),
            worked={"cdf": {"k=1,x=1": sp.Integer(1), "k=3,x=1": sp.Rational(1, 3), "k=3,x=2": sp.Rational(5, 6)}},
        ),
        Law(
            name="annealed-law",
            remark="X is a draw from the model; the same as where all points are kept",
            of="kde_subsample.draw",
            cdf=ACCUMULATED.claim("annealed-law").value,
            when=k >= 1,
            points=("n=2,k=2,h=2", "n=2,k=5,h=2"),
            worked={"cdf": {"k=1,h=1,x=2": (1 + sp.erf(1)) / 2}},
        ),
        Mean(
            name="conserved",
            remark="the mean square of the points, which is variance and squared mean",
            of="kde_subsample.mean_square",
            equals=total,
            when=k >= 1,
            points=("n=2,k=1,h=1/2,sigma0=2", "n=2,k=4,h=2", "n=3,k=3,h=1,sigma0=1/2"),
        ),
        Mean(
            name="spread",
            remark="s is the standard deviation of the points",
            of="kde_subsample.spread",
            equals=kept,
            when=k >= 1,
            points=("n=2,k=1,h=1", "n=2,k=3,h=2", "n=4,k=4,h=2"),
        ),
        Mean(
            name="below-accumulate",
            remark="what the spread is where all points are kept",
            of="kde_subsample.spread",
            at_most=ACCUMULATED.claim("spread").value,
            when=k >= 1,
            points=("n=2,k=2,h=2", "n=3,k=4,h=2"),
            worked={
                "at_most": {
                    "n=2,k=2,h=2,sigma0=4": sp.Rational(17, 2),
                    "n=2,k=3,h=2,sigma0=4": sp.Rational(329, 36),
                    "n=3,k=3,h=1,sigma0=2": sp.Rational(1483, 486),
                    "n=3,k=1,h=2,sigma0=3": sp.Integer(6),
                }
            },
            source=Source(KAZDAN, "section 3 (accumulate-subsample does worse than accumulate, of kernel estimates)"),
        ),
        Mean(
            name="spread-lower",
            remark="s is the standard deviation of the points",
            of="kde_subsample.spread",
            at_least=(1 - 1 / n) * lost * total,
            when=k >= 1,
            points=("n=2,k=2,h=2", "n=3,k=4,h=2"),
            worked={
                "at_least": {
                    "n=2,k=2,h=2,sigma0=4": sp.Rational(21, 4),
                    "n=3,k=1,h=2,sigma0=3": sp.Integer(6),
                }
            },
        ),
        Diverges(
            name="spread-divergence",
            remark="s is the standard deviation of the points: they spread for ever, as those of accumulate do",
            of="kde_subsample.spread",
            at_least=(1 - 1 / n) * scale * h**2 * (sp.log(k + 1) - 1),
            variable=k,
            when=(k >= 1) & (n >= 2),
            points=("n=2,k=6,h=2", "n=3,k=8,h=2,sigma0=1/2"),
            worked={
                "at_least": {
                    "n=7,k=1,h=2": 4 * seventh * (sp.log(2) - 1),
                    "n=7,k=2,h=3": 9 * seventh * (sp.log(3) - 1),
                    "n=2,k=1,h=1": second * (sp.log(2) - 1) / 2,
                }
            },
        ),
        Mean(
            name="centre",
            remark="m is the mean of the points",
            of="kde_subsample.centre_square",
            equals=total - kept,
            when=k >= 1,
            points=("n=2,k=1,h=1", "n=2,k=3,h=2", "n=3,k=4,h=1,sigma0=1/2"),
        ),
    ),
)

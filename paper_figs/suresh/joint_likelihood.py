"""Suresh et al., Figure 10: the two curves whose meeting point is the joint maximum likelihood estimate."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from paper_figs import style
from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import pick
from paper_figs.tables import columns
from paper_figs.transforms import Array, deviation, geometric, progress, times
from simulators.engine import stream
from simulators.mixture import estimates
from simulators.mixture_sample import circle, curve, samples
from theorems.language.papers import SURESH

NAME = "suresh-10-joint-likelihood"
TRIES = 64
"""Samples that are drawn at once, of which the first that is typical of a case is taken."""
CASES = {"meet": "they meet twice", "apart": r"they meet at $\mu = 0$ alone"}
CURVES = {"curve": ("sharp", r"stationary in $\mu$"), "circle": ("published", r"$\mu^2 + \sigma^2 = $ mean of $x^2$")}
POINTS = {  # an estimator as `estimates` has it: marker, colour, label
    "absolute": ("s", "guide", r"mean and deviation of $|x|$"),
    "likelihood": ("o", "exact", "joint ML"),
    "algorithm": ("D", "other", "Algorithm 1"),
}


def typical(parameters: Mapping[str, Any], entropy: int) -> dict[str, Array]:
    """The first sample of |x| that has a solution with mu > 0, and the first that has none."""
    found: dict[str, Array] = {}
    for block in count():
        rng = stream(entropy, NAME, block)
        drawn = samples(rng, TRIES, n=parameters["n"], k=0, mu0=parameters["mu0"], sigma0=1)
        for sample, mu in zip(drawn, estimates(drawn, "likelihood")[0], strict=True):
            found.setdefault("meet" if mu > 0 else "apart", sample[None])
        if len(found) == len(CASES):
            break
    return found


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Both curves in the plane of mu and sigma, and three estimates, for one sample of each case."""
    rows = []
    for case, sample in progress(tell, list(typical(parameters, entropy).items())):
        for alpha in geometric(parameters["alphas"], parameters["curve"]):
            for name, of in (("curve", curve), ("circle", circle)):
                mu = of(sample, alpha)
                row = {"case": case, "series": name, "alpha": alpha, "mu": mu[0]}
                rows.append({**row, "sigma": deviation(times(mu, alpha))[0]})
        for name in POINTS:
            mu, variance = estimates(sample, name)
            row = {"case": case, "series": name, "alpha": float("nan"), "mu": mu[0]}
            rows.append({**row, "sigma": deviation(variance)[0]})
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each case."""
    figure, axes = style.canvas(1, 2, height=2.7, sharey=True)
    for place, (case, title) in zip(axes, CASES.items(), strict=True):
        for name, (meaning, label) in CURVES.items():
            rows = pick(table, case=case, series=name)
            place.plot(rows["mu"], rows["sigma"], **style.line(meaning, label=label))
        for name, (marker, meaning, label) in POINTS.items():
            rows = pick(table, case=case, series=name)
            look = {"marker": marker, "color": style.COLOUR[meaning], "linestyle": "", "clip_on": False, "zorder": 5}
            if name == "absolute":
                look |= {"markerfacecolor": "none", "markersize": 6.5}
            place.plot(rows["mu"], rows["sigma"], label=label, **look)
        place.set(title=title, xlabel=r"$\mu$", xlim=(0, 1.06 * max(table["mu"])), ylim=(0, 1.06 * max(table["sigma"])))
    axes[0].set_ylabel(r"$\sigma$")
    style.legend(figure, axes)
    return figure


SIZES = {"n": 20, "mu0": 1, "alphas": [0.001, 1000.0], "curve": 200}

FIGURE = Figure(
    name=NAME,
    title="Where the joint likelihood of two symmetric components is stationary",
    caption=(
        "Two samples of n = 20 points x = ±1 + Z, the first of their kind among fresh ones; the paper's are lost. In "
        "the plane of μ and σ, with α = σ²/μ from 0 (below) to ∞ (left): the curve on which the likelihood is "
        "stationary in μ, where μ is the mean of x tanh(x/α), and the circle of radius (mean of x²)^½, on which it is "
        "stationary in σ, too. The joint ML estimate is where they meet; at μ = 0 they always do. Left, the other "
        "meeting point, which every sample of kurtosis below 3 has; right, a sample that has none. Square: by Lemma 6 "
        "no estimate on the circle has a larger μ or a smaller σ. Algorithm 1 (η = 2) stays close to it."
    ),
    theorems=("mixture-joint-likelihood", "mixture-approximate-estimator"),
    parameters={"tiny": {**SIZES, "n": 5, "curve": 12}, "quick": SIZES, "paper": SIZES},
    depends=(),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 10", {}, NOWHERE),
)

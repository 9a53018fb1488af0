"""Suresh et al., Figure 11: the error of the curve that the approximate estimator is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import TEXT, Figure, Published, Table, Tell
from paper_figs.numbers import pick
from paper_figs.tables import columns
from paper_figs.transforms import differences, geometric, progress
from simulators.engine import stream
from simulators.mixture_sample import approximate_curve, curve, samples
from theorems.language.papers import SURESH

NAME = "suresh-11-approximate-curve"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The approximation less the curve, for samples of |x| from several models."""
    rows = []
    for mu0 in progress(tell, parameters["means"]):
        rng = stream(entropy, f"{NAME}[mu0={mu0}]", 0)
        drawn = samples(rng, parameters["trials"], n=parameters["n"], k=0, mu0=mu0, sigma0=1)
        for alpha in geometric(parameters["alphas"], parameters["curve"]):
            errors = differences(approximate_curve(drawn, alpha, parameters["eta"]), curve(drawn, alpha))
            rows += [{"mu0": mu0, "trial": i, "alpha": alpha, "value": error} for i, error in enumerate(errors)]
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each model, a line for each sample."""
    means = parameters["means"]
    figure, axes = style.canvas(len(means), height=0.7 + 1.3 * len(means), sharex=True, squeeze=False)
    for place, mu0 in zip(axes[:, 0], means, strict=True):
        for trial in range(parameters["trials"]):
            rows = pick(table, mu0=mu0, trial=trial)
            place.plot(rows["alpha"], rows["value"], **style.line("simulation", linewidth=0.7, alpha=0.8))
        place.axhline(0, **style.line("guide"))
        place.set(xscale="log", title=style.title(f"mu0={mu0}"), ylabel=r"$f_a(\alpha) - f(\alpha)$")
    axes[-1, 0].set_xlabel(r"$\alpha$")
    return figure


SIZES = {"n": 10, "means": [2, 1, 0], "eta": 2, "trials": 10, "alphas": [0.01, 100.0], "curve": 120}

FIGURE = Figure(
    name=NAME,
    title="The curve behind the approximate estimator",
    caption=(
        "By how much the approximation f_a(α) is above f(α), the mean of x tanh(x/α), for 10 samples each of n = 10 "
        "points x = ±μ0 + Z, μ0 = 2, 1, 0. The paper's display of f_a and the parameters of its figure are lost; it "
        "names 10 trials. Drawn is s²/((s⁴/m² + (1 + c)²α²)^½ − cα), m the mean of |x|, s² that of x², c = s²/(a m²): "
        "it has the form of the bound x/tanh x ≥ (x² + 9/4)^½ − 1/2 from which the paper starts, the value m at α = 0 "
        "and the limit s² of α f_a(α), and meets the circle μ² + σ² = s² where Algorithm 1 (η = 2, with its own a) "
        "says. Where f_a is above f at that point, the fitted σ is too small."
    ),
    theorems=("mixture-approximate-estimator", "mixture-joint-likelihood"),
    parameters={"tiny": {**SIZES, "means": [1], "trials": 3, "curve": 6}, "quick": SIZES, "paper": SIZES},
    depends=(),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 11", {"trials": 10}, TEXT),
)

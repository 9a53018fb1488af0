"""Suresh et al., Figure 2(b): the share of one symbol, path by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, grid, log_grid, pick
from simulators.bernoulli import share
from simulators.engine import stream
from theorems.language.papers import SURESH

NAME = "suresh-2b-bernoulli-paths"
ID = "bernoulli-absorption"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Paths of the share, and the probability that a path has been absorbed."""
    curves = Curves(NAME, "k", entropy)
    panel, last, paths = (parameters[name] for name in ("panel", "generations", "paths"))
    given = curves.point("bernoulli.share", panel, last)
    generations = sorted({*log_grid(1, last, parameters["curve"]), *grid(1, last, parameters["curve"])})
    for path in range(paths):
        for k, value in enumerate(walk(int(given["n"]), float(given["p0"]), last, stream(entropy, NAME, path))):
            curves.add(panel, f"path {path}", "bernoulli.share", k, value)
    tell(0.2)
    curves.theory(panel, "mean", f"{ID}/share", generations)
    curves.exact(panel, "absorbed", "bernoulli.absorbed", generations)
    tell(0.7)
    curves.theory(panel, "absorbed lower", f"{ID}/absorption", grid(1, last, 200))
    some = grid(1, last, parameters["points"])
    curves.simulation(panel, "absorbed simulation", "bernoulli.absorbed", some, parameters["runs"])
    return curves.table


def walk(n: int, p0: float, last: int, rng: np.random.Generator) -> list[float]:
    """P_0, ..., P_last of one path: the chain is started again from every share that it reaches."""
    shares = [p0]
    while len(shares) <= last:
        absorbed = shares[-1] in (0.0, 1.0)
        shares.append(shares[-1] if absorbed else float(share(rng, 1, n=n, p0=shares[-1], k=1)[0]))
    return shares


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Paths above, the share of paths that are absorbed below."""
    figure, axes = style.canvas(2, height=4.1, sharex=True, height_ratios=(1.4, 1))
    for path in range(parameters["paths"]):
        label = f"{parameters['paths']} simulated paths" if path == 0 else None
        style.path(axes[0], pick(table, series=f"path {path}"), "k", label)
    style.curve(axes[0], pick(table, series="mean"), "k", "exact", "exact")
    axes[0].set(ylabel="share $P_k$", title=style.title(parameters["panel"]), ylim=(-0.02, 1.02))
    style.curve(axes[1], pick(table, series="absorbed"), "k", "exact", "exact")
    style.curve(axes[1], pick(table, series="absorbed lower"), "k", "sharp", "ours: lower bound")
    style.dots(axes[1], pick(table, series="absorbed simulation"), "k", f"simulation, {parameters['runs']} paths")
    axes[1].set(ylabel=r"$\Pr(P_k \in \{0, 1\})$", xlabel="generation $k$", ylim=(-0.02, 1.04))
    style.legend(figure, axes)
    return figure


SIZES = {"panel": "n=100,p0=1/5", "generations": 600, "paths": 25}
PAPER = {**SIZES, "curve": 22, "points": 10, "runs": 5000}

FIGURE = Figure(
    name=NAME,
    title="The share of one symbol, path by path",
    caption=(
        "25 independent paths of the share P_k of a symbol of share p0 = 1/5 among n = 100 draws per generation, 600 "
        "generations; the black line is the exact mean E P_k = p0. Added to the paper's figure, below: the "
        "probability of being absorbed in {0, 1}, exact, from 5000 other paths per point, and its lower bound "
        "1 − n²/(n − 1) p0 (1 − p0) (1 − 1/n)^k. A share p0 of the paths ends at 1."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"panel": "n=10,p0=1/5", "generations": 12, "curve": 5, "paths": 4, "points": 3, "runs": 400},
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=("simulators.exact.bernoulli",),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 2(b)", SIZES),
)

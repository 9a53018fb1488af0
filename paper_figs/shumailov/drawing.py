"""What the drawing steps share: the mean and the standard deviation of single runs, and their exact bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from paper_figs import style
from paper_figs.drawing import of_no_seed
from paper_figs.numbers import pick

ERRORS = {"mean": r"error of the mean, $|\mu_k|$", "scale": r"error of the deviation, $|\sigma_k - 1|$"}
LINES: dict[str, dict[str, Any]] = {
    "run": {"linewidth": 0.6, "alpha": 0.75},
    "exact": {"linewidth": 1.4},
    "unbiased": {"linestyle": (0, (4, 1.6))},
}
QUANTITIES = {"mean": r"mean $\mu_k$", "scale": r"standard deviation $\sigma_k$"}


def picture(
    table: Mapping[str, Any], parameters: Mapping[str, Any], limits: Mapping[str, Any],
    band: str = "exact ±2 standard deviations", centre: str = r"exact $(E\,\sigma_k^2)^{1/2}$",
) -> Any:  # fmt: skip
    """The mean above the standard deviation: a jagged line for the run, a band and a smooth line for the exact law.

    limits: of the two ordinates, widened until they hold the runs; logarithmic if a factor of 10 lies between.
    band, centre: what the two are in the legend; without a centre there is no smooth line.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    sizes = parameters["sizes"]
    shades = dict(zip(sizes, style.shades(len(sizes)), strict=True))
    figure, axes = style.canvas(2, height=4.0, sharex=True)
    for place, (quantity, label) in zip(axes, QUANTITIES.items(), strict=True):
        for n, colour in shades.items():
            here = pick(table, quantity=quantity, n=n)
            curve = {source: pick(here, source=source) for source in ("run", "low", "centre", "high")}
            ends = (curve[source]["value"] for source in ("low", "high"))
            place.fill_between(curve["low"]["k"], *ends, color=colour, alpha=0.15, linewidth=0)
            for source, width in {"low": 0.5, "high": 0.5, "centre": 1.4}.items():
                place.plot(curve[source]["k"], curve[source]["value"], color=colour, linewidth=width, alpha=0.9)
            place.plot(curve["run"]["k"], curve["run"]["value"], color=colour, linewidth=0.8, zorder=3)
        seen = pick(table, quantity=quantity, source="run")["value"]
        low = min(limits[quantity][0], *(1.1 * seen), *(0.9 * seen))
        high = max(limits[quantity][1], *(1.1 * seen))
        place.set(xscale="log", ylabel=label, ylim=(low, high))
        if low > 0 and high > 10 * low:
            style.decades(place, low, high)
    axes[1].set_xlabel("generation $k$")
    axes[1].xaxis.set_major_formatter("{x:g}")
    handles: list[Any] = [Line2D([], [], color=colour, linewidth=3, label=f"$n = {n}$") for n, colour in shades.items()]
    handles += [Line2D([], [], color="#404040", linewidth=0.8, label="a single run")]
    handles += [Line2D([], [], color="#404040", linewidth=1.4, label=centre)] if centre else []
    handles += [Patch(facecolor="#d0d0d0", edgecolor="#404040", linewidth=0.5, label=band)]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure


def errors(table: Mapping[str, Any], parameters: Mapping[str, Any], labels: Mapping[str, str]) -> Any:
    """The error of the mean above that of the standard deviation; labels: source -> what its lines are."""
    from matplotlib.lines import Line2D

    sizes = parameters["sizes"]
    shades = dict(zip(sizes, style.shades(len(sizes)), strict=True))
    figure, axes = style.canvas(2, height=4.4, sharex=True)
    for place, (quantity, label) in zip(axes, ERRORS.items(), strict=True):
        for n, colour in shades.items():
            for source in labels:
                rows = pick(table, quantity=quantity, n=n, source=source)
                place.plot(rows["k"], rows["value"], color=colour, **LINES[source])
        place.set(xscale="log", ylabel=label, ylim=(0, None))
    axes[1].set_xlabel("generation $k$")
    axes[1].xaxis.set_major_formatter("{x:g}")
    handles: list[Any] = [Line2D([], [], color=colour, linewidth=3, label=f"$n = {n}$") for n, colour in shades.items()]
    handles += [Line2D([], [], color="#404040", label=text, **LINES[source]) for source, text in labels.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure


PANELS = 4
"""Beside each other."""


def clouds(table: Mapping[str, Any], starts: Sequence[str], generations: Sequence[int]) -> Any:
    """Blocks of panels, one for each start: the points of each generation, where and as large as the real ones are."""
    rows = -(-len(generations) // PANELS)
    figure, axes = style.canvas(rows * len(starts), PANELS, height=0.75 + 0.92 * rows * len(starts), squeeze=False)
    for block, start in enumerate(starts):
        here = pick(table, start=start)
        real = pick(here, k=generations[0])
        reach = 1.1 * max(abs(real["x"]).max(), abs(real["y"]).max())
        places = axes[block * rows : (block + 1) * rows].flat
        for place, k in zip(places, generations, strict=False):
            for component, (colour, marker) in enumerate((("simulation", "o"), ("published", "^"))):
                points = pick(here, k=k, component=component)
                look = {"markersize": 1.3, "color": style.COLOUR[colour], "alpha": 0.5, "markeredgewidth": 0}
                place.plot(points["x"], points["y"], marker, label=f"component {component + 1}", **look)
            place.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[], aspect="equal")
            place.set_title("real" if k < 0 else f"$k = {int(k)}$", fontsize="small")
        for place in axes[block * rows : (block + 1) * rows].flat[len(generations) :]:
            place.set_axis_off()
        axes[block * rows, 0].set_ylabel(start, fontsize="small")
    figure.get_layout_engine().set(w_pad=0.01, h_pad=0.02, hspace=0.02, wspace=0.02)
    style.legend(figure, axes[0, 0], markerscale=3)
    return figure


def distances(table: Mapping[str, Any], sizes: Sequence[int], quantities: Mapping[str, str]) -> Any:
    """One panel for each quantity: medians of the runs as points, a colour for each number of points."""
    figure, axes = style.canvas(len(quantities), height=4.2, sharex=True)
    for place, (quantity, label) in zip(axes, quantities.items(), strict=True):
        for n, colour in zip(sizes, style.shades(len(sizes)), strict=True):
            middle = of_no_seed(pick(table, quantity=quantity, n=n))
            place.plot(middle["k"], middle["value"], color=colour, linewidth=0.8)
            style.dots(place, middle, "k", f"$n = {n}$", color=colour)
        place.set(xscale="log", yscale="log", ylabel=label)
    axes[-1].set(xlabel="generation $k$")
    axes[-1].xaxis.set_major_formatter("{x:g}")
    style.legend(figure, axes[0], 3)
    return figure


LEAST = 1e-3
"""Expected count of a bin that is drawn."""


def tails(table: Mapping[str, Any], laws: Sequence[str], generations: Sequence[int]) -> Any:
    """Expected counts of both laws above, with the cut at 1; below, for each law, what is left after k generations."""
    figure, axes = style.canvas(1 + len(laws), height=5.4, sharex=True)
    for law, meaning in zip(laws, ("exact", "other"), strict=True):
        style.curve(axes[0], pick(table, law=law, source="expected count"), "x", meaning, law)
    axes[0].axhline(1, color=style.COLOUR["guide"], linestyle=":", linewidth=1.0, label="count 1, share 1/n")
    axes[0].set(yscale="log", ylabel="expected count", ylim=(LEAST, None))
    for place, law in zip(axes[1:], laws, strict=True):
        counts = pick(table, law=law, source="expected count")
        cut = {**counts, "value": (counts["value"] > 1).astype(float)}
        place.plot(cut["x"], cut["value"], **style.line("published", label="the paper's cut", drawstyle="steps-mid"))
        for k, colour in zip(generations, style.shades(len(generations)), strict=True):
            here = pick(table, law=law, k=k)
            curve = pick(here, source="bernoulli.survived")
            place.plot(curve["x"], curve["value"], color=colour, label=f"exact, $k = {k}$")
            style.dots(place, pick(here, source="simulation"), "x", None, color=colour)
        place.set(ylabel="bin is still there", title=law, ylim=(-0.05, 1.1))
    axes[-1].set(xlabel="bin")
    style.legend(figure, axes)
    return figure

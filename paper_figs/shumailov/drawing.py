"""What the drawing steps share: the mean and the standard deviation of single runs, and their exact bands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
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

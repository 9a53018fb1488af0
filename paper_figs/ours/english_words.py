"""Ours: how many English words survive, for texts of a hundred thousand to a trillion words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style, texts
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import progress
from simulators.exact.alphabet import unique

NAME = "ours-english-words"
ID = "discrete-distinct-symbols"
BOUNDS = {"lower": f"{ID}/lower", "upper": f"{ID}/upper-sharp"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact numbers while the engine follows the chains, and proved bounds for as long as anybody likes."""
    curves = Curves(NAME, "k", entropy)
    counts = texts.english(parameters["words"])
    shares, first = texts.written(counts), parameters["exact"]
    early, late = log_grid(1, first, parameters["points"]), log_grid(first, parameters["last"], parameters["points"])
    for n in progress(tell, parameters["tokens"]):
        panel = f"n = {n}"
        curves.name(panel, f"n={n},p={shares}")
        exact = unique(n=n, k=first, counts=counts)
        for k in early:
            curves.ball(panel, "exact", "multinomial.distinct", k, exact[k])
        for series, claim in BOUNDS.items():
            curves.theory(panel, series, claim, late)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Words left against generations, a colour for each number of tokens."""
    from matplotlib.lines import Line2D

    figure, axes = style.canvas(height=3.6)
    sizes = parameters["tokens"]
    handles = []
    for n, colour in zip(sizes, style.shades(len(sizes)), strict=True):
        here = pick(table, panel=f"n = {n}")
        exact, low, high = (pick(here, series=series) for series in ("exact", "lower", "upper"))
        axes.plot(exact["k"], exact["value"], color=colour, linewidth=1.6)
        axes.fill_between(low["k"], low["value"], high["value"], color=colour, alpha=0.3, linewidth=0)
        for bound in (low, high):
            axes.plot(bound["k"], bound["value"], color=colour, linewidth=0.8, linestyle="--")
        handles.append(Line2D([], [], color=colour, linewidth=2.5, label=style.power_of_ten("n", n)))
    handles.append(Line2D([], [], color="#404040", linewidth=1.6, label="exact"))
    handles.append(Line2D([], [], color="#404040", linewidth=0.8, linestyle="--", label="proved bounds"))
    axes.set(xscale="log", yscale="log", xlabel="generation $k$", ylabel="English words left")
    axes.set(ylim=(0.7, 2 * parameters["listed"]))
    everything = axes.axhline(parameters["listed"], **style.line("guide", label=f"all {parameters['listed']} words"))
    handles.append(everything)
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure


TOKENS = [
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
]
QUICK = {"words": None, "listed": 321180, "tokens": TOKENS, "exact": 30, "last": 1_000_000, "points": 9}

FIGURE = Figure(
    name=NAME,
    title="How many English words survive",
    caption=(
        "The model: each generation is n words, drawn one by one from the frequencies of words in the one before; "
        "generation 0 has the frequencies of the package wordfreq, 321180 English words of which the rarest is used "
        "once in a hundred million. Drawn is the mean number of different words in generation k, for n = 10^5 to "
        "10^{12}. Up to k = 30 it is exact: the sum of exact chains of single words. From there on it lies between two "
        "proved bounds, Max(1, Σ 1 − e^{−n p_i g_k}) and Σ 1 − (1 − p_i)^{n g_k + 1}, which differ by less than a "
        "line is wide while many words are left. A word is lost after about as many generations as n tokens have "
        "copies of it: a trillion tokens a generation keep nearly all words for thousands of generations, a hundred "
        "thousand lose 95% of them in the first. Language is no bag of words, and models smooth: this is what sampling "
        "alone does."
    ),
    theorems=(ID, "bernoulli-absorption", "g-iterate"),
    parameters={
        "tiny": {"words": 60, "listed": 60, "tokens": [100, 10000], "exact": 3, "last": 20, "points": 3},
        "quick": QUICK,
        "paper": {**QUICK, "points": 13},
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
)

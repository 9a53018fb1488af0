"""Suresh et al., Figure 6, single words: how many words of a text are left, with every bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style, texts
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, pick
from paper_figs.suresh.distinct import CLAIMS, ID, LOOKS
from paper_figs.suresh.drawing import gaps
from paper_figs.transforms import progress, relative_gap
from theorems.language.papers import SURESH

NAME = "suresh-6-words"
GAPS = {series: f"gap of {series}" for series in CLAIMS}


def shares(parameters: Mapping[str, Any]) -> tuple[str, str]:
    """What is read, and the parameters n and p."""
    if texts.chosen():
        text = texts.text()
        return text.name, f"n={len(text.words)},p={text.counts}"
    words, n = parameters["words"], parameters["tokens"]
    return f"the {words} most frequent English words", f"n={n},p={texts.written(texts.english(words))}"


def digest() -> str:
    """Of the user's text, if there is one."""
    return texts.digest() if texts.chosen() else ""


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact values and bounds at every generation, how far the bounds are from the truth, and simulation at a few."""
    curves = Curves(NAME, "k", entropy)
    panel, point = shares(parameters)
    curves.name(panel, point)
    generations = range(1, parameters["generations"] + 1)
    curves.exact(panel, "exact", "multinomial.distinct", generations)
    exact = pick(curves.table, series="exact")["value"]
    for series, claim in progress(tell, list(CLAIMS.items())):
        curves.theory(panel, series, claim, generations)
        found = pick(curves.table, series=series)["value"]
        for k, bound, truth in zip(generations, found, exact, strict=True):
            curves.add(panel, GAPS[series], f"gap of {claim}", k, relative_gap(bound, truth))
    curves.medians(panel, "simulation", "multinomial.distinct", parameters["points"], parameters["runs"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Words left above, and below how far each bound is from the exact number."""
    figure, axes = style.canvas(2, height=4.0, sharex=True)
    for series, (meaning, label) in LOOKS.items():
        style.curve(axes[0], pick(table, series=series), "k", meaning, label)
    style.dots(axes[0], pick(table, series="simulation"), "k", "simulation: median")
    axes[0].set(ylabel="words left")
    axes[0].set_title(pick(table, series="point")["panel"][0], parse_math=False)
    axes[0].set_ylim(bottom=0)
    gaps(axes[1], table, GAPS)
    style.legend(figure, axes)
    return figure


SIZES = {"generations": 10}
QUICK = {**SIZES, "words": 20000, "tokens": 500000, "points": [1, 5, 10], "runs": 12}

FIGURE = Figure(
    name=NAME,
    title="How many words of a text are left: single words",
    caption=(
        "Words drawn one by one: n tokens from the frequencies of words, their frequencies fitted, n tokens drawn "
        "again, for 10 generations. By default the words are the 20000 most frequent ones of English, with the "
        "frequencies that the package wordfreq gives them, and n = 500000; with --text FILE the words of that text (in "
        "lower case, letters and digits) with their frequencies there, and n its number of words, as the paper does "
        "with the first 500000 words of Wikitext-2. Above, the mean number of words in generation k: exact, both "
        "bounds of Corollary 1 and a sharper one of ours, which differ by less than a line is wide; the median of 12 "
        "runs, with its time-uniform 95% interval. Below, how far each bound is from the exact number, relative to it "
        "(triangles that point up: the published upper bound; down: the lower one). "
        "The lower bound is the exact number under Poisson sampling (Corollary 2)."
    ),
    theorems=(ID, f"{ID}-poisson", "bernoulli-absorption", "g-iterate"),
    parameters={
        "tiny": {"generations": 2, "words": 60, "tokens": 500, "points": [1, 2], "runs": 4},
        "quick": QUICK,
        "paper": {**QUICK, "points": list(range(1, 11)), "runs": 40},
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 6", SIZES),
    reads=digest,
)

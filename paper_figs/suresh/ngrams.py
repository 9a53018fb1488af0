"""Suresh et al., Figure 6: how many words, and n-grams, are left of a text that n-gram models write again and again."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from paper_figs import style, texts
from paper_figs.figure import Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.numbers import Curves, medians, pick
from paper_figs.simulations import Call, simulated
from paper_figs.suresh.distinct import CLAIMS, EXCESS, ID
from paper_figs.suresh.drawing import of_orders
from paper_figs.transforms import excess, over, progress
from simulators import ngrams
from simulators.engine import stream
from theorems.language.papers import SURESH

NAME = "suresh-6-ngrams"
BOUNDS = ("published lower", "published upper")
ABOVE, NEAR = "above the lower bound", 0.1


def left(order: int, generations: int, run: int, digest: str, entropy: int) -> list[tuple[int, int]]:
    """Of one run and generation 0, 1, ...: how many words of the text are left, and how many of its n-grams.

    Raises ValueError where another text is read here.
    """
    rng = stream(entropy, f"{NAME}[n={order}]", run)
    return ngrams.texts(rng, texts.asked(digest).words, n=order, generations=generations)


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """One for each order and run."""
    digest, generations = texts.digest(), parameters["generations"]
    runs = product(parameters["orders"], range(parameters["runs"]))
    return [Call(left, (order, generations, run, digest, entropy)) for order, run in runs]


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """What is left in simulated texts; for single words the exact number, and the bounds of Corollary 1."""
    curves, text = Curves(NAME, "k", entropy, seeds=True), texts.text()
    panel, generations = text.name, range(1, parameters["generations"] + 1)
    curves.name(panel, f"n={len(text.words)},p={text.counts}")
    curves.exact(panel, "exact", "multinomial.distinct", generations)
    exact = pick(curves.table, series="exact")["value"]
    for series in BOUNDS:
        curves.theory(panel, series, CLAIMS[series], generations)
        for k, bound, truth in zip(generations, pick(curves.table, series=series)["value"], exact, strict=True):
            curves.add(panel, f"{EXCESS}, {series}", f"excess of {CLAIMS[series]}", k, excess(bound, truth))
    lower = pick(curves.table, series=BOUNDS[0])["value"]
    found: dict[int, list[list[tuple[int, int]]]] = {}
    for call in progress(tell, simulations(parameters, entropy)):
        found.setdefault(call.given[0], []).append(simulated(call.function, *call.given))
    for order, runs in found.items():
        counts = np.array(runs, dtype=float)
        words, grams = counts[:, 1:, 0], over(counts[:, 1:, 1], counts[0, 0, 1])
        quantities = {"words": words, EXCESS: excess(words, exact), "n-grams": grams}
        source = f"ngrams, n = {order}"
        for quantity, values in quantities.items():
            for k, value, low, high in zip(generations, *medians(values), strict=True):
                curves.add(panel, f"{quantity}, n = {order}", source, k, value, (low, high))
        for series, values in {EXCESS: excess(words, exact), ABOVE: excess(words, lower)}.items():
            for seed, run in enumerate(values):
                for k, value in zip(generations, run, strict=True):
                    curves.add(panel, series, source, k, value, seed=seed)
    return curves.table


def near(rows: Rows) -> bool:
    """Of all models and generations the words left are as many as are exact for single words, up to one in ten."""
    values = pick(rows, series=EXCESS)["value"]
    return max(values) < NEAR and min(values) > -NEAR


def below(rows: Rows) -> bool:
    """In the last generation fewer words are left of the longest n-grams than the lower bound says."""
    return bool(pick(rows, series=ABOVE)["value"][-1] < 0)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Words left, how far they are from the exact number of single words, and n-grams left."""
    figure, axes = style.canvas(3, height=5.6, sharex=True)
    of_orders(axes, table, parameters["orders"])
    style.curve(axes[0], pick(table, series="exact"), "k", "exact", "single words: exact")
    for bound in BOUNDS:
        style.curve(axes[0], pick(table, series=bound), "k", "published", "their bounds (Corollary 1)")
        style.curve(axes[1], pick(table, series=f"{EXCESS}, {bound}"), "k", "published")
    axes[0].set_title(pick(table, series="point")["panel"][0], parse_math=False)
    style.legend(figure, axes)
    return figure


SIZES = {"orders": [1, 2, 8, 16], "generations": 10}

FIGURE = Figure(
    name=NAME,
    title="How many words of a text are left: n-gram models",
    caption=(
        "A text is written again and again by the n-gram model (n = 1, 2, 8, 16) of the text before, always of the "
        "same number of words, for 10 generations. The text is closed to a ring; a line begins with n − 1 successive "
        "words from a random place and goes on with 50 words, each drawn as often as it comes there after the n − 1 "
        "words before it. By default it is the documentation that ships with Python, with --text FILE any other, such "
        "as the first 500000 words of Wikitext-2 in the paper. Above, how many different words are left, and in the "
        "middle by what share that is above the exact number for single words; below, which share of the first text's "
        "n-grams is left. Points are medians over 24 runs with time-uniform 95% intervals (paper effort: 40 runs; the "
        "paper: one run). The bounds of Corollary 1 are proved for n = 1, where each draw is independent. For longer "
        "n-grams they are no bounds: words that stand close together are kept or lost together. That they nearly hold "
        "is seen, not proved: every place of the text is written once on average, whatever n is. No bound is known for "
        "the number of n-grams itself. The paper's program takes sentences where we take lines (and counts too few "
        "words in them: theorems errata), and restarts from those that are long enough."
    ),
    theorems=(ID, "bernoulli-absorption", "g-iterate"),
    parameters={
        "tiny": {"orders": [1, 3], "generations": 2, "runs": 4},
        "quick": {**SIZES, "runs": 24},
        "paper": {**SIZES, "runs": 40},
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 6", SIZES),
    simulations=simulations,
    reads=texts.digest,
    left_out=(
        "The tokenizer of the paper's program, and its sentences. Its text is not part of the suite: --text reads it. "
        "On it, too, the bounds nearly hold, and are no bounds."
    ),
    comparisons=(
        Comparison("ngram-words-near-bounds", near),
        Comparison(
            "ngram-words-below-bound",
            below,
            "of 16-gram models fewer words are left after 10 generations than the lower bound for single words says",
        ),
    ),
)

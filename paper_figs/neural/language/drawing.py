"""What experiments with language models look like."""

from __future__ import annotations

from typing import Any

from paper_figs import style
from paper_figs.drawing import of_no_seed
from paper_figs.figure import Table
from paper_figs.neural.reading import DRAWN, NOTHING, PENALTY, TENTH
from paper_figs.numbers import pick

LOOKS = {
    "replace": ("published", "o"),
    "a tenth real": ("sharp", "v"),
    "accumulate-subsample": ("other", "^"),
    "accumulate": ("simulation", "s"),
}
"""Of workflows: meaning of the colour, marker."""

APART = 0.06
"""Between points of one generation."""

QUANTITIES = {"loss": "test loss, nats of a story", "sound": "share of sound stories"}
"""What is seen of models that tell stories."""


def stories(table: Table, workflows: list[str]) -> Any:
    """Test loss above, share of sound stories below: medians over seeds, with their intervals."""
    figure, axes = style.canvas(2, height=4.2, sharex=True)
    for place, (quantity, label) in zip(axes, QUANTITIES.items(), strict=True):
        for workflow, beside in zip(workflows, style.beside(len(workflows), APART), strict=True):
            by_generation(place, pick(table, workflow=workflow, quantity=quantity), workflow, beside, LOOKS[workflow])
        place.set(ylabel=label)
        place.margins(y=0.08)
    style.curve(axes[0], pick(table, workflow="least"), "generation", "guide", "entropy of a story")
    axes[1].set_xlabel("generation (0: trained on real stories)")
    style.legend(figure, axes)
    return figure


def by_generation(place: Any, rows: Any, label: str, beside: float, look: tuple[str, str]) -> None:
    """Medians over seeds joined by a line, a little beside their generation."""
    from matplotlib.ticker import MaxNLocator

    rows = of_no_seed(rows)
    rows["generation"] = rows["generation"] + beside
    style.dots(place, rows, "generation", label, fmt=look[1], color=style.COLOUR[look[0]])
    place.plot(rows["generation"], rows["value"], color=style.COLOUR[look[0]], linewidth=0.7)
    place.xaxis.set_major_locator(MaxNLocator(integer=True))


def mixtures(table: Table, numbers: list[int]) -> Any:
    """Losses of mixtures above, the theory of one mean below: a line for each number of real stories."""
    figure, axes = style.canvas(2, height=4.6, sharex=True)
    marks = ("o", "s", "^", "v", "D", "P")
    looks = zip(numbers, style.shades(len(numbers)), style.apart(len(numbers)), strict=True)
    for i, (r, colour, shift) in enumerate(looks):
        rows = of_no_seed(pick(table, quantity="loss", real=r))
        rows["made"] = shift * (1 + rows["made"])
        style.dots(axes[0], rows, "made", f"$r = {r}$", fmt=marks[i % len(marks)], color=colour)
        axes[0].plot(rows["made"], rows["value"], color=colour, linewidth=0.7)
        theory = pick(table, quantity="theory", real=r)
        axes[1].plot(1 + theory["made"], theory["value"], color=colour, linewidth=1.0, marker=marks[i], markersize=2)
    style.curve(axes[0], least(table), "made", "guide", "entropy of a story")
    all_seeds = {name: of_no_seed(pick(table, quantity=name))["value"][0] for name in ("number", "share", "both")}
    told = ", ".join(f"{name} {value:.2f}" for name, value in all_seeds.items())
    axes[0].set_title(f"$R^2$: {told}")
    axes[0].set(ylabel="test loss, nats of a story", xscale="log")
    axes[1].set(ylabel=r"theory: error of a mean, $/\sigma^2$", xscale="log", xlabel="made stories $s$")
    for place in axes:
        style.decades(place, 0.9 * place.dataLim.y0, 1.1 * place.dataLim.y1)
    ticks = sorted({*pick(table, quantity="loss")["made"].tolist()})
    axes[1].set_xticks([1 + s for s in ticks], [f"{s:g}" for s in ticks])
    axes[1].set_xticks([], minor=True)
    style.legend(figure, axes[0])
    return figure


def least(table: Table) -> dict[str, Any]:
    """The entropy of a story, as far as stories were made."""
    rows = pick(table, quantity="least")
    return {**rows, "made": 1 + rows["made"]}


READING = {
    NOTHING: ("published", "o"),
    PENALTY: ("published 2", "v"),
    TENTH: ("sharp", "^"),
    DRAWN: ("simulation", "s"),
}
"""Of settings: meaning of the colour, marker."""


def perplexities(table: Table) -> Any:
    """Perplexity of real text by generation: medians over seeds, with their intervals."""
    figure, axes = style.canvas(height=3.2)
    for (setting, look), beside in zip(READING.items(), style.beside(len(READING), APART), strict=True):
        by_generation(axes, pick(table, setting=setting, quantity="perplexity"), setting, beside, look)
    axes.set(xlabel="model $k$ (0: real text)", ylabel="perplexity of real text")
    axes.margins(y=0.08)
    style.legend(figure, axes)
    return figure


def histograms(table: Table, settings: list[str]) -> Any:
    """A panel for each setting, in it a line for each generation, and real blocks in grey."""
    figure, axes = style.canvas(len(settings), height=5.2, sharex=True)
    shown = pick(table, quantity="histogram")
    generations = sorted({*shown["generation"].tolist()})
    real = pick(shown, setting="real")
    for place, setting in zip(axes, settings, strict=True):
        place.fill_between(real["bin"], real["value"], step="post", color="#d0d0d0", label="real blocks")
        for k, colour in zip(generations, style.shades(len(generations)), strict=True):
            rows = pick(shown, setting=setting, generation=k)
            width = 1.8 - 1.2 * k / max(*generations, 1)
            place.step(rows["bin"], rows["value"], where="post", color=colour, linewidth=width, label=f"$k = {k:g}$")
        place.set(title=setting if setting == DRAWN else f"5 beams, {setting}", ylabel="share")
        place.set_ylim(bottom=0)
    style.decades(axes[-1], 1, 1000, "x")
    axes[-1].set_xlabel("perplexity of a block under model 0")
    style.legend(figure, axes[0], columns=3)
    return figure

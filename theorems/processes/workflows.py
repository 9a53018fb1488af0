"""Workflows: from which points the next model is fitted. Each serves every model that is fitted to data.

Batch 1 is real. Model k, the k-th fit, is fitted to points of batches 1..k that the workflow selects without looking
at their values; batch k + 1 is drawn from model k. The data sets of the state are those of generation k >= 1. Kazdan
et al. (arXiv 2410.16713), sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language import Parameter, Parameters
from theorems.language.data import GENERATION, Data
from theorems.language.domains.choices import every
from theorems.language.laws import Choice, Law
from theorems.language.processes import Draw, Drawing, Join, Observable, Process, Selected, Subset
from theorems.language.selections import Made, Real, Taken
from theorems.language.workflows import Workflow

t = GENERATION
DRAW, OTHER = sp.symbols("draw other", real=True)
"""Further draws from the present model, which are only looked at."""


@dataclass(frozen=True)
class Model:
    """What is fitted, and what is looked at.

    size: the parameter n, points per batch. others: further parameters. real: the real law. fitted: the law fitted to
    a data set. observe: what is observed of the points that a model is fitted to, and of DRAW. given: what stands in
    the place of estimates, or of DRAW, for model 0, which is given (`Process.before`). letters: how estimates and DRAW
    are written in LaTeX (`Process.letters`). spectrum: where points are vectors (`Process.spectrum`). draws: what is
    drawn from the present model to be looked at.
    """

    name: str
    size: Parameter
    others: tuple[Parameter, ...]
    real: Law
    fitted: Callable[[Data], Law]
    observe: Callable[[Data], Mapping[str, Observable]]
    given: Callable[[Data], Mapping[sp.Expr, Any]] = lambda _: {}
    letters: Callable[[Data], Mapping[sp.Expr, sp.Expr]] = lambda _: {}
    spectrum: sp.IndexedBase | None = None
    draws: tuple[sp.Symbol, ...] = (DRAW,)

    def process(self, workflow: str, seen: Data, select: tuple[Drawing, ...] = (), **rest: Any) -> Process:
        """The process in which models are fitted to `seen`, which `select` takes from the data sets of the state."""
        return Process(
            f"{self.name}_{workflow}",
            Parameters(self.size, *self.others),
            draws=(*select, Draw(self.batch, self.fitted(seen))),
            observables=self.observe(seen),
            before=self.given(seen) if rest["first"] == 1 else {},
            looked_at=(*select, *(Draw(x, self.fitted(seen)) for x in self.draws)),
            letters=self.letters(seen),
            spectrum=self.spectrum,
            **rest,
        )

    @property
    def batch(self) -> Data:
        """The next batch."""
        return Data("batch", self.size.symbol)


def replace(model: Model) -> Process:
    """Fitted to the last batch alone."""
    seen = Data("seen", model.size.symbol)
    return model.process("replace", seen, start={seen: model.real}, step={seen: (model.batch,)}, first=1)


def accumulate(model: Model) -> Process:
    """Fitted to all batches so far."""
    pool = Data("pool", model.size.symbol * t)
    return model.process("accumulate", pool, start={pool: model.real}, step={pool: (pool, model.batch)}, first=1)


def subsample(model: Model) -> Process:
    """Fitted to n points of all batches so far, chosen without replacement."""
    pool, seen = Data("pool", model.size.symbol * t), Data("seen", model.size.symbol)
    step = {pool: (pool, model.batch)}
    return model.process("subsample", seen, (Subset(seen, pool),), start={pool: model.real}, step=step, first=1)


def bootstrap(model: Model) -> Process:
    """Fitted to n points of all batches so far, chosen with replacement."""
    pool, seen = Data("pool", model.size.symbol * t), Data("seen", model.size.symbol)
    step = {pool: (pool, model.batch)}
    return model.process("bootstrap", seen, (Draw(seen, Choice(pool)),), start={pool: model.real}, step=step, first=1)


def window(width: int) -> Callable[[Model], Process]:
    """Fitted to the last `width` batches; the first `width` are all real, and model `width` is the first fit."""

    def of(model: Model) -> Process:
        n = model.size.symbol
        batches = tuple(Data(f"batch{i}", n) for i in range(1, width + 1))
        seen = Data("seen", width * n)
        step = {old: (new,) for old, new in zip(batches, (*batches[1:], model.batch), strict=True)}
        start = dict.fromkeys(batches, model.real)
        return model.process(f"window{width}", seen, (Join(seen, batches),), start=start, step=step, first=width)

    return of


EVERY = every(
    "workflow",
    {
        "replace": Workflow("replace"),
        "accumulate": Workflow("accumulate"),
        "subsample": Workflow("subsample"),
        "bootstrap": Workflow("bootstrap"),
        "window": Workflow("window", 2),
        "last-half": Workflow("last half"),
        "synthetic-only": Workflow("synthetic only"),
        "half-fresh": Workflow("replace", fresh=Fraction(1, 2), sizes="2*n"),
        "half-fixed": Workflow("replace", fixed=Fraction(1, 2), sizes="2*n"),
        "growing": Workflow("accumulate", sizes="n*t^2"),
    },
    "workflow that selects points without looking at their values",
)
"""Every workflow there is."""


def value_blind(model: Model) -> Process:
    """Fitted to whatever points a workflow selects that looks at no values; later batches may have real points, too."""
    workflow, n, i = EVERY.symbol, model.size.symbol, sp.Symbol("i", integer=True)
    so_far = sp.Sum(Made(workflow, n, i) + Real(workflow, n, i), (i, 0, t - 1))
    pool, seen = Data("pool", so_far), Data("seen", Taken(workflow, n, t))
    drawn, real = Data("drawn", Made(workflow, n, t)), Data("real", Real(workflow, n, t))
    select = Selected(seen, pool, workflow)
    return Process(
        f"{model.name}_value_blind",
        Parameters(model.size, *model.others, EVERY),
        start={pool: model.real},
        draws=(select, Draw(drawn, model.fitted(seen)), Draw(real, model.real)),
        step={pool: (pool, drawn, real)},
        observables=model.observe(seen),
        looked_at=(select, *(Draw(x, model.fitted(seen)) for x in model.draws)),
        first=1,
        letters=model.letters(seen),
        spectrum=model.spectrum,
    )


WORKFLOWS = (replace, accumulate, subsample, bootstrap, window(2))

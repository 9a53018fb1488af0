"""Workflows: from which points the next model is fitted. Each serves every model that is fitted to data.

Batch 1 is real. Model k, the k-th fit, is fitted to points of batches 1..k that the workflow selects without looking
at their values; batch k + 1 is drawn from model k. The data sets of the state are those of generation k >= 1. Kazdan
et al. (arXiv 2410.16713), sections 2 and 3.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language import Parameter, Parameters, integer
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.domains.choices import every
from theorems.language.domains.sequences import sizes
from theorems.language.laws import Choice, Law
from theorems.language.processes import Draw, Drawing, Join, Observable, Process, Selected, Subset
from theorems.language.selections import Made, Real, Taken
from theorems.language.sums import worked_out
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

    def process(
        self,
        workflow: str,
        seen: Data,
        select: tuple[Drawing, ...] = (),
        batch: Data | None = None,
        besides: tuple[Drawing, ...] = (),
        **rest: Any,
    ) -> Process:
        """The process in which models are fitted to `seen`, which `select` takes from the data sets of the state.

        batch: what is drawn from the model, if not n points. besides: what else is drawn.
        """
        return Process(
            f"{self.name}_{workflow}",
            self.parameters,
            draws=(*select, Draw(batch or self.batch, self.fitted(seen)), *besides),
            observables=self.observe(seen),
            before=self.given(seen) if rest["first"] == 1 else {},
            looked_at=(*select, *(Draw(x, self.fitted(seen)) for x in self.draws)),
            letters=self.letters(seen),
            spectrum=self.spectrum,
            **rest,
        )

    @property
    def parameters(self) -> Parameters:
        """The size first, but for those that its domain names."""
        named = [p for p in self.others if p.name in self.size.uses]
        return Parameters(*named, self.size, *(p for p in self.others if p not in named))

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


# -- batches of other sizes, and with real points in them ---------------------------------------------------------

SIZES = sizes("n", 1, "points of batch t + 1", ((1, 1, 1), (5, 8, 4)))
FRESH = integer("r", "[0, n]", "real points in each batch", (0, 1, 3))


def accumulate_sizes(model: Model) -> Process:
    """Fitted to all batches so far, which have sizes of their own."""
    n, i = SIZES.symbol, sp.Symbol("i", integer=True)
    pool, batch = Data("pool", n[0] + sp.Sum(n[i], (i, 1, t - 1))), Data("batch", n[t])
    sized = dataclasses.replace(model, size=SIZES)
    step = {pool: (pool, batch)}
    return sized.process("accumulate_sizes", pool, batch=batch, start={pool: model.real}, step=step, first=1)


def accumulate_power(power: int) -> Callable[[Model], Process]:
    """Fitted to all batches so far; batch t has n t^power points."""

    def of(model: Model) -> Process:
        n, i = model.size.symbol, sp.Symbol("i", integer=True)
        pool = Data("pool", n * sp.factor(worked_out(sp.Sum(i**power, (i, 1, t)))))
        batch = Data("batch", n * (t + 1) ** power)
        step = {pool: (pool, batch)}
        name = f"accumulate_power{power}"
        return model.process(name, pool, batch=batch, start={pool: model.real}, step=step, first=1)

    return of


def _with_fresh(model: Model) -> tuple[Model, Data, Data]:
    """The model, with the number r of real points in each batch; what is drawn from it, and these."""
    n, r = model.size.symbol, FRESH.symbol
    return dataclasses.replace(model, others=(FRESH, *model.others)), Data("batch", n - r), Data("fresh", r)


def replace_fresh(model: Model) -> Process:
    """Fitted to the last batch alone, r of whose n points are real."""
    mixed, batch, fresh = _with_fresh(model)
    seen, drawn = Data("seen", model.size.symbol), (Draw(fresh, model.real),)
    step = {seen: (batch, fresh)}
    return mixed.process(
        "replace_fresh", seen, batch=batch, besides=drawn, start={seen: model.real}, step=step, first=1
    )


def accumulate_fresh(model: Model) -> Process:
    """Fitted to all batches so far, of each of which (the first is all real) r of n points are real."""
    mixed, batch, fresh = _with_fresh(model)
    pool, drawn = Data("pool", model.size.symbol * t), (Draw(fresh, model.real),)
    step = {pool: (pool, batch, fresh)}
    return mixed.process(
        "accumulate_fresh", pool, batch=batch, besides=drawn, start={pool: model.real}, step=step, first=1
    )


# -- models of which only the mean is fitted, measured from the mean of the points of the first ----------------------

AWAY, LAST = sp.symbols("D L", real=True)
"""How far the mean of the present model, and of the last batch, is from that of the first real points."""
TWO_OR_MORE = integer("n", 2, "points that a model is fitted to", (2, 5, 10))
FIXED = integer("r", "[1, n - 1]", "real points, the same for every model", (1, 3))


def _from_the_first(
    model: Model, workflow: str, points: Data, batch: Data, move: Callable[[sp.Expr], Mapping[sp.Symbol, sp.Expr]]
) -> Process:
    """Model 1 is fitted to real `points`; the mean of model t is AWAY from theirs.

    move: how AWAY and LAST, which are 0 at first, move, if the mean of the next batch is so far from the first one.
    """
    first, mean = Mean(points), Mean(points) + AWAY
    law, there = model.fitted(points), {first: mean}
    observed = {name: what.xreplace(there) for name, what in model.observe(points).items()}  # type: ignore[union-attr]
    step = move(Mean(batch) - first)
    return Process(
        f"{model.name}_{workflow}",
        Parameters(model.size, *model.others),
        start={points: model.real, **dict.fromkeys(step, sp.Integer(0))},
        draws=(Draw(batch, type(law)(*(sp.sympify(e).xreplace(there) for e in law.arguments))),),
        step={points: (points,), **step},
        observables=observed,
        first=1,
    )


def synthetic_only(model: Model) -> Process:
    """Model 1 is fitted to the real batch, later ones to all batches but that one."""
    real = Data("real", model.size.symbol)
    return _from_the_first(model, "synthetic_only", real, model.batch, lambda last: {AWAY: AWAY + (last - AWAY) / t})


def window2(model: Model) -> Process:
    """Model 1 is fitted to the real batch, later ones to the last two batches."""
    real = Data("real", model.size.symbol)
    return _from_the_first(model, "window2", real, model.batch, lambda last: {AWAY: (LAST + last) / 2, LAST: last})


def replace_fixed(model: Model) -> Process:
    """Fitted to n points: r of them the same real ones every time, the others from the last model.

    Model 1 is fitted to the r real points alone.
    """
    fixed = dataclasses.replace(model, size=TWO_OR_MORE, others=(FIXED, *model.others))
    n, r = fixed.size.symbol, FIXED.symbol
    return _from_the_first(
        fixed, "replace_fixed", Data("real", r), Data("batch", n - r), lambda last: {AWAY: (1 - r / n) * last}
    )


WORKFLOWS = (replace, accumulate, subsample, bootstrap, window(2))

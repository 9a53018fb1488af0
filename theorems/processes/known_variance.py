"""Models of which only the mean is fitted; the first of them: normal laws of known variance."""

import dataclasses
from collections.abc import Callable
from typing import Any

import sympy as sp

from theorems.language import Parameter
from theorems.language.data import Data, Mean
from theorems.language.laws import Law, Normal
from theorems.language.processes import Observable
from theorems.processes.gaussian import ANY_SIZE, SCALE
from theorems.processes.workflows import (
    Model,
    accumulate,
    accumulate_fresh,
    accumulate_power,
    accumulate_sizes,
    bootstrap,
    replace,
    replace_fixed,
    replace_fresh,
    subsample,
    synthetic_only,
    window2,
)

sigma0 = SCALE.symbol


def fitted_mean(
    name: str, others: tuple[Parameter, ...], law: Callable[[Any], Law], truth: Any, **more: Callable[[Any], Observable]
) -> Model:
    """The law of the mean of the data is fitted; the real law is that of the mean `truth`.

    more: what is observed of the fitted mean, besides its squared error.
    """

    def observe(data: Data) -> dict[str, Observable]:
        return {"error": (Mean(data) - truth) ** 2, **{what: of(Mean(data)) for what, of in more.items()}}

    return Model(
        name,
        ANY_SIZE,
        others,
        law(sp.sympify(truth)),
        lambda data: law(Mean(data)),
        observe,
        lambda data: {Mean(data): sp.sympify(truth)},
        lambda data: {Mean(data): sp.Symbol("mu")},
    )


KNOWN_VARIANCE = fitted_mean("known_variance", (SCALE,), lambda mu: Normal(mu, sigma0**2), 0)
POINTS = dataclasses.replace(KNOWN_VARIANCE, observe=lambda data: {**KNOWN_VARIANCE.observe(data), "points": data.size})
"""How many points a model is fitted to is observed, too."""
SUBSAMPLE = subsample(KNOWN_VARIANCE)
PROCESSES = (
    accumulate(POINTS),
    SUBSAMPLE,
    *(
        workflow(KNOWN_VARIANCE)
        for workflow in (
            replace,
            bootstrap,
            window2,
            synthetic_only,
            accumulate_sizes,
            accumulate_power(1),
            accumulate_power(2),
            accumulate_fresh,
            replace_fresh,
            replace_fixed,
        )
    ),
)

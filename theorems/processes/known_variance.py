"""The normal model of known variance: only the mean is fitted. The real law has mean 0."""

import sympy as sp

from theorems.language.data import Mean
from theorems.language.laws import Normal
from theorems.processes.gaussian import ANY_SIZE, SCALE
from theorems.processes.workflows import WORKFLOWS, Model

ZERO, sigma0 = sp.Integer(0), SCALE.symbol

KNOWN_VARIANCE = Model(
    "known_variance",
    ANY_SIZE,
    (SCALE,),
    Normal(ZERO, sigma0**2),
    lambda data: Normal(Mean(data), sigma0**2),
    lambda data: {"error": Mean(data) ** 2},
    lambda data: {Mean(data): ZERO},
    lambda data: {Mean(data): sp.Symbol("mu")},
)
PROCESSES = tuple(workflow(KNOWN_VARIANCE) for workflow in WORKFLOWS)

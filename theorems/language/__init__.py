"""The words in which a theorem is written."""

from theorems.language.claims import (
    AlmostSure,
    Claim,
    Diverges,
    Identity,
    Inequality,
    Law,
    Limit,
    Mean,
    Probability,
    Rate,
    Source,
    Step,
    X,
)
from theorems.language.holes import hole
from theorems.language.parameters import (
    DomainError,
    Parameter,
    Parameters,
    Point,
    integer,
    point_text,
    real,
)
from theorems.language.record import Theorem

__all__ = [
    "AlmostSure",
    "Claim",
    "Diverges",
    "DomainError",
    "Identity",
    "Inequality",
    "Law",
    "Limit",
    "Mean",
    "Parameter",
    "Parameters",
    "Point",
    "Probability",
    "Rate",
    "Source",
    "Step",
    "Theorem",
    "X",
    "hole",
    "integer",
    "point_text",
    "real",
]

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
    Order,
    Probability,
    Rate,
    Root,
    Step,
    Summable,
    Surely,
    X,
)
from theorems.language.errata import Note
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
from theorems.language.sources import Source

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
    "Note",
    "Order",
    "Parameter",
    "Parameters",
    "Point",
    "Probability",
    "Rate",
    "Root",
    "Source",
    "Step",
    "Summable",
    "Surely",
    "Theorem",
    "X",
    "hole",
    "integer",
    "point_text",
    "real",
]

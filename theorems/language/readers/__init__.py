"""Readers of expressions: one interpreter, and one file per number system with its table of functions.

`exact` is rational arithmetic, `ball` (Arb) is rigorous, `high_precision` (mpmath) is a second opinion on a ball,
`floats` are balls rounded to machine numbers. A function that a table does not know raises
UnreadableExpression: nothing is ever passed silently through a machine float.
"""

from theorems.language.readers.balls import Ball, ball, box_ball
from theorems.language.readers.interpreter import NotExact, NoValue, UnreadableExpression
from theorems.language.readers.machine import floats
from theorems.language.readers.multiprecision import high_precision
from theorems.language.readers.rationals import exact

__all__ = [
    "Ball",
    "NoValue",
    "NotExact",
    "UnreadableExpression",
    "ball",
    "box_ball",
    "exact",
    "floats",
    "high_precision",
]

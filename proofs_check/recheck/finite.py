"""Is a mean a number? To algebra it is one: of a mean that is infinite everything would follow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from flint import fmpq

from proofs_check.recheck.declarations import MADE_OF, Declaration
from proofs_check.recheck.forms import ANY, Context, shown, vanishes
from proofs_check.recheck.terms import ONE, ZERO, Term, free, head, minus, plus, put, swap, times, walk

FEW = ("Binomial", "Occupied", "Finite", "Counts", "Multinomial")
"""Laws of finitely many values."""
LIGHT = (*FEW, *MADE_OF, "Normal", "Poisson", "Given", "Choice", "Subset", "Selected", "Gamma")
"""Laws whose moments are bounded by powers of what is in them; of the others all is given."""
FIXED = (
    "MeanChiSquare",
    "WishartDeterminant",
    "LogWishartDeterminant",
    "ShiftedDeterminant",
    "PoolFactor",
    "Shrinkage",
)
SEEN = ("Trace", "SquaredNorm", "SquaredFrobenius", "Determinant")
AS_PARTS = ("+", "*", "abs", "join", "Mean", "Variance", "Past", *SEEN)
BOUNDED = ("tanh", "sin", "cos", "NoiseShare")
OTHERS = ("Time", "Finally", "Increment", "Steps")
"""Observables of which rules of their own say that their means are finite."""


def is_event(what: Term) -> bool:
    return head(what) == "if" and set(what[2:]) == {ZERO, ONE}


def integrable(p: Declaration, what: Term) -> bool:
    """Does it grow no faster than powers of numbers that have all moments, or can only finitely many things happen?"""
    if is_event(what) or head(what) in OTHERS:
        return True
    few = all(head(law) in FEW for *_, law in p.drawn) and not p.sizes.keys() & p.states.keys()
    return few or moderate(p, what)


@cache
def moderate(p: Declaration, what: Term) -> bool:
    """Does it come from numbers that have all moments, by what grows no faster than powers?"""
    kinds = p.parameters | dict.fromkeys(p.sizes, ANY) | p.lies | {"t": ("whole", fmpq(p.first), None, False, True)}
    context, waiting, seen = Context(tuple(kinds.items())), [what], set[Term]()
    while waiting:
        t = waiting.pop()
        if t in seen or not free(t) & p.random:
            continue
        seen.add(t)
        parts = sources(p, t) if isinstance(t, str) else bounding(t, p, context)
        if parts is None:
            return False
        waiting += parts
    return True


def sources(p: Declaration, s: str) -> list[Term]:
    """What a state or a draw comes from."""
    found = [*p.states[s][1:]] if s in p.states else []
    return found + [law for x, _, law in p.drawn if s == x or (isinstance(x, tuple) and s in x)]


def bounding(t: Term, p: Declaration, context: Context) -> list[Term] | None:
    """Terms powers of which it grows no faster than; None where none are known."""
    kind, *parts = t

    def fixed(e: Term) -> bool:
        return not free(e) & p.random

    if kind in FIXED or kind in BOUNDED:
        return [] if kind in BOUNDED or fixed(t) else None
    if kind in ("^", "PowerSum"):
        base, exponent = parts
        good = fixed(exponent) and (shown(exponent, context, False) or apart(base, fixed, context))
        return [base] if good else None
    if kind == "exp":
        return [] if shown(times(-ONE, parts[0]), context, False) else None
    if kind == "log":  # of a mean of exponentials
        (mean,) = [m for m in walk(parts[0]) if head(m) == "Mean"] or [ZERO]
        c = swap(parts[0], {mean: ONE})
        good = head(mean) == "Mean" and head(mean[1]) == "exp" and fixed(c) and vanishes(minus(t[1], times(c, mean)))
        return [mean[1][1]] if good else None
    if kind == "if":
        return parts[1:]
    if kind == "Gamma" and not fixed(parts[0]):
        return None
    return parts if kind in AS_PARTS or kind in LIGHT or kind == "OverSymbols" else None


def apart(base: Term, fixed: Any, context: Context) -> bool:
    """Is it a number > 0, and something that is not negative?"""
    terms = base[1:] if head(base) == "+" else ()
    above = any(fixed(e) and shown(e, context, True) for e in terms)
    return above and all(shown(e, context, False) for e in terms)


def summable(law: str, t: Term, x: str, processes: Mapping[str, Declaration], context: Context) -> bool:
    """Is the sum over all counts x of a law finite? Of Poisson's, of what grows no faster than exponentials."""
    if law != "Poisson" or x not in free(t):
        return True
    kind, *parts = t if isinstance(t, tuple) else ("+",)
    if kind == "mean":
        p, what = processes[parts[0].process], parts[0].what
        moved = [parts[1], *(value for s, value in zip(parts[0].names, parts[2:], strict=True) if s in free(what))]
        return is_event(what) or (moderate(p, what) and not any(x in free(value) for value in moved))
    if kind == "^" and x not in free(parts[1]):
        return shown(parts[1], context, False) and summable(law, parts[0], x, processes, context)
    if kind in ("exp", "^"):
        low, middle = (put(parts[-1], {x: fmpq(i)}) for i in range(2))
        line = plus(low, times(x, minus(middle, low)))
        return vanishes(minus(parts[-1], line)) and (kind == "exp" or x not in free(parts[0]))
    parts = parts[1:] if kind == "if" else parts
    return kind in ("+", "*", "if", "abs") and all(summable(law, e, x, processes, context) for e in parts)

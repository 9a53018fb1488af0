"""Is a mean a number? By how fast what is observed grows, and by the moments of what is drawn.

To algebra a mean is a number. A rule that says how one is related to others has to know that it is: of a mean that is
infinite, and so above every number, everything would follow.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from proofs_check.rules.algebra import _applies
from proofs_check.rules.means import Average, Expectation, parameters_of
from proofs_check.rules.statements import Context, NotProved, Proved
from theorems.language import data, determinants, estimators, laws, pooled, shrinkage, vectors
from theorems.language.processes import Counts, Draw, Observable, OverSymbols, Process
from theorems.language.supports import is_event

FEW = (laws.Binomial, laws.Occupied, laws.Finite)
"""Laws of finitely many values."""
LIGHT = (*FEW, laws.Normal, laws.Poisson, laws.Given, laws.Choice)
"""Laws whose moments, of all orders >= 0, grow no faster than powers of their arguments."""
OF_NUMBERS: tuple[type, ...] = (laws.MeanChiSquare, laws.Gamma, pooled.PoolFactor, shrinkage.Shrinkage)
OF_NUMBERS += (determinants.WishartDeterminant, determinants.LogWishartDeterminant, determinants.ShiftedDeterminant)
"""Others that have all moments, of arguments that are not left to chance (of `Gamma` its mean may be)."""
LINEAR: tuple[type, ...] = (sp.Add, sp.Mul, sp.Abs, data.Mean, data.Variance, data.Past, OverSymbols)
LINEAR += (vectors.Trace, vectors.SquaredNorm, vectors.SquaredFrobenius, vectors.Determinant)
"""What grows no faster than powers of its parts."""
BOUNDED = (sp.tanh, sp.sin, sp.cos, estimators.NoiseShare)
Random = frozenset[sp.Symbol]
"""States and draws."""


def number(mean: Expectation, context: Context, *known: Proved) -> None:
    """Raises NotProved unless a mean is a number, by itself or because of a relation that says what it is, or at most.

    All that is proved holds whatever number stands for a mean that is none: one without a bound, if it has none.
    """
    if integrable(mean.process, mean.what):
        return
    for r in (_applies(p, context) for p in known if p.relation.left == mean):
        if not r.right.has(Expectation, Average) and (r.op == "=" or mean.is_nonnegative):
            return
    raise NotProved(f"{mean} need not be finite: give a relation by which it is at most a number")


@cache
def integrable(process: Process, what: Observable) -> bool:
    """Is the mean of an observable finite at every generation, by the laws of what is drawn?"""
    if not isinstance(what, sp.Basic) or is_event(what):
        return True  # of what is no expression of the state, its rules say so
    drawn = (*process.draws, *process.looked_at)
    few = all(isinstance(d, Counts) or (isinstance(d, Draw) and isinstance(d.law, FEW)) for d in drawn)
    drawn_first = any(isinstance(start, laws.Law) for start in process.start.values())
    return (few and not drawn_first) or _moderate(process, what)


@cache
def _moderate(process: Process, what: sp.Basic) -> bool:
    """Does an expression grow no faster than powers of what has moments of all orders?

    So have states and draws that come from such, generation by generation.
    """
    random, waiting = frozenset({*process.states, *process.drawn}), [what]
    seen: set[sp.Basic] = set()
    while waiting:
        e = waiting.pop()
        seen.add(e)
        found = _sources(process, e) if e in random else [e]
        if not all(_light(x, random) if isinstance(x, laws.Law) else _powers(x, random) for x in found):
            return False
        parts = [a for x in found for a in (x.arguments if isinstance(x, laws.Law) else (x,))]
        waiting += {s for part in parts for s in sp.sympify(part).free_symbols & random} - seen
    return True


def _sources(process: Process, symbol: sp.Symbol) -> list[Any]:
    """Laws that a state or a draw has, and expressions (data sets are such) of which it is made."""
    found: list[Any] = [process.start.get(symbol, ()), process.step.get(symbol, ())]
    for d in (*process.draws, *process.looked_at):
        if symbol in (d.what if isinstance(d.what, tuple) else (d.what,)):
            found.append(d.law if isinstance(d, Draw) else d.size if isinstance(d, Counts) else d.of)
    parts = [x for of in found for x in (of if isinstance(of, tuple) else (of,))]
    return [x if isinstance(x, laws.Law) else sp.sympify(x) for x in parts]


def _light(law: laws.Law, random: Random) -> bool:
    """Are its moments numbers, or no more than powers of what is left to chance in it?"""
    if isinstance(law, laws.Plus | laws.Mixture | laws.OfPast):
        parts = [part for part in vars(law).values() for part in (part if isinstance(part, tuple) else (part,))]
        return all(_light(part, random) for part in parts if isinstance(part, laws.Law))
    moving = [e for e in map(sp.sympify, law.arguments) if e.free_symbols & random]
    fixed = not moving or (isinstance(law, laws.Gamma) and moving == [law.mean])
    light = isinstance(law, LIGHT) or (isinstance(law, OF_NUMBERS) and fixed)
    return light and all(_powers(e, random) for e in moving)


def _powers(e: sp.Basic, random: Random) -> bool:
    """Does an expression grow no faster than powers of what is left to chance?"""
    if not e.free_symbols & random or e in random or isinstance(e, BOUNDED):
        return True
    if isinstance(e, sp.Pow | data.PowerSum) and not e.args[1].free_symbols & random:
        base, exponent = e.args
        fixed, rest = base.as_independent(*random, as_Add=True)  # a number > 0, and something >= 0
        return bool(exponent.is_nonnegative or (fixed.is_positive and rest.is_nonnegative)) and _powers(base, random)
    if isinstance(e, sp.exp):
        points = {s: sp.Dummy(real=True) for s in e.free_symbols if isinstance(s, data.Data)}
        return bool(e.args[0].xreplace(points).is_nonpositive)
    if isinstance(e, sp.log):  # of a mean of exponentials: no further from 0 than the sum of all exponents
        mean = e.args[0].as_independent(*random, as_Add=False)[1]
        inside = mean.args[0] if isinstance(mean, data.Mean) else None
        return isinstance(inside, sp.exp) and _powers(inside.args[0], random)
    parts = [value for value, _ in e.args] if isinstance(e, sp.Piecewise) else e.args
    return isinstance(e, (sp.Piecewise, *LINEAR)) and all(_powers(part, random) for part in parts)


def summable(law: laws.Law, e: sp.Basic, x: sp.Symbol) -> bool:
    """Is E e finite, for counts x of a law? Of infinitely many where e grows no faster than exponentials.

    Of a mean x may be where the process begins; an event may depend on it in every way.
    """
    if isinstance(law, FEW) or not e.has(x):
        return True
    if isinstance(e, Expectation) and isinstance(e.what, sp.Basic) and not is_event(e.what):
        own = {p.symbol: value for p, value in zip(parameters_of(e.process, e.what), e.args[1:], strict=True)}
        moved = e.args[0].has(x) or any(own[s].has(x) for s in own.keys() & e.what.free_symbols)
        return _moderate(e.process, e.what) and not moved
    if isinstance(e, Expectation):
        return is_event(e.what)
    if isinstance(e, sp.exp | sp.Pow) and not e.as_base_exp()[0].has(x):
        return not sp.diff(e.as_base_exp()[1], x).has(x)
    parts = [value for value, _ in e.args] if isinstance(e, sp.Piecewise) else e.args
    linear = isinstance(e, sp.Add | sp.Mul | sp.Piecewise) and all(summable(law, part, x) for part in parts)
    return linear or _powers(e, frozenset({x}))

"""A second decision of every inequality that the rules decide by the signs of coefficients: by z3 (extra `recheck`).

z3 looks for a point of the box at which a rational function has the other sign, or a pole. It can only object: what the
rules refuse stays refused. How long it looks is counted in steps, not in seconds: on all machines it finds the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.statements import Context, Disagreement, Range

MOST_STEPS = 1_000_000
"""Of z3, in its unit of resources, for one inequality."""


Inequality = tuple[sp.Expr, sp.Expr, tuple[tuple[sp.Symbol, Range], ...], bool]
"""Numerator, denominator, box; is it strict?"""


@contextmanager
def overheard() -> Iterator[dict[Inequality, None]]:
    """Every inequality that is decided meanwhile, each once."""
    found: dict[Inequality, None] = {}

    def hear(above: sp.Expr, below: sp.Expr, context: Context, strict: bool) -> None:
        symbols = sorted(above.free_symbols | below.free_symbols, key=lambda s: (s.name, str(context.of[s])))
        names = {s: sp.Symbol(f"x{i}", real=True) for i, s in enumerate(symbols)}
        box = tuple((names[s], context.of[s]) for s in symbols)
        if box:
            found[above.xreplace(names), below.xreplace(names), box, strict] = None

    signs.LISTENERS.append(hear)
    try:
        yield found
    finally:
        signs.LISTENERS.remove(hear)


def decided(inequality: Inequality) -> bool:
    """Does it hold for all real values in the box? False where z3 does not know within its steps.

    Raises Disagreement at a point where it fails, or has no value; ModuleNotFoundError without z3.
    """
    import z3

    above, below, box, strict = inequality
    solver = z3.SolverFor("QF_NRA")
    solver.set("rlimit", MOST_STEPS)
    real = {s: z3.Real(s.name) for s, _ in box}
    for s, r in box:
        if r.low.is_finite:
            solver.add(real[s] > _rational(r.low) if r.low_open else real[s] >= _rational(r.low))
        if r.high.is_finite:
            solver.add(real[s] < _rational(r.high) if r.high_open else real[s] <= _rational(r.high))
    n, d = _polynomial(above, real), _polynomial(below, real)
    wrong = [z3.And(n <= 0, d > 0), z3.And(n >= 0, d < 0)] if strict else [z3.And(n < 0, d > 0), z3.And(n > 0, d < 0)]
    solver.add(z3.Or(d == 0, *wrong))
    answer = solver.check()
    if answer == z3.sat:
        sign = "> 0" if strict else ">= 0"
        raise Disagreement(f"({above})/({below}) {sign}, say the rules, but z3: not at {solver.model()}")
    return bool(answer == z3.unsat)


def _rational(number: sp.Expr) -> Any:
    import z3

    return z3.Q(int(number.p), int(number.q))


def _polynomial(e: sp.Expr, real: Mapping[sp.Symbol, Any]) -> Any:
    """A polynomial with rational coefficients, for z3."""
    import z3

    terms = sp.Poly(e, *real).terms()
    powers = [
        z3.Product(_rational(c), *(x for x, times in zip(real.values(), exponents, strict=True) for _ in range(times)))
        for exponents, c in terms
    ]
    return z3.Sum(*powers)

"""What is positive where there are more rows than features; and means that are multiples of a sum near its limit."""

from __future__ import annotations

import sympy as sp

from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.processes.least_squares import LAM, PARAMETERS

lam, n, sigma = PARAMETERS.symbols
d = LAM.size
spare, many = sp.symbols("m c", integer=True, positive=True)
"""n - d less 1 (or what a lemma says), and d."""


def of_spare(e: sp.Expr, least: int = 2) -> sp.Expr:
    """The expression in d and m = n - d - least + 1, numbers from 1 on where n >= d + least."""
    return sp.sympify(e).subs(n, spare + d + least - 1).xreplace({d: many})


def inside(context: Context) -> Context:
    """The context with m and d in the place of rows and features."""
    return context.but({n: None, lam: None, spare: "[1, oo)", many: "[1, oo)"})


def back(premise: Proved, context: Context, least: int = 2) -> Proved:
    """What holds of all m and d, of n and d where n >= d + least."""
    return substitute(premise, {spare: n - d - least + 1, many: d}, context)


def nonnegative(e: sp.Expr, context: Context, least: int = 2) -> Proved:
    """0 <= e where n >= d + least, by its coefficients."""
    return back(by_sign(0, "<=", of_spare(e, least), inside(context)), context, least)


def scaled(premise: Proved, unit: sp.Expr, context: Context, least: int = 2) -> Proved:
    """From a <= b, unit a <= unit b for a unit >= 0; the premise is in k, or in m and d."""
    here, factor = substitute(premise, {}, inside(context)), of_spare(unit, least)
    r = here.relation
    known = combine(factor * r.left, r.op, factor * r.right, (here, factor), context=here.relation.context)
    return back(known, context, least)


def near_limit(
    exact: Proved, below: Relation, above: Relation, unit: sp.Expr, parts: tuple[Proved, ...]
) -> tuple[Proved, Proved]:
    """Both sides of a limit of `unit` times a sum, unit >= 0.

    parts: sum + left = its limit, 0 <= left, 0 <= room - left (`proofs_check.lemmas.convergent`).
    """
    context = below.context
    whole, some, few = (scaled(p, unit, context) for p in parts)
    room = nonnegative(unit * (parts[1].relation.right + parts[2].relation.right), context)
    return (
        combine(below.left, "<=", below.right, (exact, -1), (whole, -1), few, context=context),
        combine(above.left, "<=", above.right, exact, whole, some, room, context=context),
    )

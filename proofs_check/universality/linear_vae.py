"""The most likely linear decoder, and what is left of the variance when it is fitted to its own means."""

from __future__ import annotations

import sympy as sp

from proofs_check.lemmas.entropy import log_below_tangent, z
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.leaves import given
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Equal, Induction, Step, claimed
from theorems.language import Mean, Surely
from theorems.universality import linear_vae as record

s2, v0, k, v, q = record.PARAMETERS.symbols
x, y = sp.symbols("x y", nonnegative=True)
CASES = {
    "something is left after it": {v0: (k + 1) * s2 + y},
    "it is the last one": {s2: x + y, v0: (k + 1) * (x + y) - y},
    "nothing was left before it": {s2: x, v0: k * x - y},
}
"""The generation from k to k + 1: s2 <= v0 - k s2, 0 <= v0 - k s2 <= s2, and v0 - k s2 <= 0."""


def fit(goal: Relation) -> Proved:
    """ln z <= z - 1 at z = v/(q + s2)."""
    line = substitute(log_below_tangent(), {z: v / (q + s2)}, goal.context)
    return combine(goal.left, "<=", goal.right, line, context=goal.context)


def fit_lost(goal: Relation) -> Proved:
    """ln z <= z - 1 at z = s2/(q + s2), and v <= s2."""
    line = substitute(log_below_tangent(), {z: s2 / (q + s2)}, goal.context)
    less = given(v <= s2, goal.context), q / (s2 * (q + s2))
    return combine(goal.left, "<=", goal.right, line, less, context=goal.context)


def _written_out(e: sp.Expr, values: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
    """With values in the place of symbols; the larger of two numbers of which one is seen to be larger is that."""
    return e.subs(values, simultaneous=True).replace(sp.Max, lambda *parts: sp.Max(*map(sp.expand, parts)))


def _followed(value: sp.Expr, scale: sp.Expr) -> list[Step]:
    """The value is `scale` times the squared weight w_k^2, which falls by s2 from fit to fit, to no less than 0."""
    squared = value / scale
    steps = [
        Cites("E X^2 = w_k^2, w_1^2 = v0 - s2, w_(k+1)^2 = max(w_k^2 - s2, 0)", "the declaration of the process"),
        Equal("the real images have the variance v0", squared.subs(k, 0), v0),
    ]
    for name, values in CASES.items():
        now, then = (_written_out(squared.subs(k, i), values) for i in (k, k + 1))
        after = sp.Max(sp.expand(now - s2.subs(values, simultaneous=True)), 0)
        begun = Equal("w_1^2 = v0 - s2", _written_out(squared.subs(k, 1), {v0: s2 + y}), y)
        steps.append(Induction(f"from k to k + 1, where {name}", begun, Equal("less by s2, or 0", after, then)))
    return steps


def decoder_mean(claim: Mean) -> list[Step]:
    """Fit by fit."""
    return _followed(claim.value, sp.Integer(1))


def latent(claim: Mean) -> list[Step]:
    """The same, times what the first encoder makes of it."""
    return _followed(claim.value, record.seen)


def collapse(claim: Surely) -> list[Step]:
    """max(v0 - k s2, 0) is 0."""
    gone = _written_out(record.left, {v0: k * s2 - y})
    return [
        *_followed(record.left, sp.Integer(1)),
        claimed(claim, k * s2 >= v0),
        Equal("w_k = 0", gone, sp.Integer(0)),
    ]


def sampled(goal: Relation) -> Proved:
    """The variance that is fitted is that of the images."""
    return by_moments(goal)


def sampled_latent(goal: Relation) -> Proved:
    """The same, times what the first encoder makes of it."""
    return by_moments(goal)

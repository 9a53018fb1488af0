"""Derivations that end in something false, were the rules to let them, and true ones beside them."""

from types import SimpleNamespace

import pytest
import sympy as sp

from proofs_check.rules.algebra import (
    at_value,
    cases,
    combine,
    induction,
    substitute,
)
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.sequences import at_least_its_limit, tends
from proofs_check.rules.statements import Context, Disagreement, NotProved, Proved, Range, Relation, over

x, y, z = sp.symbols("x y z", real=True)
a, b, u, v = sp.symbols("a b u v", positive=True)
w = sp.Symbol("w", nonnegative=True)
n = sp.Symbol("n", integer=True, positive=True)
i, k, m = sp.symbols("i k m", integer=True, nonnegative=True)
j = sp.Symbol("j", integer=True)
UNIT, ALL = over({x: "[0, 1]"}), over({x: "(-oo, oo)"})
NATURAL = over({k: "[0, oo)"})


def told_apart(rows, *also):
    """A test of each row (..., what is false, a neighbour of it that is true): that is refused, and this proved."""

    @pytest.mark.parametrize("row", rows)
    def test(row):
        *_, false, true = rows[row]
        with pytest.raises((NotProved, Disagreement, *also)):
            false()
        true()

    return test


def zero_times(e, context):
    """x e = 0 where x = 0."""
    return at_value(x, 0, identity(0, 0, context), x * e, "=", 0)


def square_is_itself():
    """j^2 = j for j in 0..1."""
    spots = (at_value(j, s, identity(s, s, Context(())), j**2, "=", j) for s in (0, 1))
    return cases(j, *spots)


def leaking_limit():
    """From x(k) >= 0 at one k, which gives x(k + 2) <= x(k + 1) at that k only, that x(k + 1) is above the limit."""
    claim = Relation(0, "<=", (2 - k) / (1 + k) ** 2, NATURAL)

    def step(hypothesis, now):
        context = over({now: "[0, oo)"})
        here, then = (1 - now) / (2 + now) ** 2, -now / (3 + now) ** 2
        size = 1 / ((2 + now) ** 2 * (3 + now) ** 2)
        rest = by_sign(0, "<=", 7 * size, context)
        falls = combine(then, "<=", here, (hypothesis, (1 + now) ** 3 * size), rest, context=context)
        return at_least_its_limit(falls, tends(here, now, sp.oo, 0, context), now)

    return induction(claim, k, by_sign(0, "<=", 2, Context(())), step)


def induction_from_elsewhere(claim, step):
    return induction(claim, k, by_sign(claim.left.subs(k, 0), claim.op, claim.right.subs(k, 0), Context(())), step)


def only_from_five():
    context = over({k: "[0, oo)"}, k >= 5)

    def step(hypothesis, now):
        there = over({now: "[0, oo)"}, now >= 5)
        return combine(now + 1, "<=", 4, (hypothesis, 2), given(now >= 5, there), context=there)

    return induction_from_elsewhere(Relation(k, "<=", 4, context), step)


def hypothesis_elsewhere():
    def step(hypothesis, now):
        return substitute(hypothesis, {now: now + 1}, over({now: "[0, oo)"}))

    return induction_from_elsewhere(Relation(k, "<=", 0, NATURAL), step)


def leaked_hypothesis():
    """Another induction is given what the first one only assumed."""
    seen = []

    def first(hypothesis, now):
        seen.append((hypothesis, now))
        return hypothesis

    with pytest.raises(NotProved):
        induction_from_elsewhere(Relation(k, "<=", 3, NATURAL), first)
    ((hypothesis, now),) = seen
    return at_least_its_limit(hypothesis, tends(1 / (1 + now), now, sp.oo, 0, over({now: "[0, oo)"})), now)


def doubling(wrong=False):
    def step(hypothesis, now):
        there = over({now: "[0, oo)"})
        grows = by_sign(now + 2, "<=", 2 * (now + 1), there)
        if wrong:
            return combine(now + 1 + 2, "<=", 2 ** (now + 1), (hypothesis, 2), context=there)
        return combine(now + 2, "<=", 2 ** (now + 1), (hypothesis, 2), grows, context=there)

    return induction_from_elsewhere(Relation(k + 1, "<=", 2**k, NATURAL), step)


def hill(high, *conditions):
    """0 <= F' for F' = (x - 1)(x - 2) where that is given."""
    context = over({x: f"[0, {high}]"}, *conditions)
    slope = (x - 1) * (x - 2)
    return given(slope >= 0, context) if conditions else by_sign(0, "<=", slope, context)


HILL = x**3 / 3 - 3 * x**2 / 2 + 2 * x
FALL = (2 - k) / (1 + k) ** 2
GIVEN_HILL = (x - 1) * (x - 2) >= 0


def falling_until_five():
    context = over({k: "[0, oo)"}, k <= 5)
    here, then = FALL, FALL.subs(k, k + 1)
    size = 1 / ((1 + k) ** 2 * (2 + k) ** 2)
    rest = by_sign(0, "<=", 7 * size, context)
    # (2-k)(2+k)^2 - (1-k)(1+k)^2 = 7 + 5k - k^2
    falls = combine(then, "<=", here, rest, (given(k <= 5, context), k * size), context=context)
    return at_least_its_limit(falls, tends(here, k, sp.oo, 0, NATURAL), k)


def falling_to_its_limit():
    return at_least_its_limit(
        by_sign(1 / (2 + k), "<=", 1 / (1 + k), NATURAL), tends(1 / (1 + k), k, sp.oo, 0, NATURAL), k
    )


def rising_from_one():
    context = over({x: "[1, 3]"}, GIVEN_HILL)
    return given(GIVEN_HILL, context)


def one_below(context):
    """1 <= y from y >= x and x >= 1."""
    return combine(1, "<=", y, given(y >= x, context), by_sign(1, "<=", x, context), context=context)


def finished(proved):
    """It rests on no assumption: as a claim asks."""
    from proofs_check.rules.claims import proves

    proves(proved, proved.relation)


class Lying:
    """Something that is no function of the theory and says how it goes on."""

    __name__ = "Lying"

    def __call__(self, k):
        return sp.Integer(0)

    def unfold(self, k):
        return sp.floor(k / 10**9)


def by_hand():
    return Proved(Relation(1, "=", 0, Context(())), "rule", (), "", "", frozenset(), frozenset(), {}, object())


def narrowed_goal():
    goal = Relation(x, "<=", 1, over({x: "[0, 2]"}))
    goal.context.of[x] = Range(sp.Integer(0), sp.Integer(1))
    return substitute(by_sign(x, "<=", 1, UNIT), {}, goal.context)


class Inherited(Proved):
    """A proved statement with another relation."""

    @property
    def relation(self):
        return Relation(1, "<=", 0, Context(()))

    @classmethod
    def made(cls, true, false):
        made = cls.__new__(cls)
        made.__dict__.update(true.__dict__, statement=false)
        return made


FAKE = SimpleNamespace(
    relation=Relation(1, "<=", 0, Context(())), statement=None, assuming=frozenset(), fixed=frozenset()
)


SQUARES, FIRST = sp.Sum(j**2, (j, 0, 5)), sp.Sum(j, (j, 0, 5))
BOUNDED = over({x: "[0, 1]", y: "(-oo, oo)"})


def sums_of_squares():
    """Two numbers, 55 and 15, that become one where j^2 = j is put in."""
    known = (identity(SQUARES, 55, Context(())), (identity(FIRST, 15, Context(())), -1))
    where = over({j: "[0, 1]"})
    return combine(15, "=", 55, *known, using=[square_is_itself()], context=where)


def part(low, high, text="[{}, {}]"):
    """x <= 9 for part of a range."""
    return by_sign(x, "<=", 9, over({x: text.format(low, high)}))

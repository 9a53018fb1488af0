"""The rule of points that move together, held against small samples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import Any

from flint import arb, fmpq, fmpq_mat

from proofs_check.recheck.algebra import for_all
from proofs_check.recheck.balls import Number, number, points, whole
from proofs_check.recheck.chance import agree
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.finite import is_event
from proofs_check.recheck.forms import ABOVE, UP, Context, fraction, normal, vanishes
from proofs_check.recheck.kernels import kernel_sum
from proofs_check.recheck.losses import Losses
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
    Term,
    free,
    head,
    minus,
    over,
    plus,
    put,
    read,
    swap,
    times,
    walk,
)

CHANCE = Random("points")
SAMPLES = tuple([fmpq(x, 7) for x in CHANCE.sample(range(-99, 99), many)] for many in (2, 3, 5))
"""Some points."""
MOVED = (ZERO, fmpq(3, 7), fmpq(-50))


class Differences(Losses):
    """Each rule is a method, named as it is called."""

    def rule_near_given_differences(self, n: Node) -> None:
        (r,) = n.premises
        p, what, k, values = self.parts(n.left)
        names, q = {read(e): read(s) for e, s in n.witness["names"]}, read(n.witness["power"])
        data, real, width = kernel_estimates(p)
        (past,) = (e for e in names if head(e) == "Past")
        u, variances = names[past], [e for e in names if e != past]
        needs(vanishes(minus(past[1], width)), "another sum over the past")
        hidden = {*names.values()} & (p.random | p.parameters.keys() | n.context.of.keys() | {"t"})
        good = len({*names.values()}) == len(names) and all(isinstance(s, str) for s in names.values())
        needs(good and not hidden, "symbols of their own are needed")
        there, size = values | {"t": k}, put(p.sizes[data], values)
        inside = n.context.but({**dict.fromkeys(names.values(), ABOVE), u: UP})
        self.admissible(n.left, n.context)
        self.less(fmpq(p.first), "<=", k, n.context)
        self.less(ONE, "<=", size, n.context)
        everywhere = inside.but({"t": ("whole", fmpq(p.first), None, False, True)})
        for e in variances:
            self.positive(e, p, data, values, everywhere)
        of_differences(p, data, width)
        plain = swap(width, {e: names[e] for e in variances})
        needs(not free(plain) & p.random, "the kernels depend on more than differences")
        self.sign(put(plain, values), everywhere, True)
        real = put(real, values)
        self.sign(real, n.context, True)
        needs(is_event(what) and what[2] == ONE and what[1][0] in ("<", "<="), "an event is needed")
        moved = swap(minus(what[1][2], what[1][1]), {**names, past: plus(u, plain)})
        (log,) = (a for a in fraction(moved)[0] if head(a) == "log" and data in free(a))
        rest, (c, _, rate) = normal(minus(moved, log)), kernel_sum(log[1], p)
        kept = (rest, c, rate)
        left = any(free(e) & p.random or "Past" in map(head, walk(e)) for e in kept)
        needs(not left, "something depends on more than differences")
        rest, c, rate = (put(e, there) for e in kept)
        self.has_value(rest, inside)
        for e, strict, where in ((c, True, inside), (rate, False, inside), (q, True, n.context)):
            self.sign(e, where, strict)
        self.less(q, "<=", ONE, n.context)
        for x in names.values():
            for_all(x, r, conditions=True)
        self.covers(r.context, inside)
        v = over(plus(real, u), size)
        smooth = ("^", plus(ONE, times(fmpq(2), q, rate, v)), fmpq(-1, 2))
        needs(r.op in ("=", "<="), "a bound is needed")
        self.same(r.left, times(("^", size, minus(ONE, q)), ("^", times(c, ("exp", rest)), q), smooth), inside)
        self.says(n, n.left, "<=", r.right)
        for at in points(n.context, n.left, 4, small=True):
            chance, widths = Random(str(at)), [fmpq(1, 3), fmpq(2), fmpq(5, 7)]
            for many in range(len(widths) + 1) if number(size, at) <= 4 else ():
                found = given_differences(whole(number(size, at)), number(real, at), widths[:many], chance)
                self.values += agree(found, number(v, {**at, u: sum(widths[:many], ZERO)}))
        n.facts = ("the centre of a normal sample is independent of its differences",)

    def positive(self, e: Term, p: Declaration, data: str, values: Mapping[str, Term], context: Context) -> None:
        """Raises Refused unless an estimate is > 0 where no two points are one."""
        needs(head(e) in ("Variance", "Likeliest") and e[1] == data, "a variance of the points is needed")
        size = put(p.sizes[data], values)
        self.less(fmpq(2), "<=", size, context)
        if head(e) == "Variance":
            return self.less(put(e[2], values), "<", size, context)
        for v in e[2:]:
            inner = {part: f"inner {i}" for i, part in enumerate(part for part in walk(v) if head(part) == "Variance")}
            for part in inner:
                self.positive(part, p, data, values, context)
            plain = swap(v, inner)
            needs(not free(plain) & p.random, "the kernels depend on more than differences")
            self.sign(put(plain, values), context.but(dict.fromkeys(inner.values(), ABOVE)), True)
        return None


def kernel_estimates(p: Declaration) -> tuple[str, Term, Term]:
    """Of a process that draws each batch from a kernel estimate of the last one: points, their variance, the kernels'.

    Raises Refused.
    """
    ((data, (kind, start, step)),), ((batch, drawn, law),) = p.states.items(), p.draws
    needs(kind[0] == "points" and drawn == kind and step == ("join", batch), "batches of one size are needed")
    needs(not (p.spectrum or p.alphabet or free(p.sizes[data]) & (p.random | {"t"})), "a size is not given")
    needs(
        law[:2] == ("Plus", ("Choice", data)) and law[2][:2] == start[:2] == ("Normal", ZERO), "other laws are needed"
    )
    needs(free(start[2]) <= p.parameters.keys(), "the real variance is not given")
    return data, start[2], law[2][2]


def of_differences(p: Declaration, data: str, width: Term) -> None:
    """Raises Refused where the variance of a kernel is another one if all points are moved alike."""
    for at in points(Context(tuple(p.parameters.items()), p.given), p.name, 4):
        for sample in SAMPLES:
            first, *others = (
                at_points(width, data, [x + c for x in sample], {**at, "t": fmpq(p.first)}) for c in MOVED
            )
            needs(all(agree(first, x) for x in others), "the kernels depend on more than differences")


def at_points(t: Term, data: str, sample: list[fmpq], at: Mapping[str, Any]) -> Number:
    """The value of what depends on points, from these; raises NoValue."""
    seen: dict[Term, Term] = {}
    for e in walk(t):
        if head(e) == "Variance" and e[1] == data:
            mean = sum(sample, ZERO) / len(sample)
            seen[e] = over(sum(((x - mean) ** 2 for x in sample), ZERO), minus(fmpq(len(sample)), e[2]))
        if head(e) == "Mean" and data in free(e):
            seen[e] = over(plus(*(put(e[1], {data: x}) for x in sample)), fmpq(len(sample)))
        if head(e) == "Likeliest" and e[1] == data:
            seen[e] = max((at_points(v, data, sample, at) for v in e[2:]), key=partial(left_out, sample))
    return number(swap(t, seen), at)


def left_out(sample: list[fmpq], v: Number) -> float:
    """The logarithm of how likely points are, each by the estimate on the others, with kernels of this variance."""
    apart = [[(x - y) ** 2 / (2 * v) for j, y in enumerate(sample) if j != i] for i, x in enumerate(sample)]
    likely = [sum(((-d).exp() for d in map(arb, row)), arb(0)).log() - arb(v).log() / 2 for row in apart]
    return float(sum(likely, arb(0)))


def given_differences(size: int, real: Number, widths: list[fmpq], chance: Random) -> Number:
    """The variance of a point, given all differences within batches, by the covariances of all that is normal.

    The points of each batch are copies of random points of the last one with noise of such a variance; the first ones
    have the variance `real`.
    """
    many = size * (len(widths) + 1)
    variances = [real] * size + [w for w in widths for _ in range(size)]
    rows = [[fmpq(i == j) for j in range(many)] for i in range(many)]
    apart = [[a - b for a, b in zip(rows[i], rows[i + 1], strict=True)] for i in range(many - 1) if (i + 1) % size]
    batch = rows[:size]
    for g in range(1, len(widths) + 1):
        parents = [batch[chance.randrange(size)] for _ in range(size)]
        batch = [
            [a + b for a, b in zip(parent, noise, strict=True)]
            for parent, noise in zip(parents, rows[g * size : (g + 1) * size], strict=True)
        ]

    def covariance(a: list[fmpq], b: list[fmpq]) -> fmpq:
        return sum((x * y * v for x, y, v in zip(a, b, variances, strict=True)), ZERO)

    point = batch[-1]
    if not apart:
        return covariance(point, point)
    known = fmpq_mat([[covariance(a, b) for b in apart] for a in apart])
    seen = fmpq_mat([[covariance(a, point)] for a in apart])
    return covariance(point, point) - (seen.transpose() * known.solve(seen))[0, 0]

"""The rules for samples: what holds for every sample, and what it says of the model that is fitted to the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from proofs_check.recheck.algebra import for_all, unequal
from proofs_check.recheck.balls import NoValue, Number, number, points
from proofs_check.recheck.chance import agree, runs
from proofs_check.recheck.decide import Node, needs, within
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.differences import Differences
from proofs_check.recheck.finite import is_event
from proofs_check.recheck.forms import ABOVE, ANY, UP, Context, fraction, normal, vanishes, written
from proofs_check.recheck.polynomials import Polynomial
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
    Refused,
    Term,
    free,
    head,
    is_number,
    minus,
    over,
    plus,
    power,
    put,
    read,
    swap,
    times,
    walk,
)

HALF = fmpq(1, 2)
SHARE = ("real", ZERO, ONE, True, False)
Names = dict[Term, str]


class Samples(Differences):
    """Each rule is a method, named as it is called."""

    def estimates(self, n: Node, p: Declaration) -> tuple[Names, str]:
        """The symbols of the estimates, and the one data set that all of these are from."""
        names = {read(e): read(s) for e, s in n.witness["names"]}
        data = frozenset[str]().union(*(free(e) & p.random for e in names))
        good = len(data) == 1 and data <= p.sizes.keys() and len({*names.values()}) == len(names)
        hidden = {*names.values()} & (p.random | p.parameters.keys() | n.context.of.keys() | {"t"})
        needs(good and not hidden, "estimates from one data set, with names of their own, are needed")
        needs(all(isinstance(s, str) for s in names.values()), "the names of estimates are no symbols")
        return names, next(iter(data))

    def law(self, p: Declaration, data: str, drawn: bool) -> Term:
        """The law of the points of a data set that is drawn once, for the next step or to be looked at."""
        found = [(law, draw in p.draws) for draw in p.drawn for s, _, law in (draw,) if s == data]
        needs(len(found) == 1 and (found[0][1] or not drawn), f"{data} is not drawn, or more than once")
        return found[0][0]

    def states_only(self, p: Declaration, what: Term) -> None:
        needs(not free(what) & (p.random - p.lies.keys() & p.states.keys() | {"t"}), "no expression of the state")
        needs(free(what) & p.random <= p.states.keys() & p.lies.keys(), "an expression of the state is needed")

    def anywhere(self, n: Node, p: Declaration, wide: Context, values: Mapping[str, Term]) -> None:
        """Raises Refused unless a context has all states, and the values of all its other symbols."""
        taken = p.lies.keys() & wide.of.keys()
        there = all(within(p.lies[s], wide.of[s]) for s in taken) and not any(free(c) & taken for c in wide.given)
        needs(there, "the states may be elsewhere")
        self.covers(wide.but(dict.fromkeys(taken)), n.context, values)

    def left_of(self, n: Node, p: Declaration, names: Names, data: str, law: Term, premises: list[Node]) -> Context:
        """What is left of the context of the pointwise premise without the estimates, of which all in it is known."""
        pointwise, *others = premises
        context = pointwise.context
        for e, s in names.items():
            for_all(s, pointwise, conditions=True)
            needs(s in context.of and within(place(e, data, law, p), context.of[s]), f"{s} may be elsewhere")
            self.has_value(swap(e[1], {x: y for x, y in names.items() if x != e}), context.but({data: ANY}))
        facts = [*moments(names, data, p.sizes[data]), *(over_points(r, names, data, context, self) for r in others)]
        for c in context.given:
            if free(c) & {*names.values()}:
                slack = minus(c[2], c[1])
                there = (f for f in facts if free(f) <= context.of.keys())
                good = c[0] == "<=" and any(self.is_zero(minus(slack, f), context) for f in there)
                needs(good, "a condition is no fact about samples")
        return context.but(dict.fromkeys(names.values()))

    def is_zero(self, t: Term, context: Context) -> bool:
        try:
            self.zero(t, Context(context.ranges))
        except Refused:
            return False
        return True

    def rule_every_sample(self, n: Node) -> None:
        first, *others = n.premises
        unequal(first, *others)
        p, what, k, values = self.parts(n.left)
        needs(is_event(what) and what[2] == 1 and what[1][0] == "<=" and n.op == "=", "an event a <= b is needed")
        names, data = self.estimates(n, p)
        a, b = what[1][1:]
        steps = {s: step for s, (_, _, step) in p.states.items() if s in p.lies}
        moving = bool(free(what) & steps.keys())
        if moving:
            self.states_only(p, what)
            self.less(fmpq(p.first + 1), "<=", k, n.context)
            a, b, k = put(a, steps), put(b, steps), normal(minus(k, ONE))
        rest = self.left_of(n, p, names, data, self.law(p, data, moving), n.premises)
        for side, e in ((first.left, a), (first.right, b)):
            needs(not free(swap(e, names)) & p.sizes.keys(), "an estimate has no name")
            self.same(side, swap(e, names), first.context)
        self.anywhere(n, p, rest, values | {"t": k})
        self.admissible(n.left, n.context)
        self.says(n, n.left, "=", ONE)

    def rule_after_a_step(self, n: Node) -> None:
        first, average, *others = (r for r in n.premises if head(r.left) != "mean")
        unequal(first, *others)
        self.finite(n.right, n)
        (p, what, later, values), (q, h, k, more) = self.parts(n.left), self.parts(n.right)
        needs(p is q and vanishes(minus(later, plus(k, ONE))), "a generation later is needed")
        same = all(vanishes(minus(values[s], more[s])) for s in values.keys() & more.keys())
        needs(same and average.op in ("=", "<="), "the same parameters, and a bound on an average, are needed")
        needs(self.nonnegative(n.left, n.context), "what is bounded may be negative")
        self.states_only(p, what)
        names, data = self.estimates(n, p)
        self.law(p, data, True)
        steps = {s: step for s, (_, _, step) in p.states.items() if s in p.lies}
        moved = swap(put(what, steps), names)
        needs(not free(moved) & p.sizes.keys(), "an estimate has no name")
        self.same(first.left, moved, first.context)
        rest = self.left_of(n, p, names, data, self.law(p, data, True), [first, *others])
        for context in (rest, average.context):
            self.anywhere(n, p, context, values | more | {"t": k})
        self.averaged(p, first.right, names, average)
        self.same(average.right, h, average.context)
        self.less(fmpq(p.first), "<=", k, n.context)
        for m in (n.left, n.right):
            self.admissible(m, n.context)
        self.says(n, n.left, "<=", n.right)

    def averaged(self, p: Declaration, g: Term, names: Names, average: Node) -> None:
        """Is E[g | state] the left side of a premise? In small cases, from the moments of what is drawn."""
        atoms, above, below = fraction(g)
        estimates = {s: e for e, s in names.items()}
        needs(not any(below.degrees()[i] for i, a in enumerate(atoms) if free(a) & estimates.keys()), "no polynomial")
        apart = all(isinstance(a, str) or not free(a) & estimates.keys() for a in atoms)
        needs(apart, "no polynomial in estimates")
        seen = 0
        for at in points(average.context, average.left, 6, small=True):
            there = {**runs(p)[0], **at}
            run, total = Run(p, there), ZERO
            for exponents, c in above.terms():
                parts = [(a, int(e)) for a, e in zip(atoms, exponents, strict=False) if e]
                product = times(*(power(estimates[a], e) for a, e in parts if a in estimates))
                factor = over(times(c, *(power(a, e) for a, e in parts if a not in estimates)), written(below, atoms))
                try:
                    mean = run.over(run.read(product, p.first), p.draws, p.first)
                except NoValue:
                    continue
                total += number(factor, there) * valued(mean, there)
            else:
                seen += agree(total, number(average.left, there))
        needs(seen, "no average could be computed")
        self.values += 1

    def rule_folded_spread(self, n: Node) -> None:
        """Of +-N(m, V), each with probability 1/2."""
        first, *others = (r for r in n.premises if head(r.left) != "mean")
        unequal(first, *others)
        p, what, later, values = self.parts(n.left)
        base, e = (what[1], what[2]) if head(what) == "^" else (what, ONE)
        names, data = self.estimates(n, p)
        law = self.law(p, data, True)
        needs(head(law) == "Mixture" and law[1:-2] == (HALF, HALF), "two components of equal weights are needed")
        one, other = law[-2:]
        mirrored = head(one) == head(other) == "Normal" and vanishes(plus(one[1], other[1]))
        needs(
            mirrored and one[2] == other[2] == base and base in p.states, "components that mirror each other are needed"
        )
        c = read(n.witness["factor"])
        moving = {"t"} | p.random
        needs(not (free(c) | free(e) | free(p.sizes[data])) & moving, "a factor that is the same for all is needed")
        size = ("abs", data)
        spread = next((s for x, s in names.items() if variance_of(x) == size), None)
        needs(spread is not None, "the variance of |x| has no name")
        self.same(first.left, swap(p.states[base][2], names), first.context)
        self.same(first.right, times(c, spread), first.context)
        rest = self.left_of(n, p, names, data, law, [first, *others])
        k = normal(minus(later, ONE))
        self.anywhere(n, p, rest, values | {"t": k})
        c, e, many = (put(x, values) for x in (c, e, p.sizes[data]))
        self.sign(c, n.context)
        self.sign(e, n.context, True)
        self.less(fmpq(2), "<=", many, n.context)
        self.less(fmpq(p.first), "<=", k, n.context)
        half = times(HALF, minus(many, ONE))
        earlier = self.mean(p, what, k, values)
        self.finite(earlier, n)
        for m in (n.left, earlier):
            self.admissible(m, n.context)
        gammas = over(("gamma", plus(half, e)), ("gamma", half))
        self.says(n, n.left, "<=", times(("^", over(times(fmpq(2), c), many), e), gammas, earlier))
        n.facts = ("var |y| <= var y, which is a chi-square (Cochran)",)

    def rule_branch(self, n: Node) -> None:
        for p in n.premises:
            self.covers(p.context, n.context)
            needs(not p.symbol, "relations are needed")
        known = [*n.context.given, *((p.op, p.left, p.right) for p in n.premises)]
        at, given, t = int(read(n.witness["place"])), {normal(c) for c in known}, n.left
        for _ in range(at):
            needs(head(t) == "if" and normal(("not", t[1])) in given, "a branch before may be taken")
            t = t[3]
        if head(t) == "if":
            needs(normal(t[1]) in given, "the branch may not be taken")
            t = t[2]
        for part in (n.left, t):
            self.has_value(part, n.context)
        self.says(n, n.left, "=", t)


# -- what is known of a sample ----------------------------------------------------------------------------------


def place(e: Term, data: str, law: Term, p: Declaration) -> Any:
    """Where an estimate lies almost surely."""
    if head(e) == "NoiseShare":
        return SHARE
    needs(head(e) == "Mean", "no mean over points")
    f = e[1]
    if not nowhere_negative(f):
        return ANY
    parts = law[1 + len(law) // 2 :] if head(law) == "Mixture" else (law,)
    continuous = all(head(x) == "Normal" and p.lies.get(x[2], ANY)[1:4:2] == (ZERO, True) for x in parts)
    return ABOVE if f[1] == data and continuous else UP


def variance_of(e: Term) -> Term | None:
    """f, of the mean of (f - mean f)^2."""
    if head(e) == "Mean" and head(e[1]) == "^" and e[1][2] == 2:
        for t in walk(e[1]):
            if head(t) == "Mean" and any(vanishes(minus(e[1][1], times(s, minus(t[1], t)))) for s in (ONE, -ONE)):
                return t[1]
    return None


def nowhere_negative(f: Term) -> bool:
    """Is it an absolute value, or an even power?"""
    return head(f) == "abs" or (head(f) == "^" and is_number(f[2]) and f[2].q == 1 and f[2] > 0 and f[2].p % 2 == 0)


def moments(names: Names, data: str, size: Term) -> list[Term]:
    """What is >= 0 of means: q - m^2, and that less v, for m = mean f, q = mean f^2, v = mean (f - m)^2.

    And size m^2 - q, where f is not negative anywhere: no product of two of its values is.
    """
    means = {e[1]: s for e, s in names.items() if head(e) == "Mean"}
    spreads = {f: s for e, s in names.items() if (f := variance_of(e)) is not None}
    found = []
    for f, m in means.items():
        for g, q in means.items():
            if square_of(f, g, data):
                found += [minus(q, power(m, 2)), minus(minus(q, power(m, 2)), spreads.get(f, ZERO))]
                found += [minus(times(size, power(m, 2)), q)] if nowhere_negative(f) else []
    return found


def square_of(f: Term, g: Term, data: str) -> bool:
    """Is g the square of f, for every real point?"""
    bare = f[1] if head(f) == "abs" else f
    return free(f) == free(g) == {data} and vanishes(minus(g, power(bare, 2)))


def over_points(r: Node, names: Names, data: str, context: Context, checker: Samples) -> Term:
    """What is >= 0 as the mean of what is >= 0 at every point; of even functions, at every one that is not negative."""
    unequal(r)
    own = [s for s in r.context.of if s not in context.of]
    needs(len(own) == 1, "a relation between functions of one point is needed")
    u = own[0]
    for_all(u, r)
    kind, low, high, *_ = r.context.of[u]
    every = (kind, low, high) == ("real", None, None)
    half = (kind, low, high) == ("real", ZERO, None) and not r.context.of[u][3]
    needs(every or half, "not every point is there")
    needs(not any(free(c) & {*names.values()} for c in r.context.given), "it does not hold whatever the estimates are")
    checker.covers(r.context.but({u: None}), context)
    functions = []
    for e, s in names.items():
        if head(e) == "Mean":
            f = swap(e[1], {x: y for x, y in names.items() if x != e})
            needs(not any(head(t) == "Mean" for t in walk(f)), "an estimate has no name")
            f = put(f, {data: u})
            if half:
                needs(even(f, u), f"{s} is the mean of a function that is not even")
                f = swap(f, {("abs", u): u})
            functions.append((f, s))
    atoms, above, below = fraction(r.difference)
    needs(u not in free(written(below, atoms)), "no sum of functions of the point")
    total = []
    for exponents, c in above.terms():
        parts = [power(a, int(e)) for a, e in zip(atoms, exponents, strict=False) if e]
        at_point = times(*(x for x in parts if u in free(x)))
        if not any(u in free(x) for x in parts):
            total.append(times(c, *parts))
            continue
        found = [s for f, s in functions if vanishes(minus(f, at_point))]
        needs(found, "the mean of a function has no name")
        total.append(times(c, *(x for x in parts if u not in free(x)), found[0]))
    return over(plus(*total), written(below, atoms))


def even(f: Term, u: str) -> bool:
    """Is f the same at u and at -u? tanh is odd."""

    def turned(t: Term) -> Term:
        if head(t) in ("abs", "tanh"):
            there = put(t[1], {u: times(-ONE, u)})
            if vanishes(plus(there, t[1])):
                return t if t[0] == "abs" else times(-ONE, t)
            return (t[0], there)
        if t == u:
            return times(-ONE, u)
        return (t[0], *map(turned, t[1:])) if isinstance(t, tuple) else t

    return vanishes(minus(turned(f), f))


def valued(p: Polynomial, at: Mapping[str, Any]) -> Number:
    """A polynomial in the state where that has values."""
    total = ZERO
    for m, c in p.items():
        for (s, *_), e in m:
            c = c * number(("^", s, e), at)
        total += c
    return total

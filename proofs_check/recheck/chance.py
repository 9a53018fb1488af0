"""The rules of probability: is a conclusion the one that the schema has for this declaration and these premises?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

from flint import fmpq

from proofs_check.recheck.algebra import slopes, unequal
from proofs_check.recheck.balls import NoValue, Number, number, points
from proofs_check.recheck.decide import Node, branch, needs, root, within
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.finite import integrable, is_event
from proofs_check.recheck.following import following
from proofs_check.recheck.forms import Context, factors, fraction, is_whole, normal, range_of_mean, shown, vanishes
from proofs_check.recheck.least_squares import follows, rows_suffice
from proofs_check.recheck.limits import Limits
from proofs_check.recheck.polynomials import add, multiply
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
    Of,
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


class Chance(Limits):
    """Each rule is a method, named as it is called."""

    processes: dict[str, Declaration]

    # -- means ------------------------------------------------------------------------------------------------

    def parts(self, m: Term) -> tuple[Declaration, Term, Term, dict[str, Term]]:
        """Process, observable, generation and values of parameters of a mean; raises Refused."""
        needs(head(m) == "mean" and m[1].process in self.processes, "it is no mean of a declared process")
        p, what = self.processes[m[1].process], m[1].what
        needs(m[1].names == p.names(what), f"{p.name} has other parameters")
        needs(not p.of_one_symbol(what), f"{p.name} has no such number")
        needs(free(what) <= p.random | p.parameters.keys() | {"t"}, f"an observable of {p.name} has other symbols")
        return p, what, m[2], dict(zip(m[1].names, m[3:], strict=True))

    def mean(self, p: Declaration, what: Term, k: Term, values: Mapping[str, Term]) -> Term:
        return ("mean", Of(p.name, what, p.names(what)), k, *(values[s] for s in p.names(what)))

    def admissible(self, m: Term, context: Context) -> None:
        """Raises Refused unless its parameters are in their domains, and there is such a generation."""
        p, what, k, values = self.parts(m)
        bound = frozenset(c for c in p.given if free(c) <= values.keys())  # others are about what it does not depend on
        alone = all(p.uses(s) <= values.keys() for s in values)
        needs(alone, f"nothing is said of another parameter of {p.name}, by which one of these lies where it does")
        self.covers(Context(tuple((s, p.parameters[s]) for s in values), bound), context, values)
        if k != ("oo",):
            early = p.before and not free(swap(what, dict.fromkeys(p.before, ZERO))) & p.random
            self.covers(Context((("k", ("whole", fmpq(p.first - bool(early)), None, False, True)),)), context, {"k": k})

    def seen(self, m: Term) -> Term:
        """What is observed, values put in, with names of their own for states and draws."""
        p, what, k, values = self.parts(m)
        return put(what, values | {"t": k} | {s: f"{s} of {p.name}" for s in p.random})

    def states(self, m: Term, context: Context) -> Context:
        """The context, and where the states lie."""
        p = self.parts(m)[0]
        return context.but({f"{s} of {p.name}": r for s, r in p.lies.items()})

    def together(self, context: Context, *means: Term) -> None:
        """Raises Refused unless means are of one process at one generation and the same values, and admissible."""
        p, _, k, values = self.parts(means[0])
        for m in means:
            q, _, j, others = self.parts(m)
            same = all(vanishes(minus(values[s], others[s])) for s in values.keys() & others.keys())
            needs(
                p is q and (k == j or vanishes(minus(k, j))) and same,
                "means of one process at one generation are needed",
            )
            self.admissible(m, context)

    def everywhere(self, t: Term, context: Context) -> None:
        """Is a term with events 0, whatever holds of them? Equations are put in, factor by factor."""
        conditions = {normal(e[1]) for e in walk(t) if head(e) == "if"}
        equations = {c for c in conditions if c[0] in ("=", "!=")}
        orders = list(conditions - equations - {normal(("not", c)) for c in conditions if c[0] == "<"})
        for truth in product((True, False), repeat=len(orders)):
            known = dict(zip(orders, truth, strict=True))
            known |= {normal(("not", c)): not holds for c, holds in known.items()}
            self.zero(branch(t, known | {c: c[0] == "!=" for c in equations}), context)
            for f in {f for c in equations for f in factors(c[1])}:
                self.zero(branch(put(t, root(f)), known), context)

    def nonnegative(self, m: Term, context: Context) -> bool:
        """Is what is observed >= 0 at all states?"""
        return range_of_mean(m[1].what)[1] == 0 or shown(self.seen(m), self.states(m, context), False)

    def finite(self, m: Term, n: Node) -> None:
        """Raises Refused unless a mean is one: by its declaration, or as a premise says how large it is at most."""
        p, what, *_ = self.parts(m)
        known = [r for r in n.premises if r.left == m and not {"mean", "average"} & {*map(head, walk(r.right))}]
        found = integrable(p, what)
        for r in known if not found else ():
            found = found or r.op == "=" or (r.op in ("<", "<=") and self.nonnegative(m, n.context))
            self.covers(r.context, n.context)
        needs(found, "a mean need not be finite")

    def rule_linear(self, n: Node) -> None:
        atoms, above, below = fraction(n.right)
        means = [i for i, a in enumerate(atoms) if head(a) == "mean"]
        nested = any(head(e) in ("mean", "average") for i, a in enumerate(atoms) if i not in means for e in walk(a))
        once = all(sum(e[i] for i in means) <= 1 for e, _ in above.terms()) and not any(
            below.degrees()[i] for i in means
        )
        needs(n.op == "=" and once and not nested, "it is not linear in means")
        self.together(n.context, n.left, *(atoms[i] for i in means))
        for i in means:
            self.finite(atoms[i], n)
        inside = swap(normal(n.right), {atoms[i]: self.seen(atoms[i]) for i in means})
        self.everywhere(minus(self.seen(n.left), inside), self.states(n.left, n.context))

    def rule_certain(self, n: Node) -> None:
        atoms, *_ = fraction(n.left)
        needs(all(head(a) == "mean" and is_event(a[1].what) for a in atoms), "probabilities are needed")
        self.together(n.context, *atoms)
        self.everywhere(minus(plus(*map(self.seen, atoms)), ONE), self.states(atoms[0], n.context))
        self.says(n, plus(*atoms), "=", ONE)

    def rule_monotone(self, n: Node) -> None:
        r, *_ = n.premises
        self.together(n.context, n.left, n.right)
        self.finite(n.right, n)
        (p, f, k, values), (_, g, _, more) = self.parts(n.left), self.parts(n.right)
        unequal(r)
        self.says(n, n.left, "<=", n.right)
        for a, b in ((r.left, f), (r.right, g)):
            self.same(a, b, r.context)
        if not self.nonnegative(n.left, n.context):
            needs(is_event(g), "f may be negative, and g unbounded")
            self.finite(n.left, n)
        taken = p.lies.keys() & r.context.of.keys()
        there = all(within(p.lies[s], r.context.of[s]) for s in taken) and not any(
            free(c) & taken for c in r.context.given
        )
        needs(there, "the states may be elsewhere")
        self.covers(r.context.but(dict.fromkeys(taken)), n.context, values | more | {"t": k})

    def narrowed(self, c: Term, context: Context) -> Context:
        """The context where a condition holds: a whole number that is not 0, and not negative, is at least 1."""
        if c[0] != "!=":
            return context.but({}, c)
        for f in factors(minus(c[1], c[2])):
            if is_whole(f, context):
                known = [
                    s for s in (ONE, -ONE) for g in context.given if vanishes(minus(minus(g[2], g[1]), times(s, f)))
                ]
                if not known:
                    self.sign(f, context)
                context = context.but({}, ("<=", ONE, normal(times(*known[:1], f))))
        return context

    def rule_indicator(self, n: Node) -> None:
        a, b = n.premises
        slopes(a)
        unequal(b)
        needs(b.left == 1 and is_event(n.left) and n.left[2] == 1, "0 <= f, and 1 <= f where it happens, are needed")
        self.covers(b.context, self.narrowed(n.left[1], n.context))
        self.same(b.right, n.right, n.context)
        self.says(n, n.left, "<=", a.right, a)

    def rule_cauchy_schwarz(self, n: Node) -> None:
        first, *_, second = [a for a in fraction(n.right)[0] if head(a) == "mean"] * 2
        mixed = n.left[1]
        self.together(n.context, mixed, first, second)
        for m in (first, second):
            needs(self.nonnegative(m, n.context), "squares are needed")
            self.finite(m, n)
        difference = minus(power(self.seen(mixed), 2), times(self.seen(first), self.seen(second)))
        self.everywhere(difference, self.states(first, n.context))
        self.says(n, power(mixed, 2), "<=", times(first, second))

    def rule_reduced(self, n: Node) -> None:
        (p, f, k, values), (q, g, j, others) = self.parts(n.left), self.parts(n.right)
        named = (normal(f), normal(g)) in {(normal(a), normal(b)) for a, b in q.same}
        needs(named and q.reduces == p.name, f"{q.name} is no reduction that has this")
        known = all(r == p.parameters.get(s) for s, r in q.parameters.items() if s not in q.values)
        needs(known and q.first in (p.first, p.first - bool(p.before)), f"{q.name} begins otherwise")
        needs(n.op == "=" and k == j, "another generation")
        for s, x in others.items():
            self.same(put(q.values.get(s, s), values), x, n.context)
        for m in (n.left, n.right):
            self.admissible(m, n.context)
        both = [(a[1], ("exp", b)) if head(a) == "log" else (a, b) for a, b in q.same if head(a) != "Increment"]
        both += [(times(a, c), times(b, d)) for (a, b), (c, d) in combinations(both, 2) if not p.refit]
        seen: set[tuple[str, int]] = set()
        for at, g in product(runs(p), range(q.first, p.first + 3)):
            there = at | {s: number(x, at) for s, x in q.values.items()}
            if all(lies(there[s], q.parameters[s]) for s in q.values):
                for a, b in both:
                    mine = value(p, at, a, g)
                    if mine is not None and agree(mine, value(q, there, b, g)):
                        seen |= {(s, g) for s in free(a)}
        for s in p.states:
            good = q.first == p.first or (s, q.first) in seen
            needs(good and seen & {(s, p.first + 1), (s, p.first + 2)}, f"nothing is known of {s} of {p.name}")
        n.facts = (q.fact,)

    def rule_half_square(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        needs(head(what) == "HalfSquare", "half the squared difference of two runs is needed")
        self.admissible(n.left, n.context)
        first, second = (self.mean(p, power(what[1], e), k, values) for e in (1, 2))
        self.finite(second, n)
        self.says(n, n.left, "=", minus(second, power(first, 2)))

    # -- moments ----------------------------------------------------------------------------------------------

    def recursion(self, n: Node) -> tuple[list[Term], list[dict[int, Term]], list[Term]]:
        """The recursion of the witness: quantities, coefficients, start; held against small cases."""
        p, what, _, values = self.parts(n.left)
        self.admissible(n.left, n.context)
        w = n.witness["recursion"]
        quantities, start = list(map(read, w["quantities"])), list(map(read, w["start"]))
        rows = [{j: read(c) for j, c in row} for row in w["step"]]
        size = len(quantities)
        steps = [c for row in rows for c in row.values()]
        needs(p.refit or not any(p.spectrum in free(c) for c in steps), "a step depends on the direction")
        needs(size == len(start) == len(rows) and all(0 <= j < size for row in rows for j in row), "no recursion")
        needs(vanishes(minus(quantities[0], what)), "the recursion is about something else")
        if p.refit:
            rows_suffice(self.less, p, what, values, n.context)
            follows(p, runs(p), quantities, rows, start)
        self.values, held = self.values + 1, p.refit
        for at in () if p.refit else runs(p):
            run = Run(p, at, most=28)
            for begun, q in zip(start, quantities, strict=True):
                needs(agree(value(p, at, q, p.first), number(begun, at)), "a start is not found")
            for g in (p.first, p.first + 1):
                try:
                    moves = [{i: number(c, {**at, "t": fmpq(g)}) for i, c in row.items()} for row in rows]
                except NoValue:  # where nothing is said
                    needs(any(beyond(at[s], n.context.of.get(x)) for s, x in values.items()), "a step has no value")
                    continue
                now = [run.observed(q, g) for q in quantities]
                for q, row in zip(quantities, moves, strict=True):
                    left = add(following(run, q, g), *(multiply(now[i], {(): -c}) for i, c in row.items())).values()
                    needs(all(not is_number(c) and c.contains(0) for c in left), "the recursion goes otherwise")
                held = True
        needs(held, "no step is held against a small case")
        return quantities, rows, start

    def rule_moments(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        self.says(n, n.left, "=", n.right)
        if head(what) == "Steps":
            return self.factor(n)
        needs(isinstance(k, str) and all(k not in free(x) for x in values.values()), "the generation is no symbol")
        _, rows, start = self.recursion(n)
        for at in points(n.context, n.left):
            there = valued(values, at)
            generation = int(at[k])
            found: list[Number] = [number(s, there) for s in start]
            if generation < p.first:
                found = [value(p, there, what, generation)]
            for t in range(p.first, generation):
                found = [
                    sum((number(c, {**there, "t": fmpq(t)}) * found[j] for j, c in row.items()), ZERO) for row in rows
                ]
            needs(agree(found[0], number(n.right, at)), f"no value at generation {generation}")
        self.at_points += 1

    def factor(self, n: Node) -> None:
        """E[f at t + 1 | t] is f at t times the right side."""
        p, what, _, values = self.parts(n.left)
        self.admissible(n.left, n.context)
        needs(all(s == x for s, x in values.items()), "other parameters")
        for at in runs(p):
            run = Run(p, at)
            then = run.before_step(run.read(what[1], p.first + 1), p.first)
            left = add(then, multiply(run.read(what[1], p.first), {(): -number(n.right, at)}))
            needs(not left, "the factor is another one")
        self.values, self.at_points = self.values + 1, self.at_points + 1

    def rule_one_generation(self, n: Node) -> None:
        p, _, generation, values = self.parts(n.left)
        k = normal(minus(generation, ONE))
        quantities, rows, start = self.recursion(n)
        if generation == p.first:
            return self.says(n, n.left, "=", put(start[0], values))
        self.less(fmpq(p.first), "<=", k, n.context)
        means = [ONE if q == 1 else self.mean(p, q, k, values) for q in quantities]
        self.says(n, n.left, "=", plus(*(times(put(c, values | {"t": k}), means[j]) for j, c in rows[0].items())))

    def rule_over_the_past(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        needs(head(what) == "Past" and is_event(what[1]) and not p.before, "a sum of an event over the past is needed")
        needs(free(what) <= p.states.keys() | p.parameters.keys() | {"t"}, "an event of the state is needed")
        self.admissible(n.left, n.context)
        found = self.mean(p, what[1], k, values)
        if k != p.first:
            self.less(fmpq(p.first + 1), "<=", k, n.context)
            found = plus(found, self.mean(p, what, normal(minus(k, ONE)), values))
        self.says(n, n.left, "=", found)

    def rule_symmetric_step(self, n: Node) -> None:
        p, what, generation, values = self.parts(n.left)
        needs(head(what) == "^" and head(what[1]) == "abs" and not (p.spectrum or p.alphabet), "no power of a distance")
        (_, (_, state), e), drawn = what, {s: law for s, _, law in p.draws}
        needs(state in p.lies.keys() & p.states.keys() and not free(e) & (p.random | {"t"}), "no power of a distance")
        step = p.states[state][2]
        (z,) = (s for s in free(step) & drawn.keys() - p.sizes.keys() if drawn[s] == ("Normal", ZERO, ONE))
        scale = minus(put(step, {z: ONE}), state)
        fixed = not free(normal(scale)) & ({"t"} | {s for s in drawn if isinstance(s, str)} | p.sizes.keys())
        needs(
            vanishes(minus(step, plus(state, times(scale, z)))) and fixed, "no normal variable times a number is added"
        )
        k, power_ = normal(minus(generation, ONE)), put(e, values)
        self.less(fmpq(p.first), "<=", k, n.context)
        self.sign(power_, n.context, True)
        self.sign(minus(fmpq(2), power_), n.context)
        self.admissible(n.left, n.context)
        first = self.mean(p, what, k, values)
        (spread,) = (a for a in fraction(n.right)[0] if head(a) == "mean" and a[1].what != what)
        self.together(n.context, first, spread)
        for m in (first, spread):
            self.finite(m, n)
        size = put(("^", times(scale, scale), over(e, fmpq(2))), values | {s: f"{s} of {p.name}" for s in p.random})
        self.same(self.seen(spread), size, self.states(spread, n.context))
        gamma = over(("gamma", over(plus(power_, ONE), fmpq(2))), ("gamma", fmpq(1, 2)))
        factor = times(("^", fmpq(2), over(power_, fmpq(2))), gamma)
        self.says(n, n.left, "<=", plus(first, times(factor, spread)))

    def rule_drift(self, n: Node) -> None:
        p, what, _, values = self.parts(n.left)
        self.admissible(n.left, n.context)
        self.says(n, n.left, "=", n.right)
        for at in points(n.context, n.left, 8):
            needs(agree(value(p, valued(values, at), what, p.first), number(n.right, at)), "no case could be computed")
        self.values, self.at_points = self.values + 1, self.at_points + 1


def lies(x: Number, r: Any) -> bool:
    return r[1] is None or bool(x > r[1] or (x == r[1] and not r[3]))


def beyond(x: Any, r: Any) -> bool:
    """Is a number below the range of a symbol?"""
    return r is not None and r[0] in ("real", "whole") and not lies(x, r)


def runs(p: Declaration) -> list[dict[str, Any]]:
    """Small values of its parameters; of least squares, with so many rows that means and mean squares are finite."""
    given = p.given
    if p.refit:
        ((data, _),) = p.states.items()
        given |= {("<=", plus(("Length", p.spectrum), fmpq(4)), put(p.sizes[data], p.begins))}
    return points(Context(tuple(p.parameters.items()), given), p.name, 4, small=True)


def value(p: Declaration, at: Mapping[str, Any], what: Term, k: int) -> Number | None:
    """The mean of an observable at values of parameters; None where it is not found."""
    try:
        return Run(p, at).expected(what, k)
    except NoValue:
        return None


def valued(values: Mapping[str, Term], at: Mapping[str, Any]) -> dict[str, Any]:
    return {s: at[x] if isinstance(x, str) else number(x, at) for s, x in values.items()}


def agree(a: Number | None, b: Number | None) -> bool:
    """Were both found? Raises Refused where they differ."""
    if a is None or b is None:
        return False
    same = a == b if is_number(a) and is_number(b) else (a - b).contains(0)
    needs(same, "a mean has another value")
    return True

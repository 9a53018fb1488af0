"""The rules for the time at which a chain of one number first meets a condition, and for what they rest on."""

from __future__ import annotations

from typing import Any

from flint import fmpq, fmpq_mat

from proofs_check.recheck.algebra import for_all
from proofs_check.recheck.balls import number, points
from proofs_check.recheck.chains import Chains
from proofs_check.recheck.chance import agree
from proofs_check.recheck.decide import Node, branch, needs
from proofs_check.recheck.forms import Context, factors, fraction, normal, positive, written
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
    Refused,
    Term,
    free,
    head,
    minus,
    over,
    plus,
    power,
    put,
    read,
    times,
    walk,
)

COUNT = ("whole", ZERO, None, False, True)


class Times(Chains):
    """Each rule is a method, named as it is called."""

    def apart(self, t: Term, context: Context) -> bool:
        """Is it > 0 throughout the context, or < 0?"""
        return positive(t, context) or positive(times(-ONE, t), context)

    def rule_polynomial_mean(self, n: Node) -> None:
        _, (law, *arguments), x, body = n.left
        inside = self.average(n.left, n.left[1], body, n.context)
        self.has_value(body, inside)
        total: list[Term] = []
        for degree, c in enumerate(coefficients(body, x)):
            row = [ONE]  # Stirling numbers of the second kind
            for _ in range(degree):
                row = [b + i * a for i, (a, b) in enumerate(zip([*row, ZERO], [ZERO, *row], strict=True))]
            for i, ways in enumerate(row):
                falling = [minus(arguments[0], fmpq(r)) for r in range(i)]
                factorial = times(*falling, power(arguments[-1], i)) if law == "Binomial" else power(arguments[0], i)
                total.append(times(c, ways, factorial))
        self.says(n, n.left, "=", plus(*total))

    def rule_branches(self, n: Node) -> None:
        inside, *ends = n.premises
        (sign, left, right), x = read(n.witness["condition"]), n.witness["symbol"]
        needs(sign == "=" and all(p.op == n.op and not p.symbol for p in n.premises), "relations and an equation")
        condition, opposite = (normal((s, left, right)) for s in ("=", "!="))
        rest, both = n.context.but({x: None}), (condition, opposite)
        decided = all(normal(e[1]) in both for t in (n.left, n.right) for e in walk(t) if head(e) == "if")
        needs(decided, "another condition decides, too")
        roots = []
        for f in factors(minus(left, right)):
            if x not in free(f):
                needs(self.apart(f, n.context), "a factor may be 0")
                continue
            c = coefficients(f, x)
            needs(len(c) == 2 and self.apart(c[1], n.context), "a factor is not linear")
            roots.append(over(times(-ONE, c[0]), c[1]))

        def fits(p: Node, at: Term, holds: bool, context: Context) -> bool:
            try:
                self.covers(p.context, context)
                for mine, whole in ((p.left, n.left), (p.right, n.right)):
                    self.same(mine, put(branch(whole, {condition: holds, opposite: not holds}), {x: at}), context)
            except Refused:
                return False
            return True

        needs(fits(inside, x, False, self.narrowed(("!=", left, right), n.context)), "not shown beside the roots")
        needs(all(any(fits(p, at, True, rest) for p in ends) for at in roots), "not shown at a root")

    def drift(self, n: Node, time: Term, above: bool) -> None:
        """Raises Refused unless the first two premises are the hypotheses on a function of the state."""
        begins, goes, *_ = n.premises
        p, what, _, values = self.parts(time)
        state, start, step, draw, law = p.chain()
        value, j = read(n.witness["value"]), n.witness["j"]
        fixed = law[0] == "Binomial" and state not in free(step) | free(law[1])
        needs(head(what) == "Time" and fixed, "the time of a chain of binomial counts is needed")
        needs(isinstance(j, str) and not {j, state} & n.context.of.keys(), "a count, and a state, have a range")
        needs(free(value) <= n.context.of.keys() | {state}, "the function has other symbols")
        self.admissible(time, n.context)
        for_all(j, goes, conditions=True)
        there = put(step, values | {draw: j})
        trials = put(law[1], values)
        later = n.context.but({j: COUNT}, ("<=", j, trials))
        ends = put(what[1], values | {state: there})
        later = self.narrowed(("!=", *ends[1:]) if ends[0] == "=" else normal(("not", ends)), later)
        for premise, at, context in ((begins, values[start], n.context), (goes, there, later)):
            needs(premise.op in ("=", "<=", "<") and not premise.symbol, "a relation is needed")
            self.covers(premise.context, context)
            mean = normal(minus(premise.left if above else premise.right, ONE))
            needs(head(mean) == "average" and mean[2] not in context.of, "one more than a mean is needed")
            _, own, x, body = mean
            needs(head(own) == "Binomial", "another law")
            for a, b in zip(own[1:], put(law, values | {state: at})[1:], strict=True):
                self.same(a, b, context)
            moved = put(step, values | {draw: x})
            wanted = ("if", put(what[1], values | {state: moved}), ZERO, put(value, {state: moved}))
            self.same(body, wanted, context.but({x: COUNT}, ("<=", x, trials)))
        self.same(goes.right if above else goes.left, put(value, {state: there}), later)

    def rule_time_at_most(self, n: Node) -> None:
        self.drift(n, n.left, True)
        self.says(n, n.left, "<=", n.premises[0].right)

    def rule_time_at_least(self, n: Node) -> None:
        self.drift(n, n.right, False)
        begins, _, finite = n.premises
        p, what, _, values = self.parts(n.right)
        state, start, *_ = p.chain()
        sign, *sides = put(what[1], values | {state: values[start]})
        apart = minus(*sides) if sign == "=" else ZERO
        needs(self.apart(apart, n.context), "it may have ended at the start")
        needs(finite.op in ("=", "<=", "<") and finite.left == n.right, "the mean need not be finite")
        self.says(n, begins.left, "<=", n.right, finite)

    def rule_time_of_places(self, n: Node) -> None:
        """E T of a chain of places, by first steps: at each point the linear equations for all of them are solved."""
        p, what, _, values = self.parts(n.left)
        needs(len(p.draws) == 1 and head(what) == "Time" and what[1][::2] == ("=", ZERO), "a time of places is needed")
        ((names, _, law),) = p.draws
        others = p.sizes or p.looked_at or p.before or p.alphabet or p.spectrum or p.first
        counted = head(law) == "Counts" and law[1] == ONE and not any("t" in free(e) for e in law[2:])
        needs(counted and not others and tuple(step for *_, step in p.states.values()) == names, "no chain of places")
        starts = [start for _, start, _ in p.states.values()]
        needs(sorted(starts) == [ZERO] * (len(starts) - 1) + [ONE], "it does not start in one place")
        on = list(what[1][1][1:]) if head(what[1][1]) == "+" else [what[1][1]]
        needs(set(on) <= p.states.keys(), "it is about something else")
        self.admissible(n.left, n.context)
        self.says(n, n.left, "=", n.right, *n.premises)
        begun = list(p.states)[starts.index(ONE)]
        for at in points(n.context, n.left):
            given: dict[str, Any] = {s: number(e, at) for s, e in values.items()}
            rows = [[ONE if q == place else ZERO for q in on] for place in on]
            for row, place in zip(rows, on, strict=True):
                here = given | {q: ONE if q == place else ZERO for q in p.states}
                chances = {q: number(e, here) for q, e in zip(p.states, law[2:], strict=True)}
                needs(min(chances.values()) >= 0 and sum(chances.values(), ZERO) == 1, "a row of it is no law")
                for i, q in enumerate(on):
                    row[i] -= chances[q]
            solved = fmpq_mat(rows).solve(fmpq_mat([[ONE]] * len(on)))
            means = [solved[i, 0] for i in range(len(on))]
            needs(min(means) >= 0, "it need not be left")
            needs(agree(means[on.index(begun)] if begun in on else ZERO, number(n.right, at)), "it takes another time")
        self.at_points += 1


def coefficients(t: Term, x: str) -> list[Any]:
    """Of a polynomial in a symbol; raises Refused for what is none."""
    atoms, above, below = fraction(t)
    needs(all(a == x or x not in free(a) for a in atoms), "no polynomial in what is drawn")
    if x not in atoms:
        return [t]
    place = atoms.index(x)
    needs(not below.degrees()[place], "no polynomial in what is drawn")
    found: list[Any] = [ZERO] * (above.degrees()[place] + 1)
    for exponents, c in above.terms():
        others = [power(a, int(e)) for i, (a, e) in enumerate(zip(atoms, exponents, strict=False)) if e and i != place]
        found[exponents[place]] = plus(found[exponents[place]], times(c, *others))
    return [over(c, written(below, atoms)) for c in found]

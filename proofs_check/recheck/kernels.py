"""The rules of kernel density estimates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flint import arb, fmpq

from proofs_check.recheck.balls import NoValue, Number, number, points, whole
from proofs_check.recheck.chance import agree, valued
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import Context, fraction, normal, vanishes
from proofs_check.recheck.lineages import Lineages
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

AROUND = ("real", fmpq(-1, 64), fmpq(1, 64), False, False)
"""Where a moment generating function has to be known: at 0 alone, all are the same."""


class Kernels(Lineages):
    """Each rule is a method, named as it is called."""

    def rule_jensen(self, n: Node) -> None:
        (bound,) = n.premises
        p, what, k, values = self.parts(n.right)
        q = read(n.witness["power"])
        (log,) = (a for a in fraction(what)[0] if head(a) == "log" and "Mean" in map(head, fraction(a[1])[0]))
        factor, data, rate = kernel_sum(log[1], p)
        rest = normal(plus(what, log))
        needs(not (free(rest) & p.random or p.alphabet), "the rest is left to chance")
        seen = self.parts(bound.left)[1]
        wanted = ("Mean", ("exp", times(-ONE, q, rate, power(data, 2))))
        needs(vanishes(minus(seen, wanted)) and bound.op in ("=", "<="), f"a bound on E S^{q} is needed")
        self.covers(bound.context, n.context)
        self.together(n.context, n.right, bound.left)
        self.finite(n.right, n)
        there = values | {"t": k}
        needs(put(q, there) == q, "the power is another number in the mean")
        rest, factor, size = (put(e, there) for e in (rest, factor, p.sizes[data]))
        for e in (q, factor, bound.right):
            self.sign(e, n.context, True)
        self.sign(minus(ONE, q), n.context)
        inside = times(("^", size, minus(ONE, q)), bound.right)
        self.says(n, minus(rest, ("log", times(factor, ("^", inside, over(ONE, q))))), "<=", n.right)
        n.facts = ("Jensen's inequality for the logarithm",)

    def powered(self, n: Node, whole: Term) -> tuple[Term, Term, Term, str]:
        """q, a and q at the generation, and x, of E S^q, where S is Mean(exp(-a x^2)); raises Refused."""
        p, what, k, values = self.parts(whole)
        needs(head(what) == "^" and not p.alphabet, "a power of a mean is needed")
        factor, data, rate = kernel_sum(what[1], p)
        needs(vanishes(minus(factor, ONE)) and not free(what[2]) & p.random, "the power or a factor is left to chance")
        now = [put(e, values | {"t": k}) for e in (what[2], rate)]
        for e in now:
            self.sign(e, n.context, True)
        smooth = ("Mean", ("exp", times(-ONE, what[2], rate, power(data, 2))))
        return (*now, smooth, data)  # type: ignore[return-value]

    def rule_power_at_least(self, n: Node) -> None:
        q, _, smooth, _ = self.powered(n, n.right)
        needs(n.op == "<=" and not n.premises, "the mean of powers is at most the power")
        needs(vanishes(minus(self.parts(n.left)[1], smooth)), "the mean of the powers is needed")
        self.together(n.context, n.right, n.left)
        self.less(q, "<=", ONE, n.context)

    def rule_power_at_most(self, n: Node) -> None:
        q, rate, smooth, data = self.powered(n, n.left)
        what, found = self.parts(n.left)[1], {t for t in walk(n.right) if head(t) == "mean"}
        wanted = (smooth, ("Mean", power(data, 2)), times(-ONE, ("log", what[1])))
        means = [next((m for m in found if vanishes(minus(self.parts(m)[1], e))), None) for e in wanted]
        needs(len(found) == 3 and all(means), "means of powers, of squares and of the logarithm are needed")
        self.together(n.context, n.left, *means)
        for m in means[1:]:
            self.finite(m, n)
        bound = plus(means[0], times(q, minus(times(rate, means[1]), means[2])))
        self.says(n, n.left, "<=", bound)

    def rule_gaussian_average(self, n: Node) -> None:
        t, f = n.premises
        y = n.witness["symbol"]
        p, what, k, values = self.parts(n.left)
        factor, data, rate = kernel_sum(what, p)
        q, seen, generation, others = self.parts(t.left)
        drawn = {x: law for x, kind, law in p.looked_at if kind[0] == "one"}
        (x,) = free(seen) & drawn.keys()
        choice, noise = drawn[x][1:] if head(drawn[x]) == "Plus" else ("", "")
        good = choice == ("Choice", data) and noise[:2] == ("Normal", ZERO)
        needs(
            good and q is p and vanishes(minus(seen, ("exp", times("s", x)))), "no draw of a chosen point and a kernel"
        )
        same = all(vanishes(minus(others[s], values[s])) for s in others.keys() & values.keys())
        needs(generation == k and same and others["s"] == "s" and t.op == "=", "another transform")
        caught = any(head(e) in ("sum", "product") and e[1] == y for e in walk(t.right))
        needs(not ({"s", y} & n.context.of.keys() or caught) and f.op in ("=", "<="), "one symbol has two meanings")
        self.covers(t.context, n.context.but({"s": AROUND}))
        self.covers(f.context, n.context.but({y: ("real", ZERO, None, False, True)}))
        self.same(f.left, entire(t.right, lambda b: ("exp", times(-ONE, b, y))), f.context)
        self.admissible(n.left, n.context)
        there = values | {"t": k}
        factor, rate, kernel = (put(e, there) for e in (factor, rate, noise[2]))
        for e in (factor, rate):
            self.sign(e, n.context, True)

        rest = minus(ONE, times(fmpq(2), rate, kernel))
        try:
            self.zero(rest, n.context)
            rest = ZERO
        except Refused:
            pass

        def of(minus_u: Term, inside: Context) -> Term:
            square = normal(plus(rest, times(fmpq(-4), rate, minus_u)))
            self.sign(square, inside, True)
            return ("^", square, fmpq(-1, 2))

        self.says(n, n.left, f.op, times(factor, term_by_term(f.right, y, 1, of, n.context)))
        for at in points(n.context, n.left, 6, small=True):
            self.values += self.in_a_small_case(n, p, (factor, data, rate), valued(values, at), at)
        n.facts = ("a moment generating function determines the law",)

    def in_a_small_case(self, n: Node, p: Declaration, of: tuple[Term, str, Term], there: Any, at: Any) -> int:
        """Is it the value, or a bound of it, that the laws give, generation by generation? 1; or 0 for no case."""
        factor, data, rate = of
        k = whole(number(n.left[2], at))
        if not p.first <= k <= p.first + 3:
            return 0
        try:
            law, a = mixture(p, there, data, k), arb(number(rate, at))
            found = number(factor, at) * sum((w / (1 + 2 * a * v).sqrt() for w, v in law), ZERO)
        except NoValue:
            return 0
        claimed = number(n.right, at)
        needs(not found > claimed if n.op == "<=" else agree(arb(found), arb(claimed)), "a mean has another value")
        return 1


def mean_of_exponentials(f: Term, p: Declaration) -> tuple[Term, Term, str]:
    """c, g and x where f is c times the mean of e^g over the points of a data set x; raises Refused."""
    means = {t for t in walk(f) if head(t) == "Mean"}
    needs(len(means) == 1 and not p.spectrum, "one mean over points is needed")
    (mean,) = means
    c = swap(f, {mean: ONE})
    needs(vanishes(minus(f, times(c, mean))), "a multiple of a mean is needed")
    needs(head(mean[1]) == "exp" and not free(c) & p.random, "a multiple of a mean of exponentials is needed")
    needs(
        not {"Variance", "PowerSum", "Likeliest"} & set(map(head, walk(mean[1]))), "functions of one point are needed"
    )
    data = free(mean[1]) & p.sizes.keys()
    needs(len(data) == 1, "points of one data set are needed")
    return c, mean[1][1], *data


def kernel_sum(f: Term, p: Declaration) -> tuple[Term, str, Term]:
    """c, x, a of c Mean(exp(-a x^2)); raises Refused."""
    c, g, data = mean_of_exponentials(f, p)
    rate = over(times(-ONE, g), power(data, 2))
    plain = normal(put(rate, {data: fmpq(7)}))
    needs(vanishes(minus(rate, plain)) and not free(plain) & p.random, "e^(-a x^2) is needed")
    return c, data, plain


def entire(t: Term, put_in: Callable[[Term], Term]) -> Term:
    """The term with something in the place of every e^(b s^2), of which it is made by sums and products."""
    if "s" not in free(t):
        return t
    if head(t) == "exp":
        rate = normal(put(over(t[1], power("s", 2)), {"s": fmpq(3)}))
        needs(vanishes(minus(t[1], times(rate, power("s", 2)))), "an exponential of no multiple of s^2")
        return put_in(rate)
    if head(t) in ("+", "*"):
        return (t[0], *(entire(part, put_in) for part in t[1:]))
    if head(t) == "^" and is_number(t[2]) and t[2].q == 1 and t[2] > 0:
        return power(entire(t[1], put_in), t[2])
    if head(t) in ("sum", "product") and t[1] != "s" and not any("s" in free(e) for e in t[2:4]):
        return (*t[:4], entire(t[4], put_in))
    raise Refused("it is not made of exponentials of multiples of s^2")


def term_by_term(t: Term, x: str, degree: int, of: Callable[[Term, Context], Term], context: Context) -> Term:
    """A sum of terms c e^(r x^degree), c times what becomes of r in the place of each."""
    if head(t) == "+":
        return plus(*(term_by_term(part, x, degree, of, context) for part in t[1:]))
    if head(t) == "sum":
        _, index, low, high, body = t
        needs(
            is_number(low) and index not in context.of and x not in free(high) and x != index, "no sum of exponentials"
        )
        inside = context.but({index: ("whole", low, None, False, True)}, ("<=", index, high))
        return ("sum", index, low, high, term_by_term(body, x, degree, of, inside))
    parts = t[1:] if head(t) == "*" else (t,)
    rest, moved = [e for e in parts if x not in free(e)], [e for e in parts if x in free(e)]
    needs(len(moved) <= 1, "no sum of multiples of exponentials")
    if [*map(head, moved)] == ["sum"]:
        return times(*rest, term_by_term(moved[0], x, degree, of, context))
    rate: Term = ZERO
    for e in moved:
        needs(head(e) == "exp", "no sum of multiples of exponentials")
        rate = normal(put(over(e[1], power(x, degree)), {x: fmpq(3)}))
        needs(vanishes(minus(e[1], times(rate, power(x, degree)))), f"an exponential of no multiple of {x}^{degree}")
    return times(*rest, of(rate, context))


def mixture(p: Declaration, at: Mapping[str, Any], data: str, k: int) -> list[tuple[Number, Number]]:
    """The law of a point of a data set at generation k, as weights and variances of normal laws; raises NoValue."""

    def law(t: Term, of: Mapping[str, list[tuple[Number, Number]]], g: int) -> list[tuple[Number, Number]]:
        here = {**at, "t": fmpq(g)}
        if head(t) == "Normal" and t[1] == 0:
            return [(ONE, number(t[2], here))]
        if head(t) == "Choice" and t[1] in of:
            return of[t[1]]
        if head(t) == "Plus":
            first, second = (law(part, of, g) for part in t[1:])
            return [(w * x, v + u) for w, v in first for x, u in second]
        raise NoValue(f"no mixture of normal laws: {head(t)}")

    now = {s: law(start, {}, p.first) for s, (_, start, _) in p.states.items() if s in p.sizes}
    for g in range(p.first, k):
        here = {**at, "t": fmpq(g)}
        known = dict(now)
        for s, _, drawn in p.draws:
            known[s] = law(drawn, known, g)
        then = {}
        for s in now:
            parts = [(number(p.sizes[part], here), known[part]) for part in p.states[s][2][1:]]
            total = sum((size for size, _ in parts), ZERO)
            then[s] = [(size / total * w, v) for size, of in parts for w, v in of]
        now = then
    if data not in now:
        raise NoValue(f"{data} is no state")
    return now[data]

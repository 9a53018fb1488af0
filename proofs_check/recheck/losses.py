"""The rules for what is seen of an estimate through its points, one by one, and through two draws from it."""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from proofs_check.recheck.algebra import for_all, unequal
from proofs_check.recheck.balls import number, points
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import ARGUMENT
from proofs_check.recheck.forms import ANY, UP, Context, factors, fraction, normal, vanishes
from proofs_check.recheck.kernels import entire, mean_of_exponentials, term_by_term
from proofs_check.recheck.selections import Selections
from proofs_check.recheck.terms import (
    ONE,
    ZERO,
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


def logarithm(what: Term) -> Term:
    """f, of -ln f; raises Refused."""
    needs(head(what) == "*" and len(what) == 3 and what[1] == -ONE and head(what[2]) == "log", "-ln f is needed")
    return what[2][1]


class Losses(Selections):
    """Each rule is a method, named as it is called."""

    def rule_between_exponents(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        c, g, data = mean_of_exponentials(logarithm(what), p)
        needs(free(g) & p.random == {data}, "the exponents depend on something else")
        self.admissible(n.left, n.context)
        log = ("log", put(c, values | {"t": k}))
        self.has_value(log, n.context)
        means = [t for t in walk(n.right) if head(t) == "mean"]
        needs(len(means) == 1, "one mean is needed")
        q, of, j, others = self.parts(means[0])
        needs(p is q and k == j and others.items() <= values.items(), "the mean of the exponents is needed")
        needs(head(of) == "Mean", "the mean of the exponents is needed")
        b = normal(over(g, of[1]))
        needs(not free(b) & p.random, "the mean of the exponents is needed")
        self.admissible(means[0], n.context)
        for m in (n.left, means[0]):
            self.finite(m, n)
        if n.op == "=":
            self.sign(minus(ONE, put(p.sizes[data], values | {"t": k})), n.context)
        self.says(n, n.left, n.op, minus(times(-ONE, log), times(put(b, values | {"t": k}), means[0])))

    def rule_every_point(self, n: Node) -> None:
        """For each of N points u, mean m and variance v: (u - m)^2 <= (N - 1) v."""
        (r,) = n.premises
        unequal(r)
        p, what, k, values = self.parts(n.right)
        c, g, data = mean_of_exponentials(logarithm(what), p)
        u, m, v = map(read, n.witness["points"])
        names = {u, m, v}
        needs(len(names) == 3 and all(isinstance(x, str) for x in names), "three symbols are needed")
        needs(not names & n.context.of.keys() and free(g) & p.random == {data}, "the symbols are others")
        at = values | {"t": k}
        room = times(minus(put(p.sizes[data], at), ONE), v)
        inside = n.context.but({u: ANY, m: ANY, v: UP}, normal(("<=", power(minus(u, m), 2), room)))
        for x in names:
            for_all(x, r, conditions=True)
        wide = Context(r.context.ranges, frozenset(map(normal, r.context.given)))
        kept = Context(inside.ranges, frozenset(map(normal, inside.given)))
        self.covers(wide, kept)
        log = ("log", put(c, at))
        self.has_value(log, n.context)
        self.same(r.right, minus(times(-ONE, log), put(g, at | {data: u})), inside)
        needs(u not in free(r.left), "the bound depends on the point")
        atoms, above, below = fraction(n.left)
        means = [i for i, a in enumerate(atoms) if head(a) == "mean"]
        alone = not any(below.degrees()[i] for i in means)
        once = alone and all(sum(e[i] for i in means) <= 1 for e, _ in above.terms())
        nested = any(head(e) == "mean" for i, a in enumerate(atoms) if i not in means for e in walk(a))
        needs(once and not nested, "it is not linear in means")
        self.together(n.context, n.right, *(atoms[i] for i in means))
        for mean in (n.right, *(atoms[i] for i in means)):
            self.finite(mean, n)
        estimates = {("Mean", data): m, ("Variance", data, ZERO): v}
        there = {atoms[i]: swap(atoms[i][1].what, estimates) for i in means}
        needs(all(free(t) <= names for t in there.values()), "moments of mean and variance are needed")
        needs(all(whole_powers(t) for t in there.values()), "polynomials in mean and variance are needed")
        self.same(swap(normal(n.left), there), r.left, inside)
        self.says(n, n.left, "<=", n.right)

    def rule_distance_growth(self, n: Node) -> None:
        """The bound, by a Poisson number of degrees of freedom, is held against a series of the mean that has none."""
        (r,) = n.premises
        p, what, _, values = self.parts(n.left)
        j = read(n.witness["symbol"])
        ((x, (kind, start, step)),), ((z, drawn, law),) = p.states.items(), p.draws
        away = ("abs", x)
        needs(kind[0] == "real" and drawn[0] == "one" and law == ("Normal", ZERO, ONE), "one normal variable is needed")
        needs(what == ("Increment", ("log", away)) and not p.alphabet, "the growth of a distance is needed")
        scale = normal(over(minus(step, x), times(away, z)))
        needs(free(scale) <= p.parameters.keys(), "it does not move by a multiple of its distance")
        self.admissible(n.left, n.context)
        scale = put(scale, values)
        for e in (scale, put(start, values)):
            self.sign(e, n.context, True)
        needs(isinstance(j, str) and j not in n.context.of, "one symbol has two meanings")
        unequal(r)
        for_all(j, r, conditions=True)
        inside = n.context.but({j: ("whole", ZERO, None, False, True)})
        self.covers(r.context, inside)
        chi = plus(("polygamma", ZERO, plus(j, HALF)), ("log", fmpq(2)))
        self.same(r.left, plus(("log", scale), times(HALF, chi)), inside)
        found = []
        for term in r.right[1:] if head(r.right) == "+" else (r.right,):
            parts = term[1:] if head(term) == "*" else (term,)
            rest, moved = [e for e in parts if j not in free(e)], [e for e in parts if j in free(e)]
            needs(len(moved) < 2 and all(head(e) == "^" for e in moved), "a sum of multiples of powers is needed")
            each = normal(over(moved[0][2], j)) if moved else ZERO
            base = ("^", moved[0][1], each) if moved else ONE
            needs(j not in free(base), "a sum of multiples of powers is needed")
            self.sign(base, n.context, True)
            found.append(times(*rest, ("exp", over(minus(base, ONE), times(fmpq(2), power(scale, 2))))))
        self.says(n, n.left, "<=", plus(*found))
        for at in points(n.context, n.left, 4):
            needs(not mean_logarithm(arb(number(scale, at))) > number(n.right, at), "the mean is larger")
            self.values += 1
        n.facts = ("a non-central chi-square law is a Poisson mixture",)

    def rule_density(self, n: Node) -> None:
        """The estimate is the density at a draw a of another draw X, given its data: of X - a at 0."""
        p, what, _, values = self.parts(n.left)
        c, g, data = mean_of_exponentials(what, p)
        drawn = [(x, law[2][2]) for x, kind, law in p.looked_at if kind[0] == "one" and kernel_of(law) == data]
        (a,) = free(g) & p.random - {data}
        needs(a in {x for x, kind, _ in p.looked_at if kind[0] == "one"}, "it is seen at no draw")
        found = []
        for x, variance in drawn:
            apart = x != a and x not in p.used and not free(variance) & p.random
            if apart and vanishes(plus(g, over(power(minus(data, a), 2), times(fmpq(2), variance)))):
                scale = ("^", times(fmpq(2), ("pi",), put(variance, values)), -HALF)
                self.same(put(c, values), scale, n.context)
                found.append(minus(x, a))
        self.known_around_0(n, found)

        def term(half: Term, inside: Context) -> Term:
            variance = normal(times(fmpq(2), half))
            self.sign(variance, inside, True)
            return ("^", times(fmpq(2), ("pi",), variance), -HALF)

        self.says(n, n.left, "=", term_by_term(n.premises[0].right, ARGUMENT, 2, term, n.context))

    def rule_cosine(self, n: Node) -> None:
        p, what, _, values = self.parts(n.left)
        needs(head(what) == "cos", "a cosine is needed")
        number = [f for f in factors(what[1]) if free(f) & p.random]
        needs(len(number) == 1, "the cosine of w X is needed")
        w = normal(over(what[1], number[0]))
        needs(free(w) <= p.parameters.keys(), "the cosine of w X is needed")
        square = power(put(w, values), 2)
        self.known_around_0(n, number)
        right = n.premises[0].right
        caught = any(head(e) in ("sum", "product") and e[1] in free(square) for e in walk(right))
        needs(not caught, "one symbol has two meanings")
        self.says(n, n.left, "=", entire(right, lambda b: ("exp", times(-ONE, b, square))))

    def known_around_0(self, n: Node, numbers: list[Term]) -> None:
        """Raises Refused unless the premise is E e^(s X) = F for all s around 0, X one of the numbers."""
        (r,) = n.premises
        p, _, k, values = self.parts(n.left)
        q, what, j, others = self.parts(r.left)
        kind, low, high, *_ = r.context.of.get(ARGUMENT, ("", None, None))
        around = kind == "real" and is_number(low) and is_number(high) and low < 0 < high
        needs(around and ARGUMENT not in n.context.of, "an interval around 0 is needed")
        needs(p is q and k == j and r.op == "=" and others.pop(ARGUMENT) == ARGUMENT, "E e^(s X) is needed")
        needs(all(values.get(x, e) == e for x, e in others.items()), "the parameters are others")
        needs(head(what) == "exp", "E e^(s X) is needed")
        known = [x for x in numbers if vanishes(minus(what[1], times(ARGUMENT, x)))]
        needs(known, "E e^(s X) of another number is needed")
        for_all(ARGUMENT, r)
        self.admissible(n.left, n.context)
        self.covers(r.context, n.context.but({ARGUMENT: r.context.of[ARGUMENT]}))


def whole_powers(t: Term) -> bool:
    """Is it a product of whole powers >= 0 of symbols?"""
    if head(t) == "*":
        return all(map(whole_powers, t[1:]))
    if head(t) == "^":
        return isinstance(t[1], str) and is_number(t[2]) and t[2].q == 1 and t[2] >= 0
    return isinstance(t, str)


def kernel_of(law: Term) -> str:
    """The data of a law that is a point of them plus a normal variable of mean 0; "" for another one."""
    plain = head(law) == "Plus" and head(law[1]) == "Choice" and head(law[2]) == "Normal" and law[2][1] == ZERO
    return law[1][1] if plain else ""


def mean_logarithm(b: Any) -> Any:
    """E ln|1 + b Z|: ln b - (gamma + ln 2)/2 - the sum of (-y)^i/(2 i (1/2)_i) over i >= 1, y = 1/(2 b^2)."""
    y, term, total = 1 / (2 * b * b), arb(1), arb(0)
    many = 64 + 4 * int(y.upper().ceil().unique_fmpz())
    for i in range(1, many):
        term *= -y / (fmpq(2 * i - 1) / 2)
        total += term / (2 * i)
    return b.log() - (arb.const_euler() + arb(2).log()) / 2 - total + arb(0, abs(term).upper())

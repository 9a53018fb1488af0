"""The rules for points in several dimensions."""

from __future__ import annotations

from flint import fmpq

from proofs_check.recheck.algebra import for_all
from proofs_check.recheck.balls import Number, number, points, whole
from proofs_check.recheck.chance import agree
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import ABOVE
from proofs_check.recheck.terms import ONE, ZERO, Term, event, head, minus, plus, power, put, walk
from proofs_check.recheck.times import Times


class Vectors(Times):
    """Each rule is a method, named as it is called."""

    def rule_square(self, n: Node) -> None:
        """E f = a sum lam_i^2 + b sum lam_i lam_j, i != j, where f is tr B tr C, or tr BC, of B and C = S or mm'.

        By projections, E u'Bu u'Cu = a (u'u)^2 for unit matrices: the means p and q of B_11 C_22 and B_12 C_12 have
        p + 2 q = a. What is p - q, c, is the minor of S, 0 of mm', and of both half of what det (S + mm') has beside
        det S. Then b = p = (a + 2 c)/3, or b = q = (a - c)/3.
        """
        along, *minors = n.premises
        p, what, k, values = self.parts(n.left)
        q = self.parts(along.left)[0]
        lam, (seen, one, weight, both) = p.spectrum, quadratic(what)
        of = seen[1]
        (x,) = q.parameters.keys() - p.parameters.keys()
        needs(is_direction(p, q, x) and values[lam] == lam, f"{q.name} is not what one direction sees of {p.name}")
        self.says(n, n.left, "=", n.right)
        self.admissible(n.left, n.context)
        needs(of in p.sizes, f"{of} is no sample")
        needs(
            along.left == self.mean(q, one, k, values | {x: x}) and along.op == "=",
            "E f in one direction, of any real variance, is needed",
        )
        needs(x not in n.context.of, f"{x} is no new symbol")
        for_all(x, along)
        self.covers(along.context, n.context.but({x: ABOVE}))
        needs(len(minors) == (weight != 0), "E of the determinant is needed, of a covariance alone")
        for minor in minors:
            needs(minor.left == self.mean(p, ("Determinant", seen), k, values) and minor.op == "=", "no determinant")
            for_all(lam, minor)
            self.covers(minor.context, n.context)
        for at in points(n.context, n.left):
            a = number(along.right, at | {x: ONE})
            c = sum((number(minor.right, at | {lam: [ONE, ONE]}) for minor in minors), ZERO)
            squares = sum((e * e for e in at[lam]), ZERO)
            if both:
                sizes = {s: number(e, at) for s, e in values.items() if s != lam}
                c = (second_moments(p, of, sizes, number(k, at)) - c) / 2
            found = a * squares + (a + weight * c) / 3 * (sum(at[lam], ZERO) ** 2 - squares)
            needs(agree(found, number(n.right, at)), "it has no value")
        self.at_points += 1

    def rank(self, n: Node, sign: str) -> tuple[Declaration, Term, dict[str, Term]]:
        """Of the event that the determinant of a sample covariance is 0, or is not: process, covariance, parameters."""
        p, what, _, values = self.parts(n.left)
        covariance = what[1][1][1]
        needs(
            what == event((sign, ("Determinant", covariance), ZERO)) and head(covariance) == "Variance",
            "the event that the determinant of a sample covariance is 0, or is not, is needed",
        )
        self.admissible(n.left, n.context)
        return p, covariance, values

    def rule_degenerate(self, n: Node) -> None:
        """n points less their mean span n - 1 dimensions at most, with all that is chosen among or fitted to them."""
        _, what, k, _ = self.parts(n.left)
        p, covariance, values = self.rank(n, "!=" if head(what[1]) == "!=" else "=")
        self.less(fmpq(p.first), "<=", k, n.context)
        here = put(p.sizes[covariance[1]], values | {"t": k})
        self.sign(minus(here, put(covariance[2], values)), n.context, True)
        needs(all(stays(law) for *_, law in p.drawn), f"what is drawn need not lie where the points of {p.name} do")
        points = put(plus(ZERO, *(p.sizes[s] for s in p.states)), values | {"t": fmpq(p.first)})
        self.less(points, "<=", ("Length", values[p.spectrum]), n.context)
        self.says(n, n.left, "=", ONE if head(what[1]) == "=" else ZERO)

    def rule_spanning(self, n: Node) -> None:
        """More than d real points, kept for ever, span d dimensions almost surely; what is given before does, too."""
        p, covariance, values = self.rank(n, "!=")
        data = covariance[1]
        _, start, step = p.states.get(data, ("", ZERO, ZERO))
        kept = start == ("Normal", ZERO, p.spectrum) and head(step) == "join" and data in step[1:]
        needs(kept, "data that begin with real points, and keep them, are needed")
        first = put(p.sizes[data], values | {"t": fmpq(p.first)})
        self.sign(minus(first, put(covariance[2], values)), n.context, True)
        self.less(plus(("Length", values[p.spectrum]), ONE), "<=", first, n.context)
        self.says(n, n.left, "=", ONE)


def quadratic(what: Term) -> tuple[Term, Term, int, bool]:
    """S or m of which it is seen, what one direction sees, how often the minor counts, and is it |m|^2 tr S?"""
    estimates = {head(e): e for e in walk(what) if head(e) in ("Mean", "Variance")}
    s, m = estimates.get("Variance", ZERO), estimates.get("Mean", ZERO)
    norm, trace = ("SquaredNorm", m), ("Trace", s)
    known: dict[Term, tuple[Term, Term, int, bool]] = {
        power(trace, 2): (s, power(s, 2), 2, False),
        ("SquaredFrobenius", s): (s, power(s, 2), -1, False),
        power(norm, 2): (m, power(m, 4), 0, False),
    }
    both = what in (("*", norm, trace), ("*", trace, norm)) and head(m) == "Mean" and head(s) == "Variance"
    good = known[what][0] != ZERO if what in known else both and m[1] == s[1]
    needs(good, "(tr S)^2, |S|_F^2, |m|^4 or |m|^2 tr S of a sample is needed")
    return known.get(what, (s, ("*", power(m, 2), s), 2, True))


def second_moments(p: Declaration, x: str, values: dict[str, Number], k: Number) -> Number:
    """E det (S + mm'), S and m of x, for the unit matrix in the plane: a determinant is a sum over pairs of points.

    A new pair spans what two independent points span, of the second moments that all had before, or nothing if it is
    one point twice; so does a new one with an old one; of old ones nothing changes.
    """
    s, m = ("Variance", x, ZERO), ("Mean", x)
    _, start, step = p.states.get(x, ("", ZERO, ZERO))
    (batch,) = [y for y, *_ in p.draws if step == ("join", x, y)] or [""]
    fitted = [law for y, _, law in p.draws if y == batch] == [("Normal", m, s)]
    given = p.before.get(m, ZERO) == ZERO and p.before.get(s, p.spectrum) == p.spectrum
    needs(start == ("Normal", ZERO, p.spectrum) and fitted and given, f"{x} is not fitted itself")
    found: Number = ONE
    for t in range(p.first, whole(k) + 1):
        every = number(p.sizes[x], values | {"t": fmpq(t)})
        new = every if t == p.first else number(p.sizes[batch], values | {"t": fmpq(t - 1)})
        before = every - new
        found *= (before * before + 2 * before * new + new * (new - 1)) / (every * every)
    return found


def stays(law: Term) -> bool:
    """Is what is drawn chosen among points, or normal with their mean and covariance?"""
    if head(law) in ("Subset", "Choice"):
        return True
    return head(law) == "Normal" and head(law[2]) == "Variance" and law[1] == ("Mean", law[2][1])


def is_direction(p: Declaration, q: Declaration, x: str) -> bool:
    """Is q the declaration p read in one dimension, and does what one direction sees of p depend on nothing else?"""

    def seen(t: Term) -> Term:
        return put(t, {p.spectrum: x})

    return (
        p.spectrum != ""
        and p.first == q.first
        and q.parameters == {s: r for s, r in p.parameters.items() if s != p.spectrum} | {x: ABOVE}
        and q.states == {s: (kind, seen(start), seen(step)) for s, (kind, start, step) in p.states.items()}
        and q.drawn == [(s, kind, seen(law)) for s, kind, law in p.drawn]
        and q.before == {what: seen(given) for what, given in p.before.items()}
    )

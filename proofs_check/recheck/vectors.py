"""The rules for points in several dimensions."""

from __future__ import annotations

from flint import fmpq

from proofs_check.recheck.algebra import for_all
from proofs_check.recheck.balls import number, points
from proofs_check.recheck.chance import agree
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import ABOVE
from proofs_check.recheck.terms import ONE, ZERO, Term, event, head, minus, plus, power, put
from proofs_check.recheck.times import Times


class Vectors(Times):
    """Each rule is a method, named as it is called."""

    def rule_square_of_a_trace(self, n: Node) -> None:
        """E (tr S)^2 = a sum lam_i^2 + (a + 2 m)/3 sum lam_i lam_j, i != j: a, m are E s^2, E det S for unit matrices.

        By projections, E (u'Su)^2 = a (u'u)^2: its coefficients give E (2 S_ii S_jj + 4 S_ij^2) = 2 a lam_i lam_j.
        """
        square, minor = n.premises
        p, what, k, values = self.parts(n.left)
        q = self.parts(square.left)[0]
        lam, s = p.spectrum, what[1][1]
        (x,) = q.parameters.keys() - p.parameters.keys()
        needs(what == power(("Trace", s), 2) and head(s) == "Variance", "(tr S)^2 of a sample covariance is needed")
        needs(is_direction(p, q, x) and values[lam] == lam, f"{q.name} is not what one direction sees of {p.name}")
        self.says(n, n.left, "=", n.right)
        self.admissible(n.left, n.context)
        needs(
            square.left == self.mean(q, power(s, 2), k, values | {x: x}) and square.op == minor.op == "=",
            "E s^2 in one direction, of any real variance, is needed",
        )
        needs(minor.left == self.mean(p, ("Determinant", s), k, values), "E of the determinant is needed")
        needs(x not in n.context.of, f"{x} is no new symbol")
        for_all(lam, minor)
        for_all(x, square)
        self.covers(square.context, n.context.but({x: ABOVE}))
        self.covers(minor.context, n.context)
        for at in points(n.context, n.left):
            a, m = number(square.right, at | {x: ONE}), number(minor.right, at | {lam: [ONE, ONE]})
            squares = sum((e * e for e in at[lam]), ZERO)
            found = a * squares + (a + 2 * m) / 3 * (sum(at[lam], ZERO) ** 2 - squares)
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

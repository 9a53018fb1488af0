"""The rules for the ancestors of a generation."""

from __future__ import annotations

from proofs_check.recheck.alphabets import Alphabets
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import Context, is_whole, normal, vanishes
from proofs_check.recheck.terms import ONE, Term, free, head, minus, power, put, times


def drawn_next(p: Declaration) -> tuple[str, Term, Term]:
    """State, start and law of a process whose next state is what is drawn; raises Refused."""
    needs(len(p.states) == len(p.draws) == 1 and not (p.looked_at or p.before or p.alphabet), "one number is needed")
    ((state, (kind, start, step)),), ((draw, drawn, law),) = p.states.items(), p.draws
    needs(step == draw and kind[0] == "real" and drawn[0] == "one", "the next state is not what is drawn")
    given = Context(tuple(p.parameters.items()))
    balls = law[0] == "Occupied" and law[1] == state
    needs(balls and is_whole(start, given) and is_whole(law[2], given), "whole numbers of balls and boxes are needed")
    return state, start, law


class Lineages(Alphabets):
    """Each rule is a method, named as it is called."""

    def rule_next_mean(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        state, _, law = drawn_next(p)
        needs(what == state, "the mean of a number of occupied boxes is needed")
        mean = times(law[2], minus(ONE, ("^", minus(ONE, power(law[2], -1)), law[1])))
        before = self.mean(p, n.right[1].what, normal(minus(k, ONE)), values)
        needs(vanishes(minus(n.right[1].what, mean)), "the mean of the law is needed")
        for m in (n.left, n.right):
            self.admissible(m, n.context)
        self.says(n, n.left, "=", before)

    def rule_dual(self, n: Node) -> None:
        (p, what, k, values), (q, other, j, shares) = self.parts(n.left), self.parts(n.right)
        state, start, law = drawn_next(p)
        needs(law == ("Occupied", state, start) and p.first == 0, "it is no number of ancestors")
        needs(head(what) == "^" and what[2] == state and state not in free(what[1]), "a power of a number is needed")
        self.shares(q)
        share, begun, _, _, (_, trials, _) = q.chain()
        needs(trials in shares, "the number of individuals is no parameter")
        needs(normal(other) == normal(("^", minus(ONE, share), trials)) and k == j, "another mean of the share")
        self.same(shares[trials], put(start, values), n.context)
        self.same(shares[begun], minus(ONE, put(what[1], values)), n.context)
        for m in (n.left, n.right):
            self.admissible(m, n.context)
        self.says(n, n.left, "=", n.right)
        n.facts = ("duality of the chain of shares and the number of ancestors",)

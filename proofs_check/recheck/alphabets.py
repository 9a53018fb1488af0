"""The rules for lists and alphabets."""

from __future__ import annotations

from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import range_of
from proofs_check.recheck.terms import ONE, ZERO, Term, free, head, minus, put
from proofs_check.recheck.vectors import Vectors


class Alphabets(Vectors):
    """Each rule is a method, named as it is called."""

    def over(self, n: Node, side: Term, listed: str, of_one: Term, x: str) -> Term:
        """The sum of e(p[i]) over all entries, with the index that a side of the statement has."""
        needs(head(side) == "sum" and side[1] not in free(of_one), "a sum over all entries is needed")
        return ("sum", side[1], ZERO, minus(("Length", listed), ONE), put(of_one, {x: ("entry", listed, side[1])}))

    def rule_by_symbols(self, n: Node) -> None:
        """Margins of a multinomial law are binomial."""
        p, what, k, values = self.parts(n.left)
        mean = n.right[4]
        q, f, _, _ = self.parts(mean)
        x = q.chain()[1]
        needs(isinstance(x, str) and is_symbol(p, q, x), f"{q.name} is not what one symbol sees of {p.name}")
        needs(what == ("OverSymbols", f) and free(f) <= p.states.keys(), "a sum over symbols is needed")
        self.admissible(n.left, n.context)
        of_one = self.mean(q, f, k, {s: values[s] for s in q.parameters if s in values} | {x: x})
        inside = n.context.but({x: range_of(("entry", p.alphabet, x), n.context)})
        needs(x not in n.context.of and values[p.alphabet] == p.alphabet, f"{x} is no new symbol")
        self.admissible(of_one, inside)
        self.says(n, n.left, "=", self.over(n, n.right, p.alphabet, of_one, x))

    def rule_shares_add_up(self, n: Node) -> None:
        shares = n.left[4][1]
        needs(n.context.of[shares][0] == "shares", f"{shares} need not add up to 1")
        self.says(n, self.over(n, n.left, shares, "x", "x"), "=", ONE)


def is_symbol(p: Declaration, q: Declaration, x: str) -> bool:
    """Is q the declaration p of one symbol, begun at its share x, and does it see nothing else of the shares?"""
    margins = [(s, kind, ("Binomial", *law[1:]) if law[0] == "Multinomial" else law) for s, kind, law in p.draws]
    return (
        p.alphabet != ""
        and p.first == q.first
        and not (p.looked_at or p.before or q.looked_at or q.before)
        and q.states == {s: (kind, x, step) for s, (kind, _, step) in p.states.items()}
        and all(start == p.alphabet and p.alphabet not in free(step) for _, start, step in p.states.values())
        and q.draws == margins
        and not any(p.alphabet in free(law) for *_, law in p.draws)
    )

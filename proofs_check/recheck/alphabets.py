"""The rules for lists and alphabets."""

from __future__ import annotations

from flint import fmpq

from proofs_check.recheck.algebra import for_all, unequal
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.finite import is_event
from proofs_check.recheck.forms import Context, fraction, range_of, vanishes
from proofs_check.recheck.terms import ONE, ZERO, Term, free, head, minus, over, plus, put, read, times, walk
from proofs_check.recheck.vectors import Vectors

TWO = fmpq(2)


class Alphabets(Vectors):
    """Each rule is a method, named as it is called."""

    def over(self, n: Node, side: Term, listed: str, of_one: Term, x: str) -> Term:
        """The sum of e(p[i]) over all entries, with the index that a side of the statement has."""
        needs(head(side) == "sum" and side[1] not in free(of_one), "a sum over all entries is needed")
        return ("sum", side[1], ZERO, minus(("Length", listed), ONE), put(of_one, {x: ("entry", listed, side[1])}))

    def of_each(self, n: Node, whole: Term, total: Term) -> tuple[Declaration, Term, Term]:
        """Process and observable of a mean, and what is seen of one symbol, if a term is the sum of its means."""
        p, what, k, values = self.parts(whole)
        q, f, _, _ = self.parts(total[4])
        x = q.chain()[1]
        needs(isinstance(x, str) and is_symbol(p, q, x), f"{q.name} is not what one symbol sees of {p.name}")
        self.admissible(whole, n.context)
        of_one = self.mean(q, f, k, {s: values[s] for s in q.parameters if s in values} | {x: x})
        inside = n.context.but({x: range_of(("entry", p.alphabet, x), n.context)})
        needs(x not in n.context.of and values[p.alphabet] == p.alphabet, f"{x} is no new symbol")
        self.admissible(of_one, inside)
        self.finite(of_one, n)
        self.same(total, self.over(n, total, p.alphabet, of_one, x), n.context)
        return p, what, f

    def rule_by_symbols(self, n: Node) -> None:
        p, what, f = self.of_each(n, n.left, n.right)
        needs(what == ("OverSymbols", f) and free(f) <= p.states.keys(), "a sum over symbols is needed")
        self.says(n, n.left, "=", n.right)

    def times(self, n: Node, part: Term, total: Term) -> tuple[Declaration, Term]:
        """The process, and the mean in a part: of the time until no share is inside, beside those of all symbols."""
        (whole,) = [e for e in walk(part) if head(e) == "mean"]
        p, what, f = self.of_each(n, whole, total)
        state, _ = self.refitted(p)
        good = head(what) == head(f) == "Time" and what[1][0] == f[1][0] == "="
        needs(good and vanishes(minus(minus(*f[1][1:]), unlike(state))), "the time of a share is needed")
        self.summed(what[1], state)
        return p, whole

    def rule_two_of_the_times(self, n: Node) -> None:
        _, whole = self.times(n, n.left, n.right)
        self.says(n, times(TWO, whole), "<=", n.right)

    def rule_the_last_of_the_times(self, n: Node) -> None:
        p, whole = self.times(n, n.right, n.left)
        self.says(n, n.left, "<=", times(("Length", p.alphabet), whole))

    def rule_shares_add_up(self, n: Node) -> None:
        shares = n.left[4][1]
        needs(n.context.of[shares][0] == "shares", f"{shares} need not add up to 1")
        self.says(n, self.over(n, n.left, shares, "x", "x"), "=", ONE)

    def refitted(self, p: Declaration) -> tuple[str, Term]:
        """State and size of shares that are refitted to multinomial counts; else raises Refused."""
        one = len(p.states) == len(p.draws) == 1 and p.first == 0 and not (p.looked_at or p.before)
        needs(one and p.alphabet, f"{p.name} has no shares of symbols")
        ((state, (_, start, step)),), ((draw, _, law),) = p.states.items(), p.draws
        counted = law[0] == "Multinomial" and law[2] == state and not free(law[1]) & {state, draw, "t", p.alphabet}
        needs(counted and start == p.alphabet and vanishes(minus(step, over(draw, law[1]))), "shares are not refitted")
        return state, law[1]

    def summed(self, condition: Term, state: str) -> None:
        """Raises Refused unless a condition is about the sum of P(1-P) and 0."""
        (total,) = [e for e in walk(condition) if head(e) == "OverSymbols"]
        good = vanishes(minus(minus(*condition[1:]), total)) and vanishes(minus(total[1], unlike(state)))
        needs(good, "whether a share is neither 0 nor 1 is needed")

    def mixed(self, m: Term, context: Context) -> tuple[str, Term]:
        """State and size, if a mean is the probability that not all shares are 0 or 1; else raises Refused."""
        p, what, *_ = self.parts(m)
        state, size = self.refitted(p)
        needs(is_event(what) and what[2] == 1 and what[1][0] == "!=", "an event is needed")
        self.summed(what[1], state)
        self.admissible(m, context)
        return state, size

    def rule_two_inside(self, n: Node) -> None:
        (alive,) = [e for e in walk(n.left) if head(e) == "mean"]
        state, _ = self.mixed(alive, n.context)
        self.together(n.context, alive, n.right)
        kind, inside = self.parts(n.right)[1]
        needs(
            kind == "OverSymbols" and is_event(inside) and inside[2] == 1 and inside[1][0] == "!=", "a number is needed"
        )
        needs(vanishes(minus(minus(*inside[1][1:]), unlike(state))), "the number of shares inside is needed")
        self.says(n, times(TWO, alive), "<=", n.right)

    def rule_below_a_line(self, n: Node) -> None:
        (r,) = n.premises
        (alive,) = [e for e in fraction(n.right)[0] if head(e) == "mean"]
        state, size = self.mixed(alive, n.context)
        self.together(n.context, n.left, alive)
        p, (kind, f), k, values = self.parts(n.left)
        values = values | self.parts(alive)[3]
        atoms, _, below = fraction(over(f, unlike(state)))
        apart = all(isinstance(a, str) and (a != state or not below.degrees()[i]) for i, a in enumerate(atoms))
        needs(kind == "OverSymbols" and apart, "it need not be 0 where a share is 0 or 1")
        self.sign(minus(k, ONE), n.context)
        slope, constant = read(n.witness["slope"]), read(n.witness["constant"])
        (x,) = r.context.of.keys() - n.context.of.keys()
        needs(x not in free(slope) | free(constant), "no line")
        trials = put(size, values)
        inside = n.context.but({x: ("whole", ZERO, None, False, True)}, ("<=", x, trials))
        unequal(r)
        for_all(x, r, conditions=True)
        self.covers(r.context, inside)
        self.same(r.left, put(f, values | {state: over(x, trials)}), inside)
        self.same(r.right, plus(times(slope, over(x, trials)), constant), inside)
        total = plus(slope, times(constant, ("Length", values[p.alphabet])))
        self.says(n, n.left, "<=", times(total, alive))


def unlike(share: Term) -> Term:
    return times(share, minus(ONE, share))


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

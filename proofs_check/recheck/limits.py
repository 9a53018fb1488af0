"""The rules of limits: does an expression go where it is said to go, and what follows for it?"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import arb, fmpq

from proofs_check.recheck.algebra import Algebra, for_all, unequal
from proofs_check.recheck.balls import number, points
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.forms import ABOVE, ANY, Context, is_whole, normal
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
    text,
    times,
    walk,
)

INFINITE = (("oo",), ("-oo",))


class Limits(Algebra):
    """Each rule is a method, named as it is called."""

    def goes(self, n: Node, context: Context) -> None:
        """Raises Refused unless the symbol goes, in the context, to where the limit is taken."""
        _, low, high, low_out, _ = context.of.get(n.symbol, ("", ONE, ONE, False, False))
        near = {("oo",): high is None, ("-oo",): low is None, ZERO: low == 0 and low_out}
        needs(near.get(n.to) and not any(n.symbol in free(c) for c in context.given), f"{n.symbol} does not go there")

    def rule_tends(self, n: Node) -> None:
        self.goes(n, n.context)
        slow = {head(t) for t in walk(n.left)} & {"sum", "product", "GIterate", "DecayIterate", "OccupancyIterate"}
        sign = -1 if n.to == ("-oo",) else 1
        places = [sign * fmpq(2) ** (e if n.to in INFINITE else -e) for e in ((4, 7, 10) if slow else (10, 40, 80))]
        for at in points(n.context.but({n.symbol: None}), n.left, 6):
            seen = [arb(number(n.left, {**at, n.symbol: x})) for x in places]
            if n.right in INFINITE:
                far = [x if n.right == ("oo",) else -x for x in seen]
                needs(all(b > 2 * a for a, b in pairwise(far)), "it does not grow on the way")
                continue
            near = [abs(x - number(n.right, at)) for x in seen]
            if near[1] < near[0] and not (slow or near[-1] < near[0] / 16) and n.to == ("oo",):  # a small power, maybe
                near.append(abs(arb(number(n.left, {**at, n.symbol: fmpq(2) ** 2000})) - number(n.right, at)))
            needs(near[-1].contains(0) or near[-1] < near[0] / 16, f"it does not come near to {text(n.right)}")
        self.at_points += 1

    def partial(self, n: Node, kind: str) -> tuple[str, Term, Context]:
        """The index and the term of a sum or product from 1 to where the limit is taken, and where they are."""
        first = head(n.left) == kind and n.left[2] == 1 and (n.left[3], n.to) == (n.symbol, ("oo",))
        needs(first and n.symbol not in free(n.right), f"the first terms of a {kind} are needed, and what they go to")
        _, index, _, k, term = n.left
        needs(n.context.of[k][0] == "whole", f"{k} need not be whole")
        self.goes(n, n.context)
        return index, term, n.context.but({index: ("whole", ONE, None, False, True)})

    def rule_partial_sums(self, n: Node) -> None:
        s, term, inside = self.partial(n, "sum")
        needs(head(n.right) in ("BandwidthSum", "Polylogarithm"), "a series of the theory is needed")
        _, a, m = n.right
        plain, here = head(n.right) == "BandwidthSum", n.context.but({n.symbol: None})
        least = ("whole", ZERO if plain else fmpq(2), None, False, True)
        self.covers(Context((("m", least), ("a", ABOVE))), here, {"m": m, "a": a})
        base = plus(s, m) if plain else s
        other = power(plus(s, ONE), -1) if plain else ("^", minus(ONE, power(m, -1)), s)
        self.same(term, times(("^", base, times(-ONE, a)), other), inside)

    def rule_partial_products(self, n: Node) -> None:
        t, factor, inside = self.partial(n, "product")
        needs(head(n.right) == "AccumulatedSquare" and is_whole(n.right[1], n.context), "another product is needed")
        self.less(fmpq(2), "<=", n.right[1], n.context)
        lost = over(minus(times(fmpq(4), t), fmpq(3)), times(power(n.right[1], 2), power(t, 4)))
        self.same(factor, minus(ONE, lost), inside)

    def rule_euler_product(self, n: Node) -> None:
        t, factor, _ = self.partial(n, "product")
        y, k = normal(times(minus(factor, ONE), power(t, 2))), n.symbol
        needs(not free(y) & {t, k}, "another product is needed")
        self.sign(y, n.context, True)
        whole = times(("pi",), ("^", y, fmpq(1, 2)))
        self.same(n.right, over(("sinh", whole), whole), n.context.but({k: None}))
        for at in points(n.context, n.right, 6):
            parts = [arb(number(n.left, {**at, k: fmpq(2) ** e})) for e in (4, 7)]
            rest = number(y, at) * arb(2).zeta(2**7 + 1)  # 1 + x <= e^x
            near = parts[1].union(parts[1] * rest.exp())
            needs(parts[0] < number(n.right, at) and near.overlaps(arb(number(n.right, at))), "it does not come near")
        self.at_points += 1

    def rule_renewals(self, n: Node) -> None:
        needs(head(n.right) == "sum" and head(n.right[4]) == "Renewal", "the first renewals are needed")
        _, m, low, k, (_, w, last) = n.right
        needs(low == 0 and last == m and m not in free(w) | free(k), "the first renewals are needed")
        for e, least in ((w, ONE), (k, ZERO)):
            needs(is_whole(e, n.context), f"{text(e)} need not be whole")
            self.less(least, "<=", e, n.context)
        self.says(n, over(times(fmpq(2), plus(k, ONE)), plus(w, ONE)), "<=", n.right)
        for at in points(n.context, n.right, 6):
            needs(number(n.left, at) <= number(n.right, at), "there are fewer renewals")
        self.at_points += 1

    def rule_limit_of_a_function(self, n: Node) -> None:
        function, symbols = read(n.witness["function"]), n.witness["symbols"]
        near: dict[str, Any] = {n.symbol: None}
        for s, p in zip(symbols, n.premises, strict=True):
            same = (p.symbol, p.to) == (n.symbol, n.to) and p.right not in INFINITE
            needs(same, f"statement {p.place} is another limit")
            for_all(n.symbol, p)
            self.covers(p.context, n.context)
            at = normal(p.right)
            near[s] = ("real", at - fmpq(1, 16), at + fmpq(1, 16), False, False) if is_number(at) else ANY
        around = n.context.but(near)
        needs(symbols and free(function) <= around.of.keys(), f"{text(function)} has other symbols")
        for s in symbols:
            self.smooth(function, s, around)
        self.goes(n, n.context)
        for part, wanted, context in (("left", n.left, n.context), ("right", n.right, n.context.but({n.symbol: None}))):
            self.same(
                wanted, put(function, {s: getattr(p, part) for s, p in zip(symbols, n.premises, strict=True)}), context
            )

    def rule_limit_of_a_falling_sequence(self, n: Node) -> None:
        falls, t = n.premises
        unequal(falls)
        for_all(t.symbol, falls, t)
        needs(t.to == ("oo",) and falls.context.of[t.symbol][2] is None, "a sequence that goes on is needed")
        self.same(falls.left, put(falls.right, {t.symbol: plus(t.symbol, ONE)}), falls.context)
        self.same(t.left, falls.right, falls.context)
        self.covers(t.context, falls.context)
        self.says(n, t.right, falls.op, falls.right, falls)

    def rule_same_limit(self, n: Node) -> None:
        e, t = n.premises
        needs(e.op == "=" and (n.symbol, n.to) == (t.symbol, t.to), "another limit")
        for_all(t.symbol, e, t)
        self.goes(n, n.context)
        for p in n.premises:
            self.covers(p.context, n.context)
        for a, b, context in (
            (e.right, t.left, n.context),
            (n.left, e.left, n.context),
            (n.right, t.right, n.context.but({n.symbol: None})),
        ):
            self.same(a, b, context)

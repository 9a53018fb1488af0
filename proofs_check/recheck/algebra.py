"""The rules of algebra: does a statement follow from those that it rests on?"""

from __future__ import annotations

from flint import arb, fmpq

from proofs_check.recheck.balls import NoValue, number, whole
from proofs_check.recheck.decide import Decisions, Node, needs, within
from proofs_check.recheck.forms import ANY, Context, is_whole, normal, positive, shown, vanishes
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
    slope,
    swap,
    text,
    times,
    walk,
)


def unequal(*nodes: Node) -> None:
    needs(all(n.op in ("<", "<=") for n in nodes), "an inequality is needed")


def slopes(n: Node) -> None:
    needs(n.op in ("<", "<=") and n.left == 0, "a slope >= 0 is needed")


def for_all(symbol: str, *nodes: Node, conditions: bool = False) -> None:
    """Are premises there for all values of a symbol, not for that of a hypothesis only?"""
    for n in nodes:
        fixed = any(h.witness["symbol"] == symbol for h in n.assuming)
        bare = conditions or not any(symbol in free(c) for c in n.context.given)
        needs(bare and not fixed, f"statement {n.place} is not there for all {symbol}")


def from_its_end(context: Context, symbol: str) -> Context:
    """The context with the low end of a range."""
    kind, low, high, _, high_out = context.of.get(symbol, ANY)
    needs(low is not None, f"{symbol} has no lowest value")
    return context.but({symbol: (kind, low, high, False, high_out)})


class Algebra(Decisions):
    """Each rule is a method, named as it is called."""

    def smooth(self, t: Term, symbol: str, context: Context) -> Term:
        """The derivative in a symbol that is no whole number; raises Refused where there is none."""
        needs(context.of.get(symbol, ("",))[0] == "real", f"{symbol} is no real number")
        above: list[Term] = []
        apart: list[Term] = []
        found = slope(t, symbol, above, apart)
        for e in (*above, *(e for e in apart if not positive(times(-ONE, e), context))):
            self.sign(e, context, True)
        return normal(found)

    # -- leaves -----------------------------------------------------------------------------------------------

    def rule_identity(self, n: Node) -> None:
        self.says(n, n.right, "=", n.right)

    def rule_sign(self, n: Node) -> None:
        unequal(n)
        self.sign(n.difference, n.context, n.op == "<")

    def rule_derivatives(self, n: Node) -> None:
        unequal(n)
        symbol, order = n.witness["symbol"], whole(read(n.witness["order"]))
        kind, low, *_ = n.context.of.get(symbol, ANY)
        needs(n.op == "<=" or n.context.of[symbol][3], "strict only where the lowest value is left out")
        context = n.context.but({symbol: ("real", *n.context.of[symbol][1:])}) if kind == "whole" else n.context
        start, closed, found = context.but({symbol: None}), from_its_end(context, symbol), n.difference
        for _ in range(order):
            self.sign(put(found, {symbol: low}), start)
            found = self.smooth(found, symbol, closed)
        if shown(found, context, n.op == "<") or not on_box(found, context):
            self.sign(found, context, n.op == "<")

    def rule_balls(self, n: Node) -> None:
        needs(n.op == "<" and on_box(n.difference, n.context), "not shown by balls on the box")

    def rule_given(self, n: Node) -> None:
        known = {normal(c) for c in n.context.given}
        needs(normal((n.op, n.left, n.right)) in known, "it is no condition of the context")
        for side in () if (n.op, n.left, n.right) in n.context.given else (n.left, n.right):
            self.has_value(side, n.context)
        unequal(n)

    def rule_definition(self, n: Node) -> None:
        needs(head(n.left) in ("GIterate", "DecayIterate", "OccupancyIterate"), "no function that goes on is named")
        name, *others, k = n.left
        before = (name, *others, normal(minus(k, ONE)))
        first, op = (ZERO, "<") if name == "DecayIterate" else (ONE, "<=")
        for e, sign in ((before[-1], "<="), *((e, op) for e in others)):
            self.less(first, sign, e, n.context)
        left: Term = ("exp", times(-ONE, before))
        if name == "OccupancyIterate":
            left = ("^", minus(ONE, power(others[0], -1)), times(others[0], before))
        self.says(n, n.left, "=", minus(ONE, left))

    def rule_cycles(self, n: Node) -> None:
        term, z = read(n.witness["term"]), read(n.witness["ratio"])
        needs(head(n.left) == "sum" and n.left[2] == 1, "a sum from 1 on is needed")
        _, index, _, k, body = n.left
        needs(n.context.of.get(k, ("",))[0] == "whole" and index not in free(z), "a sum to a whole number is needed")
        needs(vanishes(minus(body, times(("CycleProbability", k, index), term))), "no sum over cycles")
        self.less(ONE, "<=", k, n.context)
        inside = n.context.but({index: ("whole", ONE, None, False, True)})
        self.zero(minus(put(term, {index: plus(index, ONE)}), times(z, term)), inside)
        factor = over(plus("m", -ONE, z), "m")
        self.says(n, n.left, "=", times(put(term, {index: ONE}), ("product", "m", fmpq(2), k, factor)))
        n.facts = ("generating function of Stirling numbers of the first kind",)

    def rule_mean_cycles(self, n: Node) -> None:
        needs(head(n.left) == "sum" and n.left[2] == 1, "a sum from 1 on is needed")
        _, index, _, k, body = n.left
        needs(n.context.of.get(k, ("",))[0] == "whole", "a sum to a whole number is needed")
        needs(vanishes(minus(body, times(("CycleProbability", k, index), index))), "no mean of cycles")
        self.less(ONE, "<=", k, n.context)
        self.says(n, n.left, "=", ("harmonic", k))
        n.facts = ("the mean number of cycles of a permutation",)

    def rule_one_more(self, n: Node) -> None:
        k = n.witness["symbol"]
        needs(head(n.left) in ("sum", "product"), "a sum or product is needed")
        kind, index, low, high, body = n.left
        steps, fixed = normal(minus(high, k)), k not in free(low) | free(body)
        needs(is_number(steps) and steps.q == 1 and fixed, f"it depends on {k} otherwise")
        needs(n.context.of.get(k, ("",))[0] == "whole", f"{k} is no whole number")
        self.less(low, "<=", high, n.context)
        join, before = times if kind == "product" else plus, normal(minus(high, ONE))
        self.says(n, n.left, "=", join((kind, index, low, before, body), put(body, {index: high})))

    def rule_absolute_value(self, n: Node) -> None:
        same = head(n.right) == "abs" and any(vanishes(minus(n.right[1], times(s, n.left))) for s in (ONE, -ONE))
        needs(same and n.op == "<=", "it is not e <= |e|")

    # -- from relations, others -------------------------------------------------------------------------------

    def rule_combine(self, n: Node) -> None:
        multipliers, total, strict = list(map(read, n.witness["multipliers"])), n.difference, False
        needs(len(multipliers) <= len(n.premises) and not any(p.symbol for p in n.premises), "premises are missing")
        for p, m in zip(n.premises, multipliers, strict=False):
            self.has_value(m, n.context)
            total = minus(total, times(m, p.difference))
            needs(p.op == "=" or n.op != "=", f"an equation does not follow from the inequality {p.place}")
            if p.op != "=":
                above = p.op == "<" and positive(m, n.context)
                strict = strict or above
                self.sign(m, n.context)
        needs(n.op != "<" or strict, "no premise is strict")
        for p in n.premises[len(multipliers) :]:
            needs(p.op == "=", f"statement {p.place} is no equation")
            total = swap(normal(total), {normal(p.left): p.right})
        for p in n.premises:
            self.covers(p.context, n.context)
        self.zero(total, n.context)

    def rule_substitute(self, n: Node) -> None:
        first, *because = n.premises
        values = {s: read(x) for s, x in n.witness["values"]}
        for s, x in values.items():
            needs(s == x or all(h.witness["symbol"] != s for h in first.assuming), f"{s} stands for one value")
            self.has_value(x, n.context)
        self.covers(first.context, n.context, values, because)
        self.says(n, put(first.left, values), first.op, put(first.right, values))

    def rule_increasing(self, n: Node) -> None:
        p, s, *because = n.premises
        symbol, function = n.witness["symbol"], read(n.witness["function"])
        slopes(s)
        unequal(p)
        for_all(symbol, s)
        inner = n.context.but({symbol: s.context.of[symbol]})
        self.covers(s.context, inner)
        self.same(self.smooth(function, symbol, inner), s.right, inner)
        for end in (p.left, p.right):
            self.covers(Context(((symbol, s.context.of[symbol]),)), n.context, {symbol: end}, because)
        op = "<" if p.op == s.op == "<" else "<="
        self.says(n, put(function, {symbol: p.left}), op, put(function, {symbol: p.right}), p)

    def rule_raised(self, n: Node) -> None:
        p, *because = n.premises
        exponent = read(n.witness["exponent"])
        unequal(p)
        self.sign(exponent, n.context)
        self.less(ZERO, "<=", p.left, n.context, because)
        self.says(n, ("^", p.left, exponent), "<=", ("^", p.right, exponent), p)

    def rule_summed(self, n: Node) -> None:
        (p,) = n.premises
        needs(head(n.left) == head(n.right) == "sum" and n.left[1:4] == n.right[1:4], "sums over one index are needed")
        _, index, low, high, body = n.left
        needs(is_number(low) and low.q == 1 and index not in free(high), "the index goes from a number on")
        for_all(index, p, conditions=True)
        self.covers(p.context, n.context.but({index: ("whole", low, None, False, True)}, ("<=", index, high)))
        self.same(body, p.left, p.context)
        self.same(n.right[4], p.right, p.context)
        needs(n.op == p.op or (p.op != "=" and n.op == "<="), f"statement {p.place} is {p.op}")

    def rule_largest(self, n: Node) -> None:
        unequal(*n.premises)
        for p in n.premises:
            self.says(n, n.left, "<=", p.right, p)
        parts = {normal(p.left) for p in n.premises}
        needs(head(n.left) == "max" and {normal(e) for e in n.left[1:]} <= parts, "another maximum")

    def rule_maximum(self, n: Node) -> None:
        needs(head(n.left) == "max" and any(vanishes(minus(e, n.right)) for e in n.left[1:]), "it is none of them")
        for e in n.left[1:]:
            if not vanishes(minus(e, n.right)) and not any(self.bounds(p, e, n) for p in n.premises):
                self.sign(minus(n.right, e), n.context)
        self.says(n, n.left, "=", n.right)

    def bounds(self, p: Node, e: Term, n: Node) -> bool:
        """Does a premise say that e is at most the right side?"""
        try:
            self.covers(p.context, n.context)
            self.same(p.difference, minus(n.right, e), n.context)
        except Refused:
            return False
        return p.op != "=" and not p.symbol

    def rule_cases(self, n: Node) -> None:
        symbol = n.witness["symbol"]
        kind, low, reached, low_out, out = n.premises[0].context.of[symbol]
        for i, p in enumerate(n.premises):
            other = p.context.of[symbol]
            self.covers(p.context, n.context.but({symbol: other}))
            needs(p.op == n.op and other[0] == kind, "another relation, or of whole numbers only")
            needs(vanishes(minus(p.left, n.left)) and vanishes(minus(p.right, n.right)), "another relation")
            if i:
                gap = other[1] - reached
                met = gap < 0 or (gap == 0 and not (out and other[3])) or (gap == 1 and kind == "whole")
                needs(met, f"the cases of {symbol} leave a gap")
                reached, out = (other[2], other[4]) if other[2] is None or other[2] >= reached else (reached, out)
        all_of_them = (kind, low, reached, low_out, out)
        needs(within(n.context.of[symbol], all_of_them), f"the cases of {symbol} do not reach so far")

    def rule_either(self, n: Node) -> None:
        condition = read(n.witness["condition"])
        sides = [e for side in condition[1:] for e in walk(side)]
        plain = all(head(e) in ("", "+", "*") or (head(e) == "^" and is_whole(e[2], n.context)) for e in sides)
        for side in condition[1:]:
            self.has_value(side, n.context)
        needs(condition[0] in ("<=", "<") and plain, "no inequality with a value")
        for p, here in zip(n.premises, (condition, normal(("not", condition))), strict=True):
            self.covers(p.context, n.context.but({}, here))
            self.says(n, p.left, p.op, p.right)

    def rule_at_a_value(self, n: Node) -> None:
        (p,) = n.premises
        symbol = n.witness["symbol"]
        _, at, same, *_ = n.context.of[symbol]
        alone = symbol not in p.context.of and n.op == p.op
        needs(at is not None and at == same and alone, f"{symbol} has no one value")
        self.covers(p.context, n.context)
        for a, b in ((n.left, p.left), (n.right, p.right)):
            self.same(put(a, {symbol: at}), b, p.context)

    def rule_hypothesis(self, n: Node) -> None:
        needs(isinstance(n.witness["symbol"], str) and not n.symbol and not n.premises, "no hypothesis")
        n.assuming = frozenset({n})

    def rule_induction(self, n: Node) -> None:
        base, step = n.premises
        k, now = n.witness["symbol"], n.witness["fixed"]
        r = n.context.of[k]
        needs(r[0] == "whole" and r[1] is not None and r[2] is None, f"{k} does not go on from a first value")
        needs(now not in n.context.of and now not in free(n.left) | free(n.right), f"{now} is no new symbol")
        moving = [c for c in n.context.given if k in free(c)]
        for c in moving:  # what holds at k + 1 must hold at k
            needs(c[0] in ("<=", "<"), f"{text(c)} need not hold at k where it holds at k + 1")
            slack = minus(c[2], c[1])
            self.sign(minus(slack, put(slack, {k: plus(k, ONE)})), n.context)
        there = n.context.but({k: None, now: r}, *(put(c, {k: now}) for c in moving))
        ended = {h for h in step.assuming if h.witness["symbol"] == now}
        cases = [
            (base, r[1], n.context.but({k: None})),
            (step, plus(now, ONE), there),
            *((h, now, there) for h in ended),
        ]
        for found, at, context in cases:
            fits = (found.op, n.op) if found in ended else (n.op, found.op)
            needs(fits[0] == fits[1] or fits[0] == "<=", f"statement {found.place} is {found.op}")
            wide, narrow = (context, found.context) if found in ended else (found.context, context)
            self.covers(wide, narrow)
            for a, b in ((found.left, n.left), (found.right, n.right)):
                self.same(a, put(b, {k: at}), narrow)
        n.assuming = (base.assuming | step.assuming) - ended
        needs(base.assuming.isdisjoint(ended), "the start rests on the hypothesis")


def on_box(t: Term, context: Context, cells: int = 4000) -> bool:
    """Is it > 0 on the closure of a context of finite ranges, by balls with bisection?"""
    if context.given or any(r[0] != "real" or r[1] is None or r[2] is None for _, r in context.ranges):
        return False
    boxes = [tuple(r[1:3] for _, r in context.ranges)]
    for _ in range(cells):
        if not boxes:
            return True
        box = boxes.pop()
        try:
            if number(t, {s: arb(a).union(arb(b)) for (s, _), (a, b) in zip(context.ranges, box, strict=True)}) > 0:
                continue
        except NoValue:
            pass
        i = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
        a, b = box[i]
        boxes += [(*box[:i], part, *box[i + 1 :]) for part in ((a, (a + b) / 2), ((a + b) / 2, b))]
    return False

"""The rules for chains of one number: the first generation, means over its law, where a bounded martingale ends."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from proofs_check.recheck.algebra import for_all, slopes, unequal
from proofs_check.recheck.balls import number, points
from proofs_check.recheck.chance import Chance, agree
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration, each
from proofs_check.recheck.finite import summable
from proofs_check.recheck.forms import Context, factors, is_whole, normal, vanishes
from proofs_check.recheck.polynomials import constant
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import ONE, ZERO, Refused, Term, event, free, head, minus, over, plus, put, read, times


class Chains(Chance):
    """Each rule is a method, named as it is called."""

    def started(self, m: Term, context: Context) -> tuple[Any, ...]:
        """Parts of a mean over a chain, whose start may be any value that the state may have."""
        p, what, k, values = self.parts(m)
        state, start, step, draw, law = p.chain()
        needs(not free(what) & {start, "t", draw} and not p.given, "an observable of the state is needed")
        (_, low, high, *_), (_, least, _, least_out, _) = p.parameters[start], p.lies[state]
        lows = [e for e in (low, least) if e is not None]
        lies = ("real", max(lows, default=None), high, (least_out and max(lows) == least) or not lows, high is None)
        self.covers(Context(tuple((s, lies if s == start else p.parameters[s]) for s in values)), context, values)
        return p, what, k, values, state, start, step, draw, law

    def rule_at_the_start(self, n: Node) -> None:
        p, what, k, values = self.parts(n.left)
        try:
            self.admissible(n.left, n.context)
        except Refused:
            self.started(n.left, n.context)
        begun = {s: put(start, values) for s, (_, start, _) in p.states.items()}
        if head(what) == "Time":
            kind, *sides = put(what[1], begun | values)
            needs(kind == "=" and vanishes(minus(*sides)), "the condition need not hold there")
            return self.says(n, n.left, "=", fmpq(p.first))
        needs(k == p.first and not p.sizes.keys() & free(what), f"the state at generation {p.first} is needed")
        self.says(n, n.left, "=", put(what, begun | values | {"t": k}))

    def drawn(self, law: Term, x: Any, context: Context) -> Context:
        """The context with what may be drawn; raises Refused unless it is a law of counts."""
        needs(isinstance(x, str) and x not in context.of, f"{x} is what is drawn, and has a range")
        needs(head(law) in ("Binomial", "Poisson"), "nothing is known here of this law")
        for e in law[1:]:
            self.sign(e, context)
        if law[0] == "Binomial":
            needs(is_whole(law[1], context), "trials are counted")
            self.sign(minus(ONE, law[2]), context)
        return context.but(
            {x: ("whole", ZERO, None, False, True)}, *([("<=", x, law[1])] if law[0] == "Binomial" else [])
        )

    def average(self, t: Term, law: Term, body: Term, context: Context) -> Context:
        """Raises Refused unless a term is the mean of `body` over a law; the context with what may be drawn."""
        needs(head(t) == "average" and head(t[1]) == head(law), "a mean over the law is needed")
        inside = self.drawn(t[1], t[2], context)
        for a, b in zip(t[1][1:], law[1:], strict=True):
            self.same(a, b, context)
        self.same(t[3], body, inside)
        return inside

    def rule_first_generation(self, n: Node) -> None:
        p, what, generation, values, state, start, step, draw, law = self.started(n.left, n.context)
        self.finite(n.left, n)
        k = normal(minus(generation, ONE))
        needs(is_whole(k, n.context), "generations are whole numbers")
        self.sign(k, n.context)
        at = values | {state: values[start]}
        after = self.mean(p, what, k, values | {start: put(step, at | {draw: n.right[2]})})
        self.average(n.right, put(law, at), after, n.context)
        self.says(n, n.left, "=", n.right)

    def rule_without_chance(self, n: Node) -> None:
        p, what, k, given = self.parts(n.left)
        values = {read(s): read(e) for s, e in n.witness["values"]}
        steps = [step for *_, step in p.states.values()]
        drawn = frozenset(s for named, *_ in p.drawn for s in each(named))
        good = not (p.before or p.sizes or p.spectrum or p.alphabet)
        needs(good and not any(free(step) & drawn for step in steps), "a draw may move a state")
        alone = isinstance(k, str) and not any(k in free(e) for e in given.values())
        needs(alone and values.keys() == p.states.keys(), "a value of every state is needed")
        needs(len(n.premises) == 2 * len(values) and all(r.op == "=" for r in n.premises), "two equations for each")
        now = given | values | {"t": k}
        kept = [c for c in n.context.given if k not in free(c)]
        later = Context(n.context.but({k: ("whole", fmpq(p.first), None, False, True)}).ranges).but({}, *kept)
        for i, (s, (_, start, step)) in enumerate(p.states.items()):
            begun, moved = n.premises[2 * i : 2 * i + 2]
            for r, left, at, inside in (
                (begun, put(start, given), fmpq(p.first), later.but({k: None})),
                (moved, put(step, now), plus(k, ONE), later),
            ):
                for_all(k, r, conditions=True)
                self.covers(r.context, inside)
                self.same(r.left, left, inside)
                self.same(r.right, put(values[s], {k: at}), inside)
        self.admissible(n.left, n.context)
        needs(n.op == "=", "an equation is needed")
        chance = free(what) & drawn
        if not chance:
            self.says(n, n.left, "=", put(what, now))
        for at in points(n.context, n.left):
            said = number(n.right, at)  # which a sum over generations, or a time, has not
            if not chance:
                continue
            there = {s: number(e, at) for s, e in given.items()} | {"t": fmpq(int(at[k]))}
            states = {(s, -1, p.first): {(): number(e, at)} for s, e in values.items()}
            run = Run(p, there)
            found = run.put(run.observed(what, p.first), states)
            needs(agree(constant(found), said), "no mean could be computed")
        self.values, self.at_points = self.values + 1, self.at_points + 1

    def rule_on_average(self, n: Node) -> None:
        (r,) = n.premises
        inside = self.average(n.left, n.left[1], r.left, n.context)
        self.average(n.right, n.left[1], r.right, n.context)
        needs(n.left[2] == n.right[2] and not r.symbol, "one symbol for what is drawn is needed")
        for_all(n.left[2], r, conditions=True)
        self.covers(r.context, inside)
        law, x = head(n.left[1]), n.left[2]
        finite = all(summable(law, e, x, self.processes, inside) for e in (r.left, r.right))
        needs(finite, "the mean of a side need not be finite")
        self.says(n, n.left, "=" if r.op == "=" else "<=", n.right)

    def rule_generating_function(self, n: Node) -> None:
        _, law, x, _ = n.left
        s = read(n.witness["at"])
        self.sign(s, n.context)
        self.average(n.left, law, event(("=", x, ZERO)) if s == 0 else ("^", s, x), n.context)
        found: Term = ("exp", times(law[1], minus(s, ONE)))
        if law[0] == "Binomial":
            found = ("^", plus(ONE, times(law[2], minus(s, ONE))), law[1])
        self.says(n, n.left, "=", found)

    def rule_swapped(self, n: Node) -> None:
        (_, trials, p), x, body = n.left[1:]
        self.average(n.left, ("Binomial", trials, p), body, n.context)
        turned = put(body, {x: minus(trials, n.right[2])})
        self.average(n.right, ("Binomial", trials, minus(ONE, p)), turned, n.context)
        self.says(n, n.left, "=", n.right)

    def rule_binomial_power(self, n: Node) -> None:
        grows, above = n.premises
        (_, trials, p), x, h = n.right[1:]
        growth = read(n.witness["growth"])
        inside = self.average(n.right, ("Binomial", trials, p), above.right, n.context)
        later = inside.but({x: ("whole", ONE, None, False, True)})
        unequal(grows)
        slopes(above)
        for_all(x, grows, above, conditions=True)
        needs(x not in free(growth), "the growth depends on what is drawn")
        self.sign(growth, n.context, True)
        self.covers(above.context, inside)
        self.covers(grows.context, later)
        self.same(grows.left, times(x, minus(h, put(h, {x: minus(x, ONE)}))), later)
        self.same(grows.right, times(growth, h), later)
        self.says(n, times(put(h, {x: trials}), ("^", p, growth)), "<=", n.right)

    def rule_special_case(self, n: Node) -> None:
        (p, f, k, none), (q, g, j, values) = self.parts(n.left), self.parts(n.right)
        ((s, (_, start, step)),), ((c, _, law),) = p.states.items(), p.draws
        ((o, (_, its, move)),), ((b, _, other),) = q.states.items(), q.draws
        needs(
            k == j and not none and p.first == q.first and not any(d.looked_at or d.before for d in (p, q)),
            "they begin or draw otherwise",
        )
        needs(head(law) == head(other), "they draw otherwise")
        for e, w in ((its, start), (move, step), (g, f), *zip(other[1:], law[1:], strict=True)):
            needs(vanishes(minus(put(e, values | {o: s, b: c}), w)), f"{p.name} is another process")
        for m in (n.left, n.right):
            self.admissible(m, n.context)
        self.says(n, n.left, "=", n.right)

    def shares(self, p: Declaration) -> None:
        """Raises Refused unless the state is the share of successes, whose probability it was before."""
        state, _, step, draw, law = p.chain()
        good = law[0] == "Binomial" and vanishes(minus(law[2], state)) and vanishes(minus(step, over(draw, law[1])))
        needs(good and not free(law[1]) & {state, draw}, f"{p.name} is no chain of shares")

    def rule_optional_stopping(self, n: Node) -> None:
        stays, reached, t = n.premises
        p, (kind, of, end), _, values = self.parts(n.left)
        state = p.chain()[0]
        self.shares(p)
        unequal(reached)
        k = stays.left[2]
        needs(
            kind == "Finally" and stays.left == self.mean(p, state, k, values) and stays.op == "=",
            "E of the state is needed",
        )
        needs(
            (t.symbol, t.to, t.right) == (k, ("oo",), ZERO) and reached.context.of[k][2] is None,
            "the bound need not vanish",
        )
        self.same(reached.right, self.mean(p, event(end), k, values), n.context)
        self.same(reached.left, minus(ONE, t.left), reached.context)
        for_all(k, *n.premises)
        self.admissible(n.left, n.context)
        ends = {normal(state), normal(minus(state, ONE))}
        needs(
            end[0] == "=" and set(factors(minus(*end[1:]))) == ends and k not in free(n.right), "the ends are 0 and 1"
        )
        needs(all(vanishes(minus(put(of, {state: x}), x)) for x in (ZERO, ONE)), "it is not the state at the ends")
        for r in n.premises:
            self.covers(r.context, n.context.but({k: reached.context.of[k]}))
        self.says(n, n.left, "=", stays.right)

    def rule_after_a_generation(self, n: Node) -> None:
        (r,) = n.premises
        self.together(n.context, n.left, n.right)
        for m in (n.left, n.right):
            self.finite(m, n)
        (p, f, k, values), (_, g, _, more) = self.parts(n.left), self.parts(n.right)
        state, _, step, draw, law = p.chain()
        unequal(r)
        needs(self.nonnegative(n.left, n.context) and state not in free(law[1]) | free(step), "it depends on the state")
        self.sign(minus(k, ONE), n.context)
        there = values | more | {"t": k}
        (x,) = r.context.of.keys() - n.context.of.keys()
        there |= {state: put(step, there | {draw: x})}
        inside = n.context.but({x: ("whole", ZERO, None, False, True)})
        if law[0] == "Binomial":
            needs(is_whole(put(law[1], there), n.context), "trials are counted")
            inside = inside.but({}, ("<=", x, put(law[1], there)))
        for_all(x, r, conditions=True)
        self.covers(r.context, inside)
        for a, b in ((r.left, f), (r.right, g)):
            self.same(a, put(b, there), inside)
        self.says(n, n.left, "<=", n.right)

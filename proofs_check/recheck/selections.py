"""The rule for selections that look at no values, held against some of them in small cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import fmpq

from proofs_check.recheck.balls import number, points
from proofs_check.recheck.chance import valued
from proofs_check.recheck.decide import Node, needs
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.kernels import Kernels
from proofs_check.recheck.polynomials import Polynomial, add, multiply
from proofs_check.recheck.runs import Run
from proofs_check.recheck.terms import ONE, ZERO, Term, free, head, is_number, minus


class Selections(Kernels):
    """Each rule is a method, named as it is called."""

    def rule_value_blind(self, n: Node) -> None:
        """E f of a selected point: as of a real one, and for each generation what a draw has more than its data."""
        lower = head(n.right) == "mean"
        m = n.right if lower else n.left
        p, what, k, values = self.parts(m)
        self.admissible(m, n.context)
        self.less(fmpq(p.first), "<=", k, n.context)
        seen, pool = selecting(p)
        more = minus(k, fmpq(p.first))
        for at in points(n.context, m):
            there = valued(values, at)
            real, own, added = kept(p, what, there, seen, pool)
            needs(added == 0 or (n.op == "<=" and added > 0), "each generation adds to it, or takes from it")
            needs(n.op in ("=", "<="), "it is no more than that")
            most = real + own + (ZERO if lower else added * number(more, at))
            found = number(n.left if lower else n.right, at)
            needs(found == most if is_number(found) else found.contains(most), "it has another mean")
        self.at_points += 1


class Single(Run):
    """A process that selects one point, whichever."""

    def __init__(self, p: Declaration, at: Mapping[str, Any], seen: str, point: tuple[Any, ...]) -> None:
        super().__init__(p, at)
        self.many, self.point = seen, point

    def points(self, data: str, g: int) -> list[tuple[Any, ...]]:
        return [self.point] if data == self.many else super().points(data, g)


def selecting(p: Declaration) -> tuple[str, str]:
    """The points that a model is fitted to, and the pool that they are selected from; raises Refused."""
    ((pool, (kind, start, step)),) = p.states.items()
    (seen, _, chosen), *made = p.draws
    needs(isinstance(seen, str), "nothing selects")
    fresh = {s for s, (what, *_), _ in made if what == "points"}
    needs(kind[0] == "points" and chosen == ("Selected", pool, p.selected.get(seen, ("",) * 2)[1]), "nothing selects")
    needs(len(fresh) == len(made) and {*step[1:]} <= {pool, seen, *fresh}, "what is joined is not drawn")
    again = [(s, law) for s, (what, *_), law in p.looked_at if what == "points"]
    needs(again == [(seen, chosen)] and [*p.selected] == [seen], "what is looked at is not selected so")
    needs(not any(free(size) & p.random for size in p.sizes.values()) and not p.alphabet, "a size is not given")
    needs(all(polynomial(law) for law in (start, *(law for *_, law in made))), "a law has other moments")
    return str(seen), pool


def polynomial(law: Term) -> bool:
    """Are its moments polynomials in its parts?"""
    return all(map(polynomial, law[1:])) if head(law) == "Plus" else head(law) in ("Normal", "Choice", "Finite")


def kept(p: Declaration, what: Term, at: dict[str, Any], seen: str, pool: str) -> tuple[Any, Any, Any]:
    """E f of a real point, what one draw that is looked at has more, and what each generation adds."""
    run, g = Run(p, at), p.first + 1
    drawn = [(s, kind, law) for s, kind, law in p.looked_at if kind == ["one"] and s in free(what)]
    needs(free(what) & (p.random | {"t"}) == {drawn[0][0] if drawn else seen}, "it is no mean of a function")

    def f(v: tuple[Any, ...]) -> Polynomial:
        if drawn:
            return run.read(what, g, {drawn[0][0]: v})
        return Single(p, at, seen, v).read(what, g)

    def single(a: Polynomial) -> Any:
        needs(not any(a.keys() - {()}), "it depends on the points")
        return a.get((), ZERO)

    places = run.points(seen, g)
    over = multiply(add(*map(f, places)), {(): fmpq(1, len(places))})
    needs(drawn or not less(run.read(what, g), over), "it is no mean of a function")
    _, start, _ = p.states[pool]
    real = single(run.over(f((pool, 0, g)), [(pool, (), start)], g))
    gains = {ZERO}
    for s, kind, law in p.draws[1:]:
        found = run.over(f((s, 0, g)), [(s, kind, law)], g)
        if less(found, {(): real}):
            gains.add(single(less(found, over)))
    own = single(less(run.over(f((drawn[0][0], -1, g)), drawn, g), over)) if drawn else ZERO
    added = gains - {ZERO} or {ZERO}
    needs(len(added) == 1, "what a generation adds is not one number")
    return real, own, added.pop()


def less(a: Polynomial, b: Polynomial) -> Polynomial:
    return add(a, multiply(b, {(): -ONE}))

"""The statement that a claim makes: the relations whose proofs are a proof of the claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from proofs_check.rules import points, signs
from proofs_check.rules.algebra import _covered
from proofs_check.rules.means import ARGUMENT, domain_of, domains_of, parameters_of
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import INEQUALITY, Context, Lists, NotProved, Proved, Range, Relation, ranged
from theorems.language import Claim, Law, Parameters, Theorem
from theorems.language.claims import Identity, Mean, Order, Surely
from theorems.language.domains.numbers import Number
from theorems.language.transforms import NoTransform, of_distribution
from theorems.processes import declared


class NoStatement(ValueError):
    """What a claim says is no relation here; the message says why."""


def context_of(parameters: Parameters, used: frozenset[sp.Symbol], when: sp.Basic) -> Context:
    """The domain of a claim: the ranges of the parameters that it uses, narrowed by conditions on one of them."""
    chosen = [p for p in parameters if p.symbol in used]
    ends = {name for p in chosen if isinstance(p, Number) for name in p.uses}
    try:
        domains = domains_of([p for p in parameters if p in chosen or p.name in ends])
    except NotProved as error:
        raise NoStatement(str(error)) from None
    ranges, left = dict(domains.ranges), list(domains.given)
    for condition in sp.And.make_args(when):
        of_one = narrowed(condition, ranges)
        if of_one is None:
            left.append(condition)
        else:
            ranges |= of_one
    return Context(tuple(ranges.items()), frozenset(c for c in left if c != sp.true))


def narrowed(condition: sp.Basic, ranges: Mapping[sp.Symbol, Range | Lists]) -> Mapping[sp.Symbol, Range] | None:
    """The range of the one symbol of a condition such as n >= 2; None for another condition."""
    if not isinstance(condition, INEQUALITY):
        return None
    strict = isinstance(condition, sp.Gt | sp.Lt)
    for symbol, end in ((condition.gts, condition.lts), (condition.lts, condition.gts)):
        if symbol in ranges and end.is_Rational:
            r = ranges[symbol]
            assert isinstance(r, Range)
            low, high = (r.low, r.low_open), (r.high, r.high_open)
            if symbol == condition.gts:
                low = max(low, (end, strict))
            else:
                high = min(high, (end, strict), key=lambda e: (e[0], not e[1]))
            return {symbol: ranged(low[0], high[0], low[1], high[1], bool(symbol.is_integer))}
    return None


def statements(theorem: Theorem, claim: Claim) -> tuple[Relation, ...]:
    """What a claim says of its quantity, for all values of its parameters; what its kind owes besides is no part of it.

    A mean is that of the declared observable; what happens surely has probability 1. `within` makes two relations. A
    law without a distribution function is what its Mellin transform says: two laws on (0, oo) with equal moments of
    all orders in an interval are equal. One with a distribution function is what E e^(s X) is for s around 0: moment
    generating functions determine laws. Of a refuted claim: what contradicts it wherever it holds, less than the least
    or more than the most.
    Raises NoStatement.
    """
    if isinstance(claim, Law) and claim.mellin is not None:
        transform = _transform(theorem, claim, claim.mellin).unfolded()
        return statements(theorem, replace(transform, expected=claim.expected))
    used = frozenset(s for e in (*claim.parts.values(), claim.when) for s in e.free_symbols)
    symbols = {p.symbol for p in theorem.parameters}
    quantity: Any
    if isinstance(claim, Identity):
        context = context_of(theorem.parameters, used, claim.when)
        quantity = claim.quantity
    elif isinstance(claim, Mean | Law | Order | Surely):
        found = declared(claim.of)
        if found is None:
            raise NoStatement(f"{claim.of} is not declared")
        process, what = found
        if isinstance(claim, Law):
            if not isinstance(what, sp.Symbol):
                raise NoStatement(f"{what} is not one number of the process")
            if ARGUMENT.name in (*process.parameters.names, *theorem.parameters.names):
                raise NoStatement(f"{ARGUMENT.name} is the argument of a transform, and a parameter")
            what = sp.exp(ARGUMENT.symbol * what)
        names = {p.name for p in parameters_of(process, what)}
        needed = {p.symbol for p in theorem.parameters if p.name in names or p.name == "k"}
        context = context_of(theorem.parameters, (used & symbols) | frozenset(needed), claim.when)
        if isinstance(claim, Law):
            context = context.but({ARGUMENT.symbol: domain_of(ARGUMENT)})
        k = next((s for s in context.symbols if s.name == "k"), sp.oo)
        quantity = mean(process, what, k, context)
    else:
        raise NoStatement(f"{claim.kind} makes no relation")
    return tuple(_relations(claim, quantity, context))


def _transform(theorem: Theorem, law: Law, name: str) -> Claim:
    """The claim that says what E X^s is for all s in an interval, X > 0, wherever the law of X is claimed."""
    claim, (process, what) = theorem.claim(name), declared(law.of) or (None, None)
    if isinstance(claim, Mean) and (claim.relation, claim.within) == ("equals", None):
        orders = [p.symbol for p in theorem.parameters if p.symbol.is_integer is None]
        powers = [(process, what**s) for s in orders if isinstance(what, sp.Basic) and what.is_positive]
        if any(declared(claim.of) == power for power in powers) and claim.when in (sp.true, law.when):
            return claim
    raise NoStatement(f"{name} does not say what every moment of {law.of} is, wherever {law.name} is claimed")


def _relations(claim: Claim, quantity: sp.Expr, context: Context) -> list[Relation]:
    low, high = claim.interval
    if isinstance(claim, Law):
        try:
            low = high = of_distribution(claim.value, ARGUMENT.symbol, lambda e: signs.shown(e, context, True))
        except NoTransform as error:
            raise NoStatement(str(error)) from None
    refuted = claim.expected == "refuted"
    if not refuted and low is not None and low == high:
        return [Relation(quantity, "=", low, context)]
    pairs = [pair for pair in ((low, quantity), (quantity, high)) if None not in pair]
    return [Relation(b, "<", a, context) if refuted else Relation(a, "<=", b, context) for a, b in pairs]


def _finished(found: Proved) -> Relation:
    if found.assuming:
        raise NotProved(f"it still assumes {', '.join(map(str, found.assuming))}")
    return found.relation


def proves(found: Proved, wanted: Relation) -> None:
    """Raises NotProved unless a proved statement is the wanted one, or says more."""
    r = _finished(found)
    if (r.left, r.right) != (wanted.left, wanted.right):
        raise NotProved(f"what is proved is another statement: {r.left} {r.op} {r.right}")
    if r.op != wanted.op and wanted.op != "<=":
        raise NotProved(f"what is proved is {r.op}: claimed is {wanted.op}")
    _covered({}, r.context, wanted.context, ())


def contradicts(found: Proved, wanted: Sequence[Relation]) -> None:
    """Raises NotProved unless a proved statement is one of those wanted, at some of the points that they are about."""
    r = _finished(found)
    goal = next((goal for goal in wanted if (goal.left, goal.op, goal.right) == (r.left, r.op, r.right)), None)
    if goal is None:
        raise NotProved(f"what is proved contradicts nothing that is claimed: {r.left} {r.op} {r.right}")
    _covered({}, goal.context, r.context, ())
    points.points(r.context, r.left, r.right)  # there are some


def derivation(theorem: Theorem, claim: Claim, function: Callable[..., Any]) -> tuple[Proved, ...]:
    """What the proof of a claim returns, if it is what the claim says: one proved relation for each of its statements.

    Of a refuted claim: one, which contradicts it at a counterexample, or at more of the points that it is about.
    Raises NotProved where it is not, NoStatement where the claim makes no relation.
    """
    goals = statements(theorem, claim.unfolded())
    found = function(*goals)
    proofs = found if isinstance(found, tuple) else (found,)
    refuted = claim.expected == "refuted"
    if len(proofs) != (1 if refuted else len(goals)) or not all(type(p) is Proved for p in proofs):
        raise NotProved(f"{len(goals)} proved statements are wanted (one, if refuted): got {len(proofs)} values")
    if refuted:
        contradicts(proofs[0], goals)
        return proofs
    for proved, goal in zip(proofs, goals, strict=True):
        proves(proved, goal)
    return proofs


def statement(theorem: Theorem, name: str) -> Relation:
    """The one relation that a claim of the theorem makes, functions with a definition replaced by it."""
    (only,) = statements(theorem, theorem.claim(name).unfolded())
    return only

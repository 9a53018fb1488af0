"""Judges a certificate: every statement from those before it, then what is claimed from what was proved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofs_check.recheck.balls import NoValue, Number, number, points, whole
from proofs_check.recheck.chance import valued
from proofs_check.recheck.decide import Node, needs, ranged, within
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.forms import LISTS, Context, normal
from proofs_check.recheck.runs import Run
from proofs_check.recheck.samples import Samples
from proofs_check.recheck.terms import BINDERS, Refused, Term, free, head, is_number, read, walk

FORMAT = "derivations of model collapse, 1"
MALFORMED = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Unreadable(ValueError):
    """The text is no certificate; the message says why."""


@dataclass(frozen=True)
class Verdict:
    """On one claim: what is wrong with it (None: nothing); how it was decided; facts that are taken as such."""

    claim: str
    refused: str | None
    statements: int = 0
    counts: tuple[int, ...] = ()
    """Decisions that are exact, those at points only, and means that were computed."""
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.refused is not None:
            return f"{self.claim}: refused: {self.refused}"
        found = f"{self.claim}: rechecked: {self.statements} statements; decided {self.counts[0]} times exactly, "
        found += f"{self.counts[1]} times at points only; {self.counts[2]} means computed in small cases"
        return found + "".join(f"; taken as a fact: {fact}" for fact in self.facts)


def judge(text: str) -> list[Verdict]:
    """One verdict for each claim of a certificate; raises Unreadable."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT or not isinstance(found["claims"], list):
            raise Unreadable(f"it is no certificate of the format '{FORMAT}'")
    except (KeyError, TypeError, RecursionError, json.JSONDecodeError) as error:
        raise Unreadable(f"it is no certificate: {error!r:.80}") from None
    checker = Checker(found)
    return [checker.claim(value) for value in found["claims"]]


class Checker(Samples):
    """The statements of a certificate, each judged once, when it is needed."""

    def __init__(self, certificate: Mapping[str, Any]) -> None:
        super().__init__()
        self.written = certificate
        self.nodes: dict[int, Node] = {}
        self.tallies: dict[int, tuple[int, ...]] = {}
        self.known: dict[Any, Number | None] = {}
        self.processes = {}

    def claim(self, value: Any) -> Verdict:
        name = str(value.get("claim"))[:200] if isinstance(value, dict) else "?"
        used: dict[int, None] = {}
        try:
            for process, declared in self.written["processes"].items():
                self.processes[process] = self.processes.get(process) or Declaration(process, declared)
            goals = [self.node(-1, {**goal, "premises": [], "rule": "", "witness": {}}) for goal in value["goals"]]
            refuted = value["refuted"]
            many = 1 if refuted else len(goals)
            needs(goals and many == len(value["proved"]), f"{many} proved statements are needed")
            for goal, place in zip(goals, value["proved"], strict=not refuted):
                self.visit(place, used)
                found = self.nodes[place]
                needs(not found.assuming and not found.symbol, f"statement {place} still rests on a hypothesis")
                self.contradicts(found, goals) if refuted else self.reaches(found, goal)
        except MALFORMED as error:
            return Verdict(
                name, str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {str(error)[:80]}"
            )
        counts = tuple(sum(self.tallies[place][i] for place in used) for i in range(3))
        facts = dict.fromkeys(fact for place in used for fact in self.nodes[place].facts)
        return Verdict(name, None, len(used), counts, tuple(facts))

    def visit(self, place: Any, used: dict[int, None]) -> None:
        """Judges a statement, after those that it rests on; raises Refused."""
        needs(
            type(place) is int and 0 <= place < len(self.written["nodes"]), f"there is no statement {str(place)[:20]}"
        )
        if place in used:
            return
        value = self.written["nodes"][place]
        for premise in value["premises"]:
            needs(type(premise) is int and premise < place, f"statement {place} rests on a later one")
            self.visit(premise, used)
        if place not in self.nodes:
            before = self.exact, self.at_points, self.values
            try:
                node = self.node(place, value)
                self.true(node)
                node.assuming = frozenset[Node]().union(*(p.assuming for p in node.premises))
                rule = f"rule_{node.rule.lower().replace(' ', '_').replace('-', '_')}"
                needs(hasattr(self, rule), "there is no such rule")
                getattr(self, rule)(node)
            except MALFORMED as error:
                why = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {str(error)[:80]}"
                raise Refused(f"statement {place} ({str(value['rule'])[:30]}): {why}") from None
            self.nodes[place] = node
            self.tallies[place] = tuple(
                b - a for a, b in zip(before, (self.exact, self.at_points, self.values), strict=True)
            )
        used[place] = None

    def node(self, place: int, value: Any) -> Node:
        context = Context(tuple((s, ranged(r)) for s, r in value["for"].items()), frozenset(map(read, value["given"])))
        limit = "expression" in value
        left, right = (read(value[part]) for part in (("expression", "limit") if limit else ("left", "right")))
        op, symbol, to = ("->", value["symbol"], read(value["to"])) if limit else (value["op"], "", None)
        needs(op in ("->", "=", "<=", "<") and (not limit or symbol in context.of), "a relation or a limit is needed")
        bound = {e[BINDERS[e[0]]] for t in (left, right) for e in walk(t) if head(e) in BINDERS}
        needs(
            free(left) | free(right) <= context.of.keys() and not bound & context.of.keys(), "symbols without a range"
        )
        good = all(head(c) in ("=", "!=", "<", "<=") and free(c) <= context.of.keys() for c in context.given)
        needs(good and all(r[0] != "unknown" for _, r in context.ranges), "a condition, or a range, is missing")
        told = {s: ranged(self.written["symbols"][s]) for s, r in context.ranges if r[0] not in LISTS}
        needs(all(within(context.of[s], r) for s, r in told.items()), "a symbol may not be all that is said of it")
        premises = [self.nodes[p] for p in value["premises"]]
        return Node(place, str(value["rule"]), premises, left, op, right, context, value["witness"], symbol, to)

    def reaches(self, found: Node, goal: Node) -> None:
        """Raises Refused unless a statement is what is claimed, or says more."""
        try:
            self.says(goal, found.left, found.op, found.right, found)
        except Refused as error:
            raise Refused(f"what is proved (statement {found.place}) is not what is claimed: {error}") from None

    def contradicts(self, found: Node, goals: list[Node]) -> None:
        """Raises Refused unless a statement is one of those that contradict the claim, at points that it is about."""
        for goal in goals:
            if goal.op == found.op and normal(found.difference) == normal(goal.difference):
                return self.covers(goal.context, found.context)
        raise Refused(f"what is proved (statement {found.place}) does not contradict the claim")

    # -- a second look ----------------------------------------------------------------------------------------

    def true(self, n: Node) -> None:
        """Raises Refused where a relation has no value, or is false, at a point; means in small cases are computed."""
        means = any(head(t) in ("mean", "average") for e in (n.left, n.right) for t in walk(e))
        found = [] if n.symbol else points(n.context, (n.left, n.right), 4 if means else 10, small=means)
        needs(found or n.symbol, "no point is found where its context holds")
        for at in found:
            try:
                a, b = (number(e, at, self.small) for e in (n.left, n.right))
            except NoValue as error:
                needs(means, str(error))
                continue
            exact = is_number(a) and is_number(b)
            good = {
                "=": a == b if exact else (b - a).contains(0),
                "<": not b <= a if exact else not b < a,
                "<=": not b < a,
            }
            needs(good[n.op], f"it is false at {', '.join(f'{s} = {x}' for s, x in at.items())}")

    def small(self, t: Term, at: Mapping[str, Any]) -> Number:
        """The value of a mean in a small case; raises NoValue."""
        p, what, k, values = self.parts(t)
        there = valued(values, at)
        generation = whole(number(k, at))
        if any(not (is_number(x) or isinstance(x, list)) for x in there.values()):
            raise NoValue("no small case")
        key = (p.name, normal(what), generation, str(there))
        if key not in self.known:
            try:
                self.known[key] = Run(p, there).expected(what, generation)
            except NoValue:
                self.known[key] = None
        if self.known[key] is None:
            raise NoValue("no small case")
        return self.known[key]

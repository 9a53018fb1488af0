"""One step of a derivation, judged alone by either program, a premise of it having nothing to say."""

from copy import copy
from types import SimpleNamespace

import sympy as sp
from called_rules import RULES
from flint import fmpq

from proofs_check.recheck.decide import Node
from proofs_check.recheck.judge import MALFORMED
from proofs_check.rules import algebra, identities, sequences, signs
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.statements import Disagreement, NotProved, Relation

REFUSED = (NotProved, Disagreement, ArithmeticError, LookupError, TypeError, ValueError)


def in_order(conclusions):
    """The steps below some conclusions, each after its premises: as a certificate has them."""
    found = {}

    def visit(step):
        if id(step) not in found:
            for premise in step.premises:
                visit(premise)
            found[id(step)] = step

    for step in conclusions:
        visit(step)
    return list(found.values())


# -- by the rules -----------------------------------------------------------------------------------------------


class _Itself(dict):
    """Names of symbols that are the symbols."""

    def __missing__(self, symbol):
        return symbol


AS_IT_IS = SimpleNamespace(term=lambda e: e, names=_Itself(), edited=set())


def again(step, premises):
    """What the rule of a step proves from other premises; raises AssertionError where it is not known how to ask it."""
    assert step.rule in {*RULES, "same limit", "limit of a function", "induction"}, f"called_rules has no {step.rule!r}"
    witness = step.witness
    if not isinstance(step.statement, Relation):
        if step.rule == "same limit":
            return sequences.same_limit(*premises)
        parts = dict(zip(witness["symbols"], premises, strict=True))
        return sequences.limit_of(witness["function"], parts, step.tends.context)
    if step.rule == "induction":
        base, following = premises
        return algebra.induction(step.relation, witness["symbol"], base, lambda hypothesis, now: following)
    return RULES[step.rule](AS_IT_IS, step.relation, premises, witness, witness.get("symbol"))


def nothing(premise):
    """What says nothing, in the place of a premise: 0 = 0, 0 <= 0, 0 < 1, or that 0 tends to 0."""
    if not isinstance(premise.statement, Relation):
        t = premise.tends
        return sequences.tends(sp.Integer(0), t.symbol, t.to, 0, t.context)
    r = premise.relation
    return identity(0, 0, r.context) if r.op == "=" else by_sign(0, r.op, int(r.op == "<"), r.context)


def rules_prove_it(step):
    """Do they prove a step from its premises? Of an induction it is known: its step is about a symbol of its own."""
    return step.rule == "induction" or again(step, list(step.premises)).statement == step.statement


def rules_prove_it_without(step, i):
    premises = list(step.premises)
    premises[i] = nothing(premises[i])
    try:
        return again(step, premises).statement == step.statement
    except REFUSED:
        return False


def rules_see(premise):
    """Is a premise one that the rules see by themselves, as an identity or by a sign?"""
    if not isinstance(premise.statement, Relation):
        return False
    r = premise.relation
    if r.op == "=":
        return identities.equal(r.left, r.right, r.context)
    return signs.follows(r.right - r.left, r.context, r.op == "<")


# -- by the second program --------------------------------------------------------------------------------------


OWN_WAY = ("time of places",)
"""What the second program finds without the premises that the rules need: here by linear equations at points."""


def judged_without(checker, place, i):
    """Is a step let through without a premise; and has the second program another way, or decides more at points?"""
    node = copy(checker.nodes[place])
    premise = node.premises[i]
    empty = Node(premise.place, "", [], fmpq(0), premise.op, fmpq(int(premise.op == "<")), premise.context, {})
    empty.symbol, empty.to = premise.symbol, premise.to
    node.premises = [*node.premises[:i], empty, *node.premises[i + 1 :]]
    before = checker.at_points
    try:
        getattr(checker, f"rule_{node.rule.lower().replace(' ', '_').replace('-', '_')}")(node)
    except MALFORMED:
        return False, False
    return True, node.rule in OWN_WAY or checker.at_points - before > checker.tallies[place][1]


def second_sees(checker, place, i):
    """Is a premise one that the second program decides by itself?"""
    p = checker.nodes[place].premises[i]
    try:
        if p.op == "=":
            checker.zero(p.difference, p.context)
        else:
            checker.less(p.left, p.op, p.right, p.context)
    except MALFORMED:
        return False
    return not p.symbol

"""Proofs and lemmas are not trusted: what they are given they cannot change, and Python's ways round that are seen."""

import ast
from pathlib import Path

import pytest
import sympy as sp

from harness.author.liberties import liberties, taken
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.leaves import by_sign, definition, identity
from proofs_check.rules.statements import Context, NotProved, Range, over
from theorems.language import registry
from theorems.processes import declarations, processes

ROOT = Path(__file__).parent.parent
PROOFS = [
    pytest.param(path, id=str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "proofs_check").glob("*/*.py"))
    if path.parent.name not in ("rules", "recheck")  # what is trusted, and what judges it
]
PROOF = "proofs_check/fixed_share.py"
x, k = sp.Symbol("x", real=True), sp.Symbol("k", integer=True, nonnegative=True)
UNIT = over({x: "[0, 1]"})


@pytest.mark.parametrize("path", PROOFS)
def test_proofs_take_no_liberties(path):
    assert list(taken(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from proofs_check.rules.statements import _proved",
        "object.__setattr__(goal, 'op', '=')",
        "setattr(goal, 'op', '=')",
        "goal.context = wider",
        "del goal.context",
        "goal.context.given |= more",
        "statements._RULES_ONLY",
        "Proved.__new__(Proved)",
        "goal.__init__(0, '<=', 1, goal.context)",
        "proved.statement.__init__(1, '<=', 0, goal.context)",
        "vars(goal)['op'] = '='",
        "goal.__dict__.update(op='=')",
        "getattr(statements, name)",
        "BERNOULLI.step[P] = 2 * c / n",
        "class Positive(sp.exp):\n    is_positive = True",
        "made = type('Positive', (sp.exp,), {'is_positive': True})",
        "import gc",
        "import pickle",
        "from importlib import import_module",
        "from operator import attrgetter",
        "from copy import copy",
        "sp.sympify('__import__(\"os\")')",
        "eval('1')",
        "sp.Basic.subs = nothing",
    ],
)
def test_a_liberty_is_seen(line):
    assert list(taken(ast.parse(line)))


def test_the_author_of_a_proof_that_takes_liberties_is_told_where(lab):
    above = "import sympy as sp\n"
    root = lab({PROOF: [(above, above + "\n\nclass Positive(sp.exp):\n    is_positive = True\n")]})
    (finding,) = liberties(registry.find("fixed-share"))
    assert "defines the class Positive" in finding.what
    assert f"{root.name}/{PROOF}:" in finding.where


# -- what Python lets one do without any ------------------------------------------------------------------------


class Elastic(Range):
    """Every range lies within it, and it within every range."""

    def within(self, other):
        return True


class Any:
    """Equal to everything, also to a function of the theory."""

    __name__ = "Any"
    __hash__ = None

    def __eq__(self, other):
        return True

    def __call__(self, k):
        return sp.Integer(0)

    def unfold(self, k):
        return sp.Integer(0)


def listed():
    """A range in a list, that is changed once something is proved."""
    ranges = [(x, Range(sp.Integer(0), sp.Integer(1)))]
    proved = by_sign(x, "<=", 1, Context(ranges))
    ranges[0] = (x, Range(sp.Integer(0), sp.Integer(100)))
    return proved


def elastic():
    wide = Context(((x, Elastic(sp.Integer(0), sp.Integer(100))),))
    return combine(x, "<=", 1, by_sign(x, "<=", 1, UNIT), context=wide)


FORGED = {
    "a list of ranges": lambda: substitute(listed(), {x: 50}, Context(())),
    "a range that is wider than it says": lambda: substitute(elastic(), {x: 50}, Context(())),
    "what is equal to a function of the theory": lambda: definition(Any(), k, context=over({k: "[0, oo)"})),
    "a text that is run": lambda: identity("1 + 1", 2, Context(())),
    "an end that is run": lambda: over({x: "[len('oo'), oo)"}),
}


@pytest.mark.parametrize("way", FORGED)
def test_nothing_is_proved_by_a_trick(way):
    with pytest.raises((NotProved, TypeError, ValueError)):
        FORGED[way]()


@pytest.mark.parametrize("name", ["start", "step", "observables", "before", "values", "letters"])
def test_a_declaration_stays_what_it_is(name):
    with pytest.raises((TypeError, AttributeError)):
        getattr(processes()["bernoulli"], name).update({})
    declarations().clear()
    assert "bernoulli" in processes()

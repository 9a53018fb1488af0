"""The second program on every derivation that there is, and by both programs, steps of them without a premise."""

import json

import numpy as np
import pytest
from derived_lab import DERIVED, proved
from without import in_order, judged_without, rules_prove_it_without, rules_see, second_sees

from proofs_check.certificate import Writer, concluded
from proofs_check.recheck.judge import Checker
from proofs_check.rules.claims import statements

THEOREMS = sorted({name.split("/")[0] for name in DERIVED})
STEPS = 16
"""So many of a theorem's steps, drawn anew in every run, are looked at without one of their premises."""


def conclusions(theorem):
    """What the derivations of a theorem end in, by claim."""
    found = {}
    for name in (name for name in DERIVED if name.startswith(f"{theorem}/")):
        record, claim = DERIVED[name]
        goals = statements(record, claim.unfolded())
        found[name] = concluded(goals, proved(name), claim.expected == "refuted")
    return found


def not_needed(checker, steps, place, i):
    """Who lets a step through without a premise, and does not see by itself what that says, nor is it seen otherwise.

    Otherwise: the other program lets it through as well; or the second one decides more of the step at points, and
    says so. Then there is a derivation without the premise.
    """
    through, at_points = judged_without(checker, place, i)
    derived = rules_prove_it_without(steps[place], i)
    if through and not (derived or at_points or second_sees(checker, place, i)):
        yield "the second program"
    if derived and not (through or rules_see(steps[place].premises[i])):
        yield "the rules"


@pytest.mark.parametrize("theorem", THEOREMS)
def test_the_second_program_derives_every_claim_again_and_neither_derives_a_step_without_its_premises(theorem, entropy):
    found = conclusions(theorem)
    checker = Checker(json.loads(json.dumps(Writer().certificate(found))))
    verdicts = [checker.claim(claim) for claim in checker.written["claims"]]
    assert verdicts
    assert [str(verdict) for verdict in verdicts if verdict.refused is not None] == []
    steps = in_order([proof for claim in found.values() for proof in claim.proofs])
    assert [step.rule for step in steps] == [node["rule"] for node in checker.written["nodes"]]
    rng = np.random.default_rng([entropy, THEOREMS.index(theorem)])
    holes = []
    for place in rng.permutation([place for place, step in enumerate(steps) if step.premises])[:STEPS]:
        i = int(rng.integers(len(steps[place].premises)))
        holes += [(who, int(place), str(steps[place].statement), i) for who in not_needed(checker, steps, place, i)]
    assert holes == []

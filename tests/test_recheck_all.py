"""The second program on every derivation that there is, and by both programs, steps of them without a premise."""

import json

import numpy as np
import pytest
from derived_lab import DERIVED, proved
from without import in_order, judged_without, rules_prove_it, rules_prove_it_without, rules_see, second_sees

from proofs_check.certificate import Writer, concluded
from proofs_check.recheck.judge import Checker
from proofs_check.rules.claims import statements

THEOREMS = sorted({name.split("/")[0] for name in DERIVED})
STEPS = 12
"""So many of a theorem's steps, drawn anew in every run, are looked at without one of their premises."""


def conclusions(theorem):
    """What the derivations of a theorem end in, by claim."""
    found = {}
    for name in (name for name in DERIVED if name.startswith(f"{theorem}/")):
        record, claim = DERIVED[name]
        goals = statements(record, claim.unfolded())
        found[name] = concluded(goals, proved(name), claim.expected == "refuted")
    return found


def hole(checker, steps, place, i):
    """Who lets a step through without a premise, though that is needed.

    It is not where the program sees by itself what the premise says; where the other one lets the step through as well;
    or where the second one decides more of the step at points, and says so, or has found it in another way. Then there
    is a derivation without it.
    """
    through, otherwise = judged_without(checker, place, i)
    if through:
        seen = otherwise or second_sees(checker, place, i) or rules_prove_it_without(steps[place], i)
        return None if seen else "the second program"
    derived = rules_prove_it_without(steps[place], i)
    return "the rules" if derived and not rules_see(steps[place].premises[i]) else None


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
        assert rules_prove_it(steps[place])
        i = int(rng.integers(len(steps[place].premises)))
        if who := hole(checker, steps, place, i):
            holes.append((who, int(place), str(steps[place].statement), i))
    assert holes == []

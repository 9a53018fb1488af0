"""The second program on every derivation that there is: no claim is proved by the rules alone."""

import json

import pytest
from derived_lab import DERIVED, proved

from proofs_check.certificate import Writer, concluded
from proofs_check.recheck.judge import judge
from proofs_check.rules.claims import statements

THEOREMS = sorted({name.split("/")[0] for name in DERIVED})


def written(names):
    """One certificate of these claims."""
    writer, claims = Writer(), {}
    for name in names:
        theorem, claim = DERIVED[name]
        goals = statements(theorem, claim.unfolded())
        claims[name] = concluded(goals, proved(name), claim.expected == "refuted")
    return json.dumps(writer.certificate(claims))


@pytest.mark.parametrize("theorem", THEOREMS)
def test_the_second_program_derives_every_claim_again(theorem):
    verdicts = judge(written([name for name in DERIVED if name.startswith(f"{theorem}/")]))
    assert verdicts
    assert [str(verdict) for verdict in verdicts if verdict.refused is not None] == []

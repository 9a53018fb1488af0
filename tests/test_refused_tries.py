"""Claims that are true where they are tried, and not of their kind: evidence confirms them, obligations refuse them."""

import re
from random import Random

import pytest
from lab import TRIES

from harness.author import check
from harness.judge import obligations
from harness.judge.selection import cases
from harness.judge.verdict import examine
from harness.testing import suite
from theorems.door import main
from theorems.language.registry import find

KINDS = sorted(path.stem.replace("_", "-") for path in (TRIES / "theorems").glob("[!_]*.py"))
FEWEST = 5


@pytest.fixture
def tries(lab, request):
    """The record of the tries of one kind."""
    lab(source=TRIES)
    return find(f"tries-{request.param}")


@pytest.mark.parametrize("tries", KINDS, indirect=True)
def test_the_evidence_alone_would_confirm_a_try(tries, resolution, entropy, executor, monkeypatch):
    # so that it is the obligation that refuses it; a true claim comes out otherwise with probability below 1e-9 a run
    monkeypatch.setattr(obligations, "RULES", ())
    assert len(tries.claims) >= FEWEST
    reports = [examine(case, resolution, entropy, executor) for case in cases(tries)]
    assert [r.case.claim.name for r in reports if r.outcome != "confirmed" or not r.runs] == []


@pytest.fixture
def one_is_simulated(tries, entropy, monkeypatch):
    """Only for one claim, drawn anew in each run, `check` tries whether simulator and twin agree: they do."""
    chosen = Random(f"{tries.id} {entropy}").choice(tries.claims).name
    for name, nothing in (("probe", ()), ("compare_twin", None)):
        real = getattr(check, name)

        def simulated(cases, *given, real=real, nothing=nothing):
            return real(cases, *given) if cases[0].claim.name == chosen else nothing

        monkeypatch.setattr(check, name, simulated)


@pytest.mark.parametrize("tries", KINDS, indirect=True)
def test_a_try_is_refused_in_verify_show_check_and_pytest(tries, capsys, one_is_simulated):
    no = [f"{tries.id}/{claim.name} is no {claim.kind}: " for claim in tries.claims]
    assert main(["verify", tries.id]) == 1
    said = capsys.readouterr().out
    assert len(re.findall("refused: ", said)) == len(no)
    assert [line for line in no if line not in said] == []
    assert main(["show", tries.id]) == 0
    said = capsys.readouterr().out
    assert [line for line in no if f"refused: {line}" not in said] == []
    assert main(["check", tries.id]) == 1
    said = capsys.readouterr().out
    found = set(re.findall(r"error\[obligation\].*\n  --> \S+:\d+  \((\S+)\)", said))
    assert found == {f"{tries.id}/{claim.name}" for claim in tries.claims}
    with pytest.raises(AssertionError) as error:
        suite.test_the_statement_is_sound(tries)
    assert [claim.name for claim in tries.claims if f"{tries.id}/{claim.name}" not in str(error.value)] == []

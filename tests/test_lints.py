"""Lints of statements, rooms and proofs: each points at what is wrong with a theorem."""

import functools
import json

import pytest
from flint import fmpq
from lab import HAND, forget

from harness.author import lints, proof_strength, twin_comparison
from harness.author.check import Sheet, compare_twin
from harness.author.mutant_table import matrix
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.observed import Observed, room
from harness.judge.questions import ask
from theorems.door import main
from theorems.language import registry

RECORD, PROCESS, PROOF = "theorems/fixed_share.py", "simulators/fixed_share.py", "proofs_check/fixed_share.py"
TWIN, EXACT = "simulators/reference/fixed_share.py", "simulators/exact/fixed_share.py"

LINTS = {
    "an unused parameter": (
        RECORD,
        [
            (
                ")\nn, d, alpha, p0, k =",
                '    real("beta", "(0, oo)", "unused", (1,)),\n)\nn, d, alpha, p0, k, beta =',
            )
        ],
        "no claim and no simulator uses the parameter beta",
    ),
    "a trivial bound": (
        RECORD,
        [("equals=spread / n * (1 - memory**k) / (1 - memory)", "at_most=2 + 0 * n")],
        "the bound says nothing at any declared point",
    ),
    "an empty domain": (
        RECORD,
        [("            points=", "            when=n > 9,\n            points=")],
        "applies nowhere",
    ),
    "a point outside of what is claimed": (
        RECORD,
        [("            points=", "            when=n < 5,\n            points=")],
        "the point n=5,d=2,alpha=1/10,p0=1/3,k=4 is outside of what is claimed",
    ),
    "a worked value that does not hold": (
        RECORD,
        [
            (
                "            points=",
                '            worked={"equals": {"n=1,d=2,alpha=0,p0=1/2,k=1": n / n / 3}},\n            points=',
            )
        ],
        "does not reproduce its worked value",
    ),
    "another signature": (TWIN, [("p0: float, k: int", "p0: float, steps: int")], "takes other parameters"),
    "a pole inside of the domain": (
        RECORD,
        [("(1 - memory),", "(1 - memory) * (9 * alpha**2 - 1) / (3 * alpha - 1) / (3 * alpha + 1),")],
        "`equals` has no finite value at n=1,d=2,alpha=1/3,p0=0,k=0, which the domain of alpha allows",
    ),
    "the mark of another kind of claim": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@law"), ("import bounded", "import law")],
        "fixed_share.error is marked @law, but the claim is a Mean: mark it @event, @bounded(low, high) or @real",
    ),
    "no second moment": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@real"), ("import bounded", "import real")],
        "fixed_share.error is unbounded: give fixed_share.error_second_moment in simulators/exact",
    ),
    "numba's Poisson variates": (
        PROCESS,
        [("            model = counts / n", "            model = counts / n + 0 * g.poisson(1.0)")],
        "draws numba's own Poisson variates",
    ),
    "crossed names": (
        RECORD,
        [("n, d, alpha, p0, k = PARAMETERS", "n, d, p0, alpha, k = PARAMETERS")],
        "the variable p0 of the record holds the parameter alpha",
    ),
    "no twin": (TWIN, [("def error(", "def mistake(")], "nothing but its name says what fixed_share.error is"),
}


@pytest.mark.parametrize("lint", LINTS)
def test_a_lint_points_at_what_is_wrong(lab, lint):
    file, edits, message = LINTS[lint]
    root = lab({file: edits})
    finding = next(f for f in lints.lints(registry.find("fixed-share")) if message in f.what)
    assert f"{root.name}/" in finding.where
    assert ":" in finding.where


def test_a_proof_by_steps_says_why_wherever_it_is_told_of(lab, capsys):
    lab({})
    (why,) = [claim.underived for claim in registry.find("fixed-share").claims]
    for command in (["prove", "fixed-share"], ["show", "fixed-share"], ["list"]):
        assert main(command) == 0
        out = capsys.readouterr().out
        assert why in out
    assert main(["prove", "fixed-share", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["state"], record["underived"]) == ("steps check", why)


def test_a_proof_by_steps_that_does_not_say_why_is_asked(lab):
    (line,) = [line for line in (HAND / RECORD).read_text().splitlines(keepends=True) if "underived=" in line]
    lab({RECORD: [(line, "")]})
    (finding,) = lints.lints(registry.find("fixed-share"))
    assert (finding.rule, finding.about) == ("underived", "fixed-share/error")
    assert 'underived="' in finding.advice


def test_a_claim_without_any_evidence_is_told_so(lab):
    root = lab({RECORD: [('points=("n=2,d=3,alpha=1/4,p0=1/2,k=2", "n=5,d=2,alpha=1/10,p0=1/3,k=4")', "points=()")]})
    (finding,) = lints.lints(registry.find("fixed-share"))  # it has a proof and an exact value
    assert finding.rule == "unraced"
    (root / EXACT).unlink()
    (root / PROOF).unlink()
    room.cache_clear()
    forget(root.name)
    registry.look_again()
    (finding,) = lints.lints(registry.find("fixed-share"))
    assert "raced at no point, has no exact value and no proof" in finding.what


def test_a_function_that_proves_nothing_is_a_stray(lab):
    lab({PROOF: [("def error(", "def errors(")]})
    assert [function.__name__ for function in proof_strength.strays(registry.find("fixed-share"))] == ["errors"]


def test_a_twin_that_draws_the_same_is_a_copy_whatever_its_text(lab, entropy):
    kernel, twin = ((HAND / file).read_text() for file in (PROCESS, TWIN))
    marked = twin.replace("\n\ndef", "\nfrom simulators.engine import bounded\n\n\n@bounded(0, 2)\ndef")
    other = ("    return np.sum(", "    if not paths:\n        return np.zeros(0)\n    return np.sum(")
    lab({PROCESS: [(kernel, marked)], TWIN: [other]})
    theorem = registry.find("fixed-share")
    assert "same draws" in twin_comparison.copied(Case(theorem, theorem.claims[0]), entropy)


@pytest.mark.parametrize(
    ("factor", "why"), [(1e-3, "smaller than the square of the exact mean"), (0.85, "squares drawn by the simulator")]
)
def test_a_second_moment_that_is_no_bound_is_refused(monkeypatch, entropy, factor, why):
    theorem = registry.find("kde-replace-growth")
    case = Case(theorem, theorem.claim("annealed-variance"))
    compare_twin([case], sheet := Sheet(), entropy, runs=True)
    assert not sheet.findings
    square = Observed("kde_replace.draw_square").square

    @functools.wraps(square)
    def slip(**point):
        return square(**point) * fmpq(*factor.as_integer_ratio())

    monkeypatch.setattr(Observed, "square", property(lambda _: slip))
    compare_twin([case], sheet, entropy, runs=True)
    (finding,) = sheet.findings
    assert "kde_replace.draw_square_second_moment is no bound at n=" in finding.what
    assert "theorems/processes/kde.py" in finding.where
    assert why in finding.facts[1]


def test_a_proof_that_cites_nothing_on_the_process_is_refused(lab, capsys):
    text = (HAND / PROOF).read_text()
    cites = text[text.index("        Cites(") : text.index("        Equal(")]
    root = lab({PROOF: [(cites, "")]})
    assert main(("check", "fixed-share")) == 1
    out = capsys.readouterr().out
    assert "no step says how the process enters" in out
    assert f"{root.name}/{PROOF}" in out


def test_a_blind_slip_is_noticed(lab, entropy, resolution):
    """Raced where the share of real data is 1, the claim says nothing about memory."""
    only_real = ('"n=2,d=3,alpha=1/4,p0=1/2,k=2", "n=5,d=2,alpha=1/10,p0=1/3,k=4"', '"n=2,d=3,alpha=1,p0=1/2,k=2",')
    lab({RECORD: [only_real], EXACT: [("def error(", "def mistake(")]})
    theorem = registry.find("fixed-share")
    (claim,) = theorem.claims
    rows = matrix(Case(theorem, claim), ask(Case(theorem, claim), resolution), entropy, budget())
    assert any(row.blind for row in rows)
    assert not all(row.blind for row in rows)

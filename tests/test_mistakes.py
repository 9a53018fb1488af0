"""Mistakes and faults planted in the example: each is one message that says what, where and what to try."""

import re
from pathlib import Path

import pytest
from lab import DECLARED, HAND

from harness.judge.case import Case
from harness.judge.questions import EFFORTS
from harness.judge.report import explain
from harness.judge.verdict import examine
from harness.testing import suite
from theorems.door import main
from theorems.language import registry

DOCS = Path(__file__).parent.parent / "docs"


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def plain(text):
    """Without the numbers, and the slip that they look like, which differ from run to run."""
    return re.sub(r"\d[\d,.]*", "0", re.sub(r'looks like ".*?"', "looks like", " ".join(text.split())))


def documented(mistake):
    """The lines that the documentation shows for a mistake."""
    for page in DOCS.glob("*.md"):
        for text in re.findall(rf'```text planted="{mistake}"\n(.*?)```', page.read_text(), flags=re.DOTALL):
            yield from map(plain, text.splitlines())


RECORD, PROCESS, PROOF = "theorems/fixed_share.py", "simulators/fixed_share.py", "proofs_check/fixed_share.py"
TWIN = "simulators/reference/fixed_share.py"
MEMORY = "memory = (1 - 1 / n) * (1 - alpha) ** 2"
BASE = """Induction(
            "E |P_k - p|^2 is the value for all k >= 0",
            Equal("P_0 = p", claim.value.subs(k, 0), sp.Integer(0)),
"""


def copied():
    """The kernel as its own twin, compiled no more, with other names."""
    text = re.sub(r"(@(kernel|bounded).*|from simulators.*)\n", "", (HAND / PROCESS).read_text())
    return [((HAND / TWIN).read_text(), text.replace("counts", "seen").replace("ladder", "steps"))]


MISTAKES = {
    "wrong exponent": (
        RECORD,
        [(MEMORY, "memory = (1 - 1 / n) * (1 - alpha)")],
        ("the formula stands alone against exact, simulator, twin", "`1 - alpha -> (1 - alpha)**2` makes the formula"),
    ),
    "ddof": (
        RECORD,
        [(MEMORY, "memory = (1 - 1 / (n + 1)) * (1 - alpha) ** 2")],
        ("the formula stands alone against exact, simulator, twin", "makes the formula agree with the exact values"),
    ),
    "off by one generation": (
        RECORD,
        [("memory**k", "memory ** (k + 1)")],
        ("the formula stands alone", "`k -> k - 1 everywhere` makes the formula agree", "induction, base"),
    ),
    "missing factor": (
        RECORD,
        [(MEMORY, "memory = (1 - alpha) ** 2")],
        (
            "`equals` has no finite value at n=1,d=2,alpha=0",
            "the formula stands alone",
            "so v turns into r v + p(1-p)/n",
        ),
    ),
    "wrong support": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@event"), ("import bounded", "import event")],
        ("the simulator of fixed_share.error leaves what is declared", "it is declared an event, which is 0 or 1"),
    ),
    "simulator bug": (
        PROCESS,
        [("g.random() < alpha", "g.random() > alpha")],
        ("the simulator stands alone against exact, formula, twin",),
    ),
    "twin copied from the simulator": (
        TWIN,
        copied(),
        ("the twin is not independent of the simulator", "its _train is the simulator's _train, but for names"),
    ),
    "proof step skipped": (
        PROOF,
        [(BASE, ""), ("memory * claim.value + spread / n),\n        ),", "memory * claim.value + spread / n),")],
        ("the proof does not depend on the claim", "|  with equals: ", "a step is missing that uses claim.value"),
    ),
    "domain too wide, below": (
        RECORD,
        [('integer("d", 2, "symbols", (2, 3))', 'integer("d", 1, "symbols", (1, 2, 3))')],
        ("`equals` has no finite value at n=1,d=1", "narrow the domain of a parameter"),
    ),
    "domain too wide, above": (
        RECORD,
        [('"[0, 1]", "share of real data", (0, "1/4", 1)', '"[0, 2]", "share of real data", (0, "1/4", 2)')],
        ("the twin of fixed_share.error does not run at n=1,d=2,alpha=2,p0=1/10", "narrow the domain"),
    ),
    "range too small": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@bounded(0.0, 1.0)")],
        ("the simulator of fixed_share.error leaves what is declared", "outside its declared range [0.0, 1.0]"),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_caught_and_pointed_at(lab, capsys, mistake):
    file, edits, messages = MISTAKES[mistake]
    where = TWIN if mistake == "domain too wide, above" else file  # the first that cannot go on there
    root = lab({file: edits})
    code, out, _ = run(capsys, "check", "fixed-share")
    assert code == 1
    assert all(message in out for message in messages), out
    assert re.search(rf"--> \S*{root.name}/{where}:\d+  \(fixed-share/error\)", out), out


def test_the_pages_show_what_a_mistake_in_the_example_leads_to(lab, capsys):
    lab({RECORD: [("(1 - alpha) ** 2", "(1 - alpha)")]}, DECLARED)
    out = run(capsys, "check", "fixed-share")[1] + run(capsys, "verify", "fixed-share", "--entropy", "7")[1]
    shown = list(documented("wrong exponent"))
    assert len(shown) > 8
    assert [line for line in shown if line not in plain(out)] == []


def test_a_record_that_cannot_be_read_is_named_while_holes_are_left_elsewhere(lab, capsys):
    root = lab(
        {RECORD: [(', "worked example")', ")")], PROOF: [('    """Induction on k', HOLE + '    """Induction on k')]}
    )
    code, out, _ = run(capsys, "check", "fixed-share")
    assert code == 1
    assert "1 hole to fill" in out
    assert re.search(rf"error\[record\]: TypeError: .*'number'\n  --> \S*{root.name}/{RECORD}:\d+", out), out


HOLE = '    raise NotImplementedError("fill: what belongs here")\n'


@pytest.mark.parametrize(
    ("file", "body", "finds"),
    [
        (PROOF, '    """Induction on k', True),
        (TWIN, '    """|P_k - p|^2."""', True),
        ("simulators/exact/fixed_share.py", '    """E |P_k - p|^2, a rational."""', False),
    ],
)
def test_what_is_written_is_checked_while_holes_are_left_elsewhere(lab, capsys, file, body, finds):
    """A wrong formula is contradicted by the exact room, if that is there."""
    root = lab({RECORD: MISTAKES["wrong exponent"][1], file: [(body, HOLE + body)]})
    code, out, _ = run(capsys, "check", "fixed-share")
    assert code == 1
    assert "fixed-share: 1 hole to fill" in out
    assert re.search(rf"{root.name}/{file}:\d+: what belongs here", out), out
    assert ("the formula stands alone" in out or "against" in out) == finds, out
    with pytest.raises(AssertionError, match="left to fill"):
        suite.test_the_statement_is_sound(registry.find("fixed-share"))


# -- errors at the edges --------------------------------------------------------------------------------------

SLOW = """class Slow(Step):
    def check(self):
        while True:
            pass

    def perturbed(self):
        return iter(())


def error(claim: Mean)"""
SUM = "out[i] = np.sum((model - p) ** 2)"
FAULTS = {  # what is wrong: file, edits, where and what the message is
    "the observable leaves its range": (
        PROCESS,
        [(SUM, SUM + " + 2 * (i == 7)")],
        r"fixed_share.error returned 2\.\d+, outside its declared range \[0.0, 2.0\] \(1 of \d+ draws\)",
    ),
    "the simulator returns nan": (
        PROCESS,
        [(SUM, SUM + " + np.log(-1.0)")],
        r"fixed_share.error returned nan, which is not a finite number",
    ),
    "the kernel does not compile": (
        PROCESS,
        [("g.random() < alpha", "g.tossing() < alpha")],
        r"the kernel does not compile: .*tossing.* in `ladder = ",
    ),
    "the simulator fails": (
        PROCESS,
        [("    out = np.empty(paths)\n", "    out = np.empty(paths)\n    [][0]\n")],
        r"IndexError: list index out of range",
    ),
    "brackets behind a decorator that takes none": (
        PROCESS,
        [("@bounded(0.0, 2.0)", "@real()"), ("import bounded", "import real")],
        r"TypeError: event, real and law take no brackets: write @real",
    ),
    "the exact room fails": (
        "simulators/exact/fixed_share.py",
        [("    a, first = ", "    fmpq(1) / 0\n    a, first = ")],
        r"ZeroDivisionError",
    ),
    "a proof step takes too long": (
        PROOF,
        [("def error(claim: Mean)", SLOW), ("        CONDITIONING,", '        Slow("round and round"),')],
        r"(?s)round and round.*not decided within 0.3 s: split the step",
    ),
    "a proof step fails": (
        PROOF,
        [("following, memory * v", "following, 1 / (memory - memory) * v")],
        r"so v turns into r v \+ p\(1-p\)/n",
    ),
    "the proof cannot be written down": (
        PROOF,
        [("sp.Integer(0)", "sp.Intejer(0)")],
        r"AttributeError: module 'sympy' has no attribute 'Intejer'",
    ),
}
UNREADABLE = {
    "a point outside of the domain": (
        RECORD,
        [("n=2,d=3,alpha=1/4", "n=0,d=3,alpha=1/4")],
        r"fixed-share/error, point 'n=0,.*': n must be an integer >= 1: got 0",
    ),
    "a machine number": (RECORD, [("1 - 1 / n", "0.5 - 1 / n")], r"0.5 is a machine number: write sp.Rational\(1, 2\)"),
    "a grid without its end": (RECORD, [('(0, "1/4", 1)', '(0, "1/4")')], r"the grid of alpha lacks its largest"),
    "another symbol of that name": (
        RECORD,
        [("memory = (1", "import sympy\nn = sympy.Symbol('n')\nmemory = (1")],
        r"this n is not the declared one: take it from PARAMETERS.symbols",
    ),
    "a domain that is no interval": (RECORD, [("[0, 1]", "0..1")], r"written as an interval, such as \[0, 1\)"),
    "a syntax error": (
        RECORD,
        [("PARAMETERS = Parameters(", "PARAMETERS = = Parameters(")],
        r"SyntaxError: invalid syntax",
    ),
    "an id that another theorem has": (
        RECORD,
        [('id="fixed-share"', 'id="poisson-extinction"')],
        r"the id 'poisson-extinction' is that of theorems.poisson.extinction, too: rename one of them",
    ),
    "a hole": (
        RECORD,
        [('"This package"', 'hole("the source")'), ("integer, real", "hole, integer, real")],
        "the source",
    ),
}


def failed(test, *arguments):
    """The message of a test that fails."""
    with pytest.raises(AssertionError) as caught:
        test(*arguments)
    return str(caught.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_room_is_one_clear_message_in_check_verify_and_pytest(lab, capsys, monkeypatch, fault, entropy):
    file, edits, message = FAULTS[fault]
    lab({file: edits})
    monkeypatch.setattr("harness.judge.proof.STEP_SECONDS", 0.3 if "too long" in fault else 60.0)
    code, out, _ = run(capsys, "check", "fixed-share")
    assert code == 1
    assert re.search(message, out), out
    assert re.search(rf"{file}:\d+", out), out
    code, out, _ = run(capsys, "verify", "fixed-share")
    assert code == 1
    assert re.search(message, out), out
    theorem = registry.find("fixed-share")
    report = examine(Case(theorem, theorem.claims[0]), EFFORTS["quick"], entropy)
    assert not report.as_expected
    assert re.search(message, "\n".join(explain(report, "quick")))


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_record_that_cannot_be_read_is_named_and_stops_no_other(lab, capsys, fault):
    file, edits, message = UNREADABLE[fault]
    lab({file: edits})
    name = "poisson-extinction" if "an id" in fault else "fixed-share"
    code, out, _ = run(capsys, "check", name)
    assert code == 1
    assert re.search(message, out), out
    assert re.search(rf"{file}:\d+", out), out
    for command in (("verify", name), ("show", name), ("prove", name)):
        code, _, err = run(capsys, *command)
        assert code == 2
        assert re.search(message, err), err
        assert len(err.splitlines()) == 1
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert re.search(message, out), out
    assert re.search(r"bernoulli-absorption +not checked +\d+ claims", out)
    assert re.search(message, failed(suite.test_every_theorem_can_be_read))

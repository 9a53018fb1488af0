"""A red or green test is the judge's verdict: the suite's tests, run by pytest on packages of known claims."""

import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import forked
import pytest
from court import COURT, as_expected, open_court

ROOT = Path(__file__).parent.parent
SUITE = '"""The tests of the suite."""\n\nfrom harness.testing.suite import *  # noqa: F403\n'


class Project:
    """A repository with a package of known claims, and what is run in it."""

    def __init__(self, folder: Path, theorems):
        self.folder, self.package = folder, open_court(folder, "courthouse", theorems)
        (folder / "tests").mkdir()
        (folder / "tests" / "test_theorems.py").write_text(SUITE)

    def python(self, *arguments):
        """Exit code, and what was printed."""
        paths = os.pathsep.join([str(self.folder), str(ROOT)])
        environment = os.environ | {"PYTHONPATH": paths, "XDG_STATE_HOME": str(self.folder / "state"), "COLUMNS": "200"}
        command = [sys.executable, "-m", *arguments]
        done = forked.run(command, cwd=self.folder, env=environment)
        return done.returncode, done.stdout + done.stderr

    def pytest(self, *options):
        """Exit code, output, and test -> is it green."""
        file = self.folder / "junit.xml"
        code, out = self.python("pytest", "-p", "no:cacheprovider", f"--junitxml={file}", *options)
        cases = ElementTree.parse(file).getroot().iter("testcase")
        return code, out, {case.get("name"): not any(e.tag in ("failure", "error") for e in case) for case in cases}


@pytest.fixture
def project(tmp_path):
    """A function that makes a project: theorem=[names of claims in court.COURT]."""
    return lambda **theorems: Project(tmp_path, theorems)


def test_the_test_of_a_claim_is_green_if_the_claim_is_as_expected_and_red_if_not(project):
    """A false alarm among the races of true claims has probability 1e-9."""
    code, out, green = project(coins=list(COURT), dice=["good", "slow", "both"]).pytest("-k", "comes_out")
    wanted = {("coins", name): as_expected(name) for name in COURT} | {
        ("dice", "good"): True, ("dice", "slow"): False, ("dice", "both"): True
    }  # fmt: skip
    assert green == {f"test_the_claim_comes_out_as_expected[{t}/{c}]": good for (t, c), good in wanted.items()}
    assert code == 1
    bad = [name for name in COURT if not as_expected(name)]
    assert f"coins: {len(COURT)} claims NOT as expected: {', '.join(bad)}" in out
    assert "dice: 3 claims NOT as expected: slow" in out


def test_all_tests_of_a_sound_package_are_green(project):
    """Also those of twins, slips and the statement; there is no proof to test."""
    code, out, green = project(coins=["one-of-many", "both"]).pytest()
    assert code == 0, out
    assert all(green.values())
    assert "coins: 2 claims as expected" in out


def test_what_is_wrong_besides_a_verdict_is_red_and_nothing_else(project):
    """A parameter that nobody uses, a proof that fails, slips of a loose bound that nothing would notice."""
    code, out, green = project(coins=["good", "unproved", "bound"]).pytest()
    assert code == 1
    assert {name for name, passed in green.items() if not passed} == {
        "test_the_statement_is_sound[coins]",
        "test_the_claim_comes_out_as_expected[coins/unproved]",
        "test_every_step_of_the_proof_can_fail[coins/unproved]",
        "test_the_proof_proves_no_false_neighbour[coins/unproved]",
        "test_no_slip_in_its_formulas_goes_unnoticed[coins/bound]",
    }, out


def test_a_theorem_that_cannot_be_read_is_a_red_test(project):
    made = project(coins=["good"])
    for name in ("a.py", "z.py"):
        path = made.package / "theorems" / name
        path.write_text("1 / 0\n")
        code, out, green = made.pytest("-k", "can_be_read or comes_out")
        assert code == 1
        assert green == {
            "test_every_theorem_can_be_read": False,
            "test_the_claim_comes_out_as_expected[coins/good]": True,
        }
        assert "ZeroDivisionError" in out
        path.unlink()


def raced(out):
    """The races that are explained: (question, estimate, draws), and the commands that repeat them.

    A set each: where CI is set, pytest's summary has every message once more.
    """
    races = set(re.findall(r"(\S+\[\S+\]) claims: .*\n.*estimate (\S+) from ([\d,]+) draws", out))
    return races, set(re.findall(r"replay: theorems (verify .*)", out))


def test_a_run_has_the_effort_and_entropy_that_it_was_given_and_repeats_bit_for_bit(project):
    """Two runs without entropy have the same with probability 2^-128, and one below 2^64 with 2^-64 each."""
    made, draws, entropies = project(coins=["slow", "false-last"]), {}, set()
    for effort in ("quick", "paper"):
        _, out, _ = made.pytest("-k", "comes_out", "--theorems-effort", effort)
        races, replays = raced(out)
        assert len(races) == 2
        assert all(f"--effort {effort}" in replay for replay in replays)
        assert races == {race for replay in replays for race in raced(made.python("theorems", *replay.split())[1])[0]}
        (entropy,) = {int(re.search(r"--entropy (\d+)", replay)[1]) for replay in replays}
        entropies.add(entropy)
        draws[effort] = {question: int(count.replace(",", "")) for question, _, count in races}
    assert len(entropies) == 2
    assert all(2**64 <= entropy < 2**128 for entropy in entropies)
    _, out, _ = made.pytest("-k", "comes_out and slow", "--theorems-entropy", str(max(entropies)))
    assert f"--entropy {max(entropies)}" in next(iter(raced(out)[1]))
    slow = "coins/slow[p=1/2]"  # runs to its cap, which is a multiple of the plan
    assert 7.5 < draws["paper"][slow] / draws["quick"][slow] < 9.5, "1% takes nine times the draws of 3%, in blocks"

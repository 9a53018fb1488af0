"""A theorem on a declared process: what is derived is asked of nobody, and a slip in any file is found."""

import pytest
from lab import DECLARED

from harness.judge.observed import Observed, by_hand
from harness.judge.selection import find_case
from theorems.door import main
from theorems.language import Law

MOST_LINES = 60


def code(path):
    """The lines of a file that are neither empty nor its docstrings."""
    return [line for line in path.read_text().splitlines() if line.strip() and not line.strip().startswith('"""')]


def test_a_theorem_with_its_process_takes_few_lines():
    assert sum(len(code(path)) for path in DECLARED.rglob("*.py")) <= MOST_LINES


def test_nothing_is_to_be_mended_and_the_claim_is_confirmed(lab, capsys):
    lab(source=DECLARED)
    assert main(["check", "fixed-share"]) == 0
    out = capsys.readouterr().out
    assert "nothing to mend" in out
    for part in ("twin agrees", "exact at", "races confirmed", "proof derived"):
        assert part in out
    assert not by_hand(Observed("fixed_share.error").twin)
    assert not by_hand(Observed("fixed_share.error").oracle)


def test_moments_are_no_oracle_of_a_law(lab):
    """A law on a declared process is compared with a distribution function, or with nothing."""
    lab(source=DECLARED)
    mean = find_case("fixed-share/error")
    assert mean.has_oracle
    assert not mean.having(Law(name="law", of="fixed_share.error", cdf=mean.claim.value)).has_oracle


PROCESS, KERNEL, RECORD = "theorems/processes/fixed_share.py", "simulators/fixed_share.py", "theorems/fixed_share.py"
SLIPS = {
    "the share of real data, declared": (PROCESS, "alpha * p0 + (1 - alpha) * P", "alpha * P + (1 - alpha) * p0"),
    "the size, declared": (PROCESS, "Binomial(n, ", "Binomial(n + 1, "),
    "what is observed": (PROCESS, '"error": (P - p0) ** 2', '"error": P**2'),
    "the start": (PROCESS, "start={P: p0}", "start={P: p0 / 2}"),
    "the kernel's share of real data": (KERNEL, "g.binomial(n, alpha)", "g.binomial(n, alpha**2)"),
    "the kernel's generations": (KERNEL, "range(k)", "range(k + 1)"),
    "the kernel's observable": (KERNEL, "(share - p0) ** 2", "abs(share - p0)"),
    "the claimed factor": (RECORD, "(1 - alpha) ** 2", "(1 - alpha)"),
    "the claimed exponent": (RECORD, "memory**k", "memory ** (k + 1)"),
    "another observable": (RECORD, 'of="fixed_share.error"', 'of="fixed_share.spread"'),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_any_file_is_found(lab, capsys, slip):
    file, old, new = SLIPS[slip]
    lab({file: [(old, new)]}, source=DECLARED)
    assert main(["check", "fixed-share"]) == 1
    assert "error[" in capsys.readouterr().out

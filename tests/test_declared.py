"""A theorem on a declared process: what is derived is asked of nobody, and a slip in any file is found."""

import pytest
from lab import DECLARED

from harness.judge import case
from theorems.door import main
from theorems.language import Law
from theorems.language.registry import find

PACKAGE = DECLARED / "lazy_lab"
MOST_LINES = 60


def code(path):
    """The lines of a file that are neither empty nor its docstrings."""
    return [line for line in path.read_text().splitlines() if line.strip() and not line.strip().startswith('"""')]


def test_a_theorem_with_its_process_takes_few_lines():
    assert sum(len(code(path)) for path in PACKAGE.rglob("*.py")) <= MOST_LINES


def test_nothing_is_to_be_mended_and_the_claim_is_confirmed(lab, capsys):
    lab(source=PACKAGE)
    assert main(["check", "lazy-share"]) == 0
    out = capsys.readouterr().out
    assert "nothing to mend" in out
    for part in ("twin agrees", "exact at", "races confirmed", "proof of 2 steps"):
        assert part in out
    assert not case.by_hand(case.twin("lazy.diversity"))
    assert not case.by_hand(case.oracle("lazy.diversity"))


def test_moments_are_no_oracle_of_a_law(lab):
    """A law on a declared process is compared with a distribution function, or with nothing."""
    lab(source=PACKAGE)
    mean = find("lazy-share").claim("diversity")
    assert case.has_oracle(mean)
    assert not case.has_oracle(Law(name="law", of="lazy.diversity", cdf=mean.value))


SLIPS = {
    "the part that moves, declared": ("theorems/processes/lazy.py", "alpha * c / n", "alpha / 2 * c / n"),
    "the size, declared": ("theorems/processes/lazy.py", "Binomial(n, P)", "Binomial(n + 1, P)"),
    "what is observed": ("theorems/processes/lazy.py", '"diversity": P * (1 - P)', '"diversity": P**2'),
    "the start": ("theorems/processes/lazy.py", "start={P: p0}", "start={P: p0 / 2}"),
    "the kernel's part": ("simulators/lazy.py", "p += alpha *", "p += alpha**2 *"),
    "the kernel's generations": ("simulators/lazy.py", "range(k)", "range(k + 1)"),
    "the kernel's observable": ("simulators/lazy.py", "p * (1 - p)", "p * (1 - p) ** 2"),
    "the claimed factor": ("theorems/lazy_share.py", "alpha**2 / n", "alpha / n"),
    "the claimed exponent": ("theorems/lazy_share.py", ") ** k", ") ** (k + 1)"),
    "another observable": ("theorems/lazy_share.py", 'of="lazy.diversity"', 'of="lazy.spread"'),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_any_file_is_found(lab, capsys, slip):
    file, old, new = SLIPS[slip]
    lab({file: [(old, new)]}, source=PACKAGE)
    assert main(["check", "lazy-share"]) == 1
    assert "error[" in capsys.readouterr().out

"""What a command loads before it answers: what it is asked for, and nothing that takes long and is not needed."""

import inspect
import os
import pkgutil
import subprocess
import sys

import pytest
from lab import observables

import theorems.processes
from harness.author.whole_domain import signatures
from harness.judge.observed import Observed
from harness.judge.selection import find_case
from simulators.engine import parameters_of
from theorems.language import registry

HEAVY = ("matplotlib", "numba", "numpy", "scipy")
DECLARATIONS = {module.name for module in pkgutil.iter_modules(theorems.processes.__path__)} - {"workflows"}


def loaded(*command):
    """The modules that are there when a command has been run in a process of its own."""
    run = "import sys; from theorems.door import main; code = main(sys.argv[1:]); print(); print(code, *sys.modules)"
    done = subprocess.run([sys.executable, "-c", run, *command], env=os.environ, capture_output=True, text=True)
    code, *modules = done.stdout.splitlines()[-1].split()
    assert (done.returncode, code) == (0, "0"), done.stderr
    return set(modules)


@pytest.mark.parametrize(
    ("claim", "declared"),
    [
        ("gaussian-risk/mean", "gaussian"),  # exact by a reduction, which is declared beside the process
        ("bernoulli-absorption/fixation", "discrete"),  # exact by hand
        ("poisson-extinction/survival", "poisson discrete"),  # exact by the declaration, whose alphabets are these
    ],
)
def test_a_value_loads_its_own_theorem_and_process_and_no_library_that_draws_or_compiles(claim, declared):
    modules = loaded("value", claim)
    assert not modules & {*HEAVY, "proofs_check.rules", "harness.judge.verdict"}
    theorem, _, _ = claim.partition("/")
    assert modules & set(registry.modules().values()) == {registry.modules()[theorem]}
    assert {name for name in DECLARATIONS if f"theorems.processes.{name}" in modules} == set(declared.split())


def test_a_moment_is_derived_without_what_only_simplifies_it():
    """To simplify loads more of sympy than it takes to derive the moment."""
    modules = loaded("derive", "gaussian_sufficient", "M**2*T**2")
    assert not modules & {*HEAVY, "sympy.physics"}


@pytest.mark.parametrize("command", [("--help",), ("value", "--help"), ("verify", "--help")])
def test_help_loads_no_theorem(command):
    assert not loaded(*command) & {*HEAVY, "sympy", "theorems.language"}


def test_a_declaration_says_which_parameters_its_kernels_take():
    """So no kernel is loaded to know it."""
    declared = [observed for observed in map(Observed, observables()) if observed.declared]
    assert len(declared) > 30
    assert {o: o.parameters for o in declared} == {o: parameters_of(o.simulator) for o in declared}


@pytest.mark.parametrize("names", [("n", "lambda0", "k", "depth"), ("n", "k")])
def test_a_kernel_that_takes_other_parameters_than_the_declaration_says_is_found(monkeypatch, names):
    case = find_case("poisson-extinction/survival")
    assert not list(signatures(case))
    takes = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None) for name in names]
    monkeypatch.setattr(case.observed.simulator, "__signature__", inspect.Signature(takes), raising=False)
    assert "signature" in {finding.rule for finding in signatures(case)}


def test_an_id_that_two_packages_have_is_refused_and_not_that_of_the_first(lab):
    lab({"theorems/fixed_share.py": [('id="fixed-share"', 'id="poisson-extinction"')]})
    with pytest.raises(registry.UnreadableTheorem, match="is that of"):
        registry.find("poisson-extinction")

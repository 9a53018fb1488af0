"""What a command loads before it answers: what it is asked for, and nothing that takes long and is not needed."""

import os
import pkgutil
import subprocess
import sys

import pytest
from lab import observables

import theorems.processes
from harness.judge.observed import Observed
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
        ("poisson-extinction/survival", "poisson"),  # exact by the declaration
    ],
)
def test_a_value_loads_its_own_theorem_and_process_and_no_library_that_draws_or_compiles(claim, declared):
    modules = loaded("value", claim)
    assert not modules & {*HEAVY, "proofs_check.rules", "harness.judge.verdict"}
    theorem, _, _ = claim.partition("/")
    assert modules & set(registry.modules().values()) == {registry.modules()[theorem]}
    assert {name for name in DECLARATIONS if f"theorems.processes.{name}" in modules} == {declared}


@pytest.mark.parametrize("command", [("--help",), ("value", "--help"), ("verify", "--help")])
def test_help_loads_no_theorem(command):
    assert not loaded(*command) & {*HEAVY, "sympy", "theorems.language"}


def test_a_declaration_says_which_parameters_its_kernels_take():
    """So no kernel is loaded to know it. (What a contributed kernel takes is compared by `theorems check`.)"""
    declared = [observed for observed in map(Observed, observables()) if observed.declared]
    assert len(declared) > 30
    assert {o: o.parameters for o in declared} == {o: parameters_of(o.simulator) for o in declared}


def test_every_theorem_is_found_by_the_id_in_its_text_as_among_all():
    for name, module in registry.modules().items():
        assert registry.module_of(name) == module
        assert registry._written()[name] == [module]

"""The rooms of the house: packages of these names, ours and those of every contributed package. Listed only here."""

RECORDS = "theorems"
DECLARATIONS = "theorems.processes"
SIMULATORS = "simulators"
TWINS = "simulators.reference"
ORACLES = "simulators.exact"
PROOFS = "proofs_check"
HARNESS = "harness"
FIGURES = "paper_figs"

PACKAGES = (RECORDS, SIMULATORS, PROOFS, HARNESS, FIGURES)
OF_A_PROCESS = (DECLARATIONS, SIMULATORS, TWINS, ORACLES)
"""A process has a module of its name in each of them that it needs."""


def folder(room: str) -> str:
    """Where a room lies in its package, as in `simulators/exact`."""
    return room.replace(".", "/")

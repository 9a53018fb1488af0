"""The rooms of the house: packages of these names, ours and those of every contributed package. Listed only here."""

from time import time

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


BEGAN = time()
"""When this process began to read the rooms: what it runs of a file that has changed since is not known."""
TICK = 0.1
"""Seconds by which the times of files may be behind the clock."""

"""Every claim that is derived, and what its derivation ends in."""

import importlib
import inspect
from importlib.util import find_spec

from lab import PROVED

from proofs_check.rules.claims import derivation
from theorems import rooms
from theorems.language.registry import in_room, modules, theorems


def proof_of(theorem, claim):
    """The function that takes what is to be proved; None where there is none, or it takes the claim."""
    name = in_room(modules()[theorem.id], rooms.PROOFS)
    if find_spec(name) is None:  # nothing of the theorem is proved
        return None
    module = importlib.import_module(name)
    function = getattr(module, claim.name.replace("-", "_"), None)
    if function is None or inspect.getmodule(function) is not module:
        return None
    return None if "claim" in inspect.signature(function).parameters else function


DERIVED = {
    f"{name}/{claim.name}": (theorem, claim)
    for name, theorem in theorems().items()
    for claim in theorem.claims
    if proof_of(theorem, claim) is not None
}


def proved(name):
    """What the derivation of a claim ends in: as it has just been judged, if it was here, and else once more."""
    if name not in PROVED:
        theorem, claim = DERIVED[name]
        PROVED[name] = derivation(theorem, claim, proof_of(theorem, claim))
    return PROVED[name]

"""Given the fit, the moments of a draw are those of a normal law; the moments of the fit are known."""

from __future__ import annotations

from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.risk_schedule import PARAMETERS, factors, mean_V_square_scale, mean_V_squared, total
from theorems.processes.gaussian import M, V

sigma0 = PARAMETERS["sigma0"].symbol


def variance(goal: Relation) -> Proved:
    """E X^2 = E M_k^2 + E Sigma_k^2."""
    others = {M**2: sigma0**2 * total, V: sigma0**2}
    return closed(goal.left, goal.right, goal.context, others=others)


def fourth(goal: Relation) -> Proved:
    """E X^4 = E M_k^4 + 6 E M_k^2 Sigma_k^2 + 3 E Sigma_k^4."""
    others = {M**4: 3 * mean_V_squared, M**2 * V: mean_V_square_scale, V**2: factors(4, 0, PARAMETERS["k"].symbol)}
    scaled = {what: sigma0**4 * value for what, value in others.items()}
    return closed(goal.left, goal.right, goal.context, others=scaled)

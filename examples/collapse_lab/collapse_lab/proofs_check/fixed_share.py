"""One generation shrinks the mean square error by one factor and adds p0 (1 - p0)/n: moments of the process."""

from proofs_check.means import by_moments


def error(claim):
    return by_moments(claim)

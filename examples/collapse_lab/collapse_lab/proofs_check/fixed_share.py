"""One generation shrinks the mean square error by one factor and adds p0 (1 - p0)/n: moments of the process."""

from proofs_check.lemmas.means import by_moments


def error(goal):
    return by_moments(goal)

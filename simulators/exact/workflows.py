"""Moments of the Gaussian fit in every workflow, d = 1, ddof = 0: mu_0 = 0, s_0 = sigma0^2 given; n >= 1.

Batch t is n draws from N(mu_(t-1), s_(t-1)); model t is the mean and the variance of the points that the workflow
selects from the pool of batches. Whatever the selection, as long as it is blind to the values, second moments
obey a linear recursion in two numbers: the pool's mean square and the square of its mean. Kazdan et al. (arXiv
2410.16713), sections 2.1 and 3.
"""

from __future__ import annotations

from typing import Literal

from flint import fmpq

from simulators.exact.balls import Real, rational

Workflow = Literal["replace", "accumulate", "subsample", "bootstrap"]
"""Fit on: the last batch; all batches; n of all points, drawn without, or with, replacement (in round 1 too)."""


def fits(workflow: Workflow, *, n: int, k: int, sigma0: Real = 1) -> list[tuple[fmpq, fmpq]]:
    """(E mu_t^2, E s_t) at [t], t = 0..k.

    A selected point has the pool's mean and mean square on average. So the mean of the next batch, whose
    expectation is the mean of the selected points, has E[pool mean * batch mean] = E[pool mean^2]; its square is
    E mu_t^2 + E s_t/n, and the mean of the squares of its points is E mu_t^2 + E s_t.
    """
    model = [(fmpq(0), rational(sigma0) ** 2)]
    square = mean_square = fmpq(0)  # of the pool: E[mean of x^2], E[(mean of x)^2]
    for t in range(1, k + 1):
        batch = fmpq(1) if workflow == "replace" else fmpq(1, t)  # its share of the pool
        centre, spread = model[-1]
        mean_square = (1 - batch**2) * mean_square + batch**2 * (centre + spread / n)
        square = (1 - batch) * square + batch * (centre + spread)
        # mean of the selected points about the pool's mean: variance of the pool over the size of the sample
        noise = {
            "replace": fmpq(0),
            "accumulate": fmpq(0),
            "subsample": fmpq(t - 1, max(n * t - 1, 1)),  # (1/n) (nt - n)/(nt - 1)
            "bootstrap": fmpq(1, n),
        }[workflow]
        centre = mean_square + noise * (square - mean_square)
        model.append((centre, square - centre))
    return model

"""A share that moves the part alpha of the way to that of n draws from it; the start p0 is given."""

import numpy as np

from simulators.kernels import kernel


@kernel
def _run(g, diversity, n, alpha, p0, k):
    for i in range(diversity.size):
        p = p0
        for _ in range(k):
            p += alpha * (g.binomial(n, p) / n - p)
        diversity[i] = p * (1 - p)


def diversity(rng, paths, *, n, alpha, p0, k):
    """P_k (1 - P_k) of each path."""
    out = np.empty(paths)
    _run(rng, out, n, float(alpha), float(p0), k)
    return out

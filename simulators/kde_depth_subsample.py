"""How many kernels lie between a draw from model k and its real ancestor, where n of all points are chosen each time.

The process of `simulators.kde_subsample`; neither bandwidth nor real law matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import law
from simulators.kde_subsample import runs
from simulators.kernel_loss import need_data


@law
def depth(rng: np.random.Generator, paths: int, *, n: int, k: int) -> NDArray[np.int64]:
    """Number of kernel draws between one draw from model k >= 1 and its real ancestor, from 1 to k.

    The draw counts its own kernel; a point of batch 1 has none. Raises ValueError unless n >= 1 and k >= 1.
    """
    need_data(k)
    return runs(rng, paths, n=n, k=k, h=1.0)[1]

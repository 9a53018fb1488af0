"""Which tells more of the loss, the number of real data or their share? Regressions, as in Kazdan et al., section 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Regressions(NamedTuple):
    """R² of the loss on 1/sqrt(number), on log(share), and on both; p-values of adding the number, or the share.

    R² is about the mean: every regression has a constant.
    """

    number: float
    share: float
    both: float
    p_number: float
    p_share: float


def regressions(number: Sequence[int], made: Sequence[int], losses: Any) -> Regressions:
    """Least squares of losses [..., len(number), len(made)], over all mixtures and whatever is in front.

    number, made: positive numbers of real data, and numbers of made ones, of each mixture. p-values are of the F test
    of the regression on both against the one without the number (or the share): F has 1 and m - 3 degrees of freedom,
    m losses. They hold for independent errors of one variance, which losses of one seed are not.
    """
    from scipy.stats import f

    y = np.asarray(losses, float)
    r, s = np.meshgrid(number, made, indexing="ij")
    columns = [np.broadcast_to(x, y.shape).ravel() for x in (r**-0.5, np.log(r / (r + s)))]
    total = ((y - y.mean()) ** 2).sum()

    def left(*x: NDArray[np.float64]) -> float:
        design = np.stack([np.ones(y.size), *x], 1)
        return float(((y.ravel() - design @ np.linalg.lstsq(design, y.ravel())[0]) ** 2).sum())

    one, other, both = left(columns[0]), left(columns[1]), left(*columns)
    free = y.size - 3

    def p(without: float) -> float:
        return float(f.sf((without - both) * free / both, 1, free))

    return Regressions(1 - one / total, 1 - other / total, 1 - both / total, p(other), p(one))

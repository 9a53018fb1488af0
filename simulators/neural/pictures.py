"""Pictures to learn from, as rows of grey values from 0 (ground) to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def digits() -> NDArray[np.float32]:
    """The 1797 handwritten digits of 8 by 8 pixels that come with scikit-learn."""
    from sklearn.datasets import load_digits

    return np.asarray(load_digits().data / 16, np.float32)

"""Kazdan et al., Figure 1 (bottom): the determinant of the fitted covariance."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb, exp, log
from typing import Any

import numpy as np
from scipy.special import digamma

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.common import medians
from paper_figs.kazdan.gaussian import PARAMETERS, SHARED, SIZES, THEOREM, cells, rows
from paper_figs.tables import columns
from theorems.language.papers import KAZDAN


def mean_ratio(workflow: str, n: int, d: int, t: int) -> float:
    """ln of E det Sigma_t / E det Sigma_{t-1}, n > d; nan where no formula is known.

    The determinant of R'[(1-1/t) I + (B'B + (1-1/t) zz')/(nt)]R is expanded in the minors of B'B, of which
    those of order j have mean (n-1)(n-2)..(n-j).
    """
    if workflow == "accumulate-subsample":
        return np.nan
    share = 1 / t if workflow == "accumulate" else 1.0
    return log(_minors(n, d, share) + share**2 * (1 / share - 1) / n * d * _minors(n, d - 1, share))


def _minors(n: int, m: int, share: float) -> float:
    """E det[(1 - share) I + share W/n], W of Wishart's law with n - 1 degrees of freedom in m dimensions."""
    total, minor = 0.0, 1.0
    for j in range(m + 1):
        total += comb(m, j) * (1 - share) ** (m - j) * (share / n) ** j * minor
        minor *= n - 1 - j
    return total


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The d-th root of the determinant: median over runs, root of the exact mean, exact geometric mean."""
    found = []
    for one in cells(parameters, entropy, tell):
        if one.n <= one.d:
            continue
        where = {"workflow": one.workflow, "d": one.d, "n": one.n}
        logs = np.cumsum([mean_ratio(one.workflow, one.n, one.d, t) for t in range(1, parameters["iterations"] + 1)])
        typical = sum(digamma((one.n - i) / 2) + log(2 / one.n) for i in range(1, one.d + 1))
        middle, low, high = (np.exp(x / one.d) for x in medians(one.log_dets))
        for i, t in enumerate(one.t):
            lines = {"mean": logs[t - 1], "typical": t * typical if one.workflow == "replace" else np.nan}
            for source, value in lines.items():
                root = exp(value / one.d)
                found.append({**where, "t": t, "source": source, "value": root, "low": root, "high": root})
            seen = {"value": middle[i], "low": low[i], "high": high[i]}
            found.append({**where, "t": t, "source": "simulation", **seen})
    return columns(found)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Logarithmic in both directions."""
    return drawing.by_size(
        table, parameters, rows(parameters), {"mean": ("-", "exact mean"), "typical": (":", "exact geometric mean")},
        label=r"determinant ratio, $(\det\Sigma_t)^{1/d}$", ylim=(1e-3, 2.0),
    )  # fmt: skip


FIGURE = Figure(
    name="kazdan-1-gaussian-determinant",
    title="Gaussian fitting: the determinant of the covariance",
    caption=SHARED + (
        "Plotted is the d-th root of det Σ_t/det Σ_0, where the paper has the ratio itself, so that all dimensions fit "
        "one scale. Points are medians over the runs, with time-uniform 95% intervals that need no moments, where the "
        "paper has means: under replace the mean is carried by runs so rare that 100 do not show one. Solid line: root "
        "of the exact mean determinant, from the mean minors of a Wishart matrix (for accumulate-subsample none is "
        "known). Dotted line: exact geometric mean of the determinant under replace, from digamma functions. Sizes "
        "n ≤ d are left out: there the determinant is 0 from the first fit on, in all three workflows."
    ),
    theorems=(THEOREM,),
    parameters=PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 1 (bottom)", SIZES),
)  # fmt: skip

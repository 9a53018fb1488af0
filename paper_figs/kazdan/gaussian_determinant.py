"""Kazdan et al., Figure 1 (bottom): the determinant of the fitted covariance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.gaussian import DEPENDS, PARAMETERS, SHARED, SIZES, THEOREMS, Cell, at, cells, rows, simulations
from paper_figs.numbers import claimed, claimed_root, medians
from paper_figs.tables import columns
from paper_figs.transforms import geometric_mean
from theorems.language.papers import KAZDAN


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The d-th root of the determinant: median over runs, root of the exact mean, exact geometric mean."""
    found = []
    for one in cells(parameters, entropy, tell):
        if one.n <= one.d:
            continue
        where = {"workflow": one.workflow, "d": one.d, "n": one.n}
        seen = zip(one.t, *(geometric_mean(x, one.d) for x in medians(one.log_dets)), strict=True)
        for t, value, low, high in seen:
            for source, root in {"mean": mean(one, t), "typical": typical(one, t)}.items():
                found.append({**where, "t": t, "source": source, "value": root, "low": root, "high": root})
            found.append({**where, "t": t, "source": "simulation", "value": value, "low": low, "high": high})
    return columns(found)


def mean(one: Cell, t: int) -> float:
    """The d-th root of the mean determinant; nan where none is known."""
    if one.workflow not in THEOREMS:
        return np.nan
    here = at(one.workflow, one.n, t, f"constant(1,{one.d})")
    return claimed_root(f"{THEOREMS[one.workflow]}/determinant", here, one.d)


def typical(one: Cell, t: int) -> float:
    """The d-th root of the determinant's geometric mean; nan where none is known."""
    if one.workflow != "replace":
        return np.nan
    here = at(one.workflow, one.n, t, f"constant(1,{one.d})")
    return geometric_mean(claimed(f"{THEOREMS[one.workflow]}/log-determinant", here), one.d)


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
    theorems=tuple(THEOREMS.values()),
    parameters=PARAMETERS,
    depends=DEPENDS,
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 1 (bottom)", SIZES),
    simulations=simulations,
)  # fmt: skip

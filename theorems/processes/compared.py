"""Two workflows side by side: the same model is trained by each, and what one errs more than the other is seen."""

import sympy as sp

from theorems.language import Parameters
from theorems.language.data import GENERATION, Data
from theorems.language.laws import Choice
from theorems.language.processes import Draw, Process, Subset
from theorems.processes.exponential_families import GAMMA
from theorems.processes.known_variance import KNOWN_VARIANCE
from theorems.processes.workflows import Model


def bootstrap_and_subsample(model: Model) -> Process:
    """Two runs, independent of each other: n points of all batches so far are chosen with, and without, replacement."""
    n = model.size.symbol
    pools, seen, batches = (
        [Data(f"{what}{of}", size) for of in ("B", "S")]
        for what, size in (("pool", n * GENERATION), ("seen", n), ("batch", n))
    )
    select = (Draw(seen[0], Choice(pools[0])), Subset(seen[1], pools[1]))
    bootstrap, subsample = (sp.sympify(model.observe(data)["error"]) for data in seen)
    return Process(
        f"{model.name}_bootstrap_and_subsample",
        Parameters(model.size, *model.others),
        start=dict.fromkeys(pools, model.real),
        draws=(*select, *(Draw(batch, model.fitted(data)) for batch, data in zip(batches, seen, strict=True))),
        step={pool: (pool, batch) for pool, batch in zip(pools, batches, strict=True)},
        observables={"excess": bootstrap - subsample},
        looked_at=select,
        first=1,
    )


KNOWN, OF_GAMMA = map(bootstrap_and_subsample, (KNOWN_VARIANCE, GAMMA))
PROCESSES = (KNOWN, OF_GAMMA)

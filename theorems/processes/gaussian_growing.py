"""The Gaussian model with sample sizes that grow like a power: m, m 2^b, m 3^b, ..."""

from dataclasses import replace

from theorems.language import Parameters, integer
from theorems.language.processes import Process
from theorems.processes.gaussian import COCHRAN, SCALE, SCHEDULED, refitted, sufficient, t

FIRST = integer("m", 2, "samples of the first generation", (2, 3, 10))
POWER = integer("b", 0, "power of its number by which the size of a generation grows", (0, 1, 2))
m, b = FIRST.symbol, POWER.symbol
SIZE = m * (t + 1) ** b
FITTED = refitted("gaussian_growing", Parameters(FIRST, POWER, *SCHEDULED.parameters.items[1:]), SIZE)


def of_risk(process: Process, reduces: tuple[Process, str] | None = None) -> Process:
    """The process with the risk as its only observable."""
    risk = {"risk": process.observables["risk"]}
    parameters = Parameters(FIRST, POWER, SCALE)
    return replace(process, parameters=parameters, observables=risk, looked_at=(), reduces=reduces)


GROWING = of_risk(FITTED)
GROWING_SUFFICIENT = of_risk(sufficient("gaussian_growing_sufficient", FITTED, SIZE), (GROWING, COCHRAN))
PROCESSES = (GROWING, GROWING_SUFFICIENT)

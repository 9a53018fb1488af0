"""Moving part of the way only delays the loss of diversity."""

from lazy_lab.theorems.processes.lazy import LAZY
from theorems.language import Mean, Parameters, Source, Theorem, integer

PARAMETERS = Parameters(*LAZY.parameters, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)))
n, alpha, p0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="lazy-share",
    title="Moving part of the way only delays the loss of diversity",
    source=Source("This package", "worked example"),
    statement="The share moves part of the way to that of n draws from it. Its diversity shrinks by one factor.",
    conventions=("P_0 = p0 is given, not estimated", "k counts generations of sample-and-fit"),
    notation="P is the share, alpha the weight of the new sample",
    parameters=PARAMETERS,
    symbols={"lazy.diversity": "P_k(1-P_k)"},
    claims=(
        Mean(
            name="diversity",
            of="lazy.diversity",
            equals=p0 * (1 - p0) * (1 - alpha**2 / n) ** k,
            points=("n=2,alpha=1/2,p0=1/2,k=3", "n=3,alpha=1/4,p0=1/5,k=2"),
        ),
    ),
)

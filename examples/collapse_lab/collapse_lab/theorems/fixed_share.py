"""A fixed share of real data keeps the model near the truth."""

from collapse_lab.theorems.processes.fixed_share import FIXED_SHARE
from theorems.language import Mean, Parameters, Source, Theorem, integer

PARAMETERS = Parameters(*FIXED_SHARE.parameters, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)))
n, alpha, p0, k = PARAMETERS.symbols
memory = (1 - 1 / n) * (1 - alpha) ** 2

THEOREM = Theorem(
    id="fixed-share",
    title="A fixed share of real data keeps the model near the truth",
    source=Source("This package", "worked example"),
    statement="Without real data one of the two symbols is forgotten; a fixed share of real data stops that.",
    conventions=("P_0 = p0 is the real share, given; each of n samples is real with probability alpha, else from P_k",),
    notation="P is the share of one of two symbols",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="error",
            of="fixed_share.error",
            equals=p0 * (1 - p0) / n * (1 - memory**k) / (1 - memory),
            points=("n=2,alpha=1/4,p0=1/2,k=2", "n=5,alpha=1/10,p0=1/3,k=4"),
        ),
    ),
)

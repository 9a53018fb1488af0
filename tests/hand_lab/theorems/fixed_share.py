"""A fixed share of real data keeps the model near the truth."""

from theorems.language import Mean, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 5)),
    integer("d", 2, "symbols", (2, 3)),
    real("alpha", "[0, 1]", "share of real data", (0, "1/4", 1)),
    real("p0", "[0, 1]", "real share of the first symbol; the others are alike", (0, "1/10", "1/2", 1)),
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)),
)
n, d, alpha, p0, k = PARAMETERS.symbols
spread = 1 - p0**2 - (1 - p0) ** 2 / (d - 1)  # 1 - |p|^2
memory = (1 - 1 / n) * (1 - alpha) ** 2

THEOREM = Theorem(
    id="fixed-share",
    title="A fixed share of real data keeps the model near the truth",
    source=Source("This package", "worked example"),
    statement=(
        r"Let $P_0 = p$ and $nP_{k+1} \mid P_k \sim \mathrm{Multinomial}(n, \alpha p + (1-\alpha)P_k)$. Without "
        "real data the model forgets all but one symbol; a fixed share of real data stops it."
    ),
    conventions=("P_0 = p is the real law; each of the n samples is real with probability alpha",),
    notation="p = (p0, q, ..., q) has d - 1 equal shares q = (1-p0)/(d-1)",
    parameters=PARAMETERS,
    symbols={"fixed_share.error": r"\|P_k-p\|^2"},
    claims=(
        Mean(
            name="error",
            of="fixed_share.error",
            equals=spread / n * (1 - memory**k) / (1 - memory),
            underived="the state has as many numbers as the alphabet has symbols: it is not declared",
            points=("n=2,d=3,alpha=1/4,p0=1/2,k=2", "n=5,d=2,alpha=1/10,p0=1/3,k=4"),
        ),
    ),
)

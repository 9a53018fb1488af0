"""Powers of a share that is a martingale: Jensen's inequality."""

from sympy import Rational, sqrt

from theorems.language import Mean, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 5)),
    real("p0", "(0, 1]", "the given share", ("1/10", "1/2", 1)),
    real("m", "[1, oo)", "exponent", (1, 2, 3)),
    integer("k", 0, "generations of sample-and-fit", (0, 1, 3)),
)
n, p0, m, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="power-mean",
    title="Powers of a share grow",
    source=Source("This package", "in the text"),
    statement=r"Let $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$, $P_0 = p_0$. Its powers grow in the mean.",
    conventions=("P_0 = p0 is given", "k counts generations of sample-and-fit"),
    notation="The letters are ours.",
    parameters=PARAMETERS,
    symbols={"power_mean.power": "P_k^m"},
    claims=(
        Mean(
            name="power",
            underived="no rule has Jensen's inequality for powers that are no whole numbers",
            of="power_mean.power",
            at_least=p0**m,
            points=("n=5,p0=1/2,m=2,k=1", "n=3,p0=1/2,m=3,k=2"),
            worked={"at_least": {"p0=1/4,m=3/2": Rational(1, 8), "p0=1/3,m=5/2": sqrt(3) / 27}},
        ),
    ),
)

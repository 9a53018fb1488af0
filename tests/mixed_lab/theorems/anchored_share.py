"""A share that is anchored to fresh data forgets its start at the rate rho."""

from sympy import Abs, Rational

from theorems.language import Limit, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    real("rho", "[0, 1)", "weight of the last model", (0, "1/2", "9/10")),
    real("q", "[0, 1]", "probability that a fresh datum is 1", (0, "1/3", 1)),
    real("x0", "[0, 1]", "the given start", (0, "1/2", 1)),
    integer("k", 1, "updates", (1, 2, 8)),
)
rho, q, x0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="anchored-share",
    title="An anchored share forgets its start",
    source=Source("This package", "in the text"),
    statement=r"Let $X_{j+1} = \rho X_j + (1-\rho)B_{j+1}$, $B_j$ independent Bernoulli(q). It forgets its start.",
    conventions=("X_0 = x0 is given", "k counts updates"),
    notation="The letters are ours.",
    parameters=PARAMETERS,
    symbols={"anchored_share.share": "X_k"},
    claims=(
        Limit(
            name="share",
            underived="how the share moves is written in its kernel alone: it is not declared",
            of="anchored_share.share",
            equals=q,
            within=rho**k * Abs(x0 - q),
            variable=k,
            points=("rho=1/2,q=1/3,x0=1/2,k=3", "rho=3/4,q=2/3,x0=0,k=12"),
            worked={
                "equals": {"q=1/4": Rational(1, 4)},
                "within": {"rho=1/2,q=1/4,x0=3/4,k=2": Rational(1, 8), "rho=1/3,q=3/4,x0=1/4,k=3": Rational(1, 54)},
            },
        ),
    ),
)

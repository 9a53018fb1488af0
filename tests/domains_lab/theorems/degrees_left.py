"""What is left of the samples after d coefficients are fitted: an end of a domain that names another parameter."""

from sympy import Rational

from theorems.language import Inequality, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("d", 1, "coefficients", (1, 2, 10)),
    integer("n", "d + 2", "samples", ("d + 3", 20)),
    real("eps", "(0, d)", "slack", ("d/2", "1/3")),
)
d, n, eps = PARAMETERS.symbols

THEOREM = Theorem(
    id="degrees-left",
    title="One degree of freedom is left",
    source=Source("This package", "in the text"),
    statement=r"For $n \ge d + 2$ there is one degree of freedom left at least.",
    conventions=("n counts rows",),
    notation="The letters are ours.",
    parameters=PARAMETERS,
    claims=(
        Inequality(
            name="ratio",
            underived="its range has an end that depends on another parameter",
            quantity=(d - eps) / (n - d - 1),
            at_most=d - eps,
            worked={
                "at_most": {"d=3,eps=1/3,n=5": Rational(8, 3), "d=2,eps=1/2,n=7": Rational(3, 2)},
                "quantity": {"d=3,eps=1/3,n=9": Rational(8, 15), "d=2,eps=1/2,n=7": Rational(3, 8)},
            },
        ),
    ),
)

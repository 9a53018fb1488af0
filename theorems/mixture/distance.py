"""The distance of mixtures of normal laws that shows how a fitted mixture drifts: a sum over pairs of components."""

import sympy as sp

from theorems.language import Identity, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.mixture.overlap import NormalDensity, Overlap
from theorems.processes.mixture_pair import PARAMETERS as PAIR

PARAMETERS = Parameters(*PAIR, integer("k", 0, "which of the draws", (0, 1)))
w, a, v, u, b, c, s, k = PARAMETERS.symbols
P, Q = ((w, sp.Integer(0)), (1 - w, a)), ((u, b), (1 - u, c))
"""Weights and places of the components."""


def pairs(
    one: tuple[tuple[sp.Expr, sp.Expr], ...], other: tuple[tuple[sp.Expr, sp.Expr], ...], both: sp.Expr
) -> sp.Expr:
    """The sum over pairs of components of weights times the density of the sum of the variances at the distance."""
    return sp.Add(*(x * y * NormalDensity(m - n, both) for x, m in one for y, n in other))


NO_DENSITIES = "no rule knows integrals"
two = sp.sqrt(2 * sp.pi)
first = sp.exp(-sp.Rational(1, 12))
near, middle, far = (sp.exp(-sp.Rational(x, 12)) for x in (3, 8, 35))

THEOREM = Theorem(
    id="mixture-distance",
    title="The distance of two mixtures is a sum over pairs of their components",
    source=Source(SHUMAILOV, "Appendix A, Figure 13 (the formula is that of the published notebook)"),
    statement=(
        "p and q are mixtures of normal laws. Their squared distance, the integral of their squared difference, is "
        "a sum over all pairs of components: the product of the weights, with a minus for one of p and one of q, times "
        "the density of the normal law whose variance is the sum of both, at the distance of their means. D is p - q "
        "at a draw from p less p - q at a draw from q; its mean is that integral."
    ),
    conventions=(
        "two components on the line, of one variance in each mixture; `overlap` is what more of them, with variances "
        "of their own, are made of",
        "in d dimensions the same with covariance matrices, as densities of vectors have such a product, too",
        "the squared distance: the figure shows the logarithm of the distance",
    ),
    notation="Figure 13 shows the distance of a mixture of two, fitted again and again, to the first fit.",
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="overlap",
            quantity=Overlap(a, v, s),
            equals=NormalDensity(a, v + s),
            underived=NO_DENSITIES,
            worked={
                "quantity": {
                    "a=0,v=1,s=1": 1 / (two * sp.sqrt(2)),
                    "a=1,v=1,s=3": sp.exp(-sp.Rational(1, 8)) / (2 * two),
                }
            },
        ),
        Mean(
            name="l2",
            remark="the squared distance",
            of="mixture_pair.gap",
            equals=pairs(P, P, 2 * v) - 2 * pairs(P, Q, v + s) + pairs(Q, Q, 2 * s),
            points=(
                "w=1/4,a=2,v=1/2,u=1/3,b=1/2,c=-1,s=1,k=1",
                "w=1/2,a=3,v=1/4,u=3/4,b=1,c=5,s=2,k=2",
                "w=1/3,a=-4,v=1,u=1/5,b=0,c=1,s=1/3,k=1",
            ),
            worked={
                "equals": {
                    "w=1/4,a=2,v=1/2,u=1/3,b=1/2,c=-1,s=1": (5 + 3 * sp.exp(-2)) / (8 * two)
                    - (1 + 2 * near + 3 * middle + 6 * far) * first / (6 * sp.sqrt(3 * sp.pi))
                    + (5 + 4 * sp.exp(-sp.Rational(9, 16))) / (18 * sp.sqrt(sp.pi))
                }
            },
            underived=NO_DENSITIES,
        ),
    ),
)

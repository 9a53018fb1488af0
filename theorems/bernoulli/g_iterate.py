"""How fast the iterates g_k of 1 - exp(-x) tend to zero: the constant of forgetting."""

import sympy as sp

from theorems.language import Identity, Inequality, Parameters, Probability, Source, Theorem, integer
from theorems.language.functions import GIterate
from theorems.language.papers import SURESH

PARAMETERS = Parameters(integer("k", 1, "generations", (1, 2, 3, 10, 100, 1000)))
(k,) = PARAMETERS.symbols
g = GIterate(k)
u = 2 / g
offset = u - sp.log(u) / 3 + 1 / (18 * u) - k
SECOND = {"k=2": 1 - sp.exp(-1)}

THEOREM = Theorem(
    id="g-iterate",
    title="The iterates of 1 - exp(-x)",
    source=Source(SURESH, "Lemma 2"),
    statement=(
        "Let $g_1 = 1$ and $g_{k+1} = 1 - e^{-g_k}$. These iterates fall like the reciprocal of k, and their "
        "reciprocals are known up to a constant that is computed and a remainder of the second order."
    ),
    conventions=("k >= 1 counts applications of g(x) = 1 - exp(-x) to infinity", "H_k = 1 + 1/2 + ... + 1/k"),
    notation="The paper writes g_k for the same iterate.",
    parameters=PARAMETERS,
    claims=(
        Inequality(
            name="lower",
            quantity=g,
            at_least=1 / k,
            worked={
                "at_least": {"k=1": sp.Integer(1), "k=4": sp.Rational(1, 4)},
                "quantity": SECOND,
            },
            source=Source(SURESH, "Lemma 2 (its lower bound)"),
            sharper="lower-sharp",
        ),
        Inequality(
            name="upper",
            quantity=g,
            at_most=3 / k,
            worked={
                "at_most": {"k=1": sp.Integer(3), "k=4": sp.Rational(3, 4)},
                "quantity": SECOND,
            },
            source=Source(SURESH, "Lemma 2 (its upper bound)"),
            sharper="upper-sharp",
        ),
        Inequality(
            name="lower-sharp",
            quantity=g,
            at_least=2 / (k + 1 + (sp.harmonic(k) - 1) / 3),
            worked={
                "at_least": {"k=1": sp.Integer(1), "k=2": sp.Rational(12, 19)},
                "quantity": SECOND,
            },
        ),
        Inequality(
            name="upper-sharp",
            quantity=g,
            at_most=2 / (k + 1),
            worked={
                "at_most": {"k=1": sp.Integer(1), "k=3": sp.Rational(1, 2)},
                "quantity": SECOND,
            },
        ),
        Identity(
            name="asymptotic",
            quantity=offset,
            equals=sp.Rational("0.79824815423"),
            within=1 / (54 * k**2) + sp.Rational("1e-10"),
            worked={
                "within": {
                    "k=1": sp.Rational(1, 54) + sp.Rational("1e-10"),
                    "k=2": sp.Rational(1, 216) + sp.Rational("1e-10"),
                },
                "quantity": {"k=1": sp.Rational(37, 36) - sp.log(2) / 3},
            },
        ),
        Probability(
            name="extinction",
            remark="Z is a critical Galton-Watson process with Poisson(1) offspring, started from one individual",
            of="poisson_lineage.extinct",
            equals=sp.exp(-g),
            points=("k=1", "k=2", "k=10"),
        ),
    ),
)

"""Sums of harmonic numbers."""

from sympy import Rational, Sum, Symbol, harmonic

from theorems.language import Identity, Parameters, Source, Theorem, integer

PARAMETERS = Parameters(integer("k", 1, "number of terms", (1, 2, 3, 10)))
(k,) = PARAMETERS.symbols
j = Symbol("j", integer=True, positive=True)

THEOREM = Theorem(
    id="harmonic-sums",
    title="Sums of harmonic numbers",
    source=Source("This package", "in the text"),
    statement=r"$\sum_{j=1}^k H_j = (k+1)H_k - k$.",
    conventions=("H_j = 1 + 1/2 + ... + 1/j",),
    notation="The letters are ours.",
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="sum",
            underived="steps are to be seen, too",
            quantity=Sum(harmonic(j), (j, 1, k)),
            equals=(k + 1) * harmonic(k) - k,
            worked={"quantity": {"k=2": Rational(5, 2), "k=3": Rational(13, 3)}},
        ),
    ),
)

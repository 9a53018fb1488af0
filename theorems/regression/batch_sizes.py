"""Least squares on generated labels, new rows in every batch, batches of any sizes."""

import sympy as sp

from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.domains.sequences import sizes
from theorems.language.papers import ARULANDU
from theorems.processes.least_squares import LAM, SIGMA

PARAMETERS = Parameters(
    integer("k", 1, "fits", (1, 2, 3)),
    LAM,
    sizes("m", 1, "rows of batch i + 1 beyond d + 1", ("[5,8,4,1]", "constant(10,k)", "power(3,1,k)"), "at least k"),
    SIGMA,
)
k, lam, m, sigma = PARAMETERS.symbols
d = LAM.size
i, j = sp.symbols("i j", integer=True)
before = (d + 1) * j + m[0] + sp.Sum(m[i], (i, 1, j - 1))
"""The rows of batches 1..j."""
rows = d + 1 + m[j]
term = rows / ((before + rows) * (before + m[j]))
later, pool = sp.Sum(term, (j, 1, k - 1)), before.subs(j, k)
each = sp.Sum(1 / m[j], (j, 1, k - 1))
unit = sigma**2 * d
ONE, TWO, THREE = "lam=[2],m=[4],k=1", "lam=[4,1,1/4],m=[5,4],k=2", "lam=[2],m=[4,6,5],k=3,sigma=2"

THEOREM = Theorem(
    id="regression-batch-sizes",
    title="Least squares on generated labels in batches of any sizes",
    source=Source(ARULANDU, "section 4.1 (of one size; other sizes are ours)"),
    statement=(
        "As regression-fresh-design, but every batch has a number of rows of its own, two more than features at least. "
        "Under replace the error is bounded if and only if the sum of the inverses of these numbers, less d + 1, is "
        r"finite. Under accumulate it is bounded whatever the sizes are: all generated batches together add less than "
        r"$\sigma^2 d/n$, n the rows of the real batch, and so never double its error, $\sigma^2 d/(n - d - 1)$."
    ),
    conventions=(
        "batch i + 1 has d + 1 + m[i] rows, d the number of eigenvalues: m[0] is of the real batch",
        "rows are N(0, Sigma), lam the eigenvalues of Sigma; labels have the noise N(0, sigma^2)",
    ),
    notation="The paper has one size T.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="replace",
            of="least_squares_replace_sizes.error",
            equals=unit * (1 / m[0] + each),
            points=(ONE, TWO, THREE),
        ),
        Mean(
            name="accumulate",
            of="least_squares_accumulate_sizes.error",
            equals=unit * (1 / m[0] + later),
            points=(ONE, TWO, THREE),
        ),
        Mean(
            name="accumulate-upper",
            remark="less than twice the error of the real batch alone",
            of="least_squares_accumulate_sizes.error",
            at_most=unit * (1 / m[0] + 1 / (m[0] + d + 1) - 1 / pool),
            points=(ONE, TWO, THREE),
            worked={
                "at_most": {
                    "lam=[1],m=[2],k=1,sigma=3": sp.Rational(9, 2),
                    "lam=[2,1],m=[3,2,5],k=3,sigma=2": 8 * (sp.Rational(1, 2) - sp.Rational(1, 19)),
                }
            },
        ),
        Mean(
            name="accumulate-lower",
            remark="the error of the real batch is never made good",
            of="least_squares_accumulate_sizes.error",
            at_least=unit / m[0],
            points=(ONE, TWO, THREE),
            worked={
                "at_least": {
                    "lam=[1],m=[2],k=1,sigma=3": sp.Rational(9, 2),
                    "lam=[2,1],m=[3,2,5],k=3,sigma=2": sp.Rational(8, 3),
                }
            },
        ),
        Mean(
            name="below-replace",
            remark="never more than under replace",
            of="least_squares_accumulate_sizes.error",
            at_most=unit * (1 / m[0] + each),
            points=(ONE, TWO, THREE),
            worked={
                "at_most": {
                    "lam=[1],m=[2],k=1,sigma=3": sp.Rational(9, 2),
                    "lam=[2,1],m=[3,2,5],k=3,sigma=2": sp.Rational(124, 15),
                }
            },
        ),
    ),
)

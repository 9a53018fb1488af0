"""Chains that may be absorbed: how likely, by when, and what else must be known than that a place is absorbing."""

import sympy as sp

from theorems.language import Limit, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import SHUMAILOV
from theorems.processes import markov

PARAMETERS = Parameters(
    integer("k", 0, "steps", (0, 1, 2, 5)),
    real("a", "(0, 1]", "probability of the step into the absorbing place", ("1/3", 1)),
    markov.PARAMETERS["c"],
    real("q11", "[0, 1)", "probability to stay in the first transient place", (0, "1/2")),
    real("q12", "(0, 1 - q11]", "probability of the step from the first to the second", ("1/4",)),
    markov.ENTRIES["r1"],
    real("q22", "[0, 1)", "probability to stay in the second transient place", (0, "1/3")),
    real("q21", "(0, 1 - q22]", "probability of the step from the second to the first", ("1/3",)),
    markov.ENTRIES["r2"],
)
k, a, c, q11, q12, r1, q22, q21, r2 = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, nonnegative=True)
way = (1 - a - c) ** k
"""The probability of the first chain to be where it began."""
centre, apart = (q11 + q22) / 2, (q11 - q22) / 2
root = sp.sqrt(apart**2 + q12 * q21)


def powers(centre: sp.Expr, apart: sp.Expr, root: sp.Expr, steps: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The first row of a power of Q, by its eigenvalues centre +- root; on its diagonal are centre +- apart."""
    first, second = (centre + root) ** steps, (centre - root) ** steps
    return ((root + apart) * first + (root - apart) * second) / (2 * root), q12 * (first - second) / (2 * root)


stays, passes = powers(centre, apart, root, i)
determinant = (1 - q11) * (1 - q22) - q12 * q21

THEOREM = Theorem(
    id="absorbing-chain",
    title="A chain with an absorbing place may not be absorbed",
    source=Source(SHUMAILOV, "Appendix A.1"),
    statement=(
        "A chain steps from its transient place into an absorbing one, A, with probability a, into a pair of places "
        "between which it goes to and fro for ever with probability c, and else stays. It is absorbed with probability "
        "a/(a+c): for certainty the absorbing place must be reached from every other one, as in a model of frequencies "
        "it is. A second chain has two transient places, each reached from the other, and two absorbing ones; what "
        "the paper says of powers of its matrix holds, and the mean time until it is absorbed follows."
    ),
    conventions=(
        "the first chain starts in its transient place, the second in the first of two",
        "A is 1 where the chain is in that place, else 0: its mean is a probability; A1 likewise",
        "rows of the matrix add up to 1; the paper's matrix is the transposed one, whose columns do",
        "from the first place one steps into A1 with probability r1, from the second with r2",
    ),
    notation="The paper writes Q for steps between transient places and R for those into absorbing ones.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="absorbed",
            of="absorbing_chain.absorbed",
            equals=a / (a + c) * (1 - way),
            points=("a=1/3,c=1/4,k=1", "a=1/5,c=1/5,k=3", "a=1/2,c=0,k=2"),
        ),
        Limit(
            name="absorbed-limit",
            remark="certain exactly if c is 0: if the absorbing place is reached from every place that is",
            of="absorbing_chain.absorbed",
            equals=a / (a + c),
            within=a / (a + c) * way,
            variable=k,
            points=("a=1/3,c=1/4,k=1", "a=1/5,c=1/5,k=6"),
            worked={
                "equals": {"a=1/3,c=1/4": sp.Rational(4, 7), "a=1/2,c=0": sp.Integer(1)},
                "within": {"a=1/3,c=1/6,k=2": sp.Rational(1, 6), "a=1/4,c=1/2,k=1": sp.Rational(1, 12)},
            },
        ),
        Limit(
            name="one-state-suffices",
            remark="said of every chain with an absorbing place; what is missing to 1 is what is still on the way",
            of="absorbing_chain.absorbed",
            equals=sp.Integer(1),
            within=way,
            variable=k,
            points=("a=1/3,c=1/4,k=2", "a=1/5,c=1/5,k=6"),
            worked={
                "equals": {"a=1/3,c=1/4": sp.Integer(1)},
                "within": {"a=1/3,c=1/6,k=2": sp.Rational(1, 4), "a=1/4,c=1/2,k=1": sp.Rational(1, 4)},
            },
            source=Source(SHUMAILOV, "section 4.1 (one absorbing state)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="absorbed-limit",
            counterexample=(
                "a = c > 0: half of the paths enter the pair and never leave it. The chain of a model of frequencies, "
                "which the paper is about, is absorbed: from every state one step leads to a single symbol."
            ),
        ),
        Mean(
            name="leaving-time",
            of="absorbing_chain.leaving_time",
            equals=1 / (a + c),
            points=("a=1/3,c=1/4", "a=1/5,c=1/5"),
        ),
        Mean(
            name="block-power",
            remark="the entry for the first place and A1 of R times the sum of the powers of Q",
            of="two_transient.absorbed",
            equals=sp.Sum(r1 * stays + r2 * passes, (i, 0, k - 1)),
            points=(
                "q11=1/2,q12=1/4,r1=1/8,q22=1/3,q21=1/3,r2=1/6,k=3",
                "q11=0,q12=1/2,r1=1/2,q22=1/4,q21=1/4,r2=0,k=2",
            ),
            source=Source(SHUMAILOV, "equation (17)"),
        ),
        Mean(
            name="on-the-way",
            remark="what the power of Q has in the row of the first place, added up",
            of="two_transient.on_the_way",
            equals=sp.Add(*powers(centre, apart, root, k)),
            points=(
                "q11=1/2,q12=1/4,r1=1/8,q22=1/3,q21=1/3,r2=1/6,k=3",
                "q11=0,q12=1/2,r1=1/2,q22=1/4,q21=1/4,r2=0,k=2",
            ),
            source=Source(SHUMAILOV, "equation (17) (transient places)"),
        ),
        Mean(
            name="mean-time",
            remark=(
                "the first row of the inverse of the unit matrix less Q, added up: the paper says it cannot be had; "
                "claimed where paths end soon enough to be drawn, and true wherever the determinant is positive"
            ),
            of="two_transient.time",
            equals=(1 - q22 + q12) / determinant,
            when=determinant >= sp.Rational(1, 50),
            worked={"equals": {"q11=3/4,q12=17/100,q22=3/4,q21=1/4": sp.Integer(21)}},
            points=(
                "q11=1/2,q12=1/4,r1=1/8,q22=1/3,q21=1/3,r2=1/6",
                "q11=0,q12=1/2,r1=1/2,q22=1/4,q21=1/4,r2=0",
            ),
        ),
    ),
)

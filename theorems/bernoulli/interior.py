"""A symbol of frequency p0 is neither forgotten nor alone: how likely, after k generations."""

import sympy as sp

from theorems.bernoulli.absorption import PARAMETERS as OF_ONE_SYMBOL
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.language import Inequality, Parameters, Probability, Source, Theorem, integer, real
from theorems.language.papers import SURESH

PARAMETERS = Parameters(
    integer("n", 2, "samples per generation", (2, 3, 10, 100)),
    real("p0", "(0, 1)", "the given share of the symbol", ("1/100", "1/5", "1/2", "9/10")),
    integer("k", 1, "generations of sample-and-fit", (1, 2, 10, 50)),
    integer("r", "[(n - 1)/2, n/2]", "half of the samples, rounded down", ("n/2",)),
)
n, p0, k, r = PARAMETERS.symbols
heterozygosity = p0 * (1 - p0) * (1 - 1 / n) ** k


def lost(name: str, share: sp.Expr) -> sp.Expr:
    """The bound `bernoulli-absorption/name` on the probability that a symbol of that given share is forgotten."""
    size, given, generations = OF_ONE_SYMBOL.symbols
    bound = ABSORPTION.claim(name).value
    return bound.xreplace({size: n, given: share, generations: k})


def both(name: str) -> sp.Expr:
    """What a bound on the loss of a symbol says of the symbol and of all others, added."""
    return lost(name, p0) + lost(name, 1 - p0)


def useful(name: str) -> sp.Expr:
    """The same, a bound below 0 being taken for 0."""
    return sp.Max(0, lost(name, p0)) + sp.Max(0, lost(name, 1 - p0))


published = 1 - both("forgotten-upper")

THEOREM = Theorem(
    id="bernoulli-interior",
    title="A symbol is neither forgotten nor alone",
    source=Source(SURESH, "Appendix B.2"),
    statement=(
        r"Let $P_0 = p_0$ and $nP_{j+1} \mid P_j \sim \mathrm{Bin}(n, P_j)$: the share of one symbol among n draws. "
        "After k generations the symbol may be forgotten, or all others may be; bounds tell how likely neither is."
    ),
    conventions=(
        "n p0 need not be an integer: the given share is no frequency",
        "n >= 2: for n = 1 one symbol is alone from the first generation on",
    ),
    notation="The paper writes the event as P_k not in {0, 1}; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="lower-published",
            of="bernoulli.interior",
            at_least=published,
            points=("n=10,p0=1/2,k=2", "n=100,p0=1/5,k=10"),
            worked={
                "at_least": {
                    "n=4,p0=1/4,k=1": 1 - sp.exp(-1) - sp.exp(-3),
                    "n=2,p0=1/2,k=2": 1 - 2 * sp.exp(sp.exp(-1) - 1),
                }
            },
            source=Source(SURESH, "Appendix B.2 (its lower bound)"),
            sharper="lower",
        ),
        Probability(
            name="lower",
            remark="the larger of two published bounds, neither of which is always the larger",
            of="bernoulli.interior",
            at_least=sp.Max(published, 4 * heterozygosity),
            points=("n=10,p0=1/2,k=2", "n=5,p0=1/3,k=8"),
            worked={
                "at_least": {
                    "n=10,p0=1/5,k=1": 1 - sp.exp(-2) - sp.exp(-8),
                    "n=12,p0=1/2,k=2": 1 - 2 * sp.exp(6 * sp.exp(-1) - 6),
                    "n=2,p0=1/4,k=2": sp.Rational(3, 16),
                    "n=3,p0=1/4,k=2": sp.Rational(1, 3),
                }
            },
        ),
        Probability(
            name="upper-published",
            of="bernoulli.interior",
            at_most=1 - useful("forgotten-lower"),
            points=("n=100,p0=1/100,k=2", "n=50,p0=99/100,k=5"),
            worked={
                "at_most": {
                    "n=2,p0=1/10,k=1": 1 - sp.Rational(16, 25) * sp.exp(-sp.Rational(1, 5)),
                    "n=2,p0=9/10,k=1": 1 - sp.Rational(16, 25) * sp.exp(-sp.Rational(1, 5)),
                    "n=2,p0=1/2,k=1": sp.Integer(1),
                    "n=2,p0=1/20,k=2": 1 - sp.Rational(137, 200) * sp.exp((sp.exp(-1) - 1) / 10),
                    "n=2,p0=19/20,k=2": 1 - sp.Rational(137, 200) * sp.exp((sp.exp(-1) - 1) / 10),
                }
            },
            source=Source(SURESH, "Appendix B.2 (its upper bound)"),
            sharper="upper-sharp",
        ),
        Probability(
            name="upper-sharp",
            of="bernoulli.interior",
            at_most=1 - both("forgotten-lower-sharp"),
            points=("n=10,p0=1/5,k=5", "n=50,p0=1/20,k=10"),
            worked={
                "at_most": {
                    "n=3,p0=1/2,k=1": sp.Rational(7, 8),
                    "n=2,p0=1/3,k=1": sp.Rational(2, 3),
                    "n=2,p0=1/2,k=2": 1 - 2 ** (2 * sp.exp(-1) - 2),
                    "n=2,p0=1/3,k=2": 1 - sp.Rational(2, 3) ** (3 - 2 * sp.exp(-1)) - 3 ** (2 * sp.exp(-1) - 3),
                }
            },
            sharper="upper-occupancy",
        ),
        Probability(
            name="upper-occupancy",
            remark="an equality after one generation",
            of="bernoulli.interior",
            at_most=1 - both("forgotten-lower-occupancy"),
            points=("n=10,p0=1/5,k=1", "n=10,p0=1/5,k=3"),
            worked={
                "at_most": {"n=3,p0=1/2,k=1": sp.Rational(3, 4), "n=2,p0=1/2,k=2": 1 - 1 / sp.sqrt(2)},
            },
        ),
        Probability(
            name="seddik-lower",
            remark="an equality for two samples",
            of="bernoulli.interior",
            at_least=4 * heterozygosity,
            points=("n=2,p0=1/2,k=3", "n=3,p0=1/3,k=2"),
            worked={"at_least": {"n=2,p0=1/2,k=3": sp.Rational(1, 8), "n=3,p0=1/4,k=2": sp.Rational(1, 3)}},
            source=Source(SURESH, "Appendix B.2 (lower bound of Seddik et al., as quoted)"),
            sharper="lower-moment",
        ),
        Probability(
            name="lower-moment",
            remark="an equality for two and for three samples; for an odd number it is more than the published bound",
            of="bernoulli.interior",
            at_least=n**2 / (r * (n - r)) * heterozygosity,
            points=("n=3,p0=1/3,k=2,r=1", "n=5,p0=1/2,k=4,r=2"),
            worked={
                "at_least": {
                    "n=2,p0=1/2,k=3,r=1": sp.Rational(1, 8),
                    "n=3,p0=1/4,k=2,r=1": sp.Rational(3, 8),
                    "n=5,p0=1/3,k=1,r=2": sp.Rational(20, 27),
                }
            },
        ),
        Probability(
            name="seddik-upper",
            of="bernoulli.interior",
            at_most=2 * n * heterozygosity,
            points=("n=2,p0=1/5,k=4", "n=3,p0=1/2,k=4"),
            worked={"at_most": {"n=2,p0=1/2,k=3": sp.Rational(1, 8), "n=3,p0=1/4,k=2": sp.Rational(1, 2)}},
            source=Source(SURESH, "Appendix B.2 (upper bound of Seddik et al., as quoted)"),
            sharper="upper-moment",
        ),
        Probability(
            name="upper-moment",
            remark="an equality for two and for three samples",
            of="bernoulli.interior",
            at_most=n**2 / (n - 1) * heterozygosity,
            points=("n=3,p0=1/2,k=6", "n=4,p0=1/5,k=10"),
            worked={"at_most": {"n=2,p0=1/2,k=3": sp.Rational(1, 8), "n=3,p0=1/4,k=2": sp.Rational(3, 8)}},
        ),
        Inequality(
            name="lower-is-tightest",
            remark="the paper says it of most generations that it plots, and there it is so; it is not so of all",
            quantity=published,
            at_least=4 * heterozygosity,
            source=Source(SURESH, "Appendix B.2 (its lower bound is the tightest)"),
            worked={
                "quantity": {
                    "n=2,p0=1/2,k=2": 1 - 2 * sp.exp(sp.exp(-1) - 1),
                    "n=3,p0=1/3,k=1": 1 - sp.exp(-1) - sp.exp(-2),
                },
                "at_least": {"n=2,p0=1/2,k=2": sp.Rational(1, 4), "n=3,p0=1/3,k=1": sp.Rational(16, 27)},
            },
            expected="refuted",
            erratum="weaker",
            corrected_by="lower-late",
            counterexample=(
                "Of what the paper plots, n = 100, p0 = 1/100: from k = 46 on the bound is less than that of Seddik et "
                "al., 0.024451 and 0.024941, and from k = 57 on it is negative. Smaller: n = 2, p0 = 1/2, k = 1, 0.264 "
                "and 0.5. The larger of the two is a bound, too."
            ),
        ),
        Inequality(
            name="lower-late",
            remark="so that the published lower bound is negative, and says nothing, of late generations",
            quantity=published,
            at_most=2 * n / (k + 1) - 1,
            worked={
                "quantity": {
                    "n=2,p0=1/2,k=2": 1 - 2 * sp.exp(sp.exp(-1) - 1),
                    "n=3,p0=1/3,k=1": 1 - sp.exp(-1) - sp.exp(-2),
                },
                "at_most": {"n=3,k=2": sp.Integer(1), "n=5,k=3": sp.Rational(3, 2)},
            },
        ),
    ),
)

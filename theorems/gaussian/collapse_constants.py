"""How good the constants in the bounds of the Gaussian collapse can be."""

import sympy as sp

from theorems.gaussian.collapse import PARAMETERS as OF_COLLAPSE
from theorems.gaussian.moments import scale_moment
from theorems.language import Inequality, Parameters, Probability, Source, Theorem
from theorems.language.papers import SURESH

PARAMETERS = Parameters(*(OF_COLLAPSE[name] for name in ("n", "k", "eps", "sigma0")))
n, k, eps, sigma0 = PARAMETERS.symbols
c = scale_moment(n, 1)
POWERS = {
    "n=2,k=1": sp.sqrt(2 / sp.pi),
    "n=2,k=2": 2 / sp.pi,
    "n=3,k=2": sp.pi / 4,
    "n=5,k=2": sp.Rational(9, 32) * sp.pi,
}
"""Of c, by hand."""
SQUARES = {"n=2": 2 / sp.pi, "n=3": sp.pi / 4, "n=5": sp.Rational(9, 32) * sp.pi}
best = 8 + 2 / sp.log(2 / sp.pi)

THEOREM = Theorem(
    id="gaussian-collapse-constants",
    title="The constants of the Gaussian collapse",
    source=Source(SURESH, "section 3.3"),
    statement=(
        r"The mean of the fitted scale falls by the factor $m_n(1)$ in every generation. By Markov's inequality that "
        "is the bound of Bertrand et al. on the tail, and every bound of the factor gives another one."
    ),
    conventions=("the variance is unbiased (ddof = 1)",),
    notation="The paper writes the bound of Bertrand et al. as (sigma0/eps) alpha^k; alpha is our m_n(1).",
    parameters=PARAMETERS,
    claims=(
        Probability(
            name="bertrand",
            of="gaussian.above",
            at_most=sigma0 / eps * c**k,
            points=("n=10,k=60,eps=1/2", "n=3,k=5,eps=1/2"),
            worked={
                "at_most": {
                    "n=2,k=2,eps=1/2": 4 / sp.pi,
                    "n=3,k=2,eps=1/2,sigma0=3": sp.Rational(3, 2) * sp.pi,
                    "n=5,k=2,eps=1/4": sp.Rational(9, 8) * sp.pi,
                }
            },
            source=Source(SURESH, "section 3.3 (bound of Bertrand et al., as quoted)"),
        ),
        Inequality(
            name="improves-on-bertrand",
            quantity=sp.exp(-k / (4 * n - 1)),
            at_most=c**k,
            when=k >= 1,
            worked={
                "quantity": {"n=2,k=7": sp.exp(-1), "n=3,k=22": sp.exp(-2)},
                "at_most": {
                    "n=2,k=1": sp.sqrt(2 / sp.pi),
                    "n=2,k=2": 2 / sp.pi,
                    "n=3,k=2": sp.pi / 4,
                    "n=5,k=2": sp.Rational(9, 32) * sp.pi,
                },
            },
            source=Source(SURESH, "section 3.3 (its bound is better than that of Bertrand et al.)"),
            expected="refuted",
            erratum="weaker",
            corrected_by="bertrand-improves",
            counterexample=(
                "Every n >= 2 and k >= 1: as m_n(1) <= e^{-1/(4n-3)}, the bound of Theorem 3 is the larger one. At "
                "n = 2, k = 1: e^{-1/7} = 0.867 against sqrt(2/pi) = 0.798. (The paper's Figure 5 compares equation "
                "(3) at alpha = 0.7: at its n = 10 and eps = 0.1 the best exponent near k = 145, and from k = 313 on "
                "worse than alpha = 1.)"
            ),
        ),
        Inequality(
            name="bertrand-improves",
            quantity=sp.exp(-k / (4 * n - 1)),
            at_least=c**k,
            worked={
                "quantity": {"n=2,k=7": sp.exp(-1), "n=3,k=22": sp.exp(-2)},
                "at_least": POWERS,
            },
        ),
        Inequality(
            name="best-constant",
            remark="an equality for two samples: of this form no bound for all n is better",
            quantity=c,
            at_most=sp.exp(-1 / (4 * n - best)),
            worked={
                "quantity": {"n=2": sp.sqrt(2 / sp.pi), "n=3": sp.sqrt(sp.pi) / 2},
                "at_most": {"n=2": sp.sqrt(2 / sp.pi), "n=4": sp.exp(-1 / (8 - 2 / sp.log(2 / sp.pi)))},
            },
        ),
        Inequality(
            name="series-upper",
            quantity=c,
            at_most=sp.exp(-1 / (4 * (n - 1)) + 1 / (24 * (n - 1) ** 3)),
            worked={
                "quantity": {"n=2": sp.sqrt(2 / sp.pi), "n=3": sp.sqrt(sp.pi) / 2},
                "at_most": {"n=2": sp.exp(-sp.Rational(5, 24)), "n=3": sp.exp(-sp.Rational(23, 192))},
            },
        ),
        Inequality(
            name="square-upper",
            remark="an inequality of Gurland",
            quantity=c**2,
            at_most=1 - 1 / (2 * n - 1),
            worked={
                "quantity": SQUARES,
                "at_most": {"n=2": sp.Rational(2, 3), "n=4": sp.Rational(6, 7)},
            },
            source=Source(SURESH, "equation (15) (Gurland's inequality)"),
        ),
        Inequality(
            name="square-lower",
            quantity=c**2,
            at_least=1 - 1 / (2 * n - 2),
            worked={
                "quantity": SQUARES,
                "at_least": {"n=2": sp.Rational(1, 2), "n=4": sp.Rational(5, 6)},
            },
        ),
    ),
)

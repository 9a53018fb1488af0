"""Survival under Poisson sampling, exactly: the chain n Lambda_{j+1} | Lambda_j ~ Poisson(n Lambda_j).

E exp(-g X) = exp(-n lambda (1-e^-g)) for X ~ Poisson(n lambda): one generation takes exp(-n lambda g_k)
to exp(-n lambda g_{k+1}), exactly (Suresh et al., Theorem 2). The bounds are those of g_k.
"""

import sympy as sp

from proofs_check.bernoulli import g_iterate
from proofs_check.bernoulli.g_iterate import unfolded
from proofs_check.laws import FIRST_GENERATION, poisson_law
from proofs_check.means import by_moments
from proofs_check.steps import ByDerivatives, Cites, Equal, Induction, Step, Tends
from theorems.bernoulli.g_iterate import THEOREM as ITERATES
from theorems.language import AlmostSure, Inequality, Mean, Probability
from theorems.poisson.extinction import PARAMETERS, THEOREM

n, lambda0, k = PARAMETERS.symbols
x = sp.Symbol("x", nonnegative=True)


def survival(claim: Probability) -> list[Step]:
    """z_k(lambda) = Pr(Lambda_k = 0 | Lambda_0 = lambda) by induction on k, for all lambda at once."""
    s = sp.Symbol("s", nonnegative=True)
    extinct = 1 - claim.value
    base = extinct.subs(lambda0, 1 / n)
    law, law_step = poisson_law(n * lambda0, s)
    return [
        law_step,
        FIRST_GENERATION,
        Equal("1 - value at X/n is S^X, S being 1 - value at 1/n", extinct.subs(lambda0, x / n), base**x),
        Induction(
            "z_k(lambda) = 1 - value for every k >= 1 and lambda >= 0, as z_{k+1}(lambda) = E z_k(X/n)",
            Equal("z_1 = Pr(X = 0)", law.subs(s, 0), extinct.subs(k, 1)),
            Equal("E S^X is 1 - value at k+1", law.subs(s, base), unfolded(extinct.subs(k, k + 1))),
        ),
    ]


def _from_iterate(claim: Probability, name: str) -> list[Step]:
    """Survival increases with g_k, so a bound of g_k is one of survival."""
    exact, bound = THEOREM.claim("survival"), ITERATES.claim(name)
    assert isinstance(exact, Probability)
    assert isinstance(bound, Inequality)
    prove = g_iterate.lower_sharp if name == "lower-sharp" else g_iterate.upper_sharp
    at_bound = exact.value.subs(bound.quantity, x)
    rate = n * lambda0 * sp.exp(-n * lambda0 * x)
    return [
        *survival(exact),
        *prove(bound),
        Equal("The survival increases with g_k = x: its derivative is positive", sp.diff(at_bound, x), rate),
        Equal("At the bound of g_k it is the value", at_bound.subs(x, bound.value), claim.value),
    ]


def survival_lower(claim: Probability) -> list[Step]:
    """The sharp lower bound of g_k."""
    return _from_iterate(claim, "lower-sharp")


def survival_upper(claim: Probability) -> list[Step]:
    """The sharp upper bound of g_k."""
    return _from_iterate(claim, "upper-sharp")


def intensity(claim: Mean) -> list[Step]:
    """The intensity is a martingale."""
    return by_moments(claim)


def extinction(claim: AlmostSure) -> list[Step]:
    """1 - e^-y <= y in the upper bound of survival, which tends to 0."""
    upper = THEOREM.claim("survival-upper")
    assert isinstance(upper, Probability)
    y = claim.value
    return [
        *survival_upper(upper),
        ByDerivatives("e^-y >= 1-y for y >= 0", sp.exp(-x) - (1 - x), x, sp.Integer(0), 2),
        Equal("The upper bound of survival is 1 - e^-y with y = value", upper.value, 1 - sp.exp(-y)),
        Tends("value -> 0 as k -> oo", y, k, sp.oo, sp.Integer(0)),
        Cites(
            "The events Lambda_k != 0 decrease, 0 being absorbing: Pr(Lambda_k != 0 for every k) = 0",
            "the probability of a decreasing intersection of events is the limit of their probabilities",
        ),
    ]

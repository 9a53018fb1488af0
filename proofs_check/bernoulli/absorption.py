"""A symbol is forgotten or takes over: the chain n P_{j+1} | P_j ~ Bin(n, P_j), started at p.

Write q_k(p) = Pr(P_k = 0 | P_0 = p), so q_1(p) = (1-p)^n and q_{k+1}(p) = E q_k(X/n) with X ~ Bin(n, p).
Upper bound of q_k: E exp(-g X) = (1 - p(1-e^-g))^n <= exp(-np(1-e^-g)) (Suresh et al., Theorem 1).
Lower bounds: E (1-X/n)^a >= (1-p)^(n(1-(1-1/n)^a)) for every real a >= 1 carries (1-p)^(n gamma_k) from k
to k+1, and n gamma_k <= n g_k + 1 by induction. Late bounds come from the first two moments: P_k is a
martingale, and the mean of P_k (1-P_k) falls by the factor 1 - 1/n.
"""

import sympy as sp

from proofs_check.bernoulli.g_iterate import unfolded
from proofs_check.laws import (
    FIRST_GENERATION,
    MARKOV,
    binomial_law,
    binomial_mean_power,
    occupied,
)
from proofs_check.means import by_moments
from proofs_check.steps import ByDerivatives, Cites, Equal, Induction, Positive, Step, Tends, claimed
from theorems.bernoulli.absorption import PARAMETERS, THEOREM
from theorems.language import AlmostSure, Mean, Probability
from theorems.language import Step as StepClaim
from theorems.language.functions import GIterate, OccupancyIterate

n, p0, k = PARAMETERS.symbols
g = GIterate(k)
r, s, x, z = sp.symbols("r s x z", positive=True)
"""r is 1 - p, z is 1/(n-1)."""
ZERO, ONE = sp.Integer(0), sp.Integer(1)


def _sibling(name: str) -> Mean:
    claim = THEOREM.claim(name)
    assert isinstance(claim, Mean)
    return claim


# -- the first two moments ----------------------------------------------------------------------------------


def share(claim: Mean) -> list[Step]:
    """The share is a martingale."""
    return by_moments(claim)


def diversity_step(claim: StepClaim) -> list[Step]:
    """One generation keeps a fixed part of P(1-P) on average."""
    return by_moments(claim)


def diversity(claim: Mean) -> list[Step]:
    """Each generation multiplies the mean of P(1-P) by one factor."""
    return by_moments(claim)


def interior_bound() -> tuple[sp.Expr, list[Step]]:
    """For n >= 2 and k >= 1: an upper bound of Pr(0 < P_k < 1), and the steps that prove it."""
    claim = _sibling("diversity")
    u, v = sp.symbols("u v", nonnegative=True)
    least = (n - 1) / n**2
    excess = (x / n * (1 - x / n) - least).subs({x: 1 + u, n: 2 + u + v}, simultaneous=True)
    return claim.value / least, [
        *diversity(claim),
        Positive(
            "P_k = x/n with integer x; if 0 < x < n, P_k(1-P_k) >= (n-1)/n^2: put x = 1+u, n-x = 1+v",
            excess,
            {u: (0, sp.oo), v: (0, sp.oo)},
        ),
        Cites("Pr(0 < P_k < 1) <= E P_k(1-P_k) n^2/(n-1) for n >= 2 and k >= 1", MARKOV),
    ]


def survival_upper(claim: Probability) -> list[Step]:
    """Survival is fixation or an interior state."""
    mean, (inside, steps) = _sibling("share"), interior_bound()
    return [
        claimed(claim, n >= 2),
        *share(mean),
        *steps,
        Cites("Pr(P_k = 1) <= E P_k, as P_k <= 1", MARKOV),
        Equal("Pr(P_k != 0) = Pr(P_k = 1) + Pr(0 < P_k < 1) <= value", mean.value + inside, claim.value),
    ]


def survival_lower(claim: Probability) -> list[Step]:
    """Cauchy-Schwarz between P_k and the event that it is not 0."""
    mean, mixed = _sibling("share"), _sibling("diversity")
    square = mean.value - mixed.value
    q = sp.Symbol("q", positive=True)
    return [
        *share(mean),
        *diversity(mixed),
        Positive(
            "E P_k^2 = E P_k - E P_k(1-P_k) > 0 for 0 < p0 < 1: divided by p0, with q = (1-1/n)^k in [0, 1)",
            sp.cancel(square.subs((1 - 1 / n) ** k, q) / p0),
            {p0: (0, 1), q: (0, 1)},
            strict=True,
        ),
        Cites(
            "(E P_k)^2 <= E P_k^2 Pr(P_k != 0): Y = P_k, Z the indicator of P_k != 0",
            "Cauchy-Schwarz inequality: (E Y Z)^2 <= E Y^2 E Z^2",
        ),
        Equal("Pr(P_k != 0) >= (E P_k)^2 / E P_k^2 = value", mean.value**2 / square, claim.value),
        Equal("p0 = 0: the value is 0", claim.value.subs(p0, 0), ZERO),
    ]


def _vanishing() -> list[Step]:
    return [
        Equal("1 - 1/n = 1/(1+z) for n >= 2, z = 1/(n-1)", (1 / (1 + z)).subs(z, 1 / (n - 1)), 1 - 1 / n),
        Tends("(1+z)^-k -> 0 as k -> oo: Pr(0 < P_k < 1) -> 0", (1 + z) ** (-k), k, sp.oo, ZERO),
    ]


def absorption(claim: AlmostSure) -> list[Step]:
    """No diversity is left, unless in an interior state."""
    inside, steps = interior_bound()
    return [
        claimed(claim, n >= 2),
        *steps,
        Equal("Pr(P_k in {0,1}) = 1 - Pr(0 < P_k < 1) >= value", 1 - inside, claim.value),
        *_vanishing(),
        Cites(
            "The events P_k in {0,1} increase, 0 and 1 being absorbing, so Pr(absorbed at some k) = 1",
            "the probability of an increasing union of events is the limit of their probabilities",
        ),
    ]


def fixation(claim: Mean) -> list[Step]:
    """The mean share survives, and in the end the event of fixation carries it."""
    mean = _sibling("share")
    _, steps = interior_bound()
    return [
        *share(mean),
        *steps,
        *_vanishing(),
        Cites(
            "The events P_k = 1 increase, and so do the events P_k = 0: Pr(ends at 1) = lim Pr(P_k = 1), and "
            "the chain ends at 0 or 1 almost surely, as Pr(0 < P_k < 1) -> 0 (n = 1: it is 0 for k >= 1)",
            "the probability of an increasing union of events is the limit of their probabilities",
        ),
        Equal(
            "E P_k - Pr(0 < P_k < 1) <= Pr(P_k = 1) <= E P_k: so Pr(ends at 1) = lim E P_k = value",
            mean.value,
            claim.value,
        ),
    ]


# -- the probability of being forgotten ---------------------------------------------------------------------


def forgotten_upper(claim: Probability) -> list[Step]:
    """Induction with the generating function and 1 - y <= e^-y."""
    value = claim.value
    law, law_step = binomial_law(n, p0, s)
    base = value.subs(p0, 1 / n)
    majorant = sp.exp(-x)
    y = p0 * (1 - base)
    return [
        law_step,
        FIRST_GENERATION,
        ByDerivatives("e^-y >= 1-y for y >= 0", majorant - (1 - x), x, ZERO, 2),
        Equal("q_1(p) = Pr(X = 0) = (1-p)^n", law.subs(s, 0), (1 - p0) ** n),
        Equal("The value at X/n is S^X", value.subs(p0, x / n), base**x),
        Equal("S = e^-g_k, which lies in (0, 1)", base, sp.exp(-g)),
        Equal("E S^X = (1-y)^n with y = p(1-S), which lies in [0, 1]", law.subs(s, base), (1 - y) ** n),
        Induction(
            "q_k(p) <= value for every k >= 1 and p in [0, 1], as q_{k+1}(p) = E q_k(X/n)",
            Equal("(1-p)^n <= (e^-p)^n = value at k = 1", majorant.subs(x, p0) ** n, value.subs(k, 1)),
            Equal(
                "(1-y)^n <= (e^-y)^n = value at k+1",
                majorant.subs(x, y) ** n,
                unfolded(value.subs(k, k + 1)),
            ),
        ),
    ]


def _exponent(value: sp.Expr) -> sp.Expr:
    """a where the value is (1-p)^a; the step _power checks that it is."""
    return value.subs(p0, 1 - r).as_base_exp()[1]


def _power(value: sp.Expr) -> Step:
    return Equal("The value is r^a with r = 1-p", value.subs(p0, 1 - r), r ** _exponent(value))


def _recalled(expression: sp.Expr) -> sp.Expr:
    """gamma_1 = 1 and gamma_{k+1} = 1 - (1-1/n)^(n gamma_k), by definition."""

    def once(size: sp.Expr, index: sp.Expr) -> sp.Expr:
        if index == 1:
            return ONE
        if index == k + 1:
            return 1 - (1 - 1 / size) ** (size * OccupancyIterate(size, k))
        return OccupancyIterate(size, index)

    return expression.replace(OccupancyIterate, once)


def _occupancy(value: sp.Expr) -> list[Step]:
    """q_k(p) >= value = (1-p)^(n gamma_k)."""
    law, law_step = binomial_law(n, p0, s)
    exponent = _exponent(value)
    start, following = _recalled(exponent.subs(k, 1)), _recalled(exponent.subs(k, k + 1))
    return [
        law_step,
        FIRST_GENERATION,
        *binomial_mean_power(n),
        _power(value),
        Equal("q_1(p) = Pr(X = 0) = (1-p)^n", law.subs(s, 0), (1 - p0) ** n),
        Induction(
            "The exponent a is at least 1 for every k: at k+1 it is m(n) (see below), which increases with a",
            Positive("At k = 1 it is n >= 1", start - 1, {n: (1, sp.oo)}),
            Equal("m(n) = 1 at a = 1", occupied(n, ONE), ONE),
        ),
        Induction(
            "q_k(p) >= value for every k >= 1 and p in [0, 1], as q_{k+1}(p) = E q_k(X/n) >= E (1-X/n)^a",
            Equal("At k = 1 the exponent is n and the bound is exact", start, n),
            Equal("At k+1 the exponent is m(n), a being that at k", following, occupied(n, exponent)),
        ),
    ]


LOGARITHM = ByDerivatives("ln(1+z) <= z for z >= 0", z - sp.log(1 + z), z, ZERO, 1)


def forgotten_lower_occupancy(claim: Probability) -> list[Step]:
    """The bound, and that it is exact as k -> oo: n gamma_k decreases to the fixed point 1 of a -> m(n)."""
    t = sp.Symbol("t", nonnegative=True)
    drop = (1 + t - occupied(n, 1 + t)).subs(n, (1 + z) / z)
    end = _sibling("fixation")
    return [
        *_occupancy(claim.value),
        LOGARITHM,
        Equal("a - m(n) = 0 at a = 1, for n = (1+z)/z >= 2", drop.subs(t, 0), ZERO),
        Equal(
            "Its derivative at a = 1+t is 1 - (ln(1+z)/z) (1+z)^-t > 0 for t > 0: so m(n) < a for a > 1",
            sp.diff(drop, t),
            1 - sp.log(1 + z) / z * (1 + z) ** (-t),
        ),
        Cites(
            "n gamma_k decreases to the fixed point 1 of a -> m(n) (n = 1: it is 1): the bound tends to 1-p0",
            "a bounded monotone sequence converges; if a continuous map generates it, to a fixed point of it",
        ),
        *fixation(end),
        Equal("Pr(P_k = 0) -> 1 - Pr(ends at 1) = 1-p0 as well", 1 - end.value, 1 - p0),
    ]


def forgotten_lower_sharp(claim: Probability) -> list[Step]:
    """n gamma_k <= n g_k + 1, by induction."""
    value, occupancy = claim.value, _sibling("forgotten-lower-occupancy").value
    start = _recalled(_exponent(occupancy).subs(k, 1))
    b = _exponent(value)
    following = unfolded(b.subs(k, k + 1))
    d = (following - occupied(n, b)).subs(g, x)
    size, ell = (1 + z) / z, sp.log(1 + z)
    explicit = 1 - size * sp.exp(-x) + size * sp.exp(-ell * (1 + size * x))
    return [
        *_occupancy(occupancy),
        _power(value),
        ByDerivatives("n = 1: d(x) = b(k+1) - n(1-(1-1/n)^b(k)) >= 0 at g_k = x", d.subs(n, 1), x, ZERO, 1),
        Equal(
            "n = (1+z)/z >= 2: d(x) = 1 - n e^-x + n (1+z)^-(1+nx), b(k) being the exponent of the value",
            d.subs(n, size),
            explicit,
        ),
        Equal("d(0) = 0", explicit.subs(x, 0), ZERO),
        LOGARITHM,
        ByDerivatives("c = (1+z)ln(1+z)/z >= 1", (1 + z) * ell - z, z, ZERO, 1),
        Equal(
            "d'(x) = n e^-x (1 - (ln(1+z)/z) e^(-(c-1)x)) >= 0 for x >= 0, so d(x) >= 0",
            sp.diff(explicit, x),
            size * sp.exp(-x) * (1 - ell / z * sp.exp(-(size * ell - 1) * x)),
        ),
        Induction(
            "b(k) >= n gamma_k for every k, so value = (1-p)^b(k) <= (1-p)^(n gamma_k) <= q_k(p)",
            Positive("b(1) >= n gamma_1", b.subs(k, 1) - start, {n: (1, sp.oo)}),
            Equal(
                "b(k+1) = n(1-(1-1/n)^b(k)) + d(g_k) >= n(1-(1-1/n)^(n gamma_k)) = n gamma_{k+1}",
                following,
                occupied(n, b) + d.subs(x, g),
            ),
        ),
    ]


def forgotten_lower(claim: Probability) -> list[Step]:
    """The sharp bound, expanded."""
    sharp = _sibling("forgotten-lower-sharp")
    assert isinstance(sharp, Probability)
    G = sp.Symbol("G", positive=True)
    decay = sp.exp(-n * p0 * g)
    rest = 1 - p0 - n * G * p0**2 / 2
    p = x / (1 + x)
    return [
        *forgotten_lower_sharp(sharp),
        Equal(
            "(1-p)^(n g_k + 1) = r e^(-npg_k) e^-Y, with Y = n g_k (-ln(1-p) - p) and r = 1-p",
            sharp.value.subs(p0, 1 - r),
            (decay * (1 - p0)).subs(p0, 1 - r) * sp.exp(-n * g * (-sp.log(r) - (1 - r))),
        ),
        ByDerivatives("e^-Y >= 1-Y for Y >= 0", sp.exp(-x) - (1 - x), x, ZERO, 2),
        ByDerivatives("-ln(1-p) - p >= 0 for p = x/(1+x) in [0, 1): Y >= 0", sp.log(1 + x) - p, x, ZERO, 1),
        ByDerivatives(
            "-ln(1-p) - p <= p^2/(2(1-p)) for p = x/(1+x) in [0, 1)",
            sp.simplify(p**2 / (2 * (1 - p)) + p) - sp.log(1 + x),
            x,
            ZERO,
            1,
        ),
        Equal("-ln(1-p) = ln(1+x) for p = x/(1+x)", -sp.log(1 - p), sp.log(1 + x)),
        Equal(
            "So (1-p)^(n g_k + 1) >= e^(-npg_k) (1 - p - n g_k p^2/2)",
            (1 - p0) * (1 - n * G * p0**2 / (2 * (1 - p0))),
            rest,
        ),
        Positive(
            "1 - p - n g_k p^2/2 >= value e^(npg_k), as 0 < g_k <= 1, n >= 1, k >= 1 and p >= 0",
            rest - (claim.value / decay).subs(g, G),
            {n: (1, sp.oo), k: (1, sp.oo), p0: (0, sp.oo), G: (0, 1)},
        ),
    ]

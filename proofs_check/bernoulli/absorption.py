"""A symbol is forgotten or takes over: the chain n P_{j+1} | P_j ~ Bin(n, P_j), started at p.

Write q_k(p) = Pr(P_k = 0 | P_0 = p), so q_1(p) = (1-p)^n and q_{k+1}(p) = E q_k(X/n) with X ~ Bin(n, p).
Upper bound of q_k: E exp(-g X) = (1 - p(1-e^-g))^n <= exp(-np(1-e^-g)) (Suresh et al., Theorem 1).
Lower bounds: E (1-X/n)^a >= (1-p)^m(n), m(n) = n(1-(1-1/n)^a), for every real a >= 1, because
d ln E(Y/n)^a / d ln(1-p) is a weighted mean of m(1), ..., m(n), which increase (Y = n - X). Hence
q_k(p) >= (1-p)^(n gamma_k), and n gamma_k <= n g_k + 1 by induction. Late bounds come from the first two
moments: P_k is a martingale, and the mean of P_k (1-P_k) falls by the factor 1 - 1/n.
"""

import sympy as sp

from proofs_check.bernoulli.g_iterate import unfolded
from proofs_check.laws import FIRST_GENERATION, binomial_law
from proofs_check.steps import ByDerivatives, Cites, Equal, Induction, Positive, Step, Tends
from theorems.bernoulli.absorption import PARAMETERS, THEOREM
from theorems.language import AlmostSure, Mean, Probability
from theorems.language import Step as StepClaim
from theorems.language.functions import GIterate, OccupancyIterate

n, p0, k = PARAMETERS.symbols
g = GIterate(k)
r, s, x, z = sp.symbols("r s x z", positive=True)
"""r is 1 - p, z is 1/(n-1)."""
ZERO = sp.Integer(0)


def _sibling(name: str) -> Mean:
    claim = THEOREM.claim(name)
    assert isinstance(claim, Mean)
    return claim


# -- the first two moments ------------------------------------------------------------------------------------


def _one_generation() -> tuple[sp.Expr, sp.Expr, list[Step]]:
    """E[P_1 | P_0 = p] and E[P_1 (1-P_1) | P_0 = p] from the generating function."""
    law, step = binomial_law(n, p0, s)
    mean = sp.diff(law, s).subs(s, 1) / n
    kept = sp.simplify(mean - (sp.diff(law, s, 2) + sp.diff(law, s)).subs(s, 1) / n**2)
    return mean, kept, [step, Cites("E f(P_{k+1}) = E E[f(P_{k+1}) | P_k]", "tower property")]


def share(claim: Mean) -> list[Step]:
    """One generation keeps the mean."""
    mean, _, steps = _one_generation()
    value = claim.value
    return [
        *steps,
        Equal("E[P_1 | P_0 = p] = p, from the derivative of the generating function at 1", mean, p0),
        Induction(
            "E P_k is the claimed value for every k",
            Equal("At k = 1", value.subs(k, 1), mean),
            Equal("From k to k+1", value.subs(k, k + 1), mean.subs(p0, value)),
        ),
    ]


def diversity_step(claim: StepClaim) -> list[Step]:
    """E[P(1-P)] after one generation, from the second derivative of the generating function."""
    _, kept, steps = _one_generation()
    name = "E[P_{j+1}(1-P_{j+1}) | P_j = p] is the claimed multiple of p(1-p)"
    return [*steps, Equal(name, kept, claim.value * p0 * (1 - p0))]


def diversity(claim: Mean) -> list[Step]:
    """Each generation multiplies the mean of P(1-P) by one factor."""
    _, kept, steps = _one_generation()
    value, factor = claim.value, 1 - 1 / n
    return [
        *steps,
        Equal("E[P_1(1-P_1) | P_0 = p] = (1-1/n) p(1-p)", kept, factor * p0 * (1 - p0)),
        Induction(
            "E P_k(1-P_k) is the claimed value for every k",
            Equal("At k = 1", value.subs(k, 1), kept),
            Equal("From k to k+1 it is multiplied by 1-1/n", value.subs(k, k + 1), factor * value),
        ),
    ]


def _interior() -> tuple[sp.Expr, list[Step]]:
    """For n >= 2: an upper bound of Pr(0 < P_k < 1), and the steps that prove it."""
    claim = _sibling("diversity")
    u, v = sp.symbols("u v", nonnegative=True)
    least = (n - 1) / n**2
    share_of = (x / n * (1 - x / n) - least).subs({x: 1 + u, n: 2 + u + v}, simultaneous=True)
    return claim.value / least, [
        *diversity(claim),
        Positive(
            "P = x/n with 1 <= x <= n-1 has P(1-P) >= (n-1)/n^2: put x = 1+u, n-x = 1+v",
            share_of,
            {u: (0, sp.oo), v: (0, sp.oo)},
        ),
        Cites(
            "So Pr(0 < P_k < 1) <= E P_k(1-P_k) n^2/(n-1) for n >= 2, as P_k is a multiple of 1/n for k >= 1",
            "Markov's inequality: Pr(Y >= c) <= E Y / c for Y >= 0 and c > 0",
        ),
    ]


def survival_upper(claim: Probability) -> list[Step]:
    """Survival is fixation or an interior state."""
    mean, (inside, steps) = _sibling("share"), _interior()
    return [
        *share(mean),
        *steps,
        Cites("Pr(P_k = 1) <= E P_k", "Markov's inequality: Pr(Y >= c) <= E Y / c for Y >= 0 and c > 0"),
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
            "E P_k^2 = E P_k - E P_k(1-P_k) > 0 for 0 < p0 < 1: over p0, it is positive for 0 <= (1-1/n)^k < 1",
            sp.cancel(square.subs((1 - 1 / n) ** k, q) / p0),
            {p0: (0, 1), q: (0, 1)},
            strict=True,
        ),
        Cites(
            "(E P_k)^2 <= E P_k^2 Pr(P_k != 0)",
            "Cauchy-Schwarz inequality: (E Y Z)^2 <= E Y^2 E Z^2, with Y = P_k and Z the indicator of P_k != 0",
        ),
        Equal("(E P_k)^2 / E P_k^2 is the value", mean.value**2 / square, claim.value),
    ]


def _vanishing() -> list[Step]:
    return [
        Tends("(1-1/n)^k -> 0 as k -> oo for n >= 2: with 1/(n-1) = z it is (1+z)^-k", (1 + z) ** (-k), k, sp.oo, ZERO),
        Equal("1 - 1/n = 1/(1+z) for z = 1/(n-1)", (1 / (1 + z)).subs(z, 1 / (n - 1)), 1 - 1 / n),
    ]


def absorption(claim: AlmostSure) -> list[Step]:
    """No diversity left, unless in an interior state."""
    inside, steps = _interior()
    return [
        *steps,
        Equal("Pr(P_k in {0,1}) = 1 - Pr(0 < P_k < 1) >= value", 1 - inside, claim.value),
        *_vanishing(),
        Cites(
            "The events P_k in {0,1} increase, as 0 and 1 are absorbing, and their probability tends to 1: "
            "absorption is almost sure",
            "continuity of a probability measure along increasing events",
        ),
    ]


def fixation(claim: Probability) -> list[Step]:
    """The mean share survives, and in the end it is carried by the event of fixation."""
    mean = _sibling("share")
    _, steps = _interior()
    return [
        *share(mean),
        *steps,
        *_vanishing(),
        Cites(
            "The events P_k = 0 increase, and so do the events P_k = 1; hence Pr(ends at 1) = lim Pr(P_k = 1), and "
            "almost surely the chain ends at 0 or 1, since Pr(0 < P_k < 1) -> 0 (n = 1: it is 0 for k >= 1)",
            "continuity of a probability measure along increasing events",
        ),
        Equal(
            "E P_k - Pr(0 < P_k < 1) <= Pr(P_k = 1) <= E P_k, so Pr(ends at 1) = lim E P_k, the value",
            mean.value,
            claim.value,
        ),
    ]


# -- the probability of being forgotten -------------------------------------------------------------------------


def forgotten_upper(claim: Probability) -> list[Step]:
    """Induction with the generating function and 1 - y <= e^-y."""
    value = claim.value
    law, law_step = binomial_law(n, p0, s)
    base = value.subs(p0, 1 / n)
    majorant = sp.exp(-x)
    return [
        law_step,
        FIRST_GENERATION,
        ByDerivatives("e^-y >= 1-y for y >= 0", majorant - (1 - x), x, ZERO, 2),
        Equal("q_1(p) = Pr(X = 0) = (1-p)^n", law.subs(s, 0), (1 - p0) ** n),
        Equal("The value at X/n is S^X", value.subs(p0, x / n), base**x),
        Equal("S = e^-g_k, which lies in (0, 1)", base, sp.exp(-g)),
        Equal("E S^X = (1-y)^n with y = p(1-S), which lies in [0, 1]", law.subs(s, base), (1 - p0 * (1 - base)) ** n),
        Induction(
            "q_k(p) <= value for every k >= 1 and p in [0, 1], as q_{k+1}(p) = E q_k(X/n)",
            Equal("(1-p)^n <= (e^-p)^n is the value at k = 1", majorant.subs(x, p0) ** n, value.subs(k, 1)),
            Equal(
                "E S^X <= (e^-y)^n is the value at k+1",
                majorant.subs(x, p0 * (1 - base)) ** n,
                unfolded(value.subs(k, k + 1)),
            ),
        ),
    ]


def _exponent(value: sp.Expr) -> sp.Expr:
    """a where the value is (1-p)^a (the step _power checks that it is)."""
    return value.subs(p0, 1 - r).as_base_exp()[1]


def _power(value: sp.Expr) -> Step:
    return Equal("The value is (1-p)^a, and we write r = 1-p", value.subs(p0, 1 - r), r ** _exponent(value))


def _recalled(expression: sp.Expr) -> sp.Expr:
    """gamma_1 = 1 and gamma_{k+1} = 1 - (1-1/n)^(n gamma_k), by definition."""

    def once(size: sp.Expr, index: sp.Expr) -> sp.Expr:
        if index == 1:
            return sp.Integer(1)
        if index == k + 1:
            return 1 - (1 - 1 / size) ** (size * OccupancyIterate(size, k))
        return OccupancyIterate(size, index)

    return expression.replace(OccupancyIterate, once)


def _mean_power() -> tuple[sp.Symbol, sp.Expr, list[Step]]:
    """a, m(n), and the proof of E (1-X/n)^a >= (1-p)^m(n) for X ~ Bin(n, p) and real a >= 1."""
    a, b = sp.Symbol("a", positive=True), sp.Symbol("b", nonnegative=True)
    y, w, F = sp.Symbol("y", positive=True), sp.Symbol("w", positive=True), sp.Function("F")
    m = n * (1 - (1 - 1 / n) ** a)
    mass = sp.binomial(n, y) * r**y * (1 - r) ** (n - y)
    odds = (n - y) * r / (1 - r)
    return a, m, [
        Cites(
            "Y = n - X has Pr(Y = y) = w_y = C(n,y) r^y (1-r)^(n-y) with r = 1-p",
            "n minus a Bin(n, p) variable is Bin(n, 1-p)",
        ),
        Equal("(y+1) w_{y+1} = (n-y) r/(1-r) w_y", sp.combsimp((y + 1) * mass.subs(y, y + 1) / mass), odds),
        Equal("r dw_y/dr = (y - (n-y) r/(1-r)) w_y = y w_y - (y+1) w_{y+1}", r * sp.diff(sp.log(mass), r), y - odds),
        Equal(
            "With h(y) = (y/n)^a and m(y) = y(1-(1-1/y)^a): y(h(y)-h(y-1)) = m(y) h(y) for y > 1 (here y = 1+w)",
            (1 + w) * (((1 + w) / n) ** a - (w / n) ** a),
            (m.subs(n, y) * (y / n) ** a).subs(y, 1 + w),
        ),
        Equal("and for y = 1, where h(0) = 0 and m(1) = 1", m.subs(n, 1), sp.Integer(1)),
        Equal(
            "m'(y) = 1 - (1+aw)/(1+w)^a at y = 1 + 1/w",
            sp.diff(m.subs(n, y), y).subs(y, (1 + w) / w),
            1 - (1 + a * w) * (1 + w) ** (-a),
        ),
        ByDerivatives(
            "(1+w)^a >= 1+aw for w >= 0 and a = 1+b >= 1: m(y) increases for y >= 1",
            (1 + w) ** (1 + b) - 1 - (1 + b) * w,
            w,
            ZERO,
            2,
        ),
        Equal(
            "F(r) = sum of h(y) w_y has rF' = sum of y(h(y)-h(y-1)) w_y = sum of m(y) h(y) w_y <= m(n) F, so F r^-m(n) "
            "does not increase on (0, 1)",
            sp.diff(F(r) * r ** (-a), r),
            r ** (-a - 1) * (r * sp.diff(F(r), r) - a * F(r)),
        ),
        Equal(
            "At r = 1 all mass is at y = n and F = h(n) = 1: F(r) = E(Y/n)^a >= r^m(n) on [0, 1]",
            ((y / n) ** a).subs(y, n),
            sp.Integer(1),
        ),
    ]


def _occupancy(value: sp.Expr) -> list[Step]:
    """q_k(p) >= value = (1-p)^(n gamma_k)."""
    a, m, steps = _mean_power()
    law, law_step = binomial_law(n, p0, s)
    exponent = _exponent(value)
    start, following = _recalled(exponent.subs(k, 1)), _recalled(exponent.subs(k, k + 1))
    return [
        law_step,
        FIRST_GENERATION,
        *steps,
        _power(value),
        Induction(
            "The exponent of the value is at least 1 for every k: it is n at k = 1, and m(n) increases with a >= 1",
            Positive("n >= 1", start - 1, {n: (1, sp.oo)}),
            Equal("m(n) = 1 at a = 1", m.subs(a, 1), sp.Integer(1)),
        ),
        Equal("q_1(p) = Pr(X = 0) = (1-p)^n", law.subs(s, 0), (1 - p0) ** n),
        Induction(
            "q_k(p) >= value for every k >= 1 and p in [0, 1], as q_{k+1}(p) = E q_k(X/n) >= E (1-X/n)^a",
            Equal("The exponent is n at k = 1, where the bound is exact", start, n),
            Equal("The exponent at k+1 is m(n) at a = the exponent at k", following, m.subs(a, exponent)),
        ),
    ]


LOGARITHM = ByDerivatives("ln(1+z) <= z for z >= 0", z - sp.log(1 + z), z, ZERO, 1)


def forgotten_lower_occupancy(claim: Probability) -> list[Step]:
    """The bound, and that it is exact as k -> oo: n gamma_k decreases to the fixed point 1 of a -> m(n)."""
    t = sp.Symbol("t", nonnegative=True)
    a, m, _ = _mean_power()
    drop = (a - m).subs(n, (1 + z) / z).subs(a, 1 + t)
    return [
        *_occupancy(claim.value),
        LOGARITHM,
        Equal("a - m(n) at a = 1 is 0, for n = (1+z)/z >= 2", drop.subs(t, 0), ZERO),
        Equal(
            "Its derivative at a = 1+t is 1 - (ln(1+z)/z) (1+z)^-t > 0 for t > 0: so m(n) < a for a > 1",
            sp.diff(drop, t),
            1 - sp.log(1 + z) / z * (1 + z) ** (-t),
        ),
        Cites(
            "n gamma_k decreases and stays at least 1, so it tends to a fixed point of a -> m(n), which is 1 (n = 1: "
            "n gamma_k = 1): the bound tends to 1-p0",
            "a monotone bounded sequence converges, and the limit of an iteration of a continuous map is a fixed point",
        ),
        *fixation(_sibling("fixation")),
        Equal("Pr(P_k = 0) -> 1 - Pr(ends at 1) = 1-p0 as well", 1 - _sibling("fixation").value, 1 - p0),
    ]


def forgotten_lower_sharp(claim: Probability) -> list[Step]:
    """n gamma_k <= n g_k + 1, by induction."""
    value, occupancy = claim.value, _sibling("forgotten-lower-occupancy").value
    start = _recalled(_exponent(occupancy).subs(k, 1))
    exponent = _exponent(value)
    _, size = _mean_power()[0], (1 + z) / z
    at_g = exponent.subs(g, x)
    gap = unfolded(exponent.subs(k, k + 1)).subs(g, x) - n * (1 - (1 - 1 / n) ** at_g)
    ell = sp.log(1 + z)
    explicit = 1 - size * sp.exp(-x) + size * sp.exp(-ell * (1 + size * x))
    return [
        *_occupancy(occupancy),
        _power(value),
        ByDerivatives("n = 1, any x >= 0: d(x) >= 0 (d is defined below)", gap.subs(n, 1), x, ZERO, 1),
        Equal(
            "n = (1+z)/z >= 2: d(x) = b(k+1) - n(1-(1-1/n)^b(k)) at g_k = x, b(k) being the exponent of the value, is "
            "1 - n e^-x + n (1+z)^-(1+nx)",
            gap.subs(n, size),
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
            "b(k) >= n gamma_k for every k, so (1-p)^b(k) <= (1-p)^(n gamma_k) <= q_k(p)",
            Positive("b(1) >= n gamma_1 = n", exponent.subs(k, 1) - start, {n: (1, sp.oo)}),
            Equal(
                "b(k+1) - d(g_k) = n(1-(1-1/n)^b(k)) >= n(1-(1-1/n)^(n gamma_k)) = n gamma_{k+1}",
                unfolded(exponent.subs(k, k + 1)) - gap.subs(x, g),
                n * (1 - (1 - 1 / n) ** exponent),
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
        ByDerivatives("e^-Y >= 1-Y", sp.exp(-x) - (1 - x), x, ZERO, 2),
        ByDerivatives(
            "-ln(1-p) - p <= p^2/(2(1-p)) for p = x/(1+x) in [0, 1)",
            sp.simplify(p**2 / (2 * (1 - p)) + p) - sp.log(1 + x),
            x,
            ZERO,
            1,
        ),
        Equal(
            "So (1-p)^(n g_k + 1) >= e^(-npg_k) (1 - p - n g_k p^2/2)",
            (1 - p0) * (1 - n * G * p0**2 / (2 * (1 - p0))),
            rest,
        ),
        Positive(
            "The value over e^(-npg_k) is at most 1 - p - n g_k p^2/2, as 0 < g_k <= 1, n >= 1, k >= 1",
            rest - (claim.value / decay).subs(g, G),
            {n: (1, sp.oo), k: (1, sp.oo), p0: (0, sp.oo), G: (0, 1)},
        ),
    ]

"""The iterates g_1 = 1, g_{k+1} = 1 - exp(-g_k): bounds, asymptotics, and what they are probabilities of.

1/(1 - e^-x) lies below 1/x + 1 (e^x >= 1 + x), above 1/x + 1/2 and below 1/x + 1/2 + x/12; each bound turns
the iteration into a sum. For the asymptotics, A(u) = u - ln(u)/3 + 1/(18u) is a coordinate in which one
iteration is almost the shift by one: A(u_{k+1}) - A(u_k) - 1 = D(g_k) with 0 <= D(x) <= x^3/216, so
A(u_k) - k increases to its limit, and the limit is read off at one large k. Suresh et al., Lemma 2, for
the first bound.
"""

import sympy as sp

from proofs_check.laws import poisson_law
from proofs_check.steps import (
    AtIntegers,
    ByDerivatives,
    Cites,
    Equal,
    Induction,
    Positive,
    Step,
    Tends,
)
from theorems.bernoulli.g_iterate import PARAMETERS, THEOREM
from theorems.language import Identity, Inequality, Probability
from theorems.language.functions import GIterate

(k,) = PARAMETERS.symbols
x = sp.Symbol("x", positive=True)
LATE = 15000
"""The k at which the limit C is read off: there it is known up to 1/(54 k (k+1)) < 1e-10."""


def unfolded(expression: sp.Expr) -> sp.Expr:
    """The expression with g_{k+1} written as 1 - exp(-g_k)."""
    return expression.subs(GIterate(k + 1), GIterate.unfold(k))


def _recursion(quantity: sp.Expr) -> Step:
    following = unfolded(quantity.subs(k, k + 1))
    return Equal("The quantity at k+1 is 1 - e^-x at x = the quantity at k", following, 1 - sp.exp(-quantity))


def lower(claim: Inequality) -> list[Step]:
    """1 - e^-x >= x/(1+x), so a lower bound v(k) of g_k gives the bound v/(1+v) of g_{k+1}."""
    v, g = claim.value, claim.quantity
    return [
        ByDerivatives("e^x - 1 - x >= 0 for x >= 0", sp.exp(x) - 1 - x, x, sp.Integer(0), 2),
        Equal(
            "Hence 1 - e^-x >= x/(1+x) for x >= 0",
            1 - sp.exp(-x) - x / (1 + x),
            sp.exp(-x) * (sp.exp(x) - 1 - x) / (1 + x),
        ),
        _recursion(g),
        Positive("The bound v(k) is positive", v, {k: (1, sp.oo)}, strict=True),
        Induction(
            "g_k >= v(k) for every k: 1 - e^-x increases, so g_{k+1} >= 1 - e^-v(k) >= v/(1+v) >= v(k+1)",
            Positive("g_1 >= v(1)", g.subs(k, 1) - v.subs(k, 1)),
            Positive("v(k)/(1+v(k)) >= v(k+1)", v / (1 + v) - v.subs(k, k + 1), {k: (1, sp.oo)}),
        ),
    ]


def upper_sharp(claim: Inequality) -> list[Step]:
    """1 - e^-x <= 2x/(2+x), so an upper bound v(k) of g_k gives the bound 2v/(2+v) of g_{k+1}."""
    v, g = claim.value, claim.quantity
    gap = (2 + x) * sp.exp(-x) - (2 - x)
    return [
        ByDerivatives("(2+x) e^-x - (2-x) > 0 for x > 0", gap, x, sp.Integer(0), 2, strict=True),
        Equal("Hence 1 - e^-x < 2x/(2+x) for x > 0", 2 * x / (2 + x) - (1 - sp.exp(-x)), gap / (2 + x)),
        _recursion(g),
        Positive("The bound v(k) is positive", v, {k: (1, sp.oo)}, strict=True),
        Induction(
            "g_k <= v(k) for every k: 2x/(2+x) increases, so g_{k+1} < 2v/(2+v) <= v(k+1), strictly",
            Positive("g_1 <= v(1)", v.subs(k, 1) - g.subs(k, 1)),
            Positive("2v(k)/(2+v(k)) <= v(k+1)", v.subs(k, k + 1) - 2 * v / (2 + v), {k: (1, sp.oo)}),
        ),
    ]


def upper(claim: Inequality) -> list[Step]:
    """Weaker than the sharp bound."""
    sharp = THEOREM.claim("upper-sharp")
    assert isinstance(sharp, Inequality)
    return [
        *upper_sharp(sharp),
        Equal("It is the same quantity", claim.quantity, sharp.quantity),
        Positive("The sharp bound is at most the bound", claim.value - sharp.value, {k: (1, sp.oo)}),
    ]


def lower_sharp(claim: Inequality) -> list[Step]:
    """1/(1-e^-x) <= 1/x + 1/2 + x/12, summed with x = g_j <= 2/(j+1)."""
    sharp = THEOREM.claim("upper-sharp")
    assert isinstance(sharp, Inequality)
    H = sp.Symbol("H", positive=True)

    def with_h(expression: sp.Expr) -> sp.Expr:
        return sp.expand_func(expression).subs(sp.harmonic(k), H)

    w, g = 2 / claim.value, claim.quantity
    gap = sp.exp(x) * (12 - 6 * x + x**2) - (12 + 6 * x + x**2)
    following = 2 / x + 1 + x / 6
    growth = following - 2 / x
    increment = with_h(w.subs(k, k + 1)) - with_h(w) - growth.subs(x, sharp.value)
    domain = {k: (1, sp.oo), H: (1, sp.oo)}
    return [
        *upper_sharp(sharp),
        ByDerivatives("e^x (12-6x+x^2) - (12+6x+x^2) > 0 for x > 0", gap, x, sp.Integer(0), 3, strict=True),
        Equal(
            "Hence 2/(1-e^-x) < 2/x + 1 + x/6 for x > 0, that is 2/g_{k+1} < 2/g_k + 1 + g_k/6",
            following - 2 / (1 - sp.exp(-x)),
            gap / (6 * x * (sp.exp(x) - 1)),
        ),
        _recursion(g),
        Positive("w(k) = 2/bound is positive, H_k being at least 1", with_h(w), domain, strict=True),
        Induction(
            "2/g_k <= w(k) for every k: 2/g_{k+1} < 2/g_k + 1 + g_k/6 <= w(k) + 1 + 1/(3(k+1)) <= w(k+1)",
            Positive("2/g_1 <= w(1)", w.subs(k, 1) - 2 / g.subs(k, 1)),
            Positive(
                "w(k+1) - w(k) >= 1 + g_k/6 for the largest g_k allowed, with H_{k+1} = H_k + 1/(k+1)",
                increment,
                domain,
            ),
        ),
    ]


def _sign_on_unit_interval(name: str, slope: sp.Expr) -> list[Step]:
    """slope >= 0 on (0, 1]: it is an exponential polynomial of order x^6 at 0, over a positive factor."""
    factor = 36 * x**2 * (sp.exp(x) - 1) ** 2 * sp.exp(x)
    E = sp.Dummy("E", positive=True)
    rational = (slope * factor).subs({sp.exp(-x): 1 / E, sp.exp(x): E})
    numerator = sp.expand(sp.cancel(rational).subs(E, sp.exp(x)))
    half = sp.Rational(1, 2)
    return [
        Equal(f"{name} = N(x) / (36 x^2 (e^x-1)^2 e^x)", slope, numerator / factor),
        ByDerivatives(f"N(x) >= 0 on [0, 1/2] for {name}", numerator, x, sp.Integer(0), 6, high=half),
        ByDerivatives(f"N(x) >= 0 on [1/2, 1] for {name}", numerator, x, half, 4, high=sp.Integer(1)),
    ]


def asymptotic(claim: Identity) -> list[Step]:
    """A(u_k) - k increases to C, at most 1/(54 k (k+1)) below it; C is enclosed at one late k."""
    q, value, within = claim.quantity, claim.value, claim.within
    sharp, below = THEOREM.claim("upper-sharp"), THEOREM.claim("lower-sharp")
    assert within is not None
    assert isinstance(sharp, Inequality)
    assert isinstance(below, Inequality)
    D = (unfolded(q.subs(k, k + 1)) - q).subs(GIterate(k), x)
    image, y = 1 - sp.exp(-x), sp.Symbol("y", positive=True)
    tail = 1 / (54 * k * (k + 1))
    slack = sp.limit(within, k, sp.oo)
    generations = {k: (1, sp.oo)}
    return [
        *lower_sharp(below),
        Equal(
            "q(k+1) - q(k) = D(g_k): with y = 1-e^-x, D(x) = (2/y - 2/x) - 1 + ln(y/x)/3 - x/36 + y/36",
            D.subs(sp.exp(-x), 1 - y),
            (2 / y - 2 / x) - 1 + sp.log(y / x) / 3 - x / 36 + y / 36,
        ),
        Tends("2/(1-e^-x) - 2/x -> 1 as x -> 0", 2 / image - 2 / x, x, 0, sp.Integer(1)),
        Tends("(1-e^-x)/x -> 1 as x -> 0, so D(x) -> 1 - 1 + 0 = 0", image / x, x, 0, sp.Integer(1)),
        *_sign_on_unit_interval("D'(x)", sp.diff(D, x)),
        *_sign_on_unit_interval("x^2/72 - D'(x)", x**2 / 72 - sp.diff(D, x)),
        Equal("Hence 0 <= D(x) <= x^3/216 on (0, 1]", sp.diff(x**3 / 216, x), x**2 / 72),
        Positive(
            "With g_j <= 2/(j+1): D(g_j) <= t(j) - t(j+1) for t(j) = 1/(54 j (j+1))",
            tail - tail.subs(k, k + 1) - (x**3 / 216).subs(x, sharp.value),
            generations,
        ),
        Tends(
            "t(k) -> 0: so q(k) increases to a limit C, and q(k) <= C <= q(k) + t(k) for every k",
            tail,
            k,
            sp.oo,
            sp.Integer(0),
        ),
        Tends("The remainder r(k) that is claimed tends to r", within, k, sp.oo, slack),
        AtIntegers(f"C <= q(K) + t(K) < value + r at K = {LATE}", value + slack - (q + tail), k, LATE, LATE),
        Positive("r <= r(k), so q(k) <= C <= value + r(k) for every k", within - slack, generations),
        AtIntegers(f"C >= q(K) > value - r at K = {LATE}", q - (value - slack), k, LATE, LATE),
        Positive("t(k) + r <= r(k), so q(k) >= C - t(k) >= value - r(k)", within - slack - tail, generations),
        Cites("1 <= H_k <= 1 + ln k", "comparison of the harmonic sum with the integral of 1/x"),
        Tends(
            "k+1 <= u_k <= k+1+ln(k)/3 for u_k = 2/g_k, u_k/k -> 1: ln u_k = ln k + o(1), 1/(18 u_k) = o(1)",
            (k + 1 + sp.log(k) / 3) / k,
            k,
            sp.oo,
            sp.Integer(1),
        ),
    ]


def extinction(claim: Probability) -> list[Step]:
    """The extinction probabilities are the iterates of the generating function e^(s-1) at 0."""
    s = sp.Symbol("s", real=True)
    value = claim.value
    f, law = poisson_law(sp.Integer(1), s)
    return [
        law,
        Cites(
            "e_1 = f(0) and e_{k+1} = f(e_k) for e_k = Pr(extinct at generation k), f(s) = E s^(offspring)",
            "branching property: the families of the first generation are independent copies of the process",
        ),
        Induction(
            "e_k is the value for every k >= 1",
            Equal("f(0) is the value at k = 1", value.subs(k, 1), f.subs(s, 0)),
            Equal("f(value at k) is the value at k+1", unfolded(value.subs(k, k + 1)), f.subs(s, value)),
        ),
    ]

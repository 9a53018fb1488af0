"""Signs of expressions in powers of the one-generation moments while k/n is small: k >= 1 and 10 k <= n.

With v = 1/(n-1) and u = k v, so that 0 < v <= u <= 1/9, the powers are exponentials of small numbers: R = (1+2v)^k,
Q = (1+v)^k and C = m_n(1)^k. Logarithms and exponentials are replaced by Taylor polynomials whose remainders are
symbols with known ranges. What is left is a polynomial, divided by u^3 and decided in balls on a compact box.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from proofs_check.gaussian.moments import a, mean_factor_bounds
from proofs_check.steps import ByDerivatives, Equal, OnBox, Positive, Step

NINTH, QUARTER = sp.Rational(1, 9), sp.Rational(1, 4)
u, w, v, x, y = sp.symbols("u w v x y", nonnegative=True)
"""w = v/u; x is an argument of the exponential, 1 + y one of the logarithm."""
r2, r1, theta, s2, s1, s0 = sp.symbols("r2 r1 theta s2 s1 s0", nonnegative=True)
"""Third-order remainders: of ln(1+2v), ln(1+v) and -ln m_n(1), of the exponentials that are R, QC and C."""

REMAINDERS = {
    r2: (sp.Rational(20, 9), sp.Rational(8, 3)),
    r1: (sp.Rational(11, 36), sp.Rational(1, 3)),
    theta: (sp.Integer(0), sp.Rational(1, 24)),
    s2: (sp.Rational(1, 6), sp.Rational(8, 45)),
    s1: (sp.Rational(1, 6), sp.Rational(8, 45)),
    s0: (sp.Integer(0), sp.Rational(1, 6)),
}

RATE_R = 2 - 2 * v + r2 * v**2
RATE_Q = 1 - v / 2 + r1 * v**2
RATE_C = QUARTER - theta * v**2
"""ln R/u, ln Q/u and -ln C/u."""


def _quadratic(argument: sp.Expr, remainder: sp.Expr | int = 0) -> sp.Expr:
    return 1 + argument + argument**2 / 2 + remainder * argument**3


@dataclass(frozen=True)
class SmallTime:
    """Expressions in k, a = (n-1)/2 and the powers R, Q, C (Q only in the product QC)."""

    n: sp.Symbol
    k: sp.Symbol
    R: sp.Symbol
    Q: sp.Symbol
    C: sp.Symbol

    def steps(self, factor_r: sp.Expr, factor_q: sp.Expr) -> list[Step]:
        """u and v are small, and the powers lie in their enclosures."""
        n = self.n
        return [
            Positive(
                "For k >= 1, n >= 10 k: u = k/(n-1) <= n/(10(n-1)) <= 1/9, and v = 1/(n-1) <= u",
                NINTH - n / (10 * (n - 1)),
                {n: (10, sp.oo)},
            ),
            Equal("R = (1+2v)^k = exp((u/v) ln(1+2v))", factor_r.subs(a, 1 / (2 * v)), 1 + 2 * v),
            Equal("Q = (1+v)^k = exp((u/v) ln(1+v))", factor_q.subs(a, 1 / (2 * v)), 1 + v),
            *_logarithms(),
            *_mean_factor(),
            *_exponentials(),
        ]

    def _expanded(self, expression: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        """A quotient in u, v and the powers: itself, its denominator, its numerator with the enclosures put in."""
        product = sp.Dummy("QC", positive=True)
        moved = sp.expand(expression.subs(self.n, 2 * a + 1)).subs(self.Q, product / self.C)
        quotient = sp.cancel(sp.together(sp.expand(moved).subs(a, 1 / (2 * v)).subs(self.k, u / v)))
        above, below = sp.fraction(quotient)
        enclosures = {
            self.R: _quadratic(u * RATE_R, s2),
            product: _quadratic(u * (RATE_Q - RATE_C), s1),
            self.C: _quadratic(-u * RATE_C, s0),
        }
        return quotient.subs(product, self.Q * self.C), below, above.subs(enclosures).subs(v, u * w)

    def second_order(self, expression: sp.Expr) -> sp.Expr:
        """The coefficient of u^2 in the expansion."""
        _, below, inserted = self._expanded(expression)
        return sp.expand(inserted).coeff(u, 2) / below.subs({u: 0, v: 0})

    def positive(self, expression: sp.Expr, what: str) -> list[Step]:
        """expression > 0 for 1 <= k <= n/10."""
        fraction, below, inserted = self._expanded(expression)
        regular = sp.expand(sp.expand(inserted) / u**3)
        return [
            Equal(
                f"In terms of u, v and the powers: {what} is a quotient of polynomials",
                expression.subs(self.n, 2 * a + 1).subs({a: 1 / (2 * v), self.k: u / v}),
                fraction,
            ),
            Positive("whose denominator is positive", below, {u: (0, NINTH), v: (0, NINTH)}, strict=True),
            Equal(
                "and whose numerator, with the enclosures put in, is u^3 times a polynomial", inserted, u**3 * regular
            ),
            OnBox(
                f"that is positive for 0 <= u <= 1/9, 0 <= v/u <= 1 and all remainders: {what} is positive",
                regular,
                {u: (0, NINTH), w: (0, 1), **REMAINDERS},
                cells=100,
            ),
        ]


def _logarithms() -> list[Step]:
    cubic = y - y**2 / 2 + y**3 / 3
    quartic = cubic - y**4 / 4
    (low2, high2), (low1, high1) = REMAINDERS[r2], REMAINDERS[r1]
    zero = sp.Integer(0)
    return [
        ByDerivatives("ln(1+y) <= y - y^2/2 + y^3/3 for y >= 0", cubic - sp.log(1 + y), y, zero, 1),
        ByDerivatives("ln(1+y) >= y - y^2/2 + y^3/3 - y^4/4 for y >= 0", sp.log(1 + y) - quartic, y, zero, 1),
        Equal("y = 2v: ln(1+2v)/v is at most 2 - 2v + (8/3) v^2", cubic.subs(y, 2 * v) / v, RATE_R.subs(r2, high2)),
        Positive(
            "and at least 2 - 2v + (20/9) v^2", quartic.subs(y, 2 * v) / v - RATE_R.subs(r2, low2), {v: (0, NINTH)}
        ),
        Equal("y = v: ln(1+v)/v is at most 1 - v/2 + v^2/3", cubic.subs(y, v) / v, RATE_Q.subs(r1, high1)),
        Positive("and at least 1 - v/2 + (11/36) v^2", quartic.subs(y, v) / v - RATE_Q.subs(r1, low1), {v: (0, NINTH)}),
    ]


def _mean_factor() -> list[Step]:
    least, most = ((v * RATE_C).subs({theta: t, v: 1 / (2 * a)}) for t in reversed(REMAINDERS[theta]))
    return [
        *mean_factor_bounds(
            (most, 1, "ln m_n(1) + v/4 at v = 1/(2a)"), (least, -1, "-ln m_n(1) - v/4 + v^3/24 at v = 1/(2a)")
        ),
        OnBox(
            "so -ln C/u = -(1/v) ln m_n(1) lies between 1/4 - v^2/24 and 1/4, and it is positive",
            RATE_C,
            {v: (0, NINTH), theta: REMAINDERS[theta]},
        ),
    ]


def _exponentials() -> list[Step]:
    slope = 1 - x / 4
    zero = sp.Integer(0)
    box = {u: (0, NINTH), v: (0, NINTH), **REMAINDERS}
    low, high = REMAINDERS[s2]
    least, most = REMAINDERS[s0]
    steps: list[Step] = [
        ByDerivatives("e^x >= 1 + x + x^2/2 + x^3/6 for x >= 0", sp.exp(x) - _quadratic(x, low), x, zero, 4),
        ByDerivatives(
            "(1 - x/4) e^x <= (1 - x/4)(1 + x + x^2/2) + x^3/6 for x >= 0",
            slope * _quadratic(x) + x**3 / 6 - slope * sp.exp(x),
            x,
            zero,
            4,
        ),
        Positive("so e^x <= 1 + x + x^2/2 + (8/45) x^3 for 0 <= x <= 1/4", high - 1 / (6 * slope), {x: (0, QUARTER)}),
        ByDerivatives("e^-x >= 1 - x + x^2/2 - x^3/6 for x >= 0", sp.exp(-x) - _quadratic(-x, most), x, zero, 4),
        ByDerivatives("e^-x <= 1 - x + x^2/2 for x >= 0", _quadratic(-x, least) - sp.exp(-x), x, zero, 3),
    ]
    for name, rate in (("R", RATE_R), ("QC", RATE_Q - RATE_C)):
        used = {s: r for s, r in box.items() if s in rate.free_symbols | {u}}
        steps += [
            OnBox(f"ln {name}/u is positive", rate, {s: r for s, r in used.items() if s != u}),
            OnBox(f"and ln {name} < 1/4", QUARTER - u * rate, used),
        ]
    return steps

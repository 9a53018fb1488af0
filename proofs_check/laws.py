"""What the proofs know of the binomial and the Poisson law: generating functions, and means of powers."""

import sympy as sp

from proofs_check.steps import ByDerivatives, Cites, Equal, Step
from theorems.language.sums import worked_out

FIRST_GENERATION = Cites(
    "Generation k+1 of a chain is generation k of the chain started at the outcome of its generation 1",
    "Markov property of a time-homogeneous chain at time 1; tower property: E Y = E E[Y | G]",
)
LAST_GENERATION = Cites(
    "Given the past, generation k+1 has the law of generation 1 started at the outcome of generation k",
    "Markov property of a time-homogeneous chain at time k; tower property: E Y = E E[Y | G]",
)
MARKOV = "Markov's inequality: Pr(Y >= c) <= E Y / c for Y >= 0 and c > 0"


def binomial_law(size: sp.Expr, p: sp.Expr, s: sp.Expr) -> tuple[sp.Expr, Step]:
    """E s^X for X ~ Bin(size, p), and the step that it is that."""
    fact = "binomial theorem: the sum of C(n,x) (ps)^x (1-p)^(n-x) over x = 0..n is (1-p+ps)^n"
    return (1 - p + p * s) ** size, Cites("X ~ Bin(n, p) has E s^X = (1-p+ps)^n", fact)


def poisson_law(mean: sp.Expr, s: sp.Expr) -> tuple[sp.Expr, Step]:
    """E s^X for X ~ Poisson(mean), and the step that it is that."""
    m, j = sp.Symbol("m", positive=True), sp.Symbol("j", integer=True, nonnegative=True)
    z = sp.Symbol("s", positive=True)
    series = sp.exp(-m) * worked_out(sp.Sum((m * z) ** j / sp.factorial(j), (j, 0, sp.oo)))
    name = "X ~ Poisson(m) has E s^X = sum of s^j e^-m m^j/j! = e^(m(s-1))"
    return sp.exp(mean * (s - 1)), Equal(name, series, sp.exp(m * (z - 1)))


def occupied(n: sp.Expr, a: sp.Expr) -> sp.Expr:
    """m(n) = n(1-(1-1/n)^a): for integer a the mean number of occupied boxes, a balls being thrown into n."""
    return n * (1 - (1 - 1 / n) ** a)


def binomial_mean_power(n: sp.Symbol) -> list[Step]:
    """E (1-X/n)^a >= (1-p)^m(n) for X ~ Bin(n, p), 0 <= p <= 1 and every real a >= 1, m as in `occupied`.

    With r = 1-p, ln E (1-X/n)^a has the derivative in ln r that is a weighted mean of m(1), ..., m(n).
    """
    a, b = sp.Symbol("a", positive=True), sp.Symbol("b", nonnegative=True)
    M, r, w, y = sp.symbols("M r w y", positive=True)
    F = sp.Function("F")
    mass = sp.binomial(n, y) * r**y * (1 - r) ** (n - y)
    odds = (n - y) * r / (1 - r)
    power = (y / n) ** a
    return [
        Cites(
            "Y = n - X has Pr(Y = y) = w_y = C(n,y) r^y (1-r)^(n-y) with r = 1-p",
            "if X ~ Bin(n, p), then n - X ~ Bin(n, 1-p)",
        ),
        Equal(
            "(y+1) w_{y+1} / w_y = (n-y) r/(1-r) for 0 < r < 1 and 0 <= y <= n, with w_{n+1} = 0",
            sp.combsimp((y + 1) * mass.subs(y, y + 1) / mass),
            odds,
        ),
        Equal(
            "r d(ln w_y)/dr = y - (n-y) r/(1-r), so r dw_y/dr = y w_y - (y+1) w_{y+1}",
            r * sp.diff(sp.log(mass), r),
            y - odds,
        ),
        Equal(
            "h(y) = (y/n)^a has y (h(y)-h(y-1)) = m(y) h(y), m(y) = y(1-(1-1/y)^a): for y = 1+w > 1",
            (y * (power - power.subs(y, w))).subs(y, 1 + w),
            (occupied(y, a) * power).subs(y, 1 + w),
        ),
        Equal("and for y = 1, where h(0) = 0 and m(1) = 1", occupied(sp.Integer(1), a), sp.Integer(1)),
        Equal(
            "m'(y) = 1 - (1+aw)/(1+w)^a at y = 1 + 1/w",
            sp.diff(occupied(y, a), y).subs(y, (1 + w) / w),
            1 - (1 + a * w) * (1 + w) ** (-a),
        ),
        ByDerivatives(
            "(1+w)^a >= 1+aw for w >= 0 and a = 1+b >= 1: so m(y) does not decrease for y >= 1",
            (1 + w) ** (1 + b) - 1 - (1 + b) * w,
            w,
            sp.Integer(0),
            2,
        ),
        Equal(
            "F(r) = E h(Y) has r F' = sum of h(y) (y w_y - (y+1) w_{y+1}) = sum of y (h(y)-h(y-1)) w_y = "
            "sum of m(y) h(y) w_y <= M F, M = m(n); so F r^-M does not increase on (0, 1)",
            sp.diff(F(r) * r ** (-M), r),
            r ** (-M - 1) * (r * sp.diff(F(r), r) - M * F(r)),
        ),
        Equal(
            "At r = 1 all mass is at y = n and F = h(n) = 1, at r = 0 both are 0: F(r) >= r^M on [0, 1]",
            power.subs(y, n),
            sp.Integer(1),
        ),
    ]

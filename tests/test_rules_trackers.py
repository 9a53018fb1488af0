"""Wrong answers that trackers of sympy, mpmath and flint report, as statements: refused, each beside a true one.

Many are mended where they were found. What must hold is that none is believed, whichever release is used.
"""

import sympy as sp
from rules_lab import told_apart

from proofs_check.rules.algebra import substitute
from proofs_check.rules.leaves import by_balls, by_sign, given, identity
from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import Context, NotProved, over

x, y, q, r = sp.symbols("x y q r", real=True)
u, c = sp.symbols("u c", positive=True)
n, m = sp.symbols("n m", integer=True, positive=True)
k, i = sp.Symbol("k", integer=True, nonnegative=True), sp.Symbol("i", integer=True)
j, w = sp.symbols("j w", integer=True)
root, psi = sp.sqrt, sp.polygamma
E, oo = sp.E, sp.oo
NOWHERE, UNIT = Context(()), over({x: "[-1, 1]"})
COUNT, BOTH = over({n: "[1, oo)"}), over({n: "[1, oo)", m: "[1, oo)"})
NATURAL, ANGLES = over({k: "[0, oo)"}), over({x: "[0, 3]", y: "[0, 3]"})
WHOLE = over({j: "(-oo, oo)", w: "(-oo, oo)"})
FAR = over({u: "(0, oo)"})


def limit(e, to, symbol=u, at=oo, context=FAR):
    return tends(e, symbol, at, to, context)


DIGAMMA = (u / 2) * (
    -2 * u**3 - 2 * (u**3 - 1) * u**2 * psi(0, u**3 + 1) + 2 * (u**3 - 1) * u**2 * psi(0, u**3 + u + 1) + u + 3
)
CUBES = (-(u**3) * sp.log(u) ** 3 + (u - 1) * (u + 1) ** 2 * sp.log(u + 1) ** 3) / (u**2 * sp.log(u) ** 3)
LOGS = u * (-1 + (u + sp.log(u + 1) + 1) / (u + sp.log(u)))
SIXES = (6 ** (n + 1) + n + 1) / (6**n + n)
TURNED = sp.cos(x / 2) * sp.sin(x / 2) * sp.cos(x) * sp.cos(y) ** 2 * sp.sin(y)
TWICE = (sp.cos(2 * x - 2 * y) - sp.cos(2 * x + 2 * y)) / 16
HALVES = sp.Product(n + 2 ** (-i), (i, 0, n - 1))
RADICAL = x**7 * c ** sp.Rational(9, 2)

ROWS = {
    "sympy 7638": (
        "sqrt(x^2) is not x where x is negative",
        lambda: identity(root(x**2), x, UNIT),
        lambda: identity(root(x**2), sp.Abs(x), UNIT),
    ),
    "sympy 6878": (
        "(-10)(-9)... is not 0 before the factor 0",
        lambda: identity(sp.RisingFactorial(-10, k), 0, NATURAL),
        lambda: identity(sp.RisingFactorial(-10, 11), 0, NOWHERE),
    ),
    "sympy 8016": (
        "it is (-1)^(n/2) C(m, n/2) for even n",
        lambda: identity(sp.Sum(sp.binomial(m, i) * sp.binomial(m, n - i) * (-1) ** i, (i, 0, n)), 0, BOTH),
        lambda: identity(sp.Sum(sp.binomial(3, i) * sp.binomial(3, 3 - i) * (-1) ** i, (i, 0, 3)), 0, NOWHERE),
    ),
    "sympy 8634": (
        "for odd n it goes to -oo",
        lambda: tends(x**n, x, -oo, oo, over({x: "(-oo, oo)", n: "[1, oo)"})),
        lambda: tends(x**3, x, -oo, -oo, over({x: "(-oo, oo)"})),
    ),
    "sympy 9075": (
        "it tends to 6",
        lambda: limit(SIXES, 1, n, oo, COUNT),
        lambda: limit(SIXES.xreplace({n: u}), 6),
    ),
    "sympy 13403": ("it tends to 1", lambda: limit(LOGS, oo), lambda: limit(1 + sp.log(u) / u, 1)),
    "sympy 13416": ("it tends to 1", lambda: limit(CUBES, -1), lambda: limit(1 + 1 / sp.log(u + 2), 1)),
    "sympy 13546": (
        "it is 15/2 for n = 2",
        lambda: identity(HALVES, 2 ** (n * (1 - n) / 2) + n**n, COUNT),
        lambda: identity(HALVES.subs(n, 2), sp.Rational(15, 2), NOWHERE),
    ),
    "sympy 13890": (
        "(-4)^(4/5) is not 4^(4/5)",
        lambda: identity(sp.Pow(-4, sp.Rational(4, 5)), 4 ** sp.Rational(4, 5), NOWHERE),
        lambda: identity(sp.Pow(16, sp.Rational(2, 5)), 4 ** sp.Rational(4, 5), NOWHERE),
    ),
    "sympy 13902": (
        "it is 2 for n = 1",
        lambda: identity(sp.Sum(sp.binomial(2, i) * i**2, (i, 0, n)), -((n + 1) ** 2) * sp.binomial(2, n + 1), COUNT),
        lambda: identity(sp.Sum(sp.binomial(2, i) * i**2, (i, 0, 2)), 6, NOWHERE),
    ),
    "sympy 14036": (
        "it is sin(x)/x",
        lambda: identity(sp.Product(1 - x**2 / (i * sp.pi) ** 2, (i, 1, oo)), 0, UNIT),
        lambda: identity(sp.Product(1 - x**2 / i**2, (i, 1, 2)), (1 - x**2) * (1 - x**2 / 4), UNIT),
    ),
    "sympy 14528": (
        "C(1, 1) = 1",
        lambda: identity(sp.binomial(1, n), 0, COUNT),
        lambda: identity(sp.binomial(1, n + 1), 0, COUNT),
    ),
    "sympy 14612": (
        "C(-1, -1) = 0 to sympy, and C(-1, 0) = 1",
        lambda: identity(sp.binomial(j, w), sp.binomial(j, j - w), WHOLE),
        lambda: identity(sp.binomial(k + 4, 4), sp.binomial(k + 4, k), NATURAL),
    ),
    "sympy 14615": (
        "(c x^2)^(7/2) is not c^(7/2) x^7 where x is negative",
        lambda: identity(c * (c * x**2) ** sp.Rational(7, 2), RADICAL, over({c: "(0, oo)", x: "[-1, 1]"})),
        lambda: identity(
            c * (c * x**2) ** sp.Rational(7, 2), RADICAL.subs(x, sp.Abs(x)), over({c: "(0, oo)", x: "[-1, 1]"})
        ),
    ),
    "sympy 15146": ("it tends to 1/3", lambda: limit(DIGAMMA, sp.Rational(5, 6)), lambda: limit(1 / u, 0)),
    "sympy 15943": (
        "it is 5 for n = 2",
        lambda: identity(sp.Sum(sp.binomial(n, i) * sp.factorial(n - i), (i, 0, n)), E * sp.factorial(n), COUNT),
        lambda: identity(sp.Sum(sp.binomial(2, i) * sp.factorial(2 - i), (i, 0, 2)), 5, NOWHERE),
    ),
    "sympy 17135": (
        "x is not put in for x again: x - y is 0 at x/2, x/2",
        lambda: substituted(-x / 4),
        lambda: substituted(sp.Integer(0)),
    ),
    "sympy 17380": (
        "it tends to 2",
        lambda: limit(u * (((u + 1) ** 2 + 1) / (u**2 + 1) - 1), 0),
        lambda: limit(u * (((u + 1) ** 2 + 1) / (u**2 + 1) - 1), 2),
    ),
    "sympy 18118": (
        "it is 1 above 0",
        lambda: limit(sp.sign(sp.sin(u)), 0, at=0),
        lambda: limit(sp.Abs(sp.sin(u)), 0, at=0),
    ),
    "sympy 18378": (
        "it tends to 3",
        lambda: limit(sp.log(sp.exp(3 * u) + u) / sp.log(sp.exp(u) + u**100), 9),
        lambda: limit(sp.log(sp.exp(3 * u) + u) / u, 3),
    ),
    "sympy 18399": (
        "a negative number has no real power there",
        lambda: limit((-u) ** u, 0),
        lambda: limit(u ** (-u), 0),
    ),
    "sympy 19407": (
        "sqrt(2) (r - q) - sqrt(2) (q - r) <= 0 says r <= q",
        lambda: given(q <= r, over(LINE, root(2) * (-q + r) - root(2) * (q - r) <= 0)),
        lambda: given(r <= q, over(LINE, r <= q)),
    ),
    "sympy 20430": (
        "cos y is lacking",
        lambda: identity(TURNED, TWICE, ANGLES),
        lambda: identity(TURNED, TWICE * sp.cos(y), ANGLES),
    ),
    "sympy 21355": (
        "1/(x + |x|) is 1/2 at 1",
        lambda: identity(0, 1 / (u + root(u**2)), FAR),
        lambda: identity(1 / (2 * u), 1 / (u + root(u**2)), FAR),
    ),
    "sympy 21395": (
        "sqrt(x) has no value below 0",
        lambda: identity(root(x) * root(1 + x**-3), root(x**3 + 1) / x, over({x: "[-3, -2]"})),
        lambda: identity(root(u) * root(1 + u**-3), root(u**3 + 1) / u, FAR),
    ),
    "sympy 21724": (
        "it tends to -e/2",
        lambda: limit(u * (1 + 1 / u) ** u - E * u, 0),
        lambda: limit((1 + 1 / u) ** u - E, 0),
    ),
    "sympy 23086": (
        "it is 0.04",
        lambda: identity(180 * sp.acos(sp.Rational(7823207, 7823209)) / sp.pi, 0, NOWHERE),
        lambda: by_sign(0, "<", sp.log(sp.Rational(7823209, 7823207)), NOWHERE),
    ),
    "sympy 23952": (
        "0^(1-k) is 1 at k = 1",
        lambda: identity(sp.Pow(0, 1 - k), 0, over({k: "[0, 1]"})),
        lambda: identity(sp.Pow(0, 1 + k), 0, over({k: "[0, 1]"})),
    ),
    "sympy 25885": (
        "it tends to e^(-1/2)",
        lambda: limit((1 + 1 / u) ** (u**2) / sp.exp(u), 1),
        lambda: limit(1 + sp.exp(-u), 1),
    ),
    "sympy 26513": (
        "it tends to 1/e",
        lambda: limit(sp.Abs(-u / (u + 1)) ** u, 0),
        lambda: limit((u / (u + 1)) ** u, sp.exp(-1)),
    ),
    "sympy 27388": (
        "the floor of 3/2 is less than 3/2",
        lambda: by_sign(x, "<=", sp.floor(x), UNIT),
        lambda: by_sign(k, "<=", sp.floor(k), NATURAL),
    ),
    "mpmath 261": (
        "the machine number 0.8 is not 4/5",
        lambda: identity(sp.factorial(sp.Float("0.8")), sp.factorial(sp.Rational(4, 5)), NOWHERE),
        lambda: identity(sp.factorial(sp.Rational(9, 5)), sp.Rational(9, 5) * sp.factorial(sp.Rational(4, 5)), NOWHERE),
    ),
    "mpmath 518": (
        "psi' is 10.9 at -28.4",
        lambda: by_sign(psi(1, sp.Rational(-142, 5)), "<", 0, NOWHERE),
        lambda: by_sign(0, "<", psi(1, sp.Rational(142, 5)), NOWHERE),
    ),
    "python-flint 8": (
        "the cube of a ball about 0",
        lambda: by_balls(0, x**3, UNIT),
        lambda: by_balls(-2, x**3, UNIT),
    ),
    "python-flint 335": (
        "-x is negative",
        lambda: by_balls(0, -x, over({x: "[1, 2]"})),
        lambda: by_balls(-3, -x, UNIT),
    ),
    "python-flint 426": (
        "the square of a ball about 0 is 0 at 0",
        lambda: by_balls(0, x**2, UNIT),
        lambda: by_balls(-1, x**2, UNIT),
    ),
    "flint 2293": (
        "the next whole number to 501/1000 is 1",
        lambda: identity(sp.floor(x + sp.Rational(1, 2)), 0, over({x: "[499/1000, 501/1000]"})),
        lambda: identity(sp.floor(k + 0), k, NATURAL),
    ),
    "flint 2322": (
        "x/(1 + x^2) is 0 at 0",
        lambda: by_balls(0, x / (1 + x**2), UNIT),
        lambda: by_balls(-1, x / (1 + x**2), UNIT),
    ),
}
LINE = {q: "(-oo, oo)", r: "(-oo, oo)"}


def substituted(value):
    """x - y with x/2 in the place of both."""
    line = over({x: "(-oo, oo)", y: "(-oo, oo)"})
    found = substitute(identity(x - y, x - y, line), {x: x / 2, y: x / 2}, over({x: "(-oo, oo)"}))
    if found.relation.left != value:
        raise NotProved(f"it is {found.relation.left}")


test_what_a_tracker_reports_is_not_believed_and_what_is_true_beside_it_proved = told_apart(ROWS)

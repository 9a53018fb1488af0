"""False statements that the leaves of derivations must refuse, each with a true one beside it that they must prove.

Most are known faults of algebra systems: branches, holes, ends of ranges, names that are taken for one.
"""

import sympy as sp
from rules_lab import Lying, told_apart

from proofs_check.lemmas.elementary import at_integers
from proofs_check.rules.algebra import at_value, cases, combine
from proofs_check.rules.leaves import (
    below_absolute,
    by_balls,
    by_derivatives,
    by_sign,
    definition,
    identity,
    one_more,
)
from proofs_check.rules.sequences import limit_of, same_limit, tends
from proofs_check.rules.statements import Context, Range, over
from theorems.language.functions import GIterate

x, y, z = sp.symbols("x y z", real=True)
a, b, u, v = sp.symbols("a b u v", positive=True)
w = sp.Symbol("w", nonnegative=True)
n = sp.Symbol("n", integer=True, positive=True)
i, k, m = sp.symbols("i k m", integer=True, nonnegative=True)
j = sp.Symbol("j", integer=True)
UNIT, ALL = over({x: "[0, 1]"}), over({x: "(-oo, oo)"})
NATURAL = over({k: "[0, oo)"})


def square_is_itself():
    """j^2 = j for j in 0..1."""
    spots = (at_value(j, s, identity(s, s, Context(())), j**2, "=", j) for s in (0, 1))
    return cases(j, *spots)


SUM_OF_SIGNS = sp.Sum((-1) ** i * sp.binomial(k, i), (i, 0, k))
same_name = sp.Symbol("x", positive=True)
one, two = sp.Dummy("i", integer=True), sp.Dummy("i", integer=True)
bound = sp.Symbol("v0", integer=True)
EXACT = Range(sp.Integer(0), sp.Integer(5), False, True)

ROWS = {
    # -- machine numbers, names, ranges ----------------------------------------------------------------------
    "machine numbers": (
        "1.0 + 1e-17 is 1.0 in machine numbers only",
        lambda: identity(sp.Float(1) + sp.Float("1e-17"), 1, Context(())),
        lambda: identity(sp.Integer(1) + sp.Rational(1, 10**17) - sp.Rational(1, 10**17), 1, Context(())),
    ),
    "wider than its symbol": (
        "sqrt(u^2) = u is simplified for u > 0, and false at -1",
        lambda: identity(sp.sqrt(u**2), u, over({u: "[-1, 1]"})),
        lambda: identity(sp.sqrt(u**2), u, over({u: "(0, 1]"})),
    ),
    "another symbol of the name": (
        "two symbols called x",
        lambda: by_sign(0, "<=", x + same_name, over({x: "[0, 1]", same_name: "(0, 1]"})),
        lambda: by_sign(0, "<=", x + y, over({x: "[0, 1]", y: "(0, 1]"})),
    ),
    "no range": (
        "y may be negative",
        lambda: by_sign(0, "<=", y, UNIT),
        lambda: by_sign(0, "<=", x, UNIT),
    ),
    "empty range": (
        "no integer lies in it, so it is of no use but to bridge gaps",
        lambda: at_integers(j, "<=", 0, j, over({j: "[5, 4]"})),
        lambda: at_integers(j, "<=", 5, j, over({j: "[4, 5]"})),
    ),
    "empty range by hand": (
        "ends that are exchanged",
        lambda: by_sign(1, "<=", x, Context(((x, Range(sp.Integer(3), sp.Integer(1))),))),
        lambda: by_sign(1, "<=", x, Context(((x, Range(sp.Integer(1), sp.Integer(3))),))),
    ),
    "open end of whole numbers": (
        "0 <= j < 5 and 6 <= j <= 9 leave out j = 5",
        lambda: cases(
            j,
            by_sign(0, "<=", (j - 5) ** 2 - 1, Context(((j, EXACT),))),
            by_sign(0, "<=", (j - 5) ** 2 - 1, over({j: "[6, 9]"})),
        ),
        lambda: cases(j, by_sign(j, "<=", 9, over({j: "[0, 4]"})), by_sign(j, "<=", 9, over({j: "[5, 9]"}))),
    ),
    "half whole end": (
        "whole numbers from 1/2 to 1/2, and from 3/2 on, leave out 1",
        lambda: cases(
            j,
            *(
                at_value(j, s, identity(0, 0, Context(())), (2 * j - 1) * (2 * j - 3), "=", 0)
                for s in (sp.Rational(1, 2), sp.Rational(3, 2))
            ),
        ),
        lambda: square_is_itself(),
    ),
    "even": (
        "(-1)^e = 1 for even e; a range holds odd ones",
        lambda: identity((-1) ** (e := sp.Symbol("e", even=True)), 1, over({e: "[0, oo)"})),
        lambda: identity((-1) ** (2 * k), 1, NATURAL),
    ),
    # -- values that do not exist ----------------------------------------------------------------------------
    "factorial at 0": (
        "k! = k (k-1)! has no value at 0",
        lambda: identity(sp.factorial(k), k * sp.factorial(k - 1), NATURAL),
        lambda: identity(sp.factorial(k + 1), (k + 1) * sp.factorial(k), NATURAL),
    ),
    "alternating sum": (
        "it is 1 for k = 0",
        lambda: identity(SUM_OF_SIGNS, 0, NATURAL),
        lambda: identity(sp.Sum(i - i + 1, (i, 1, k)), k, NATURAL),
    ),
    "a factor that is 0 far out": (
        "undefined at k = 1000",
        lambda: identity((k**2 - 10**6) / (k - 1000), k + 1000, NATURAL),
        lambda: identity((k**2 - 10**6) / (k + 1000), k - 1000, NATURAL),
    ),
    "a factor that is 0 inside": (
        "undefined at x = 1/3",
        lambda: by_sign(0, "<=", (x**2 - sp.Rational(1, 9)) / (x - sp.Rational(1, 3)), UNIT),
        lambda: by_sign(0, "<=", (x**2 + x) / (x + sp.Rational(1, 3)), UNIT),
    ),
    "a square that is undefined": (
        "undefined at x = 1/3",
        lambda: by_sign(0, "<=", (1 + 1 / (x - sp.Rational(1, 3))) ** 2, UNIT),
        lambda: by_sign(0, "<=", (1 - 3 / (x + sp.Rational(1, 3))) ** 2, UNIT),
    ),
    "an exponential that is undefined": (
        "undefined at x = 1/3",
        lambda: by_sign(0, "<", sp.exp(1 / (x - sp.Rational(1, 3))), UNIT),
        lambda: by_sign(0, "<", sp.exp(1 / (x + sp.Rational(1, 3))), UNIT),
    ),
    "pole of gamma": (
        "Gamma(x - 1/3) has no value at 1/3",
        lambda: identity(
            sp.gamma(x + sp.Rational(2, 3)), (x - sp.Rational(1, 3)) * sp.gamma(x - sp.Rational(1, 3)), UNIT
        ),
        lambda: identity(sp.gamma(x + 2), (x + 1) * sp.gamma(x + 1), UNIT),
    ),
    "branch of ln Gamma": (
        "ln Gamma is no logarithm of Gamma below 0",
        lambda: identity(sp.loggamma(u - 5), sp.log(sp.gamma(u - 5)), over({u: "(0, oo)"})),
        lambda: identity(sp.loggamma(u + 5), sp.log(sp.gamma(u + 5)), over({u: "(0, oo)"})),
    ),
    "binomial coefficient of negative numbers": (
        "C(-2, 3) = -4, and C(-2, -5) = 0",
        lambda: identity(sp.binomial(j + 1000, 3), sp.binomial(j + 1000, j + 997), over({j: "(-oo, oo)"})),
        lambda: identity(sp.binomial(k + 3, 3), sp.binomial(k + 3, k), NATURAL),
    ),
    "0 to the power 0": (
        "0^0 = 1",
        lambda: identity(sp.Pow(0, k), 0, NATURAL),
        lambda: identity(sp.Pow(0, k + 1), 0, NATURAL),
    ),
    "absolute value over its number": (
        "no value at 0",
        lambda: by_sign(0, "<=", sp.Abs(1 / (x - sp.Rational(1, 7))), UNIT),
        lambda: by_sign(0, "<=", sp.Abs(x), over({x: "[-1, 1]"})),
    ),
    "absolute value of no real number": (
        "i <= |i| compares a complex number",
        lambda: below_absolute(sp.I * x, UNIT),
        lambda: below_absolute(x - 2, UNIT),
    ),
    "below its absolute value, with a hole": (
        "no value at 1/3",
        lambda: below_absolute(1 / (x - sp.Rational(1, 3)), UNIT),
        lambda: below_absolute(x / (x**2 + 3) - 1, UNIT),
    ),
    # -- identities that hold on a branch only ---------------------------------------------------------------
    "logarithm of a square": (
        "ln x^2 = 2 ln x for x > 0 only",
        lambda: identity(sp.log(x**2), 2 * sp.log(x), over({x: "[-2, -1]"})),
        lambda: identity(sp.log(u**2), 2 * sp.log(u), over({u: "[1, 2]"})),
    ),
    "root of a square": (
        "sqrt(x^2) = |x|",
        lambda: identity(sp.sqrt(x**2), x, over({x: "[-1, 1]"})),
        lambda: identity(sp.sqrt(x**2), sp.Abs(x), over({x: "[-1, 1]"})),
    ),
    "inverse tangent of the tangent": (
        "x - pi beyond pi/2",
        lambda: identity(sp.atan(sp.tan(x)), x, over({x: "[0, 3]"})),
        lambda: identity(sp.tan(sp.atan(x)), x, over({x: "[0, 3]"})),
    ),
    "floor and ceiling": (
        "both are k at a whole number",
        lambda: identity(sp.ceiling(x) - sp.floor(x), 1, UNIT),
        lambda: identity(sp.ceiling(k) - sp.floor(k), 0, NATURAL),
    ),
    "roots of products": (
        "both factors negative: sqrt(x) has no value",
        lambda: identity(sp.sqrt(x * y), sp.sqrt(x) * sp.sqrt(y), over({x: "[-2, -1]", y: "[-2, -1]"})),
        lambda: identity(sp.sqrt(x * y), sp.sqrt(x) * sp.sqrt(y), over({x: "[0, 1]", y: "[0, 1]"})),
    ),
    # -- signs -----------------------------------------------------------------------------------------------
    "strict at a closed end": (
        "1 - x is 0 at 1",
        lambda: by_sign(0, "<", 1 - u, over({u: "(0, 1]"})),
        lambda: by_sign(0, "<", 1 - u, over({u: "(0, 1)"})),
    ),
    "strict at a closed lower end": (
        "x is 0 at 0",
        lambda: by_sign(0, "<", w, over({w: "[0, 1]"})),
        lambda: by_sign(0, "<", w, over({w: "(0, 1]"})),
    ),
    "a power that may be 1": (
        "e^-w = 1 at w = 0",
        lambda: by_sign(sp.exp(-w), "<", 1, over({w: "[0, oo)"})),
        lambda: by_sign(sp.exp(-w), "<", 1, over({w: "(0, oo)"})),
    ),
    "0^w is 1 at 0": (
        "0^0 = 1, at both closed ends",
        lambda: by_sign(w**y, "<", 1, over({w: "[0, 1/2]", y: "[0, 1]"})),
        lambda: by_sign(w**y, "<=", 1, over({w: "[0, 1/2]", y: "[0, 1]"})),
    ),
    "balls that touch": (
        "x (1 - x) is 0 at 0 and at 1",
        lambda: by_balls(0, x * (1 - x), UNIT),
        lambda: by_balls(0, x * (1 - x), over({x: "[1/10, 9/10]"})),
    ),
    "index that shadows": (
        "it is 6 x",
        lambda: by_balls(13, sp.Sum(bound * x, (bound, 0, 3)), over({x: "[1, 2]"})),
        lambda: by_balls(5, sp.Sum(bound * x, (bound, 0, 3)), over({x: "[1, 2]"})),
    ),
    "indices of one name": (
        "it is 36, and 56 where both are taken for one",
        lambda: by_balls(40, sp.Sum(one * two * x, (one, 0, 3), (two, 0, 3)), over({x: "[1, 1]"})),
        lambda: by_balls(35, sp.Sum(one * two * x, (one, 0, 3), (two, 0, 3)), over({x: "[1, 1]"})),
    ),
    "negative at the last integer": (
        "at j = 7",
        lambda: at_integers(0, "<", 7 - j, j, over({j: "[0, 7]"})),
        lambda: at_integers(0, "<", 7 - j, j, over({j: "[0, 6]"})),
    ),
    "negative at the first integer": (
        "at j = 0",
        lambda: at_integers(0, "<", j, j, over({j: "[0, 7]"})),
        lambda: at_integers(0, "<", j, j, over({j: "[1, 7]"})),
    ),
    # -- derivatives -----------------------------------------------------------------------------------------
    "derivatives of a jump": (
        "the derivative is 0, and it jumps from 1 to -1",
        lambda: by_derivatives(0, "<=", sp.Piecewise((1, x < 1), (-1, True)), x, 1, over({x: "[0, 2]"})),
        lambda: by_derivatives(0, "<=", 1 + x, x, 1, over({x: "[0, 2]"})),
    ),
    "derivatives of a sawtooth": (
        "atan(tan x) falls by pi at pi/2",
        lambda: by_derivatives(0, "<=", sp.atan(sp.tan(x)), x, 1, over({x: "[0, 3]"})),
        lambda: by_derivatives(0, "<=", sp.exp(x) - 1 - x, x, 2, over({x: "[0, 3]"})),
    ),
    "first derivative at the start": (
        "it is -1 there",
        lambda: by_derivatives(0, "<=", x**2 - x / 100, x, 2, over({x: "[0, 3]"})),
        lambda: by_derivatives(0, "<=", x**2 + x / 100, x, 2, over({x: "[0, 3]"})),
    ),
    "value at the start": (
        "it is -1/100 there",
        lambda: by_derivatives(0, "<=", x - sp.Rational(1, 10**30), x, 1, over({x: "[0, 3]"})),
        lambda: by_derivatives(0, "<=", x + sp.Rational(1, 10**30), x, 1, over({x: "[0, 3]"})),
    ),
    "strict from a closed start": (
        "0 there",
        lambda: by_derivatives(0, "<", sp.exp(x) - 1, x, 1, over({x: "[0, 3]"})),
        lambda: by_derivatives(0, "<", sp.exp(x) - 1, x, 1, over({x: "(0, 3]"})),
    ),
    "derivative with a pole at the start": (
        "ln x -> -oo",
        lambda: by_derivatives(-(10**6), "<=", sp.log(u), u, 1, over({u: "(0, 1]"})),
        lambda: by_derivatives(0, "<=", sp.log(1 + u), u, 1, over({u: "(0, 1]"})),
    ),
    # -- limits ----------------------------------------------------------------------------------------------
    "limit that depends on which is larger": (
        "it tends to b if a > b",
        lambda: tends(
            (a * sp.exp(-a * u) + b * sp.exp(-b * u)) * sp.exp(b * u),
            u,
            sp.oo,
            sp.oo,
            over({a: "(0, oo)", b: "(0, oo)", u: "(0, oo)"}),
        ),
        lambda: tends(b + a * sp.exp(-a * u), u, sp.oo, b, over({a: "(0, oo)", b: "(0, oo)", u: "(0, oo)"})),
    ),
    "one side": (
        "|x|/x has no limit at 0",
        lambda: tends(sp.Abs(x) / x, x, 0, 1, over({x: "[-1, 1]"})),
        lambda: tends(sp.Abs(x) / x, x, 0, 1, over({x: "(0, 1]"})),
    ),
    "oscillating": (
        "no limit",
        lambda: tends(sp.sin(x), x, sp.oo, sp.AccumBounds(-1, 1), ALL),
        lambda: tends(sp.sin(x) / (1 + x**2), x, sp.oo, 0, ALL),
    ),
    "oscillating, one of its values": (
        "no limit",
        lambda: tends(sp.sin(x), x, sp.oo, 0, ALL),
        lambda: tends(1 / (1 + x**2), x, sp.oo, 0, ALL),
    ),
    "off by a little": (
        "it tends to 1",
        lambda: tends(k / (k + 1), k, sp.oo, sp.Rational(3, 4), NATURAL),
        lambda: tends(k / (k + 1), k, sp.oo, 1, NATURAL),
    ),
    "to -oo of what is positive": (
        "u does not go there",
        lambda: tends(1 / u, u, -sp.oo, 0, over({u: "(0, oo)"})),
        lambda: tends(1 / (x**2 + 1), x, -sp.oo, 0, ALL),
    ),
    "beyond a finite range": (
        "x ends at 1",
        lambda: tends(1 / (1 + w), w, sp.oo, 0, over({w: "[0, 1]"})),
        lambda: tends(1 / (1 + w), w, sp.oo, 0, over({w: "[0, oo)"})),
    ),
    "limit of a finite piece": (
        "j^2 - j = 0 for j in 0..1 only",
        lambda: same_limit(
            combine(j**2 - j, "=", 0, (square_is_itself(), -1), context=over({j: "[0, 1]"})),
            tends(0, j, sp.oo, 0, over({j: "[0, oo)"})),
        ),
        lambda: same_limit(identity(k - k, 0, NATURAL), tends(0, k, sp.oo, 0, NATURAL)),
    ),
    "limit of a jump": (
        "floor is not continuous at 1",
        lambda: limit_of(sp.floor(y), {y: tends(k / (k + 1), k, sp.oo, 1, NATURAL)}, NATURAL),
        lambda: limit_of(sp.exp(y), {y: tends(k / (k + 1), k, sp.oo, 1, NATURAL)}, NATURAL),
    ),
    "limit at a pole": (
        "1/(1-y) -> oo",
        lambda: limit_of(1 / (1 - y), {y: tends(k / (k + 1), k, sp.oo, 1, NATURAL)}, NATURAL),
        lambda: limit_of(1 / (1 + y), {y: tends(k / (k + 1), k, sp.oo, 1, NATURAL)}, NATURAL),
    ),
    # -- definitions -----------------------------------------------------------------------------------------
    "a definition of no function of the theory": (
        "0 is not the floor of k/10^9",
        lambda: definition(Lying(), k, context=NATURAL),
        lambda: definition(GIterate, k, context=over({k: "[1, oo)"})),
    ),
    "an integral is no sum": (
        "1/2 = 0 + 1",
        lambda: one_more(sp.Integral(x, (x, 0, k)), k, NATURAL),
        lambda: one_more(sp.Sum(j, (j, 0, k)), k, NATURAL),
    ),
    "a sum of a number of terms that is no number": (
        "w is real",
        lambda: one_more(sp.Sum(j, (j, 0, w)), w, over({w: "[0, oo)"})),
        lambda: one_more(sp.Product(1 + j, (j, 0, k)), k, NATURAL),
    ),
    "a sum with a term that has no value": (
        "1/(j - 3) at 3",
        lambda: one_more(sp.Sum(1 / (j - 3), (j, 0, k)), k, NATURAL),
        lambda: one_more(sp.Sum(1 / (j + 3), (j, 0, k)), k, NATURAL),
    ),
    "a sum that ends below its start": (
        "sum from 3 to 0 has no new term at 1",
        lambda: one_more(sp.Sum(j, (j, 3, k)), k, NATURAL),
        lambda: one_more(sp.Sum(j, (j, 3, k)), k, over({k: "[2, oo)"})),
    ),
}


test_false_leaves_are_refused_and_true_ones_beside_them_proved = told_apart(ROWS)

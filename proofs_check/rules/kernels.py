"""Rules of kernel density estimates: the mean of a Gaussian function of the points, and of the logarithm of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.algebra import _applies, _less
from proofs_check.rules.means import ARGUMENT, Expectation, domain_of
from proofs_check.rules.probability import _admissible, _numbers, _parts, _random, beside, put_in
from proofs_check.rules.statements import Context, NotProved, Proved, Range, Relation, _proved
from theorems.language.data import GENERATION, Data, Likeliest, Mean, PowerSum, Variance
from theorems.language.laws import Choice, Normal, Plus
from theorems.language.processes import Draw, Process


def _of_exponentials(e: Any, process: Process) -> tuple[sp.Expr, Data, sp.Expr]:
    """c, x, g of c Mean(exp(g)), g a function of a point of the data set x, and nothing else in it left to chance."""
    factor, rest = sp.sympify(e).as_independent(Mean, as_Add=False)
    inside, random = rest.args[0] if isinstance(rest, Mean) else sp.Integer(0), _random(process)
    data = list(inside.free_symbols & random)
    alone = [type(x) for x in data] == [Data] and not inside.has(Mean, Variance, PowerSum, Likeliest)
    if process.spectrum or not isinstance(inside, sp.exp) or not alone or factor.free_symbols & random:
        raise NotProved(f"c Mean(exp(g)), g of the points of one data set, is needed: {e}")
    return factor, data[0], inside.args[0]


def _kernel_sum(e: Any, process: Process) -> tuple[sp.Expr, Data, sp.Expr]:
    """c, x, a of c Mean(exp(-a x^2))."""
    factor, data, exponent = _of_exponentials(e, process)
    rate = _rate(-exponent, data, 2)
    if rate is None:
        raise NotProved(f"c Mean(exp(-a x^2)) is needed: {e}")
    return factor, data, rate


def _rate(e: sp.Expr, x: sp.Symbol, power: int) -> sp.Expr | None:
    """The c of e = c x^power, c free of x; None where there is none."""
    rate = e.xreplace({x: sp.Integer(1)})
    return None if rate.has(x) or sp.expand(e - rate * x**power) != 0 else rate


def jensen(whole: Expectation, bound: Proved, context: Context, power: Any = 1) -> Proved:
    """E[b - ln(c S)] >= b - ln(c (N^(1-q) m)^(1/q)), S = Mean(exp(-a x^2)) of N points, q in (0, 1].

    b and c > 0 are not left to chance; bound: E S_q <= m (or =), S_q being S with a q in the place of a, and m > 0. A
    parameter in q is what it is in the mean.
    Schema: E -ln Y >= -ln E Y; (sum y)^q <= sum y^q for y >= 0.
    """
    process, what, k, values = _parts(whole)
    logs = [e for e in what.atoms(sp.log) if e.has(Mean)] if isinstance(what, sp.Basic) else []
    power, known = sp.sympify(power), bound.relation
    if len(logs) != 1 or process.alphabet or known.op == "<":
        raise NotProved(f"b - ln(c Mean(exp(-a x^2))), and a bound on a mean, are needed: {what}, {known}")
    rest = sp.expand(what + logs[0])
    factor, data, rate = _kernel_sum(logs[0].args[0], process)
    if sp.Tuple(rest, factor, rate).free_symbols - {GENERATION, *process.parameters.symbols}:
        raise NotProved(f"but for the points, all in it must be the same on every path: {what}")
    at_k = values | {GENERATION: k}
    if put_in(power, at_k) != power:
        raise NotProved(f"{power} is another number in {whole}")
    if known.left != beside(whole, Mean(sp.exp(-power * rate * data**2))):
        raise NotProved(f"E Mean(exp(-{power * rate} x^2)) is needed: {known}")
    _applies(bound, context)
    _numbers(context, whole)
    rest, factor, size = (put_in(e, at_k) for e in (rest, factor, data.size))
    for positive in (power, factor, known.right):
        signs.sign(positive, context, True)
    signs.sign(1 - power, context, False)
    least = rest - sp.log(factor * (size ** (1 - power) * known.right) ** (1 / power))
    schema = "Jensen's inequality for the logarithm; (sum y)^q <= sum y^q for 0 < q <= 1"
    relation = signs.valued(Relation(least, "<=", whole, context))
    return _proved("Jensen", relation, [bound], schema=schema, power=power)


def _power_of_sum(whole: Expectation, context: Context) -> tuple[Expectation, sp.Expr, sp.Expr, Data]:
    """E S_q, q, a and x of E S^q, S = Mean(exp(-a x^2)), S_q that with a q in the place of a; a and q are positive."""
    process, what, k, values = _parts(whole)
    if not isinstance(what, sp.Pow) or process.alphabet:
        raise NotProved(f"Mean(exp(-a x^2))^q is needed: {what}")
    factor, data, rate = _kernel_sum(what.base, process)
    if factor != 1 or sp.Tuple(rate, what.exp).free_symbols - {GENERATION, *process.parameters.symbols}:
        raise NotProved(f"but for the points, all in it must be the same on every path: {what}")
    q, a = (put_in(e, values | {GENERATION: k}) for e in (what.exp, rate))
    signs.sign(q, context, True)
    signs.sign(a, context, True)
    smooth = beside(whole, Mean(sp.exp(-what.exp * rate * data**2)))
    _admissible(context, whole, smooth)  # type: ignore[arg-type]
    return smooth, q, a, data  # type: ignore[return-value]


def power_at_least(whole: Expectation, context: Context) -> Proved:
    """E S_q <= E S^q, S = Mean(exp(-a x^2)), S_q that with a q in the place of a, and 0 < q <= 1.

    Schema: the mean of y^q is at most the q-th power of the mean of y >= 0.
    """
    smooth, q, *_ = _power_of_sum(whole, context)
    _less(q, "<=", sp.Integer(1), context, ())
    schema = "Jensen's inequality for y^q, 0 < q <= 1"
    return _proved("power at least", signs.valued(Relation(smooth, "<=", whole, context)), schema=schema)


def power_at_most(whole: Expectation, context: Context) -> Proved:
    """E S^q <= E S_q + q (a E Mean(x^2) - E(-ln S)) for q > 0, S and S_q as in `power_at_least`.

    Schema: with b = -a Mean(x^2), b <= ln S <= 0 and e^(q b) <= S_q, as e^x is convex, and e^x - e^y <= x - y for
    y <= x <= 0.
    """
    smooth, q, a, data = _power_of_sum(whole, context)
    squares, loss = (beside(whole, e) for e in (Mean(data**2), -sp.log(whole.what.base)))  # type: ignore[union-attr]
    _numbers(context, squares, loss)  # type: ignore[arg-type]
    relation = Relation(whole, "<=", smooth + q * (a * squares - loss), context)
    schema = "Jensen's inequality for e^x; e^x - e^y <= x - y for y <= x <= 0"
    return _proved("power at most", signs.valued(relation), schema=schema)


def gaussian_average(whole: Expectation, transform: Proved, spectrum: Proved, y: sp.Symbol, context: Context) -> Proved:
    """E[c Mean(exp(-a x^2))] = the sum of c p/sqrt(1 - 2 a v + 4 a u), from two premises, or <= from a second one so.

    transform: E e^(s X) = F(s^2) for a draw X of Choice(x) + Normal(0, v), F made of sums and products of e^(b s^2),
    around s = 0 (at s = 0 alone it says nothing).
    spectrum: F(-y) = (or <=) the sum of p e^(-u y) for every y >= 0. Schema: F(-t^2) is the characteristic function
    of X, which has that of a chosen point as a factor; e^(-a x^2) is the mean of cos(t x), t normal of variance 2 a.
    """
    process, what, k, values = _parts(whole)
    factor, data, rate = _kernel_sum(what, process)
    t, f, own = transform.relation, spectrum.relation, ARGUMENT.symbol
    other, seen, generation, others = _parts(t.left)
    drawn = {sp.exp(own * d.what): d.law for d in process.looked_at if isinstance(d, Draw)}
    law = drawn.get(seen)
    if not isinstance(law, Plus) or law.first != Choice(data) or not isinstance(law.second, Normal):
        raise NotProved(f"E e^(s X) of a draw of Choice({data}) + Normal(0, v) is needed: {t}")
    same = all(others[s] == values[s] for s in others.keys() & values.keys()) and others[own] == own
    if other is not process or t.op != "=" or generation != k or not same or law.second.mean != 0:
        raise NotProved(f"E e^(s X) of the same process, generation and parameters is needed: {t}")
    its_own = y.is_nonnegative and not y.is_integer and y in f.context.of  # so that no index is called so
    if f.op == "<" or not its_own or own in context.of or y in context.of:
        raise NotProved(f"F(-{y}) = or <= a sum of exponentials is needed, for every real {y}: {f}")
    around = context.but({own: domain_of(ARGUMENT)})
    _applies(transform, around)
    _applies(spectrum, context.but({y: Range(sp.Integer(0), sp.oo, bool(y.is_positive), True)}))
    if f.left != on_imaginary(transform, y):
        raise NotProved(f"{f.left} is not {t.right} at s^2 = -{y}")
    _admissible(context, whole)
    _admissible(around, t.left)
    at_k = values | {GENERATION: k}
    factor, rate, kernel = (put_in(e, at_k) for e in (factor, rate, law.second.variance))
    for positive in (factor, rate):
        signs.sign(positive, context, True)

    def of(minus_u: sp.Expr, inside: Context) -> sp.Expr:
        square = sp.factor(1 - 2 * rate * kernel - 4 * rate * minus_u)
        signs.sign(square, inside, True)
        return 1 / sp.sqrt(square)

    found = factor * _term_by_term(f.right, y, 1, of, context)
    schema = "a moment generating function determines the law; Gaussian functions are means of cosines"
    relation = signs.valued(Relation(whole, "=" if f.op == "=" else "<=", found, context))
    return _proved("Gaussian average", relation, [transform, spectrum], schema=schema, symbol=y)


def on_imaginary(transform: Proved, y: sp.Symbol) -> sp.Expr:
    """F(-y), where a transform says that E e^(s X) = F(s^2)."""
    return _entire(transform.relation.right, ARGUMENT.symbol, lambda b: sp.exp(-b * y))


def _entire(e: sp.Expr, s: sp.Symbol, put: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """The expression with something in the place of every e^(b s^2), of which it is made by sums and products."""
    if not e.has(s):
        return e
    if isinstance(e, sp.exp):
        rate = _rate(e.args[0], s, 2)
        if rate is not None:
            return put(rate)
    if isinstance(e, sp.Add | sp.Mul) or (isinstance(e, sp.Pow) and e.exp.is_Integer and e.exp > 0):
        return e.func(*(_entire(part, s, put) for part in e.args))
    if isinstance(e, sp.Sum | sp.Product) and not sp.Tuple(*e.limits).has(s):
        return e.func(_entire(e.function, s, put), *e.limits)
    raise NotProved(f"not made of exponentials of multiples of {s}^2 by sums and products: {e}")


def _term_by_term(
    e: sp.Expr, x: sp.Symbol, power: int, of: Callable[[sp.Expr, Context], sp.Expr], context: Context
) -> sp.Expr:
    """A sum of terms c e^(r x^power), c of(r) in the place of each; `of` is told where the indices are, too."""
    if isinstance(e, sp.Add):
        return sp.Add(*(_term_by_term(part, x, power, of, context) for part in e.args))
    if isinstance(e, sp.Sum) and len(e.limits) == 1 and not sp.Tuple(*e.limits).has(x):
        ((index, low, high),) = e.limits
        if low.is_Integer and index.is_integer and index not in context.of:
            inside = context.but({index: Range(low, sp.oo, False, True)}, index <= high)
            return sp.Sum(_term_by_term(e.function, x, power, of, inside), (index, low, high))
    factor, rest = e.as_independent(x, as_Add=False)
    if factor != 1 and isinstance(rest, sp.Sum):
        return factor * _term_by_term(rest, x, power, of, context)
    rate = _rate(rest.args[0], x, power) if isinstance(rest, sp.exp) else sp.Integer(0) if rest == 1 else None
    if rate is None:
        raise NotProved(f"not a sum of multiples of exponentials of multiples of {x**power}: {e}")
    return factor * of(rate, context)

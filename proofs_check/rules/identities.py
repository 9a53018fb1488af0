"""Is an expression 0 throughout a context? By algebra, and in balls at points."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.points import at, free_of_means, points, value
from proofs_check.rules.quotients import quotient
from proofs_check.rules.signs import HeldGamma, shown
from proofs_check.rules.statements import Context, NotProved
from theorems.language.sums import alike, opaque, parted, worked_out

LONGEST = 150
"""Operations of an expression at which simplification is tried: it may take minutes for longer ones."""


@cache
def is_zero(expression: sp.Expr) -> bool:
    """Is the expression identically zero? By algebra alone: True only if a simplification reaches 0."""
    plain = opaque(worked_out(expression))
    expression = gammas(plain)
    attempts = (
        sp.expand,
        lambda e: sp.expand(sp.powsimp(sp.expand(e), force=False)),
        lambda _: sp.gammasimp(plain),
        lambda e: sp.factor(sp.together(e)),
        sp.simplify,
        lambda e: sp.simplify(sp.expand_log(sp.logcombine(e))),
        lambda e: sp.simplify(sp.expand_func(e)),
    )
    return expression == 0 or any(attempt(expression) == 0 for attempt in attempts)


def gammas(expression: sp.Expr) -> sp.Expr:
    """Gamma functions whose arguments differ by half a whole number, or are twice each other, in terms of two of them.

    By Gamma(z + 1) = z Gamma(z) and Legendre's duplication formula; so with their logarithmic derivatives, and harmonic
    numbers.
    """
    if not expression.has(sp.gamma, sp.loggamma, sp.polygamma, sp.harmonic):
        return expression
    entries = {e: sp.Dummy(str(e), integer=e.is_integer, real=True) for e in expression.atoms(sp.Indexed)}
    if entries:  # symbols of their own
        back = {s: e for e, s in entries.items()}
        return gammas(expression.xreplace(entries)).xreplace(back)
    moved = sorted(expression.atoms(sp.harmonic, sp.polygamma), key=sp.default_sort_key)
    expression = expression.xreplace({e: sp.expand_func(e) for e in moved if not e.is_number})
    expression = expression.replace(sp.loggamma, lambda z: sp.log(sp.gamma(z)))
    arguments = [sp.expand(g.args[0]) for g in expression.atoms(sp.gamma) if not g.is_number]
    symbols = {s for a in arguments for s in a.free_symbols}
    slopes = {a.coeff(s) for a in arguments for s in symbols if a.coeff(s).is_Rational}
    halves = any(slope.q == 2 for slope in slopes)

    def once(z: sp.Expr) -> sp.Expr:
        z = sp.expand(z)
        if halves and all(z.coeff(s).is_Integer for s in z.free_symbols) and z.free_symbols:
            return 2 ** (z - 1) / sp.sqrt(sp.pi) * once(z / 2) * once(z / 2 + sp.Rational(1, 2))
        constant = z.as_coeff_Add()[0]
        if not constant.is_Rational or z.is_number:
            return sp.gamma(z)
        whole = sp.floor(constant)
        rest = z - whole
        rising = sp.Mul(*(rest + i for i in range(int(whole))), *(1 / (rest - i) for i in range(1, int(-whole) + 1)))
        return rising * HeldGamma(rest)

    return expression.replace(sp.gamma, once) if arguments else expression


@cache
def zero(expression: sp.Expr, context: Context) -> None:
    """Raises NotProved unless the expression is 0 at every point of the context."""
    expression, context = free_of_means(expression, context)
    if expression == 0:
        return
    for point in points(context, expression):
        found = value(expression, point)
        if not found.contains(0):
            raise NotProved(f"{expression} is {found.str(10)} at {at(point)}, not 0")
        if found.rad() > 1e-6:
            raise NotProved(f"no second decision: {expression} is known as {found.str(6)} only at {at(point)}")
    if _normally_zero(expression, context):
        return
    if expression.count_ops() > LONGEST or not (is_zero(expression) or is_zero(split(expression, context))):
        raise NotProved(f"not reduced to 0: {expression}")


def equal(one: sp.Expr, other: sp.Expr, context: Context) -> bool:
    """Are two expressions the same, as they stand or by `zero`, at every point of the context?"""
    if one == other:
        return True
    try:
        zero(one - other, context)
    except NotProved:
        return False
    return True


def _normally_zero(expression: sp.Expr, context: Context) -> bool:
    """Is it 0 once every exponential and logarithm is a product or sum of independent ones?"""
    form = None
    for prepared in (sp.sympify, alike, worked_out, parted):  # to work out sums takes long, and is seldom needed
        last, form = form, opaque(prepared(expression), plain=True)
        if form == last:
            continue
        try:
            normal = Normal(context)
            if normal.vanishes(normal.form(gammas(form))):
                return True
        except sp.PolynomialError:
            continue
    return False


class Normal:
    """Rewrites an expression as a rational function of symbols, one for each independent part.

    e^(a+b) is e^a e^b, e^(c m) with rational c a power of one symbol for m, (f g)^a and ln(f g) fall apart where the
    factors are positive in the context.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.symbols: dict[sp.Expr, sp.Dummy] = {}
        self.roots: dict[sp.Dummy, sp.Expr] = {}
        self.form = cache(self._form)

    def vanishes(self, rational: sp.Expr) -> bool:
        """Is a form 0, the twelfth power of a twelfth root being what the root is of?"""
        above, _ = quotient(rational)
        for root, base in self.roots.items():
            if root in above.ring.symbols and above.degree(above.ring(root)) >= 12:
                powers = sp.Poly(above.as_expr(), root).terms()
                above, _ = quotient(sp.Add(*(c * root ** (e % 12) * base ** (e // 12) for (e,), c in powers)))
        return bool(above == 0)

    def _form(self, e: sp.Expr) -> sp.Expr:
        if e.is_Rational or e.is_Symbol:
            return e
        if isinstance(e, sp.Add | sp.Mul):
            return e.func(*map(self.form, e.args))
        if isinstance(e, sp.Pow) and e.exp.is_Integer:
            return self.form(e.base) ** e.exp
        if isinstance(e, sp.exp):
            return self._exponential(self._expanded(e.args[0]))
        if isinstance(e, sp.Pow) and shown(e.base, self.context, True):
            return self._exponential(self._expanded(e.exp * sp.log(e.base)))
        if isinstance(e, sp.log):
            logs = _logs(e.args[0], self.context)
            return sp.Add(*(self.form(sp.sympify(c)) * (1 if log == 1 else self._part(log)) for log, c in logs.items()))
        return self._part(e.func(*(sp.factor(a) if isinstance(a, sp.Expr) else a for a in e.args)))

    def _part(self, e: sp.Expr) -> sp.Dummy:
        return self.symbols.setdefault(e, sp.Dummy("part"))

    def _expanded(self, e: sp.Expr) -> sp.Expr:
        split = e.replace(sp.log, lambda x: sp.Add(*(c * log for log, c in _logs(x, self.context).items())))
        return sp.expand(split)

    def _root(self, rest: sp.Expr) -> sp.Dummy:
        """The symbol of e^(rest/12)."""
        unit = self._part(sp.exp(rest / 12))
        if isinstance(rest, sp.log):
            self.roots[unit] = self.form(rest.args[0])
        return unit

    def _exponential(self, argument: sp.Expr) -> sp.Expr:
        result = sp.Integer(1)
        for term in sp.Add.make_args(argument):
            c, rest = term.as_coeff_Mul()
            if isinstance(rest, sp.log) and c.is_Integer:
                result *= self.form(rest.args[0]) ** c
                continue
            unit = self._root(rest)  # rational multiples occur in twelfths at most; others stay by themselves
            times = 12 * c
            result *= unit**times if times.is_Integer else self._part(sp.exp(term))
        return result


@cache
def _logs(x: sp.Expr, context: Context) -> dict[sp.Expr, sp.Expr]:
    """ln x as logarithms of factors that are positive in the context (or 1) with their multiples."""
    above, below = sp.fraction(sp.factor(sp.together(x)))
    found: dict[sp.Expr, sp.Expr] = {}
    left = 1
    for part, direction in ((above, 1), (below, -1)):
        for factor in sp.Mul.make_args(part):
            base, times = factor.as_base_exp()
            if base.is_Rational:
                numbers = sp.factorint(abs(base)) if base not in (0, 1, -1) else {}
                if base < 0:
                    left *= (-1) ** times
                for prime, power in numbers.items():
                    log = sp.log(prime)
                    found[log] = found.get(log, 0) + direction * times * power
                continue
            side = next((s for s in (1, -1) if shown(s * base, context, True)), 0)
            if not side or (side < 0 and not times.is_Integer):
                return {sp.log(x): sp.Integer(1)}
            left *= side**times if side < 0 else 1
            log = sp.log(sp.expand(side * base))
            found[log] = found.get(log, 0) + direction * times
    return found if left == 1 else {sp.log(x): sp.Integer(1)}


def split(expression: sp.Expr, context: Context) -> sp.Expr:
    """Powers of products as products of powers, where no factor is negative."""

    def divisible(e: sp.Expr) -> bool:
        return isinstance(e, sp.Pow) and all(shown(factor, context, False) for factor in sp.Mul.make_args(e.base))

    return expression.replace(divisible, lambda e: sp.Mul(*(factor**e.exp for factor in sp.Mul.make_args(e.base))))

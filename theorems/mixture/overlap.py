"""The density of a normal law, and the overlap of two, as an integral: of N(0, v) and N(m, s)."""

from fractions import Fraction
from math import isqrt
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import DefinedFunction, TheoryFunction


class NormalDensity(DefinedFunction):
    """The density of N(0, v) at x: of (x, v)."""

    nargs = (2,)
    least = (None, None)
    above_zero = (1,)
    is_positive = True
    where = r"$\varphi_v(x)$ is the density of N(0, v) at x"

    @classmethod
    def eval(cls, x: sp.Expr, v: sp.Expr) -> sp.Expr | None:
        return cls(-x, v) if x.could_extract_minus_sign() else None

    @staticmethod
    def definition(x: sp.Expr, v: sp.Expr) -> sp.Expr:
        return sp.exp(-(x**2) / (2 * v)) / sp.sqrt(2 * sp.pi * v)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        x, v = map(printer._print, self.args)
        base = rf"\varphi_{{{v}}}({x})"
        return base if exp is None else f"{base}^{{{exp}}}"


class Overlap(TheoryFunction):
    """The integral of the product of the densities of N(0, v) and N(m, s): of (m, v, s)."""

    nargs = (3,)
    least = (None, None, None)
    above_zero = (1, 2)
    is_positive = True
    where = r"$\langle \varphi_v, \varphi_{m,s} \rangle = \int \varphi(x; 0, v)\,\varphi(x; m, s)\,dx$"

    def in_balls(self, m: Fraction, v: Fraction, s: Fraction) -> Any:
        from flint import acb, arb, ctx, fmpq

        mean, own, other = (arb(fmpq(x.numerator, x.denominator)) for x in (m, v, s))
        width, far = own.sqrt(), isqrt(2 * ctx.prec) + 8
        scale = 1 / (2 * arb.pi() * other.sqrt())

        def product(z: Any, _: Any) -> Any:
            apart = width * z - mean
            return (-(z * z) / 2 - apart * apart / (2 * other)).exp()

        inside = acb.integral(product, -far, far).real * scale
        beyond = scale * (2 * arb.pi()).sqrt() * (far / arb(2).sqrt()).erfc()  # the second exponential is at most 1
        return inside + arb(0).union(beyond)

    def in_mpmath(self, m: Fraction, v: Fraction, s: Fraction) -> Any:
        import mpmath as mp

        mean, own, other = (mp.mpf(x.numerator) / x.denominator for x in (m, v, s))
        far = isqrt(2 * mp.mp.prec) + 8

        def product(z: Any) -> Any:
            return mp.npdf(z) * mp.npdf(mp.sqrt(own) * z, mean, mp.sqrt(other))

        peak = mean * mp.sqrt(own) / (own + other)
        return mp.quad(product, sorted([-far, mp.mpf(0), min(max(peak, -far), far), far]))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        m, v, s = map(printer._print, self.args)
        base = rf"\langle \varphi_{{{v}}}, \varphi_{{{m},{s}}} \rangle"
        return base if exp is None else f"{base}^{{{exp}}}"

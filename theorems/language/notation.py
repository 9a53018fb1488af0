"""LaTeX in the suite's notation: p_0 and sigma_0, fractions in exponents on one line, psi for digamma, H_k."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

NAMES = {
    "p0": "p_0",
    "x0": "x_0",
    "lambda0": r"\lambda_0",
    "sigma0": r"\sigma_0",
    "eps": r"\varepsilon",
    "lam": r"\lambda",
}

WORD = re.compile(r"[A-Za-z]{2,}")
"""A name of several letters: in italics it would be their product."""

LONG = 1000
"""Fractions whose denominator is a larger power of ten are printed as decimals."""


BRACKETS = re.compile(r"\\left\(((?:(?!\\left|\\right|\\frac|\\sum|\\prod|\\sqrt).)*)\\right\)")
"""Brackets around what is not tall."""


class _Printer(LatexPrinter):
    def _print_Add(self, expr: sp.Add, order: str | None = None) -> str:  # noqa: N802
        """What is added before what is taken away."""
        terms = sorted(self._as_ordered_terms(expr, order=order), key=lambda term: term.could_extract_minus_sign())
        text = str(self._print(terms[0]))
        for term in terms[1:]:
            minus = term.could_extract_minus_sign()
            inner = self._print(-term if minus else term)
            if isinstance(term, sp.Add):
                inner = rf"\left({inner}\right)"
            text += f" {'-' if minus else '+'} {inner}"
        return text

    def _print_Symbol(self, symbol: sp.Symbol, style: str = "plain") -> str:  # noqa: N802
        text = NAMES.get(symbol.name) or str(super()._print_Symbol(symbol, style))
        return rf"\mathrm{{{text}}}" if WORD.fullmatch(text) else text

    def _print_Rational(self, number: sp.Rational) -> str:  # noqa: N802
        if number.q > LONG and set(sp.factorint(number.q)) <= {2, 5}:
            places = max(sp.multiplicity(2, number.q), sp.multiplicity(5, number.q))
            digits = str(abs(number.p) * 10**places // number.q)
            if digits == "1":
                return f"{'-' if number < 0 else ''}10^{{-{places}}}"
            digits = digits.rjust(places + 1, "0")
            return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
        return str(super()._print_Rational(number))

    def _exponent(self, exponent: sp.Expr) -> str:
        """A quotient on one line: k/(4n-1)."""
        quotient = exponent.is_Mul or exponent.is_Rational
        above, below = sp.fraction(sp.together(exponent)) if quotient else (exponent, sp.Integer(1))
        if below == 1:
            return re.sub(r" ([+-]) ", r"\1", str(self._print(exponent)))
        parts = [f"({self._print(e)})" if e.is_Add else str(self._print(e)) for e in (above, below)]
        if below.is_Mul:
            parts[1] = f"({parts[1]})"
        return re.sub(r" ([+-]) ", r"\1", "/".join(parts))

    def _print_Pow(self, expr: sp.Pow) -> str:  # noqa: N802
        base, exponent = expr.as_base_exp()
        if exponent.is_number or exponent.could_extract_minus_sign() or base.is_Rational:
            return str(super()._print_Pow(expr))
        text = str(self._print(base))
        if hasattr(base, "where") and not text.startswith(r"\frac"):
            return f"{text}^{{{self._exponent(exponent)}}}"
        if not base.is_Symbol:
            text = rf"\left({text}\right)"
        return f"{text}^{{{self._exponent(exponent)}}}"

    def _print_ExpBase(self, expr: Any, exp: str | None = None) -> str:  # noqa: N802
        text = f"e^{{{self._exponent(expr.args[0])}}}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _print_log(self, expr: Any, exp: str | None = None) -> str:
        inner = self._print(_one_fraction(expr.args[0]))
        text = rf"\ln {inner}" if expr.args[0].is_Symbol else rf"\ln\left({inner}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _print_polygamma(self, expr: Any, exp: str | None = None) -> str:
        order, x = expr.args
        name = r"\psi" if order == 0 else rf"\psi^{{({self._print(order)})}}"
        text = rf"{name}\left({self._print(_one_fraction(x))}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _print_harmonic(self, expr: Any, exp: str | None = None) -> str:
        text = rf"H_{{{self._print(expr.args[0])}}}"
        return text if exp is None else rf"{text}^{{{exp}}}"

    def _print_erf(self, expr: Any, exp: str | None = None) -> str:
        text = rf"\mathrm{{erf}}\left({self._print(expr.args[0])}\right)"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def _one_fraction(e: sp.Expr) -> sp.Expr:
    return sp.together(e) if e.is_Add and not e.atoms(sp.Function) else e


@lru_cache(2**14)
def latex(expression: sp.Basic, factor: bool = False) -> str:
    """LaTeX of an expression. factor: in brackets, if it is a sum, to stand before another factor."""
    text = str(_Printer({"ln_notation": True}).doprint(expression))
    while (plain := BRACKETS.sub(r"(\1)", text)) != text:
        text = plain
    text = re.sub(r"([_^])\{(\w)\}", r"\1\2", text)
    text = re.sub(r"(^|[{(])- ", r"\1-", text)
    text = re.sub(r"(?<![_^\d])(\d+) (?=[a-z\\(])", r"\1", text)
    text = re.sub(r"(?<!\w)\{(\w)\}_", r"\1_", text)  # entries of a list
    return rf"\left({text}\right)" if factor and isinstance(expression, sp.Add) else text

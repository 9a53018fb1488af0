"""Generating functions of the sampling laws, from which the proofs read all one-generation expectations."""

import sympy as sp

from proofs_check.steps import Cites, Equal, Step

FIRST_GENERATION = Cites(
    "Started at p, generation k+1 is generation k of the chain started at the outcome of generation 1",
    "Markov property of a time-homogeneous chain at time 1, and the tower property",
)


def binomial_law(size: sp.Expr, p: sp.Expr, s: sp.Expr) -> tuple[sp.Expr, Step]:
    """E s^X for X ~ Bin(size, p), and the step that it is that."""
    fact = "binomial theorem: the sum of C(n,x) (ps)^x (1-p)^(n-x) over x = 0..n is (1-p+ps)^n"
    return (1 - p + p * s) ** size, Cites("X ~ Bin(n, p) has E s^X = (1-p+ps)^n", fact)


def poisson_law(mean: sp.Expr, s: sp.Expr) -> tuple[sp.Expr, Step]:
    """E s^X for X ~ Poisson(mean), and the step that it is that."""
    m, j = sp.Symbol("m", positive=True), sp.Symbol("j", integer=True, nonnegative=True)
    z = sp.Symbol("s", positive=True)
    series = sp.exp(-m) * sp.summation((m * z) ** j / sp.factorial(j), (j, 0, sp.oo))
    name = "X ~ Poisson(m) has E s^X = sum of s^j e^-m m^j/j! = e^(m(s-1))"
    return sp.exp(mean * (s - 1)), Equal(name, series, sp.exp(m * (z - 1)))

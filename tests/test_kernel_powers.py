"""Powers of a kernel sum: what the two rules prove, and falsehoods beside it, which both programs refuse."""

from functools import partial

import numpy as np
import pytest
import sympy as sp
from handmade import N, certificate_of, node, refused
from test_recheck_kernels import ABOVE, e, estimate, mean, times

from proofs_check.rules import probability
from proofs_check.rules.kernels import power_at_least, power_at_most
from proofs_check.rules.statements import NotProved, over
from theorems.language.data import Data, Mean, Variance
from theorems.processes import processes
from theorems.processes.kde import ORDER, PARAMETERS

k = sp.Symbol("k", integer=True, positive=True)
n, h, sigma0 = PARAMETERS.symbols
v = ORDER.symbol
EVERY = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)", v: "(0, oo)"})
PROCESS = processes()["kde_replace"]
(POINTS,) = (s for s in PROCESS.states if isinstance(s, Data))
SUM = Mean(sp.exp(-(POINTS**2) / (2 * h**2)))


def seen(what, context=EVERY):
    return probability.mean(PROCESS, what, k, context)


def test_powers_up_to_1_are_at_least_the_mean_of_powers_and_any_at_most_that_and_more():
    half = sp.Rational(1, 2)
    assert power_at_least(seen(SUM**half), EVERY).relation.left == seen(Mean(sp.exp(-(POINTS**2) / (4 * h**2))))
    for q in (half, 2, 3 * h):
        found = power_at_most(seen(SUM**q), EVERY).relation
        smooth, squares = Mean(sp.exp(-q * POINTS**2 / (2 * h**2))), Mean(POINTS**2)
        more = q * (seen(squares) / (2 * h**2) - seen(-sp.log(SUM)))
        assert (found.op, sp.expand(found.right - seen(smooth) - more)) == ("<=", 0)


@pytest.mark.parametrize("q", [sp.Rational(1, 4), 1, 3])
def test_both_bounds_hold_for_any_points(q, entropy):
    """Point by point, as the schemas say."""
    points = np.random.default_rng(entropy).normal(0, 3, (1000, 3))
    smooth, plain = (np.exp(-c * points**2 / 2).mean(axis=1) for c in (float(q), 1.0))
    most = smooth + float(q) * ((points**2).mean(axis=1) / 2 + np.log(plain))
    assert np.all(plain ** float(q) <= most * (1 + 1e-12))
    assert (q > 1) == bool(np.any(plain ** float(q) < smooth * (1 - 1e-12)))


@pytest.mark.parametrize("rule", [power_at_least, power_at_most])
@pytest.mark.parametrize(
    "what",
    [
        SUM,
        2 * SUM ** sp.Rational(1, 2),
        (1 + SUM) ** sp.Rational(1, 2),
        SUM ** sp.Rational(-1, 2),
        Mean(sp.exp(POINTS**2)) ** sp.Rational(1, 2),
        Mean(sp.exp(-(POINTS**4))) ** sp.Rational(1, 2),
        Mean(sp.exp(-(POINTS**2) * Variance(POINTS, 0))) ** sp.Rational(1, 2),
        SUM ** Variance(POINTS, 0),
        SUM ** (h - 1),
    ],
    ids=str,
)
def test_what_is_no_power_of_a_kernel_sum_is_refused(rule, what):
    with pytest.raises(NotProved):
        rule(seen(what), EVERY)


@pytest.mark.parametrize("q", [2, sp.Rational(10, 9), v])
def test_no_power_above_1_is_at_least_the_mean_of_powers(q):
    with pytest.raises(NotProved):
        power_at_least(seen(SUM**q), EVERY)


# -- the second program -------------------------------------------------------------------------------------------

CONTEXT = {"n": N, "h": ABOVE}
HALF = ["/", 1, 2]
of = partial(mean, h="h")


def kernels(rate):
    return ["Mean", e(times(-1, rate, ["^", "x", 2]))]


def judged(rule, left, right, op="<="):
    return certificate_of({"kde": estimate("n")}, node(rule, left, op, right, CONTEXT))


def least(q, smooth=None):
    return judged("power at least", of(kernels(smooth or q)), of(["^", kernels(1), q]))


def most(q, smooth=None, squares=1, loss=-1):
    parts = times(squares, q, of(["Mean", ["^", "x", 2]])), times(loss, q, of(times(-1, ["log", kernels(1)])))
    return judged("power at most", of(["^", kernels(1), q]), ["+", of(kernels(smooth or q)), *parts])


@pytest.mark.parametrize("certificate", [least(HALF), most(HALF), most(2)])
def test_the_second_program_takes_both(certificate):
    assert not refused(certificate)


@pytest.mark.parametrize(
    "certificate",
    [
        least(2),
        least(HALF, 1),
        least(["+", "h", 1]),
        most(["*", -1, HALF]),
        most(HALF, 1),
        most(HALF, squares=HALF),
        most(HALF, loss=1),
        most(HALF, loss=["/", -1, 2]),
        judged("power at least", of(["^", kernels(1), HALF]), of(kernels(HALF))),
        judged("power at least", of(kernels(HALF)), of(["^", kernels(1), HALF]), "="),
        judged("power at most", of(["^", kernels(1), HALF]), of(kernels(HALF))),
    ],
)
def test_the_second_program_refuses_what_does_not_follow(certificate):
    assert refused(certificate)

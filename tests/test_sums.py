"""A sum that ends below its start is empty, in whatever way it is evaluated: sympy's other convention has no door."""

import ast
from pathlib import Path

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.derivations import at
from proofs_check.steps import Equal
from theorems.language.readers import exact
from theorems.language.sums import worked_out

ROOT = Path(__file__).parent.parent
i, j = sp.symbols("i j", integer=True)
k = sp.Symbol("k", integer=True, positive=True)
whole = sp.Symbol("whole", integer=True)

SUMMANDS = [i, i**2 - 3, sp.Integer(2), 1 / (i + sp.Rational(1, 2)), sp.Integer(2) ** i]


@settings(max_examples=80)
@given(st.sampled_from(SUMMANDS), st.sampled_from([sp.Sum, sp.Product]), st.integers(-6, 6), st.integers(-6, 6))
def test_what_is_worked_out_is_what_is_read(function, fold, low, high):
    """At given ends, and at symbolic ones wherever they stay or are worked out."""
    truth = exact(fold(function, (i, low, high)), {})
    assert exact(worked_out(fold(function, (i, low, high))), {}) == truth
    assert exact(at(fold(function, (i, low, whole)), {whole: high}), {}) == truth


@settings(max_examples=60)
@given(st.sampled_from(SUMMANDS[:3]), st.integers(-3, 6), st.integers(-2, 2), st.integers(1, 8))
def test_a_sum_is_worked_out_for_symbols_only_where_both_conventions_agree(function, low, less, last):
    """Read at a number after it was worked out for a symbol, it is what it was before."""
    total = sp.Sum(function, (i, low, k - less))
    assert exact(worked_out(total), {"k": sp.Integer(last)}) == exact(total, {"k": sp.Integer(last)})


def test_sums_that_are_never_backwards_are_worked_out():
    assert worked_out(sp.Sum(i, (i, 1, k))) == sp.expand(k * (k + 1) / 2)
    assert worked_out(sp.Sum(i, (i, 2, k))) == sp.expand(k * (k + 1) / 2 - 1)
    assert worked_out(sp.Sum(2**-i, (i, 0, sp.oo))) == 2
    assert worked_out(sp.Sum(i, (i, 3, k))) == sp.Sum(i, (i, 3, k))
    assert worked_out(sp.Sum(i * j, (j, 1, i), (i, 1, 3))) == 25


@pytest.mark.parametrize(
    ("fold", "karr"),
    [
        (sp.Sum(i, (i, 3, k)), k * (k + 1) / 2 - 3),
        (sp.Sum(i, (i, 3, 1)), sp.Integer(-2)),
        (sp.Product(i, (i, 3, k)), sp.factorial(k) / 2),
        (2 * sp.Sum(i, (i, 3, 1)) + k, k - 4),
        (sp.exp(sp.Sum(i, (i, 1, whole))), sp.exp(whole * (whole + 1) / 2)),
        (sp.Sum(i, (i, 1, whole)) + sp.Sum(i, (i, whole + 1, 4)), sp.Integer(10)),
    ],
)
def test_no_proof_goes_by_the_other_convention(fold, karr):
    """Each right side is what sympy makes of the left, and false at some k."""
    assert not Equal("by Karr's convention", fold, karr).check().ok


def test_a_proof_may_work_out_what_both_conventions_agree_on():
    assert Equal("a sum", sp.Sum(i, (i, 1, k)), k * (k + 1) / 2).check().ok
    assert Equal("none", sp.Sum(i, (i, 3, 1)), sp.Integer(0)).check().ok
    assert Equal("the same", 2 * sp.Sum(i, (i, 3, k)), sp.Sum(i, (i, 3, k)) + sp.Sum(i, (i, 3, k))).check().ok


def test_sums_are_worked_out_in_one_place():
    """Nothing else in the suite lets sympy do it."""
    evaluate = {"doit", "summation", "product", "evalf"}
    found = set()
    for room in ("theorems", "proofs_check", "harness", "paper_figs"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in evaluate:
                    found.add(str(path.relative_to(ROOT)))
    assert found == {"theorems/language/sums.py"}

"""The square of a sum of numbers that are not negative has their squares: of every sample, by both programs."""

import json

import pytest
import sympy as sp

from proofs_check.certificate import Writer, concluded
from proofs_check.recheck.judge import judge
from proofs_check.rules.leaves import given
from proofs_check.rules.probability import mean
from proofs_check.rules.samples import every_sample
from proofs_check.rules.statements import NotProved, over
from theorems.language.data import Mean
from theorems.language.processes import event
from theorems.processes.mixture import SAMPLE, centre, fourth, n, square, x

k = sp.Symbol("k", integer=True, nonnegative=True)
mu0, sigma0 = (SAMPLE.parameters[name].symbol for name in ("mu0", "sigma0"))
MODEL = over({n: "[2, oo)", mu0: "[0, oo)", sigma0: "(0, oo)", k: "[0, oo)"})
A, B, F = sp.symbols("A B F", positive=True)
D = sp.Symbol("D", real=True)
SIZED = square <= n * centre**2, {centre: A, square: B}


def sure(condition, names):
    """That it holds for every sample, as a fact about means, whose size is n."""
    ranges = {name: "(-oo, oo)" if name is D else "(0, oo)" for name in names.values()} | {n: "[2, oo)"}
    samples = over(ranges, condition.xreplace(names))
    return every_sample(mean(SAMPLE, event(condition), k, MODEL), names, given(*samples.given, samples), (), MODEL)


def test_the_square_of_a_sum_has_the_squares_of_its_terms():
    assert sure(*SIZED).relation.right == 1
    assert sure(fourth <= n * square**2, {square: B, fourth: F}).relation.right == 1


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (square <= n * Mean(x) ** 2, {Mean(x): D, square: B}),  # terms may cancel
        (square <= (n - 1) * centre**2, {centre: A, square: B}),
        (fourth <= n * centre**2, {centre: A, fourth: F}),
        (square <= n * centre, {centre: A, square: B}),
        (n * centre**2 <= square, {centre: A, square: B}),
        (square < n * centre**2, {centre: A, square: B}),
    ],
)
def test_no_other_bound_is_a_fact(condition, names):
    with pytest.raises(NotProved):
        sure(condition, names)


def written(proved):
    return json.loads(json.dumps(Writer().certificate({"made": concluded([proved.relation], [proved], False)})))


def replaced(certificate, old, new):
    text = json.dumps(certificate)
    assert old in text
    return json.loads(text.replace(old, new))


def of_size(certificate, size):
    certificate["processes"]["mixture_sample"]["looked at"][0][1] = ["points", size]
    return certificate


EDITS = {
    "as it is": lambda c: c,
    "terms that cancel": lambda c: replaced(c, '["abs", "x"]', '"x"'),
    "another power": lambda c: replaced(c, '["^", "x", 2]', '["^", "x", 4]'),
    "more points": lambda c: of_size(c, ["+", "n", 1]),
    "the other way": lambda c: replaced(c, '["<=", "B"', '["<=", "A"'),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_second_program_says_the_same(edit):
    (verdict,) = judge(json.dumps(EDITS[edit](written(sure(*SIZED)))))
    assert (verdict.refused is None) == (edit == "as it is")

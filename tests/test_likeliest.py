"""Bandwidths chosen by cross-validation, as they are declared: against other computations of what is chosen."""

import numpy as np
import pytest
import sympy as sp
from flint import fmpq

from proofs_check.recheck.differences import at_points
from simulators import kde_equivariant
from simulators.kde_cross_validated_replace import MULTIPLES
from theorems.language.data import Data, Likeliest, Variance
from theorems.language.literal import value
from theorems.language.moments import NotClosed
from theorems.language.recursion import recursion
from theorems.processes.kde_scaled import CHOSEN, chosen_square

VARIANCE = ("Variance", "seen", fmpq(1))


def chosen(points, *variances):
    """The one that is chosen for each row of points."""
    data = Data("x", points.shape[1])
    return value(Likeliest(data, *variances), {"x": points})[:, 0]


def likelihood(points, variance):
    """Of points, each under the estimate on the others."""
    total = 0.0
    for i, x in enumerate(points):
        others = np.delete(points, i)
        total += np.log(np.mean(np.exp(-((x - others) ** 2) / (2 * variance)) / np.sqrt(variance)))
    return total


def test_the_likeliest_of_several_variances(entropy):
    rows = np.random.default_rng(entropy).normal(size=(200, 5))
    variances = (0.05, 0.2, 0.8, 3.2)
    found = chosen(rows, *map(sp.Float, variances))
    for points, v in zip(rows, found, strict=True):
        assert likelihood(points, v) >= max(likelihood(points, w) for w in variances) - 1e-9
    assert len(set(found)) > 1


def test_of_equals_the_first():
    """Of two points at a distance d, ln of the likelihood is -d^2/v - ln v, the same at v and w for one d."""
    v, w = 1.0, np.e
    d = 1 / np.sqrt(1 / v - 1 / w)
    rows = np.array([[0.0, d * (1 - 1e-6)], [0.0, d * (1 + 1e-6)]])
    assert [*chosen(rows, v, w)] == [v, pytest.approx(w)]
    assert [*chosen(rows, v, v)] == [v, v]
    apart = np.array([[0.0, 1.0]])
    data = Data("x", 2)
    same = Likeliest(data, sp.Integer(1), Variance(data, 1) * 2)
    assert value(same, {"x": apart})[0, 0] == 1.0


def test_far_points_are_told_apart():
    """No likelihood is 0 to machine numbers."""
    assert chosen(np.array([[0.0, 1e6, 3e6]]), 1.0, 4.0)[0] == 4.0


def test_declaration_kernel_and_second_program_choose_alike(entropy):
    rows = np.round(np.random.default_rng(entropy).normal(size=(40, 5)), 6)
    (data,) = CHOSEN.states
    found = value(chosen_square(data), {"seen": rows})[:, 0]
    term = ("Likeliest", "seen", *(("*", fmpq(4) ** i, VARIANCE) for i in (-2, -1, 0, 1)))
    for points, v in zip(rows, found, strict=True):
        scale = np.std(points, ddof=1)
        multiple = kde_equivariant._chosen((points - points.mean()) / scale, np.array(MULTIPLES))
        assert v == pytest.approx((multiple * scale) ** 2)
        exact = [fmpq(round(x * 10**6), 10**6) for x in points]
        assert v == pytest.approx(float(at_points(term, "seen", exact, {})))


def test_its_moments_do_not_close():
    (data,) = CHOSEN.states
    with pytest.raises(NotClosed):
        recursion(CHOSEN, Variance(data, 1))

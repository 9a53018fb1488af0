"""Which slips are looked for: those that a person makes who types a formula, one at a time, in every place."""

import pytest
import sympy as sp

from theorems.language import Mean, Parameters, integer, real
from theorems.language.mutants import repairs, slips, widened

PARAMETERS = Parameters(integer("n", 1, "samples", (1, 2)), real("p", "(0, 1)", "share", ("1/2",)))
n, p = PARAMETERS.symbols
more, less = sp.Rational(21, 20), sp.Rational(19, 20)

TYPED = {  # formula: what may be typed in its place
    n * (1 - p): [
        (n + 1) * (1 - p), (n - 1) * (1 - p), n**2 * (1 - p), n * (1 - p**2), n * (1 + p), -n * (1 + p),
        1 - p, n, n * (more - p), n * (less - p), n * (1 - more * p), n * (1 - less * p),
        more * n * (1 - p), less * n * (1 - p),
    ],
    n**3 / (n - 1): [
        (n + 1) ** 3 / (n - 1), (n - 1) ** 2, n**3 / n, n**3 / (n - 2), n**3 / (n + 1), (n + 1) ** 3 / n,
        n ** (3 * more) / (n - 1), n ** (3 * less) / (n - 1), n**3, 1 / (n - 1), n**6 / (n - 1), n**3 / (n**2 - 1),
        n**3 / (n - more), n**3 / (n - less),
    ],
    p**n: [p ** (n + 1), p ** (n - 1), p ** (2 * n), p ** (n**2), more * p**n, less * p**n],
}  # fmt: skip


@pytest.mark.parametrize("formula", TYPED, ids=str)
def test_each_slip_of_the_pen_is_looked_for(formula):
    found = [mutant.expression for mutant in slips(formula, tuple(PARAMETERS.items))]
    missing = [e for e in TYPED[formula] if not any(sp.simplify(e - other) == 0 for other in found)]
    assert missing == []
    assert all(sp.simplify(other - formula) != 0 for other in found)
    names = [mutant.slip for mutant in slips(formula, tuple(PARAMETERS.items))]
    assert len(set(names)) == len(names)


def test_each_condition_is_dropped_in_turn_and_nothing_else():
    conditions = [n <= 4, p < sp.Rational(1, 3), n * p > 1]
    claim = Mean(name="any", of="bernoulli.share", equals=n * p, when=sp.And(*conditions))
    wider = [frozenset(sp.And.make_args(other.when)) for _, other in widened(claim)]
    assert len(wider) == len(conditions)
    assert set(wider) == {frozenset(conditions) - {one} for one in conditions}


@pytest.mark.parametrize("fold", [sp.Sum, sp.Product])
def test_no_remedy_is_looked_for_in_the_index_of_a_sum(fold):
    i = sp.Symbol("i", integer=True, positive=True)
    found = [m.expression for m in repairs(fold(1 / i**2, (i, 1, n)), tuple(PARAMETERS.items))]
    assert fold(2 / i**2, (i, 1, n)) in found
    assert all(limits[0] == i for e in found for f in e.atoms(fold) for limits in f.limits)

"""Ranges that are derived: as worked out by hand, never left by literal draws, and never narrower by a mark."""

from itertools import product

import numpy as np
import pytest
import sympy as sp
from each import of_each
from lab import DECLARED

from harness.evidence.sums import check_draws
from harness.judge.observed import Observed, WrongMark
from simulators.engine import Support, bounded, event, law, real, steps, stream
from theorems.door import main
from theorems.language import Parameters, integer
from theorems.language import real as number
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import Binomial, Choice, Finite, MeanChiSquare, Mixture, Normal, Poisson
from theorems.language.literal import simulate
from theorems.language.processes import Draw, HalfSquare, Increment, Process, Steps
from theorems.language.processes import event as declared_event
from theorems.language.supports import support
from theorems.processes import processes

PROCESSES = processes()
OBSERVED = [pytest.param(p.name, o, id=f"{p.name}.{o}") for p in PROCESSES.values() for o in p.observables]

KNOWN = {
    "bernoulli.share": ("bounded", 0, 1),
    "bernoulli.diversity": ("bounded", 0, 0.25),
    "bernoulli.diversity_step": ("steps", 0, 0.25),
    "bernoulli.forgotten": ("event", 0, 1),
    "bernoulli.survived": ("event", 0, 1),
    "bernoulli.alone": ("event", 0, 1),
    "bernoulli.laplace": ("bounded", 0, 1),
    "lineages.unmarked": ("bounded", 0, 1),
    "bernoulli.absorbed": ("event", 0, 1),
    "bernoulli.interior": ("event", 0, 1),
    "bernoulli.fixation": ("event", 0, 1),
    "generational_mixture.error": ("bounded", 0, 1),
    **dict.fromkeys(
        (
            *(f"mixture_sample.{o}" for o in ("within_size", "below_centre", "rising", "beyond_circle")),
            "mixture_approximate.bounded",
            "mixture.noisy",
        ),
        ("event", 0, 1),
    ),
    "multinomial.diversity": ("bounded", 0, 1),
    "multinomial.alive": ("event", 0, 1),
    "multinomial3.diversity": ("bounded", 0, 2 / 3),
    "multinomial3.distinct": ("bounded", 0, 3),
    "absorbing_chain.absorbed": ("bounded", 0, 1),
    "absorbing_chain.paired": ("bounded", 0, 1),
    "absorbing_chain.first_of_pair": ("bounded", 0, 1),
    "two_transient.absorbed": ("bounded", 0, 1),
    "two_transient.on_the_way": ("bounded", 0, 1),
    "gaussian.above": ("event", 0, 1),
    "gaussian.collapsed": ("event", 0, 1),
    **dict.fromkeys((f"gaussian.{o}" for o in ("near", "risk_below", "total_below", "total_above")), ("event", 0, 1)),
    "gaussian.draw_cosine": ("bounded", -1, 1),
    "poisson.survival": ("event", 0, 1),
    "kde_scaled_replace.low_loss": ("event", 0, 1),
    "kde_shrinking_replace.low_loss": ("event", 0, 1),
    "kde_cross_validated_replace.low_loss": ("event", 0, 1),
    "poisson_lineage.extinct": ("event", 0, 1),
    **{
        f"kde_{workflow}.{name}": ("bounded", -1, 1)
        for workflow in ("replace", "accumulate")
        for name in ("draw_cosine", "difference_cosine")
    },
    **{f"kde_{workflow}.loss_transform": ("bounded", 0, 1) for workflow in ("replace", "accumulate")},
    "gaussian_accumulate_factors.floored": ("event", 0, 1),
    "linear_vae_means.lost": ("event", 0, 1),
    **{
        f"{p.name}.{name}": ("event", 0, 1)
        for p in PROCESSES.values()
        if p.spectrum is not None
        for name in ("singular", "regular")
    },
}
"""Worked out by hand; all others have no bounds."""


@of_each("process, name", OBSERVED)
def test_the_range_of_every_observable_is_that_worked_out_by_hand(process, name):
    found = support(PROCESSES[process], PROCESSES[process].observables[name])
    kind, low, high = KNOWN.get(f"{process}.{name}", ("real", None, None))
    if process != "gaussian" and name in ("above", "collapsed", "draw_cosine"):
        kind, low, high = KNOWN[f"gaussian.{name}"]
    assert found.kind == kind
    if kind != "real":
        assert (float(found.low), float(found.high)) == (low, high)


# -- every law, every estimate, against literal draws -----------------------------------------------------------

ONE, TWO, HALF = sp.Integer(1), sp.Integer(2), sp.Rational(1, 2)
SIZE = integer("n", 2, "points", (2, 5))
WIDE = number("a", "(0, oo)", "a scale", (1, 7))
P, X, c = sp.Symbol("P", real=True), sp.Symbol("X", real=True), sp.Symbol("c", real=True)
x = Data("x", SIZE.symbol)
n, a = SIZE.symbol, WIDE.symbol


def number_process(law, step, start=HALF, observed=P):
    return Process("one", Parameters(SIZE, WIDE), {P: start}, (Draw(c, law),), {P: step}, {"it": observed})


def data_process(law, observed):
    given = Finite((-ONE, TWO), (HALF, HALF))
    return Process("points", Parameters(SIZE, WIDE), {x: given}, (Draw(Data("y", n), law),), {x: (Data("y", n),)},
                   {"it": observed})  # fmt: skip


RANGES = [  # process, observable, range over the whole domain, range at n = 2, a = 7
    (number_process(Binomial(n, P), c / n), P, (0, 1), (0, 1)),
    (number_process(Binomial(n, P), c / n), (P - HALF) ** 2, (0, 0.25), (0, 0.25)),
    (number_process(Binomial(n, P), c / n), P**3 - P, (-1, 1), (-1, 1)),  # too wide, for P occurs twice
    (number_process(Binomial(n, P), c / n), a * P, None, (0, 7)),
    (number_process(Binomial(n, P), c / n), sp.log(1 + a) * P, None, (0, float(np.log(8)))),
    (number_process(Binomial(n, HALF), P + c), P, None, None),  # an end that keeps moving
    (number_process(Binomial(n, HALF), -P / 2 + c / n), P, None, None),  # approached for ever
    (number_process(Binomial(n, HALF), c / n - P), P, None, None),
    (number_process(Binomial(n, HALF), c / n, start=TWO), P, (0, 2), (0, 2)),
    (number_process(Poisson(P), c), P, None, None),
    (number_process(Poisson(P), sp.exp(-c)), P, (0, 1), (0, 1)),
    (number_process(Poisson(P), 1 / (1 + c)), P, (0, 1), (0, 1)),
    (number_process(MeanChiSquare(n), 1 / (ONE + c)), P, (0, 1), (0, 1)),
    (number_process(Normal(P, ONE), sp.Min(1, sp.Abs(c))), P, (0, 1), (0, 1)),
    (number_process(Finite((-a, a), (HALF, HALF)), c), P, None, (-7, 7)),
    (number_process(Finite((-a, a), (HALF, HALF)), c / a), P**2, (0, 1), (0, 1)),
    (number_process(Mixture((HALF, HALF), (Binomial(n, HALF), Finite((-n,), (ONE,)))), c / n), P, (-1, 1), (-1, 1)),
    (number_process(Binomial(n, HALF) + Finite((ONE, -ONE), (HALF, HALF)), c / n), P, (-0.5, 1.5), (-0.5, 1.5)),
    (data_process(Choice(x), Mean(x)), Mean(x), (-1, 2), (-1, 2)),
    (data_process(Choice(x), Mean(x**2)), Mean(x**2), (0, 4), (0, 4)),
    (data_process(Choice(x), Variance(x, 0)), Variance(x, 0), (0, 2.25), (0, 2.25)),
    (data_process(Choice(x), Variance(x, 1)), Variance(x, 1), (0, 4.5), (0, 4.5)),
    (data_process(Choice(x) + Finite((ONE,), (ONE,)), Mean(x)), Mean(x), None, None),
    (data_process(Choice(x) + Normal(sp.Integer(0), ONE), Mean(x)), Mean(x), None, None),
]
PLACE = {"n": 2, "a": 7}


@pytest.mark.parametrize(("process", "observed", "whole", "there"), RANGES)
def test_ranges_of_all_laws_and_estimates_hold_every_draw(process, observed, whole, there, entropy):
    """Sure statements, which one draw outside would refute; 1e-12 is for rounding."""
    everywhere, at_point = (
        support(process, observed, point) for point in ({}, {k: sp.Integer(v) for k, v in PLACE.items()})
    )
    for found, wanted in ((everywhere, whole), (at_point, there)):
        assert found.kind == ("real" if wanted is None else "bounded")
        if wanted is not None:
            assert (float(found.low), float(found.high)) == pytest.approx(wanted, rel=1e-15)
    rng = stream(entropy, f"range of {observed}", 0)
    for k in (0, 1, 2, 5):
        draws = simulate(process, rng, 500, k, PLACE, observed)
        assert float(at_point.low) - 1e-12 <= draws.min() <= draws.max() <= float(at_point.high) + 1e-12


@pytest.mark.parametrize(
    ("what", "kind", "low", "high"),
    [
        (Increment(P), "bounded", -1, 1),
        (Steps(P), "steps", 0, 1),
        (Steps(P * (1 - P)), "steps", 0, 0.25),
        (HalfSquare(P), "bounded", 0, 0.5),
        (HalfSquare(P * (1 - P)), "bounded", 0, 1 / 32),
        (declared_event(P > HALF), "event", 0, 1),
        (HalfSquare(declared_event(P > HALF)), "bounded", 0, 0.5),
        (1 - declared_event(P > HALF), "bounded", 0, 1),
        (sp.Piecewise((P, P > HALF), (2, True)), "bounded", 0, 2),
    ],
)
def test_what_is_made_of_an_expression_has_a_range_of_its_own(what, kind, low, high):
    found = support(number_process(Binomial(n, P), c / n), what)
    assert found.kind == kind
    assert (float(found.low), float(found.high)) == (low, high)


# -- marks ------------------------------------------------------------------------------------------------------


def test_kernels_of_declared_processes_keep_to_the_derived_range(entropy):
    """The draws of the kernel itself: a declaration that is not its process's would show here."""
    for observable, text in (("bernoulli.diversity", {"n": 2, "p0": 0.5, "k": 2}), ("poisson.survival", None)):
        arguments = text or {"n": 3, "lambda0": 0.5, "k": 2}
        draws = Observed(observable).simulator(stream(entropy, f"range of {observable}", 0), 4096, **arguments)
        check_draws(Observed(observable).support(), draws, observable)


@pytest.mark.parametrize(
    ("observable", "mark", "why"),
    [
        ("bernoulli.diversity", bounded(0.0, 0.2), r"@bounded\(0, 0.2\), but as bernoulli is declared it is @bounded"),
        ("bernoulli.diversity", bounded(0.01, 0.25), "delete the mark"),
        ("bernoulli.diversity", event, "@event, but"),
        ("bernoulli.diversity", steps(0.0, 0.25), r"@steps\(0, 0.25\), but"),
        ("bernoulli.diversity_step", steps(0.0, 0.125), "@steps"),
        ("bernoulli.diversity_step", bounded(0.0, 0.25), "@bounded"),
        ("bernoulli.diversity_step", real, "@real"),
        ("bernoulli.survived", bounded(0.0, 0.5), "it is @event"),
        ("gaussian.scale", bounded(0.0, 1e9), "it is @real"),
        ("gaussian.scale", event, "it is @real"),
        ("poisson.intensity", bounded(0.0, 1e6), "it is @real"),
    ],
)
def test_a_mark_that_claims_more_than_is_derived_is_refused(observable, mark, why, monkeypatch):
    monkeypatch.setattr(Observed(observable).simulator, "support", mark(lambda: None).support, raising=False)
    with pytest.raises(WrongMark, match=why):
        Observed(observable).support()


@pytest.mark.parametrize(
    ("observable", "mark", "seen"),
    [
        ("bernoulli.diversity", bounded(0.0, 1.0), Support("bounded", 0.0, 0.25)),
        ("bernoulli.diversity", real, Support("bounded", 0.0, 0.25)),
        ("bernoulli.survived", bounded(0.0, 1.0), Support("event")),
        ("gaussian.scale", real, Support("real", -np.inf, np.inf)),
        ("gaussian.scale", law, Support("law", -np.inf, np.inf)),
    ],
)
def test_a_mark_that_claims_less_changes_nothing(observable, mark, seen, monkeypatch):
    monkeypatch.setattr(Observed(observable).simulator, "support", mark(lambda: None).support, raising=False)
    assert Observed(observable).support() == seen


def test_a_mark_that_is_too_narrow_is_found_by_check_and_stops_the_races(lab, capsys):
    """The range of a race that is too narrow would make its error rate false: nothing is raced."""
    marked = ("def error(", "from simulators.engine import bounded\n\n\n@bounded(0.0, 0.2)\ndef error(")
    lab({"simulators/fixed_share.py": [marked]}, source=DECLARED)
    assert main(["check", "fixed-share"]) == 1
    out = capsys.readouterr().out
    assert "marked @bounded(0, 0.2), but as fixed_share is declared it is @bounded(0, 1)" in out
    assert main(["verify", "fixed-share"]) == 1
    assert "delete the mark, or mend the declaration" in capsys.readouterr().out


def test_the_parameters_of_a_point_may_bound_what_their_domains_do_not():
    process = number_process(Binomial(n, P), a * c / n, start=a)
    assert support(process, P).kind == "real"
    for value, size in product((HALF, TWO), (2, 5)):
        found = support(process, P, {"a": value, "n": sp.Integer(size)})
        assert (found.kind, found.low, found.high) == ("bounded", 0, value)

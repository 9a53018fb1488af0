"""Exact values are a function of their parameters alone: not of who asks, at which precision, or of what came before.

And they are rounded outwards in every room, however coarse its window and however many its terms.
"""

import sys
from fractions import Fraction

import pytest
import sympy as sp
from each import of_each
from enclosing import holds, rational
from flint import arb, ctx, fmpq

from harness.judge.observed import Observed
from simulators.engine import parameters_of, stream
from simulators.exact import chains, window
from simulators.exact.alphabet import unique
from simulators.exact.balls import BITS
from theorems.language.domains.entries import as_rational
from theorems.language.registry import theorems

MORE = {  # to all arithmetics of a chain
    "bernoulli.forgotten": ("n=100,p0=1/7,k=20", "n=80,p0=1/7,k=20", "n=20,p0=1/50,k=900"),
    "bernoulli.survived": ("n=100,p0=1/7,k=20", "n=80,p0=1/7,k=20"),
    "bernoulli.absorbed": ("n=100,p0=1/7,k=20", "n=80,p0=1/7,k=20"),
    "bernoulli.share": ("n=100,p0=1/7,k=20", "n=400,p0=1/7,k=20", "n=500,p0=1/7,k=20"),
    "bernoulli.diversity": ("n=100,p0=1/7,k=20", "n=400,p0=1/7,k=20", "n=500,p0=1/7,k=20"),
}


def asked():
    """(oracle, arguments): every exact room at the points where its claims are raced, and at more."""
    found = {}
    for theorem in theorems().values():
        for claim in theorem.claims:
            for text in claim.points if claim.observable else ():
                point = theorem.parameters.complete(theorem.parameters.point(text), set())
                for suffix in ("", "_second_moment"):
                    found[f"{claim.observable}{suffix}", text] = point
    for observable, texts in MORE.items():
        for text in texts:
            found[observable, text] = {n: sp.Rational(v) for n, v in (part.split("=") for part in text.split(","))}
    return found


ASKED = asked()


def forget():
    """Empties what the exact rooms remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith("simulators.exact"):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


def value(observable, text):
    """A rational or a ball as the room returns it; None where there is no such room."""
    function = Observed(observable).oracle
    if function is None:
        return None
    point, names = ASKED[observable, text] | {"x": sp.Integer(1)}, parameters_of(function)
    return function(**{name: as_rational(v) for name, v in point.items() if name in names})


@of_each("observable", dict.fromkeys(of for of, _ in ASKED))
def test_an_exact_value_loses_no_digit_that_a_caller_of_low_precision_can_hold(observable):
    """Whatever cancels on the way: at 53 bits 45 are right, where as many are known at all."""
    for text in [text for of, text in ASKED if of == observable]:
        found = []
        for bits in (53, BITS):
            forget()
            with ctx.workprec(bits):
                found.append(value(observable, text))
        low, high = found
        if not isinstance(low, arb):
            assert low == high, text
            continue
        with ctx.workprec(BITS):
            assert low.overlaps(high), text
            assert low.rad() <= 2 * high.rad() + abs(high).upper() * arb(2) ** -45, text


def test_an_exact_value_does_not_depend_on_those_before_it():
    """All of them in one order, and in the other, with what is remembered on the way."""
    first, second = {}, {}
    for found, order in ((first, list(ASKED)), (second, list(ASKED)[::-1])):
        forget()
        with ctx.workprec(BITS):
            for one in order:
                found[one] = str(value(*one))
    assert first == second


@pytest.mark.parametrize("drop", [1e-21, 1e-5, 1e-3])
@pytest.mark.parametrize(("n", "p0", "k"), [(400, "1/2", 20), (400, "1/40", 30), (1000, "399/400", 5)])
def test_means_of_a_window_are_enclosed_however_coarse_it_is(n, p0, k, drop, monkeypatch):
    """E P_k = p0 and E P_k (1 - P_k) = p0 (1 - p0) (1 - 1/n)^k; what is given up may be worth all of the cap."""
    monkeypatch.setattr(window, "DROP", drop)
    forget()
    p0 = Fraction(p0)
    share = chains.expectation(n, rational(p0), k, lambda p: p, fmpq(1))
    diversity = chains.expectation(n, rational(p0), k, lambda p: p * (1 - p), fmpq(1, 4))
    forget()
    assert isinstance(share, arb)
    assert holds(share, p0)
    assert holds(diversity, p0 * (1 - p0) * (1 - Fraction(1, n)) ** k)


@pytest.mark.parametrize("k", [0, 1, 3])
def test_distinct_symbols_are_enclosed_for_any_alphabet(k, entropy):
    """A hundred corpora of their own, most symbols of which are hardly ever lost: 1 - u is then rounded most."""
    rng = stream(entropy, f"alphabets {k}", 0)
    for _ in range(100):
        n = int(rng.integers(2, 9))
        counts = [int(c) for c in rng.integers(1, 50, size=int(rng.integers(1, 6)))]
        found = unique(n=n, k=k, counts=counts)
        for j in range(k + 1):
            lost = (chains.forgotten(n, rational(Fraction(c, sum(counts))), j, "rational") for c in counts)
            truth = sum((1 - u for u in lost), fmpq(0))
            assert found[j].contains(truth)

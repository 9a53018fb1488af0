"""Exact rooms of discrete chains from outside: brute force that shares no code with them lies in every ball.

Chains are pushed forward state by state in whole numbers. A ball must contain the value that is known exactly, or the
interval that is: one that leaves out what its engine dropped does not.
"""

import math
from fractions import Fraction

import pytest
from enclosing import Exact, holds, precision, rational  # noqa: F401
from flint import arb, fmpq

from simulators.exact import (
    bernoulli,
    chains,
    finite,
    window,
)

# -- the binomial chain -------------------------------------------------------------------------------------------


def chain(n, p0, k):
    """Pr(n P_k = m), m = 0..n: whole numbers over one denominator, row by row."""
    p0 = Fraction(p0)
    p, q = p0.numerator, p0.denominator
    ways = [math.comb(n, m) for m in range(n + 1)]
    law, scale = [ways[m] * p**m * (q - p) ** (n - m) for m in range(n + 1)], q**n
    for _ in range(k - 1):
        law = [ways[m] * sum(w * i**m * (n - i) ** (n - m) for i, w in enumerate(law) if w) for m in range(n + 1)]
        scale *= n**n
    return [Fraction(weight, scale) for weight in law]


CHAINS = [(1, "1/3", 3), (2, "1/2", 4), (7, "2/9", 3), (30, "1/100", 2), (40, "1/40", 3), (60, "1/2", 2)]
CHAINS += [(60, "59/60", 3), (400, "1/2", 1), (400, "1/1000", 1), (150, "149/150", 2)]
CHAINS += [
    (40, "1/100000000", 1),
    (40, "1/100000000", 2),
    (40, "1/10000000000", 1),
]  # what floats can hardly tell from 0
ARITHMETICS = ("rational", "ball", "float")


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize(("n", "p0", "k"), CHAINS)
def test_the_probability_of_every_state_is_enclosed_however_rare(n, p0, k, arithmetic):
    """Also where all of it went through states, or lies beyond a row, that floats do not follow."""
    law, share = chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for m in sorted({*range(0, n + 1, max(1, n // 40)), 1, n - 1, n} & {*range(n + 1)}):
        found = chains.expectation(n, share, k, lambda p, m=m: fmpq(p * n == m), fmpq(1), arithmetic)
        assert holds(found, law[m]), m
        assert arithmetic == "rational" or float(found.rad()) <= 1e-13 * k
    assert holds(chains.forgotten(n, share, k, arithmetic), law[0])


@pytest.mark.parametrize(("n", "p0", "k"), CHAINS[:6])
def test_expectations_are_those_of_the_chain(n, p0, k):
    law, at = chain(n, p0, k), {"n": n, "p0": Fraction(p0), "k": k}
    states = [Fraction(m, n) for m in range(n + 1)]
    for found, value in (
        (bernoulli.forgotten, lambda p: p == 0),
        (bernoulli.survived, lambda p: p != 0),
        (bernoulli.absorbed, lambda p: p in (0, 1)),
        (Exact("bernoulli").share, lambda p: p),
        (Exact("bernoulli").diversity, lambda p: p * (1 - p)),
    ):
        assert holds(found(**at), sum(w * value(p) for w, p in zip(law, states, strict=True))), found
    assert finite.chain(rational(p0), k, lambda p: finite.binomial(n, p)) == {
        rational(p): rational(w) for p, w in zip(states, law, strict=True)
    }


@pytest.mark.parametrize("drop", [1e-21, 1e-6, 1e-2])
@pytest.mark.parametrize(("n", "p0", "k"), CHAINS)
def test_a_window_is_as_wide_as_the_mass_that_it_lost(n, p0, k, drop, monkeypatch):
    """For functions that are large on one state, at one end, every other state, or where the law is small."""
    monkeypatch.setattr(window, "DROP", drop)
    window._law.cache_clear()
    law, share = chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for some in (lambda m: m == 0, lambda m: m == n, lambda m: m % 2, lambda m: law[m] < 10 * drop, lambda m: True):
        for cap in (Fraction(1, 4), Fraction(1), Fraction(1000)):
            chosen = [rational(cap * bool(some(m))) for m in range(n + 1)]
            found = window.bracket(n, share, k, chosen, rational(cap))
            truth = sum((w for m, w in enumerate(law) if some(m)), Fraction(0))
            assert holds(found, cap * truth)
            wide = float(cap) * (k * (n + 1) * drop + k * (n + 50) * 2.0**-48)
            assert float(found.rad()) <= wide  # and no wider than that
    window._law.cache_clear()


@pytest.mark.parametrize("keep", [0.0, 0.2, 0.7, 1.0])
@pytest.mark.parametrize(("n", "p0", "k"), [chain for chain in CHAINS if chain[0] < 100])
def test_what_a_row_says_to_be_missing_is_paid_for(n, p0, k, keep, monkeypatch):
    """Rows that give up all but a share of their states, from above or from below."""
    real, law, share = window._row, chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for from_below in (False, True):

        def cut(n, share, from_below=from_below):
            start, row, missing, roundings = real(n, share)
            size = math.ceil(keep * row.size)
            kept = slice(row.size - size, row.size) if from_below else slice(0, size)
            return start + kept.start, row[kept], missing + 1.0001 * (row.sum() - row[kept].sum()) + 1e-15, roundings

        monkeypatch.setattr(window, "_row", cut)
        window._law.cache_clear()
        for m in range(n + 1):
            assert holds(window.bracket(n, share, k, [fmpq(m == i) for i in range(n + 1)], fmpq(1)), law[m])
    window._law.cache_clear()


@pytest.mark.parametrize(
    ("n", "p0"), [(1, "1/3"), (60, "1/2"), (2000, "1/2"), (2000, "1/50"), (2000, "49/50"), (9, "1/9")]
)
def test_a_row_of_a_window_accounts_for_its_roundings_and_for_the_mass_elsewhere(n, p0):
    share = fmpq(*map(int, p0.split("/")))
    start, row, missing, roundings = window._row(n, share)
    law, end = chain(n, p0, 1), start + row.size
    elsewhere = sum(law[:start], Fraction(0)) + sum(law[end:], Fraction(0))
    assert elsewhere * Fraction(1, 1) <= Fraction(missing) <= 2 * elsewhere + Fraction(1, 10**40)
    assert 2000 not in (n,) or elsewhere > 0
    assert (
        max(abs(Fraction(w) / law[m] - 1) for m, w in enumerate(row, start) if law[m] > 1e-290) <= roundings * 2.0**-53
    )
    # ratios of neighbours are multiplied up to an end, each of three roundings and one more: in an entry and in the sum
    mode = max(range(n + 1), key=law.__getitem__)
    assert roundings >= 8 * max(mode - start, end - 1 - mode)


@pytest.mark.parametrize(("n", "k"), [(60, 2), (60, 30), (12, 200)])
def test_the_ball_of_a_window_grows_with_the_roundings_of_every_generation(n, k):
    """Each generation adds up n products or so, of entries that went through 8 roundings a step."""
    share, half = fmpq(1, 2), [fmpq(m > n // 2) for m in range(n + 1)]
    found = window.bracket(n, share, k, half, fmpq(1))
    assert float(found.rad()) >= float(found.mid()) * (k - 1) * 8 * (n // 4) * 2.0**-53


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_absorption_and_one_generation_are_those_of_the_chain(n):
    """A chain of j generations has passed all but n (1 - 1/n)^j of its way to the ends."""
    p0 = Fraction(2, 7)
    late = 120 if n > 1 else 1
    end = chain(n, p0, late)[n]
    assert end <= Fraction(int(bernoulli.fixation(n=n, p0=p0).p), int(bernoulli.fixation(n=n, p0=p0).q))
    assert rational(end) >= bernoulli.fixation(n=n, p0=p0) - n * fmpq(n - 1, n) ** late
    for i in range(n + 1):
        law = chain(n, Fraction(i, n), 1)
        diversity = sum(w * Fraction(m * (n - m), n * n) for m, w in enumerate(law))
        assert rational(diversity) == Exact("bernoulli").diversity_step(n=n, p0=p0, k=3) * fmpq(i * (n - i), n * n)


# -- the Poisson chain --------------------------------------------------------------------------------------------


def poisson_chain(start, k, reach=120):
    """(Pr(N_k = m), m < reach) from a rate `start`, pushed forward in balls, and a bound on the mass that was lost."""
    law, lost, rate = [arb(0)] * reach, arb(0), {start: arb(1)}
    for _ in range(k):
        law = [arb(0)] * reach
        for mean, weight in rate.items():
            term = (-arb(mean)).exp()
            kept = arb(0)
            for m in range(reach):
                law[m] += weight * term
                kept += term
                term *= arb(mean) / (m + 1)
            lost += abs(weight * (1 - kept)).upper()
        rate = {fmpq(m): weight for m, weight in enumerate(law)}
    return law, lost


@pytest.mark.parametrize(("n", "lambda0", "k"), [(1, "1/2", 1), (3, "1/2", 2), (2, "5/3", 3), (5, "1/1000", 3)])
def test_poisson_survival_and_intensity_are_those_of_the_chain(n, lambda0, k):
    law, lost = poisson_chain(rational(lambda0) * n, k)
    at = {"n": n, "lambda0": Fraction(lambda0), "k": k}
    assert lost < 1e-24
    survives = sum(law[1:], arb(0))
    survival = Exact("poisson").survival(**at)
    assert survival.overlaps(survives.union(survives + lost))
    assert float(survival.rad()) < 1e-60
    for found, power in ((Exact("poisson").intensity, 1), (Exact("poisson").intensity_second_moment, 2)):
        seen = sum((w * fmpq(m**power, n**power) for m, w in enumerate(law)), arb(0))
        # what was lost adds at most sqrt(E N^4 lost), N = n Lambda_k (Cauchy and Schwarz), and E N^4 < 1e6
        assert seen.lower() <= found(**at) <= seen.upper() + 1e-9
    if k > 1:
        lineage = poisson_chain(fmpq(1), k)[0][0]
        assert Exact("poisson_lineage").extinct(k=k).overlaps(lineage.union(lineage + lost))

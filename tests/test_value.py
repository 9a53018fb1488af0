"""What `theorems value` prints contains the truth, and every digit of it is known: read back from outside."""

import itertools
import json
import math
from fractions import Fraction

import mpmath as mp
import pytest
import sympy as sp
from each import of_each
from flint import arb, ctx
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from points_lab import points

from harness.basics.decimals import decimal_enclosure
from harness.judge.case import Case
from theorems.door import main
from theorems.language import Law, X, point_text
from theorems.language.functions import STEPS, OptimalExponent, g_ball
from theorems.language.readers import ball, high_precision
from theorems.language.registry import theorems

pytestmark = pytest.mark.usefixtures("one_other_process")
CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims]


def value(capsys, claim, at=None, *options):
    """Exit code, the record, and what is said on stderr."""
    code = main(["value", claim, "--json", *([] if at is None else ["--at", at]), *options])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def interval(numbers):
    mid, radius = Fraction(numbers["mid"]), Fraction(numbers["radius"])
    return mid - radius, mid + radius


def contains(numbers, truth):
    low, high = interval(numbers)
    return low <= truth <= high


def unit(text):
    """The last digit's place value."""
    mantissa, _, exponent = text.partition("e")
    return Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


def digits_of(text):
    return len(text.partition("e")[0].lstrip("-").replace(".", "").lstrip("0"))


# -- a ball as decimals -------------------------------------------------------------------------------------------


def dyadic(mantissa, exponent):
    with ctx.workprec(400):
        return arb(mantissa) * arb(2) ** exponent


@settings(max_examples=500)
@given(
    st.integers(-(10**40), 10**40), st.integers(-200, 200), st.integers(0, 2**20), st.integers(-500, 100),
    st.integers(1, 60),
)  # fmt: skip
def test_the_decimals_contain_the_ball_and_have_no_digit_that_is_not_known(m, e, r, f, digits):
    radius = dyadic(r, f)
    ball = arb(dyadic(m, e), radius)
    low, high = (Fraction(m) * Fraction(2) ** e + s * Fraction(r) * Fraction(2) ** f for s in (-1, 1))
    printed = decimal_enclosure(ball, digits)
    assert contains(printed, low)
    assert contains(printed, high)
    assert digits_of(printed["mid"]) <= digits
    if Fraction(printed["mid"]) != 0:
        assert Fraction(printed["radius"]) <= unit(printed["mid"]) * Fraction(1011, 1000)  # rounded up to 3 digits
    elif r == 0:
        assert m == 0


@settings(max_examples=300)
@given(st.integers(10**39, 10**40), st.integers(1, 30))
def test_digits_that_are_known_are_printed(mantissa, digits):
    """A ball of 120 bits around a number of 40 digits supports all digits that are asked for here."""
    printed = decimal_enclosure(arb(mantissa, arb(mantissa) / 2**120), digits)
    assert digits_of(printed["mid"]) == digits
    assert Fraction(printed["radius"]) <= unit(printed["mid"]) * Fraction(51, 100)


@pytest.mark.parametrize("radius", [*range(9_980, 10_020), *range(99_900, 100_020, 7)])
def test_a_radius_that_is_rounded_up_to_the_next_power_of_ten_is_still_large_enough(radius):
    printed = Fraction(decimal_enclosure(arb(0, radius), 15)["radius"])
    assert radius <= printed <= Fraction(1011, 1000) * radius


def test_an_exact_value_is_printed_exactly():
    for number, text in ((Fraction(1, 8), "0.125"), (Fraction(30), "30"), (Fraction(-85, 2), "-42.5"), (0, "0")):
        printed = decimal_enclosure(arb(Fraction(number).numerator) / Fraction(number).denominator, 15)
        assert printed == {"mid": text, "radius": "0"}


def test_a_number_of_half_the_last_place_more_digits_is_not_printed_with_one_digit_too_many():
    assert digits_of(decimal_enclosure(arb("9.9999996"), 3)["mid"]) == 3


@pytest.mark.parametrize("exponent", [-(10**12), -98_000_000, 98_000_000, 10**400])
def test_any_exponent_is_printed(exponent):
    with ctx.workprec(2000):
        printed = decimal_enclosure(3 * arb(10) ** exponent, 15)
    head, _, power = printed["mid"].partition("e")
    assert Fraction(head) == 3
    assert int(power) == exponent
    assert int(printed["radius"].partition("e")[2]) < exponent - 15


# -- values -----------------------------------------------------------------------------------------------------


@of_each("theorem, claim", CLAIMS)
def test_what_is_printed_contains_the_value_that_mpmath_finds(capsys, theorem, claim):
    """Also the exact value where the claim is an equation, and the ratio of the two."""
    case = Case(theorem, claim)

    @settings(max_examples=3, suppress_health_check=[HealthCheck.filter_too_much])
    @given(
        points([p for p in theorem.parameters if p.name in case.used], more=0, reach=5),
        st.integers(1, 6),
        st.integers(1, 40),
    )
    def holds(point, x, digits):
        assume(case.applies(point))
        point = {**point, **({X.name: sp.Integer(x)} if isinstance(claim, Law) else {})}
        code, record, _ = value(capsys, f"{theorem.id}/{claim.name}", point_text(point), "--digits", str(digits))
        assert code == 0
        if not isinstance(claim, Law) or claim.cdf is not None:
            with mp.workdps(70):
                truth = Fraction(mp.nstr(high_precision(claim.value, point, 60), 65))
            slack = Fraction(1, 10**55) * (1 + abs(truth))  # of mpmath's number
            low, high = interval(record["value"])
            assert low - slack <= truth <= high + slack
            assert digits_of(record["value"]["mid"]) <= digits
            exact = claim.expected == "confirmed" and getattr(claim, "equals", True) is not None
            exact = exact and getattr(claim, "within", None) is None
            if exact and record["exact"]:
                low, high = interval(record["exact"])
                assert low - slack <= truth <= high + slack
                if record["ratio"]:
                    assert contains(record["ratio"], 1)
        for part in filter(None, (record["value"], record["exact"], record["ratio"])):
            assert part["mid"] == "0" or Fraction(part["radius"]) <= unit(part["mid"]) * Fraction(1011, 1000)

    holds()


@settings(max_examples=40)
@given(st.integers(1, 4), st.integers(1, 3), st.fractions(0, Fraction(4, 5), max_denominator=12), st.integers(1, 30))
def test_exact_value_and_ratio_contain_what_whole_numbers_give(n, k, p0, digits):
    """The chain pushed forward in fractions; the ratio is theory over truth."""
    law = {p0: Fraction(1)}
    for _ in range(k):
        after = {}
        for p, weight in law.items():
            for m in range(n + 1):
                after[Fraction(m, n)] = after.get(Fraction(m, n), 0) + weight * math.comb(n, m) * p**m * (1 - p) ** (
                    n - m
                )
        law = after
    truth = law.get(Fraction(0), Fraction(0))
    record = recorded("bernoulli-absorption/forgotten-lower-sharp", f"n={n},p0={p0},k={k}", digits)
    assert contains(record["exact"], truth)
    with mp.workdps(60):
        g = mp.mpf(1)
        for _ in range(k - 1):
            g = 1 - mp.exp(-g)
        theory = Fraction(mp.nstr((1 - mp.mpf(p0.numerator) / p0.denominator) ** (n * g + 1), 50))
    low, high = interval(record["ratio"])
    slack = Fraction(1, 10**45)
    assert low - slack <= theory / truth <= high + slack


def recorded(claim, at, digits):
    """The record, without pytest's capture."""
    from harness.cli.value import evaluate, points_asked
    from harness.judge.selection import find_case

    (point,) = points_asked(find_case(claim), at, [])
    record = {}
    for piece in evaluate(claim, point, digits):
        record |= piece
    return record


def test_an_identity_says_what_its_quantity_lacks(capsys):
    code, record, _ = value(capsys, "moment-projection/lost", "w=1/2,delta=2")
    assert code == 0
    assert record["value"]["mid"] == "-2"
    assert record["note"] == "no exact value without v"


def test_more_digits_are_asked_for_and_given_where_they_can_be_had(capsys):
    for digits in (1, 15, 60, 500):
        _, record, _ = value(capsys, "poisson-extinction/survival", "n=3,lambda0=1/2,k=3", "--digits", str(digits))
        assert digits_of(record["value"]["mid"]) == digits
        assert digits_of(record["exact"]["mid"]) == min(digits, digits_of(record["exact"]["mid"]))


def test_digits_that_the_exact_room_cannot_know_are_not_printed(capsys):
    _, record, _ = value(capsys, "gaussian-collapse/tail-published", "n=10,k=60,eps=1/2", "--digits", "60")
    assert digits_of(record["value"]["mid"]) == 60
    assert digits_of(record["exact"]["mid"]) < 30
    assert Fraction(record["exact"]["radius"]) <= unit(record["exact"]["mid"])


def test_rational_truths_have_as_many_digits_as_are_asked_for(capsys):
    _, record, _ = value(capsys, "bernoulli-absorption/forgotten-upper", "n=3,p0=1/3,k=2", "--digits", "50")
    assert digits_of(record["exact"]["mid"]) == 50


# -- extreme points ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [10**9, 10**50])
def test_a_mean_of_any_exponent_is_in_its_enclosure(capsys, k):
    """At n = 2 the mean is (2/pi)^(k/2), which mpmath knows at any exponent."""
    code, record, _ = value(capsys, "gaussian-collapse/mean", f"n=2,k={k}")
    assert code == 0
    for part in (record["value"], record["exact"]):
        if k < 10**10 or part is record["value"]:
            with mp.workdps(120):
                gap = abs(mp.mpf(part["mid"]) - mp.sqrt(2 / mp.pi) ** k)
                assert gap <= mp.mpf(part["radius"])
                assert mp.mpf(part["radius"]) > 0
                assert mp.mpf(part["radius"]) < mp.mpf(part["mid"]) / 10**14


@pytest.mark.parametrize(
    ("claim", "truth"),
    [
        ("survival", lambda: -mp.expm1(-(mp.mpf(10) ** 300))),
        ("survival-upper", lambda: -mp.expm1(-(mp.mpf(10) ** 300))),
        ("extinction", lambda: mp.mpf(10) ** 300),
    ],
)
def test_an_enormous_intensity_has_a_value(capsys, claim, truth):
    code, record, _ = value(capsys, f"poisson-extinction/{claim}", "n=1,lambda0=1e300,k=1")
    assert code == 0
    with mp.workdps(320):
        assert contains(record["value"], Fraction(mp.nstr(truth(), 310)))


@pytest.mark.parametrize("p", ["1e-300", "1e-900"])
def test_a_tiny_probability_is_told_from_zero(capsys, p):
    _, record, _ = value(capsys, "poisson-extinction/survival", f"n=1,lambda0={p},k=1")
    with mp.workdps(950):
        truth = -mp.expm1(-mp.mpf(p))
        assert abs(mp.mpf(record["value"]["mid"]) - truth) <= mp.mpf(record["value"]["radius"])
    assert digits_of(record["value"]["mid"]) == 15


@pytest.mark.parametrize("n", ["1000000000", "1e400"])
def test_a_chain_that_is_too_large_has_its_theory_value_and_says_why_there_is_no_truth(capsys, n):
    code, record, _ = value(capsys, "bernoulli-absorption/fixation", f"n={n},p0=1/10")
    assert code == 0
    assert contains(record["value"], Fraction(1, 10))
    assert record["exact"] is None
    assert "no exact value: the chain has too many states" in record["note"]


def test_a_room_refuses_before_memory_and_time_are_gone():
    from simulators.exact import bernoulli

    with pytest.raises(ValueError, match="too many states"):
        bernoulli.fixation(n=10**9, p0=Fraction(1, 3))


def test_a_large_sample_is_followed_as_far_as_it_matters():
    """Pr(P_5 = 0) at n = 10^9 from 1/10 is less than (9/10)^n, and was refused."""
    from simulators.exact import bernoulli

    assert bernoulli.forgotten(n=10**9, p0=Fraction(1, 10), k=5).contains(0)
    found = bernoulli.forgotten(n=10**9, p0=Fraction(1, 10**9), k=1)
    assert abs(found - (-arb(1)).exp()) < 1e-8


@settings(max_examples=60)
@given(st.integers(2, 30), st.integers(1, 60), st.integers(1, 40), st.sampled_from([30, 100, 700]))
def test_the_best_exponent_is_known_to_any_precision(n, k, inverse, bits):
    """It is the root of an increasing function, or 0: its sign changes there, in mpmath, which also bisects it."""
    exponent = OptimalExponent(n, k, sp.Rational(1, inverse))
    found = ball(exponent, {}, bits)
    low, high = interval(decimal_enclosure(found, 240))
    with mp.workdps(250):
        a, slack = mp.mpf(n - 1) / 2, mp.mpf(10) ** -215
        below, above = (mp.mpf(e.numerator) / e.denominator + s for e, s in ((low, -slack), (high, slack)))
        of_below, of_above = (mp.digamma(a + e / 2) - mp.log(a) + 2 * mp.log(inverse) / k for e in (below, above))
    assert below <= 0 or of_below < 0
    assert above >= 0
    assert of_above > 0
    assert found.rel_accuracy_bits() >= bits
    bisected = Fraction(mp.nstr(high_precision(exponent, {}, 40), 40))
    slack = Fraction(1, 10**36) * (1 + bisected)
    assert low - slack <= bisected <= high + slack


# -- iterates far out -------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(1, 300), st.integers(1, 3000), st.sampled_from([60, 100, 300]))
def test_the_bounds_on_g_contain_the_iterate(start, further, precision):
    """Iterated to `start` only, then by the bounds: checked where the iteration can be done in mpmath."""
    k = start + further
    with mp.workdps(120):
        g = mp.mpf(1)
        for _ in range(k - 1):
            g = -mp.expm1(-g)
        truth = Fraction(mp.nstr(g, 110))
    ball = g_ball(k, precision, start)
    assert contains(decimal_enclosure(ball, 100), truth)
    if start > 30:  # the bounds are of use: they are as narrow as is claimed for them
        width = Fraction(1, 54 * start * (start + 1)) / k + Fraction(1, 2 ** (precision - 30))
        assert Fraction(float(ball.rad())) <= truth * width


@pytest.mark.parametrize("k", [STEPS + 1, 10**7, 10**9, 10**100])
def test_far_out_an_iterate_is_enclosed_to_twenty_digits_and_marked(capsys, k):
    """One more step of the iteration leads from the enclosure at k into that at k + 1; both lie between the bounds."""
    with ctx.workprec(500):
        now, following = g_ball(k, 150), g_ball(k + 1, 150)
        assert (-(-now).expm1()).overlaps(following)
        assert not now > arb(2) / (k + 1)
        assert not now < 2 / (k + 1 + (arb(k + 1).digamma() + arb.const_euler() - 1) / 3)
        assert now.rel_accuracy_bits() > 64
    _, record, _ = value(capsys, "g-iterate/upper-sharp", f"k={k}")
    assert "proved bounds" in record["note"]
    with mp.workdps(250):  # u - ln(u)/3 + 1/(18u) = k + C by fixed-point iteration
        u = mp.mpf(k)
        for _ in range(100):
            u = k + mp.mpf("0.79824815423") + mp.log(u) / 3 - 1 / (18 * u)
        slack = 2 / u * (mp.mpf("1e-10") + mp.mpf(1) / k) / k  # C is known to 1e-10
        assert abs(mp.mpf(record["exact"]["mid"]) - 2 / u) <= mp.mpf(record["exact"]["radius"]) + slack
    assert digits_of(record["exact"]["mid"]) == 15


def test_what_is_iterated_is_not_marked(capsys):
    _, record, _ = value(capsys, "g-iterate/upper-sharp", "k=1000")
    assert record["note"] is None


def test_iterates_of_two_precisions_are_kept_apart():
    narrow = [g_ball(50, bits).rel_accuracy_bits() for bits in (60, 300, 60)]
    assert narrow[0] == narrow[2] < 64
    assert narrow[1] > 250


def test_occupancy_far_out_lies_between_its_limit_and_a_late_iterate(capsys):
    """gamma_k falls to 1/n; with p0 = 1/2 the bound is 2^(-n gamma_k)."""
    _, record, _ = value(capsys, "bernoulli-absorption/forgotten-lower-occupancy", "n=10,p0=1/2,k=10000000")
    assert contains(record["value"], Fraction(1, 2))
    assert "gamma_k" in record["note"]
    assert digits_of(record["value"]["mid"]) >= 14


def test_precision_is_raised_where_digits_cancel(capsys):
    """1 - exp(-x) at x = 1e-30 loses a hundred bits."""
    records = [value(capsys, "poisson-extinction/survival", "n=1,lambda0=1e-30,k=1", "--digits", d)[1] for d in "59"]
    for (low, high), (inner_low, inner_high) in itertools.pairwise(interval(r["value"]) for r in records):
        assert low <= inner_low <= inner_high <= high
    assert [digits_of(r["value"]["mid"]) for r in records] == [5, 9]

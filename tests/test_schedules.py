"""Sizes by generation: what a schedule is to a domain, to a reader, to the recursion of moments and to a proof."""

from fractions import Fraction

import pytest
import sympy as sp
from handmade import K as WHOLE
from handmade import N as POSITIVE
from handmade import X as REAL
from handmade import certificate_of, minus, node, refused

from proofs_check.recheck.terms import put
from proofs_check.rules.algebra import induction, summed
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Context, Lists, NotProved, Relation, over
from theorems.language.closed_form import K, closed_form
from theorems.language.domains.entries import DomainError, Entries, Length
from theorems.language.domains.sequences import Schedule, sizes
from theorems.language.parameters import Parameters, integer
from theorems.language.readers import ball, exact
from theorems.language.readers.interpreter import Reader
from theorems.language.recursion import recursion
from theorems.processes.gaussian import SCHEDULED, SCHEDULED_SUFFICIENT, M, T, sigma0

PARAMETERS = Parameters(integer("k", 0, "", (0, 1, 3)), sizes("n", 2, "", ("[5,8,4]", "power(3,1,k)"), "at least k"))
k, n = PARAMETERS.symbols
i, j = sp.symbols("i j", integer=True, nonnegative=True)
x = sp.Symbol("x", positive=True)
ALL = Context(()).but({k: "[0, oo)", n: Lists(PARAMETERS["n"]), x: "(0, oo)"})
TOTAL = sp.Sum(1 / n[i], (i, 0, k - 1))


@pytest.mark.parametrize(
    ("written", "entries"),
    [
        ("power(100,2,4)", (100, 400, 900, 1600)),
        ("power(2,1/2,5)", (2, 3, 4, 4, 5)),  # 2, 2.83, 3.46, 4, 4.47, rounded up
        ("power(7,0,3)", (7, 7, 7)),
        ("power(10,3/2,3)", (10, 29, 52)),  # 28.28, 51.96
    ],
)
def test_a_power_of_the_generation_is_a_schedule_and_rounds_up(written, entries):
    value = PARAMETERS.point(f"k=3,n={written}")["n"]
    assert value == tuple(map(Fraction, entries))
    assert str(value) == written


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("k=4,n=[5,8,4]", "n has 3 entries, but k = 4 needs at least 4"),
        ("k=2,n=[5,1]", "n must be an integer >= 2: got 1"),
        ("k=2,n=power(0,1,3)", "n must be an integer in [1, 1000000]: got 0"),
        ("k=2,n=power(5,3)", "it is written power(n,s,m): got 'power(5,3)'"),
    ],
)
def test_a_schedule_that_is_too_short_or_none_is_refused_in_one_line(point, message):
    with pytest.raises(DomainError) as error:
        PARAMETERS.point(point)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_list_that_may_be_longer_is_a_schedule_and_one_of_a_given_length_is_none():
    assert isinstance(PARAMETERS["n"], Schedule)
    assert isinstance(sizes("m", 2, "", ((2,),)), Schedule)
    assert not isinstance(sizes("m", 2, "", ((2, 3),) * 2 + ((2, 2),), length=2), Schedule)


def test_a_schedule_goes_on_and_a_narrower_one_does_not_stand_for_a_wider_one():
    schedule = PARAMETERS["n"]
    assert schedule.going_on(Entries([5, 8, 4]), 5, 2) == (10, 16, 8, 10, 16)
    assert Lists(schedule).within(Lists(sizes("n", 2, "other words", ((2, 2),))))
    assert not Lists(schedule).within(Lists(sizes("n", 3, "", ((3, 3),))))


def test_a_schedule_has_no_length():
    with pytest.raises(DomainError, match="it has no length"):
        assert PARAMETERS["n"].size
    with pytest.raises(NotProved, match="it has no length"):
        by_sign(0, "<=", Length(n), ALL)


def test_an_expression_that_is_a_sum_of_known_means_has_a_closed_form():
    found = closed_form(recursion(SCHEDULED_SUFFICIENT, M**2 + (T - sigma0) ** 2))
    point = {"n": Entries([5, 8, 4, 2]), "sigma0": sp.Rational(1, 3)}
    for generation in range(4):
        at = point | {"k": sp.Integer(generation)}
        value = recursion(SCHEDULED_SUFFICIENT, M**2 + (T - sigma0) ** 2).value(generation, point)
        assert ball(found, at).overlaps(ball(sp.sympify(value), {}) if isinstance(value, Fraction) else value)
    assert found.has(K)


def test_indices_of_nested_sums_are_told_apart():
    found = closed_form(recursion(SCHEDULED_SUFFICIENT, M**4))
    for fold in found.atoms(sp.Sum, sp.Product):
        inner = {s for e in fold.function.atoms(sp.Sum, sp.Product) for s in e.bound_symbols}
        assert not inner & set(fold.bound_symbols)


def test_sums_in_sums_are_read_as_they_are_written_and_take_no_longer_than_sums(monkeypatch):
    product = sp.Product((n[j] + 1) / (n[j] - 1), (j, 0, i - 1))
    nested = sp.Sum(product / n[i], (i, 0, k - 1))
    outer = sp.Sum(sp.Product(n[j] / (n[j] + 1), (j, i, k - 1)) * i, (i, 0, k - 1))  # its start moves: read anew
    entries = [2 + a % 5 for a in range(40)]
    point = {"k": sp.Integer(40), "n": Entries(entries)}
    value, factor = Fraction(0), Fraction(1)
    for size in entries:
        value += factor / size
        factor *= Fraction(size + 1, size - 1)
    given, times = Reader._given, []
    monkeypatch.setattr(Reader, "_given", lambda *named: times.append(named[1]) or given(*named))
    assert exact(nested, point) == value
    assert times.count("n") == 2 * 40 - 1  # an entry for each factor (the last one is needed by no term), one a term
    tail = [Fraction(1)]
    for size in reversed(entries):
        tail.append(tail[-1] * Fraction(size, size + 1))
    assert exact(outer, point) == sum(a * tail[40 - a] for a in range(40))


def test_a_sum_of_inequalities_is_an_inequality_of_sums():
    inside = ALL.but({i: "[0, oo)"})
    less = by_sign(1 / n[i], "<", x + 1 / n[i], inside)
    found = summed(less, i, 0, k - 1, ALL).relation
    assert (found.left, found.op) == (TOTAL, "<=")  # not <: the sum may be empty
    same = summed(identity((x + 1) ** 2 * i, (x**2 + 2 * x + 1) * i, inside), i, 0, k, ALL).relation
    assert same.op == "="


def hypothesis_at_one_place():
    """0 <= i is known at one i only, while it is shown for all."""
    inside = ALL.but({i: "[0, oo)"})

    def step(known, now):
        summed(known, now, 0, k, ALL)
        return known

    return induction(Relation(0, "<=", i, inside), i, by_sign(0, "<=", 0, ALL), step)


@pytest.mark.parametrize(
    "false",
    [
        lambda: summed(by_sign(0, "<=", i - 1, ALL.but({i: "[1, oo)"})), i, 0, k, ALL),  # the term at 0 is -1
        lambda: summed(by_sign(0, "<=", 5 - i, ALL.but({i: "[0, 5]"})), i, 0, k, ALL),  # beyond 5 it is negative
        lambda: summed(by_sign(0, "<=", x, over({x: "(0, oo)"})), x, 0, k, ALL),  # no whole index
        lambda: summed(by_sign(0, "<=", k, ALL), k, 0, k, ALL),  # its own end
        lambda: summed(by_sign(0, "<=", i, ALL.but({i: "[0, oo)"})), i, 0, x, ALL),  # no whole end
        hypothesis_at_one_place,
    ],
)
def test_what_does_not_hold_at_every_place_is_not_summed(false):
    with pytest.raises(NotProved):
        false()


@pytest.mark.parametrize(
    ("ranges", "bodies", "end", "op", "true"),
    [
        ({"i": WHOLE}, (0, "i"), "k", "<=", True),
        ({"i": POSITIVE}, (0, minus("i", 1)), "k", "<=", False),  # at 0 it is -1
        ({"i": WHOLE}, (0, "i"), "k", "<", False),
        ({"i": WHOLE}, (0, ["*", 2, "i"]), "k", "<=", False),  # not what the premise says
        ({"i": WHOLE, "x": REAL}, (0, "x"), "x", "<=", False),  # to no whole number
    ],
)
def test_the_second_program_sums_what_holds_at_every_place(ranges, bodies, end, op, true):
    shown = (0, "i") if bodies == (0, ["*", 2, "i"]) else bodies
    leaf = node("sign", shown[0], "<=", shown[1], ranges)
    low, high = (["sum", "i", 0, end, body] for body in bodies)
    certificate = certificate_of({}, leaf, node("summed", low, op, high, {"k": WHOLE, "x": REAL}, [0]))
    assert (refused(certificate) == []) is true


def test_a_sum_up_to_the_generation_before_has_one_more_term():
    found = one_more(TOTAL, k, ALL).relation
    assert found.right == TOTAL + 1 / n[k]
    assert found.left == TOTAL.subs(k, k + 1)
    with pytest.raises(NotProved):  # up to 2k + 2 there are two more
        one_more(sp.Sum(1 / n[i], (i, 0, 2 * k)), k, ALL)
    with pytest.raises(NotProved):  # from k = 0 on it may be shorter than empty
        one_more(sp.Sum(1 / n[i], (i, 3, k - 1)), k, ALL)


def test_means_with_sizes_by_generation_are_closed_and_others_refused():
    context = Context(()).but({k: "[0, oo)", n: Lists(SCHEDULED.parameters["n"]), sigma0: "(0, oo)"})
    wanted = mean(SCHEDULED, M**2, k, context)
    assert closed(wanted, sigma0**2 * TOTAL, context)
    for wrong in (sp.Sum(1 / n[i], (i, 0, k)), sp.Sum(1 / n[i + 1], (i, 0, k - 1)), k / n[0]):
        with pytest.raises(NotProved):
            closed(wanted, sigma0**2 * wrong, context)


def test_the_index_of_an_inner_sum_may_be_called_as_the_end_of_it():
    """In the second program, where indices are renamed: sum over # up to # of #, at # = 3."""
    term = ("sum", "#", sp.Integer(0), "#", "#")
    assert put(term, {"#": 3}) == ("sum", "#", sp.Integer(0), 3, "#")

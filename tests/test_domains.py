"""Domains of parameters: what is admitted, what is tried, how it is written and read."""

import itertools
import pickle
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.judge import untried_points
from theorems.language import DomainError, Identity, Parameters, Source, Theorem, integer, point_text, real, sentences
from theorems.language.domains.choices import choice, every
from theorems.language.domains.entries import substituted
from theorems.language.domains.parameter import combined
from theorems.language.domains.sequences import reals, sizes
from theorems.language.domains.shares import shares
from theorems.language.domains.spectra import spectrum
from theorems.language.mutants import slips
from theorems.language.readers import NoValue, ball, exact, floats, high_precision

SPACE = Parameters(
    integer("d", 1, "dimensions", (1, 2, 5)),
    integer("n", "d + 2", "samples", ("d + 3", 5, 20)),
    real("sigma0", "(0, oo)", "scale", (1, "1/2"), default=1),
    real("eps", "(0, sigma0)", "threshold", ("sigma0/2", "9/10")),
    integer("r", "[0, n]", "fresh points", (1,)),
    real("x", "[0, (n - 1)/2]", "order", (1,)),
)
LISTS = Parameters(
    integer("k", 1, "generations", (1, 3)),
    sizes("M", 2, "sizes", ("[5,8,4]", "constant(7,k)"), length="k"),
    reals("rates", "[0, 1)", "rates", ((0, 0), ("1/3", "1/2", "1/5", 0)), length="at least k"),
    shares("p", "shares", ("[1/2,1/4,1/4]", (Fraction(1, 2), Fraction(1, 2)), "zipf(5,1,0)"), fewest=2),
    shares("q", "shares", ("[1,0]", "[1]"), zero=True),
    spectrum("lam", "eigenvalues", ("[3,2,1]",), length="k"),
    choice("workflow", ("replace", "accumulate"), "workflow", default="replace"),
    every("selector", ("scott", "silverman"), "selector of the bandwidth"),
)
k, M, rates, p, q, lam, workflow, selector = LISTS.symbols


# -- ends by earlier parameters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("d=5,n=6", "n must be an integer >= d + 2, here d + 2 = 7: got 6"),
        ("n=6,d=5", "n must be an integer >= d + 2, here d + 2 = 7: got 6"),
        ("sigma0=1/2,eps=1/2", "eps must be a real number in (0, sigma0), here sigma0 = 1/2: got 1/2"),
        ("eps=1", "eps must be a real number in (0, sigma0), here sigma0 = 1: got 1"),
        ("d=1,n=3,r=4", "r must be an integer in [0, n], here n = 3: got 4"),
        ("d=1,n=4,x=1.51", "x must be a real number in [0, (n - 1)/2], here (n - 1)/2 = 3/2: got 1.51"),
    ],
)
def test_an_end_is_that_of_the_other_values(text, message):
    with pytest.raises(DomainError) as error:
        SPACE.point(text)
    assert str(error.value) == message


def test_a_point_that_is_put_together_later_is_checked_as_a_whole():
    assert SPACE.complete(SPACE.point("n=7,d=5"), {"n"}) == {"n": 7, "d": 5, "sigma0": 1}
    with pytest.raises(DomainError, match=r"here d \+ 2 = 7: got 6"):
        SPACE.complete({**SPACE.point("n=6"), **SPACE.point("d=5")}, {"n"})


def test_the_grid_has_the_smallest_values_at_every_combination_and_nothing_outside():
    points = list(SPACE.grid(set(SPACE.names)))
    assert points
    for at in points:
        assert SPACE.complete(at, set()) == at
    for d in (1, 2, 5):
        mine = [at for at in points if at["d"] == d]
        assert {at["n"] for at in mine} == {d + 2, d + 3, 20, *([5] if d + 2 <= 5 else [])}
        for n in {at["n"] for at in mine}:
            assert {0, 1, n} == {at["r"] for at in mine if at["n"] == n}
            assert {0, 1, sp.Rational(n - 1, 2)} == {at["x"] for at in mine if at["n"] == n}
    assert {at["eps"] for at in points if at["sigma0"] == 1} == {sp.Rational(1, 2), sp.Rational(9, 10)}
    assert {at["eps"] for at in points if at["sigma0"] == sp.Rational(1, 2)} == {sp.Rational(1, 4)}


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            lambda: Parameters(integer("n", "d + 2", "", ()), integer("d", 1, "", (1,))),
            "n names d, which is not declared",
        ),
        (lambda: Parameters(integer("n", "z", "", ())), "n names z, which is not declared"),
        (lambda: Parameters(real("a", "(0, a)", "", ("1/2",))), "a names a, which is not declared"),
        (lambda: Parameters(sizes("M", 1, "", ((1,),), length="k")), "M names k, which is not declared"),
        (lambda: integer("n", "d +", "", ()), r"'d \+' is no number"),
        (lambda: integer("n", "__import__('os')", "", ()), "is no number"),
        (lambda: integer("n", "d.real", "", ()), "is no number"),
        (
            lambda: Parameters(real("s", "(0, oo)", "", (1, "1/2")), real("e", "(0, s)", "", ("1/2",))),
            "the grid of e has no value at s=1/2",
        ),
        (lambda: shares("p", "", ("[1/2,1/2]",)), "lacks shares of 1 symbols"),
        (lambda: shares("p", "", ("[1]",), zero=True), "lacks a share of 0"),
        (lambda: sizes("M", 2, "", ((5, 8),)), "lacks a list of smallest admissible entries"),
        (lambda: choice("w", ("a", "a"), ""), "choice between different words"),
        (lambda: choice("w", (), ""), "choice between different words"),
    ],
)
def test_a_declaration_that_cannot_be_meant_is_refused(parameters, message):
    with pytest.raises(DomainError, match=message):
        parameters()


def test_an_interval_that_is_empty_at_a_combination_leaves_it_out():
    parameters = Parameters(integer("n", 1, "", (1, 2, 3)), integer("r", "[1, n - 1]", "", ()))
    assert [(at["n"], at["r"]) for at in parameters.grid({"r"})] == [(2, 1), (3, 1), (3, 2)]


def test_symbols_know_what_is_certain_and_no_more():
    _, n, _, eps, r, x = SPACE.symbols
    assert n.is_positive
    assert n.is_integer
    assert eps.is_positive
    assert r.is_nonnegative
    assert r.is_positive is None
    assert x.is_nonnegative
    assert x.is_integer is None
    shifted = Parameters(real("a", "(-1, oo)", "", (0,)), real("b", "[a, oo)", "", ("a",))).symbols[1]
    assert shifted.is_real
    assert shifted.is_nonnegative is None


# -- what is refused, in one line -------------------------------------------------------------------------------


LONG = "p must be 2 or more positive shares that sum to 1, such as zipf(5,1,0): got "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("k=5,M=[5,8,4]", "M has 3 entries, but k = 5 needs 5"),
        ("k=2,M=[5,8,4]", "M has 3 entries, but k = 2 needs 2"),
        ("k=5,rates=[1/2]", "rates has 1 entry, but k = 5 needs at least 5"),
        ("M=[5,1,4]", "M must be an integer >= 2: got 1"),
        ("M=[5,x]", "M must be an integer >= 2, such as 2: got 'x'"),
        ("M=5", "M must be a list of k, each entry an integer >= 2, such as constant(7,k): got '5'"),
        ("M=[]", "M must be a list of k, each entry an integer >= 2, such as constant(7,k): got '[]'"),
        ("M=constant(1,3)", "M must be an integer >= 2: got 1"),
        ("p=[1/2,1/4]", LONG + "[1/2,1/4], with the sum 3/4"),
        ("p=[3/2,-1/2]", LONG + "[3/2,-1/2], with the share -1/2"),
        ("p=[1,0]", LONG + "[1,0], with the share 0"),
        ("q=[2,-1]", "q must be nonnegative shares that sum to 1, such as [1]: got [2,-1], with the share -1"),
        ("p=[1]", LONG + "[1], with 1 shares"),
        ("p=zipf(0,1,1)", "p: in zipf(m,a,b), m must be an integer in [1, 1000000]: got 0"),
        ("p=zipf(3,1,-1)", "p: in zipf(m,a,b), b must be a real number in (-1, 1000000]: got -1"),
        ("p=zipf(3,1)", "p: it is written zipf(m,a,b): got 'zipf(3,1)'"),
        ("p=zipf(100000,99,0)", "p: in zipf(m,a,b), the last share is below 2^-128 times the first: lower m or a"),
        ("p=uniform(1.5)", "p: in uniform(m), m must be an integer in [1, 1000000]: got 1.5"),
        ("p=counts(3,x)", "p: it is written counts(7,3,1x12), for 7, 3 and twelve times 1: got 'x'"),
        ("p=counts(0,0)", "p: the counts must not all be 0"),
        ("p=constant(1/2,2)", LONG + "'constant(1/2,2)'"),
        ("lam=[1,2]", "lam must be a list of k, positive and none larger than the one before, such as [3,2,1]: "
            "got [1,2], where 2 follows 1"),
        ("lam=[1,0]", "lam must be a real number > 0: got 0"),
        ("k=2,lam=[1]", "lam has 1 entry, but k = 2 needs 2"),
        ("workflow=acumulate", "workflow must be one of replace, accumulate: got 'acumulate'"),
        ("selector=mine", "selector must be one of those tried, scott, silverman: got 'mine'"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_with_its_domain(text, message):
    with pytest.raises(DomainError) as error:
        LISTS.point(text)
    assert str(error.value) == message


# -- points are exact text ----------------------------------------------------------------------------------------

fractions = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)
weights = st.lists(st.integers(1, 10**6), min_size=2, max_size=30)
list_texts = st.lists(st.integers(2, 10**9), min_size=1, max_size=20).map(lambda x: f"[{','.join(map(str, x))}]")
share_texts = st.one_of(
    weights.map(lambda w: f"[{','.join(str(Fraction(x, sum(w))) for x in w)}]"),
    st.tuples(st.integers(2, 50), st.fractions(0, 5, max_denominator=9), st.fractions(0, 9, max_denominator=9)).map(
        lambda x: f"zipf({x[0]}, {x[1]},{x[2]})"
    ),
    st.integers(2, 99).map(lambda m: f"uniform({m})"),
    weights.map(lambda w: f"counts({','.join(map(str, w))})"),
)
FREE = Parameters(
    integer("n", 1, "", (1,)),
    sizes("M", 2, "", ((2,),)),
    reals("x", "[0, oo)", "", ((0,),)),
    shares("p", "", ("[1/2,1/2]",), fewest=2),
    spectrum("lam", "", ("[1]",)),
    choice("workflow", ("replace", "accumulate"), ""),
)


@st.composite
def points(draw):
    texts = {
        "n": draw(st.integers(1, 10**9).map(str)),
        "M": draw(list_texts | st.integers(2, 99).map(lambda n: f"constant({n}, 20)")),
        "x": draw(st.lists(fractions, min_size=1).map(lambda x: f"[{', '.join(map(str, x))}]")),
        "p": draw(share_texts),
        "lam": draw(st.lists(fractions, min_size=1).map(lambda x: f"[{','.join(map(str, sorted(x)[::-1]))}]")),
        "workflow": draw(st.sampled_from(["replace", "accumulate"])),
    }
    chosen = draw(st.permutations(sorted(texts)))[: draw(st.integers(1, len(texts)))]
    return ", ".join(f"{name}={texts[name]}" for name in chosen), chosen


@settings(max_examples=150)
@given(points())
def test_the_text_of_a_point_is_the_point(case):
    text, names = case
    point = FREE.point(text)
    assert list(point) == list(names)
    written = point_text(point)
    again = FREE.point(written)
    assert again == point
    assert point_text(again) == written
    sent = pickle.loads(pickle.dumps(point))
    assert sent == point
    assert point_text(sent) == written


# -- readers, conditions, rooms -----------------------------------------------------------------------------------


def test_every_reader_reads_entries_lengths_and_choices():
    i = sp.Symbol("i", integer=True)
    alike = sp.Sum(p[i] ** 2, (i, 0, LISTS["p"].size - 1))
    expression = sp.Piecewise((alike, LISTS["workflow"].being("accumulate")), (M[1] * lam[0], True))
    point = LISTS.point("k=3,M=[5,8,4],p=[1/2,1/4,1/4],lam=[3,2,1],workflow=accumulate")
    assert exact(expression, point) == Fraction(3, 8)
    assert exact(expression, {**point, "workflow": "replace"}) == 24
    assert ball(expression, point).contains(ball(sp.Rational(3, 8), {}))
    assert float(high_precision(expression, point)) == 0.375
    assert floats(expression, **point) == 0.375
    with pytest.raises((NoValue, ArithmeticError), match="p has 3 entries"):
        exact(p[3], point)


def test_conditions_ask_for_entries_lengths_and_choices():
    condition = (p[0] >= sp.Rational(1, 2)) & (LISTS["p"].size > 2) & LISTS["workflow"].being("replace")
    for text, holds in (("[1/2,1/4,1/4]", True), ("[1/2,1/2]", False), ("[1/4,1/2,1/4]", False)):
        for name in ("replace", "accumulate"):
            point = LISTS.point(f"p={text},workflow={name}")
            assert bool(substituted(condition, point)) is (holds and name == "replace")


def test_what_is_claimed_for_every_one_cannot_ask_which():
    with pytest.raises(DomainError, match="for every selector"):
        LISTS["selector"].being("scott")
    with pytest.raises(DomainError, match="workflow must be one of"):
        LISTS["workflow"].being("acumulate")
    claim = Identity(name="c", quantity=k, equals=k + selector)
    with pytest.raises(ValueError, match="for every selector cannot depend on which"):
        Theorem("t", "", Source("", ""), "", (), "", LISTS, (claim,))


# -- what is tried --------------------------------------------------------------------------------------------------


def test_a_schedule_is_as_long_as_it_has_to_be_at_every_combination():
    found = list(LISTS.grid({"k", "M", "lam", "rates"}))
    for size in (1, 3):
        mine = [at for at in found if at["k"] == size]
        assert {len(at["M"]) for at in mine} == {len(at["lam"]) for at in mine} == {size}
        assert {at["rates"] for at in mine} >= {(0,) * size}
        assert (2,) * size in {at["M"] for at in mine}
        assert (7,) * size in {at["M"] for at in mine}
    assert (5, 8, 4) in {at["M"] for at in found}
    assert (3, 2, 1) in {at["lam"] for at in found}


def test_a_grid_runs_all_choices():
    found = [(at["workflow"], at["selector"]) for at in LISTS.grid({"workflow", "selector"})]
    assert found == list(itertools.product(("replace", "accumulate"), ("scott", "silverman")))


EVERY = [(parameters, name) for parameters in (SPACE, LISTS, FREE) for name in parameters.names]


@pytest.mark.parametrize(("parameters", "name"), EVERY, ids=[f"{p[name].kind} {name}" for p, name in EVERY])
def test_every_kind_says_what_its_neighbours_and_its_values_off_the_grid_are(parameters, name):
    """They lie in the domain, are others, and there are some wherever the domain has others."""
    parameter = parameters[name]
    before = list(itertools.takewhile(lambda other: other.name != name, parameters))
    for at in combined(before, lambda p, at: p.values(at)):
        grid, off = parameter.values(at), parameter.between(at)
        assert all(parameter.contains(v, at) for v in (*grid, *off, *parameter.ends(at)))
        assert not set(off) & set(grid)
        assert off or parameter.kind in ("choice", "every") or len(grid[0]) == 1
        for value in grid:
            near = parameter.near(value, at)
            assert value not in near
            assert all(parameter.contains(v, at) for v in near)
            assert near or len(value) == 1


def test_points_off_the_grid_keep_to_the_domain_that_the_others_leave():
    for parameters in (SPACE, LISTS):
        found = untried_points.points(tuple(parameters), lambda at: True)
        for at in found:
            assert parameters.complete(at, set()) == at
        for parameter in parameters:
            moved = [at for at in found if at[parameter.name] not in parameter.values(at)]
            assert moved or parameter.kind in ("choice", "every")


def test_slips_are_made_of_entries_and_choices():
    chosen = LISTS["workflow"].being
    expression = sp.Piecewise((M[0], chosen("replace")), (p[1], True))
    made = {m.expression for m in slips(expression, tuple(LISTS))}
    for slip in (
        sp.Piecewise((M[0] + 1, chosen("replace")), (p[1], True)),
        sp.Piecewise((M[0], chosen("replace")), (p[1] ** 2, True)),
        sp.Piecewise((M[0], chosen("accumulate")), (p[1], True)),
    ):
        assert slip in made


def test_the_sentence_of_a_claim_says_the_domains():
    n, d = SPACE["n"].symbol, SPACE["d"].symbol
    claim = Identity(name="c", quantity=n - d, equals=n - d)
    theorem = Theorem("t", "", Source("", ""), "", (), "", SPACE, (claim,))
    said = sentences.sentence(theorem, claim, {"d", "n", "eps"}, {})
    assert r"$n \ge d + 2$" in said
    assert r"$0 < \varepsilon < \sigma_0$" in said
    claim = Identity(name="c", quantity=k, equals=k)
    said = sentences.sentence(
        Theorem("t", "", Source("", ""), "", (), "", LISTS, (claim,)), claim, set(LISTS.names), {}
    )
    for words in ("every list $M$ of $k$ integers >= 2", "2 or more positive shares $p$", "every selector of"):
        assert words in said


CATALOGUE = {
    "occupied boxes: x in [0, n]": Parameters(integer("n", 1, "", (1, 2, 5)), real("x", "[0, n]", "", ("n/2",))),
    "a mixture of generations: weights that sum to 1": Parameters(
        integer("n", 1, "", (1, 3)), shares("w", "", ("[1,0,0]", "[1/2,1/3,1/6]"), length=3, zero=True)
    ),
    "an absorbing chain: a + c <= 1": Parameters(
        real("a", "[0, 1]", "", (0, "1/3", 1)), real("c", "[0, 1 - a]", "", ("(1 - a)/2",))
    ),
    "a schedule of sizes": Parameters(
        integer("k", 1, "", (1, 2, 3)), sizes("M", 2, "", ("constant(10,k)", "[5,8,4]"), length="k")
    ),
    "more rows than columns, and a spectrum": Parameters(
        integer("d", 1, "", (1, 3)),
        integer("n", "d + 2", "", ("2*d + 4",)),
        spectrum("lam", "", ("[3,2,1]",), length="d"),
    ),
    "a threshold below the start": Parameters(
        real("sigma0", "(0, oo)", "", ("1/2", 1)), real("eps", "(0, sigma0)", "", ("sigma0/100",))
    ),
    "an order below (n - 1)/2": Parameters(
        integer("n", 2, "", (2, 3, 9)), real("p", "(0, (n - 1)/2)", "", ("(n - 1)/4", 1))
    ),
    "a subsample of a pool": Parameters(
        integer("n", 1, "", (1, 4)), integer("k", 1, "", (1, 3)), integer("s", "[1, n*k]", "", ("n",))
    ),
    "an alphabet and one of its symbols": Parameters(
        shares("p", "", ("[1/2,1/2]", "[1/6,1/3,1/2]"), fewest=2), integer("symbol", "[0, len(p) - 1]", "", ())
    ),
    "a schedule with a size for every symbol": Parameters(
        shares("p", "", ("[1]", "uniform(3)")), sizes("M", 1, "", ("constant(4,len(p))",), length="len(p)")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CATALOGUE)
def test_domains_of_the_field_can_be_said(name):
    """Each combination of the grid, and off it, lies in the domain; its text is read back; neighbours are found."""
    parameters = CATALOGUE[name]
    found = list(parameters.grid(set(parameters.names)))
    off = untried_points.points(tuple(parameters), lambda at: True)
    assert found
    assert off
    for at in (*found, *off):
        assert parameters.complete(at, set(parameters.names)) == at
        assert parameters.point(point_text(at)) == at
        assert any(p.near(at[p.name], at) for p in parameters)
    for first in parameters.items[0].values():
        assert any(at[parameters.names[0]] == first for at in found)

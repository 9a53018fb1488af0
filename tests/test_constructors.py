"""Constructors of lists, such as zipf(1000,2.7,1), and corpora: the numbers they stand for, and how they are kept."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from test_domains import LISTS

from theorems.language import DomainError, point_text
from theorems.language.readers import exact, floats

# -- corpora ----------------------------------------------------------------------------------------------------


def test_a_corpus_is_its_counts_whatever_its_file_is_called(tmp_path):
    for name, text in (("a.txt", "cow the cat the dog the cat"), ("b.txt", "x y x\n\tz x w y")):
        (tmp_path / name).write_text(text)
    one, other = (LISTS.point(f"p=counts:{tmp_path / name}") for name in ("a.txt", "b.txt"))
    assert point_text(one) == point_text(other) == "p=counts(3,2,1x2)"
    assert one["p"] == tuple(Fraction(c, 7) for c in (3, 2, 1, 1))
    (tmp_path / "a.txt").write_text("the cat the")
    assert LISTS.point(point_text(one)) == one
    assert point_text(LISTS.point(f"p=counts:{tmp_path / 'a.txt'}")) == "p=counts(2,1)"


def test_a_file_of_numbers_is_counts_in_their_order(tmp_path):
    (tmp_path / "counts").write_text("1 5\n0 2\n")
    assert point_text(LISTS.point(f"q=counts:{tmp_path / 'counts'}")) == "q=counts(1,5,0,2)"
    with pytest.raises(DomainError, match="with the share 0"):
        LISTS.point(f"p=counts:{tmp_path / 'counts'}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no file '{file}' to count the words of"),
        (b"", "the corpus '{file}' is empty"),
        (b" \n\t ", "the corpus '{file}' is empty"),
        (b"\xff\xfe\x00text", "the corpus '{file}' is not text in UTF-8"),
        (b"3 -1 2", "the counts in '{file}' must be whole numbers >= 0: got '-1'"),
        (b"3 1.5 2", "the counts in '{file}' must be whole numbers >= 0: got '1.5'"),
        (b"0 0", "the corpus '{file}' must not all be 0"),
    ],
)
def test_a_corpus_that_is_none_is_refused_in_one_line(tmp_path, content, message):
    file = tmp_path / "corpus"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DomainError) as error:
        LISTS.point(f"p=counts:{file}")
    assert str(error.value) == "p: " + message.format(file=file)


@pytest.mark.parametrize("path", [".", "/dev/zero", "x" * 5000, "a\0b", ""])
def test_what_is_no_file_is_refused(path):
    with pytest.raises(DomainError, match=r"^p: "):
        LISTS.point(f"p=counts:{path}")


# -- constructors -----------------------------------------------------------------------------------------------


def test_zipf_shares_are_exact_where_the_exponent_is_whole():
    assert LISTS.point("p=zipf(4,1,0)")["p"] == tuple(Fraction(12, 25 * i) for i in (1, 2, 3, 4))
    assert LISTS.point("p=zipf(2,2,1/2)")["p"] == (Fraction(25, 34), Fraction(9, 34))
    assert LISTS.point("p=zipf(3,0,0)")["p"] == LISTS.point("p=uniform(3)")["p"]


@settings(max_examples=30)
@given(
    st.integers(2, 40), st.fractions(0, 6, max_denominator=30), st.fractions(Fraction(-1, 2), 50, max_denominator=12)
)
def test_zipf_shares_are_proportional_to_the_powers(m, a, b):
    """To the rounding that is stated: half a unit of 2^-128 of the first share."""
    found = LISTS.point(f"p=zipf({m},{a},{b})")["p"]
    assert sum(found) == 1
    with ctx.workprec(600):
        for i, share in enumerate(found, 1):
            wanted = ((1 + arb(fmpq(b.numerator, b.denominator))) / (i + arb(fmpq(b.numerator, b.denominator)))) ** arb(
                fmpq(a.numerator, a.denominator)
            )
            ratio = share / found[0]
            assert abs(arb(fmpq(ratio.numerator, ratio.denominator)) - wanted) <= arb(2) ** -129


def test_both_readings_of_the_zipf_law_of_the_paper():
    """Its text has (i + a)^-b, its notebook (i + b)^-a: at (2, 5) the first share is .725 or .154."""
    text, code = (LISTS.point(f"p=zipf({m},{a},{b})")["p"][0] for m, a, b in ((100, 5, 2), (100000, "2.0", 5)))
    assert round(float(text), 3) == 0.725
    assert round(float(code), 3) == 0.153


@pytest.mark.parametrize("text", ["zipf(100000,2.7,1)", "zipf(100000,2,1)", "uniform(100000)", "counts(5x99999,7)"])
def test_a_hundred_thousand_symbols_are_read_written_and_used(text):
    point = LISTS.point(f"p={text}")
    assert len(point["p"]) == 100_000
    assert len(point_text(point)) < 40
    assert LISTS.point(point_text(point)) == point
    assert exact(LISTS["p"].size, point) == 100_000
    i = sp.Symbol("i", integer=True)
    assert floats(sp.Sum(LISTS["p"].symbol[i], (i, 0, LISTS["p"].size - 1)), **point) == 1

"""Cases of one theorem in one test: all are tried, and each failure is named."""

import inspect

import pytest
from each import of_each


def test_every_case_is_tried_and_each_that_fails_is_named():
    tried = []

    @of_each("number", [pytest.param(i, id=f"{'even' if i % 2 == 0 else 'odd'}/{i}") for i in range(6)])
    def below(number, bound):
        tried.append(number)
        if number == 4:
            pytest.fail("it is four")
        assert number < bound

    assert list(inspect.signature(below).parameters) == ["group", "bound"]
    (marked,) = below.pytestmark
    assert list(marked.kwargs["ids"]) == ["even", "odd"]
    even, odd = marked.args[1]
    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases") as caught:
        below(group=even, bound=2)
    assert tried == [0, 2, 4]
    assert [error.__notes__ for error in caught.value.exceptions] == [["of even/2"], ["of even/4"]]
    below(group=odd, bound=6)
    assert tried[3:] == [1, 3, 5]

"""What a claim says: a law follows from all of its moments, and from nothing else."""

from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.rules.claims import NoStatement, statements
from theorems.language import Law, Mean
from theorems.language.registry import find

THEOREM = find("gaussian-collapse")
LAW, MOMENT = THEOREM.claim("law"), THEOREM.claim("moment")
n, k, alpha = (THEOREM.parameters[name].symbol for name in ("n", "k", "alpha"))


def with_claims(law, *moments):
    """The theorem with another claim of the law, and other claims."""
    others = [c for c in THEOREM.claims if c.name not in {law.name, *(m.name for m in moments)}]
    theorem = replace(THEOREM, claims=(*others, *moments, law))
    return statements(theorem, law)


def of_moments(**changes):
    """The law by the claim of its moments with something else in it."""
    return with_claims(LAW, replace(MOMENT, points=(), worked={}, **changes))


NO_LAWS = {
    "another claim": lambda: with_claims(replace(LAW, mellin="mean")),
    "a bound": lambda: with_claims(replace(LAW, mellin=bound())),
    "moments up to something": lambda: of_moments(within=sp.Integer(1)),
    "at most": lambda: of_moments(equals=None, at_most=MOMENT.equals),
    "moments of something else": lambda: of_moments(of="gaussian.centre_square"),
    "one moment": lambda: of_moments(of="gaussian.scale", equals=MOMENT.equals.subs(alpha, 1)),
    "moments of some sizes": lambda: of_moments(when=n > 5),
    "moments of some orders": lambda: of_moments(when=alpha > 2),
    "another law": lambda: with_claims(replace(LAW, of="gaussian.risk", points=())),
}


def bound():
    """The name of a claim that is no equation."""
    return next(c.name for c in THEOREM.claims if isinstance(c, Mean) and c.relation != "equals")


@pytest.mark.parametrize("row", NO_LAWS)
def test_a_law_does_not_follow_from_less_than_all_moments(row):
    with pytest.raises(NoStatement):
        NO_LAWS[row]()


def test_a_law_is_what_all_of_its_moments_say():
    assert isinstance(LAW, Law)
    assert statements(THEOREM, LAW) == statements(THEOREM, MOMENT.unfolded())
    narrow = replace(LAW, when=n > 5, points=())
    assert with_claims(narrow, replace(MOMENT, when=n > 5, points=(), worked={}))

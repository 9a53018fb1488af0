"""Selections that look at no values: where the rule must refuse, in both programs, and where not."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
import sympy as sp
from handmade import refused
from rules_lab import told_apart

from proofs_check.certificate import Conclusion, Writer
from proofs_check.rules import probability
from proofs_check.rules.means import domains_of
from proofs_check.rules.probability import mean
from proofs_check.rules.selections import value_blind
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import Choice, Finite, MeanChiSquare, Normal, Poisson
from theorems.language.processes import Draw, Selected, Subset
from theorems.language.selections import Taken
from theorems.language.vectors import Determinant, SquaredNorm, Trace
from theorems.processes import processes
from theorems.processes.gaussian import sigma0
from theorems.processes.workflows import DRAW, EVERY

k = sp.Symbol("k", integer=True, nonnegative=True)
ONE = sp.Integer(1)
NORMAL, KERNEL, VECTORS = (processes()[f"{name}_value_blind"] for name in ("gaussian", "kde", "gaussian_multivariate"))
(pool,), (select, drawn, real) = NORMAL.states, NORMAL.draws
seen, n, m, v = select.what, NORMAL.parameters["n"].symbol, Mean(select.what), Variance(select.what, 0)
SQUARE, h = m**2 + v, KERNEL.parameters["h"].symbol
SINGLE = replace(select, what=Data("seen", Taken(EVERY.symbol, Mean(pool) ** 2, GENERATION)))

ALONE = Normal(Mean(SINGLE.what), Variance(SINGLE.what, 0))


GIVEN = replace(NORMAL, before={m: sp.Integer(5), v: ONE})
"""With a model that is given in the place of a fit to no points."""


def made(name, of=NORMAL, **changes):
    """The process with other parts, under a name of its own."""
    return replace(of, name=name, **changes)


def modelled(name, law, more=()):
    """With another law of what is drawn from a model."""
    draws = (select, Draw(drawn.what, law), real, *more)
    return made(name, draws=draws, looked_at=(select, Draw(DRAW, law)))


OTHERS = {
    p.name: p
    for p in (
        modelled("unbiased", Normal(m, Variance(seen, 1))),
        modelled("displaced", Normal(m + 1, v)),
        modelled("narrowed", Normal(m, v / 2)),
        modelled("pooled", Normal(Mean(pool), Variance(pool, 0))),
        modelled("aged", Normal(m, v * GENERATION)),
        modelled("of_another_law", MeanChiSquare(ONE)),
        modelled("of_counts", Poisson(m)),
        modelled("of_no_moments", Normal(m, 1 / v)),
        made("given_before", of=GIVEN),
        made(
            "of_a_fraction",
            draws=(select, drawn, replace(real, law=Normal(0 * ONE, 1 / sigma0))),
            start={pool: Normal(0 * ONE, 1 / sigma0)},
        ),
        made("drawn_otherwise", KERNEL, looked_at=KERNEL.looked_at[1:]),
        modelled("lowered", Choice(seen) + Finite((-ONE,), (ONE,))),
        modelled("raised", Choice(seen) + Finite((ONE,), (ONE,))),
        modelled("given_a_point", Choice(seen)),
        made("real_elsewhere", draws=(select, drawn, replace(real, law=Normal(ONE, sigma0**2)))),
        made("begun_elsewhere", start={pool: Normal(ONE, sigma0**2)}),
        made(
            "all_real_elsewhere",
            start={pool: Normal(ONE, sigma0**2)},
            draws=(select, drawn, replace(real, law=Normal(ONE, sigma0**2))),
        ),
        made("real_wider", draws=(select, drawn, replace(real, law=Normal(0 * ONE, 2 * sigma0**2)))),
        made(
            "of_a_subset",
            draws=(Subset(seen, pool), drawn, real),
            looked_at=(Subset(seen, pool), *NORMAL.looked_at[1:]),
        ),
        made(
            "as_many_as_the_values_say",
            draws=(SINGLE, Draw(drawn.what, ALONE), real),
            looked_at=(SINGLE, Draw(DRAW, ALONE)),
            observables={},
            letters={},
        ),
        made("looked_at_otherwise", looked_at=NORMAL.looked_at[1:]),
        *(
            made(
                name,
                KERNEL,
                draws=(*KERNEL.draws[:2], replace(KERNEL.draws[2], law=Choice(seen) + Normal(0 * ONE, width))),
            )
            for name, width in (("of_two_kernels", 4 * h**2), ("of_one_kernel_twice", h**2))
        ),
    )
}


@pytest.fixture(autouse=True)
def as_if_declared(monkeypatch):
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), **OTHERS})


def kept(of=NORMAL, what=SQUARE, op="=", first="[1, oo)", at=k):
    process = OTHERS[of] if isinstance(of, str) else of
    context = domains_of(process.parameters.items).but({k: first})
    return value_blind(mean(process, what, at, context), op, context)


def square():
    return kept()


ROWS = {
    "a variance with divisor n - 1": (lambda: kept("unbiased", m**2 + Variance(seen, 1)), square),
    "the mean square, with divisor n - 1": (lambda: kept("unbiased", Mean(seen**2)), square),
    "a model that is displaced": (lambda: kept("displaced"), lambda: kept("displaced", m, "<=")),
    "a model that is displaced, its mean": (lambda: kept("displaced", m), lambda: kept(what=m)),
    "a model that is too narrow": (lambda: kept("narrowed"), lambda: kept("narrowed", m)),
    "a model of all points": (lambda: kept("pooled"), square),
    "a model that widens with the generations": (lambda: kept("aged"), lambda: kept("aged", m)),
    "a law whose moments may be anything": (lambda: kept("of_counts", m), lambda: kept("given_a_point", m)),
    "a law without moments": (lambda: kept("of_no_moments", m), lambda: kept("aged", m)),
    "a law of nothing that is seen": (lambda: kept("of_another_law", m), lambda: kept("narrowed", m)),
    "real points of another mean": (lambda: kept("real_elsewhere"), lambda: kept("all_real_elsewhere")),
    "a start of another mean": (lambda: kept("begun_elsewhere"), lambda: kept("all_real_elsewhere")),
    "real points of another variance": (lambda: kept("real_wider"), lambda: kept("real_wider", m)),
    "a subset": (lambda: kept("of_a_subset"), square),
    "as many points as the values say": (lambda: kept("as_many_as_the_values_say", Mean(SINGLE.what)), square),
    "another selection to look at": (lambda: kept("looked_at_otherwise"), square),
    "the square of the mean": (lambda: kept(what=m**2), square),
    "the variance": (lambda: kept(what=v), square),
    "a product of means": (lambda: kept("given_a_point", m * Mean(seen**2)), lambda: kept("given_a_point", m)),
    "the square of the mean of squares": (lambda: kept(what=Mean(seen**2) ** 2), square),
    "the mean of fourth powers": (lambda: kept(what=Mean(seen**4)), lambda: kept("given_a_point", Mean(seen**4))),
    "all points": (lambda: kept(what=Mean(pool**2)), square),
    "what vanishes on average, times all points": (
        lambda: kept(what=Mean(pool) ** 2 * (SQUARE - sigma0**2)),
        lambda: kept(what=SQUARE - sigma0**2),
    ),
    "a weight that moves": (lambda: kept(what=SQUARE * GENERATION), lambda: kept(what=SQUARE * 2)),
    "before the first fit": (lambda: kept(first="[0, oo)"), square),
    "the model that is given": (lambda: kept("given_before", first="[0, oo)"), lambda: kept("given_before")),
    "a generation earlier": (lambda: kept(at=k - 1), lambda: kept(at=k - 1, first="[2, oo)")),
    "what kernels add": (lambda: kept(KERNEL, DRAW**2), lambda: kept(KERNEL, DRAW**2, "<=")),
    "what falls, as if it rose": (lambda: kept("lowered", m, "<="), lambda: kept("raised", m, "<=")),
    "what falls, from below": (lambda: kept("lowered", m, ">="), lambda: kept("raised", m, ">=")),
    "kernels of two widths": (
        lambda: kept("of_two_kernels", DRAW**2, "<="),
        lambda: kept("of_one_kernel_twice", DRAW**2, "<="),
    ),
    "two draws": (lambda: kept(KERNEL, DRAW * m), lambda: kept(KERNEL, DRAW)),
    "a determinant, which is the variance in one dimension": (
        lambda: kept(VECTORS, SquaredNorm(m) + Determinant(v)),
        lambda: kept(VECTORS, SquaredNorm(m) + Trace(v)),
    ),
    "the mean of one direction": (
        lambda: kept(VECTORS, VECTORS.observables["trace"]),
        lambda: kept(VECTORS, VECTORS.observables["conserved"]),
    ),
}
test_what_looks_at_values_or_is_another_mean_is_refused = told_apart(ROWS)


def test_what_is_kept_is_what_a_real_point_has():
    assert kept().relation.right == sigma0**2
    assert sp.expand(kept("all_real_elsewhere").relation.right - 1 - sigma0**2) == 0
    assert kept("given_a_point", Mean(seen**4)).relation.right == 3 * sigma0**4
    assert kept("raised", DRAW, "<=").relation.right == k
    assert kept("of_a_fraction").relation.right == 1 / sigma0
    assert (
        sp.expand(kept(KERNEL, Mean(KERNEL.draws[0].what ** 2), "<=").relation.right - sigma0**2 - (k - 1) * h**2) == 0
    )


def test_what_selects_is_a_quantifier_and_no_state_and_says_how_many():
    for by, size in ((n, Taken(n, n, GENERATION)), (pool, Taken(pool, n, GENERATION)), (EVERY.symbol, n)):
        other = Selected(Data("seen", size), pool, by)
        with pytest.raises(ValueError, match="of the kind `every`"):
            made("other", draws=(other, drawn, real), looked_at=(other, NORMAL.looked_at[1]))


LATE = "[10, oo)"
"""Generations at which the second program computes no mean: what it refuses there is refused by its rule."""


def certified(of, what, op="=", declared=None, first=LATE):
    """The certificate of what is kept, with the declaration of another process in the place of its own."""
    proved, writer = kept(of, what, op, first), Writer()
    certificate = writer.certificate({"it": Conclusion([proved.relation], [proved])})
    if declared is not None:
        writer.observables = {(OTHERS[declared], what)}
        certificate["processes"] = {of.name: writer.declaration(OTHERS[declared])}
    return json.loads(json.dumps(certificate))


CASES = {"square": (NORMAL, SQUARE, "="), "mean": (NORMAL, m, "="), "draw": (KERNEL, DRAW**2, "<=")}
DECLARED = {
    "square": "unbiased displaced narrowed pooled aged of_another_law lowered real_elsewhere begun_elsewhere "
    "real_wider of_a_subset looked_at_otherwise",
    "mean": "displaced lowered raised of_another_law of_counts real_elsewhere begun_elsewhere all_real_elsewhere "
    "as_many_as_the_values_say",
    "draw": "of_two_kernels drawn_otherwise",
}
TRUE = {"square": "given_a_point", "mean": "narrowed aged real_wider", "draw": "of_one_kernel_twice"}


@pytest.mark.parametrize("case", CASES)
def test_the_second_program_lets_through_what_follows_from_a_declaration(case):
    assert not refused(certified(*CASES[case], first="[1, oo)"))
    for declared in (None, *TRUE[case].split()):
        assert not refused(certified(*CASES[case], declared)), declared
    for declared in DECLARED[case].split():
        assert refused(certified(*CASES[case], declared)), declared


def stated(certificate, **parts):
    """The certificate of another statement."""
    edited = deepcopy(certificate)
    edited["nodes"][0].update(parts)
    for part in ("left", "op", "right", "for"):
        edited["claims"][0]["goals"][0][part] = edited["nodes"][0][part]
    return edited


@pytest.mark.parametrize("case", CASES)
def test_the_second_program_refuses_another_statement(case):
    true = certified(*CASES[case])
    node = true["nodes"][0]
    name, what, *rest = node["left"][1:]

    def of(what):
        return {"left": ["mean", name, what, *rest]}

    others = (
        {"right": ["+", node["right"], ["/", 1, 10**9]]},
        of(["^", what, 2]),
        of(["*", what, "t"]),
        of(["*", what, ["^", ["Mean", "pool"], 0]]),
        of(["^", ["Mean", "seen"], 2]),
        of(["Variance", "seen", 0]),
        {"op": "=" if case == "draw" else "<"},
        {"for": {**node["for"], "k": ["whole", 0, ["oo"], False, True]}},
        {"for": {s: r for s, r in node["for"].items() if s != "workflow"}},
        {"for": {**node["for"], "workflow": ["whole", 0, ["oo"], False, True]}},
    )
    assert not refused(stated(true, op="<="))
    for parts in others:
        assert refused(stated(true, **parts)), parts


def test_the_second_program_knows_the_model_that_is_given():
    certificate = certified(NORMAL, SQUARE, declared="given_before", first="[1, oo)")
    ranges = certificate["nodes"][0]["for"]
    assert not refused(certificate)
    assert refused(stated(certificate, **{"for": {**ranges, "k": ["whole", 0, ["oo"], False, True]}}))


@pytest.mark.parametrize(
    "law", [["Selected", "pool", "n"], ["Selected", "n", "workflow"], ["Selected", "pool", "pool"]]
)
def test_the_second_program_knows_what_selects(law):
    certificate = certified(*CASES["square"])
    process = certificate["processes"][NORMAL.name]
    for part in ("draws", "looked at"):
        process[part][0][2] = law
    assert refused(certificate)


def test_the_second_program_takes_no_workflow_for_a_number():
    """As the width of the kernels, of which the lower bound knows nothing but that it is real."""
    certificate = certified(KERNEL, DRAW**2, ">=")
    assert not refused(certificate)
    law = certificate["processes"][KERNEL.name]["draws"][1][2]
    assert law[2] == ["Normal", 0, ["^", "h", 2]]
    law[2][2][1] = "workflow"
    assert refused(certificate)

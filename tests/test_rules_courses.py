"""Rules for what is known without chance: courses of states, the largest of numbers, branches; by both programs."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.certificate import Writer, concluded
from proofs_check.recheck.judge import judge
from proofs_check.rules import moments, probability
from proofs_check.rules.algebra import combine, maximum
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.moments import without_chance
from proofs_check.rules.probability import mean
from proofs_check.rules.samples import branch
from proofs_check.rules.statements import NotProved, over
from theorems.language import Parameters, real
from theorems.language.data import GENERATION, Past
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Increment, Process, event

a, b, x, y = sp.Symbol("a", positive=True), sp.Symbol("b", positive=True), *sp.symbols("x y", real=True)
k = sp.Symbol("k", integer=True, nonnegative=True)
H, R, X, Z = sp.Symbol("H", positive=True), sp.Symbol("R", positive=True), *sp.symbols("X Z", real=True)
PARAMETERS = Parameters(real("a", "(0, oo)", "start", (1, 2)), real("b", "(0, oo)", "what is added", (1, 3)))
COURSE = Process(
    "course",
    PARAMETERS,
    start={H: a, R: b},
    draws=(),
    step={H: H / 2, R: R + H},
    looked_at=(Draw(X, Normal(H, R)),),
    observables={"square": X**2, "large": event(b < R)},
)
"""H is halved, R grows by H: R_k = b + 2a (1 - 2^-k)."""
WIDE = over({a: "(0, oo)", b: "(0, oo)", k: "[0, oo)"})
VALUES = {H: a * 2**-k, R: b + 2 * a * (1 - 2**-k)}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The rules take these processes for declared ones."""
    others = {
        "moved": replace(
            COURSE, name="moved", draws=(Draw(Z, Normal(sp.Integer(0), H)),), step={H: H / 2, R: R + Z**2}
        ),
        "seen": replace(COURSE, name="seen", first=1, before={X: Normal(sp.Integer(0), a)}),
        "later": replace(COURSE, name="later", first=1),
        "aging": replace(COURSE, name="aging", step={H: H / (GENERATION + 2), R: R + H}),
    }
    made = {"course": COURSE, **others}
    monkeypatch.setattr(probability, "processes", lambda: made)
    return made


def course(state, value, process=COURSE, context=WIDE):
    """What a state is at first, and in the next generation."""
    step = process.step[state].subs(VALUES, simultaneous=True)
    first = identity(process.start[state], value.subs(k, 0), context.but({k: None}))
    return first, identity(step, sp.expand(value.subs(k, k + 1)), context)


def courses():
    return {state: course(state, value) for state, value in VALUES.items()}


def square(process=COURSE, what=X**2, at=k, context=WIDE, values=VALUES, of=None):
    return without_chance(mean(process, what, at, context), values, of or courses(), context)


def test_states_without_chance_are_what_they_are():
    wanted = VALUES[H] ** 2 + VALUES[R]
    assert sp.simplify(square().relation.right - wanted) == 0
    assert sp.simplify(square(what=sp.exp(X)).relation.right / sp.exp(VALUES[H] + VALUES[R] / 2)) == 1
    assert square(what=H * R).relation.right == VALUES[H] * VALUES[R]
    assert square(context=WIDE.but({}, k >= a)).relation.context == WIDE.but({}, k >= a)


def changed(state, **parts):
    first, then = course(state, VALUES[state])
    return courses() | {state: (parts.get("first", first), parts.get("then", then))}


LATE = WIDE.but({k: "[1, oo)"})
FEW = WIDE.but({}, k >= a)


@pytest.mark.parametrize(
    "change",
    [
        {"values": VALUES | {H: a * 2**-k / 2}},
        {"values": VALUES | {R: b + 2 * a * (1 - 2 ** -(k + 1))}},
        {"values": {H: VALUES[H]}},
        {"values": {R: VALUES[R]}},
        {"of": changed(H, then=identity(VALUES[H] / 2, VALUES[H] / 2, LATE))},  # not from the first generation on
        {"of": changed(H, then=identity(VALUES[H] / 2, VALUES[H] / 2, LATE)), "context": LATE},
        {"of": changed(H, then=identity(VALUES[H] / 2, VALUES[H] / 2, FEW)), "context": FEW},  # not on the way there
        {"of": changed(H, then=identity(VALUES[H], VALUES[H], WIDE))},
        {"of": changed(H, then=by_sign(VALUES[H] / 2, "<=", VALUES[H] / 2, WIDE))},
        {"of": changed(R, first=identity(b + a, b + a, WIDE.but({k: None})))},
        {"of": changed(H, first=identity(a, a, over({a: "[1, oo)"})))},
        {"of": {H: course(H, VALUES[H])} | {R: course(H, VALUES[H])}},
        {"at": k + 1},
        {"at": sp.oo},
        {"what": Increment(sp.log(H))},
        {"what": sp.cos(X)},
        {"what": 1 / X},
        {"what": event(X > 0)},
        {"what": Past(H)},
        {"what": Past(X**2)},
        {"what": X**2 + x},
        {"context": over({a: "(0, oo)", k: "[0, oo)"})},
    ],
)
def test_another_course_is_refused(change):
    with pytest.raises((NotProved, KeyError)):
        square(**change)


@pytest.mark.parametrize("name", ["moved", "seen", "later", "aging"])
def test_of_another_process_these_are_not_the_values(name, known):
    with pytest.raises(NotProved):
        square(process=known[name])


LINE = over({x: "(-oo, oo)", y: "(-oo, oo)"})


def ordered():
    return given(x <= y, LINE.but({}, x <= y))


def test_the_largest_number_is_the_one_that_no_other_exceeds():
    assert maximum(sp.Max(x, y), y, LINE.but({}, x <= y), ordered()).relation.right == y
    half_line = over({x: "[0, oo)"})
    assert maximum(sp.Max(x, -1), x, half_line).relation.left == sp.Max(x, -1)
    wrong = (
        (sp.Max(x, y), x, LINE.but({}, x <= y), ordered()),
        (sp.Max(x, y), y, LINE),
        (sp.Max(x, y), y, LINE, ordered()),  # not throughout
        (sp.Max(x, y, 0), y, LINE.but({}, x <= y), ordered()),  # nor of all of them
        (sp.Max(x, y), y + 1, LINE.but({}, x <= y), ordered()),
        (sp.Min(x, y), y, LINE.but({}, x <= y), ordered()),
        (sp.Max(x, y), y, LINE, identity(x, x, LINE)),
        (x, x, LINE),
    )
    for expression, at, context, *because in wrong:
        with pytest.raises(NotProved):
            maximum(expression, at, context, *because)


CASES = sp.Piecewise((1, sp.Eq(sp.Max(x, y), y)), (2, y < x), (3, True))
BELOW = LINE.but({}, x <= y)


def test_a_branch_is_taken_because_of_a_relation():
    top = maximum(sp.Max(x, y), y, BELOW, ordered())
    assert branch(CASES, 0, BELOW, top).relation.right == 1
    above = LINE.but({}, sp.Not(x <= y))
    less = given(y < x, above)
    for place, context, *because in (
        (0, BELOW),
        (0, BELOW, ordered()),
        (0, LINE, top),  # not throughout
        (1, above, less),  # the first may hold as well
        (2, BELOW, top),
        (0, BELOW, combine(sp.Max(x, y), "<=", y, top, context=BELOW)),
        (0, BELOW, identity(2 * y, 2 * y, BELOW)),
    ):
        with pytest.raises(NotProved):
            branch(CASES, place, context, *because)


# -- the second program -----------------------------------------------------------------------------------------


def certain():
    """1 <= Pr(R > b) from generation 1 on."""
    context = WIDE.but({k: "[1, oo)"})
    chance = square(what=COURSE.observables["large"], context=context)
    more = by_sign(b, "<", VALUES[R], context)
    sure = branch(chance.relation.right, 0, context, more)
    return combine(1, "<=", chance.relation.left, (chance, -1), (sure, -1), context=context)


def largest():
    return maximum(sp.Max(x, y), y, LINE.but({}, x <= y), ordered())


def written(proved):
    return json.loads(json.dumps(Writer().certificate({"made": concluded([proved.relation], [proved], False)})))


def place_of(certificate, rule):
    return next(node for node in certificate["nodes"] if node["rule"] == rule)


def test_the_second_program_says_the_same():
    for prove in (square, certain, largest):
        (verdict,) = judge(json.dumps(written(prove())))
        assert verdict.refused is None


def test_the_second_program_looks_for_no_reason_why_the_largest_is_the_largest():
    (verdict,) = judge(json.dumps(written(largest())))
    assert verdict.counts[1] == 0, "something was decided at points"


def test_the_second_program_has_no_course_of_a_sum_over_generations(monkeypatch):
    """Were all ones so far one number, 1 would be 2."""
    monkeypatch.setattr(moments.signs, "valued", lambda relation: relation)
    for what in (Past(sp.Integer(1)), Past(H)):
        (verdict,) = judge(json.dumps(written(square(what=what))))
        assert verdict.refused is not None


def value_of(certificate, state, value):
    pairs = place_of(certificate, "without chance")["witness"]["values"]
    next(pair for pair in pairs if pair[0] == state)[1] = value


EDITS = {
    "another value": (square, lambda c: value_of(c, "H", "a")),
    "a course is missing": (square, lambda c: place_of(c, "without chance")["premises"].pop()),
    "courses exchanged": (square, lambda c: place_of(c, "without chance")["premises"].reverse()),
    "a value is missing": (square, lambda c: place_of(c, "without chance")["witness"]["values"].pop()),
    "a draw moves": (square, lambda c: c["processes"]["course"]["states"][1].__setitem__(3, ["+", "R", "X"])),
    "another law": (square, lambda c: c["processes"]["course"]["looked at"][0][2].__setitem__(2, "H")),
    "another step": (square, lambda c: c["processes"]["course"]["states"][0].__setitem__(3, "H")),
    "an earlier generation": (
        square,
        lambda c: place_of(c, "without chance")["for"].update({"k": ["whole", -1, ["oo"], False, True]}),
    ),
    "not of all generations": (
        square,
        lambda c: c["nodes"][place_of(c, "without chance")["premises"][1]]["for"].update(
            {"k": ["whole", 1, ["oo"], False, True]}
        ),
    ),
    "no reason": (certain, lambda c: place_of(c, "branch")["premises"].clear()),
    "at first, too": (
        certain,
        lambda c: [n["for"].update({"k": ["whole", 0, ["oo"], False, True]}) for n in c["nodes"] if "k" in n["for"]],
    ),
    "no order": (largest, lambda c: place_of(c, "maximum")["premises"].clear()),
    "the other one": (largest, lambda c: place_of(c, "maximum").update({"right": "x"})),
    "of three": (largest, lambda c: place_of(c, "maximum")["left"].append(7)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_second_program_refuses_what_does_not_follow(edit):
    prove, change = EDITS[edit]
    certificate = written(prove())
    change(certificate)
    conclusion = certificate["nodes"][certificate["claims"][0]["proved"][0]]
    for goal in certificate["claims"][0]["goals"]:
        goal.update({part: conclusion[part] for part in ("left", "op", "right", "for", "given")})
    (verdict,) = judge(json.dumps(certificate))
    assert verdict.refused is not None

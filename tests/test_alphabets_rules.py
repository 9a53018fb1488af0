"""Rules for lists and alphabets: what they prove, and what they refuse."""

from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.lemmas.alphabets import of_each_symbol, over_entries
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import probability, signs
from proofs_check.rules.algebra import combine, induction
from proofs_check.rules.alphabets import below_a_line, by_symbols, shares_add_up, times_of_symbols, two_inside
from proofs_check.rules.chains import at_start, outcome
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.probability import linear, mean
from proofs_check.rules.statements import Lists, NotProved, Relation, over
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.language import Parameters, real
from theorems.language.domains.entries import Length
from theorems.language.domains.sequences import reals, sizes
from theorems.language.laws import Binomial
from theorems.language.processes import Counts, Draw, OverSymbols, Time, event
from theorems.processes import processes

MULTINOMIAL, BERNOULLI, POISSON = (processes()[name] for name in ("multinomial", "bernoulli", "poisson"))
CORPUS = processes()["poisson_corpus"]
SHARES = MULTINOMIAL.parameters["p"]
(P,), (n, p) = MULTINOMIAL.states, MULTINOMIAL.parameters.symbols
p0 = BERNOULLI.parameters.symbols[1]
k, j = sp.Symbol("k", integer=True, positive=True), sp.Symbol("j", integer=True, nonnegative=True)
i, x = sp.Symbol("i", integer=True, nonnegative=True), sp.Symbol("x", positive=True)
EVERY = over({n: "[1, oo)", p: Lists(SHARES), k: "[1, oo)"})
ONE = over({n: "[1, oo)", p0: "[0, 1]", k: "[1, oo)"})
LISTED = reals("r", "[0, oo)", "numbers", ("[0,0]", "[0,3]"))
SIZES = sizes("M", 1, "sizes", ("[1,1]", "[2,5]"))
M = SIZES.symbol
UNLIKE = over({n: "[1, oo)", p: Lists(LISTED), k: "[1, oo)"})
KEPT = event(sp.Ne(P, 0))
WHOLE = mean(MULTINOMIAL, OverSymbols(KEPT), k, EVERY)
UNLIKE_EACH = OverSymbols(P * (1 - P))
ALIVE, DIFFER = (mean(MULTINOMIAL, e, k, EVERY) for e in (event(sp.Ne(UNLIKE_EACH, 0)), UNLIKE_EACH))
(DRAWN,) = MULTINOMIAL.draws[0].what
drawn, m = outcome(Binomial), sp.Symbol("m", integer=True, nonnegative=True)
share = drawn / n
LINE = by_sign(share * (1 - share), "<=", share, over({n: "[1, oo)", drawn: "[0, oo)"}, drawn <= n))
"""A share is at least what it is times another one."""
(INTENSITY,) = CORPUS.states
COUNTED = OverSymbols(INTENSITY * (1 - INTENSITY))
"""The same of Poisson counts, which do not sum to n."""
END = sp.Eq(P * (1 - P), 0)
FOR_EVER = over({n: "[1, oo)", p: Lists(SHARES)})
EARLY_ON = over({n: "[1, oo)", p: Lists(SHARES), m: "[0, oo)"})
LASTS = mean(MULTINOMIAL, Time(sp.Eq(UNLIKE_EACH, 0)), sp.oo, FOR_EVER)
LARGE = by_sign(share * (1 - share), "<=", share, over({n: "[1, oo)", drawn: "[1, oo)"}, drawn <= n))
OFF = n * (Length(p) * share - 1)
TURNED = by_sign(share * (1 - share), "<=", share + OFF**2 / n, FOR_EVER.but({drawn: "[0, oo)"}))


def diversity(low="[0, 1]"):
    """E P(1-P) of one symbol, from a share in a range."""
    goal = statement(ABSORPTION, "diversity")
    return by_moments(Relation(goal.left, goal.op, goal.right, goal.context.but({p0: low})))


def test_what_is_known_of_one_symbol_adds_up():
    whole = mean(MULTINOMIAL, OverSymbols(P * (1 - P)), k, EVERY)
    found = of_each_symbol(whole, diversity(), EVERY).relation
    assert (found.left, found.op) == (whole, "=")
    assert found.right == sp.Sum(p[i] * (1 - p[i]) * (1 - 1 / n) ** k, (i, 0, Length(p) - 1))


def test_of_an_upper_bound_follows_one_from_above_and_of_a_lower_one_from_below():
    loss = absorption.forgotten_upper(statement(ABSORPTION, "forgotten-upper"))
    lost = mean(MULTINOMIAL, OverSymbols(event(sp.Eq(P, 0))), k, EVERY)
    found = of_each_symbol(lost, loss, EVERY).relation
    assert (found.left, found.op) == (lost, "<=")
    kept = absorption.survival_lower(statement(ABSORPTION, "survival-lower"))
    with pytest.raises(NotProved):  # it is known of shares below 1
        of_each_symbol(WHOLE, kept, EVERY)
    known = by_sign(0, "<=", kept.relation.right, kept.relation.context.but({p0: "[0, 1]"}))
    found = of_each_symbol(WHOLE, known, EVERY).relation
    assert (found.op, found.right) == ("<=", WHOLE)


def test_shares_add_up_to_one_and_other_numbers_need_not():
    found = shares_add_up(p, EVERY).relation
    assert found.right == 1
    assert found.left == sp.Sum(p[i], (i, 0, Length(p) - 1))
    with pytest.raises(NotProved, match="are no shares"):
        shares_add_up(LISTED.symbol, over({LISTED.symbol: Lists(LISTED)}))
    with pytest.raises(NotProved, match="are no shares"):
        shares_add_up(p, over({n: "[1, oo)"}))


def test_what_holds_of_every_entry_holds_of_their_sums():
    known = by_sign(0, "<=", p0 * (1 - p0), over({p0: "[0, 1]"}))
    found = over_entries(known, p0, p, EVERY).relation
    assert found.op == "<="
    strict = over_entries(by_sign(0, "<", p0 + 1, over({p0: "[0, 1]"})), p0, p, EVERY).relation
    assert strict.op == "<="  # a list may be said to have no entry


def test_where_a_share_is_inside_a_second_one_is():
    found = two_inside(ALIVE, EVERY).relation
    inside = mean(MULTINOMIAL, OverSymbols(event(sp.Ne(P * (1 - P), 0))), k, EVERY)
    assert (found.left, found.op, found.right) == (2 * ALIVE, "<=", inside)


def test_what_is_below_a_line_adds_up_to_a_constant_where_two_symbols_are_left():
    found = below_a_line(DIFFER, LINE, 1, 0, EVERY).relation
    assert (found.left, found.op, found.right) == (DIFFER, "<=", ALIVE)
    parabola = by_sign(share * (1 - share), "<=", sp.Rational(1, 4), over({n: "[1, oo)", drawn: "[0, oo)"}))
    found = below_a_line(DIFFER, parabola, 0, sp.Rational(1, 4), EVERY).relation
    assert found.right == Length(p) / 4 * ALIVE


def test_the_time_of_all_is_at_most_half_the_sum_of_those_of_each_and_at_least_their_mean():
    two, last = (found.relation for found in times_of_symbols(LASTS, BERNOULLI, FOR_EVER))
    own = mean(BERNOULLI, Time(END), sp.oo, over({n: "[1, oo)", p0: "[0, 1]"})).subs(p0, p[i])
    total = sp.Sum(own, (i, 0, Length(p) - 1))
    assert (two.left, two.op, two.right) == (2 * LASTS, "<=", total)
    assert (last.left, last.op, last.right) == (total, "<=", Length(p) * LASTS)


def test_where_the_condition_holds_at_the_start_the_time_is_0():
    alone = over({n: "[1, oo)"})
    for share in (0, 1):
        assert at_start(mean(BERNOULLI, Time(END), sp.oo, alone, {"p0": share}), alone).relation.right == 0
    for share in (sp.Rational(1, 2), p0):
        with pytest.raises(NotProved):
            at_start(mean(BERNOULLI, Time(END), sp.oo, ONE, {"p0": share}), ONE)


OTHERS = {
    "times of Poisson counts": lambda: times_of_symbols(
        mean(CORPUS, Time(sp.Eq(COUNTED, 0)), sp.oo, FOR_EVER), POISSON, FOR_EVER
    ),
    "the time until something else": lambda: times_of_symbols(
        mean(MULTINOMIAL, Time(sp.Eq(OverSymbols(P**2), 2)), sp.oo, FOR_EVER), BERNOULLI, FOR_EVER
    ),
    "an event for a time": lambda: times_of_symbols(ALIVE, BERNOULLI, EVERY),
    "times of another process": lambda: times_of_symbols(LASTS, POISSON, FOR_EVER),
    "two of Poisson counts": lambda: two_inside(mean(CORPUS, event(sp.Ne(COUNTED, 0)), k, EVERY), EVERY),
    "two of what is not 0": lambda: two_inside(mean(MULTINOMIAL, event(sp.Ne(OverSymbols(P), 0)), k, EVERY), EVERY),
    "two where one is alone": lambda: two_inside(mean(MULTINOMIAL, event(sp.Eq(UNLIKE_EACH, 0)), k, EVERY), EVERY),
    "two of one symbol": lambda: two_inside(mean(BERNOULLI, event(sp.Ne(P * (1 - P), 0)), k, ONE), ONE),
    "a line of Poisson counts": lambda: below_a_line(mean(CORPUS, COUNTED, k, EVERY), LINE, 1, 0, EVERY),
    "another line": lambda: below_a_line(DIFFER, LINE, sp.Rational(1, 2), 0, EVERY),
    "a line that is lower at the end": lambda: below_a_line(DIFFER, LINE, 1, -1 / n, EVERY),
    "a line that is none": lambda: below_a_line(DIFFER, LINE, 1 - drawn, drawn**2 / n, EVERY),
    "a line that turns with what is drawn": lambda: below_a_line(DIFFER, TURNED, 1 + Length(p) * OFF, -OFF, EVERY),
    "a line from 1 on": lambda: below_a_line(DIFFER, LARGE, 1, 0, EVERY),
    "a line at the start": lambda: below_a_line(mean(MULTINOMIAL, UNLIKE_EACH, m, EARLY_ON), LINE, 1, 0, EARLY_ON),
    "a line of what is there where one is alone": lambda: below_a_line(
        mean(MULTINOMIAL, OverSymbols(P), k, EVERY),
        by_sign(share, "<=", share, over({n: "[1, oo)", drawn: "[0, oo)"})),
        1,
        0,
        EVERY,
    ),
    "a range that shares leave": lambda: over_entries(
        by_sign(0, "<=", sp.Rational(1, 2) - p0, over({p0: "[0, 1/2]"})), p0, p, EVERY
    ),
    "entries that are larger than 1": lambda: over_entries(
        by_sign(0, "<=", 1 - p0, over({p0: "[0, 1]"})), p0, LISTED.symbol, over({LISTED.symbol: Lists(LISTED)})
    ),
    "a condition on the entry": lambda: over_entries(
        given(p0 <= sp.Rational(1, 2), over({p0: "[0, 1]"}, p0 <= sp.Rational(1, 2))), p0, p, EVERY
    ),
    "the place of an entry": lambda: over_entries(
        identity(sp.Sum(p0, (i, 1, 3)), 3 * p0, over({p0: "[0, 1]"})), p0, p, EVERY
    ),
    "another process": lambda: by_symbols(WHOLE, POISSON, EVERY),
    "a mixture with the past": lambda: by_symbols(WHOLE, processes()["generational_mixture"], EVERY),
    "many as one": lambda: by_symbols(mean(BERNOULLI, KEPT, k, ONE), BERNOULLI, ONE),
    "a square of a sum": lambda: by_symbols(mean(MULTINOMIAL, OverSymbols(KEPT) ** 2, k, EVERY), BERNOULLI, EVERY),
    "one symbol": lambda: linear(mean(MULTINOMIAL, P, k, EVERY), {P: 1}, EVERY),
    "one symbol beside all": lambda: linear(mean(MULTINOMIAL, P * OverSymbols(P), k, EVERY), {P: 1}, EVERY),
    "another observable": lambda: combine(
        WHOLE, "=", 1, of_each_symbol(mean(MULTINOMIAL, OverSymbols(P), k, EVERY), diversity(), EVERY), context=EVERY
    ),
    "shares below a half": lambda: of_each_symbol(
        mean(MULTINOMIAL, OverSymbols(P * (1 - P)), k, EVERY), diversity("[0, 1/2]"), EVERY
    ),
    "other lists": lambda: by_symbols(mean(MULTINOMIAL, OverSymbols(KEPT), k, UNLIKE), BERNOULLI, UNLIKE),
}


@pytest.mark.parametrize("wrong", OTHERS.values(), ids=OTHERS)
def test_what_does_not_add_up_is_refused(wrong):
    with pytest.raises(NotProved):
        wrong()


def test_of_a_hypothesis_nothing_is_known_for_every_entry():
    """That m <= 3 holds of one m, as an induction may suppose, says nothing of all entries of a list."""
    m, claimed = sp.Symbol("m", integer=True, positive=True), over({M: Lists(SIZES)})

    def step(known, now):
        with pytest.raises(NotProved, match="stands for one value"):
            over_entries(known, now, M, claimed)
        return known

    with pytest.raises(NotProved):
        induction(Relation(m, "<=", 3, over({m: "[1, oo)"})), m, by_sign(1, "<=", 3, over({})), step)


def test_a_process_that_only_looks_alike_is_not_what_one_symbol_sees(monkeypatch):
    """Declared beside the others: half as likely draws, and a state that moves twice as far."""
    (draw,) = BERNOULLI.draws
    c = draw.what
    for name, change in {
        "rare": {"draws": (Draw(c, Binomial(n, P / 2)),)},
        "doubled": {"step": {P: 2 * c / n}},
    }.items():
        other = replace(BERNOULLI, name=name, observables={}, **change)
        monkeypatch.setattr(probability, "processes", lambda o=other: {**processes(), o.name: o})
        with pytest.raises(NotProved, match="is not what one symbol"):
            by_symbols(WHOLE, other, EVERY)


def test_a_condition_on_the_number_of_symbols_is_used():
    signs.defined(1 / (Length(p) - 1), EVERY.but({}, Length(p) >= 2))
    for condition in (Length(p) >= 1, Length(p) <= 2, Length(M) >= 2):
        with pytest.raises(NotProved):
            signs.defined(1 / (Length(p) - 1), EVERY.but({M: Lists(SIZES)}, condition))


def test_symbols_that_are_counted_by_themselves_do_not_sum_to_1(monkeypatch):
    """What one symbol sees is the same; so where every symbol begins with one number, or with a share of another."""
    c = MULTINOMIAL.draws[0].what[0]
    several = {
        "alone": {"draws": (Draw(c, Binomial(n, P)),)},
        "equal": {"start": {P: p0}, "parameters": Parameters(*MULTINOMIAL.parameters, BERNOULLI.parameters["p0"])},
    }
    for name, change in several.items():
        other = replace(MULTINOMIAL, name=name, **change)
        monkeypatch.setattr(probability, "processes", lambda o=other: {**processes(), o.name: o})
        context = EVERY.but({p0: "[0, 1]"})
        alive, differ = (mean(other, e, k, context) for e in (event(sp.Ne(UNLIKE_EACH, 0)), UNLIKE_EACH))
        with pytest.raises(NotProved, match="need not sum to 1"):
            two_inside(alive, context)
        with pytest.raises(NotProved, match="need not sum to 1"):
            below_a_line(differ, LINE, 1, 0, context)


@pytest.mark.parametrize(
    "change",
    [
        {"before": {P: sp.Rational(1, 2)}},
        *(
            {"draws": (Counts((DRAWN,), size, (P,)),), "step": {P: DRAWN / size}}
            for size in (n + DRAWN, sp.Piecewise((1, sp.Rational(1, 2) > P), (n, True)))
        ),
    ],
    ids=["given before the start", "as many as are counted", "as many as each share says"],
)
def test_shares_of_other_numbers_do_not_sum_to_1(change, monkeypatch):
    other = replace(MULTINOMIAL, name="other", observables={}, **change)
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), "other": other})
    for generation in (k, sp.Integer(-1)):
        with pytest.raises(NotProved):
            two_inside(mean(other, event(sp.Ne(UNLIKE_EACH, 0)), generation, EVERY), EVERY)


def test_what_is_drawn_is_no_number_of_samples():
    """f(x/n) <= 0 holds for f = P (1-P) where n is x; it says nothing of the other counts of x samples."""
    everywhere = over({drawn: "[1, oo)", p: Lists(SHARES), k: "[1, oo)"})
    differ = mean(MULTINOMIAL, UNLIKE_EACH, k, everywhere, {"n": drawn})
    with pytest.raises(NotProved, match="has a range for it"):
        below_a_line(differ, by_sign(0, "<=", 0, over({})), 0, 0, everywhere)


def test_the_start_of_one_symbol_is_no_parameter_of_all(monkeypatch):
    """Where a of the last share is kept, and a is called as the start of one symbol."""
    kept = real("a", "[0, 1]", "what is kept", (0, 1))
    many, one = (
        replace(
            process,
            name=f"{process.name}_kept",
            parameters=Parameters(process.parameters["n"], kept, last),
            step={P: (1 - kept.symbol) * DRAWN / n + kept.symbol * P},
            observables={},
        )
        for process, last in ((MULTINOMIAL, SHARES), (BERNOULLI, BERNOULLI.parameters["p0"]))
    )
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), many.name: many, one.name: one})
    whole = mean(many, UNLIKE_EACH, k, EVERY.but({p0: "[0, 1]"}), {"a": p0})
    with pytest.raises(NotProved, match="has a range for it"):
        by_symbols(whole, one, EVERY.but({p0: "[0, 1]"}))
    of_half = mean(many, UNLIKE_EACH, k, EVERY, {"a": sp.Rational(1, 2)})
    assert by_symbols(of_half, one, EVERY).relation.right.has(p[i])


def test_a_sum_of_means_is_not_so_many_times_one_of_them():
    """E P_j (1 - P_j) falls with j: that of three generations is not three times that of the first."""
    context = over({n: "[1, oo)", p0: "[0, 1]", k: "[1, oo)"})
    term = mean(BERNOULLI, P * (1 - P), j, over({n: "[1, oo)", p0: "[0, 1]", j: "[0, oo)"}))
    for last in (k, sp.Integer(3)):
        with pytest.raises(NotProved):
            identity(sp.Sum(term, (j, 1, last)), last * sp.Sum(term, (j, 1, 1)), context)
        with pytest.raises(NotProved):
            by_sign(sp.Sum(term, (j, 1, 1)) * last, "<=", sp.Sum(term, (j, 1, last)), context)
    same = sp.Sum(term, (j, 1, k))
    assert identity(2 * same, same + same, context).relation.op == "="

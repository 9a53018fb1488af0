"""Moment generating functions: of laws, of declared processes, of distribution functions, and what they prove."""

import json
import re

import pytest
import sympy as sp

from proofs_check.rules import claims
from proofs_check.rules.claims import NoStatement, statements
from proofs_check.rules.leaves import cycles
from proofs_check.rules.means import ARGUMENT
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.kde.replace_growth import THEOREM
from theorems.language import Parameters, X, real
from theorems.language.data import GENERATION, Data, ExponentialSum, Past, PowerSum
from theorems.language.functions import CycleProbability
from theorems.language.laws import Choice, Finite, MeanChiSquare, Mixture, NoMoment, Normal, Poisson
from theorems.language.moments import NotClosed
from theorems.language.processes import Draw, Process
from theorems.language.recursion import recursion
from theorems.language.transforms import NoTransform, of_distribution, of_law
from theorems.processes import kde, processes
from theorems.processes.workflows import DRAW, OTHER, WORKFLOWS

s, mu, v, w = sp.symbols("s mu v w", real=True)
k = sp.Symbol("k", integer=True, positive=True)
j = sp.Symbol("j", integer=True, positive=True)


def derivative(e, order):
    """At s = 0."""
    return sp.diff(e, s, order).subs(s, 0)


# -- of laws --------------------------------------------------------------------------------------------------

LISTED = Data("listed", 3)
POINTS = sp.symbols("a b c", real=True)
HALVES = Finite((-1, mu, sp.Rational(1, 2)), (w, sp.Rational(1, 3), sp.Rational(2, 3) - w))
LAWS = {
    "normal": Normal(mu, v),
    "finite": HALVES,
    "sum": Normal(mu, v) + HALVES,
    "mixture": Mixture((w, 1 - w), (Normal(mu, v), HALVES)),
    "choice": Choice(LISTED) + Normal(0, v),
}


@pytest.mark.parametrize("name", LAWS)
def test_the_derivatives_of_a_transform_are_the_moments(name):
    def listed(e):
        e = e.replace(ExponentialSum, lambda _, at: sp.Add(*(sp.exp(at * x) for x in POINTS)))
        return e.replace(PowerSum, lambda _, order: sp.Add(*(x**order for x in POINTS)))

    law = LAWS[name]
    for order in range(5):
        found = derivative(listed(of_law(law, s)), order)
        assert sp.expand(found - listed(sp.sympify(law.moment(order)))) == 0


@pytest.mark.parametrize("law", [MeanChiSquare(3), Poisson(1), Normal(0, 1) + MeanChiSquare(3)], ids=str)
def test_a_law_whose_transform_is_not_known_everywhere_has_none(law):
    with pytest.raises(NoMoment):
        of_law(law, s)


# -- of processes ---------------------------------------------------------------------------------------------


def followed(process, expression, generations):
    """The mean of an expression so many generations after the first, from the recursion."""
    found = recursion(process, expression)
    means = list(found.start)
    for t in range(found.first, found.first + generations):
        means = [sp.Add(*(c.subs(GENERATION, t) * means[i] for i, c in row.items())) for row in found.step]
    return means[0]


CLOSED = ("kde_replace", "kde_accumulate", "kde_subsample", "kde_bootstrap", "kde_window2", "kde_depth_accumulate")
M, Z = sp.symbols("M Z", real=True)
STEP = Normal(1, 2) + Finite((0, 3), (sp.Rational(1, 4), sp.Rational(3, 4)))
WALK = Process("walk", Parameters(), {M: sp.Integer(1)}, (Draw(Z, STEP),), {M: M + 2 * Z})


@pytest.mark.parametrize("name", [*CLOSED, "walk"])
def test_the_derivatives_of_a_derived_transform_are_the_derived_moments(name):
    """Also those of the difference of two draws, whose points are sums over pairs."""
    process, x = (WALK, M) if name == "walk" else (processes()[name], DRAW)
    for y in (x, x - OTHER) if OTHER in process.drawn else (x,):
        for generations in (0, 1, 2):
            found = followed(process, sp.exp(sp.expand(s * y)), generations)
            for order in (0, 1, 2):
                assert sp.simplify(derivative(found, order) - followed(process, y**order, generations)) == 0


def test_every_workflow_is_derived():
    assert {workflow(kde.KDE).name for workflow in WORKFLOWS} <= {*CLOSED}


SPREAD = Process("spread", Parameters(), {M: sp.Integer(1)}, (Draw(Z, Normal(0, M**2)),), {M: M + Z})
SEEN = Data("seen", 2)
GIVEN = Process("given", Parameters(), {SEEN: Normal(0, 1)}, (), {SEEN: (SEEN,)}, first=1)


@pytest.mark.parametrize(
    ("process", "expression"),
    [
        (WALK, sp.exp(s * M**2)),
        (WALK, M * sp.exp(s * M)),
        (WALK, sp.exp(GENERATION * M)),
        (WALK, sp.exp(M) ** GENERATION),
        (WALK, Past(sp.exp(s * M))),
        (SPREAD, sp.exp(s * M)),
        (GIVEN, ExponentialSum(SEEN, s) * PowerSum(SEEN, 1)),
        (GIVEN, sp.exp(s * SEEN)),
        (processes()["kde_window2"], sp.exp(s * processes()["kde_window2"].looked_at[0].what)),
        (kde.GIVEN_REPLACE, sp.exp(s * DRAW)),
    ],
    ids=lambda x: str(getattr(x, "name", x)),
)
def test_what_is_no_multiple_of_one_number_in_the_exponent_is_not_closed(process, expression):
    with pytest.raises((NotClosed, NoMoment)):
        recursion(process, expression)


# -- of distribution functions --------------------------------------------------------------------------------

NORMAL = (1 + sp.erf((X - 3) / (2 * sp.sqrt(k)))) / 2  # N(3, 2k)


def test_the_transform_of_a_distribution_function_is_that_of_its_law():
    at = ARGUMENT.symbol
    normal = of_law(Normal(3, 2 * k), at)
    assert sp.simplify(of_distribution(NORMAL, ARGUMENT.symbol) / normal) == 1
    assert sp.simplify(of_distribution(NORMAL / 2, ARGUMENT.symbol) / normal) == sp.Rational(1, 2)
    masses = of_distribution(sp.Sum(CycleProbability(k, j), (j, 1, X)), ARGUMENT.symbol)
    assert masses.subs(k, 3).doit() == sum(CycleProbability(3, i) * sp.exp(at * i) for i in (1, 2, 3))


@pytest.mark.parametrize(
    "cdf",
    [
        1 - NORMAL,
        NORMAL + sp.Rational(1, 10),
        (1 + sp.erf(X**3)) / 2,
        (1 + sp.erf(X * (k - 2))) / 2,
        (1 + sp.erf(X) * X) / 2,
        NORMAL**2,
        sp.Sum(sp.Rational(1, 2) ** j, (j, 1, X)),
        sp.Sum(CycleProbability(j, k), (j, 1, X)),
        sp.Sum((1 + sp.erf(X / sp.sqrt(j))) / 2, (j, -5, k)),  # j is declared positive, and is not
        X,
    ],
    ids=str,
)
def test_of_another_function_nothing_is_said(cdf):
    with pytest.raises(NoTransform):
        of_distribution(cdf, ARGUMENT.symbol)


def test_a_parameter_of_the_name_of_the_argument_is_not_taken_for_it(monkeypatch):
    parameters = Parameters(real("s", "[0, 1]", "any", (0, 1)))
    process = Process("drawn", parameters, {M: parameters.symbols[0]}, (Draw(Z, Normal(0, 1)),), {M: M + Z})
    monkeypatch.setattr(claims, "declared", lambda _: (process, M))
    with pytest.raises(NoStatement, match="argument of a transform"):
        statements(THEOREM, THEOREM.claim("annealed-law").unfolded())


# -- cycles ---------------------------------------------------------------------------------------------------

EVERY = over({k: "[1, oo)", s: "[-1, 1]"})


@pytest.mark.parametrize("size", [1, 2, 5])
def test_sums_over_cycles_are_products(size):
    found = cycles(3 * sp.exp(j * s), j, sp.exp(s), k, EVERY).relation
    left, right = (e.subs(k, size).doit() for e in (found.left, found.right))
    left = left.replace(CycleProbability, lambda n, i: sp.Rational(str(CycleProbability(n, i).in_rationals(n, i))))
    assert sp.expand(left - right) == 0


@pytest.mark.parametrize(
    ("term", "index", "ratio", "context"),
    [
        (sp.exp(j * s), j, sp.exp(s) + sp.Rational(1, 10**9), EVERY),
        (sp.exp(j**2 * s), j, sp.exp(j * s), EVERY),
        (s ** (j - 2), j, s, EVERY),  # 1/0
        (sp.exp(j * s), j, sp.exp(s), over({k: "[1, oo)", s: "[-1, 1]", j: "[1, oo)"})),
        (sp.exp(v * s), v, sp.exp(s), EVERY),
    ],
    ids=str,
)
def test_other_sums_over_cycles_are_not(term, index, ratio, context):
    with pytest.raises(NotProved):
        cycles(term, index, ratio, k, context)


def test_there_are_no_cycles_of_nothing():
    n = sp.Symbol("n", integer=True, nonnegative=True)
    with pytest.raises(NotProved):
        cycles(sp.exp(j * s), j, sp.exp(s), n, over({n: "[0, oo)", s: "[-1, 1]"}))


# -- in certificates ------------------------------------------------------------------------------------------

CYCLES, MOMENTS = "kde-accumulate-growth/depth-law", "kde-replace-growth/annealed-law"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    file = tmp_path_factory.mktemp("laws") / "laws.json"
    assert main(["prove", CYCLES, MOMENTS, "--certificate", str(file), "--json"]) == 0
    return file.read_text()


def rechecked(text, tmp_path, capsys):
    """The exit code, and what is said of each of the two claims."""
    (tmp_path / "c.json").write_text(text)
    code = main(["recheck", str(tmp_path / "c.json")])
    return code, dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())


def test_laws_are_rechecked(certificates, tmp_path, capsys):
    code, said = rechecked(certificates, tmp_path, capsys)
    assert code == 0
    assert "Stirling" in said[CYCLES]
    assert said[MOMENTS].startswith("rechecked")


def cycles_about(**changes):
    """The statement on cycles with other parts, each as its text and what takes its place."""

    def change(certificate):
        (node,) = [node for node in certificate["nodes"] if node["rule"] == "cycles"]
        for part, (old, new) in changes.items():
            text = json.dumps(node[part])
            assert old in text
            node[part] = json.loads(text.replace(old, new))

    return change


E_S, E_2S, E_SJ = '["exp", "s"]', '["exp", ["*", 2, "s"]]', '["exp", ["*", "s", "j"]]'


@pytest.mark.parametrize(
    "change",
    [
        cycles_about(right=(E_S, E_2S), witness=(E_S, E_2S)),  # another ratio
        cycles_about(left=(E_SJ, '["^", "s", "j"]'), witness=(E_SJ, '["^", "s", "j"]')),
        cycles_about(**{"for": ('"k": ["whole", 1', '"k": ["whole", 0')}),  # no cycles of nothing
        cycles_about(left=('"sum", "j", 1', '"sum", "j", 2')),
        cycles_about(left=('"k", ["*"', '"n", ["*"')),
        cycles_about(left=('"CycleProbability", "k"', '"CycleProbability", "n"')),
        cycles_about(right=('["+", -1, "m"', '["+", -2, "m"')),
        cycles_about(right=('"m", 2, "k"', '"m", 2, ["+", 1, "k"]')),
    ],
)
def test_a_false_statement_on_cycles_is_refused(certificates, tmp_path, capsys, change):
    certificate = json.loads(certificates)
    change(certificate)
    code, said = rechecked(json.dumps(certificate), tmp_path, capsys)
    assert code == 1
    assert re.match(r"refused: statement \d+ \(cycles\): ", said[CYCLES])
    assert said[MOMENTS].startswith("rechecked")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["*", 2, "k", ["^", "h", 2]]', '["*", 2, "k", ["^", "h", 4]]'),  # another law
        ('["*", 2, ["^", "sigma0", 2]]', '["*", 3, ["^", "sigma0", 2]]'),
        ('["exp", ["*", "draw", "s"]]', '["exp", ["*", 2, "draw", "s"]]'),  # of another number
        ('["exp", ["*", "draw", "s"]]', '["exp", ["*", ["^", "draw", 2], "s"]]'),
        ('["exp", ["*", "draw", "s"]]', '["*", "draw", ["exp", ["*", "draw", "s"]]]'),
        ('["Normal", 0, ["^", "h", 2]]', '["Normal", 0, ["*", 2, ["^", "h", 2]]]'),  # another process
        ('["Normal", 0, ["^", "h", 2]]', '["Normal", "h", ["^", "h", 2]]'),
        ('["Normal", 0, ["^", "sigma0", 2]]', '["Normal", 0, ["^", "sigma0", 3]]'),
    ],
)
def test_another_law_of_another_process_is_refused(certificates, tmp_path, capsys, old, new):
    """The text is changed wherever it stands: in declaration, statement, recursion and what is claimed."""
    assert old in certificates
    code, said = rechecked(certificates.replace(old, new), tmp_path, capsys)
    assert code == 1
    assert re.match(r"refused: statement \d+ \(moments\): ", said[MOMENTS])

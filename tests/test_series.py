"""Polylogarithms: their terms are what the two programs take for them, and no others."""

import json

import pytest
import sympy as sp
from handmade import certificate_of, node, refused

from proofs_check.rules.sequences import partial_sums
from proofs_check.rules.statements import NotProved, over
from theorems.door import main
from theorems.language.readers import ball
from theorems.language.series import Polylogarithm

a = sp.Symbol("a", positive=True)
n, k = sp.symbols("n k", integer=True, positive=True)
CONTEXT = over({a: "(0, oo)", n: "[2, oo)", k: "[1, oo)"})


def test_partial_sums_of_a_polylogarithm():
    found = partial_sums(Polylogarithm(a, n), k, CONTEXT).tends
    assert (found.limit, found.to) == (Polylogarithm(a, n), sp.oo)
    assert found.expression.subs({a: 1, n: 2, k: 3}).doit() == sp.Rational(1, 2) + sp.Rational(1, 8) + sp.Rational(
        1, 24
    )


@pytest.mark.parametrize(
    ("series", "context"),
    [
        (Polylogarithm(a, n), CONTEXT.but({n: "[1, oo)"})),
        (Polylogarithm(a, n), CONTEXT.but({k: "[1, 9]"})),
        (Polylogarithm(a, k), CONTEXT),
        (sp.polylog(a, 1 - 1 / n), CONTEXT),
    ],
    ids=str,
)
def test_other_series_are_refused(series, context):
    with pytest.raises(NotProved):
        partial_sums(series, k, context)


def test_its_values():
    """Of order 1 it is ln n, of order 0 n - 1."""
    for size in (2, 7, 10**6):
        assert ball(Polylogarithm(1, size) - sp.log(size), {}).contains(0)
        assert ball(Polylogarithm(0, size) - size + 1, {}).contains(0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """In which partial sums of a polylogarithm are taken to their limit."""
    file = tmp_path_factory.mktemp("series") / "c.json"
    assert main(["prove", "kde-replace-spectrum/overlap-limit", "--certificate", str(file), "--json"]) == 0
    return file.read_text()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("expression", '["/", -1, 2]', '["/", -1, 3]'),
        ("expression", '"s\'2", 1,', '"s\'2", 2,'),
        ("limit", '["/", 1, 2]', '["/", 1, 3]'),
        ("for", '"whole", 2', '"whole", 1'),
        ("to", "oo", "-oo"),
    ],
)
def test_the_second_program_knows_its_terms(certificate, part, old, new, tmp_path, capsys):
    found = json.loads(certificate)
    for one in found["nodes"]:
        if one["rule"] == "partial sums":
            text = json.dumps(one[part])
            assert old in text
            one[part] = json.loads(text.replace(old, new))
    (tmp_path / "c.json").write_text(json.dumps(found))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out


def test_the_second_program_knows_its_values():
    """Of order 1, where n is 2, it is ln 2."""
    log = node("identity", ["Polylogarithm", 1, 2], "=", ["log", 2], {})
    other = node("identity", ["Polylogarithm", 2, 2], "=", ["log", 2], {})
    assert [bool(refused(certificate_of({}, one))) for one in (log, other)] == [False, True]

"""Charts of tightness: every bound is in one of them, on its side of the exact value, with its true gap."""

import math

import pytest

from harness.judge.case import Case
from harness.judge.selection import chosen
from paper_figs import style
from paper_figs.figure import figures
from paper_figs.ours import tightness
from paper_figs.ours.tightness import bounds, places
from paper_figs.tables import from_csv, to_csv
from theorems.language.readers import ball
from theorems.language.registry import find

FIGURES = figures()


@pytest.fixture(scope="module")
def tables():
    """Table of a chart at tiny size, as it is read back from its CSV."""
    known = {}

    def table(name):
        if name not in known:
            figure = FIGURES[name]
            known[name] = from_csv(to_csv(figure.data(figure.parameters["tiny"], 0, lambda _: None)))
        return known[name]

    return table


TIGHTNESS = [name for name in FIGURES if name.startswith("ours-tightness")]


def test_every_bound_is_in_one_chart_of_tightness_and_each_fits_a_page(tables):
    parts = [name.removeprefix("ours-tightness-") for name in TIGHTNESS]
    assert sorted(parts) == sorted(tightness.PARTS)
    bounds = [case for part in parts for case in tightness.claimed(part)]
    expected = [c for c in chosen(()) if getattr(c.claim, "relation", "equals") != "equals"]
    assert sorted(c.id for c in bounds) == sorted(c.id for c in expected if c.claim.expected == "confirmed")
    for name in TIGHTNESS:
        with style.sheet():
            canvas = style.laid_out(FIGURES[name], tables(name), FIGURES[name].parameters["tiny"])
        assert canvas.get_size_inches()[1] <= style.PAGE


@pytest.mark.parametrize("name", TIGHTNESS)
def test_a_chart_of_tightness_has_every_bound_on_its_side(name, tables):
    table = tables(name)
    drawn = set(zip(table["theorem"], table["claim"], strict=True))
    values = FIGURES[name].parameters["tiny"]["values"]
    part = name.removeprefix("ours-tightness-")
    assert drawn == {(case.theorem.id, case.claim.name) for case in bounds(part) if any(places(case, values))}
    for row in zip(*table.values(), strict=True):
        cells = dict(zip(table, row, strict=True))
        theorem = find(cells["theorem"])
        claim = theorem.claim(cells["claim"])
        more = [text for text in (cells["fixed"], cells["more"]) if isinstance(text, str)]
        text = ",".join((*more, f"{cells['along']}={cells['x']:g}"))
        point = theorem.parameters.complete(theorem.parameters.point(text), set())
        bound, truth = ball(claim.value, point), Case(theorem, claim).truth(point)
        side = 1 if claim.relation == "at_most" else -1
        assert side * (cells["bound"] - cells["exact"]) >= -1e-12 * abs(cells["exact"])
        assert math.isclose(cells["bound"], float(bound.mid()), rel_tol=1e-12)
        assert math.isclose(cells["exact"], float(truth.mid()), rel_tol=1e-12)
        gap = float(abs(bound / truth - 1).mid()) if truth != 0 else math.inf if bound != 0 else 0.0
        assert math.isclose(cells["gap"], gap, rel_tol=1e-9, abs_tol=1e-15)

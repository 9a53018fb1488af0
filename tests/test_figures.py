"""The figures: every data and drawing step at tiny size, and the numbers against theory and exact values."""

import importlib
import json
import math
import re

import numpy as np
import pytest
import sympy as sp
from flint import ctx
from matplotlib.text import Text

from harness.author.twin_comparison import disparity
from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.judge.observed import Observed
from paper_figs import style
from paper_figs.figure import figures
from paper_figs.numbers import grid, log_grid, parameters_of, pick
from paper_figs.suresh import bernoulli_paths
from paper_figs.tables import from_csv, to_csv
from simulators import gaussian
from simulators.engine import Support, fresh_entropy, stream
from theorems.language.readers import ball
from theorems.language.registry import find, modules

FIGURES = figures()
OF_ITS_OWN = "ours-workflow-map"
"""Its rows are of many processes: it has tests of its own."""
LINES = [
    name
    for name in FIGURES
    if name != OF_ITS_OWN and hasattr(importlib.import_module(FIGURES[name].data.__module__), "Curves")
]
"""Their rows name claims and observables (`Curves`)."""
ALPHA = 1e-9
"""Probability that a run of these tests rejects a true simulated mean: shared by all rows of all figures."""

ROWS = 10_000

EXACT_BITS = 300
"""At which an exact value is compared with the ends that a figure stores."""

ERROR = 0.05
"""Of the intervals: every caption says 95%."""


@pytest.fixture(scope="module")
def tables(entropy):
    """Table of a figure at tiny size, as it is read back from its CSV."""
    known = {}

    def table(name):
        if name not in known:
            figure = FIGURES[name]
            told = []
            known[name] = from_csv(to_csv(figure.data(figure.parameters["tiny"], entropy, told.append)))
            assert all(0 <= fraction <= 1 for fraction in told)
            assert told == sorted(told)
        return known[name]

    return table


# -- every figure -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_the_record_is_complete(name):
    figure = FIGURES[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
    assert set(figure.parameters) == {"tiny", "quick", "paper"}
    assert json.loads(json.dumps(figure.parameters)) == figure.parameters
    assert set(figure.theorems) <= set(modules())
    assert len(figure.caption) > 100
    for module in figure.depends:
        importlib.import_module(module)


@pytest.mark.parametrize("name", FIGURES)
def test_the_data_step_repeats_with_its_entropy(name, tables, entropy):
    figure, table = FIGURES[name], tables(name)
    assert len({len(column) for column in table.values()}) == 1
    assert len(next(iter(table.values()))) > 0
    again = to_csv(figure.data(figure.parameters["tiny"], entropy, lambda _: None))
    assert to_csv(from_csv(again)) == to_csv(table)


@pytest.mark.parametrize("name", FIGURES)
def test_no_two_things_of_a_figure_are_drawn_from_one_stream(name, monkeypatch):
    """Else sizes, runs or points would move together: each key of a stream, of this entropy, is asked for once."""
    asked, real, fresh = [], np.random.SeedSequence, fresh_entropy()

    def recorded(entropy, spawn_key):
        assert entropy == fresh
        asked.append(spawn_key)
        return real(entropy, spawn_key=spawn_key)

    monkeypatch.setattr(np.random, "SeedSequence", recorded)
    FIGURES[name].data(FIGURES[name].parameters["tiny"], fresh, lambda _: None)  # nothing of it is kept
    assert asked or name in ("ours-g-iterate", "ours-english-words") or name.startswith("ours-tightness")
    assert len(set(asked)) == len(asked)


def labels(canvas, monkeypatch):
    """Every text that is drawn, with its box in dots."""
    drawn, real = [], Text.draw

    def recorded(text, renderer, *given, **more):
        if text.get_visible() and text.get_text().strip():
            drawn.append((text.get_text(), text.get_window_extent(renderer).extents))
        return real(text, renderer, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Text, "draw", recorded)
        canvas.draw_without_rendering()
    return drawn


def overlaps(drawn):
    """Pairs of texts that lie on each other by more than a dot in both directions."""
    for i, (one, (left, bottom, right, top)) in enumerate(drawn):
        for other, (west, south, east, north) in drawn[:i]:
            if min(right, east) - max(left, west) > 1 and min(top, north) - max(bottom, south) > 1:
                yield one, other


def beyond(axes):
    """Of points and ends of bars beyond the edges of the axes: where on the edge, in shares of the axes."""
    ends = [p for box in axes.containers if hasattr(box, "has_yerr") for bar in box.lines[2] for p in bar.get_paths()]
    points = [x for path in ends for x in path.vertices]
    data = [line for line in axes.get_lines() if line.get_transform() == axes.transData]
    points += [x for line in data if line.get_marker() not in ("None", "", None) for x in line.get_xydata()]
    for point in points:
        x, y = axes.transAxes.inverted().transform(axes.transData.transform(point))
        if max(x, y) > 1.001 or min(x, y) < -0.001:
            yield min(max(x, 0), 1), min(max(y, 0), 1)


def arrows(axes):
    """Where the arrows stand, in shares of the axes."""
    return [(x, y) for a in axes.get_lines() if a.get_marker() in ("<", ">", "^", "v") for x, y in a.get_xydata()]


def unmarked(canvas):
    """What lies beyond its axes without an arrow."""
    for axes in canvas.axes:
        known = arrows(axes)
        for x, y in beyond(axes):
            if not any(abs(x - a) < 0.001 and abs(y - b) < 0.001 for a, b in known):
                yield x, y


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_keeps_to_its_page_and_bears_its_title_and_source(name, tables, monkeypatch):
    """No label leaves the page or lies on another; what leaves its axes is marked by an arrow."""
    figure = FIGURES[name]
    with style.sheet():
        canvas = style.laid_out(figure, tables(name), figure.parameters["tiny"])
        drawn = labels(canvas, monkeypatch)
        width, height = canvas.get_size_inches()
        assert width == style.COLUMN
        boxes = [canvas.get_tightbbox().extents, *(np.array(box) / canvas.dpi for _, box in drawn)]
        for left, bottom, right, top in boxes:
            assert -0.01 < left < right < width + 0.01
            assert -0.01 < bottom < top < height + 0.01
        assert not list(overlaps(drawn))
        assert not list(unmarked(canvas))
        places = np.array([axes.get_position(original=True).bounds for axes in canvas.axes])
        assert places == pytest.approx(places.round(style.DIGITS), abs=1e-12), "digits that differ between processes"
    said = [" ".join(text.split()) for text, _ in drawn]
    assert figure.title in said
    assert figure.signature() in said
    assert figure.name in figure.signature()


def test_labels_that_overlap_and_marks_that_leave_are_seen(monkeypatch):
    with style.sheet():
        canvas, axes = style.canvas()
        axes.errorbar([1, 2], [1, 2], yerr=[0.1, 9], fmt="o")
        axes.plot([9], [9], "o")
        axes.set(xlim=(0.5, 3), ylim=(0.5, 3))
        for place in (0.5, 0.52):
            axes.text(place, 0.5, "a label", transform=axes.transAxes)
        canvas.draw_without_rendering()
        assert list(overlaps(labels(canvas, monkeypatch))) == [("a label", "a label")]
        assert len(list(unmarked(canvas))) == 3  # both ends of the second bar, and what is beyond a corner
        style.mark_edges(axes)
        assert not list(unmarked(canvas))
        assert sorted(y for _, y in arrows(axes)) == [0, 1, 1]
        assert (1, 1) in arrows(axes)


def test_a_picture_does_not_depend_on_the_formats_drawn_before_it(tables):
    figure = FIGURES["kazdan-1-gaussian-trace"]
    table, tiny = tables(figure.name), figure.parameters["tiny"]
    together = style.pictures(figure, table, tiny, list(style.FORMATS))
    assert together == {suffix: style.pictures(figure, table, tiny, [suffix])[suffix] for suffix in style.FORMATS}


def test_an_interval_that_ends_short_of_its_point_is_drawn_up_to_it():
    rows = {name: np.array([x]) for name, x in {"k": 1.0, "value": 0.7, "low": 0.2, "high": 0.6}.items()}
    axes = style.canvas()[1]
    style.dots(axes, rows, "k")
    (bar,) = axes.containers[0].lines[2][0].get_segments()
    assert [y for _, y in bar] == pytest.approx([0.2, 0.7])


# -- numbers against theory and exact values ---------------------------------------------------------------------


def sources(name, tables):
    """The rows of a figure that name one claim or observable: (kind, source, point, complement, row)."""
    table = tables(name)
    along = list(table)[3]
    named = {p: at for p, series, at in zip(*list(table.values())[:3], strict=True) if series == "point"}
    for row in zip(*table.values(), strict=True):
        cells = dict(zip(table, row, strict=True))
        complement, source = cells["source"].startswith("1 - "), cells["source"].removeprefix("1 - ")
        match = re.fullmatch(r"([a-z_-]+)([/.])([a-z_-]+)(?:\[(.*)\])?", source)
        panel = named.get(cells["panel"], cells["panel"]) if isinstance(cells["panel"], str) else ""
        if match and not str(cells["series"]).startswith(("path", "mean path", "scale path")):
            kind = "claim" if match[2] == "/" else "simulation" if cells["draws"] > 0 else "exact"
            yield (
                kind,
                f"{match[1]}{match[2]}{match[3]}",
                f"{panel},{match[4] or ''},{along}={cells[along]:g}",
                complement,
                cells,
            )


@pytest.mark.parametrize("name", LINES)
def test_lines_are_the_claims_and_the_exact_values(name, tables):
    seen = 0
    for kind, source, at, complement, cells in sources(name, tables):
        if kind == "claim":
            theorem, claim = source.split("/")
            parameters = find(theorem).parameters
            enclosure = ball(find(theorem).claim(claim).value, parameters.complete(parameters.point(at), set()))
        elif kind == "exact":
            with ctx.workprec(EXACT_BITS):
                enclosure = Observed(source).exact(parameters_of(source, at).point(at))
        else:
            continue
        seen += 1
        with ctx.workprec(EXACT_BITS):
            enclosure = 1 - enclosure if complement else enclosure
        assert abs(float(enclosure.mid()) - cells["value"]) <= 1e-9 * max(1.0, abs(cells["value"])), (source, at)
        assert kind == "claim" or cells["low"] <= enclosure <= cells["high"], (source, at)
    assert seen


def weigh(cells, complement, truth, support, moment):
    """Log-evidence of a simulated row against a mean, on the side where it lies; with the bet of its interval."""
    mean, square, draws = cells["value"], cells["square"], cells["draws"]
    if complement:
        mean, square = 1 - mean, 1 - 2 * mean + square
    sums = draws * np.array([1, mean, 1, square, mean, 1])
    reach = 0.01 * max(moment - truth**2, 1e-6 * moment) ** 0.5
    return max(log_evidence(support, moment, sums, Side(truth, sign, truth + sign * reach)) for sign in (1, -1))


def second_moment(observable, point):
    return float(Observed(observable).mean_square(point).upper())


WITHOUT = {
    "ours-kde-loss",
    "suresh-2a-gaussian-paths",
    "suresh-13-mixture-collapse",
    "suresh-6-words",
    "suresh-6-ngrams",
    "ours-english-words",
}
"""Paths, probabilities that nobody knows exactly, medians of runs, and no simulation at all."""


@pytest.mark.parametrize("name", [name for name in LINES if name not in WITHOUT])
def test_points_are_simulated_means_of_the_exact_values(name, tables):
    seen = 0
    for kind, source, at, complement, cells in sources(name, tables):
        if kind != "simulation" or not Observed(source).has_oracle:
            continue
        seen += 1
        point = parameters_of(source, at).point(at)
        support = Observed(source).support(point)
        moment = second_moment(source, point) if support.kind == "real" else 0.0
        truth = float(Observed(source).exact(point).mid())
        odds = weigh(cells, complement, truth, support, moment)
        assert odds < math.log(2 * ROWS / ALPHA), f"{source} at {at}: {cells['value']}, exactly {truth}"
        assert support.kind != "event" or abs(cells["square"] - cells["value"]) < 2**-50  # but for rounding
        low, high = (1 - cells["high"], 1 - cells["low"]) if complement else (cells["low"], cells["high"])
        step = (high - low) / 2**20  # the ends were found by bisection
        least, most = support.low, support.high
        if support.kind == "real":
            most = math.sqrt(moment)
            least = -most
        for end, out in ((low, -step), (high, step)):
            within, beyond = (weigh(cells, complement, x, support, moment) for x in (end - out, end + out))
            assert within < math.log(2 / ERROR)
            assert beyond >= math.log(2 / ERROR) or not least < end + out < most
    assert seen


@pytest.mark.parametrize("spread", [grid, log_grid])
def test_places_along_an_axis_have_both_ends_and_are_at_most_so_many(spread):
    for last in (1, 2, 3, 9, 50, 100, 500, 999, 1000, 2000, 2500, 10**5):
        for count in (2, 3, 9, 10, 22, 67, 160):
            found = spread(1, last, count)
            assert (found[0], found[-1]) == (1, last)
            assert found == sorted({*found})
            assert len(found) <= count
            assert len(found) == last or len(found) > count / 2 or spread is log_grid


def test_a_wrong_curve_would_be_noticed(entropy):
    """The points of a figure, weighed against a probability that is off by a fifth, are damning."""
    figure = FIGURES["suresh-3-survival"]
    table = figure.data(
        {"panels": ["n=20,p0=1/20"], "generations": 4, "points": 2, "paths": 20000}, entropy, lambda _: None
    )
    for _, source, at, _, cells in sources("", lambda _: table):
        if cells["draws"] > 0:
            truth = float(Observed(source).exact(parameters_of(source, at).point(at)).mid())
            assert weigh(cells, False, 0.8 * truth, Support("event"), 0.0) > math.log(2 * ROWS / ALPHA)


@pytest.mark.parametrize(
    "name", ["suresh-3-survival", "suresh-4-poisson", "suresh-5-gaussian-tail", "suresh-9-diversity"]
)
def test_the_exact_curve_lies_between_its_bounds(name, tables):
    table = tables(name)
    for panel in dict.fromkeys(table["panel"]):
        exact = pick(table, panel=panel, series="exact")
        for series in dict.fromkeys(table["series"]):
            rows = pick(table, panel=panel, series=series)
            if series.endswith("lower"):
                assert np.all(rows["value"] <= exact["high"] + 1e-12), series
            elif series.endswith("upper") or (
                name == "suresh-5-gaussian-tail" and series not in ("exact", "simulation")
            ):
                assert np.all(rows["value"] >= exact["low"] - 1e-12), series


def test_stretches_of_a_gaussian_path_have_the_law_of_the_chain(entropy):
    """Walks of three stretches against the exact mean of ln Sigma_6 and of M_6^2."""
    runs = [gaussian.walk(stream(entropy, "gaussian paths", i), n=5, at=(2, 4, 6))[-1] for i in range(4000)]
    point = {"n": sp.Integer(5), "k": sp.Integer(6)}
    for observable, values in (
        ("gaussian.log_scale", [math.log(scale) for _, scale in runs]),
        ("gaussian.centre_square", [mean**2 for mean, _ in runs]),
    ):
        cells = {"value": np.mean(values), "square": np.mean(np.square(values)), "draws": len(values)}
        support = Observed(observable).support()
        moment = second_moment(observable, point)
        truth = float(Observed(observable).exact(point).mid())
        assert weigh(cells, False, truth, support, moment) < math.log(2 * ROWS / ALPHA)
        assert weigh(cells, False, 2 * truth, support, moment) > math.log(ROWS)


def test_stretches_of_a_gaussian_path_have_its_mean_and_scale_together(entropy):
    """Eight stretches of two generations for n = 2, against chains of sixteen; equal laws fail with ALPHA at most.

    The mean of M^2 alone does not tell by which scale a stretch is moved: E Sigma^2 is 1 at every generation.
    """
    walks = [gaussian.walk(stream(entropy, "stretches", i), n=2, at=range(0, 17, 2))[-1] for i in range(8000)]
    mean, scale = np.transpose(walks)
    log_ratio, centre = gaussian.fits(stream(entropy, "whole paths", 0), 8000, n=2, k=16)
    ratios = np.log(np.abs(mean)) - np.log(scale), np.log(np.abs(centre)) - log_ratio
    for one, other in ((np.log(scale), log_ratio), (np.log(np.abs(mean)), np.log(np.abs(centre))), ratios):
        assert disparity(one, other) < math.log(3 / ALPHA)
    assert disparity(np.log(scale), log_ratio + 2.0) > math.log(3 / ALPHA)


def test_a_bernoulli_path_has_the_law_of_the_chain(entropy):
    """Walks of six generations against the exact probability of absorption."""
    ends = [bernoulli_paths.walk(5, 0.2, 6, stream(entropy, "bernoulli paths", i))[-1] for i in range(4000)]
    absorbed = np.mean([end in (0.0, 1.0) for end in ends])
    cells = {"value": absorbed, "square": absorbed, "draws": len(ends)}
    point = {"n": sp.Integer(5), "p0": sp.Rational(1, 5), "k": sp.Integer(6)}
    truth = float(Observed("bernoulli.absorbed").exact(point).mid())
    assert weigh(cells, False, truth, Support("event"), 0.0) < math.log(2 * ROWS / ALPHA)
    assert weigh(cells, False, 0.8 * truth, Support("event"), 0.0) > math.log(ROWS)

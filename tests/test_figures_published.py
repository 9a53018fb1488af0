"""A picture shows the numbers of its table under their own names, and its bands end where the evidence says.

The sources of curves and the words of legends are typed here.
"""

import re

import matplotlib.colors
import numpy as np
import pytest
from scipy import stats

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from paper_figs import gallery, numbers, style
from paper_figs.figure import figures
from paper_figs.kazdan.gaussian import cells
from paper_figs.numbers import pick
from paper_figs.tables import from_csv, to_csv
from simulators.engine import Support
from simulators.exact.gaussian_workflows import moments

FIGURES = figures()

# -- pictures against their tables --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(entropy):
    """Table and picture of a figure at tiny size, as the table is read back from its CSV."""
    known = {}

    def draw(name):
        if name not in known:
            figure, tiny = FIGURES[name], FIGURES[name].parameters["tiny"]
            table = from_csv(to_csv(figure.data(tiny, entropy, lambda _: None)))
            with style.sheet():
                known[name] = table, style.laid_out(figure, table, tiny)
        return known[name]

    return draw


A, B = "bernoulli-absorption", "bernoulli-interior"
LEGENDS = {  # figure: label of the legend -> sources of the curves that have its look; then both axes' labels
    "suresh-3-survival": ({
        "exact": ["bernoulli.survived"],
        "published (Theorem 1)": [f"1 - {A}/forgotten-upper", f"1 - {A}/forgotten-lower"],
        r"ours: $1-(1-p_0)^{ng_k+1}$": [f"1 - {A}/forgotten-lower-sharp"],
        r"ours: $1-(1-p_0)^{n\gamma_k}$": [f"1 - {A}/forgotten-lower-occupancy"],
        "ours: from two moments": [f"{A}/survival-lower", f"{A}/survival-upper"],
    }, r"$\Pr(P_k \neq 0)$"),
    "suresh-9-diversity": ({
        "exact": ["1 - bernoulli.absorbed"],
        "published (App. B.2)": [f"{B}/lower-published", f"{B}/upper-published"],
        "Seddik et al., as quoted": [f"{B}/seddik-lower", f"{B}/seddik-upper"],
        r"ours: with $(1-p_0)^{ng_k+1}$": [f"{B}/upper-sharp"],
        r"ours: with $(1-p_0)^{n\gamma_k}$": [f"{B}/upper-occupancy"],
        "ours: from two moments": [f"{B}/upper-moment"],
    }, r"$\Pr(P_k \notin \{0, 1\})$"),
    "suresh-4-poisson": ({
        "exact": ["poisson.survival"],
        "published (Theorem 2)": ["poisson-extinction/survival"],
        "published bounds on $g_k$": [f"poisson-extinction/survival with g-iterate/{s}" for s in ("lower", "upper")],
        "ours: sharper bounds on $g_k$": ["poisson-extinction/survival-lower", "poisson-extinction/survival-upper"],
    }, r"$\Pr(\Lambda_k \neq 0)$"),
    "suresh-5-gaussian-tail": ({
        "exact law": ["gaussian.above"],
        "published: Theorem 3": ["gaussian-collapse/tail-published"],
        r"Bertrand et al.: (3), $\alpha=1$": ["gaussian-collapse/tail-upper-any[alpha=1]"],
        r"plotted in the paper: (3), $\alpha=0.7$": ["gaussian-collapse/tail-upper-any[alpha=7/10]"],
        r"ours: (3), best $\alpha$": ["gaussian-collapse/tail-upper"],
    }, r"$\Pr(\Sigma_k > \varepsilon)$"),
}  # fmt: skip


def look(line):
    """Colour and dashes."""
    return matplotlib.colors.to_hex(line.get_color()), repr(line._unscaled_dash_pattern)


def title(axes):
    return "".join(axes.get_title(loc) for loc in ("left", "center", "right"))


@pytest.mark.parametrize("name", LEGENDS)
def test_each_curve_is_what_the_legend_says_and_each_panel_what_its_title_says(name, drawn):
    table, picture = drawn(name)
    labels, ylabel = LEGENDS[name]
    (legend,) = picture.legends
    assert [text.get_text() for text in legend.get_texts() if text.get_text() != "simulation"] == [*labels]
    looks = {line.get_label(): look(line) for line in legend.get_lines() if line.get_label() in labels}
    assert len(set(looks.values())) == len(labels)
    panels = list(dict.fromkeys(table["panel"]))
    assert [title(axes) for axes in picture.axes] == [style.title(panel) for panel in panels]
    for axes, panel in zip(picture.axes, panels, strict=True):
        assert axes.get_ylabel() == ylabel
        here, curves, dots = pick(table, panel=panel), [], axes.containers[0]
        for label, its_look in looks.items():
            found = [line for line in axes.get_lines() if look(line) == its_look and line not in dots.lines]
            expected = [pick(here, source=source) for source in labels[label]]
            if label.startswith("exact"):
                expected = [pick(rows, series="exact") for rows in expected]
            for line, rows in zip(found, expected, strict=True):
                assert np.array_equal(line.get_xdata(), rows["k"])
                assert np.array_equal(line.get_ydata(), rows["value"])
            curves += found
        arrows = {line for line in axes.get_lines() if line.get_marker() in ("^", "v")}
        assert {*axes.get_lines()} - arrows - {*dots.lines[1]} - {dots.lines[0]} == set(curves)
        seen = pick(here, series="simulation")
        assert np.array_equal(dots.lines[0].get_xydata().T, [seen["k"], seen["value"]])
        (segments,) = (bar.get_segments() for bar in dots.lines[2])
        assert [low for (_, low), _ in segments] == pytest.approx(np.minimum(seen["low"], seen["value"]))
        assert [high for _, (_, high) in segments] == pytest.approx(np.maximum(seen["high"], seen["value"]))
    assert picture.axes[-1].get_xlabel() == "generation $k$"


PARTED = [
    name
    for name, figure in FIGURES.items()
    if name.startswith(("kazdan-1", "kazdan-2", "kazdan-4")) and not figure.comparisons
]
DASHES = {
    "exact mean": "exact",
    "exact geometric mean": "typical",
    "as for means": "many points",
    "loss of the mean density": "annealed",
}
YLABELS = {
    "mean": r"squared error of the mean, $E\,|\mu_t|^2/d$", "trace": r"trace ratio, $E\,\mathrm{tr}\,\Sigma_t/d$",
    "regression": "excess test error over variance of the noise",
    "determinant": r"determinant ratio, $(\det\Sigma_t)^{1/d}$",
}  # fmt: skip


@pytest.mark.parametrize("name", PARTED)
def test_colours_are_sizes_columns_are_workflows_and_rows_what_stands_beside_them(name, drawn):
    table, picture = drawn(name)
    handles = {line.get_label(): line for line in picture.legends[0].get_lines() if line.get_label().strip()}
    colours = {float(label[5:-1]): line.get_color() for label, line in handles.items() if label.startswith("$n")}
    assert set(colours) == set(pick(table)["n"])
    assert len(set(colours.values())) == len(colours)
    dashes = {DASHES[label]: line.get_linestyle() for label, line in handles.items() if label in DASHES}
    dashes = {"mean" if source == "exact" and "mean" in table["source"] else source: d for source, d in dashes.items()}
    assert set(dashes) | {"simulation"} == set(table["source"])
    assert picture._supylabel.get_text() == YLABELS.get(name.rpartition("-")[2], "negative log-likelihood of test data")
    columns = 3
    for i, axes in enumerate(picture.axes):
        workflow = title(picture.axes[i % columns]).replace("\n", "")
        (beside,) = [text.get_text() for text in picture.axes[i - i % columns + columns - 1].texts]
        key, value = re.fullmatch(r"\$(d|h) = ([\d.]+)\$", beside).groups()
        where = {"d": float(value)} if key == "d" else {"h": {"0.5": "h=1/2", "0.1": "h=1/10", "1": "h=1"}[value]}
        shifts = set()
        for n, colour in colours.items():
            here = pick(table, workflow=workflow, n=n, **where)
            mine = [line for line in axes.get_lines() if line.get_color() == colour]
            for source, dash in dashes.items():
                rows = pick(here, source=source)
                (line,) = [line for line in mine if line.get_linestyle() == dash and line.get_marker() == "None"]
                assert np.array_equal(line.get_xydata().T, [rows["t"], rows["value"]], equal_nan=True)
            rows = pick(here, source="simulation")
            (points,) = [line for line in mine if line.get_marker() == "o"]
            assert np.array_equal(points.get_ydata(), rows["value"])
            shift = points.get_xdata() / rows["t"]  # so that bars of several sizes do not lie on each other
            assert all(abs(np.log(x)) < np.log(1.15) for x in shift)
            shifts.update((round(x, 9), n) for x in shift)
        assert len(dict(shifts)) == len(dict(map(reversed, shifts))) == len(shifts)
    assert picture.axes[-2].get_xlabel() == "model-fitting iteration $t$"


RUNS = {  # figure: both ordinates; sources of its lines
    "shumailov-4-replace": (
        [r"error of the mean, $|\mu_k|$", r"error of the deviation, $|\sigma_k - 1|$"], ("run", "exact", "unbiased"),
    ),
    "shumailov-5-pool-sample": ([r"mean $\mu_k$", r"standard deviation $\sigma_k$"], ("run", "low", "centre", "high")),
    "shumailov-6-pool-fit": (
        [r"error of the mean, $|\mu_k|$", r"error of the deviation, $|\sigma_k - 1|$"], ("run", "exact"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_runs_and_their_bands_have_the_colour_of_their_size(name, drawn):
    table, picture = drawn(name)
    labels, sources = RUNS[name]
    assert set(sources) == set(table["source"])
    handles = {line.get_label(): line for line in picture.legends[0].get_lines()}
    colours = {float(label[5:-1]): line.get_color() for label, line in handles.items() if label.startswith("$n")}
    assert set(colours) == set(table["n"])
    assert [axes.get_ylabel() for axes in picture.axes] == labels
    for axes, quantity in zip(picture.axes, ("mean", "scale"), strict=True):
        for n, colour in colours.items():
            mine = [line.get_xydata().T for line in axes.get_lines() if line.get_color() == colour]
            for source in sources:
                rows = pick(table, quantity=quantity, n=n, source=source)
                assert any(np.array_equal(data, [rows["k"], rows["value"]]) for data in mine), (quantity, n, source)
    assert picture.axes[1].get_xlabel() == "generation $k$"


@pytest.mark.parametrize("name", ["suresh-2a-gaussian-paths", "suresh-2b-bernoulli-paths"])
def test_paths_are_as_many_as_the_legend_says(name, drawn):
    table, picture = drawn(name)
    paths = {series for series in table["series"] if series.startswith(("path", "scale path"))}
    labels = [text.get_text() for text in picture.legends[0].get_texts()]
    assert f"{len(paths)} simulated paths" in labels
    known = {
        tuple(map(tuple, (rows["k"], rows["value"]))) for rows in (pick(table, series=s) for s in set(table["series"]))
    }
    for axes in picture.axes:
        for line in axes.get_lines():
            if line.get_marker() == "None":
                assert tuple(map(tuple, line.get_xydata().T)) in known


# -- bands --------------------------------------------------------------------------------------------------------

ERROR = 0.05
"""What every caption and the gallery say: intervals of 95%."""


def excluded(support, moment, sums, at, sign):
    """Does the martingale exclude a mean at level 95%? By Ville's inequality a true one is excluded, at any time of a
    run, with probability ERROR at most: this is what the intervals promise."""
    reach = 0.01 * max(moment - at**2, 1e-6 * moment) ** 0.5
    return log_evidence(support, moment, sums, Side(at, sign, at + sign * reach)) >= np.log(2 / ERROR)


@pytest.mark.parametrize("name", ["kazdan-1-gaussian-mean", "kazdan-1-gaussian-trace"])
def test_bands_of_gaussian_fits_end_where_the_evidence_says(name, drawn, entropy):
    table, tiny, real = drawn(name)[0], FIGURES[name].parameters["tiny"], Support("real", -np.inf, np.inf)
    for one in cells(tiny, entropy, lambda _: None):
        exact = moments(one.workflow, one.n, (1,) * one.d, one.t[-1])
        error, trace, error_square, trace_square = np.array([[float(x) for x in exact[t - 1]] for t in one.t]).T
        mean, square = (error, error_square) if "mean" in name else (trace, trace_square)
        runs = one.errors if "mean" in name else one.traces
        for i, t in enumerate(one.t):
            variance, sums = square[i] - mean[i] ** 2, block_sums(real, runs[:, i] - mean[i])
            row = pick(table, workflow=one.workflow, d=one.d, n=one.n, t=t, source="simulation")
            (low,), (high,) = row["low"] * one.d - mean[i], row["high"] * one.d - mean[i]
            step = (high - low) / 2**12
            for end, sign in ((low, 1), (high, -1)):
                widest = -sign * variance**0.5
                if row["low"][0] > 0 or sign < 0:
                    beyond = end - sign * step
                    assert not excluded(real, variance, sums, end + sign * step, sign)
                    assert excluded(real, variance, sums, beyond, sign) or abs(beyond) + step >= abs(widest)


@pytest.mark.parametrize("runs", [6, 20, 40, 100])
def test_medians_leave_out_what_the_evidence_excludes_and_nothing_else(runs, entropy):
    """The ends are order statistics: every number of runs below the median that level 95% allows lies between."""
    values = np.arange(float(runs))[:, None]
    _, low, high = numbers.medians(values)
    allowed = [
        below for below in range(runs + 1)
        if not any(excluded(Support("event"), 0.0, np.array([runs, below, runs, below, below, runs], float), 0.5, sign)
                   for sign in (1, -1))
    ]  # fmt: skip
    assert np.array_equal(low, [allowed[0] - 1] if allowed[0] else [np.nan], equal_nan=True)
    assert np.array_equal(high, [allowed[-1]] if allowed[-1] < runs else [np.nan], equal_nan=True)
    assert stats.binom.cdf(allowed[0] - 1, runs, 0.5) <= ERROR / 2  # exactly, for a number of runs fixed beforehand
    assert stats.binom.sf(allowed[-1], runs, 0.5) <= ERROR / 2


def test_the_exact_band_of_the_pool_is_two_standard_deviations(drawn):
    table = drawn("shumailov-5-pool-sample")[0]
    low, high = (pick(table, quantity="mean", source=source) for source in ("low", "high"))
    assert np.array_equal(low["value"], -high["value"])
    first = high["k"] == 1
    assert high["value"][first] == pytest.approx(2 / np.sqrt(high["n"][first]))


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_with_intervals_says_of_which_level_they_are(name, drawn):
    """The gallery's page says it of all; a caption that says it, says the same."""
    assert set(re.findall(r"(\d+)% (?:confidence )?interval", FIGURES[name].caption)) <= {"95"}
    assert "confidence interval of 95% that holds at any number of draws" in gallery.PAGE.template.replace("\n", " ")

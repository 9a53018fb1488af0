"""Figures of papers have the papers' sizes.

The table of sizes is typed from the papers and, where their texts print none (nearly always), from the notebooks and
sweeps that their authors published.
"""

import pytest

from paper_figs import gallery
from paper_figs.figure import figures
from paper_figs.numbers import grid
from theorems import papers
from theorems.door import main

FIGURES = figures()

DIMENSIONS, SIZES = [1, 3, 10, 31, 100], [10, 32, 100, 316, 1000]
CHAIN = {"panels": ["n=10000,p0=1/1000", "n=100,p0=1/100"], "generations": 50, "points": 10, "paths": 5000}
SWEEP = {"dimensions": DIMENSIONS, "sizes": SIZES, "iterations": 100, "runs": 100}
KERNEL = {"bandwidths": ["1/10", "1/2", "1"], "sizes": SIZES, "iterations": 100, "tests": 500, "runs": 100}
DISCRETE = {"sizes": [10, 100, 1000, 10000, 100000], "shares": "uniform(10)"}
PAPERS = {  # figure: number of the paper, place, sizes that it is known to have, phrases of our caption
    # notebook of the authors' repository rate-of-model-collapse (named in a footnote of the paper)
    "suresh-2a-gaussian-paths": (
        "2412.17646", "Figure 2(a)", {"n": 100, "generations": 2500, "paths": 25},
        ["25 independent paths", "n = 100", "2500 generations", "from (0, 1)", "ddof = 1"],
    ),
    "suresh-2b-bernoulli-paths": (
        "2412.17646", "Figure 2(b)", {"panel": "n=100,p0=1/5", "generations": 600, "paths": 25},
        ["25 independent paths", "p0 = 1/5", "n = 100", "600 generations", "5000 other paths"],
    ),
    "suresh-3-survival": (
        "2412.17646", "Figure 3", CHAIN, ["(n, p0) = (10000, 1/1000) and (100, 1/100)", "k up to 50", "5000 paths"],
    ),
    "suresh-9-diversity": (
        "2412.17646", "Figure 9", CHAIN, ["(n, p0) = (10000, 1/1000) and (100, 1/100)", "k up to 50", "5000 paths"],
    ),
    "suresh-4-poisson": (
        "2412.17646", "Figure 4",
        {"panels": ["n=10,lambda0=1", "n=10,lambda0=10"], "generations": 500, "points": 10, "paths": 5000},
        ["n = 10", "λ0 = 1 and 10", "k up to 500", "5000 paths"],
    ),
    "suresh-5-gaussian-tail": (
        "2412.17646", "Figure 5", {"panel": "n=10,eps=1/10", "generations": 200, "points": 10, "paths": 1000},
        ["n = 10 points", "σ0 = 1", "ε = 1/10", "k up to 200", "1000 paths", "α = 0.7", "α = 1"],
    ),
    "suresh-6-words": (
        "2412.17646", "Figure 6", {"generations": 10}, ["10 generations", "the first 500000 words of Wikitext-2"],
    ),
    "suresh-7-zipf": (
        "2412.17646", "Figure 7",
        {"panels": ["n=1000,p=zipf(1000,1,27/10)", "n=1000,p=zipf(1000,2,5)"], "generations": 9},
        ["1000 symbols", "n = 1000", "(a, b) = (1, 2.7) and (2, 5)", "k up to 9", "200 runs"],
    ),
    "shumailov-3-tails": ("2305.17493", "Figure 3", {}, ["means ±4 and variance 1"]),
    "shumailov-7-mixture-points": (
        "2305.17493", "Figure 7", {"n": 1000, "at": [0, 50, 100, 150, 200, 350, 2000]},
        ["1000 points", "models 0, 50, 100, 150, 200, 350, 2000", "10^{−5}", "2000 steps"],
    ),
    # no notebook has the approximation, nor either figure of curves; the paper's text names ten trials
    "suresh-10-joint-likelihood": ("2412.17646", "Figure 10", {}, ["the paper's are lost"]),
    "suresh-11-approximate-curve": (
        "2412.17646", "Figure 11", {"trials": 10}, ["10 samples each", "the parameters of its figure are lost"],
    ),
    "suresh-12-estimates": (
        "2412.17646", "Figure 12", {"panel": "n=10,mu0=2", "eta": 2, "sets": 100},
        ["100 data sets", "n = 10 points, μ0 = 2", "η = 2"],
    ),
    "suresh-13-mixture-collapse": (
        "2412.17646", "Figure 13",
        {"panel": "n=10,mu0=1,eta=2,eps=1/10", "generations": 200, "stride": 20, "paths": 500},
        ["n = 10", "μ0 = σ0 = 1", "ε = 1/10", "k = 0, 20, …, 180", "500 fresh runs", "η = 2"],
    ),
    # the notebook of Figures 4 and 6, and that of Figure 12
    **{
        f"shumailov-{number}-{name}": (
            "2305.17493", f"Figure {number}", {"sizes": [100, 500, 1000, 10000], "generations": 1000},
            ["n = 100, 500, 1000, 10000", "1000 generations", "ddof = 0", "A single run"],
        )
        for number, name in ((4, "replace"), (6, "pool-fit"))
    },
    "shumailov-12-estimation": (
        "2305.17493", "Figure 12",
        {"sizes": [10, 30, 100, 500, 1000, 10000, 100000, 1000000, 10000000], "paths": 10000},
        ["n = 10, 30, 100, 500, 10³, …, 10⁷", "10000 runs per point"],
    ),
    # the paper prints no size: all are chosen
    "shumailov-5-pool-sample": (
        "2305.17493", "Figure 5", {}, ["The paper gives neither its sizes nor its number of generations"],
    ),
    # the survey's text has the number of trials, and no other size
    **{
        f"arulandu-6{letter}-{name}": (
            "A. C. Arulandu", f"Figure 6({letter})", {"paths": 10000}, ["10000", "no other size"],
        )
        for letter, name in (("a", "workflows"), ("b", "regression"))
    },
    # the sweeps of the authors' repository (appendix D), seeds 0 to 99
    **{
        f"kazdan-1-gaussian-{name}": (
            "2410.16713", f"Figure 1 ({place})", SWEEP,
            ["100 iterations", "d = 1, 3, 10, 31, 100", "n = 10, 32, 100, 316, 1000", "100 runs", "ddof = 0"],
        )
        for name, place in (("mean", "middle"), ("trace", "bottom"), ("determinant", "bottom"))
    },
    "kazdan-gaussian-density": (
        "2410.16713", "Figure 1 (top)", {"dimensions": [1], "iterations": 100, "runs": 100},
        ["t = 1, 10, 100", "n = 10 and 100", "one dimension", "100 runs"],
    ),
    **{
        f"kazdan-2-kde-{name}": (
            "2410.16713", "Figure 2", KERNEL,
            ["100 iterations", "h = 0.1, 0.5, 1", "n = 10, 32, 100, 316, 1000 and 100 runs", "500 fresh test points"],
        )
        for name in ("blobs", "circles", "moons", "swiss-roll")
    },
    "kazdan-4-regression": (
        "2410.16713", "Figure 4 (linear regression) and appendix E.1",
        {
            "dimensions": [1, 3, 10, 32, 100], "sizes": SIZES, "variances": ["1/10", "1", "10"], "iterations": 100,
            "runs": 100,
        },
        ["d = 1, 3, 10, 32, 100", "n = 10, 32, 100, 316, 1000", "variances 1/10, 1 and 10", "100 iterations"],
    ),
    "kazdan-kde-swept": (
        "2410.16713", "repository (swept bandwidths)",
        {
            "bandwidths": ["1/100", "79/2500", "1/10", "79/250", "1", "79/25", "10", "158/5", "100"],
            "iterations": 1000, "tests": 500, "runs": 100,
        },
        ["1000 iterations", "h = 0.01, 0.0316, 0.1, ..., 100", "500 fresh test points", "median of 100 runs"],
    ),
    "kazdan-kde-estimated": (
        "2410.16713", "repository (estimated bandwidths)",
        {"sizes": SIZES, "iterations": 1000, "tests": 500, "runs": 100},
        ["1000 iterations", "n = 10, 32, 100, 316, 1000 and 100 runs", "500 fresh test points"],
    ),
    "kazdan-kde-top-hat": (
        "2410.16713", "repository (top-hat kernel)", {"sizes": SIZES, "iterations": 100, "tests": 500, "runs": 100},
        ["n = 10, 32, 100, 316, 1000 points a batch", "100 runs", "of 500 fresh ones"],
    ),
    "kazdan-discrete-entropy": (
        "2410.16713", "repository (discrete laws, entropy)", DISCRETE,
        ["Ten symbols of equal", "n = 10, 100, ..., 100000"],
    ),
    "kazdan-discrete-time": (
        "2410.16713", "repository (discrete laws, time to one outcome)", DISCRETE,
        ["Ten symbols of equal", "n = 10, 100, ..., 100000"],
    ),
    "kazdan-real-share": ("2410.16713", "repository (share of real data)", {}, ["1/k", "r = 10, n = 100"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_a_figure_has_the_sizes_of_its_paper_and_says_what_is_chosen(name, tmp_path):
    paper, place, sizes, phrases = PAPERS[name]
    figure = FIGURES[name]
    assert figure.published.place == place
    assert figure.published.sizes == sizes
    assert {key: figure.parameters["paper"][key] for key in sizes} == sizes
    assert all(phrase in figure.caption for phrase in phrases)
    start = f"{paper if paper[0].isalpha() else f'arXiv:{paper}'}, {place}: "
    assert figure.origin().startswith(start)
    told, _, chosen = figure.origin().removeprefix(start).rpartition(f"as in {figure.published.told}")
    chosen = chosen.removeprefix("; ").removesuffix(" chosen by us")
    assert [part.strip() for part in told.split(", ") if part] == [*sizes]
    assert [part for part in chosen.split(", ") if part] == [k for k in figure.parameters["paper"] if k not in sizes]


def test_every_figure_of_a_paper_is_in_the_table_and_ours_are_not():
    assert {name for name, figure in FIGURES.items() if figure.published and not figure.comparisons} == set(PAPERS)
    assert all(name in PAPERS or name.startswith("ours-") for name in FIGURES if not FIGURES[name].comparisons)
    assert all(FIGURES[name].origin() == "" for name in FIGURES if name.startswith("ours-"))


def test_the_gallery_says_where_the_sizes_come_from(tmp_path):
    figure = FIGURES["suresh-5-gaussian-tail"]
    (tmp_path / f"{figure.name}.json").write_text('{"effort": "paper", "entropy": "1"}')
    page = gallery.write([figure], tmp_path).read_text()
    assert "arXiv:2412.17646, Figure 5: panel, generations, points, paths as in the authors&#x27; code; curve" in page


ABSCISSAE = {  # of the simulated points, in the authors' notebook
    "suresh-3-survival": [1, 6, 11, 17, 22, 28, 33, 39, 44, 50],
    "suresh-4-poisson": [1, 56, 111, 167, 222, 278, 333, 389, 444, 500],
    "suresh-5-gaussian-tail": [1, 23, 45, 67, 89, 111, 133, 155, 177, 200],
}


@pytest.mark.parametrize("name", ABSCISSAE)
def test_simulated_points_stand_where_the_papers_have_them(name):
    parameters = FIGURES[name].parameters["paper"]
    assert grid(1, parameters["generations"], parameters["points"]) == ABSCISSAE[name]


LESS = {  # at quick effort, and what the caption says of it
    "kazdan-2-kde": ({"sizes": [10, 100, 1000], "runs": 20}, "n = 10, 100, 1000 and 20 runs at quick effort"),
    "kazdan-4-regression": ({"variances": ["1"]}, "at quick effort 100 with variance 1"),
    "kazdan-kde-swept": (
        {"bandwidths": ["1/100", "1/10", "1", "10", "100"], "runs": 12}, "every second one at quick effort",
    ),
    "kazdan-kde-estimated": ({"sizes": [10, 100], "runs": 12}, "n = 10, 100 and 12 runs at quick effort"),
    "kazdan-kde-top-hat": ({"sizes": [10, 100, 1000], "runs": 20}, "at quick effort n = 10, 100, 1000 and 20 runs"),
    "kazdan-discrete": ({"sizes": [10, 100, 1000, 10000]}, "(10000 at quick effort)"),
}  # fmt: skip


def test_quick_figures_have_the_sizes_of_the_papers_but_for_what_they_say():
    for name, (_, _, sizes, _) in PAPERS.items():
        changed, said = next((less for prefix, less in LESS.items() if name.startswith(prefix)), ({}, ""))
        assert {key: FIGURES[name].parameters["quick"][key] for key in sizes} == sizes | changed, name
        assert said in FIGURES[name].caption


NOT_DRAWN = {
    "shumailov": ["Figure 1", "Figure 9", "section 5.2 (zero-shot and fine-tuned)"],
    "arulandu": ["Figure 1", "Figure 2", "Figure 4", "Figure 5", "Figure 7", "Figure 8"],
}
"""Schematics, photographs, quotations, and two numbers of a large language model."""


def test_a_figure_of_a_paper_that_is_not_drawn_is_listed_with_the_reason(capsys):
    """All others of the papers' figures and experiments are drawn by one of ours."""

    def listed(*options):
        assert main(["figures", "--list", *options]) == 0
        return [line for line in capsys.readouterr().out.splitlines() if line.startswith("not drawn: ")]

    lines = listed()
    assert "not drawn: shumailov, Figure 9 (pictures of generations 0, 5, 10 and 20): photographs" in lines
    assert len(lines) == sum(map(len, NOT_DRAWN.values()))
    for name, numbers in NOT_DRAWN.items():
        assert [
            number for number in numbers for line in lines if line.startswith(f"not drawn: {name}, {number} (")
        ] == numbers
        assert len(listed("--family", name)) == len(numbers)
    assert not listed("--family", "kazdan")
    assert not listed("suresh-4-poisson")
    drawn = {figure for paper in papers.PAPERS.values() for said in paper.statements for figure in said.figures}
    assert drawn <= FIGURES.keys()
    assert {name for name, figure in FIGURES.items() if figure.published} <= drawn

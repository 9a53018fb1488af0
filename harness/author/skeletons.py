"""The files of a new theorem, as `theorems new` writes them: %names are replaced, holes are left to fill."""

from theorems import rooms

USUAL = {
    "n": 'integer("n", 1, "samples per generation", (1, 2, 10))',
    "d": 'integer("d", 1, "dimension, or number of symbols", (1, 2, 5))',
    "p0": 'real("p0", "[0, 1]", "the given share", (0, "1/5", 1))',
    "lambda0": 'real("lambda0", "(0, oo)", "the given rate", (1, "1/3"))',
    "sigma0": 'real("sigma0", "(0, oo)", "the given standard deviation", (1, "1/3"))',
    "h": 'real("h", "(0, oo)", "bandwidth", (1, "1/3"))',
}
INTEGER = 'integer("%s", 0, hole("what it is; and mend its smallest value and its grid"), (0, 1, 5))'
REAL = 'real("%s", "(0, oo)", hole("what it is; and mend its domain and its grid"), (1, "1/3"))'
"""How parameters are declared: some letters are usual; others are positive reals, unless they are said to be whole."""

PROCESS = '''"""The process in words: what is given, what one generation draws, what is fitted to it."""

import sympy as sp

from theorems.language import Parameters, hole, integer, real
from theorems.language.laws import Binomial  # or Normal, Poisson, ...: docs/declaring_a_process.md
from theorems.language.processes import Draw, Process

# For each parameter: name, domain, meaning, and the grid of values at which exact checks are made, the
# smallest admissible one first. Values are exact: "1/5", not 0.2.
PARAMETERS = Parameters(
%declarations
)
%given = PARAMETERS.symbols
P, C = sp.symbols("P C", real=True)  # the state, and what is drawn

%constant = Process(
    "%process",
    PARAMETERS,
    start={P: hole("what is given, such as p0")},
    draws=(Draw(C, hole("the law of what one generation draws, such as Binomial(n, P)")),),
    step={P: hole("the state after the generation, such as C / n")},
    observables={"%value": hole("what is observed, an expression of the state, such as P * (1 - P)")},
)
PROCESSES = (%constant,)
'''

RECORD = '''"""One line: what the theorem says."""

%imports

%parameters

THEOREM = Theorem(
    id="%id",
    title=hole("a title of a few words"),
    source=Source(hole("authors, title, arXiv number"), hole("where in it: Theorem 1, or: in the text")),
    statement=hole("the process and its letters, and what the theorem is about: the claims themselves are printed"),
    conventions=(hole("what is given, what is estimated and how (ddof), what k counts"),),
    notation=hole("the letters of the source where they differ, or the letters used here"),
    parameters=PARAMETERS,
    claims=(
        # Other kinds of claims, each with an example: docs/adding_a_theorem.md
        Mean(
            name="mean",
            source=hole('Source(the paper, "Theorem 1") or where in it; delete the line if the claim is yours'),
            of=%observable,
            equals=hole("the formula, typed here and nowhere else; or at_most=, at_least="),
            # where it is raced: small values, so that randomness matters
            points=("%point",),
        ),
    ),
)
'''

DECLARED = """PARAMETERS = Parameters(*%taken%generations)
%names = PARAMETERS.symbols"""

UNDECLARED = """# For each parameter: name, domain, meaning, and the grid of values at which exact checks are made, the
# smallest admissible one first. Values are exact: "1/5", not 0.2.
PARAMETERS = Parameters(
%declarations
    integer("k", 0, "generations of sample-and-fit", (0, 1, 5)),
)
%names = PARAMETERS.symbols"""
"""The parameters of a record: those of the declared process and the generation; else all of them."""

SIMULATOR = '''"""The process in words: what is given, what one generation draws, what is fitted to it."""

import numpy as np

from simulators.kernels import kernel


@kernel
def _generations(g: np.random.Generator, out: np.ndarray, %signature) -> None:
    """The value of every path; compiled by numba, so: loops and numbers, g.random(), g.binomial(n, p), ..."""
    for i in range(out.size):
        raise NotImplementedError("fill: generation by generation, draw samples and fit the next model; then out[i] =")


def %value(rng: np.random.Generator, paths: int, *, %signature) -> np.ndarray:
    """One value per independent path."""
    out = np.empty(paths)
    _generations(rng, out, %call)
    return out
'''

PROOF = '''"""Why it is true: what one generation does to the mean, and the formula that solves it."""

from proofs_check.lemmas.means import by_moments


def mean(goal):
    """From the moments of the declared process; where they do not close, by other rules: docs/adding_a_theorem.md."""
    return by_moments(goal)
'''

FIGURE = '''"""What it looks like: the simulated mean on the curve of the theorem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.drawing import panels
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves

NAME = "%id"
LOOKS = {"theory": ("sharp", "theory")}  # series: what it is (exact, published, sharp, ...), and its label


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The numbers: computed once, kept, and computed again when anything they depend on has changed."""
    curves = Curves(NAME, "k", entropy)
    generations = range(parameters["generations"] + 1)
    for done, panel in enumerate(parameters["panels"]):
        raise NotImplementedError("fill: the panels below, then what is drawn in each; delete this line")
        curves.theory(panel, "theory", "%id/mean", generations)
        curves.simulation(panel, "simulation", "%process.%value", generations, parameters["paths"])
        tell((done + 1) / len(parameters["panels"]))
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """The drawing, from the table alone: one panel below the other."""
    names = parameters["panels"]
    return panels(table, names, LOOKS, "what is plotted", "k", height=0.9 + 1.6 * len(names))[0]


PANELS = ["%panel"]

FIGURE = Figure(
    name=NAME,
    title="A title of a few words",
    caption="What is plotted, with which parameters, and what there is to see.",
    theorems=("%id",),
    parameters={
        "tiny": {"panels": PANELS, "generations": 3, "paths": 400},
        "quick": {"panels": PANELS, "generations": 10, "paths": 4000},
        "paper": {"panels": PANELS, "generations": 20, "paths": 40000},
    },
    depends=("%{prefix}simulators.%process",),
    data=data,
    draw=draw,
)
'''

PYPROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "%package"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["model-collapse-theorems"]

# The suite finds the theorems of the package through this line.
[project.entry-points."model_collapse.theorems"]
%package = "%package"

[tool.setuptools.packages.find]
include = ["%package*"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

TEST = '''"""The theorems of this package, tested as the suite tests its own."""

from harness.testing.suite import *  # noqa: F403
'''

ROOMS = {
    "": "Theorems of this package, judged by the suite of theorems on model collapse.",
    rooms.RECORDS: "What is claimed: one file per theorem.",
    rooms.DECLARATIONS: "The processes, as mathematics: one file per model.",
    rooms.SIMULATORS: "What is simulated: one file per process.",
    rooms.PROOFS: "Why it is true: one file per theorem.",
}
"""The folders of a package, and what their __init__.py says."""

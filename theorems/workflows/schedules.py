"""Growing batches, forgotten batches: what accumulating a normal law of known variance costs by other schedules."""

import sympy as sp

from theorems.language import Diverges, Limit, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(ANY_SIZE, integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
unit = sigma0**2 / n
linear = sp.Sum(4 / (t * (t + 1) ** 2), (t, 1, k))
square = sp.Sum(36 / ((t + 1) ** 2 * (2 * t + 1) ** 2), (t, 1, k))
after_real = 1 + sp.Sum(1 / t**2, (t, 1, k - 1))

THEOREM = Theorem(
    id="workflow-schedules",
    title="Growing batches, and batches that are forgotten",
    source=Source(ARULANDU, "sections 4 and 5 (what is computed here is ours)"),
    statement=(
        r"The mean $\mu_k$ of a normal law of known variance is fitted to batches of n points, or of nt or n t^2 where "
        "they grow; batch 1 is real, batch t+1 is drawn from model t. With equal batches the error climbs to "
        r"$\pi^2/6$ that of one batch. Batches that grow come closer to the real one's own error; without the real "
        "batch it is one more; a window of two batches keeps less than half of what replacing the data loses, but not "
        "for ever. No window does: workflow-window is about those of any width."
    ),
    conventions=(
        "model k >= 1 is the k-th fit, model 1 that of the real batch alone",
        "the window: model k >= 2 is fitted to batches k-1 and k",
        "synthetic only: model k >= 2 is fitted to batches 2..k",
    ),
    notation="Errors are exact for every n, and to first order in 1/n those of every model.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="linear-sizes",
            remark="batch t has nt points",
            of="known_variance_accumulate_power1.error",
            equals=unit * linear,
            points=("n=2,k=3", "n=3,k=5,sigma0=2"),
        ),
        Limit(
            name="linear-sizes-limit",
            of="known_variance_accumulate_power1.error",
            equals=unit * (8 - 2 * sp.pi**2 / 3),
            within=4 * unit / (k + 1) ** 2,
            variable=k,
            points=("n=2,k=12", "n=3,k=15"),
            worked={
                "equals": {"n=2,sigma0=2": 16 - 4 * sp.pi**2 / 3, "n=3,sigma0=3": 24 - 2 * sp.pi**2},
                "within": {"n=2,k=0,sigma0=3": sp.Integer(18), "n=3,k=1,sigma0=2": sp.Rational(4, 3)},
            },
        ),
        Mean(
            name="square-sizes",
            remark="batch t has n points times the square of t",
            of="known_variance_accumulate_power2.error",
            equals=unit * square,
            points=("n=2,k=3", "n=3,k=5,sigma0=2"),
        ),
        Limit(
            name="square-sizes-limit",
            of="known_variance_accumulate_power2.error",
            equals=unit * (24 * sp.pi**2 - 36 - 288 * sp.log(2)),
            within=3 * unit / (k + 1) ** 3,
            variable=k,
            points=("n=2,k=6", "n=3,k=8"),
            worked={
                "equals": {
                    "n=2,sigma0=2": 48 * sp.pi**2 - 72 - 576 * sp.log(2),
                    "n=3,sigma0=3": 72 * sp.pi**2 - 108 - 864 * sp.log(2),
                },
                "within": {"n=2,k=0,sigma0=2": sp.Integer(6), "n=3,k=1,sigma0=4": sp.Integer(2)},
            },
        ),
        Mean(
            name="synthetic-only",
            of="known_variance_synthetic_only.error",
            equals=unit * after_real,
            when=k >= 1,
            points=("n=2,k=1", "n=2,k=3", "n=3,k=5,sigma0=2"),
        ),
        Limit(
            name="synthetic-only-limit",
            of="known_variance_synthetic_only.error",
            equals=unit * (1 + sp.pi**2 / 6),
            within=2 * unit / (2 * k - 1),
            variable=k,
            when=k >= 1,
            points=("n=2,k=20", "n=3,k=30"),
            worked={
                "equals": {"n=2,sigma0=2": 2 + sp.pi**2 / 3, "n=3,sigma0=3": 3 + sp.pi**2 / 2},
                "within": {"n=2,k=1,sigma0=3": sp.Integer(9), "n=3,k=2,sigma0=3": sp.Integer(2)},
            },
        ),
        Mean(
            name="window",
            remark="replacing the data costs k units, accumulating them less than two",
            of="known_variance_window2.error",
            equals=unit
            * (4 * (k + 1) / sp.Integer(9) - 8 * sp.Rational(-1, 2) ** k / 27 - 4 * sp.Rational(1, 4) ** k / 27),
            when=k >= 1,
            points=("n=2,k=1", "n=2,k=2", "n=3,k=5,sigma0=2"),
        ),
        Diverges(
            name="window-diverges",
            of="known_variance_window2.error",
            at_least=4 * unit * k / 9,
            variable=k,
            when=k >= 1,
            points=("n=2,k=1", "n=2,k=6"),
            worked={"at_least": {"n=2,k=1,sigma0=3": sp.Integer(2), "n=3,k=4,sigma0=3": sp.Rational(16, 3)}},
        ),
        Mean(
            name="corpus",
            remark="one batch of k is real",
            of="known_variance_accumulate.points",
            equals=n * k,
            points=("n=2,k=3", "n=3,k=7"),
        ),
        Mean(
            name="corpus-doubles",
            of="known_variance_accumulate.points",
            equals=n * 2 ** (k - 1),
            when=k >= 3,
            points=("n=2,k=3", "n=3,k=7"),
            worked={"equals": {"n=2,k=3": sp.Integer(8), "n=3,k=4": sp.Integer(24)}},
            source=Source(ARULANDU, "section 5 (accumulating doubles the data)"),
            expected="refuted",
            erratum="false",
            corrected_by="corpus",
            counterexample=(
                "Each generation adds one batch of n points, as large as the first: model 7 is fitted to 7n points, "
                "not to 64n. The second generation alone doubles the data."
            ),
        ),
    ),
)

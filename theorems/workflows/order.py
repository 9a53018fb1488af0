"""In which order replace, accumulate, subsample and bootstrap err, and by how much as the number of points grows."""

import sympy as sp

from theorems.language import Limit, Mean, Note, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU, KAZDAN
from theorems.processes.gaussian import ANY_SIZE, SCALE

PARAMETERS = Parameters(ANY_SIZE, integer("k", 1, "fits", (1, 2, 3, 10)), SCALE)
n, k, sigma0 = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
squares = sp.Sum(1 / t**2, (t, 1, k))
quarter = sp.Rational(1, 4)
replaced = (1 - 1 / n) ** k
accumulated = sp.Product(1 - 1 / (n * t**2), (t, 1, k))
resampled = sp.Product(1 - (2 * n - 1) / (n**2 * t**2), (t, 1, k))
SUBSAMPLE, BOOTSTRAP, ABOVE = (
    Source(ARULANDU, f"section 4.1 ({said})")
    for said in ("'sub' converges", "'sub-repl' converges", "both lie above 'aug'")
)
MORE, LESS = (
    Source(KAZDAN, f"section 3 (accumulate-subsample {said})")
    for said in ("does worse than accumulate", "does better than replace")
)

THEOREM = Theorem(
    id="workflow-order",
    title="Accumulate errs least, then subsample, then bootstrap; replace without bound",
    source=Source(ARULANDU, "section 4.1, Figure 6"),
    statement=(
        "Model k is fitted to the last batch of n points (replace), to all k batches (accumulate), or to n points of "
        "these, chosen without (subsample) or with replacement (bootstrap). As n grows, its error, in the unit of that "
        "of n real points, is k, H, 3H - 2 and 2H, where H is the sum of the inverse squares up to k; bootstrap has "
        "2H - 1/4 if model 1 is fitted to all of batch 1. In the normal model with divisor n, for every n from 2 on, "
        "subsample errs more than accumulate and less than replace from the second fit on, and less than bootstrap "
        "from the first one on."
    ),
    conventions=(
        "many_points: the limit n -> oo of the error of a fitted mean, times n and over the variance of a point",
        "gaussian: ddof = 0; model 1 of bootstrap, too, is fitted to a resample",
    ),
    notation="The survey calls the workflows aug, sub and sub-repl, and draws variance ratios to generation 1.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="subsample",
            of="many_points_subsample.error",
            equals=3 * squares - 2,
            points=("k=2", "k=4"),
        ),
        Limit(
            name="subsample-limit",
            of="many_points_subsample.error",
            equals=sp.pi**2 / 2 - 2,
            within=3 / k,
            variable=k,
            points=("k=10", "k=20"),
            worked={"equals": {"k=1": sp.pi**2 / 2 - 2}, "within": {"k=3": sp.Integer(1), "k=5": sp.Rational(3, 5)}},
            source=SUBSAMPLE,
        ),
        Mean(
            name="bootstrap",
            of="many_points_bootstrap.error",
            equals=2 * squares,
            points=("k=2", "k=4"),
        ),
        Limit(
            name="bootstrap-limit",
            of="many_points_bootstrap.error",
            equals=sp.pi**2 / 3,
            within=2 / k,
            variable=k,
            points=("k=10", "k=20"),
            worked={"equals": {"k=1": sp.pi**2 / 3}, "within": {"k=3": sp.Rational(2, 3), "k=5": sp.Rational(2, 5)}},
            source=BOOTSTRAP,
        ),
        Mean(
            name="bootstrap-later",
            of="many_points_bootstrap_later.error",
            equals=2 * squares - quarter,
            when=k >= 2,
            points=("k=2", "k=4"),
        ),
        Limit(
            name="bootstrap-later-limit",
            of="many_points_bootstrap_later.error",
            equals=sp.pi**2 / 3 - quarter,
            within=2 / k,
            variable=k,
            when=k >= 2,
            points=("k=10", "k=20"),
            worked={
                "equals": {"k=2": sp.pi**2 / 3 - quarter},
                "within": {"k=3": sp.Rational(2, 3), "k=5": sp.Rational(2, 5)},
            },
        ),
        Mean(
            name="accumulate-below-subsample",
            remark="what accumulate errs by, and more from the second fit on",
            of="many_points_subsample.error",
            at_least=squares + (k - 1) / (k + 1),
            points=("k=1", "k=4"),
            worked={"at_least": {"k=2": sp.Rational(19, 12), "k=3": sp.Rational(67, 36)}},
            source=ABOVE,
        ),
        Mean(
            name="subsample-below-replace",
            remark="what replace errs by, and less from the second fit on",
            of="many_points_subsample.error",
            at_most=k - (k - 1) * quarter,
            points=("k=1", "k=2"),
            worked={"at_most": {"k=2": sp.Rational(7, 4), "k=3": sp.Rational(5, 2)}},
        ),
        Mean(
            name="subsample-below-bootstrap",
            remark="what subsample errs by, and more from the second fit on",
            of="many_points_bootstrap_later.error",
            at_least=3 * squares - 2 + (k - 1) / (10 * k),
            points=("k=1", "k=3"),
            worked={"at_least": {"k=2": sp.Rational(9, 5), "k=3": sp.Rational(43, 20)}},
        ),
        Mean(
            name="gaussian-accumulate-below-subsample",
            remark="what accumulate errs by, and more from the second fit on, unless one point is drawn",
            of="gaussian_subsample.mean_error",
            at_least=sigma0**2 * (1 - (1 - (k - 1) / (2 * n * k)) * accumulated),
            points=("n=2,k=1,sigma0=2", "n=2,k=3,sigma0=2"),
            worked={"at_least": {"n=2,k=2": sp.Rational(79, 128), "n=4,k=1,sigma0=3": sp.Rational(9, 4)}},
            source=MORE,
        ),
        Mean(
            name="gaussian-subsample-below-replace",
            remark="what replace errs by, and less from the second fit on, unless one point is drawn",
            of="gaussian_subsample.mean_error",
            at_most=sigma0**2 * (1 - (1 + (k - 1) / (4 * n)) * replaced),
            points=("n=2,k=1,sigma0=2", "n=3,k=2,sigma0=2"),
            worked={"at_most": {"n=2,k=2": sp.Rational(23, 32), "n=3,k=2,sigma0=3": sp.Rational(14, 3)}},
            source=LESS,
        ),
        Mean(
            name="gaussian-subsample-below-bootstrap",
            remark="what bootstrap errs by, and less, unless one point is drawn",
            of="gaussian_subsample.mean_error",
            at_most=sigma0**2 * (1 - (1 + 1 / (n * k)) * resampled),
            points=("n=2,k=2,sigma0=2", "n=3,k=3,sigma0=2"),
            worked={"at_most": {"n=2,k=2": sp.Rational(191, 256), "n=3,k=1,sigma0=3": sp.Rational(11, 3)}},
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(ARULANDU, "Figure 6 ('variance ratio (ARE)')"),
            printed="the axis is the variance ratio (ARE) of generation k to generation 1",
            found=(
                "The asymptotic relative efficiency is the reciprocal of that ratio. 10,000 trials give the ratio of "
                "aug to 1.25%: from k = 25 on, where 2.4% are left, it cannot be told from its limit. And sub-repl is "
                "above aug in the unit of n real points; divided by its own generation 1, which is resampled, too, it "
                "has the ratio of aug."
            ),
            evidence=("bootstrap", "bootstrap-later"),
        ),
    ),
)

"""No workflow that selects without looking at values changes the mean square error and the diversity taken together."""

import sympy as sp

from theorems.language import Mean, Note, Parameters, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.gaussian_multivariate import LAM
from theorems.processes.kde import PARAMETERS as KERNEL
from theorems.processes.workflows import EVERY

PARAMETERS = Parameters(
    *KERNEL.items,
    LAM,
    integer("k", 1, "fits, each to what the workflow selects", (1, 2, 3)),
    EVERY,
)
n, h, sigma0, lam, k, _ = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, nonnegative=True)
total = sp.Sum(lam[i], (i, 0, LAM.size - 1))

THEOREM = Theorem(
    id="workflow-conservation",
    title="What a workflow loses in diversity it gains in error",
    source=Source("This package", "answers questions of Kazdan et al., section 2.1"),
    statement=(
        "Model 1 is fitted to real points, model k to points that a workflow selects among the real ones and those "
        "drawn from models 1..k-1, in whatever way that does not look at their values: how many batches, how large, "
        "with or without replacement, with fresh or fixed real points among them. Take one of the points that a normal "
        "model is fitted to with divisor n: given these points it has mean and variance of the model, and each of them "
        "has the real mean and variance. So the squared error of the mean and the variance add up to the real variance "
        "on average. A kernel estimate adds h^2 for every kernel between a draw and its real ancestor."
    ),
    conventions=(
        "the variance is the maximum likelihood estimate: ddof = 0",
        "n is the size of a batch where the workflow says no other; at least one point is selected",
        "points that are selected more than once count more than once",
        "the kernel estimate has the bandwidth h in every generation, and its draw is one from model k",
    ),
    notation="Fits are counted as in the paper; its covariance is lam in the coordinates in which it is diagonal.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="conserved",
            of="gaussian_value_blind.conserved",
            equals=sigma0**2,
            points=(
                "n=2,k=2,workflow=subsample,sigma0=2",
                "n=2,k=3,workflow=window,sigma0=2",
                "n=3,k=3,workflow=half-fresh,sigma0=2",
                "n=2,k=3,workflow=half-fixed,sigma0=2",
                "n=2,k=2,workflow=growing,sigma0=2",
            ),
        ),
        Mean(
            name="mean-error",
            remark="no workflow is further from the real mean than the real points are on average",
            of="gaussian_value_blind.mean_error",
            at_most=sigma0**2,
            points=("n=2,k=3,workflow=bootstrap,sigma0=2", "n=1,k=2,workflow=replace,sigma0=2"),
            worked={"at_most": {"n=1,sigma0=2": sp.Integer(4), "n=2,sigma0=3": sp.Integer(9)}},
        ),
        Mean(
            name="variance",
            remark="no workflow gains diversity on average",
            of="gaussian_value_blind.variance",
            at_most=sigma0**2,
            points=("n=3,k=2,workflow=accumulate,sigma0=2", "n=5,k=2,workflow=last-half,sigma0=2"),
            worked={"at_most": {"n=1,sigma0=2": sp.Integer(4), "n=2,sigma0=3": sp.Integer(9)}},
        ),
        Mean(
            name="risk-and-scale",
            remark="so the risk is what the fitted deviation lacks of the real one on average, times twice that",
            of="gaussian_value_blind.risk_and_scale",
            equals=2 * sigma0**2,
            points=("n=2,k=3,workflow=replace,sigma0=2", "n=2,k=3,workflow=synthetic-only,sigma0=2"),
        ),
        Mean(
            name="risk",
            of="gaussian_value_blind.risk",
            at_most=2 * sigma0**2,
            points=("n=2,k=2,workflow=replace,sigma0=2", "n=2,k=3,workflow=accumulate,sigma0=2"),
            worked={"at_most": {"n=1,sigma0=2": sp.Integer(8), "n=2,sigma0=3": sp.Integer(18)}},
        ),
        Mean(
            name="conserved-vectors",
            of="gaussian_multivariate_value_blind.conserved",
            equals=total,
            points=(
                "n=2,k=3,lam=[4,1],workflow=last-half",
                "n=3,k=2,lam=[2,1,1/2],workflow=bootstrap",
                "n=2,k=3,lam=[4,1],workflow=half-fresh",
            ),
        ),
        Mean(
            name="mean-error-vectors",
            of="gaussian_multivariate_value_blind.mean_error",
            at_most=total,
            points=("n=2,k=2,lam=[4,1],workflow=replace", "n=2,k=3,lam=[2,1,1/2],workflow=subsample"),
            worked={"at_most": {"lam=[4,1]": sp.Integer(5), "lam=[2,1,1/2]": sp.Rational(7, 2)}},
        ),
        Mean(
            name="kernel-upper",
            remark="equal where data are replaced: then k kernels lie between",
            of="kde_value_blind.draw_square",
            at_most=sigma0**2 + k * h**2,
            points=("n=2,k=3,h=2,workflow=replace,sigma0=3", "n=2,k=3,h=2,workflow=accumulate,sigma0=3"),
            worked={"at_most": {"k=3,h=2,sigma0=3": sp.Integer(21), "k=5,h=3,sigma0=2": sp.Integer(49)}},
        ),
        Mean(
            name="kernel-lower",
            remark="equal for the first fit, and where only real points are selected",
            of="kde_value_blind.draw_square",
            at_least=sigma0**2 + h**2,
            points=("n=2,k=3,h=2,workflow=half-fresh,sigma0=3", "n=2,k=1,h=2,workflow=window,sigma0=3"),
            worked={"at_least": {"h=2,sigma0=3": sp.Integer(13), "h=3,sigma0=2": sp.Integer(13)}},
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(KAZDAN, "section 2.1 (the distance from the truth, where data are replaced and accumulated)"),
            printed="the expected squared distance diverges when data are replaced, and no longer when they accumulate",
            found=(
                "With divisor n, which the program has, it never exceeds 2 sigma0^2, whatever the workflow is. That "
                "data are replaced shows in how near it comes: accumulating leaves about pi^2/(4n) sigma0^2."
            ),
            evidence=("risk", "risk-and-scale"),
        ),
    ),
)

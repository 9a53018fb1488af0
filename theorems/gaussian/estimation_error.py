"""The error of one fit to real data: what is lost in a single generation."""

import sympy as sp

from theorems.gaussian.moments import scale_moment
from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import SHUMAILOV
from theorems.processes.estimation import MEAN

PARAMETERS = Parameters(*MEAN.parameters, integer("k", 1, "which of the fits", (1, 2)))
n, sigma0, k = PARAMETERS.symbols
half_normal = 1 - 2 / sp.pi
"""The variance of the absolute value of a standard normal."""
printed = 10**7 * sp.Rational("1.89382984e-4") ** 2
"""That of the mean of 10^7 points of variance 1, as printed, in units of 10^-7."""

THEOREM = Theorem(
    id="gaussian-estimation-error",
    title="The error of one fit to real data",
    source=Source(SHUMAILOV, "section 3.1"),
    statement=(
        r"Mean and standard deviation are fitted to n real points, anew in every generation: $M_k$ and $\Sigma_k$. "
        "These are errors of estimation alone; they do not add up. The error that the paper prints for the mean of ten "
        "million points is that of its absolute value."
    ),
    conventions=(
        "the real law is normal with mean 0 and standard deviation sigma0",
        "every generation is fitted to real points: none is drawn from a model",
        "the standard deviation is fitted with the divisor n (ddof = 0)",
    ),
    notation="The paper writes M for the number of points; its Figure 12 shows one fit, our k = 1.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="absolute-error",
            remark="for ten million points of deviation 1 it is 2.523e-4; the paper prints 2.490e-4, from 10,000 runs",
            of="mean_estimate.absolute_error",
            equals=sigma0 * sp.sqrt(2 / (sp.pi * n)),
            points=("n=1,k=1", "n=5,k=2,sigma0=2"),
        ),
        Mean(
            name="absolute-error-variance",
            remark="for ten million points of deviation 1 its root is 1.906e-4; the paper prints 1.894e-4",
            of="mean_estimate.absolute_error_variance",
            equals=sigma0**2 * half_normal / n,
            points=("n=1,k=1", "n=5,k=2,sigma0=2"),
        ),
        Mean(
            name="mean-error",
            of="mean_estimate.mean_error",
            equals=sigma0**2 / n,
            points=("n=1,k=1", "n=5,k=2,sigma0=2"),
        ),
        Mean(
            name="mean-error-published",
            remark="the printed deviation of the mean of ten million points, squared, to a tenth; for any number",
            of="mean_estimate.mean_error",
            equals=printed * sigma0**2 / n,
            within=printed * sigma0**2 / n / 10,
            points=("n=1,k=1", "n=5,k=2,sigma0=2"),
            worked={
                "equals": {"n=1,sigma0=1": printed, "n=4,sigma0=10": 25 * printed},
                "within": {"n=1,sigma0=1": printed / 10, "n=2,sigma0=2": printed / 5},
            },
            source=Source(SHUMAILOV, "section 3.1 (the mean of ten million points)"),
            expected="refuted",
            erratum="convention",
            corrected_by="mean-error",
            counterexample=(
                "Any n, such as 10^7, and sigma0 = 1: the mean of n points has variance 1/n exactly, and the printed "
                "deviation 1.894e-4 has the square 3.587e-8, not 1e-7. It is the deviation of |M| about its mean, as "
                "2.490e-4 is the mean of |M|: the mean of M is 0."
            ),
        ),
        Mean(
            name="scale",
            of="scale_estimate.scale",
            equals=sigma0 * scale_moment(n, sp.Integer(1)) * sp.sqrt((n - 1) / n),
            when=n >= 2,
            points=("n=2,k=1", "n=5,k=2,sigma0=2"),
        ),
    ),
)

"""The risk of recursive Gaussian fitting where generations have sizes of their own."""

import sympy as sp

from theorems.gaussian.moments import risk_moments, scale_moment
from theorems.language import Mean, Parameters, Source, Theorem, integer
from theorems.language.domains.sequences import sizes
from theorems.language.papers import SHUMAILOV
from theorems.processes.gaussian import SCALE

PARAMETERS = Parameters(
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)),
    sizes("n", 2, "samples of generation j + 1", ("[5,8,4]", "constant(100,k)", "power(3,1,k)"), "at least k"),
    SCALE,
)
k, n, sigma0 = PARAMETERS.symbols
i, j, h = sp.symbols("i j h", integer=True, nonnegative=True)


def factors(power: int, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """E of the product of S_j^(power/2) over j = low..high-1, S_j the factor of the variance in generation j + 1."""
    exact = {4: (n[j] + 1) / (n[j] - 1)}
    return sp.Product(exact.get(power, scale_moment(n[j], power)), (j, low, high - 1))


# Means of V^p Sigma_k^q at sigma0 = 1, V = sum of Sigma_i^2/n_i.
total = sp.Sum(1 / n[i], (i, 0, k - 1))
mean_V_scale = sp.Sum(factors(3, 0, i) * factors(1, i, k) / n[i], (i, 0, k - 1))
mean_V_square_scale = sp.Sum(factors(4, 0, i) / n[i], (i, 0, k - 1))
mean_V_squared = sp.Sum(
    2 * sp.Sum(factors(4, 0, h) / n[h], (h, 0, i - 1)) / n[i] + factors(4, 0, i) / n[i] ** 2, (i, 0, k - 1)
)
risk_mean, risk_second_moment = risk_moments(
    {(1, 0): total, (1, 1): mean_V_scale, (1, 2): mean_V_square_scale, (2, 0): mean_V_squared},
    {j: factors(j, 0, k) for j in (1, 3, 4)},
)
squares = sp.Sum(1 / n[i] ** 2, (i, 0, k - 1))
published_variance = sigma0**4 * (2 * total**2 - squares / 2)

THEOREM = Theorem(
    id="gaussian-risk-schedule",
    title="The risk of recursive Gaussian fitting, any sizes",
    source=Source(SHUMAILOV, "equations (4) and (5)"),
    statement=(
        r"Generation $j+1$ draws $n_j$ samples. Let $R_k = (M_k-\mu_0)^2 + (\Sigma_k-\sigma_0)^2$ be the squared "
        "Wasserstein-2 distance of the fitted Gaussian from the original: its mean is as published, whatever the "
        "sizes; the published leading term of its variance is too small."
    ),
    conventions=("n lists the sizes of generations 1, 2, ...: n[0] is the first",),
    notation="The paper writes M_0..M_n for the sizes and R^{n+1} for the risk after n+1 = k fits, M_j = our n_j.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean",
            of="gaussian_schedule.risk",
            equals=sigma0**2 * risk_mean,
            points=("n=[5],k=1", "n=[3,2],k=2,sigma0=2", "n=power(5,1,4),k=4"),
        ),
        Mean(
            name="mean-leading",
            of="gaussian_schedule.risk",
            equals=sp.Rational(3, 2) * sigma0**2 * total,
            within=sigma0**2
            * (sp.Sum(1 / (2 * n[i] * (n[i] - 1)), (i, 0, k - 1)) + sp.Sum(1 / (4 * n[i] - 3), (i, 0, k - 1)) ** 2),
            points=("n=[100],k=1", "n=[50,200,90],k=3"),
            worked={
                "equals": {"n=[2],k=1": sp.Rational(3, 4), "n=[3,2],k=2,sigma0=2": sp.Integer(5)},
                "within": {"n=[2],k=1": sp.Rational(29, 100), "n=[3,2],k=2,sigma0=2": sp.Rational(3484, 2025)},
            },
            source=Source(SHUMAILOV, "equation (4)"),
        ),
        Mean(
            name="lower",
            remark="with the upper bound: the risk stays bounded for ever exactly if the sum does",
            of="gaussian_schedule.risk",
            at_least=sigma0**2 * total,
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={"at_least": {"n=[2],k=1": sp.Rational(1, 2), "n=[3,6],k=2,sigma0=2": sp.Integer(2)}},
        ),
        Mean(
            name="positive",
            remark="the error of the first mean is never made good",
            of="gaussian_schedule.risk",
            at_least=sigma0**2 / n[0],
            when=k >= 1,
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={"at_least": {"n=[2],k=1": sp.Rational(1, 2), "n=[3,6],k=2,sigma0=2": sp.Rational(4, 3)}},
            source=Source(SHUMAILOV, "section 4.2 (the distance stays above 0; the bound is ours)"),
            sharper="lower",
        ),
        Mean(
            name="upper",
            of="gaussian_schedule.risk",
            at_most=sigma0**2 * (total + 2),
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={"at_most": {"n=[2],k=1": sp.Rational(5, 2), "n=[3,6],k=2,sigma0=2": sp.Integer(10)}},
        ),
        Mean(
            name="variance",
            remark="finite sums of moments of chi-square laws",
            of="gaussian_schedule.risk_variance",
            equals=sigma0**4 * (risk_second_moment - risk_mean**2),
            points=("n=[10],k=1", "n=[20,8,30],k=3", "n=[20,15],k=2,sigma0=2"),
        ),
        Mean(
            name="variance-published",
            remark="the remainder is granted a fifth of the leading term",
            of="gaussian_schedule.risk_variance",
            equals=published_variance,
            within=published_variance / 5,
            when=(k >= 1) & (n[0] >= 100),
            points=("n=[100],k=1", "n=[100,150,200],k=3"),
            worked={
                "equals": {"n=[100],k=1": sp.Rational(3, 20000), "n=[100,200],k=2,sigma0=2": sp.Rational(31, 5000)},
                "within": {"n=[100],k=1": sp.Rational(3, 100000), "n=[100,200],k=2,sigma0=2": sp.Rational(31, 25000)},
            },
            source=Source(SHUMAILOV, "equation (5)"),
            expected="refuted",
            erratum="false",
            corrected_by="variance",
            counterexample=(
                "k = 1, any size n_0 >= 100: M_1 and Sigma_1 are independent, so Var R_1 >= Var(M_1^2) with "
                "M_1 ~ N(0, sigma0^2/n_0), which is 2 sigma0^4/n_0^2; the formula says 3/2 of sigma0^4/n_0^2."
            ),
        ),
    ),
)

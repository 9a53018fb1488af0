"""One draw from a recursively fitted Gaussian: its moments, for any sizes of generations."""

import sympy as sp

from theorems.gaussian.risk_schedule import PARAMETERS, factors, mean_V_square_scale, mean_V_squared, total
from theorems.language import Identity, Mean, Note, Source, Theorem
from theorems.language.papers import ARULANDU, SHUMAILOV

k, n, sigma0 = PARAMETERS.symbols
once = (k >= 1) & (k <= 1)
size = n[0]

# Means of X^2, X^4 and X^6 after one generation, at sigma0 = 1; E S^2 and E S^3 of its factor of the variance.
S_square, S_cube = (size + 1) / (size - 1), (size + 1) * (size + 3) / (size - 1) ** 2
square_one = 1 + 1 / size
fourth_one = 3 * (1 / size**2 + 2 / size + S_square)
sixth_one = 15 * (1 / size**3 + 3 / size**2 + 3 * S_square / size + S_cube)
cumulant_4 = fourth_one - 3 * square_one**2
cumulant_6 = sixth_one - 15 * fourth_one * square_one + 30 * square_one**3
of_variance_gamma = sigma0**2 * size / (size**2 - 1)
"""Its characteristic function is (1 + this)^(-shape): second and fourth cumulants are those of a draw."""
shape = (size - 1) * (size + 1) ** 2 / (2 * size**2)
cumulant_ratio = square_one * cumulant_6 / cumulant_4**2

THEOREM = Theorem(
    id="gaussian-sample-law",
    title="A draw from a recursively fitted Gaussian",
    source=Source(SHUMAILOV, "section 4.2"),
    statement=(
        r"Generation $j+1$ draws $n_j$ samples from $N(M_j, \Sigma_j^2)$ and fits mean and variance to them. Let X be "
        r"one draw from $N(M_k, \Sigma_k^2)$. Its mean is that of the original; to its variance every generation adds "
        "the error of a mean."
    ),
    conventions=(
        "n lists the sizes of generations 1, 2, ...: n[0] is the first",
        "the variance is unbiased (ddof = 1); the original has mean 0",
    ),
    notation="The paper writes X^k for the draw and M_0..M_{k-1} for the sizes, M_j = our n_j.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean",
            of="gaussian_schedule.draw",
            equals=sp.Integer(0),
            unraced="no difference is a part of 0: twin, exact values and proof are the evidence",
            source=Source(SHUMAILOV, "section 4.2 (mean of a draw)"),
        ),
        Mean(
            name="variance",
            remark="exact, and without Gamma functions: nothing remains of a higher order",
            of="gaussian_schedule.draw_square",
            equals=sigma0**2 * (1 + total),
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2", "n=power(5,1,4),k=4"),
        ),
        Mean(
            name="variance-published",
            remark="to second order, which the remainder is granted whole",
            of="gaussian_schedule.draw_square",
            equals=sigma0**2 * (1 + total),
            within=sigma0**2 * total**2,
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={
                "equals": {"n=[2],k=1": sp.Rational(3, 2), "n=[3,6],k=2,sigma0=2": sp.Integer(6)},
                "within": {"n=[2],k=1": sp.Rational(1, 4), "n=[3,6],k=2,sigma0=2": sp.Integer(1)},
            },
            source=Source(SHUMAILOV, "section 4.2 (variance of a draw)"),
            sharper="variance",
        ),
        Mean(
            name="fourth",
            of="gaussian_schedule.draw_fourth",
            equals=3 * sigma0**4 * (mean_V_squared + 2 * mean_V_square_scale + factors(4, 0, k)),
            points=("n=[9],k=1", "n=[12,8],k=2,sigma0=2"),
        ),
        Mean(
            name="fourth-one",
            of="gaussian_schedule.draw_fourth",
            equals=sigma0**4 * fourth_one,
            when=once,
            points=("n=[9],k=1", "n=[8],k=1,sigma0=2"),
        ),
        Mean(
            name="law-one",
            remark=(
                "as a draw is proportional to the given scale, this says what its characteristic function is, at all "
                "places, and determines its law after one generation"
            ),
            of="gaussian_schedule.draw_cosine",
            equals=sp.exp(-(sigma0**2) / (2 * size)) * (1 + sigma0**2 / (size - 1)) ** (-(size - 1) / 2),
            when=once,
            points=("n=[2],k=1,sigma0=2", "n=[3],k=1,sigma0=1", "n=[10],k=1,sigma0=1"),
            source=Source(SHUMAILOV, "equation (3)"),
            underived="no rule has the mean of a cosine, which is no polynomial in what is drawn",
        ),
        Mean(
            name="variance-gamma-cosine",
            remark="what it is for the symmetric variance-gamma law with the same variance and the same fourth moment",
            of="gaussian_schedule.draw_cosine",
            equals=(1 + of_variance_gamma) ** (-shape),
            when=once,
            points=("n=[2],k=1,sigma0=2", "n=[3],k=1,sigma0=2"),
            worked={
                "equals": {
                    "n=[2],sigma0=2": sp.Rational(3, 11) ** sp.Rational(9, 8),
                    "n=[3],sigma0=3": sp.Rational(8, 35) ** sp.Rational(16, 9),
                }
            },
            source=Source(ARULANDU, "section 3.1 (draws are variance-gamma)"),
            underived="no rule has the mean of a cosine, which is no polynomial in what is drawn",
            expected="refuted",
            erratum="false",
            corrected_by="law-one",
            counterexample=(
                "n_0 = 2, sigma0 = 2: the mean of cos X is e^{-1}/sqrt(5) = 0.165; for the variance-gamma law with the "
                "same second and fourth moments it is (11/3)^{-9/8} = 0.232."
            ),
        ),
        Identity(
            name="variance-gamma",
            remark=(
                "the product of the second and sixth cumulants of one draw after one generation over the square of the "
                "fourth: it has this value for every symmetric variance-gamma law"
            ),
            quantity=cumulant_ratio,
            equals=sp.Rational(10, 3),
            worked={
                "quantity": {"n=[2]": sp.Integer(5), "n=[5]": sp.Integer(4)},
                "equals": {"n=[2]": sp.Rational(10, 3)},
            },
            source=Source(SHUMAILOV, "section 4.2 (a draw after one generation is variance-gamma)"),
            expected="refuted",
            erratum="false",
            corrected_by="cumulants",
            counterexample=(
                "Any size n_0: the ratio is (10/3)(1 + 1/n_0), 5 for n_0 = 2. Given the fit, X is normal with mean "
                "M_1; without M_1 it would be variance-gamma, and M_1 adds an independent N(0, sigma0^2/n_0)."
            ),
        ),
        Identity(
            name="cumulants",
            remark="the same product, as it is",
            quantity=cumulant_ratio,
            equals=sp.Rational(10, 3) * (1 + 1 / size),
            worked={"quantity": {"n=[2]": sp.Integer(5), "n=[5]": sp.Integer(4)}},
        ),
    ),
    notes=(
        Note(
            kind="weaker",
            source=Source(SHUMAILOV, "section 4.2 (the remainder of the variance of a draw)"),
            printed="the exact variance is clunky, in terms of Gamma functions; what is given is O(2) from it",
            found="What is given is exact, for any sizes: all factors of the variance have mean 1; no root is taken.",
            evidence=("variance", "variance-published"),
        ),
    ),
)

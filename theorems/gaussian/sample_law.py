"""One draw from a recursively fitted Gaussian: its variance and fourth moment, for any sizes of generations."""

from theorems.gaussian.risk_schedule import PARAMETERS, factors, mean_V_square_scale, mean_V_squared, total
from theorems.language import Mean, Source, Theorem
from theorems.language.papers import SHUMAILOV

k, n, sigma0 = PARAMETERS.symbols

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
            name="variance",
            remark="exact: nothing remains of a higher order",
            of="gaussian_schedule.draw_square",
            equals=sigma0**2 * (1 + total),
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2", "n=power(5,1,4),k=4"),
            source=Source(SHUMAILOV, "section 4.2 (variance of a draw)"),
        ),
        Mean(
            name="fourth",
            of="gaussian_schedule.draw_fourth",
            equals=3 * sigma0**4 * (mean_V_squared + 2 * mean_V_square_scale + factors(4, 0, k)),
            points=("n=[9],k=1", "n=[12,8],k=2,sigma0=2"),
        ),
    ),
)

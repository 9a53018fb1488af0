"""How fast sizes must grow for the risk of recursive Gaussian fitting to stay bounded."""

import sympy as sp

from theorems.gaussian.moments import scale_moment
from theorems.gaussian.risk_schedule import PARAMETERS as OF_SCHEDULE
from theorems.gaussian.risk_schedule import total
from theorems.language import Diverges, Inequality, Mean, Parameters, Source, Theorem, integer
from theorems.language.papers import ARULANDU, SHUMAILOV
from theorems.processes.gaussian_growing import FIRST, POWER

PARAMETERS = Parameters(
    *OF_SCHEDULE,
    FIRST,
    POWER,
    integer("q", 1, "blocks of generations", (1, 2, 5)),
    integer("u", 0, "a bound", (0, 1, 2, 3)),
)
k, n, sigma0, m, b, q, u = PARAMETERS.symbols
i, j = sp.symbols("i j", integer=True, nonnegative=True)

slowly = sp.Sum(1 / (j + 2), (j, 0, q - 1))
"""Of 1/size over blocks 0..q-1, block j being 2^j generations of 2^j (j + 2) samples each."""
root = j + 1
spiked = sp.Sum(1 / root**2 + sp.Sum(1 / (root**2 + i) ** 2, (i, 1, 2 * root)), (j, 0, q - 1)) / m
"""Of 1/size over generations g < (q + 1)^2, which draw m g samples if g is a square, else m g^2."""

THEOREM = Theorem(
    id="gaussian-sample-growth",
    title="How fast samples must grow in recursive Gaussian fitting",
    source=Source(SHUMAILOV, "section 4.2"),
    statement=(
        r"Generation $j+1$ draws $n_j$ samples; $R_k$ is the squared Wasserstein-2 distance of the fitted Gaussian "
        "from the original. Its mean stays bounded for ever exactly if the sum of the inverse sizes is finite. Where "
        "that is infinite the fitted scale falls to 0 almost surely, else it has a positive limit, by Kakutani's "
        "theorem on products of independent factors: the fitted variance is one, of factors of mean 1, and the means "
        r"of their roots are $m_{n_j}(1)$, of whose product the bounds say when it is 0."
    ),
    conventions=(
        "n lists the sizes of generations 1, 2, ...: n[0] is the first",
        "sizes that grow like a power are m, m 2^b, m 3^b, ...",
        "the variance is unbiased (ddof = 1)",
    ),
    notation="Shumailov et al. write M_0, M_1, ... for the sizes, Arulandu T_0, T_1, ...: our n_0, n_1, ...",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="criterion",
            remark="so it is bounded exactly if the sum is",
            of="gaussian_schedule.risk",
            equals=sigma0**2 * (total + 1),
            within=sigma0**2,
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={
                "equals": {"n=[2],k=1": sp.Rational(3, 2), "n=[3,6],k=2,sigma0=2": sp.Integer(6)},
                "within": {"sigma0=2": sp.Integer(4), "sigma0=3": sp.Integer(9)},
            },
        ),
        Mean(
            name="bounded",
            of="gaussian_growing.risk",
            at_most=sigma0**2 * (sp.pi**2 / (6 * m) + 2),
            when=b >= 2,
            points=("m=2,b=2,k=3", "m=3,b=3,k=2,sigma0=2"),
            worked={
                "at_most": {
                    "m=2": 2 + sp.pi**2 / 12,
                    "m=3,sigma0=2": 8 + sp.Rational(2, 9) * sp.pi**2,
                }
            },
        ),
        Diverges(
            name="unbounded",
            of="gaussian_growing.risk",
            at_least=sigma0**2 * sp.harmonic(k) / m,
            variable=k,
            when=b <= 1,
            points=("m=2,b=1,k=1", "m=3,b=1,k=4,sigma0=2"),
            worked={"at_least": {"m=2,k=2": sp.Rational(3, 4), "m=3,k=3,sigma0=2": sp.Rational(22, 9)}},
        ),
        Mean(
            name="scale-upper",
            remark="so it tends to 0 if the sum of the inverse sizes is infinite",
            of="gaussian_schedule.scale",
            at_most=sigma0 * sp.exp(-sp.Sum(1 / (4 * n[i] - 3), (i, 0, k - 1))),
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={
                "at_most": {
                    "n=[2],k=1": sp.exp(-sp.Rational(1, 5)),
                    "n=[3,6],k=2,sigma0=2": 2 * sp.exp(-sp.Rational(10, 63)),
                }
            },
        ),
        Mean(
            name="scale-lower",
            remark="and only then",
            of="gaussian_schedule.scale",
            at_least=sigma0 * sp.exp(-sp.Sum(1 / (4 * (n[i] - 1)), (i, 0, k - 1))),
            points=("n=[5],k=1", "n=[3,8],k=2,sigma0=2"),
            worked={
                "at_least": {
                    "n=[2],k=1": sp.exp(-sp.Rational(1, 4)),
                    "n=[3,6],k=2,sigma0=2": 2 * sp.exp(-sp.Rational(7, 40)),
                }
            },
        ),
        Inequality(
            name="constant-lower",
            quantity=1 - scale_moment(m, 1),
            at_least=1 / (4 * m),
            worked={
                "quantity": {"m=2": 1 - sp.sqrt(2 / sp.pi), "m=3": 1 - sp.sqrt(sp.pi) / 2},
                "at_least": {"m=2": sp.Rational(1, 8), "m=3": sp.Rational(1, 12)},
            },
        ),
        Inequality(
            name="constant-upper",
            quantity=1 - scale_moment(m, 1),
            at_most=1 / (4 * (m - 1)),
            worked={
                "quantity": {"m=2": 1 - sp.sqrt(2 / sp.pi), "m=3": 1 - sp.sqrt(sp.pi) / 2},
                "at_most": {"m=2": sp.Rational(1, 4), "m=3": sp.Rational(1, 8)},
            },
        ),
        Inequality(
            name="superlinear-suffices",
            remark=(
                "the sum of the inverse sizes, where block after block has twice as many generations, and their size "
                "grows faster than their number: whatever the bound, the sum is claimed to stay below it however late"
            ),
            quantity=slowly,
            at_most=u,
            when=q >= 3 ** (u + 1),
            worked={
                "quantity": {"q=3,u=0": sp.Rational(13, 12), "q=9,u=1": sp.Rational(4861, 2520)},
                "at_most": {"u=2": sp.Integer(2), "u=3": sp.Integer(3)},
            },
            source=Source(ARULANDU, "section 3.1 (superlinear sizes are enough)"),
            expected="refuted",
            erratum="false",
            corrected_by="superlinear-diverges",
            counterexample=(
                "Block j, for j = 0, 1, ...: 2^j generations of 2^j (j + 2) samples each. Generation i is in the block "
                "with 2^j <= i < 2^(j+1), so its size is at least i (j + 2)/2: superlinear. Every block adds "
                "1/(j + 2) to the sum of the inverse sizes, and so at least sigma0^2/(j + 2) to the mean of the risk."
            ),
        ),
        Inequality(
            name="superlinear-diverges",
            remark="the same sum",
            quantity=slowly,
            at_least=sp.log((q + 2) / 2),
            worked={
                "quantity": {"q=1": sp.Rational(1, 2), "q=3": sp.Rational(13, 12)},
                "at_least": {"q=1": sp.log(sp.Rational(3, 2)), "q=2": sp.log(2)},
            },
        ),
        Inequality(
            name="superlinear-needed",
            remark=(
                "the sum of the inverse sizes, where generations whose number is a square have sizes proportional to "
                "it, all others to its square: claimed to pass any bound"
            ),
            quantity=spiked,
            at_least=u,
            when=u >= 2,
            worked={
                "quantity": {"m=2,q=1,u=2": sp.Rational(49, 72), "m=3,q=1,u=3": sp.Rational(49, 108)},
                "at_least": {"u=2": sp.Integer(2), "u=3": sp.Integer(3)},
            },
            source=Source(SHUMAILOV, "section 4.2 (a finite risk needs superlinear sizes)"),
            expected="refuted",
            erratum="false",
            corrected_by="spiked-bounded",
            counterexample=(
                "Generation g draws m g samples if g is a square, else m g^2: for no c > m are the sizes above c g "
                "from some g on, yet the sum of the inverse sizes is at most pi^2/(3m), less than 2. (Where sizes "
                "never decrease the claim is true: the terms of a convergent sum that never increase are o(1/g).)"
            ),
        ),
        Inequality(
            name="spiked-bounded",
            remark="the same sum",
            quantity=spiked,
            at_most=sp.pi**2 / (3 * m),
            worked={
                "quantity": {"m=3,q=1": sp.Rational(49, 108), "m=2,q=2": sp.Rational(1210049, 1411200)},
                "at_most": {"m=2": sp.pi**2 / 6, "m=3": sp.pi**2 / 9},
            },
        ),
    ),
)

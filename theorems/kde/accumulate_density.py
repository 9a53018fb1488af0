"""The density of kernel estimates of all data so far at one point: its mean is exact, and bounds the test loss."""

import sympy as sp

from theorems.language import Inequality, Limit, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.functions import CycleProbability
from theorems.language.papers import KAZDAN
from theorems.processes import kde

SIZE, *OTHERS = kde.PARAMETERS
PARAMETERS = Parameters(
    SIZE,
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 10)),
    *OTHERS,
    real("d", "(0, oo)", "how far the one real point is from the test point", ("1/2", 1, 4)),
)
n, k, h, sigma0, d = PARAMETERS.symbols
j = sp.Symbol("j", integer=True, positive=True)
pool = sigma0**2 + h**2 * (sp.harmonic(k) - 1)
ratio = sigma0**2 / h**2
density = sp.Sum(CycleProbability(k, j) / sp.sqrt(2 * sp.pi * (sigma0**2 + j * h**2)), (j, 1, k))


def away(variance: sp.Expr) -> sp.Expr:
    """The density of a normal law of this variance at the distance d from its mean."""
    return sp.exp(-(d**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


away_from_all = sp.Sum(CycleProbability(k, j) * away(j * h**2), (j, 1, k))

THEOREM = Theorem(
    id="kde-accumulate-density",
    title="Kernel density estimation, accumulating the data: density and loss at a point",
    source=Source(KAZDAN, "Theorem 6"),
    statement=(
        "Model k is the Gaussian kernel density estimate (bandwidth h) of all batches 1..k; batch k+1 is n draws "
        "from it; batch 1 is real, normal with mean 0. $p_k(0)$ is the density of model k at the real mean, and "
        "$-\\ln p_k(0)$ the test loss of a point there. The mean density over runs is exact; minus its logarithm, the "
        "annealed loss, is less than the mean loss of a run. That density lies between those of two normal laws, of "
        "the variance of a draw and of the pool, and so falls like $1/\\sqrt{2 \\pi h^2 \\ln k}$: the annealed loss is "
        "$\\frac12 \\ln(2 \\pi h^2 \\ln k)$ up to what vanishes, and the loss of a run grows like half of "
        "$\\ln \\ln k$ at least, and of $\\ln k$ at most."
    ),
    conventions=(
        "annealed: averaged over runs, then the logarithm; a run's own loss is the logarithm of its own density",
        "model k is seen from the first fit on, k >= 1",
        "early-gain needs an h well below its best, d: where it is above d over the root of 2 ln 2, about 0.85 d, the "
        "annealed loss there never falls below that of the first model",
    ),
    notation="The paper writes t for k, and leaves data law and kernel general.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="annealed-density",
            remark="p is the density of the model: a mixture, by the number of kernels behind a draw",
            of="kde_accumulate.density",
            equals=density,
            when=k >= 1,
            points=("n=2,k=1,h=1/2", "n=2,k=2,h=1", "n=3,k=5,h=1/2,sigma0=2"),
            source=Source(KAZDAN, "Theorem 6, (6) and (7) (exact density at finite k is ours)"),
        ),
        Mean(
            name="density-lower",
            remark="p is the density of the model: more than that of a normal law with the same variance",
            of="kde_accumulate.density",
            at_least=1 / sp.sqrt(2 * sp.pi * (sigma0**2 + h**2 * sp.harmonic(k))),
            when=k >= 1,
            points=("n=2,k=1,h=1/2", "n=2,k=4,h=1"),
            worked={
                "at_least": {
                    "k=1,h=2,sigma0=3": 1 / sp.sqrt(26 * sp.pi),
                    "k=2,h=2,sigma0=3": 1 / sp.sqrt(30 * sp.pi),
                }
            },
        ),
        Mean(
            name="density-upper",
            remark="p is the density of the model: less than that of a normal law with the variance of the pool",
            of="kde_accumulate.density",
            at_most=1 / sp.sqrt(2 * sp.pi * pool),
            when=k >= 1,
            points=("n=2,k=2,h=1", "n=2,k=4,h=2"),
            worked={
                "at_most": {
                    "k=1,h=2,sigma0=3": 1 / sp.sqrt(18 * sp.pi),
                    "k=2,h=2,sigma0=3": 1 / sp.sqrt(22 * sp.pi),
                }
            },
            source=Source(KAZDAN, "Theorem 6 (the density tends to 0; the rate is ours)"),
        ),
        Limit(
            name="density-limit",
            remark="the density of the model at 0, over that of a normal law of ln k times the variance of a kernel",
            of="kde_accumulate.relative_density",
            equals=sp.Integer(1),
            within=(1 + ratio) / (2 * sp.log(k)),
            variable=k,
            when=k >= 2,
            points=("n=2,k=6,h=1", "n=2,k=12,h=1"),
            worked={
                "equals": {"": sp.Integer(1)},
                "within": {"k=2,h=2,sigma0=6": 5 / sp.log(2), "k=9,h=3,sigma0=6": 5 / (4 * sp.log(3))},
            },
        ),
        Mean(
            name="loss-grows",
            remark="the loss of a run at the real mean, which so grows without bound",
            of="kde_accumulate.loss",
            at_least=sp.log(2 * sp.pi * pool) / 2,
            when=k >= 1,
            points=("n=2,k=2,h=1", "n=2,k=5,h=2"),
            worked={
                "at_least": {
                    "k=1,h=2,sigma0=3": sp.log(18 * sp.pi) / 2,
                    "k=2,h=2,sigma0=3": sp.log(22 * sp.pi) / 2,
                }
            },
            source=Source(KAZDAN, "Theorem 6 (divergence of the loss; of a run, and the rate, ours)"),
        ),
        Mean(
            name="loss-upper",
            remark="so it grows by half the logarithm of k at most, where data are replaced by k/2",
            of="kde_accumulate.loss",
            at_most=sp.log(2 * sp.pi * h**2) / 2 + (sigma0**2 / h**2 + sp.harmonic(k) - 1) / 2,
            when=k >= 1,
            points=("n=1,k=3,h=1", "n=2,k=1,h=1/2"),
            worked={
                "at_most": {
                    "k=1,h=1,sigma0=2": sp.log(2 * sp.pi) / 2 + 2,
                    "k=2,h=2,sigma0=6": sp.log(8 * sp.pi) / 2 + sp.Rational(19, 4),
                }
            },
        ),
        Mean(
            name="loss-lower",
            remark="p is the density of the model",
            of="kde_accumulate.loss",
            at_least=-sp.log(density),
            when=k >= 1,
            points=("n=2,k=2,h=1", "n=2,k=5,h=2"),
            worked={
                "at_least": {
                    "k=1,h=1,sigma0=2": sp.log(10 * sp.pi) / 2,
                    "k=2,h=3,sigma0=4": sp.log(2 * sp.sqrt(2 * sp.pi)) - sp.log(sp.Rational(1, 5) + 1 / sp.sqrt(34)),
                }
            },
            source=Source(KAZDAN, "Theorem 6 (the loss; the step from density to loss is ours)"),
        ),
        Inequality(
            name="best-bandwidth",
            remark="the density of the first model, fitted to one real point, at the distance d: the best h is d",
            quantity=away(h**2),
            at_most=1 / (d * sp.sqrt(2 * sp.pi * sp.E)),
            worked={
                "quantity": {"h=2,d=2": sp.exp(-sp.Rational(1, 2)) / sp.sqrt(8 * sp.pi)},
                "at_most": {"d=3": 1 / sp.sqrt(18 * sp.pi * sp.E), "d=1/2": sp.sqrt(2) / sp.sqrt(sp.pi * sp.E)},
            },
        ),
        Inequality(
            name="early-gain",
            remark=(
                "the density of model k, fitted to all data of which one point is real, at the distance d from that, "
                "averaged over what the models draw: no less than that of the first one while h is below d over the "
                "root of k, so that the annealed loss falls first"
            ),
            quantity=away_from_all,
            at_least=away(h**2),
            when=(k >= 1) & (k * h**2 <= d**2),
            worked={
                "quantity": {
                    "k=1,h=2,d=2": sp.exp(-sp.Rational(1, 2)) / sp.sqrt(8 * sp.pi),
                    "k=2,h=1,d=2": (sp.exp(-2) / sp.sqrt(2 * sp.pi) + sp.exp(-1) / sp.sqrt(4 * sp.pi)) / 2,
                },
                "at_least": {
                    "h=2,d=4": sp.exp(-2) / sp.sqrt(8 * sp.pi),
                    "h=3,d=6": sp.exp(-2) / sp.sqrt(18 * sp.pi),
                },
            },
            source=Source(KAZDAN, "Appendix C (falls first; for which h, is ours)"),
        ),
    ),
)

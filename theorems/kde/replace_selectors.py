"""Replacing the data by draws of a kernel estimate whose bandwidth shrinks: the loss of a run diverges all the same."""

import sympy as sp

from theorems.language import Diverges, Mean, Note, Parameters, Probability, Rate, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.kde_shrinking import SHRINKING

SIZE, *OTHERS = (SHRINKING.size, *SHRINKING.others)
PARAMETERS = Parameters(SIZE, integer("k", 1, "generations of sample-and-fit", (1, 2, 10)), *OTHERS)
n, k, h, a, sigma0, delta = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, positive=True)
kernels = sp.Sum(i ** (-2 * a), (i, 1, k))
earlier = sp.Sum(i ** (-2 * a), (i, 1, k - 1))
half = sp.Rational(1, 2)
least = sp.log(2 * sp.pi * h**2) / 2 - a * sp.log(k)
ratio = sigma0**2 / h**2
bounded = sigma0**2 + sp.pi**2 * h**2 / 6
width = h / k**a
root = sp.sqrt(sp.pi / 2)

THEOREM = Theorem(
    id="kde-replace-selectors",
    title="Kernel density estimation, replacing the data: a shrinking bandwidth",
    source=Source(KAZDAN, "Section 2.2 and Appendix C"),
    statement=(
        "Model k is the Gaussian kernel density estimate of batch k, with the bandwidth $h k^{-a}$; batch k+1 is n "
        "draws from it; batch 1 is real, normal with mean 0. $p_k(0)$ is the density of model k at the real mean, and "
        "$-\\ln p_k(0)$ the test loss of a point there. A fast shrinking bandwidth keeps the mean density over runs "
        "away from 0, and so the annealed loss bounded. The loss of a run diverges: the points stay together, their "
        "centre is off the real mean (and wanders off for ever if a is at most 1/2), and the kernels around them are "
        "narrow. With a probability of at least $1 - \\delta$ the loss is more than $a \\ln k + "
        "\\ln\\frac{\\sqrt{\\pi/2}\\,\\sigma_0^2}{n^2 h} + 2 \\ln \\delta$. So it is for every bandwidth that depends "
        "on the generation and on differences between the points only: kde-replace-equivariant. With one that depends "
        "on where they lie it need not be: the loss of a single point x of bandwidth $|x|$ falls for ever."
    ),
    conventions=(
        "a = 1/5 is the usual order of a bandwidth in one dimension, in the number of points",
        "annealed: averaged over runs, then the logarithm; a run's own loss is the logarithm of its own density",
    ),
    notation="The paper writes t for k; its bandwidth is a constant times $(nt)^{-1/5}$.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="annealed-density",
            remark="p is the density of the model",
            of="kde_shrinking_replace.density",
            equals=1 / sp.sqrt(2 * sp.pi * (sigma0**2 + h**2 * kernels)),
            points=("n=2,k=2,h=1,a=1", "n=3,k=4,h=1/2,a=1/5,sigma0=2"),
        ),
        Mean(
            name="annealed-floor",
            remark="what a fast shrinking bandwidth avoids: the mean density over runs does not vanish",
            of="kde_shrinking_replace.density",
            at_least=1 / sp.sqrt(2 * sp.pi * bounded),
            when=a >= 1,
            points=("n=2,k=3,h=1,a=1", "n=2,k=6,h=1/2,a=1"),
            worked={
                "at_least": {
                    "h=1,sigma0=2": sp.sqrt(3 / (24 * sp.pi + sp.pi**3)),
                    "h=3,sigma0=1": 1 / sp.sqrt(2 * sp.pi + 3 * sp.pi**3),
                }
            },
            source=Source(KAZDAN, "Appendix C (for the law averaged over runs)"),
        ),
        Mean(
            name="single",
            remark="one point: the loss is a quadratic function of it",
            of="kde_shrinking_replace.loss",
            equals=least + k ** (2 * a) * (sigma0**2 / h**2 + earlier) / 2,
            when=n <= 1,
            points=("n=1,k=1,h=1,a=1", "n=1,k=3,h=2,a=1/2,sigma0=3"),
            worked={
                "equals": {
                    "n=1,k=1,h=1,a=1,sigma0=2": sp.log(2 * sp.pi) / 2 + 2,
                    "n=1,k=3,h=2,a=1/2,sigma0=6": sp.log(8 * sp.pi / 3) / 2 + sp.Rational(63, 4),
                }
            },
        ),
        Diverges(
            name="single-diverges",
            remark="one point, however fast the bandwidth shrinks",
            of="kde_shrinking_replace.loss",
            at_least=least + k ** (2 * a) * sigma0**2 / (2 * h**2),
            variable=k,
            when=n <= 1,
            points=("n=1,k=1,h=1,a=1", "n=1,k=2,h=1,a=1"),
            worked={
                "at_least": {
                    "n=1,k=1,h=1,a=1,sigma0=2": sp.log(2 * sp.pi) / 2 + 2,
                    "n=1,k=3,h=2,a=1/2,sigma0=6": sp.log(8 * sp.pi / 3) / 2 + sp.Rational(27, 2),
                }
            },
            source=Source(KAZDAN, "section 2.2 (replace diverges whatever the bandwidth: a single point)"),
        ),
        Diverges(
            name="centre",
            remark="a slowly shrinking bandwidth lets the centre wander off",
            of="kde_shrinking_replace.centre_square",
            at_least=(sigma0**2 + h**2 * sp.log(k)) / n,
            variable=k,
            when=a <= half,
            points=("n=1,k=3,h=1,a=1/2", "n=2,k=6,h=1,a=1/5"),
            worked={
                "at_least": {
                    "n=2,k=4,h=2,sigma0=1": half + 4 * sp.log(2),
                    "n=3,k=2,h=1,sigma0=3": 3 + sp.log(2) / 3,
                }
            },
        ),
        Diverges(
            name="shrink",
            remark="a slowly shrinking bandwidth, any number of points: faster than a logarithm",
            of="kde_shrinking_replace.loss",
            at_least=least + k ** (2 * a) * ((ratio + (k - 1) / sp.sqrt(k)) / (4 * n) - (n - 1) * (ratio + n - 1)),
            variable=k,
            when=a <= sp.Rational(1, 4),
            points=("n=1,k=3,h=1,a=1/5", "n=1,k=8,h=1,a=1/4"),
            worked={
                "at_least": {
                    "n=1,k=4,h=1,a=1/4,sigma0=2": sp.log(sp.pi) / 2 + sp.Rational(11, 4),
                    "n=3,k=4,h=1,a=1/4,sigma0=2": sp.log(sp.pi) / 2 + sp.Rational(11, 12) - 24,
                    "n=2,k=4,h=2,a=1/4,sigma0=4": sp.log(4 * sp.pi) / 2 - sp.Rational(69, 8),
                }
            },
        ),
        Mean(
            name="loss-lower",
            remark="large where the last kernels are wide, or narrow beside all others and the real law",
            of="kde_shrinking_replace.loss",
            at_least=sp.log(root * (sigma0**2 + h**2 * kernels + width**2) / (n * width)),
            points=("n=1,k=3,h=1/2,a=1/2", "n=2,k=2,h=1/4,a=1"),
            worked={
                "at_least": {
                    "n=1,k=3,h=2,a=1,sigma0=1": sp.log(31 * root / 3),
                    "n=2,k=2,h=1,a=1/2,sigma0=3": sp.log(11 * root / sp.sqrt(2)),
                }
            },
        ),
        Diverges(
            name="every-exponent",
            remark="any number of points, however fast the bandwidth shrinks",
            of="kde_shrinking_replace.loss",
            at_least=a * sp.log(k) + sp.log(root * sigma0**2 / (n * h)),
            variable=k,
            points=("n=1,k=2,h=1/4,a=1", "n=2,k=2,h=1/4,a=1"),
            worked={
                "at_least": {
                    "n=2,k=3,h=3,a=2,sigma0=3": 2 * sp.log(3) + sp.log(3 * root / 2),
                    "n=3,k=4,h=2,a=1/2,sigma0=6": sp.log(2) + sp.log(6 * root),
                }
            },
            source=Source(KAZDAN, "section 2.2 (replace diverges whatever the bandwidth)"),
        ),
        Probability(
            name="in-probability",
            remark="however fast the bandwidth shrinks: the loss of a run diverges, not only its mean over runs",
            of="kde_shrinking_replace.low_loss",
            at_most=delta,
            points=("n=1,k=3,h=1/2,a=1,delta=1/2", "n=2,k=2,h=1/4,a=1,delta=3/4"),
            worked={"at_most": {"delta=1/2": half, "delta=1/3": sp.Rational(1, 3)}},
        ),
        Rate(
            name="located",
            remark="one point x of bandwidth |x|: so much the loss grows in a generation; it falls, by .2084958...",
            of="kde_located.drift",
            at_most=-sp.Rational(1, 5),
            points=("",),
            worked={"at_most": {"": -sp.Rational(1, 5)}},
        ),
        Mean(
            name="every-rule",
            remark="the bound that fast shrinking gives the annealed loss, read as one of the loss of a run",
            of="kde_shrinking_replace.loss",
            at_most=sp.log(2 * sp.pi * bounded) / 2,
            when=a >= 1,
            points=("n=1,k=2,h=1,a=1", "n=2,k=8,h=1,a=1"),
            worked={
                "at_most": {
                    "h=1,sigma0=2": sp.log(8 * sp.pi + sp.pi**3 / 3) / 2,
                    "h=3,sigma0=1": sp.log(2 * sp.pi + 3 * sp.pi**3) / 2,
                }
            },
            source=Source(KAZDAN, "Appendix C: collapse is avoided in all cases by shrinking the bandwidth"),
            expected="refuted",
            erratum="false",
            counterexample=(
                "one point, replaced once, bandwidths h = sigma0 and h/2: the mean loss of the second model is "
                "ln(pi h^2/2)/2 + 4, and the bound less than ln(2 pi h^2)/2 + 1/2; Section 2.2 says so, too"
            ),
            corrected_by="single-diverges",
        ),
    ),
    notes=(
        Note(
            kind="code",
            source=Source(KAZDAN, "the figures on estimated bandwidths"),
            printed="kernel density estimates with the bandwidths of Scott and of Silverman, compared",
            found=(
                "the library's two rules, $n^{-1/(d+4)}$ and $(n(d+2)/4)^{-1/(d+4)}$, do not look at the scale of the "
                "data, and are one where d = 2, as in three of the four data sets; under replace, where n stays, they "
                "are a fixed bandwidth"
            ),
            program=(
                "print(*(round(n ** (-1 / (d + 4)) / (n * (d + 2) / 4) ** (-1 / (d + 4)), 3) "
                "for n in (10, 1000) for d in (2, 3)))"
            ),
            prints="1.0 1.032 1.0 1.032",
        ),
        Note(
            kind="code",
            source=Source(KAZDAN, "Figure 1, the densities"),
            printed="the density of the fitted normal law",
            found=(
                "the program gives the variance to a function that takes the standard deviation, so that the curves "
                "are those of other laws than the fitted ones: at its mean a law of variance 4 has the density 0.199, "
                "and 0.1 is drawn"
            ),
            program=(
                "from statistics import NormalDist; print(*(round(NormalDist(0, given).pdf(0), 3) for given in (2, 4)))"
            ),
            prints="0.199 0.1",
        ),
    ),
)

"""Replacing the data by draws of a kernel estimate diverges for every bandwidth that looks at differences only."""

import sympy as sp

from theorems.language import Mean, Parameters, Probability, Source, Theorem, integer
from theorems.language.papers import KAZDAN
from theorems.processes.kde_scaled import SCALED

SIZE, FACTOR, SIGMA, DELTA = (SCALED.size, *SCALED.others)
PARAMETERS = Parameters(SIZE, integer("k", 1, "generations of sample-and-fit", (1, 2, 10)), FACTOR, SIGMA, DELTA)
n, k, c, sigma0, delta = PARAMETERS.symbols
SELECTED = Source(KAZDAN, "section 2.2 (replace diverges whatever the bandwidth: a selector)")

THEOREM = Theorem(
    id="kde-replace-equivariant",
    title="Kernel density estimation, replacing the data: any bandwidth that depends on differences",
    source=Source(KAZDAN, "Section 2.2"),
    statement=(
        r"Model k is the Gaussian kernel density estimate of batch k, with the bandwidth $h_k$, any positive function "
        r"of k and the differences between points of the batch; batch k+1 is n draws from it; batch 1 is real, normal "
        r"with mean 0. $p_k(0)$ is the density of model k at the real mean, and $-\ln p_k(0)$ the test loss of a point "
        r"there. With a probability of at least $1 - \delta$ that loss is more than $\ln\frac{\sqrt{\pi/2}\,(v_k + "
        r"2 h_k^2)}{n h_k} + 2 \ln \delta$, where $v_k = (\sigma_0^2 + h_1^2 + \dots + h_{k-1}^2)/n$. This tends to "
        r"infinity in every run: if the bandwidths do not vanish, $v_k$ does; if they do, $v_k/h_k$ does. So the loss "
        r"diverges in probability, for bandwidths that are fixed, Scott's, Silverman's or cross-validated. Proof: "
        r"given the differences within all batches, and which point is a copy of which, the bandwidths are known, and "
        r"the centre of batch k is normal with the variance $v_k$, as the mean of normal points, the real ones and the "
        r"noise of every batch, is independent of their differences. So each point x is normal with this "
        r"variance, and $e^{-x^2/(4 h^2)}$ has at most the mean $\sqrt{2} h/\sqrt{v + 2 h^2}$. The root of a sum is at "
        r"most the sum of the roots, which bounds the mean of $\sqrt{p_k(0)}$; then Markov's inequality. With a "
        r"bandwidth that depends on where the points lie the loss may fall: kde-replace-selectors/located."
    ),
    conventions=(
        "the variance has ddof = 1; with one point there are no differences",
        "Scott's rule is c = n^(-1/5), Silverman's c = (3n/4)^(-1/5), where they look at the scale of the data",
        "cross-validated: of a quarter, half, once and twice the standard deviation the one under which the points are "
        "likeliest, each by the estimate on the others",
    ),
    notation="The paper asserts it without proof, and writes t for k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="spread",
            remark="s is the standard deviation of the points: with Scott's rule it grows in the mean",
            of="kde_scaled_replace.spread",
            equals=sigma0**2 * (1 + c**2 - 1 / n) ** (k - 1),
            points=("n=4,k=2,c=1/2", "n=5,k=2,c=1,sigma0=2"),
        ),
        Probability(
            name="scaled",
            remark="a multiple of the standard deviation, as by Scott's and Silverman's rule",
            of="kde_scaled_replace.low_loss",
            at_most=delta,
            points=("n=2,k=4,c=3/4,delta=1/2", "n=4,k=2,c=1/2,delta=3/4"),
            worked={"at_most": {"delta=1/2": sp.Rational(1, 2), "delta=1/3": sp.Rational(1, 3)}},
            source=SELECTED,
        ),
        Probability(
            name="cross-validated",
            of="kde_cross_validated_replace.low_loss",
            at_most=delta,
            points=("n=2,k=3,delta=1/2", "n=4,k=2,delta=3/4"),
            worked={"at_most": {"delta=1/2": sp.Rational(1, 2), "delta=1/3": sp.Rational(1, 3)}},
        ),
    ),
)

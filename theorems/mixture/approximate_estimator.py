"""The approximate estimator of two symmetric normal components: what the algorithm does, and what it does not."""

import sympy as sp

from theorems.language import Identity, Inequality, Mean, Note, Parameters, Source, Surely, Theorem, integer, real
from theorems.language.papers import SURESH
from theorems.processes.mixture import APPROXIMATED, exponent, factor, noise_of

PARAMETERS = Parameters(
    APPROXIMATED["n"],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2)),
    *APPROXIMATED.items[1:4],
    real("kappa", "(0, oo)", "how much larger than the variance of |x| the fitted one may be", ("1/3", 1, 2)),
    real("d", "(0, oo)", "by how much the mean of x^2 over the squared mean of |x| is above 1 + kappa", (1, "1/2")),
    real("r", "[0, n - 1]", "variance of |x| over the squared mean of |x|", (0, "1/10", 1)),
)
n, k, mu0, sigma0, eta, kappa, d, r = PARAMETERS.symbols
q = 1 + kappa + d
a = 2 * (1 + kappa) * q / (q - 1 - kappa)

THEOREM = Theorem(
    id="mixture-approximate-estimator",
    title="The approximate estimator of two symmetric normal components",
    source=Source(SURESH, "Lemma 7 and Algorithm 1"),
    statement=(
        r"In $x = \pm\mu + \sigma Z$ the algorithm fits $\sigma^2$ from the means of $|x|$ and of $x^2$, and lets "
        r"$\mu^2$ be what is left of the latter. Its parameter a is so chosen that $\sigma^2$ is $1+\kappa$ times the "
        r"variance of $|x|$, or less; in no branch is it more, and two of its branches are enough where $\eta$ "
        r"does not exceed n, as no mean of $x^2$ exceeds n times the square of that of $|x|$. So it is not consistent: "
        r"where the components overlap, the variance of $|x|$ is less than that of the components, by an amount that "
        r"no sample size makes up for."
    ),
    conventions=(
        r"$\kappa = e^{c} - 1$ in the algorithm, which tends to 0 as n grows; below kappa may be any number",
        "the fit of generation 1 is the estimate from n points of the given model",
    ),
    notation=r"$1 + \kappa + d$ is the paper's $\sigma_\infty^2/\hat\mu_0^2$.",
    parameters=PARAMETERS,
    claims=(
        Identity(
            name="exponent",
            remark="the exponent of the program, and that of which the proof is",
            quantity=(1 - 1 / eta) * (1 / (n - 1) - 1 / (2 * (n - 1) + 8 * eta)),
            equals=exponent(n, eta),
            worked={"quantity": {"n=2,eta=2": sp.Rational(17, 36), "n=3,eta=3": sp.Rational(13, 42)}},
        ),
        Identity(
            name="explicit",
            remark="the fitted variance over the squared mean of |x|, with the paper's a put in",
            quantity=a * q * (q - 1) / (a + 2 * q),
            equals=(1 + kappa) * (q - 1),
            worked={"quantity": {"d=1,kappa=1": sp.Integer(4), "d=1/2,kappa=1/2": sp.Rational(3, 2)}},
        ),
        Identity(
            name="cap",
            remark="this branch is taken where 1 + kappa + d is no more than that: up to (1 + kappa)/kappa",
            quantity=2 * a / (a - 2),
            equals=2 * (1 + kappa) * q / (1 + kappa + kappa * q),
            worked={"quantity": {"d=1,kappa=1": sp.Rational(12, 5), "d=1/2,kappa=1/2": sp.Rational(12, 5)}},
        ),
        Surely(
            name="within-size",
            remark="so the variance of |x| over the squared mean of |x| is at most n - 1",
            of="mixture_sample.within_size",
            points=("n=2,k=0,mu0=0", "n=3,k=1,mu0=1,sigma0=2"),
        ),
        Inequality(
            name="within-cap",
            remark="so the last branch of the algorithm, which takes all for noise, is never taken",
            quantity=(n - 1) * (factor - 1),
            at_most=sp.Integer(1),
            when=eta <= n,
            worked={
                "quantity": {
                    "n=2,eta=2": sp.exp(sp.Rational(17, 36)) - 1,
                    "n=3,eta=3": 2 * sp.exp(sp.Rational(13, 42)) - 2,
                },
                "at_most": {"": sp.Integer(1)},
            },
        ),
        Identity(
            name="two-branches",
            remark="where that holds the fitted variance, over the squared mean of |x|, needs two branches only",
            quantity=noise_of(1 + kappa, sp.Integer(1), r),
            equals=sp.Piecewise((50 * (1 + r) * r / (52 + 2 * r), r <= kappa), ((1 + kappa) * r, True)),
            when=kappa * (n - 1) <= 1,
            worked={"quantity": {"n=2,kappa=1/2,r=1": sp.Rational(3, 2), "n=2,kappa=1,r=1/5": sp.Rational(30, 131)}},
        ),
        Surely(
            name="bound",
            remark="V is the fitted variance, W the variance of |x| in the sample",
            of="mixture_approximate.bounded",
            when=k >= 1,
            points=("n=2,k=1,mu0=0,eta=2", "n=3,k=2,mu0=1,eta=11"),
            source=Source(SURESH, "equation (5)"),
        ),
        Mean(
            name="inconsistent",
            remark="however many points: of one component, two thirds of its variance, in the limit, or less",
            of="mixture_approximate.variance",
            at_most=factor * (2 * sigma0**2 / 3 + 2 * mu0**2 / 3 + mu0**4 / (9 * sigma0**2)),
            when=(k >= 1) & (k <= 1),
            points=("n=10,k=1,mu0=0,eta=2", "n=10,k=1,mu0=0,sigma0=2,eta=3/2"),
            worked={
                "at_most": {
                    "n=3,k=1,mu0=0,eta=2,sigma0=3": 6 * sp.exp(sp.Rational(9, 40)),
                    "n=2,k=1,mu0=3,eta=2,sigma0=1": sp.Rational(47, 3) * sp.exp(sp.Rational(17, 36)),
                    "n=3,k=1,mu0=6,eta=3,sigma0=2": sp.Rational(188, 3) * sp.exp(sp.Rational(13, 42)),
                }
            },
        ),
    ),
    notes=(
        Note(
            kind="missing hypothesis",
            source=Source(SURESH, "Appendix D.3 and section 4.2"),
            printed="the approximation is quite accurate in most of the cases; its error is very minimal",
            found=(
                "The estimator is not consistent. From any number of points of one component (mu0 = 0) it tends to "
                "(1 - 2/pi) sigma0^2, of which the claim here shows less than 2/3; at mu0 = sigma0 = 1 to 0.639. It is "
                "accurate where the components hardly overlap. There another branch, a = 50, is taken as soon as "
                "sigma^2 is below kappa mu^2, about (1 - 1/eta) mu^2/(2n): it multiplies sigma^2 by about 50/52 in "
                "every generation, whatever n is, beside the 1 - 1/n by which a sample of n points does."
            ),
            evidence=("inconsistent", "two-branches"),
        ),
    ),
)

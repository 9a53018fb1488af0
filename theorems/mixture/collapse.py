"""Two symmetric normal components, refitted by the approximate estimator: how fast sigma collapses."""

import sympy as sp

from theorems.language import AlmostSure, Inequality, Mean, Parameters, Probability, Source, Theorem, integer
from theorems.language.papers import SURESH
from theorems.processes.mixture import APPROXIMATED, factor

PARAMETERS = Parameters(
    APPROXIMATED["n"], integer("k", 0, "generations of sample-and-fit", (0, 1, 3)), *APPROXIMATED.items[1:]
)
n, k, mu0, sigma0, eta, eps, alpha = PARAMETERS.symbols
half = (n - 1) / 2


def shrinks(power: sp.Expr) -> sp.Expr:
    """By which factor the mean of sigma^power falls in a generation, at least."""
    return (2 * factor / n) ** (power / 2) * sp.gamma(half + power / 2) / sp.gamma(half)


step = sp.sqrt(factor) * sp.sqrt(2 / n) * sp.gamma(n / 2) / sp.gamma(half)
"""The same of sigma itself."""

THEOREM = Theorem(
    id="mixture-collapse",
    title="Two symmetric normal components, fitted approximately, collapse",
    source=Source(SURESH, "Theorem 4"),
    statement=(
        r"Model j+1 is fitted by Algorithm 1 of the paper to n draws $x = \pm\mu_j + \sigma_j Z$ from model j. Its "
        r"$\sigma_{j+1}^2$ is at most $1+\kappa$ times the variance of $|x|$, which is at most that of $\mu_j + "
        r"\sigma_j Z$, a chi-square. So the mean of $\sigma_k$ falls by a factor in every generation, and this is at "
        r"most $e^{-1/(4n)}$ where the parameter $\eta$ of the algorithm is at most 10. From 11 on the condition on "
        r"which the paper's proof rests fails at n = 2; whether its conclusion ever does is not known."
    ),
    conventions=(
        "model 0 is given: mu0 and sigma0",
        r"$1 + \kappa = e^{c}$, $c = (1-1/\eta)(1/(n-1) - 1/(2(n-1) + 8\eta))$",
    ),
    notation=r"The paper writes $\hat\mu_{app}, \hat\sigma_{app}$; its index is the same k.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="moment-upper",
            of="mixture_approximate.scale_power",
            at_most=sigma0**alpha * shrinks(alpha) ** k,
            points=("n=2,k=1,mu0=0,eta=2,alpha=1", "n=3,k=2,mu0=1,sigma0=2,eta=3/2,alpha=1/2"),
            worked={
                "at_most": {
                    "n=3,k=2,eta=2,alpha=2,sigma0=3": sp.Rational(4, 1) * sp.exp(sp.Rational(9, 20)),
                    "n=2,k=1,eta=2,alpha=1,sigma0=2": 2 / sp.sqrt(sp.pi) * sp.exp(sp.Rational(17, 72)),
                    "n=3,k=1,eta=3,alpha=1/2,sigma0=4": 2
                    * (sp.Rational(2, 3) * sp.exp(sp.Rational(13, 42))) ** sp.Rational(1, 4)
                    * sp.gamma(sp.Rational(5, 4)),
                }
            },
        ),
        Inequality(
            name="condition",
            remark="on which the proof rests, for every n",
            quantity=step,
            at_most=sp.exp(-1 / (4 * n)),
            when=eta <= 10,
            worked={
                "at_most": {"n=2": sp.exp(-sp.Rational(1, 8)), "n=5": sp.exp(-sp.Rational(1, 20))},
                "quantity": {
                    "n=2,eta=2": sp.exp(sp.Rational(17, 72)) / sp.sqrt(sp.pi),
                    "n=3,eta=10": sp.sqrt(sp.pi / 6) * sp.exp(sp.Rational(123, 560)),
                },
            },
            source=Source(SURESH, "Appendix D.4 (the condition on eta)"),
        ),
        Inequality(
            name="condition-any-eta",
            remark="the parameter as the program has it, any number above 1",
            quantity=step,
            at_most=sp.exp(-1 / (4 * n)),
            worked={
                "at_most": {"n=2": sp.exp(-sp.Rational(1, 8)), "n=5": sp.exp(-sp.Rational(1, 20))},
                "quantity": {"n=2,eta=11": sp.exp(sp.Rational(89, 198)) / sp.sqrt(sp.pi)},
            },
            source=Source(SURESH, "Appendix D.4 (the condition, for eta as programmed: any number > 1)"),
            expected="refuted",
            erratum="missing hypothesis",
            counterexample="n = 2, eta = 11: the factor is 0.8844, and e^(-1/8) is 0.8825",
            corrected_by="condition",
        ),
        Inequality(
            name="condition-sharp",
            remark="with the parameter that the paper takes, and any smaller one, twice the rate",
            quantity=step,
            at_most=sp.exp(-1 / (2 * n)),
            when=eta <= 2,
            worked={
                "at_most": {"n=2": sp.exp(-sp.Rational(1, 4)), "n=5": sp.exp(-sp.Rational(1, 10))},
                "quantity": {"n=2,eta=2": sp.exp(sp.Rational(17, 72)) / sp.sqrt(sp.pi)},
            },
        ),
        Mean(
            name="mean-upper",
            of="mixture_approximate.scale",
            at_most=sigma0 * sp.exp(-k / (4 * n)),
            when=eta <= 10,
            points=("n=2,k=1,mu0=2,eta=10", "n=3,k=2,mu0=2,sigma0=2,eta=10"),
            worked={"at_most": {"n=2,k=8": sp.exp(-1), "n=3,k=24,sigma0=5": 5 * sp.exp(-2)}},
            source=Source(SURESH, "Theorem 4 (its factor e^{-k/(4n)}, by Markov's inequality)"),
        ),
        Mean(
            name="mean-upper-sharp",
            of="mixture_approximate.scale",
            at_most=sigma0 * sp.exp(-k / (2 * n)),
            when=eta <= 2,
            points=("n=2,k=1,mu0=2,eta=2", "n=3,k=2,mu0=2,sigma0=2,eta=2"),
            worked={"at_most": {"n=2,k=4": sp.exp(-1), "n=3,k=12,sigma0=5": 5 * sp.exp(-2)}},
        ),
        Probability(
            name="tail",
            of="mixture_approximate.above",
            at_most=sigma0 / eps * sp.exp(-k / (4 * n)),
            when=eta <= 10,
            points=("n=3,k=10,mu0=2,eta=10,eps=1/2", "n=2,k=4,mu0=1,eta=2,eps=1"),
            worked={"at_most": {"n=2,k=8,eps=1/2": 2 * sp.exp(-1), "n=3,k=24,eps=1/2,sigma0=5": 10 * sp.exp(-2)}},
            source=Source(SURESH, "Theorem 4"),
        ),
        Probability(
            name="tail-sharp",
            remark="with the parameter that the paper takes, and any smaller one",
            of="mixture_approximate.above",
            at_most=sigma0 / eps * sp.exp(-k / (2 * n)),
            when=eta <= 2,
            points=("n=3,k=10,mu0=2,eta=2,eps=1/2", "n=2,k=4,mu0=1,eta=2,eps=1"),
            worked={"at_most": {"n=2,k=4,eps=1/2": 2 * sp.exp(-1), "n=3,k=12,eps=1/2,sigma0=5": 10 * sp.exp(-2)}},
        ),
        AlmostSure(
            name="collapse",
            of="mixture_approximate.collapsed",
            at_least=1 - sigma0 / eps * sp.exp(-k / (4 * n)),
            variable=k,
            by="summable",
            when=eta <= 10,
            points=("n=5,k=20,mu0=2,eta=10,eps=1/2", "n=2,k=8,mu0=1,eta=2,eps=1/2"),
            worked={
                "at_least": {"n=2,k=8,eps=1/2": 1 - 2 * sp.exp(-1), "n=3,k=24,eps=1/2,sigma0=5": 1 - 10 * sp.exp(-2)}
            },
        ),
    ),
)

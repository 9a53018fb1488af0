"""How much noise of the order 1/M can take back of the drift of a fitted mean."""

import sympy as sp

from theorems.language import Diverges, Inequality, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import SHUMAILOV
from theorems.processes.bounded_noise import BOUNDED_NOISE

PARAMETERS = Parameters(
    BOUNDED_NOISE.parameters["n"],
    real("tau", "(0, oo)", "trace of the covariance of the data", (1, "1/4", 9)),
    real("K", "[0, oo)", "bound of n times the length of the noise", (0, 1, 4)),
    integer("d", 1, "dimensions", (1, 4)),
    real("share", "[0, 1]", "root mean square length of the noise, over its bound K/n", (0, "1/2", 1)),
    real("rho", "[-1, 1]", "mean inner product of noise and error, over both root mean squares", (-1, 0, "1/2", 1)),
    *BOUNDED_NOISE.parameters.items[1:],
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)),
)
n, tau, K, d, share, rho, sigma0, theta, k = PARAMETERS.symbols
error, noise = sp.sqrt(tau / n), share * K / n
added = tau / n + noise**2 + 2 * rho * noise * error
"""E|x + e|^2 of the error x of the sample mean and the noise e: by Cauchy and Schwarz rho lies in [-1, 1]."""

THEOREM = Theorem(
    id="gaussian-bounded-noise",
    title="A fitted mean with bounded noise",
    source=Source(SHUMAILOV, "Appendix A.2"),
    statement=(
        "The mean of n data is fitted with noise of a length of at most K/n, which may depend on the data in any way. "
        r"The mean square error then grows in a generation by at least $(\sqrt{\tau/n} - \sqrt{E|\varepsilon|^2})^2$, "
        r"$\tau$ the trace of the covariance of the data. As n grows the noise is of a smaller order than the error of "
        "the sample mean; at a fixed n it may take back all of it, so that nothing drifts."
    ),
    conventions=(
        "the noise has mean 0 given the past (assumption 1 of the paper), so what it adds is added to the mean square",
        "the example has data of two values and noise that is minus a share theta of the error of the sample mean",
    ),
    notation="The paper writes M_i for the size n, N for the dimensions d, Tr Sigma for tau, i for the generation.",
    parameters=PARAMETERS,
    claims=(
        Inequality(
            name="step-published",
            quantity=added,
            at_least=tau / n + noise**2 - 2 * K * sp.sqrt(d) * sp.sqrt(tau) / n ** sp.Rational(3, 2),
            worked={
                "quantity": {
                    "n=4,tau=9,K=2,share=1/2,rho=1/3": sp.Rational(41, 16),
                    "n=9,tau=4,K=6,share=1/2,rho=-1/2": sp.Rational(1, 3),
                },
                "at_least": {
                    "n=4,tau=9,K=2,d=4,share=1/2": -sp.Rational(11, 16),
                    "n=9,tau=4,K=6,d=9,share=1/2": -sp.Rational(19, 9),
                },
            },
            source=Source(SHUMAILOV, "equation (24)"),
            sharper="step-minkowski",
        ),
        Inequality(
            name="step-minkowski",
            remark="the number of dimensions disappears",
            quantity=added,
            at_least=(error - noise) ** 2,
            worked={
                "quantity": {"n=4,tau=9,K=2,share=1/2,rho=1/3": sp.Rational(41, 16)},
                "at_least": {
                    "n=4,tau=9,K=2,share=1/2": sp.Rational(25, 16),
                    "n=9,tau=4,K=6,share=1/3": sp.Rational(16, 81),
                },
            },
        ),
        Inequality(
            name="step-bounded",
            remark="from the bound of the noise alone, where it is less than the error of the sample mean",
            quantity=added,
            at_least=(error - K / n) ** 2,
            when=n * tau >= K**2,
            worked={
                "quantity": {"n=4,tau=9,K=2,share=1/2,rho=1/3": sp.Rational(41, 16)},
                "at_least": {
                    "n=4,tau=9,K=2": sp.Integer(1),
                    "n=9,tau=4,K=3": sp.Rational(1, 9),
                    "n=4,tau=9,K=6": sp.Integer(0),
                },
            },
        ),
        Inequality(
            name="order",
            remark="claimed from some size on: here from four times that at which the two are equal",
            quantity=K / n,
            at_least=error,
            when=n * tau >= 4 * K**2,
            worked={
                "quantity": {"n=4,tau=9,K=3": sp.Rational(3, 4), "n=9,tau=4,K=2": sp.Rational(2, 9)},
                "at_least": {"n=4,tau=9,K=3": sp.Rational(3, 2), "n=9,tau=4,K=2": sp.Rational(2, 3)},
            },
            source=Source(SHUMAILOV, "Appendix A.2 (order of the noise)"),
            expected="refuted",
            erratum="false",
            corrected_by="order-smaller",
            counterexample=(
                "K = 1, tau = 1: at every size n > 1 the bound 1/n of the noise is less than the error 1/sqrt(n) of "
                "the sample mean, and as n grows the ratio tends to 0."
            ),
        ),
        Inequality(
            name="order-smaller",
            quantity=K / n,
            at_most=error,
            when=n * tau >= K**2,
            worked={
                "quantity": {"n=4,tau=9,K=3": sp.Rational(3, 4), "n=4,tau=9,K=6": sp.Rational(3, 2)},
                "at_most": {"n=4,tau=9": sp.Rational(3, 2), "n=9,tau=4": sp.Rational(2, 3)},
            },
        ),
        Mean(
            name="drift",
            remark="here the bound of Minkowski is an equality; nothing drifts at a share of 1",
            of="bounded_noise.mean_error",
            equals=k * (1 - theta) ** 2 * sigma0**2 / n,
            points=("n=1,k=2,theta=0", "n=3,k=2,theta=1/4,sigma0=2"),
        ),
        Diverges(
            name="drift-published",
            remark="of the leading term half is granted to the terms of order 3/2",
            of="bounded_noise.mean_error",
            at_least=k * sigma0**2 / (2 * n),
            variable=k,
            points=("n=2,k=3,theta=1", "n=5,k=4,theta=1,sigma0=2"),
            worked={"at_least": {"n=2,k=4": sp.Integer(1), "n=3,k=2,sigma0=3": sp.Integer(3)}},
            source=Source(SHUMAILOV, "equation (25) (growth at a constant size)"),
            expected="refuted",
            erratum="false",
            corrected_by="drift",
            counterexample=(
                "Data -sigma0 and sigma0 about the last mean, and noise that is minus the error of the sample mean: it "
                "is at most sigma0 = K/n long for K = sigma0 n, has mean 0, and no mean ever moves. Growth without "
                "bound follows where n > K^2/tau only."
            ),
        ),
    ),
)

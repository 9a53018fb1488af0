"""Recursive Gaussian fitting where the mean is fitted with noise, as by an imperfect optimiser."""

import sympy as sp

from theorems.gaussian.risk_schedule import PARAMETERS as OF_SCHEDULES
from theorems.gaussian.risk_schedule import factors, total
from theorems.language import Mean, Note, Parameters, Source, Theorem
from theorems.language.papers import ARULANDU, SHUMAILOV
from theorems.processes.gaussian_multivariate import LAM
from theorems.processes.noisy_mean import LEANING, NOISY_MEAN

PARAMETERS = Parameters(*OF_SCHEDULES, NOISY_MEAN.parameters["kappa"], LEANING.parameters["theta"], LAM)
k, n, sigma0, kappa, theta, lam = PARAMETERS.symbols
noise = kappa**2 * sigma0**4 * (factors(4, 0, k) - 1)
drift = sigma0**2 * total + noise
i = sp.Symbol("i", integer=True, nonnegative=True)
trace = sp.Sum(lam[i], (i, 0, LAM.size - 1))

THEOREM = Theorem(
    id="gaussian-noisy-mean",
    title="Gaussian fitting with a noisy mean",
    source=Source(SHUMAILOV, "section 4.3"),
    statement=(
        r"Generation $j+1$ draws $n_j$ samples from $N(M_j, \Sigma_j^2)$; the variance is fitted with $n_j - 1$ as its "
        r"divisor, and the mean is off by $\varepsilon_{j+1} = \kappa(\Sigma_{j+1}^2 - \Sigma_j^2)$, which is "
        "uncorrelated with the mean of the sample. The noise adds to the error of the mean, term by term."
    ),
    conventions=(
        "n lists the sizes of generations 1, 2, ...: n[0] is the first",
        "the condition on the noise is read as uncorrelated with the sample mean, as the paper's proof needs it",
        "theta is about another noise, minus the share theta of the error of the sample mean, which is not so",
        "lam: in d dimensions, the eigenvalues of the real covariance; the noise is independent of the sample there",
    ),
    notation="The paper writes M_0..M_n for the sizes and R^{n+1} for the risk after n+1 = k fits, M_j = our n_j.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="mean-error",
            remark="the published bound is an equality for the mean part of the risk",
            of="gaussian_noisy_mean.mean_error",
            equals=drift,
            points=("n=[5],k=1,kappa=1/3", "n=[6,9],k=2,sigma0=2,kappa=1/4", "n=power(9,1,3),k=3,kappa=1"),
        ),
        Mean(
            name="risk-lower",
            remark="the last term is the sum of the mean squares of the noise",
            of="gaussian_noisy_mean.risk",
            at_least=drift,
            points=("n=[5],k=1,kappa=1/3", "n=[6,9],k=2,kappa=1/4"),
            worked={
                "at_least": {
                    "n=[3],k=1,kappa=1/2": sp.Rational(7, 12),
                    "n=[3,2],k=2,sigma0=2,kappa=1": sp.Rational(250, 3),
                    "n=[2,5],k=2,kappa=0": sp.Rational(7, 10),
                }
            },
            source=Source(SHUMAILOV, "equation (15)"),
        ),
        Mean(
            name="mean-error-dimensions",
            remark="other noise: a normal vector with so many times the fitted covariance, whatever the dimensions",
            of="gaussian_shaken_mean.mean_error",
            equals=trace * (total + k * kappa**2),
            points=("n=[5],k=1,kappa=1/3,lam=[2,1/2]", "n=[2,9],k=2,kappa=1/4,lam=[4,1,1/4]"),
        ),
        Mean(
            name="leaning",
            remark="noise that leans against the error of the sample mean",
            of="gaussian_leaning_mean.mean_error",
            equals=(1 - theta) ** 2 * sigma0**2 * total,
            points=("n=[5],k=1,theta=1/3", "n=[6,9],k=2,sigma0=2,theta=1/4"),
        ),
        Mean(
            name="literal-condition",
            remark="the sum of the mean squares of the noise is here as large as the sum before it",
            of="gaussian_leaning_mean.mean_error",
            at_least=2 * sigma0**2 * total,
            when=theta >= 1,
            points=("n=[5],k=1,theta=1", "n=[6,9],k=2,sigma0=2,theta=1"),
            worked={
                "at_least": {
                    "n=[3],k=1": sp.Rational(2, 3),
                    "n=[3,2],k=2,sigma0=3": sp.Integer(15),
                }
            },
            source=Source(ARULANDU, "section 3.1.1 (condition on the noise as printed)"),
            expected="refuted",
            erratum="missing hypothesis",
            corrected_by="leaning",
            counterexample=(
                "Noise that is minus the error of the sample mean leaves every fitted mean where the last one was. So "
                "it has the covariance 0 with the fitted mean, as printed, and the error of the mean is 0, not "
                "2 sigma0^2 k/n. It is the covariance with the sample mean that must be 0."
            ),
        ),
    ),
    notes=(
        Note(
            kind="off by one",
            source=Source(ARULANDU, "section 3.1.1 (upper limit of the sum of the noises)"),
            printed="the mean squares of the noise are added up from 1 to n + 1 after g generations",
            found="g fits are off by g noises: the sum ends at g, as that of the inverse sizes has g terms.",
            evidence=("risk-lower",),
        ),
        Note(
            kind="false",
            source=Source(ARULANDU, "section 3.1.1 (that the bound recovers equation (2))"),
            printed="the lower bound recovers equation (2)",
            found=(
                "Without noise it is sigma0^2 times the sum of the inverse sizes, the mean part of the risk alone: two "
                "thirds of the leading term of equation (2)."
            ),
            evidence=("mean-error",),
        ),
    ),
)

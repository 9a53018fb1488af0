"""How many synthetic points to pool with real ones, once."""

import sympy as sp

from theorems.language import Identity, Inequality, Limit, Mean, Parameters, Source, Theorem, integer, real
from theorems.language.papers import KAZDAN
from theorems.processes.one_shot import PARAMETERS as ONE_SHOT

PARAMETERS = Parameters(
    *ONE_SHOT,
    integer("k", 1, "which of the pools", (1, 2)),
    real(
        "v", "(0, oo)", "by how much twice the error of the model is more than that of r real points, in theirs", (1, 3)
    ),
)
n0, b, r, s, sigma0, k, v = PARAMETERS.symbols
kappa = 1 / n0 + b**2 / sigma0**2
"""The squared error of the model, in units of the variance of a point."""
share = s / (r + s)
alone = sigma0**2 / r
least = alone * (1 - 1 / (4 * kappa * r))
best, pooled = r / v, (1 + v) / (2 * r)
"""The best number of synthetic points, and kappa, if v = 2 kappa r - 1."""
HARMLESS, HARMFUL = s * (kappa * r - 1) <= r, s * (kappa * r - 1) >= r

THEOREM = Theorem(
    id="workflow-one-shot",
    title="Synthetic points pooled with real ones, once",
    source=Source(KAZDAN, "section 4 (experiments; the theory is ours)"),
    statement=(
        r"A model is fitted to n0 real points, and errs by b besides; s points drawn from it are pooled with r other "
        r"real points. With $\kappa = 1/n_0 + b^2/\sigma_0^2$ the mean of the pool has, in units of $\sigma_0^2$, the "
        r"error $(1-w)/r + \kappa w^2$, w the synthetic share: a parabola. Few real points are helped by many "
        r"synthetic ones; with many, about $1/(2\kappa)$ are best, and more than about $1/\kappa$ do harm."
    ),
    conventions=("points are normal with known variance; every pool is made anew",),
    notation="The paper finds the optimum by experiment: near 1024 synthetic points for at most 1024 real ones.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="risk",
            of="one_shot.error",
            equals=sigma0**2 * ((1 - share) / r + kappa * share**2),
            points=("n0=1,b=1/2,r=1,s=6,k=1", "n0=5,b=1/2,r=4,s=6,k=2,sigma0=2", "n0=5,b=0,r=4,s=0,k=1"),
        ),
        Mean(
            name="least",
            remark="no number of synthetic points does better",
            of="one_shot.error",
            at_least=least,
            points=("n0=1,b=0,r=1,s=1,k=1", "n0=2,b=0,r=2,s=3,k=1,sigma0=2"),
            worked={
                "at_least": {
                    "n0=2,b=1/2,r=2,sigma0=1": sp.Rational(5, 12),
                    "n0=1,b=3,r=2,sigma0=3": sp.Rational(135, 32),
                }
            },
        ),
        Identity(
            name="best",
            remark="this number of synthetic points reaches it, where it is whole",
            quantity=(r + best + pooled * best**2) / (r + best) ** 2,
            equals=(1 - 1 / (4 * pooled * r)) / r,
            worked={
                "quantity": {"r=2,v=1": sp.Rational(3, 8), "r=2,v=3": sp.Rational(7, 16)},
                "equals": {"r=2,v=1": sp.Rational(3, 8), "r=2,v=3": sp.Rational(7, 16)},
            },
        ),
        Mean(
            name="harmless",
            of="one_shot.error",
            at_most=alone,
            when=HARMLESS,
            points=("n0=1,b=0,r=1,s=1,k=1", "n0=1,b=0,r=2,s=2,k=1", "n0=5,b=0,r=4,s=6,k=1,sigma0=2"),
            worked={"at_most": {"r=2,sigma0=3": sp.Rational(9, 2), "r=3,sigma0=2": sp.Rational(4, 3)}},
        ),
        Mean(
            name="harmful",
            remark="more synthetic points than this do worse than none",
            of="one_shot.error",
            at_least=alone,
            when=HARMFUL,
            points=("n0=1,b=1/2,r=4,s=1,k=1", "n0=1,b=1/2,r=4,s=6,k=1"),
            worked={"at_least": {"r=2,sigma0=3": sp.Rational(9, 2), "r=3,sigma0=2": sp.Rational(4, 3)}},
        ),
        Inequality(
            name="first-point",
            remark="one synthetic point of a model without bias: less than with none, so the first one always helps",
            quantity=(r + 1 + 1 / n0) / (r + 1) ** 2,
            at_most=(r + 2) / (r + 1) ** 2,
            worked={
                "quantity": {"n0=2,r=2": sp.Rational(7, 18), "n0=3,r=1": sp.Rational(7, 12)},
                "at_most": {"r=2": sp.Rational(4, 9), "r=3": sp.Rational(5, 16)},
            },
        ),
        Limit(
            name="many",
            remark="what is left is the error of the model",
            of="one_shot.error",
            equals=sigma0**2 * kappa,
            within=sigma0**2 * (1 + 2 * kappa * r) / (r + s),
            variable=s,
            points=("n0=1,b=1/2,r=1,s=6,k=1", "n0=5,b=0,r=4,s=40,k=1"),
            worked={
                "equals": {"n0=2,b=1,sigma0=2": sp.Integer(3), "n0=3,b=1/2,sigma0=3": sp.Rational(13, 4)},
                "within": {
                    "n0=2,b=3,r=2,s=1,sigma0=2": sp.Integer(16),
                    "n0=1,b=2,r=1,s=2,sigma0=1": sp.Rational(11, 3),
                },
            },
        ),
    ),
)

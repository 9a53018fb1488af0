"""The limit process of training on generated data: one ratio of variances for all regular estimators."""

import sympy as sp

from theorems.language import Law, Limit, Mean, Note, Parameters, Source, Theorem, X, integer
from theorems.language.papers import ARULANDU
from theorems.processes.universality import PARAMETERS as LIMIT

PARAMETERS = Parameters(*LIMIT, integer("k", 0, "fits", (0, 1, 2, 3, 10)))
J, r, k = PARAMETERS.symbols
t = sp.Symbol("t", integer=True, positive=True)
squares, before = sp.Sum(1 / t**2, (t, 1, k)), sp.Sum(1 / t**2, (t, 1, k - 1))
one = 1 / J + r
"""The variance of the estimator of one real batch."""

THEOREM = Theorem(
    id="universality-process",
    title="The limit process of training on generated data, and its pi^2/6",
    source=Source(ARULANDU, "section 4.3, equations (7) to (10)"),
    statement=(
        "Labels of batch k+1 come from the model that is fitted to all batches 1..k (augment), or to batch k alone "
        "(discard); batch 1 is real. As the number n of points of a batch grows, the scores of the batches, over the "
        r"root of n, and the errors of the estimates, times that root, tend in law to normal variables $W_T$ and "
        r"$W_\Theta$: that is the theorem of Dey and Donoho, which is cited here, and not proved. What is proved is "
        "what follows for that process: whatever the model and the estimator, its variance is that of one real batch "
        "times the sum of the inverse squares, or times k."
    ),
    conventions=(
        "one parameter; with several, J is the information matrix and 1/J its inverse, and ratios are the same",
        "the estimator is regular: asymptotically linear, of variance 1/J + r; r = 0 for maximum likelihood",
        "for the median of normal points of variance 1, J = 1 and 1/J + r is half of pi",
        "model k is the k-th fit, model 1 that of the real batch alone; k = 0 is the real law",
        "of a subsample of all batches: workflow-order, in the unit of the variance of one real batch",
    ),
    notation="The survey writes g and G for k, I for J, and states the process for maximum likelihood.",
    parameters=PARAMETERS,
    claims=(
        Mean(
            name="augment",
            of="universality_augment.error",
            equals=one * squares,
            points=("J=1,r=0,k=1", "J=1/4,r=1/2,k=2", "J=3,r=1/3,k=4"),
            source=Source(ARULANDU, "section 4.3 ((6) again)"),
        ),
        Limit(
            name="augment-limit",
            of="universality_augment.error",
            equals=one * sp.pi**2 / 6,
            within=one / k,
            variable=k,
            when=k >= 1,
            points=("J=1/4,r=1/2,k=12", "J=3,r=1/3,k=20"),
            worked={
                "equals": {"J=2,r=3": 7 * sp.pi**2 / 12, "J=1/2,r=0": sp.pi**2 / 3},
                "within": {"J=2,r=3,k=3": sp.Rational(7, 6), "J=1/2,r=1,k=1": sp.Integer(3)},
            },
            source=Source(ARULANDU, "section 4.3 (pi^2/6)"),
        ),
        Mean(
            name="discard",
            of="universality_discard.error",
            equals=one * k,
            points=("J=1,r=0,k=1", "J=1/4,r=1/2,k=2", "J=3,r=1/3,k=4"),
            source=Source(ARULANDU, "section 4.3 ((5) again)"),
        ),
        Law(
            name="discard-law",
            of="universality_discard.draw",
            cdf=(1 + sp.erf(X / sp.sqrt(2 * one * k))) / 2,
            when=k >= 1,
            points=("J=1/4,r=1/2,k=1", "J=3,r=1/3,k=4"),
        ),
        Mean(
            name="score",
            remark="what the last model errs by moves the score of the batch that it makes",
            of="universality_augment.score_square",
            equals=J + J**2 * one * before,
            when=k >= 1,
            points=("J=1,r=0,k=1", "J=1/4,r=1/2,k=2", "J=3,r=1/3,k=4"),
        ),
        Mean(
            name="as-printed",
            remark="the score is equal to what moves it, and the reference score has no part in it",
            of="universality_augment.score_square",
            equals=J**2 * one * before,
            when=k >= 1,
            points=("J=1/4,r=1/2,k=2", "J=3,r=1/3,k=4"),
            worked={
                "equals": {
                    "J=2,r=1,k=1": sp.Integer(0),
                    "J=2,r=3,k=2": sp.Integer(14),
                    "J=3,r=0,k=3": sp.Rational(15, 4),
                }
            },
            source=Source(ARULANDU, "equation (10) (W_T = W_T^ref = I W_Theta)"),
            expected="refuted",
            erratum="false",
            corrected_by="score",
            counterexample=(
                "k = 1: the batch is real and no model came before, so that the printed score is 0; it has variance J. "
                "The second sign of equality is to be a plus: W_T(g) = W_T^ref(g) + I W_Theta(g-1)."
            ),
        ),
    ),
    notes=(
        Note(
            kind="convention",
            source=Source(ARULANDU, "equation (10) (the law of W_Theta given the scores)"),
            printed="W_Theta(g) has the reference law given the scores of all batches up to g",
            found=(
                "For maximum likelihood that is a number, the mean of these scores over I. For another estimator its "
                "noise is left, which batches that are kept share: given the scores, W_Theta(g) also depends on what "
                "the earlier W_Theta were. Only with that are errors the sums that give the variance."
            ),
            evidence=("augment",),
        ),
    ),
)

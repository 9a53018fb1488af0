"""Errata of the papers' programs and figures that are about no theorem; found by reading the authors' repositories."""

from theorems.language.errata import Note
from theorems.language.papers import KAZDAN, SHUMAILOV, SURESH
from theorems.language.sources import Source

AXES = Note(
    kind="code",
    source=Source(SURESH, "Figure 2(a) (its axes)"),
    printed="the axes are the maximum likelihood estimates of mean and standard deviation",
    found=(
        "By reading simulations.ipynb, function ml_estimate: it returns np.std(samples, ddof=1). The maximum "
        "likelihood estimate is smaller by the factor sqrt(1 - 1/n) in every generation: with the same draws, by a "
        "factor of 285763 after the 2500 generations of 100 samples that are drawn."
    ),
    program="print(round((100 / 99) ** (2500 / 2)))",
    prints="285763",
)
BOUND = Note(
    kind="code",
    source=Source(SURESH, "Figure 13 (where the bound is drawn)"),
    printed="the probabilities of generation k beside the bound of Theorem 4 at k",
    found=(
        "By reading simulations.ipynb: the simulated lists begin with generation 0, that of the bound with k = 1, and "
        "all are drawn over 0, 20, 40, ... So the bound that is drawn is that of one generation later, too small by "
        "the factor exp(-1/(4n)), 0.975 at n = 10."
    ),
    program="from math import exp; print(round(exp(-1 / 40), 3))",
    prints="0.975",
)
BARS = Note(
    kind="code",
    source=Source(SURESH, "Figure 13 (its error bars)"),
    printed="error bars of both estimators",
    found=(
        "By reading simulations.ipynb: error_bar_approx_ml is made of collapse_probab_joint_ml, so that the bars of "
        "the approximate estimator are those of the joint one. Where the joint one has the probability 0.5 and the "
        "approximate one 0.05, its bars of 500 runs are 0.022 instead of 0.01."
    ),
    program="print(*(round((p * (1 - p) / 500) ** 0.5, 3) for p in (0.5, 0.05)))",
    prints="0.022 0.01",
)
BLOBS = Note(
    kind="code",
    source=Source(SHUMAILOV, "Figure 7 (its program)"),
    printed="two artificially generated Gaussians, shown with their ground truth labels",
    found=(
        "By reading Normals_GMM_experiments.ipynb: make_blobs draws all points about the one centre [0, 0] with "
        "deviation 1, and the colours are what the first fitted mixture predicts. So two components are fitted to one "
        "Gaussian, and there are no labels to lose: those that the call returns, which are not used, are all 0."
    ),
    program=(
        "from sklearn.datasets import make_blobs; "
        "print({*map(int, make_blobs(1000, n_features=1, centers=[[0, 0]], cluster_std=1)[1])})"
    ),
    prints="{0}",
)
PERPLEXITY = Note(
    kind="code",
    source=Source(SHUMAILOV, "Figure 10 (its error bars)"),
    printed="mean and standard deviation of the perplexity",
    found=(
        "By reading plt_model.py, on_test_epoch_end: exp of the standard deviation of the losses is logged as "
        "std_perps. That is no deviation of perplexities, and at least 1 even where all are equal: of batches with the "
        "losses 3 and 3.2 it is 1.15, while their perplexities deviate by 3.14. As their mean exp of the mean loss is "
        "logged, 22.2, and the mean is 22.31."
    ),
    program=(
        "from math import exp; from statistics import mean, stdev; losses = [3, 3.2]; found = [*map(exp, losses)]; "
        "print(*(round(x, 2) for x in (exp(stdev(losses)), stdev(found), exp(mean(losses)), mean(found))))"
    ),
    prints="1.15 3.14 22.2 22.31",
)
PENALTY = Note(
    kind="code",
    source=Source(SHUMAILOV, "Figure 10 (how its texts are made)"),
    printed="a penalty of 2.0 on repetitions, and that in an experiment of its own (Figure 14)",
    found=(
        "By reading main.py: it generates every text with repetition_penalty=3.0, those of the other figures, too, if "
        "they come from it. The penalty divides the score of a word that is there already, where it is positive: the "
        "first of two words with the scores 4 and 3, there already, comes again with probability 0.73 without a "
        "penalty, 0.27 with 2.0, and 0.16 with 3.0."
    ),
    program=("from math import exp; print(*(round(1 / (1 + exp(3 - 4 / penalty)), 2) for penalty in (1.0, 2.0, 3.0)))"),
    prints="0.73 0.27 0.16",
)
RSQUARED = Note(
    kind="code",
    source=Source(KAZDAN, "section 4 (number or share)"),
    printed="values of R^2 for the transformed number of real data and for the proportion of real data, and F tests",
    found=(
        "By reading notebooks/10_sft_cardinality_vs_proportionality.py: the one regression there is of the loss on the "
        "number as it is, without a constant; it is printed as that of the proportion, and there are no F tests. "
        "Without a constant R^2 is about zero and not about the mean: of losses that do not depend on the number it "
        "can be 0.75."
    ),
    program=(
        "x, y = [1, 2, 3, 4], [2, 1, 1, 2]; "
        "print(sum(a * b for a, b in zip(x, y)) ** 2 / sum(a * a for a in x) / sum(b * b for b in y))"
    ),
    prints="0.75",
)

"""What Shumailov et al. state, in the order of their paper."""

from theorems.language.papers import SHUMAILOV
from theorems.papers.programs import BLOBS, PENALTY, PERPLEXITY
from theorems.papers.statement import Paper, Statement

OPT = "a language model and a text"


PAPER = Paper(
    "shumailov",
    SHUMAILOV,
    (
        Statement("Figure 1", "model collapse, and Figure 2 its feedback", "not quantitative", why="two schematics"),
        Statement(
            "section 2",
            "texts of generations 0, 1, 7 and 9",
            "not quantitative",
            why="illustrations",
        ),
        Statement(
            "Definition 3.1",
            "early and late model collapse: the tails are lost; then little is left of the original",
            "not quantitative",
            why="a definition in words",
        ),
        Statement(
            "section 3.1 (the mean of ten million points)",
            "the mean of 10^7 points is off by 2.49e-4 +- 1.894e-4",
            claims={
                "section 3.1 (the mean of ten million points)": (
                    "with 10^7 samples we estimate the mean to be 0.00024899 +- 1.89382984e-4, when the true value is 0"
                ),
            },
            by=("gaussian-estimation-error/absolute-error", "gaussian-estimation-error/absolute-error-variance"),
        ),
        Statement(
            "Figure 12",
            "mean and deviation of the error of the mean, by the number of points",
            "figure",
            by=("gaussian-estimation-error/absolute-error", "gaussian-estimation-error/mean-error"),
            figures=("shumailov-12-estimation",),
        ),
        Statement(
            "section 3.1 (functional error)",
            "without statistical error, functional approximation errs at the first generation only",
            claims={
                "section 3.1 (functional error)": (
                    "in the absence of statistical error, functional approximation error only occurs at the first"
                    " generation"
                ),
            },
        ),
        Statement(
            "section 3.1 (two normal laws fitted by one)",
            "an example of functional error: two Gaussians fitted by one",
            by=("moment-projection/once", "moment-projection/lost"),
        ),
        Statement(
            "section 4",
            "the next law mixes what is fitted to samples, the last law and the real one, by alpha, beta and gamma",
            by=("discrete-generational-mixture/error", "discrete-generational-mixture/fixed-point"),
            processes=("generational_mixture",),
        ),
        Statement(
            "section 4 (the weights of what follows)",
            "the models below have alpha_i = gamma_i = 0: data of a single step",
            claims={
                "section 4 (alpha_i = gamma_i = 0: data only from a single step)": (
                    "the models come from data of a single step, alpha_i = gamma_i = 0"
                ),
            },
        ),
        Statement(
            "section 4.1 (rare states)",
            "of a state of probability q at most 1/M less than one sample is expected, and it is lost",
            claims={
                "section 4.1 (the expected number of samples)": "M q samples of a state of probability q are expected",
                "section 4.1 (less than one sample for q <= 1/M: lost)": (
                    "of a state of probability q <= 1/M less than 1 sample is expected, so that in practice it is lost"
                ),
            },
        ),
        Statement(
            "section 4.1 (what is lost for ever)",
            "a state is missed with probability 1 - q at some time; the process ends at state i with probability p_i",
            claims={
                "section 4.1 (no data at some generation: 1 - q; the rate is ours)": (
                    "the probability of sampling no data of a state at some generation is 1 - q"
                ),
                "section 4.1 (the state at which the process ends; the rate is ours)": (
                    "the process ends at a state with the probability of sampling it from the original distribution"
                ),
            },
            processes=("multinomial",),
        ),
        Statement(
            "section 4.1 (one absorbing state)",
            "a chain with an absorbing state is absorbed",
            claims={
                "section 4.1 (one absorbing state)": (
                    "a chain with at least one absorbing state converges with probability 1 to one of its absorbing"
                    " states"
                ),
            },
        ),
        Statement(
            "Figure 3",
            "histograms of a mixture whose tails are cut off at 1/M",
            "figure",
            figures=("shumailov-3-tails",),
            by=("discrete-rare-symbol/count", "discrete-rare-symbol/missing-at-threshold"),
            also=("Figure 3",),
        ),
        Statement(
            "Figure 4",
            "one run of recursive Gaussian fits, 100 to 10000 points: errors of mean and standard deviation",
            "figure",
            by=("gaussian-collapse-mle/mean-error", "gaussian-collapse-mle/risk"),
            figures=("shumailov-4-replace",),
            also=("Figures 4 and 6",),
        ),
        Statement(
            "Figure 5",
            "the same where each model gets a fixed sample of all data so far",
            "figure",
            by=(
                "gaussian-pool-sample/variance",
                "gaussian-pool-sample/growth-lower",
                "gaussian-pool-sample/mean-error",
            ),
            processes=("gaussian_pool",),
            figures=("shumailov-5-pool-sample",),
        ),
        Statement(
            "Figure 6",
            "the same where each model is fitted to all data so far",
            "figure",
            by=("gaussian-accumulate-limit/mean-error", "gaussian-accumulate-risk/risk"),
            processes=("gaussian_accumulate",),
            figures=("shumailov-6-pool-fit",),
        ),
        Statement(
            "equation (1)",
            "the sample mean and the unbiased variance of generation i, and equation (2) the next sample",
            processes=("gaussian", "gaussian_schedule"),
        ),
        Statement(
            "section 4.2 (a draw after one generation is variance-gamma)",
            "a draw after one generation follows a variance-gamma law",
            claims={
                "section 4.2 (a draw after one generation is variance-gamma)": (
                    "after the first approximation X_j^i follows a variance-gamma distribution"
                ),
            },
        ),
        Statement(
            "equation (3)",
            "a draw after n generations in terms of independent normal and chi-square variables",
            claims={
                "equation (3)": (
                    "X^1 = mu + (sigma/sqrt M_0) Z^1 + sigma sqrt(S^1) Z_j^1, all of these independent; and so on"
                ),
                "section 4.2 (mean of a draw)": "E X^{n+1} = mu",
            },
        ),
        Statement(
            "section 4.2 (variance of a draw)",
            "the variance of a draw is sigma^2 (1 + the sum of 1/M_i), up to second order",
            claims={"section 4.2 (variance of a draw)": "Var X^{n+1} = sigma^2 (1 + 1/M_0 + ... + 1/M_n) + O(2)"},
            also=("section 4.2 (the remainder of the variance of a draw)",),
        ),
        Statement(
            "section 4.2 (random walk of the parameters)",
            "linear divergence, as of a random walk",
            claims={
                "section 4.2 (random walk of the parameters)": (
                    "each generation is a new step in a random walk of the parameters; the risk diverges"
                ),
            },
            by=("gaussian-collapse/wandering", "gaussian-resting-law/distance", "gaussian-resting-law/risk"),
        ),
        Statement(
            "section 4.2 (distance of two normals)",
            "the risk: the squared 2-Wasserstein distance of two normal laws",
            claims={
                "section 4.2 (distance of two normals)": "W_2^2 of two normals is |mu - mu'|^2 + |sigma - sigma'|^2",
            },
        ),
        Statement(
            "equation (4)",
            "the mean of the risk, to leading order",
            claims={
                "equation (4)": "E R = (3/2) sigma^2 (1/M_0 + ... + 1/M_n) + O(2)",
                "equation (4) (equal sizes)": "E R = (3/2) sigma^2 (n+1)/M + O(2)",
                "equation (4) (for every number of generations)": (
                    "E R = (3/2) sigma^2 (n+1)/M + O(2), used for constant M and any n: 'diverging for a constant"
                    " sample size'"
                ),
            },
        ),
        Statement(
            "equation (5)",
            "the variance of the risk, to leading order",
            claims={
                "equation (5)": "Var R = (1/2) sigma^4 (sum 3/M_i^2 + sum over i != j of 4/(M_i M_j)) + O(3)",
                "equation (5) (equal sizes)": "Var R = (1/2) sigma^4 (3 (n+1) + 4 n (n+1))/M^2 + O(3)",
            },
        ),
        Statement(
            "section 4.2 (a finite risk needs superlinear sizes)",
            "for a finite risk the sizes must grow superlinearly, perhaps quadratically",
            claims={
                "section 4.2 (a finite risk needs superlinear sizes)": (
                    "for the distance to be finite, the sampling rate M_i needs to increase superlinearly"
                ),
            },
            by=("gaussian-sample-growth/criterion",),
        ),
        Statement(
            "section 4.2 (the distance stays above 0; the bound is ours)",
            "the expected distance stays above zero",
            claims={
                "section 4.2 (the distance stays above 0; the bound is ours)": "the expected distance remains non-zero",
            },
        ),
        Statement(
            "section 4.2 (how it ends)",
            "the process ends only where the variance is small enough; machine numbers absorb it (footnote 3)",
            by=("gaussian-collapse/collapse", "gaussian-collapse/rate"),
        ),
        Statement(
            "section 4.3",
            "Gelbrich's bound on the distance of any two laws by their means and covariances",
            claims={
                "section 4.3 (Gelbrich's bound)": (
                    "W_2^2 >= |mu - mu'|^2 + Tr(Sigma + Sigma' - 2 (Sigma^(1/2) Sigma' Sigma^(1/2))^(1/2)), on the line"
                ),
                "section 4.3 (Gelbrich's bound in any dimension, common axes)": (
                    "the same in any dimension, of covariances that have common axes"
                ),
                "section 4.3 (Gelbrich's bound in any dimension)": "the same in any dimension, of any covariances",
                "section 4.3 (Gelbrich's bound, its mean part)": "W_2^2 >= |mu - mu'|^2",
            },
        ),
        Statement(
            "equation (6)",
            "a fit in any dimension with noise of its own beside the sampling error",
            processes=("gaussian_noisy_mean", "gaussian_shaken_mean"),
        ),
        Statement(
            "equation (7)",
            "the assumptions, with (8) and (9): the noise has mean 0 and is uncorrelated with what came before",
            by=("gaussian-noisy-mean/mean-error",),
        ),
        Statement(
            "equation (15)",
            "the risk is at least the sum of Tr Sigma/M_i and of the mean squares of the noise, by (10) to (14)",
            claims={
                "equation (15)": "E R >= Tr Sigma (1/M_0 + ... + 1/M_n) + the sum of E |eps_i|^2",
            },
        ),
        Statement(
            "section 4.3 (the distance grows without bound)",
            "the mean distance grows, and can become infinite in the limit",
            by=("gaussian-sample-growth/unbounded", "gaussian-sample-growth/criterion"),
        ),
        Statement(
            "Figure 7",
            "mixtures of two normal laws fitted by EM to 1000 of their own points, up to iteration 2000 (section 5.1)",
            "figure",
            figures=("shumailov-7-mixture-points",),
            notes=(BLOBS,),
        ),
        Statement(
            "Figure 13",
            "the distance of these mixtures to the first, for 500 to 200000 points",
            "figure",
            by=("mixture-distance/l2", "mixture-distance/overlap"),
            figures=("shumailov-13-mixture-distance",),
            compared={
                "mixture-distance-grows": "over the generations the distance grows (read as: it is larger at the end)",
                "mixture-loses-variance": (
                    "by iteration 2000 a mixture of which 1000 points are drawn has very little variance (Figure 7; "
                    "read as: less than half of the total variance of the first fit)"
                ),
            },
        ),
        Statement(
            "Figure 8",
            "variational autoencoders: latents of generated pictures as the first encoder sees them",
            "experiment",
            by=("linear-vae/decoder-mean", "linear-vae/latent", "linear-vae/sampled"),
            figures=("shumailov-8-latents",),
            compared={
                "latents-closer-at-last": (
                    "the first encoder sees less spread in the images of the last generation than in those of the first"
                ),
                "latents-ever-closer": (
                    "the first encoder sees less spread in the images of every generation than in those of the one "
                    "before"
                ),
            },
            also=("section 5.1, Figure 8 ('just as with the Gaussian case')",),
            why="a learning machine and pictures; a linear autoencoder is its theory",
        ),
        Statement("Figure 9", "pictures of generations 0, 5, 10 and 20", "not quantitative", why="photographs"),
        Statement(
            "section 5.2 (zero-shot and fine-tuned)",
            "perplexity 115 of OPT-125m on wikitext2, 34 after fine-tuning",
            "experiment",
            why=OPT,
        ),
        Statement(
            "Figure 10",
            "perplexity by generation: 5 epochs and no real data, 20 to 28; 10 epochs and a tenth of it, minor loss",
            "experiment",
            figures=("shumailov-10-perplexity",),
            compared={
                "text-nothing-kept-loses": (
                    "training on generated text, some performance is lost, 20 to 28 points (read as: the last model "
                    "has a larger perplexity of real text than model 0)"
                ),
                "text-a-tenth-helps": (
                    "preserving a tenth of the original data leads to minor degradation only (read as: the last model "
                    "has a smaller perplexity than where nothing is kept)"
                ),
            },
            notes=(PERPLEXITY, PENALTY),
        ),
        Statement(
            "Figure 11",
            "histograms of perplexities under the first model (in 3D: Figure 15)",
            "experiment",
            figures=("shumailov-11-histograms",),
            compared={
                "text-made-is-likelier": "over the generations models produce samples that model 0 finds likelier",
                "text-tail-is-longer": (
                    "a longer tail appears for later generations (read as: the perplexity that one block in a hundred "
                    "exceeds is larger for the last model than for model 0)"
                ),
            },
        ),
        Statement(
            "Figure 14",
            "with a penalty of 2.0 on repetitions perplexity doubles",
            "experiment",
            figures=("shumailov-10-perplexity", "shumailov-11-histograms"),
            compared={
                "text-penalty-is-worse": "with the penalty the consequent models perform even worse",
                "text-penalty-doubles": "with the penalty perplexity doubles",
                "text-penalised-is-likelier": "with the penalty, too, perplexities shift to more probable sequences",
            },
        ),
        Statement(
            "equation (17)",
            "Appendix A.1: powers of the matrix of an absorbing chain (16), and their limit",
            claims={
                "equation (17)": "T^k has the blocks Q^k, 0, R (I + Q + ... + Q^(k-1)) and I",
                "equation (17) (transient places)": "Q^k is the block of T^k for the transient states",
            },
        ),
        Statement(
            "Appendix A.1",
            "the mean time to collapse cannot be computed without knowing the fitting procedure",
            by=(
                "absorbing-chain/mean-time",
                "bernoulli-forgetting-time/mean-upper",
                "discrete-collapse-time/mean-upper",
            ),
        ),
        Statement(
            "equation (18)",
            "Appendix A.2: the noise is bounded by K/M_i, of an order larger than the error of the sample mean",
            claims={
                "Appendix A.2 (order of the noise)": (
                    "the noise is bounded by K/M_i, of an order larger than the sample mean's"
                ),
            },
        ),
        Statement(
            "equation (24)",
            "the risk of one step under that assumption, by (19) to (23)",
            claims={
                "equation (24)": (
                    "E R_{i+1} >= E|mu_i - mu|^2 + Tr Sigma/M_i + E|eps|^2 - 2 K sqrt(N Tr Sigma)/M_i^{3/2}"
                ),
            },
        ),
        Statement(
            "equation (25)",
            "the risk over all steps, up to terms of order 3/2",
            claims={
                "equation (25) (growth at a constant size)": "E R >= Tr Sigma (1/M_0 + ... + 1/M_n) + O(3/2)",
            },
        ),
    ),
)

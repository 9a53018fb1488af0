"""What Arulandu's survey states, in its order."""

from theorems.language.papers import ARULANDU
from theorems.papers.statement import Paper, Statement

LIMIT = "that errors tend to the limit process is the theorem of Dey and Donoho, which is not proved here"
PICTURES = "a learning machine and pictures"

PAPER = Paper(
    "arulandu",
    ARULANDU,
    (
        Statement("Figure 1", "when texts to train on run out", "not quantitative", why="a projection, quoted"),
        Statement(
            "section 1",
            "1.3e14 tokens of crawled text, 1.5e13 that trained Llama",
            "not quantitative",
            why="numbers about the world, quoted",
        ),
        Statement("Figure 2", "StyleGAN-2 trained on its own pictures", "not quantitative", why="photographs"),
        Statement(
            "Figure 3",
            "perplexity histograms of OPT-125m with a tenth of the data kept, from Shumailov et al.",
            "experiment",
            figures=("shumailov-11-histograms",),
        ),
        Statement(
            "equation (1)",
            "the recursion of sample mean and unbiased variance, sizes T_i",
            processes=("gaussian", "gaussian_schedule"),
        ),
        Statement(
            "section 3.1 (draws are variance-gamma)",
            "draws follow a variance-gamma law",
            claims={
                "section 3.1 (draws are variance-gamma)": (
                    "from literature, X_i^j follows a variance-gamma distribution"
                ),
            },
        ),
        Statement(
            "section 3.1 (Cochran)",
            "mean and variance of the first sample are independent, normal and chi-square",
            by=("gaussian-sample-law/law-one", "gaussian-estimation-error/scale"),
        ),
        Statement(
            "section 3.1 (a draw in independent variables)",
            "a draw of generation g in terms of independent normal and chi-square variables",
            by=("gaussian-sample-law/law-one", "gaussian-sample-law/fourth"),
        ),
        Statement(
            "section 3.1 (variance of a draw)",
            "Var X_g = sigma^2 (1 + the sum of 1/T_j) up to second order; it diverges linearly",
            by=("gaussian-sample-law/variance", "gaussian-sample-law/variance-published"),
        ),
        Statement("section 3.1 (mean of a draw)", "E X_g = mu", by=("gaussian-sample-law/mean",)),
        Statement(
            "section 3.1 (distance of two normals)",
            "the squared 2-Wasserstein distance of two normal laws",
            by=("wasserstein-gelbrich/normal-normal",),
        ),
        Statement(
            "equation (2), the mean",
            "E R^g = (3/2) sigma^2 (1/T_0 + ... + 1/T_g) to leading order",
            claims={"equation (2), the mean (equal sizes)": "E R^g = (3/2) sigma^2 (g+1)/T + O(1/T^2)"},
        ),
        Statement(
            "equation (2), the variance",
            "Var R^g to leading order, with the coefficients 3 and 4",
            claims={
                "equation (2), the variance (equal sizes)": (
                    "Var R^g = (1/2) sigma^4 (3 (g+1) + 4 g (g+1))/T^2 + O(1/T^3)"
                ),
            },
        ),
        Statement(
            "section 3.1 (superlinear sizes are enough)",
            "the risk stays bounded if and only if T_g grows superlinearly",
            claims={
                "section 3.1 (superlinear sizes are enough)": (
                    "the risk does not diverge if (and only if) T_g increases superlinearly in g, by the p-series test"
                ),
            },
            by=("gaussian-sample-growth/criterion",),
        ),
        Statement(
            "section 3.1.1",
            "the process in any dimension with deviations eps_i",
            processes=("gaussian_noisy_mean",),
        ),
        Statement(
            "section 3.1.1 (condition on the noise as printed)",
            "E R is at least Tr Sigma times the sum of 1/T_i, plus the mean squares of the deviations",
            claims={
                "section 3.1.1 (condition on the noise as printed)": (
                    "E R^g >= Tr Sigma (1/T_0 + ... + 1/T_{g-1}) + the sum of E |eps_i|^2, provided"
                    " Cov(eps_i, mu_i | past) = 0"
                ),
            },
            by=("gaussian-noisy-mean/risk-lower",),
            also=("section 3.1.1 (upper limit of the sum of the noises)",),
        ),
        Statement(
            "section 3.1.1 (that the bound recovers equation (2))",
            "this recovers (2), and constant sizes give collapse",
            by=("gaussian-noisy-mean/mean-error", "gaussian-sample-growth/unbounded"),
            also=("section 3.1.1 (that the bound recovers equation (2))",),
        ),
        Statement(
            "section 3.2",
            "the ridge recursion, its resolvent, the sample covariance",
            processes=("least_squares_replace", "ridge_last", "ridge_every"),
            also=("section 3.2 (sample covariance and variance of the clean error)",),
        ),
        Statement("Figure 4", "the framework", "not quantitative", why="a schematic"),
        Statement(
            "section 3.2 (clean error)",
            "quoted: the clean error is bias plus variance",
            by=("regression-ridge/total",),
        ),
        Statement(
            "equation (3)",
            "E_test = E_clean + g sigma_0^2 rho",
            claims={
                "equation (3)": "E_test = E_clean + g sigma_0^2 rho, to leading order",
                "equation (3) (several features, given the rows of the last fit)": (
                    "rho = E Tr Sigma^-1 C R Sigma C R/(T_0 - d - 1), C the sample covariance"
                ),
                "equation (3) (with the ridge of the text in every generation)": (
                    "every generation performs ridge regression; E_test = E_clean + g sigma_0^2 rho"
                ),
            },
        ),
        Statement(
            "section 3.2 (low dimensions)",
            "rho = df_2(lambda)/(T_0 - d) to leading order; df_m <= d",
            claims={"section 3.2 (low dimensions; the rate is ours)": "rho = df_2(lambda)/(T_0 - d) to leading order"},
        ),
        Statement(
            "section 3.2 (large dimensions)",
            "rho by random matrix theory",
            claims={
                "section 3.2 (large dimensions)": "rho by random matrix theory, as T and d tend to infinity",
                "section 3.2 (large dimensions; equal variances)": (
                    "(T_0 - df_2(kappa_0)) rho = Tr Sigma^4 (Sigma + kappa_0)^-2 (Sigma + kappa)^-2 + kappa^2 Tr "
                    "Sigma^2 (Sigma + kappa_0)^-2 (Sigma + kappa)^-2 df_2(kappa)/(T - df_2(kappa))"
                ),
            },
        ),
        Statement(
            "section 3.2 (fixed point)",
            "kappa - lambda = kappa df_1(kappa)/T",
            claims={
                "section 3.2 (fixed point; its solution for equal variances is ours)": (
                    "kappa(lambda, T) - lambda = kappa(lambda, T) df_1(kappa(lambda, T))/T"
                ),
            },
            by=("regression-ridge-limits/effective-ridge-two",),
        ),
        Statement(
            "section 3.2 (adaptive penalties)",
            "penalties that follow the size of the sample; kernels",
            "not quantitative",
            why="a remark without a formula",
        ),
        Statement("Figure 5", "replace and accumulate", "not quantitative", why="a schematic"),
        Statement(
            "section 4.1",
            "accumulating regression by the pseudo-inverse",
            processes=("least_squares_fixed_accumulate", "least_squares_accumulate"),
        ),
        Statement(
            "equation (4)",
            "w_n = w* + X^+ (the sum of E_i/i)",
            claims={"equation (4)": "w_n = w* + X^+ (E_1 + E_2/2 + ... + E_n/n)"},
        ),
        Statement(
            "equation (5)",
            "replace: the test error is sigma^2 d n/(T - d - 1)",
            claims={"equation (5)": "E_test = sigma^2 d n/(T - d - 1) after n fits to replaced labels"},
        ),
        Statement(
            "equation (6)",
            "accumulate: sigma^2 d (1 + 1/4 + ... + 1/n^2)/(T - d - 1), at most pi^2/6 times that of the first fit",
            claims={
                "equation (6)": "E_test = sigma^2 d (1 + 1/4 + ... + 1/n^2)/(T - d - 1) after n accumulated batches",
                "equation (6) (its bound)": "that is at most (pi^2/6) sigma^2 d/(T - d - 1)",
                "equation (6) (with new rows in every batch)": (
                    "the same of batches that have designs X_k of their own, as in section 3.2"
                ),
            },
        ),
        Statement(
            "section 4.1 (equation (5) recovers equation (3))",
            "(5) recovers (3) in the isotropic case",
            by=("regression-fixed-design/replace",),
            also=("section 4.1 (equation (5) recovers equation (3))",),
        ),
        Statement(
            "Figure 6(a)",
            "variance ratios of aug, sub and sub-repl in 10,000 trials",
            "figure",
            by=(
                "workflow-order/subsample-limit",
                "workflow-order/bootstrap-limit",
                "workflow-order/bootstrap-later-limit",
            ),
            figures=("arulandu-6a-workflows",),
            also=("Figure 6 ('variance ratio (ARE)')",),
        ),
        Statement(
            "Figure 6(b)",
            "that of aug tends to pi^2/6",
            "figure",
            by=("regression-fixed-design/accumulate-limit", "universality-logistic/logistic-limit"),
            figures=("arulandu-6b-regression", "ours-regression-errors"),
        ),
        Statement(
            "section 4.1 (sub and sub-repl)",
            "the ratios of sub and sub-repl converge to values above that of aug",
            claims={
                "section 4.1 ('sub' converges)": (
                    "the variance ratio of 'sub' converges to a value above that of 'aug'"
                ),
                "section 4.1 ('sub-repl' converges)": "that of 'sub-repl' converges to a value above that of 'aug'",
                "section 4.1 (both lie above 'aug')": (
                    "the ratios of 'sub' and 'sub-repl' are larger than that of 'aug'"
                ),
            },
        ),
        Statement("Figure 7", "autoencoders", "not quantitative", why="a schematic"),
        Statement("Figure 8", "a VAE on CelebA, replacing and accumulating", "not quantitative", why="photographs"),
        Statement(
            "section 4.2",
            "quoted: the loss of a VAE grows about linearly under accumulate, more slowly than under replace",
            "experiment",
            figures=("arulandu-10-vae-losses",),
            why=PICTURES + "; compared at Figure 10",
        ),
        Statement(
            "Figure 9",
            "a VAE on MNIST, seven generations of ten epochs",
            "experiment",
            figures=("arulandu-9-vae-digits",),
            compared={
                "vae-accumulate-keeps-diversity": (
                    "what a VAE makes in its seventh generation is more diverse under accumulate than under replace"
                ),
            },
        ),
        Statement(
            "Figure 10",
            "its training and test loss",
            "experiment",
            figures=("arulandu-10-vae-losses",),
            compared={
                "vae-replace-loses-more": (
                    "after seven generations the test loss of a VAE is larger under replace than under accumulate"
                ),
                "vae-accumulate-test-rises": (
                    "accumulating does not prevent collapse: the test loss of a VAE is larger in generation 7 than in 1"
                ),
                "vae-replace-training-rises": (
                    "under replace the training loss of a VAE is larger in generation 7 than in generation 1"
                ),
                "vae-accumulate-training-falls": (
                    "under accumulate the training loss of a VAE is smaller in generation 7 than in generation 1"
                ),
            },
        ),
        Statement(
            "Figure 11",
            "training and test loss of an autoencoder",
            "experiment",
            figures=("arulandu-11-autoencoder-losses",),
            compared={
                "autoencoder-replace-loses-more": (
                    "after seven generations the test loss of an autoencoder is larger under replace than under "
                    "accumulate"
                ),
                "autoencoder-accumulate-test-rises": (
                    "accumulating does not prevent collapse: the test loss of an autoencoder is larger in generation 7 "
                    "than in generation 1"
                ),
                "autoencoder-replace-training-rises": (
                    "under replace the training loss of an autoencoder is larger in generation 7 than in generation 1"
                ),
                "autoencoder-accumulate-training-falls": (
                    "under accumulate the training loss of an autoencoder is smaller in generation 7 than in "
                    "generation 1"
                ),
            },
        ),
        Statement(
            "section 4.2 (training error)",
            "the training error rises under replace and falls under accumulate; left unexplained",
            "experiment",
            figures=("arulandu-10-vae-losses", "arulandu-11-autoencoder-losses", "ours-regression-errors"),
            by=(
                "regression-training-error/replace",
                "regression-training-error/accumulate",
                "regression-training-error/accumulate-lower",
            ),
            also=("section 4.2 (training error across generations)",),
        ),
        Statement(
            "Algorithm 1",
            "iterative training by augmentation, of Dey and Donoho",
            by=("universality-process/augment",),
        ),
        Statement(
            "section 4.3",
            "the assumptions: features, an exponential family, asymptotically linear estimators",
            "cited",
            why=LIMIT,
        ),
        Statement("equation (7)", "the processes W_{n,T} and W_{n,Theta}", "cited", why=LIMIT),
        Statement("equation (8)", "quoted: the reference limit", "cited", why=LIMIT),
        Statement(
            "equation (10)",
            "the limit process, with (9)",
            claims={
                "equation (10) (W_T = W_T^ref = I W_Theta)": (
                    "W_T(g) = W_T^ref(g) = E_0[X' (second derivatives of A at X theta_0) X] W_Theta(g-1)"
                ),
            },
            by=("universality-process/score",),
            processes=("universality_augment", "universality_discard"),
            also=("equation (10) (the law of W_Theta given the scores)",),
        ),
        Statement(
            "section 4.3 (what follows)",
            "(5) and (6) again; pi^2/6 for logistic regression; the order of the workflows",
            claims={
                "section 4.3 ((5) again)": "Dey and Donoho re-derive (5) with this tool",
                "section 4.3 ((6) again)": "Dey and Donoho re-derive (6) with this tool",
                "section 4.3 (pi^2/6)": "they generalize the pi^2/6 bound",
                "section 4.3 (pi^2/6 for the logistic model)": "they generalize the pi^2/6 bound to the logistic model",
            },
            by=(
                "workflow-exponential-families/known-variance-limit",
                "workflow-exponential-families/binomial-limit",
                "workflow-order/accumulate-below-subsample",
                "workflow-order/subsample-below-replace",
            ),
        ),
        Statement(
            "section 4.3 (autoencoders)",
            "autoencoders are of the exponential family, variational ones are not",
            "not quantitative",
            why="a remark",
        ),
        Statement(
            "section 5",
            "accumulating, each generation doubles the data",
            claims={
                "section 5 (accumulating doubles the data)": (
                    "for the accumulation scheme, each generation doubles the available training data"
                ),
            },
        ),
    ),
)

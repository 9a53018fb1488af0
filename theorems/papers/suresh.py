"""What Suresh et al. state, in the order of their paper."""

from theorems.language.papers import SURESH
from theorems.papers.programs import AXES, BARS, BOUND
from theorems.papers.statement import Paper, Statement

PAPER = Paper(
    "suresh",
    SURESH,
    (
        Statement(
            "abstract",
            "the time to forget a word is about linear in the number of times that it occurred (also section 1.1)",
            claims={
                "abstract (time to forget, read as a mean)": (
                    "the time to forget a word is approximately linearly dependent on the number of times it occurred"
                ),
            },
            by=("poisson-forgetting-time/quantile-upper", "poisson-forgetting-time/quantile-lower"),
            also=("abstract (time to forget, of multinomial samples)",),
        ),
        Statement(
            "abstract",
            "the deviation of a recursive Gaussian fit is near zero after about n iterations (also section 1.1)",
            by=("gaussian-collapse/rate", "gaussian-collapse/rate-upper", "gaussian-collapse-asymptotics/typical"),
        ),
        Statement(
            "equation (1)",
            "recursive training: estimate, sample, estimate again; Figure 1 draws it",
            "not quantitative",
            why="the definition of what is studied, and a schematic",
        ),
        Statement(
            "Figure 2(a)",
            "paths of recursive Gaussian fits",
            "figure",
            figures=("suresh-2a-gaussian-paths",),
            notes=(AXES,),
        ),
        Statement("Figure 2(b)", "paths of the share of one symbol", "figure", figures=("suresh-2b-bernoulli-paths",)),
        Statement(
            "Definition 1",
            "model collapse: a parameter ends in a small set of values",
            "not quantitative",
            why="a definition; collapse is claimed for each process apart",
        ),
        Statement(
            "section 2.2",
            "an unbiased functional is a martingale, and a non-negative bounded one converges",
            by=("bernoulli-absorption/share", "poisson-extinction/intensity"),
            also=("section 2.2 (bounded martingales converge)",),
        ),
        Statement(
            "section 2.3",
            "collapse is to be shown by bounds on the probability that a parameter is above eps",
            "not quantitative",
            why="the plan of the proofs",
        ),
        Statement(
            "section 3.1",
            "the Bernoulli process: counts of n draws, mean and variance of one step, a martingale",
            by=("bernoulli-absorption/share", "bernoulli-absorption/diversity-step"),
            processes=("bernoulli",),
        ),
        Statement(
            "Theorem 1",
            "bounds on the probability that a symbol is not forgotten after k generations",
            claims={
                "Theorem 1 (its lower bound on Pr(P_k != 0))": "Pr(P_k != 0) >= 1 - exp(-n p0 g_k) for every k >= 1",
                "Theorem 1 (its upper bound on Pr(P_k != 0))": (
                    "Pr(P_k != 0) <= 1 - (1 - 3 n p0^2 - 3 k p0) exp(-n p0 g_k) for every k >= 1"
                ),
            },
        ),
        Statement(
            "Theorem 1 (that its bounds are nearly tight)",
            "for a rare symbol the two bounds nearly agree",
            by=("bernoulli-absorption/forgotten-lower-sharp", "bernoulli-absorption/forgotten-lower-occupancy"),
            also=("Theorem 1 (that its bounds are nearly tight)",),
        ),
        Statement(
            "Theorem 1 (the other symbol)",
            "the same bounds for the probability that P_k is not 1, with 1 - p0 in the place of p0",
            by=("bernoulli-interior/lower", "bernoulli-interior/upper-sharp"),
        ),
        Statement("Figure 3", "the bounds of Theorem 1, and simulation", "figure", figures=("suresh-3-survival",)),
        Statement(
            "section 3.1 (comparison with Seddik et al.)",
            "for one symbol of two, earlier bounds on the probability that both are left",
            by=("bernoulli-interior/seddik-lower", "bernoulli-interior/seddik-upper"),
        ),
        Statement(
            "Theorem 2",
            "under Poisson sampling the survival of a symbol is known exactly, and it dies almost surely",
            claims={
                "Theorem 2": "Pr(Lambda_k != 0) = 1 - exp(-n lambda0 g_k)",
                "Theorem 2 (almost sure collapse; the bound is ours)": "Lambda_k -> 0 almost surely",
            },
            processes=("poisson",),
        ),
        Statement(
            "section 3.2",
            "with more samples the collapse of the Poisson process is delayed linearly",
            by=("poisson-forgetting-time/quantile-upper", "poisson-forgetting-time/quantile-lower"),
        ),
        Statement("Figure 4", "Theorem 2 and simulation", "figure", figures=("suresh-4-poisson",)),
        Statement(
            "section 3.3",
            "the Gaussian process: one step multiplies the variance by chi-square(n-1)/(n-1); its mean stays",
            by=("gaussian-collapse/moment",),
            processes=("gaussian",),
        ),
        Statement(
            "Theorem 3",
            "the fitted standard deviation exceeds eps with a probability that falls as exp(-k/(4n-1))",
            claims={
                "Theorem 3": "Pr(Sigma_k > eps) <= (sigma0/eps) exp(-k/(4n-1))",
                "Theorem 3 (its factor e^{-k/(4n-1)}, by Markov's inequality)": "E Sigma_k <= sigma0 exp(-k/(4n-1))",
            },
        ),
        Statement(
            "equation (3)",
            "the same by any moment of order alpha",
            claims={
                "equation (3)": "Pr(Sigma_k > eps) <= (sigma0/eps)^alpha m_n(alpha)^k for every alpha > 0",
                "equation (3), at the best exponent": "the same, at the alpha that makes it least",
            },
        ),
        Statement(
            "Figure 5",
            "simulation, the bound of Bertrand et al. and equation (3) at alpha = 0.7",
            "figure",
            figures=("suresh-5-gaussian-tail",),
        ),
        Statement(
            "section 3.3 (comparison with Bertrand et al.)",
            "the bound is better than that of Bertrand et al.",
            claims={
                "section 3.3 (bound of Bertrand et al., as quoted)": "Pr(Sigma_k > eps) <= (sigma0/eps) alpha^k",
                "section 3.3 (its bound is better than that of Bertrand et al.)": "exp(-1/(4n-1)) < their alpha",
            },
        ),
        Statement(
            "section 3.3 (the ML estimate)",
            "Theorem 3 holds for the maximum likelihood estimate of the variance, too",
            claims={
                "section 3.3 (the same for the maximum likelihood estimate)": (
                    "Pr(Sigma_k > eps) <= (sigma0/eps) exp(-k/(4n-1)) also with the divisor n"
                ),
            },
        ),
        Statement(
            "section 3.3 (the mean)",
            "the fitted mean converges, and its error is of the order of k/n",
            claims={
                "section 3.3 (that the mean converges since the scale does)": (
                    "M_k converges, as Sigma_k -> 0 almost surely"
                ),
            },
            by=("gaussian-collapse/wandering",),
        ),
        Statement(
            "section 4.1",
            "of a larger alphabet each symbol is a Bernoulli process",
            by=("discrete-diversity/diversity",),
            processes=("multinomial",),
        ),
        Statement(
            "Corollary 1",
            "bounds on the number of symbols that are left",
            claims={
                "Corollary 1 (its lower bound)": "E uniq_k >= the sum over symbols of 1 - exp(-n p_i g_k)",
                "Corollary 1 (its upper bound)": (
                    "E uniq_k <= the sum over symbols of 1 - max(0, 1 - 3 n p_i^2 - 3 k p_i) exp(-n p_i g_k)"
                ),
                "Corollary 1 (that its lower bound says something)": (
                    "not said by the paper: its lower bound on E uniq_k is at least 1, which uniq_k always is"
                ),
            },
        ),
        Statement(
            "Figure 6",
            "distinct words of Wikitext-2 by generation, of n-gram models with n = 1, 2, 8, 16",
            "figure",
            by=("discrete-distinct-symbols/lower-published", "discrete-distinct-symbols/upper-published"),
            figures=("suresh-6-words", "suresh-6-ngrams"),
            compared={
                "ngram-words-near-bounds": (
                    "the bounds, proved for single words, hold tight for n-gram models, too (read as: the words left "
                    "differ from the exact number for single words by less than a tenth)"
                ),
            },
            also=("Figure 6 (its program for n-grams)",),
        ),
        Statement(
            "Figure 7",
            "Corollary 1 for Zipf laws of 1000 symbols",
            "figure",
            by=("discrete-distinct-symbols/lower-published", "discrete-distinct-symbols/upper-published"),
            figures=("suresh-7-zipf",),
            also=("Figure 7 (Zipf laws)",),
        ),
        Statement(
            "section 4.1 (comparison with Seddik et al.)",
            "earlier results speak of total collapse only, after a number of iterations of the order of n",
            by=("discrete-diversity/alive-upper", "discrete-collapse-time/mean-lower"),
        ),
        Statement(
            "section 4.2",
            "the process of a symmetric mixture of two normal laws; mu^2 + sigma^2 is a martingale",
            claims={"section 4.2 (a martingale)": "mu_k^2 + sigma_k^2 is a martingale"},
        ),
        Statement(
            "equation (4)",
            "the joint likelihood equations of the mixture, as in Lemma 5",
            by=("mixture-joint-likelihood/score-mean", "mixture-joint-likelihood/score-variance"),
        ),
        Statement(
            "equation (5)",
            "the approximate estimate of the variance is at most (1 + kappa) var|x|",
            claims={"equation (5)": "sigma^2 of the approximate estimator is at most 1 + kappa times var|x|"},
        ),
        Statement(
            "Theorem 4",
            "for the approximate estimator, Pr(Sigma_k > eps) falls as exp(-k/(4n))",
            claims={
                "Theorem 4": "Pr(Sigma_k > eps) <= (sigma0/eps) exp(-k/(4n))",
                "Theorem 4 (its factor e^{-k/(4n)}, by Markov's inequality)": "E Sigma_k <= sigma0 exp(-k/(4n))",
            },
        ),
        Statement(
            "section 4.2 (the rate)",
            "the mixture collapses at a rate like that of the Gaussian (also section 1.1)",
            by=("mixture-collapse/tail-sharp", "mixture-collapse/mean-upper-sharp", "mixture-collapse/moment-upper"),
            also=("Appendix D.3 and section 4.2",),
        ),
        Statement(
            "section 5",
            "open: the gap to the exact time of collapse; the joint estimator; real data in every round",
            "not quantitative",
            why=(
                "questions; the exact law of the Gaussian is gaussian-collapse/law, real data workflow-real-share; "
                "that the joint estimator collapses is mixture-martingale/collapse; an exponential rate stays open"
            ),
        ),
        Statement(
            "Lemma 1",
            "(1 - x/n)^n against exp(-x)",
            claims={
                "Lemma 1 (its upper bound)": "(1 - x/n)^n <= exp(-x) for 0 <= x <= n; display lost, and reconstructed",
                "Lemma 1 (its lower bound)": "(1 - x/n)^n >= exp(-x) (1 - x^2/n) for 0 <= x <= n; reconstructed, too",
            },
        ),
        Statement(
            "Lemma 2",
            "the iterate g_k of 1 - exp(-x) is between 1/k and 3/k",
            claims={"Lemma 2 (its lower bound)": "g_k >= 1/k", "Lemma 2 (its upper bound)": "g_k <= 3/k"},
        ),
        Statement(
            "equation (8)",
            "the induction of the Poisson process, with (6) and (7): a Laplace transform is composed with itself",
            by=("g-iterate/extinction",),
        ),
        Statement(
            "equation (9)",
            "with Lemma 2: the survival of the Poisson process between 1 - exp(-c/k) and 1 - exp(-3c/k), c = n lambda0",
            claims={
                "equation (9) with Lemma 2 (its lower bound)": "Pr(Lambda_k != 0) >= 1 - exp(-n lambda0/k)",
                "equation (9) with Lemma 2 (its upper bound)": "Pr(Lambda_k != 0) <= 1 - exp(-3 n lambda0/k)",
            },
        ),
        Statement(
            "Lemma 3",
            "a step of the induction for the Bernoulli process, and Lemma 4 another one",
            "not quantitative",
            why="their displays are lost; bernoulli-absorption/forgotten-lower-sharp is proved without them, and"
            " implies what they are for",
        ),
        Statement(
            "equation (14)",
            "the induction of the Bernoulli process, with (10) to (13): bounds on a Laplace transform",
            claims={
                "equation (14) (its bound from above)": (
                    "E exp(-s n P_k) <= exp(-n p0 g^k(s)), g^k being 1 - exp(-x) composed k times"
                ),
            },
        ),
        Statement(
            "Appendix B.1",
            "the chain is absorbed at 1 with probability p0",
            claims={"Appendix B.1": "the chain is absorbed at 1 with probability p0, at 0 with probability 1 - p0"},
        ),
        Statement(
            "Appendix B.2",
            "bounds on the probability that both symbols are left, those of Seddik et al., and which is the tightest",
            claims={
                "Appendix B.2 (its lower bound)": "Pr(P_k not in {0, 1}) >= 1 - exp(-n p0 g_k) - exp(-n (1 - p0) g_k)",
                "Appendix B.2 (its upper bound)": (
                    "Pr(P_k not in {0, 1}) <= 1 - the sum over p in {p0, 1 - p0} of"
                    " max(0, 1 - 3 n p^2 - 3 k p) exp(-n p g_k)"
                ),
                "Appendix B.2 (lower bound of Seddik et al., as quoted)": (
                    "Pr(P_k not in {0, 1}) >= 4 p0 (1 - p0) (1 - 1/n)^k"
                ),
                "Appendix B.2 (upper bound of Seddik et al., as quoted)": (
                    "Pr(P_k not in {0, 1}) <= 2 n p0 (1 - p0) (1 - 1/n)^k"
                ),
                "Appendix B.2 (its lower bound is the tightest)": (
                    "for most values plotted in Figure 9, the paper's lower bound on Pr(P_k not in {0, 1}) is the"
                    " tightest"
                ),
            },
        ),
        Statement("Figure 9", "the bounds of Appendix B.2, and simulation", "figure", figures=("suresh-9-diversity",)),
        Statement(
            "Corollary 2",
            "under Poisson sampling the number of symbols left is known exactly (Appendix B.3)",
            claims={
                "Corollary 2": "E uniq_k = the sum over symbols of 1 - exp(-n p_i g_k), under Poisson sampling",
            },
        ),
        Statement(
            "equation (15)",
            "Appendix C: a bound of Gurland on a quotient of Gamma functions gives the constant 4n - 1",
            claims={"equation (15) (Gurland's inequality)": "m_n(1)^2 < 1 - 1/(2n-1)"},
        ),
        Statement(
            "Lemma 5",
            "the joint ML estimate of the mixture is where two curves meet, (17) and (18)",
            claims={
                "Lemma 5 (the derivative in mu)": "stationary in mu where mu = mean(x tanh(x mu/sigma^2))",
                "Lemma 5 (the derivative in the variance)": "and in sigma where mu^2 + sigma^2 = mean(x^2), too",
                "Lemma 5 (the circle)": "so a solution of both lies on the circle mu^2 + sigma^2 = mean(x^2)",
            },
        ),
        Statement("Figure 10", "the two curves of Lemma 5", "figure", figures=("suresh-10-joint-likelihood",)),
        Statement(
            "Lemma 6",
            "one equation for the estimate; mu <= mean|x| and sigma^2 >= var|x| (19)",
            claims={
                "Lemma 6 (its bound on the mean)": "mu <= mean |x| and sigma^2 >= mean(x^2) - (mean |x|)^2",
                "Lemma 6 (f is decreasing)": "f(alpha) = mean(x tanh(x/alpha)) is decreasing in alpha",
            },
            by=("mixture-joint-likelihood/beyond-circle",),
        ),
        Statement(
            "Appendix D.2",
            "an upper bound on tanh, and the approximation f_a made of it",
            "not quantitative",
            why="how the estimator was found; what it is, and is not, is mixture-approximate-estimator",
        ),
        Statement(
            "Figure 11",
            "the error of the approximation in ten trials",
            "figure",
            figures=("suresh-11-approximate-curve",),
        ),
        Statement(
            "Lemma 7",
            "the approximate estimate in closed form, (20) to (22)",
            by=("mixture-approximate-estimator/explicit", "mixture-approximate-estimator/cap"),
        ),
        Statement(
            "Figure 12",
            "exact and approximate estimates of 100 data sets (Appendix D.3)",
            "figure",
            by=("mixture-approximate-estimator/inconsistent",),
            figures=("suresh-12-estimates",),
        ),
        Statement(
            "Algorithm 1",
            "the approximate estimator (Appendix D.4)",
            by=("mixture-approximate-estimator/exponent", "mixture-approximate-estimator/two-branches"),
        ),
        Statement(
            "Appendix D.4",
            "the condition on eta under which the variance falls in every round",
            claims={
                "Appendix D.4 (the condition on eta)": (
                    "sqrt(1 + kappa) sqrt(2/n) Gamma(n/2)/Gamma((n-1)/2) <= exp(-1/(4n)); reconstructed"
                ),
                "Appendix D.4 (the condition, for eta as programmed: any number > 1)": "the same for any eta > 1",
            },
        ),
        Statement(
            "Figure 13",
            "Pr(Sigma_k > eps) of both estimators, and the bound of Theorem 4",
            "figure",
            by=("mixture-collapse/tail", "mixture-collapse/tail-sharp"),
            figures=("suresh-13-mixture-collapse",),
            notes=(BOUND, BARS),
        ),
    ),
)

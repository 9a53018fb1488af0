"""The papers whose statements are checked, and which of their statements are claimed."""

from collections.abc import Mapping

SURESH = (
    "A. T. Suresh, A. Thangaraj, A. N. K. Khandavally, Rate of Model Collapse in Recursive Training, arXiv:2412.17646"
)
SHUMAILOV = (
    "I. Shumailov et al., The Curse of Recursion: Training on Generated Data Makes Models Forget, arXiv:2305.17493"
)
KAZDAN = (
    "J. Kazdan et al., Collapse or Thrive? Perils and Promises of Synthetic Data in a Self-Generating World, "
    "arXiv:2410.16713"
)
ARULANDU = "A. C. Arulandu, Surveying Model Collapse: Empirics, Universality, and Implications"

STATEMENTS: Mapping[str, Mapping[str, str]] = {
    SURESH: {
        "Theorem 1 (its lower bound on Pr(P_k != 0))": "Pr(P_k != 0) >= 1 - exp(-n p0 g_k) for every k >= 1",
        "Theorem 1 (its upper bound on Pr(P_k != 0))": (
            "Pr(P_k != 0) <= 1 - (1 - 3 n p0^2 - 3 k p0) exp(-n p0 g_k) for every k >= 1"
        ),
        "Appendix B.1": "the chain is absorbed at 1 with probability p0, at 0 with probability 1 - p0",
        "Appendix B.2 (its lower bound)": "Pr(P_k not in {0, 1}) >= 1 - exp(-n p0 g_k) - exp(-n (1 - p0) g_k)",
        "Appendix B.2 (its upper bound)": (
            "Pr(P_k not in {0, 1}) <= 1 - the sum over p in {p0, 1 - p0} of max(0, 1 - 3 n p^2 - 3 k p) exp(-n p g_k)"
        ),
        "Appendix B.2 (lower bound of Seddik et al., as quoted)": (
            "Pr(P_k not in {0, 1}) >= 4 p0 (1 - p0) (1 - 1/n)^k"
        ),
        "Appendix B.2 (upper bound of Seddik et al., as quoted)": (
            "Pr(P_k not in {0, 1}) <= 2 n p0 (1 - p0) (1 - 1/n)^k"
        ),
        "Appendix B.2 (its lower bound is the tightest)": (
            "for most values plotted in Figure 9, the paper's lower bound on Pr(P_k not in {0, 1}) is the tightest"
        ),
        "Corollary 1 (its lower bound)": "E uniq_k >= the sum over symbols of 1 - exp(-n p_i g_k)",
        "Corollary 1 (its upper bound)": (
            "E uniq_k <= the sum over symbols of 1 - max(0, 1 - 3 n p_i^2 - 3 k p_i) exp(-n p_i g_k)"
        ),
        "Corollary 2": "E uniq_k = the sum over symbols of 1 - exp(-n p_i g_k), under Poisson sampling",
        "Corollary 1 (that its lower bound says something)": (
            "not said by the paper: its lower bound on E uniq_k is at least 1, which uniq_k always is"
        ),
        "Lemma 1 (its upper bound)": "(1 - x/n)^n <= exp(-x) for 0 <= x <= n; the display is lost, and reconstructed",
        "Lemma 1 (its lower bound)": "(1 - x/n)^n >= exp(-x) (1 - x^2/n) for 0 <= x <= n; reconstructed, too",
        "equation (14) (its bound from above)": (
            "E exp(-s n P_k) <= exp(-n p0 g^k(s)), g^k being 1 - exp(-x) composed k times"
        ),
        "abstract (time to forget, read as a mean)": (
            "the time to forget a word is approximately linearly dependent on the number of times it occurred"
        ),
        "Lemma 2 (its lower bound)": "g_k >= 1/k",
        "Lemma 2 (its upper bound)": "g_k <= 3/k",
        "Theorem 2": "Pr(Lambda_k != 0) = 1 - exp(-n lambda0 g_k)",
        "Theorem 2 (almost sure collapse; the bound is ours)": "Lambda_k -> 0 almost surely",
        "equation (9) with Lemma 2 (its lower bound)": "Pr(Lambda_k != 0) >= 1 - exp(-n lambda0/k)",
        "equation (9) with Lemma 2 (its upper bound)": "Pr(Lambda_k != 0) <= 1 - exp(-3 n lambda0/k)",
        "Theorem 3": "Pr(Sigma_k > eps) <= (sigma0/eps) exp(-k/(4n-1))",
        "Theorem 3 (its factor e^{-k/(4n-1)}, by Markov's inequality)": "E Sigma_k <= sigma0 exp(-k/(4n-1))",
        "section 3.3 (bound of Bertrand et al., as quoted)": "Pr(Sigma_k > eps) <= (sigma0/eps) alpha^k",
        "section 3.3 (its bound is better than that of Bertrand et al.)": "exp(-1/(4n-1)) is less than their alpha",
        "section 3.3 (the same for the maximum likelihood estimate)": (
            "Pr(Sigma_k > eps) <= (sigma0/eps) exp(-k/(4n-1)) also with the divisor n"
        ),
        "equation (15) (Gurland's inequality)": "m_n(1)^2 < 1 - 1/(2n-1)",
        "section 3.3 (that the mean converges since the scale does)": "M_k converges, as Sigma_k -> 0 almost surely",
        "equation (3)": "Pr(Sigma_k > eps) <= (sigma0/eps)^alpha m_n(alpha)^k for every alpha > 0",
        "equation (3), at the best exponent": "the same, at the alpha that makes it least",
    },
    SHUMAILOV: {
        "section 3.1 (the mean of ten million points)": (
            "with 10^7 samples we estimate the mean to be 0.00024899 +- 1.89382984e-4, when the true value is 0"
        ),
        "section 3.1 (functional error)": (
            "in the absence of statistical error, functional approximation error only occurs at the first generation"
        ),
        "section 4 (alpha_i = gamma_i = 0: data only from a single step)": (
            "the models come from data of a single step, alpha_i = gamma_i = 0"
        ),
        "section 4.1 (the expected number of samples)": "M q samples of a state of probability q are expected",
        "section 4.1 (less than one sample for q <= 1/M: lost)": (
            "of a state of probability q <= 1/M less than 1 sample is expected, so that in practice it is lost"
        ),
        "section 4.1 (no data at some generation: 1 - q; the rate is ours)": (
            "the probability of sampling no data of a state at some generation is 1 - q"
        ),
        "section 4.1 (the state at which the process ends; the rate is ours)": (
            "the process ends at a state with the probability of sampling it from the original distribution"
        ),
        "section 4.1 (one absorbing state)": (
            "a chain with at least one absorbing state converges with probability 1 to one of its absorbing states"
        ),
        "equation (17)": "T^k has the blocks Q^k, 0, R (I + Q + ... + Q^(k-1)) and I",
        "equation (17) (transient places)": "Q^k is the block of T^k for the transient states",
        "section 4.2 (distance of two normals)": "W_2^2 of two normals is |mu - mu'|^2 + |sigma - sigma'|^2",
        "section 4.3 (Gelbrich's bound)": (
            "W_2^2 >= |mu - mu'|^2 + Tr(Sigma + Sigma' - 2 (Sigma^(1/2) Sigma' Sigma^(1/2))^(1/2))"
        ),
        "section 4.3 (Gelbrich's bound, its mean part)": "W_2^2 >= |mu - mu'|^2",
        "section 4.2 (random walk of the parameters)": (
            "each generation is a new step in a random walk of the parameters; the risk diverges"
        ),
        "section 4.2 (variance of a draw)": "Var X^{n+1} = sigma^2 (1 + 1/M_0 + ... + 1/M_n) + O(2)",
        "section 4.2 (mean of a draw)": "E X^{n+1} = mu",
        "equation (3)": "X^1 = mu + (sigma/sqrt M_0) Z^1 + sigma sqrt(S^1) Z_j^1, all of these independent; and so on",
        "section 4.2 (a draw after one generation is variance-gamma)": (
            "after the first approximation X_j^i follows a variance-gamma distribution"
        ),
        "section 4.2 (a finite risk needs superlinear sizes)": (
            "for the distance to be finite, the sampling rate M_i needs to increase superlinearly"
        ),
        "section 4.2 (the distance stays above 0; the bound is ours)": "the expected distance remains non-zero",
        "equation (4) (for every number of generations)": (
            "E R = (3/2) sigma^2 (n+1)/M + O(2), used for constant M and any n: 'diverging for a constant sample size'"
        ),
        "equation (4)": "E R = (3/2) sigma^2 (1/M_0 + ... + 1/M_n) + O(2)",
        "equation (4) (equal sizes)": "E R = (3/2) sigma^2 (n+1)/M + O(2)",
        "Appendix A.2 (order of the noise)": "the noise is bounded by K/M_i, of an order larger than the sample mean's",
        "equation (24)": "E R_{i+1} >= E|mu_i - mu|^2 + Tr Sigma/M_i + E|eps|^2 - 2 K sqrt(N Tr Sigma)/M_i^{3/2}",
        "equation (25) (growth at a constant size)": "E R >= Tr Sigma (1/M_0 + ... + 1/M_n) + O(3/2)",
        "equation (15)": "E R >= Tr Sigma (1/M_0 + ... + 1/M_n) + the sum of E |eps_i|^2",
        "equation (5)": "Var R = (1/2) sigma^4 (sum 3/M_i^2 + sum over i != j of 4/(M_i M_j)) + O(3)",
        "equation (5) (equal sizes)": "Var R = (1/2) sigma^4 (3 (n+1) + 4 n (n+1))/M^2 + O(3)",
    },
    ARULANDU: {
        "section 3.1 (draws are variance-gamma)": "from literature, X_i^j follows a variance-gamma distribution",
        "section 3.1.1 (condition on the noise as printed)": (
            "E R^g >= Tr Sigma (1/T_0 + ... + 1/T_{g-1}) + the sum of E |eps_i|^2, provided Cov(eps_i, mu_i | past) = 0"
        ),
        "section 3.1 (superlinear sizes are enough)": (
            "the risk does not diverge if (and only if) T_g increases superlinearly in g, by the p-series test"
        ),
        "equation (2), the mean (equal sizes)": "E R^g = (3/2) sigma^2 (g+1)/T + O(1/T^2)",
        "section 4.1 ('sub' converges)": "the variance ratio of 'sub' converges to a value above that of 'aug'",
        "section 4.1 ('sub-repl' converges)": "that of 'sub-repl' converges to a value above that of 'aug'",
        "section 4.1 (both lie above 'aug')": "the ratios of 'sub' and 'sub-repl' are larger than that of 'aug'",
        "section 5 (accumulating doubles the data)": (
            "for the accumulation scheme, each generation doubles the available training data"
        ),
        "equation (2), the variance (equal sizes)": "Var R^g = (1/2) sigma^4 (3 (g+1) + 4 g (g+1))/T^2 + O(1/T^3)",
    },
    KAZDAN: {
        "Theorem 1": "E sigma_t^2 -> sigma_0^2 sin(pi/sqrt n)/(pi/sqrt n)",
        "Theorem 1 (finite k: Lemma 3)": "E sigma_t^2 = sigma_0^2 times the product over s <= t of 1 - 1/(n s^2)",
        "Theorem 1 (as n grows, Appendix B)": "the limit of E sigma_t^2 tends to sigma_0^2 as n tends to infinity",
        "Theorem 1 (its limit of the error of the mean)": (
            "E (mu_t - mu_0)^2 -> sigma_0^2 (1 - sin(pi/sqrt n)/(pi/sqrt n))"
        ),
        "section 2.1 (accumulating, the Wasserstein-2 distance no longer diverges)": (
            "this also implies that the Wasserstein-2 distance no longer diverges"
        ),
        "Theorem 1, with the unbiased covariance of section 2.1": (
            "with unbiased mean and covariance: E sigma_t^2 -> sigma_0^2 sin(pi/sqrt n)/(pi/sqrt n)"
        ),
        "Lemma 2": "mu_t = mu_{t-1} + sigma_{t-1} zeta_t/(t sqrt n), zeta_t independent N(0, 1)",
        "Lemma 3": "E[sigma_t^2 | the past] = (1 - 1/(n t^2)) sigma_{t-1}^2",
        "Corollary 4": "the squared error of the mean tends to sigma_0^2 (1 - sin(pi/sqrt n)/(pi/sqrt n))",
        "section 2.1 (accumulating prevents collapse, for all d and n shown)": (
            "if data accumulate, the fit covariance relative to the initial one plateaus, and no longer collapses"
        ),
        "section 3 (accumulate-subsample plateaus; the height is ours)": (
            "under accumulate-subsample the model deteriorates, but still tends to plateau"
        ),
        "Theorem 5": "replacing: the effective bandwidth is h sqrt(t), so the likelihood of every point tends to 0",
        "Theorem 5 (effective bandwidth)": "replacing: the density at t is that of the data convolved with N(0, t h^2)",
        "Theorem 5 (the density at a point)": "replacing: the density at a point tends to 0",
        "Theorem 5 (the step from the mean density to the loss of a run is ours)": (
            "replacing: the negative log-likelihood diverges to infinity"
        ),
        "Theorem 5, read as the growth of the loss in Figure 2": (
            "the losses that are drawn diverge as the density of Theorem 5 says, with the effective bandwidth h sqrt(t)"
        ),
        "Theorem 6, (6) and (7)": "accumulating: the characteristic function is multiplied by (t - 1 + kappa)/t",
        "Theorem 6, (6) and (7) (the form by cycles is ours)": "its solution is a product over the generations",
        "Theorem 6, (6) and (7) (exact density at finite k is ours)": "the density has this transform",
        "Theorem 6 (the characteristic function tends to 0; the rate is ours)": (
            "accumulating: the characteristic function tends to 0 but at 0"
        ),
        "Theorem 6 (the density tends to 0; the rate is ours)": "accumulating: the density tends to 0 at every point",
        "Theorem 6 (the loss; the step from density to loss is ours)": (
            "accumulating: the negative log-likelihood diverges to infinity"
        ),
        "Theorem 6 (divergence of the loss; of a run, and the rate, ours)": (
            "accumulating: the negative log-likelihood diverges to infinity, very slowly"
        ),
        "Theorem 6, proof: 0 is the only fixed point, so it is the limit": (
            "0 is the only fixed point of the recursion, so the characteristic function tends to it"
        ),
        "Theorem 6, text: equivalently the variance diverges": (
            "the density tends to 0, or equivalently the variance diverges"
        ),
        "Theorem 7 (finite variance; the constant is ours)": (
            "accumulating with h_t = c (n t)^(-1/5): the variance of a draw stays finite"
        ),
        "Theorem 7, proof: collapse is avoided, as the variance is finite": (
            "the variance of the asymptotic estimate is finite, so collapse is avoided"
        ),
        "section 2.2 (replace diverges whatever the bandwidth: a single point)": (
            "replacing, the negative log-likelihood diverges regardless of the bandwidth selector"
        ),
        "section 2.2 (replace diverges whatever the bandwidth)": (
            "replacing, the negative log-likelihood diverges regardless of the bandwidth selector"
        ),
        "Appendix C (for the law averaged over runs)": "collapse can be avoided by shrinking the bandwidth",
        "Appendix C: collapse is avoided in all cases by shrinking the bandwidth": (
            "in all cases collapse can be avoided by shrinking the bandwidth appropriately"
        ),
        "section 3 (accumulate-subsample does worse than accumulate)": (
            "the loss under accumulate-subsample is higher than under accumulate"
        ),
        "section 3 (accumulate-subsample does better than replace)": (
            "the loss under accumulate-subsample is lower than under replace"
        ),
        "Theorem 6 (variance)": "accumulating: the variance of a draw grows without bound",
        "Theorem 6 (divergence)": "accumulating: the negative log-likelihood diverges, very slowly",
        "Theorem 6 (exact law at finite k is ours)": "accumulating: the characteristic function of a draw obeys (6)",
    },
}
"""Paper -> number of a statement, as the source of the one claim that states it has it -> what the paper says there.

Typed from the papers in their own letters, not from our records. A statement that is not listed is not claimed yet.
"""

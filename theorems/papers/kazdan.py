"""What Kazdan et al. state, in the order of their paper; what only their programs draw comes last."""

from theorems.language.papers import KAZDAN
from theorems.papers.programs import RSQUARED
from theorems.papers.statement import Paper, Statement

PAPER = Paper(
    "kazdan",
    KAZDAN,
    (
        Statement(
            "section 2.1",
            "the process: fit mean and covariance, replace the data by a sample of the fit",
            processes=("gaussian_replace", "gaussian_multivariate_replace"),
        ),
        Statement(
            "section 2.1 (replacing the data)",
            "quoted: under replace the covariance tends to 0, and the distance to the truth diverges",
            by=("gaussian-collapse/collapse", "gaussian-collapse/wandering", "gaussian-replace-multivariate/trace"),
            also=(
                "section 2.1 (replacing the data; the distance from the truth)",
                "section 2.1 (the distance from the truth, where data are replaced and accumulated)",
            ),
        ),
        Statement(
            "section 2.1 (the accumulating estimators)",
            "the same where each model is fitted to all data so far",
            processes=("gaussian_accumulate", "gaussian_multivariate_accumulate"),
        ),
        Statement(
            "Figure 1",
            "densities, squared error of the mean and covariance, replacing and accumulating, d up to 100",
            "figure",
            claims={
                "section 2.1 (accumulating prevents collapse, for all d and n shown)": (
                    "if data accumulate, the fit covariance relative to the initial one plateaus, and no longer"
                    " collapses"
                ),
            },
            figures=(
                "kazdan-gaussian-density",
                "kazdan-1-gaussian-mean",
                "kazdan-1-gaussian-trace",
                "kazdan-1-gaussian-determinant",
            ),
            also=("Figure 1, the densities",),
        ),
        Statement(
            "section 2.1 (the squared error of the mean)",
            "under replace the squared error of the mean diverges",
            by=("gaussian-collapse-mle/mean-error", "gaussian-replace-multivariate/mean-error"),
            also=(
                "section 2.1 (replacing the data; error of the mean)",
                "section 2.1 (replacing the data in d dimensions; error of the mean)",
            ),
        ),
        Statement(
            "Theorem 1",
            "accumulating, d = 1: the limits of the means of the variance (1) and of the squared error of the mean (2)",
            claims={
                "Theorem 1": "E sigma_t^2 -> sigma_0^2 sin(pi/sqrt n)/(pi/sqrt n)",
                "Theorem 1, with the unbiased covariance of section 2.1": (
                    "with unbiased mean and covariance: E sigma_t^2 -> sigma_0^2 sin(pi/sqrt n)/(pi/sqrt n)"
                ),
                "Theorem 1 (its limit of the error of the mean)": (
                    "E (mu_t - mu_0)^2 -> sigma_0^2 (1 - sin(pi/sqrt n)/(pi/sqrt n))"
                ),
            },
            also=("Theorem 1 (and the sentence before it)",),
        ),
        Statement(
            "section 2.1 (accumulating, the Wasserstein-2 distance no longer diverges)",
            "accumulating, the distance to the truth no longer diverges",
            claims={
                "section 2.1 (accumulating, the Wasserstein-2 distance no longer diverges)": (
                    "this also implies that the Wasserstein-2 distance no longer diverges"
                ),
            },
        ),
        Statement(
            "section 2.2",
            "kernel density estimates of their own samples; the loss is the negative log-likelihood of real data",
            processes=("kde_replace", "kde_accumulate"),
        ),
        Statement(
            "Figure 2",
            "this loss for blobs, circles, moons and swiss roll",
            "figure",
            figures=(
                "kazdan-2-kde-blobs",
                "kazdan-2-kde-circles",
                "kazdan-2-kde-moons",
                "kazdan-2-kde-swiss-roll",
            ),
            also=("Figure 2, blobs",),
        ),
        Statement(
            "section 2.2 (accumulating can lower the loss)",
            "under accumulate the loss can fall at first, as samples fill gaps",
            by=("kde-accumulate-density/early-gain", "kde-accumulate-run/spread-lower"),
        ),
        Statement(
            "section 2.2 (whatever the bandwidth)",
            "replacing, the loss diverges whatever the bandwidth selector; accumulating, at worst slowly",
            claims={
                "section 2.2 (replace diverges whatever the bandwidth: a single point)": (
                    "replacing, the negative log-likelihood diverges regardless of the bandwidth selector"
                ),
                "section 2.2 (replace diverges whatever the bandwidth)": (
                    "replacing, the negative log-likelihood diverges regardless of the bandwidth selector"
                ),
                "section 2.2 (replace diverges whatever the bandwidth: a selector)": (
                    "replacing, the negative log-likelihood diverges regardless of the bandwidth selector"
                ),
            },
            by=("kde-replace-selectors/in-probability", "kde-accumulate-density/loss-upper"),
        ),
        Statement(
            "Figure 3",
            "fine-tuning of Gemma-2 (2B, 9B, 27B) on HelpSteer2, replacing and accumulating (section 2.3)",
            "experiment",
            figures=("kazdan-3-tuning",),
            compared={
                "tuning-replace-loses-more": (
                    "deleting data after each iteration leads to collapse whereas accumulating data avoids collapse "
                    "(read as: at the end the test loss is larger where data are deleted)"
                ),
                "tuning-replace-grows": "deleting data after each iteration, the test loss grows with every iteration",
                "tuning-subsample-between": "section 3: the test loss of accumulate-subsample is between the two",
            },
        ),
        Statement(
            "section 3",
            "accumulate-subsample: each model is fitted to n points drawn from all data so far",
            processes=("gaussian_subsample", "kde_subsample"),
        ),
        Statement(
            "Figure 4",
            "five settings under replace, accumulate and accumulate-subsample",
            "experiment",
            figures=(
                "kazdan-1-gaussian-mean",
                "kazdan-2-kde-circles",
                "kazdan-4-regression",
                "kazdan-4-stories",
                "kazdan-3-tuning",
            ),
            compared={
                "stories-replace-loses-more": "pretraining: replacing, the test loss is larger than accumulating",
                "stories-subsample-between": "pretraining: the test loss of accumulate-subsample is between the two",
            },
        ),
        Statement(
            "section 3 (which is worse)",
            "accumulate-subsample does worse than accumulate and better than replace; its loss plateaus",
            claims={
                "section 3 (accumulate-subsample does worse than accumulate)": (
                    "the loss under accumulate-subsample is higher than under accumulate"
                ),
                "section 3 (accumulate-subsample does worse than accumulate, of kernel estimates)": (
                    "the loss of kernel estimates is higher under accumulate-subsample than under accumulate"
                ),
                "section 3 (accumulate-subsample does better than replace)": (
                    "the loss under accumulate-subsample is lower than under replace"
                ),
                "section 3 (accumulate-subsample plateaus; the height is ours)": (
                    "under accumulate-subsample the model deteriorates, but still tends to plateau"
                ),
            },
        ),
        Statement(
            "Figure 5",
            "Gemma-2-2B fine-tuned on mixtures of real and synthetic completions (section 4)",
            "experiment",
            figures=("kazdan-5-mixtures",),
        ),
        Statement(
            "section 4 (number or share)",
            "regressions of the loss on number and share of real data: R^2 and F tests",
            "experiment",
            figures=("kazdan-5-mixtures",),
            compared={
                "mixtures-both-count": "both have a statistically significant effect (F tests, here at one in twenty)",
            },
            notes=(RSQUARED,),
        ),
        Statement(
            "section 4 (what synthetic data add)",
            "with little real data some synthetic data help; with much they harm",
            figures=("kazdan-5-mixtures",),
            compared={
                "mixtures-few-are-helped": (
                    "with few real data some amount of synthetic data improves the test loss (read as: the fewest "
                    "made stories of the figure, with its fewest real ones)"
                ),
                "mixtures-many-are-harmed": "with plentiful real data, many synthetic ones degrade the model",
            },
            by=("workflow-one-shot/best", "workflow-one-shot/harmless", "workflow-one-shot/harmful"),
        ),
        Statement(
            "Appendix A",
            "related work",
            "not quantitative",
            why="a review",
        ),
        Statement(
            "Lemma 2",
            "the recursion of the fitted mean",
            claims={"Lemma 2": "mu_t = mu_{t-1} + sigma_{t-1} zeta_t/(t sqrt n), zeta_t independent N(0, 1)"},
        ),
        Statement(
            "Lemma 3",
            "the fitted variance is a supermartingale with factors 1 - 1/(n t^2), and converges",
            claims={
                "Lemma 3": "E[sigma_t^2 | the past] = (1 - 1/(n t^2)) sigma_{t-1}^2",
                "Theorem 1 (finite k: Lemma 3)": (
                    "E sigma_t^2 = sigma_0^2 times the product over s <= t of 1 - 1/(n s^2)"
                ),
            },
            by=("gaussian-accumulate-spread/square-settles", "gaussian-accumulate-spread/integrable"),
        ),
        Statement(
            "equation (3)",
            "Euler's product of the sine, with (4)",
            by=("gaussian-accumulate-limit/variance-gamma",),
        ),
        Statement(
            "Appendix B (as n grows)",
            "the limit of the mean variance tends to sigma_0^2 as n grows",
            claims={
                "Theorem 1 (as n grows, Appendix B)": (
                    "the limit of E sigma_t^2 tends to sigma_0^2 as n tends to infinity"
                ),
            },
        ),
        Statement(
            "Corollary 4",
            "the squared error of the fitted mean, and its limit (5)",
            claims={
                "Corollary 4": "the squared error of the mean tends to sigma_0^2 (1 - sin(pi/sqrt n)/(pi/sqrt n))",
            },
        ),
        Statement(
            "Theorem 5",
            "replacing with a fixed bandwidth: the effective bandwidth is h sqrt(t), and the loss diverges",
            claims={
                "Theorem 5": (
                    "replacing: the effective bandwidth is h sqrt(t), so the likelihood of every point tends to 0"
                ),
                "Theorem 5 (effective bandwidth)": (
                    "replacing: the density at t is that of the data convolved with N(0, t h^2)"
                ),
                "Theorem 5 (the density at a point)": "replacing: the density at a point tends to 0",
                "Theorem 5 (the step from the mean density to the loss of a run is ours)": (
                    "replacing: the negative log-likelihood diverges to infinity"
                ),
                "Theorem 5, read as the growth of the loss in Figure 2": (
                    "the losses that are drawn diverge as the density of Theorem 5 says, with the effective bandwidth"
                    " h sqrt(t)"
                ),
            },
        ),
        Statement(
            "Theorem 6",
            "accumulating, any kernel: characteristic function (6), (7) and density tend to 0, the loss diverges",
            claims={
                "Theorem 6, (6) and (7)": (
                    "accumulating: the characteristic function is multiplied by (t - 1 + kappa)/t"
                ),
                "Theorem 6, (6) and (7) (the form by cycles is ours)": "its solution is a product over the generations",
                "Theorem 6, (6) and (7) (exact density at finite k is ours)": "the density has this transform",
                "Theorem 6 (exact law at finite k is ours)": (
                    "accumulating: the characteristic function of a draw obeys (6)"
                ),
                "Theorem 6 (the characteristic function tends to 0; the rate is ours)": (
                    "accumulating: the characteristic function tends to 0 but at 0"
                ),
                "Theorem 6 (the density tends to 0; the rate is ours)": (
                    "accumulating: the density tends to 0 at every point"
                ),
                "Theorem 6 (the loss; the step from density to loss is ours)": (
                    "accumulating: the negative log-likelihood diverges to infinity"
                ),
                "Theorem 6 (variance)": "accumulating: the variance of a draw grows without bound",
                "Theorem 6, proof: 0 is the only fixed point, so it is the limit": (
                    "0 is the only fixed point of the recursion, so the characteristic function tends to it"
                ),
                "Theorem 6, text: equivalently the variance diverges": (
                    "the density tends to 0, or equivalently the variance diverges"
                ),
            },
        ),
        Statement(
            "Appendix C (how slowly)",
            "accumulating, the divergence is very slow",
            claims={
                "Theorem 6 (divergence)": "accumulating: the negative log-likelihood diverges, very slowly",
                "Theorem 6 (divergence of the loss; of a run, and the rate, ours)": (
                    "accumulating: the negative log-likelihood diverges to infinity, very slowly"
                ),
            },
        ),
        Statement(
            "Appendix C (the loss falls first)",
            "the bandwidth grows monotonically; the loss falls first where h is below its optimum",
            claims={"Appendix C (falls first; for which h, is ours)": "the loss falls first if h is below its optimum"},
            by=("kde-given-data/spread", "kde-accumulate-growth/annealed-variance"),
            figures=("ours-kde-loss", "kazdan-kde-swept"),
        ),
        Statement(
            "Appendix C",
            "in all cases collapse is avoided by shrinking the bandwidth",
            claims={
                "Appendix C (for the law averaged over runs)": "collapse can be avoided by shrinking the bandwidth",
                "Appendix C: collapse is avoided in all cases by shrinking the bandwidth": (
                    "in all cases collapse can be avoided by shrinking the bandwidth appropriately"
                ),
            },
        ),
        Statement(
            "Theorem 7",
            "accumulating with h_t = c (nt)^(-1/5): the variance stays finite, and collapse is avoided",
            claims={
                "Theorem 7 (finite variance; the constant is ours)": (
                    "accumulating with h_t = c (n t)^(-1/5): the variance of a draw stays finite"
                ),
                "Theorem 7, proof: collapse is avoided, as the variance is finite": (
                    "the variance of the asymptotic estimate is finite, so collapse is avoided"
                ),
            },
        ),
        Statement(
            "Appendix D",
            "the sizes, dimensions, bandwidths and seeds of the sweeps (D.1 to D.3)",
            "not quantitative",
            why="settings; those of Figures 1, 2 and 4 are the parameters of our figures",
        ),
        Statement(
            "Appendix E.1",
            "regression by dimension and noise under three workflows: 15 panels",
            "figure",
            by=("regression-fixed-design/replace", "regression-fixed-design/accumulate"),
            figures=("kazdan-4-regression", "ours-regression-errors"),
        ),
        Statement(
            "Appendix E (Gaussians by dimension)",
            "the panels of Figure 1 for d in {1, 3, 10, 31, 100}",
            "figure",
            figures=("kazdan-1-gaussian-mean", "kazdan-1-gaussian-trace", "kazdan-1-gaussian-determinant"),
        ),
        Statement(
            "programs (kernel estimates by bandwidth)",
            "Figure 2 for h = 0.1, 0.5 and 1",
            "figure",
            figures=(
                "kazdan-2-kde-blobs",
                "kazdan-2-kde-circles",
                "kazdan-2-kde-moons",
                "kazdan-2-kde-swiss-roll",
            ),
        ),
        Statement(
            "programs (swept bandwidths)",
            "the loss for bandwidths from 0.01 to 100, 1000 iterations",
            "figure",
            by=("kde-replace-loss/lower", "kde-replace-loss/upper", "kde-accumulate-density/loss-lower"),
            figures=("kazdan-kde-swept",),
        ),
        Statement(
            "programs (estimated bandwidths)",
            "the loss with the bandwidths of Scott and of Silverman, 1000 iterations",
            "figure",
            by=("kde-replace-selectors/single-diverges", "kde-replace-selectors/located"),
            figures=("kazdan-kde-estimated",),
            also=("the figures on estimated bandwidths",),
        ),
        Statement(
            "programs (top-hat kernel)",
            "the loss with another kernel",
            "figure",
            by=("kde-accumulate-kernels/top-hat", "kde-accumulate-kernels/mean-power"),
            figures=("kazdan-kde-top-hat",),
        ),
        Statement(
            "programs (discrete laws)",
            "ten symbols replaced: the share of entropy that is left, and the mean time until one symbol is alone",
            "figure",
            by=("discrete-diversity/entropy-lower", "discrete-collapse-time/mean-upper"),
            figures=("kazdan-discrete-entropy", "kazdan-discrete-time"),
        ),
        Statement(
            "programs (a share of real data)",
            "real data whose share falls as 1/t",
            "figure",
            by=("workflow-real-share/fresh-replace", "workflow-fixed-real-set/fixed"),
            figures=("kazdan-real-share",),
        ),
    ),
)

"""Gaussian refitted to its own samples, old data discarded, in plain numpy.

M_0 = mu0 = 0 and Sigma_0 = sigma0 > 0 are given and known; generation j draws n iid N(M_j, Sigma_j^2),
M_{j+1} is their mean and Sigma_{j+1} their standard deviation with ddof=1 (Shumailov et al., arXiv
2305.17493; Suresh et al., arXiv 2412.17646). All functions need n >= 2, sigma0 > 0, k >= 0 and raise
ValueError otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require


def _run(rng: np.random.Generator, paths: int, n: int, k: int, sigma0: float) -> tuple[np.ndarray, np.ndarray]:
    """M_k and ln(Sigma_k / sigma0) of each path.

    The samples are written M_j + Sigma_j z with z iid N(0, 1): their mean is M_j + Sigma_j mean(z) and
    their standard deviation Sigma_j std(z). Only z is fitted, and the logs of std(z) are added up. Fitting
    the samples themselves would return 0 once Sigma_j is below the rounding of M_j, which happens at about
    k = 60 for n = 2; the sum of logs never underflows.
    """
    require(n >= 2 and sigma0 > 0 and k >= 0, "n >= 2, sigma0 > 0, k >= 0")

    def simulate(m: int) -> np.ndarray:
        centre, log_ratio = np.zeros(m), np.zeros(m)
        for _ in range(k):
            z = rng.normal(0.0, 1.0, (m, n))
            centre += sigma0 * np.exp(log_ratio) * np.mean(z, axis=1)
            log_ratio += np.log(np.std(z, axis=1, ddof=1))
        return np.stack([centre, log_ratio], axis=1)

    state = in_chunks(paths, n, simulate)
    return state[:, 0], state[:, 1]


def scale(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """Sigma_k, the fitted standard deviation after k generations."""
    return sigma0 * np.exp(_run(rng, paths, n, k, sigma0)[1])


def scale_square(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """Sigma_k^2, the fitted variance (ddof=1) after k generations."""
    return scale(rng, paths, n=n, k=k, sigma0=sigma0) ** 2


def scale_power(
    rng: np.random.Generator, paths: int, *, n: int, k: int, alpha: float, sigma0: float = 1.0
) -> np.ndarray:
    """Sigma_k^alpha."""
    return scale(rng, paths, n=n, k=k, sigma0=sigma0) ** alpha


def log_scale(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """ln Sigma_k, as a sum of logs of scale-free ratios Sigma_{j+1}/Sigma_j: finite for every k, since
    Sigma_k itself, which may underflow to 0, is never formed on the way to it."""
    return _run(rng, paths, n, k, sigma0)[1] + np.log(sigma0)


def scale_law(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """Sigma_k, as a draw from its law."""
    return scale(rng, paths, n=n, k=k, sigma0=sigma0)


def above(rng: np.random.Generator, paths: int, *, n: int, k: int, eps: float, sigma0: float = 1.0) -> np.ndarray:
    """Is Sigma_k > eps?"""
    return scale(rng, paths, n=n, k=k, sigma0=sigma0) > eps


def collapsed(rng: np.random.Generator, paths: int, *, n: int, k: int, eps: float, sigma0: float = 1.0) -> np.ndarray:
    """Is Sigma_k <= eps?"""
    return scale(rng, paths, n=n, k=k, sigma0=sigma0) <= eps


def drift(rng: np.random.Generator, paths: int, *, n: int) -> np.ndarray:
    """ln(Sigma_1 / Sigma_0), the change of the log scale in one generation."""
    return _run(rng, paths, n, 1, 1.0)[1]


def centre_square(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """(M_k - mu0)^2 with mu0 = 0, the squared displacement of the centre after k generations."""
    return _run(rng, paths, n, k, sigma0)[0] ** 2


def risk(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """(M_k - mu0)^2 + (Sigma_k - sigma0)^2 with mu0 = 0, both coordinates from the same run."""
    centre, log_ratio = _run(rng, paths, n, k, sigma0)
    return centre**2 + (sigma0 * np.exp(log_ratio) - sigma0) ** 2


def risk_variance(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """(R - R')^2 / 2 for two independent copies of the risk, one pair per path; its mean is Var R."""
    first = risk(rng, paths, n=n, k=k, sigma0=sigma0)
    second = risk(rng, paths, n=n, k=k, sigma0=sigma0)
    return (first - second) ** 2 / 2

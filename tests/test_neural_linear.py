"""The oracle of the neural simulators: a linear autoencoder, trained, has the spectrum that the registry claims."""

import numpy as np
import pytest
from scipy import stats

pytest.importorskip("jax")

from paper_figs.numbers import claimed
from simulators.engine import stream
from simulators.neural import autoencoder, linear
from simulators.neural.autoencoder import Model
from simulators.neural.machine import jax, keys

MODEL = Model(pixels=3, hidden=0, latent=2, noise=0.5)
REAL = ("3", "8/5", "2/5")
"""Variances of the real images; the last is below the noise, and is not learnt."""
GENERATIONS = 2
ALPHA = 1e-9


def along(images):
    """Variances of images along the axes, the largest first."""
    return np.sort((images**2).mean(0))[::-1]


def disagreement(entropy, noisy, name):
    """The most by which a generation's spectrum is off, in units of the distance that Newton's method allows."""
    with jax.enable_x64(True):
        train = linear.trainer(MODEL, keys([stream(entropy, f"linear autoencoder, {name}", 0)], 1)[0, 0])
        images, known, off = linear.points(3) * np.sqrt([3, 1.6, 0.4]), 0.0, []
        for k in range(1, GENERATIONS + 1):
            trained = train(images)
            spectrum = linear.spectrum(trained.weights)
            known += (2 * spectrum[0] ** 0.5 + trained.far) * trained.far  # the next images are off by as much
            images = linear.made(MODEL, trained.weights, noisy)
            if noisy:  # nothing is lost, and nothing is learnt of a direction that varies less than the noise
                expected = [claimed("linear-vae/sampled", f"s2=1/2,v0={v},k={k}") for v in REAL[:2]] + [0.5]
                found = along(images)
            else:
                expected = [claimed("linear-vae/decoder-mean", f"s2=1/2,v0={v},k={k}") for v in REAL[:2]]
                found = spectrum
            assert known < 1e-4  # else it has not converged, and agrees with anything
            off.append(np.abs(found - expected).max() / known)
    return max(off)


@pytest.mark.parametrize("noisy", [False, True])
def test_a_linear_autoencoder_trained_to_convergence_has_the_claimed_spectrum(entropy, noisy):
    assert disagreement(entropy, noisy, f"noisy={noisy}") < 1


def twice_the_divergence(model, weights, images, draws):
    doubled = model._replace(noise=2 * model.noise)
    return 2 * LOSSES(doubled, weights, images, draws)


def half_the_noise(model, weights, images, draws):
    return LOSSES(model._replace(noise=model.noise / 2), weights, images, draws)


def draws_too_large(model, weights, images, draws):
    return LOSSES(model, weights, images, 1.1 * draws)


LOSSES = autoencoder.losses


@pytest.mark.parametrize("bug", [twice_the_divergence, half_the_noise, draws_too_large])
def test_a_bug_in_the_loss_is_seen(entropy, monkeypatch, bug):
    monkeypatch.setattr(autoencoder, "losses", bug)
    assert disagreement(entropy, False, bug.__name__) > 1000


def test_what_has_not_converged_is_not_taken_to_have(entropy, monkeypatch):
    monkeypatch.setattr(linear, "STEPS", 1)
    with pytest.raises((linear.NotConverged, AssertionError)):
        disagreement(entropy, False, "one step")


def test_the_linear_model_is_trained_in_double_precision_only():
    with pytest.raises(ValueError, match="double precision"):
        linear.trainer(MODEL, jax.random.key(0))


def test_new_images_are_decoded_normal_latents_and_noise_of_the_variance_that_is_said(entropy):
    """Sums of squares are chi-square: each fails with a probability of ALPHA."""
    size, rngs = 2000, [stream(entropy, "linear images", 0)]
    start, new = keys(rngs, 2)
    weights = jax.vmap(lambda key: autoencoder.start(MODEL, key))(start)
    none = np.zeros((1, 1, 3), np.float32)
    means, noisy = (np.asarray(autoencoder.make(MODEL, weights, none, 0, 1, size, n, new), float)[0] for n in (0, 1))
    decoder = np.asarray(weights[1][0][0], float)[0]
    latents, *_ = np.linalg.lstsq(decoder.T, means.T, rcond=None)
    assert np.abs(latents.T @ decoder - means).max() < 2**-16 * np.abs(means).max()
    for squares, count in (((latents**2).sum(), 2 * size), (((noisy - means) ** 2 / 0.5).sum(), 3 * size)):
        assert ALPHA / 2 < stats.chi2.cdf(squares, count) < 1 - ALPHA / 2
        for wrong in (0.5, 2):
            assert not ALPHA / 2 < stats.chi2.cdf(wrong * squares, count) < 1 - ALPHA / 2

"""Autoencoders trained on their own digits: the runs that four experiments read, and the linear theory beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paper_figs.figure import Rows, Tell
from paper_figs.numbers import EMPTY, by_seed, claimed, number, pick
from paper_figs.simulations import Call, blocks, simulated
from paper_figs.transforms import half_above, progress, root_mean

WORKFLOWS = ("replace", "accumulate", "accumulate-subsample", "baseline")
NOISY = "replace, noise added"
SERIES = {True: (*WORKFLOWS, NOISY), False: WORKFLOWS}
"""Of a variational model, and of a plain one, which has no noise to add."""

LINEAR, LINEAR_NOISY = "linear theory", "linear theory, noise added"
NAMES = {True: "variational-autoencoder", False: "autoencoder"}

SIZES = {
    "generations": 7, "epochs": 10, "seeds": 8, "block": 2, "images": 1797, "tests": 360, "hidden": 128, "latent": 8,
    "noise": "1/10",
}  # fmt: skip
PARAMETERS = {
    "tiny": {**SIZES, "generations": 2, "epochs": 1, "seeds": 2, "images": 60, "tests": 20, "hidden": 4, "latent": 2},
    "quick": SIZES,
    "paper": {**SIZES, "epochs": 60},
}
GIVEN = ("images", "tests", "hidden", "latent", "noise", "generations", "epochs")

SETTING = (
    "An experiment, outside of the proof system. The images are scikit-learn's 1797 digits of 8 by 8 pixels, grey from "
    "0 to 1; each seed keeps 360 of them back for tests and starts with the other 1437. The model has 64-128-8 units, "
    "one hidden layer of 128 on either side{kind}; Adam with rate 1/1000, batches of 64, new weights in every "
    "generation, which passes 10 times (quick effort) or 60 times (paper effort) over its data. A generation makes "
    "1437 images: means of the decoder of latents drawn from {latents}, without the noise. The next is trained on "
    "these (replace), on these and all data before (accumulate), on 1437 of those drawn without replacement "
    "(accumulate-subsample), or on the 1437 real ones again (baseline). "
)
VARIATIONAL = SETTING.format(
    kind=" and 8 latents with a mean and a scale each; the decoder has noise of variance 1/10 a pixel",
    latents="the standard normal law",
)
PLAIN = SETTING.format(
    kind=" and 8 latents", latents="the normal law with mean and covariance of the latents of its own training data"
)
DIFFERS = (
    "The paper has MNIST, trained for 10 epochs, and does not tell layers, losses, noise, numbers of images, or how an "
    "autoencoder makes new ones: these are ours. Its epochs are kept: what accumulates is passed over as often, in "
    "more steps, which is why a test loss can fall there. "
)
LEFT_OUT = (
    "MNIST, CelebA, and convolutional models. The loaders are there: `simulators.neural.pictures.mnist` reads the "
    "files of MNIST, `folder` a folder of pictures; what they return goes to `simulators.neural.generations.run`, with "
    "a `Model` of as many pixels."
)
SEEN = "Medians over 8 seeds with time-uniform 95% intervals."


def cell(
    variational: bool, images: int, tests: int, hidden: int, latent: int, noise: str, generations: int, epochs: int,
    seeds: tuple[int, ...], entropy: int,
) -> list[Any]:  # fmt: skip
    """Some seeds, in all series: what is seen of each."""
    from simulators.neural import generations as runs
    from simulators.neural.autoencoder import Model
    from simulators.neural.pictures import digits

    model = Model(hidden=hidden, latent=latent, noise=number(noise), variational=variational)
    series = [(name.partition(",")[0], name == NOISY) for name in SERIES[variational]]
    sizes = {"tests": tests, "generations": generations, "epochs": epochs}
    return runs.run(NAMES[variational], model, digits(images), series, seeds=seeds, entropy=entropy, **sizes)


def simulations(variational: bool, parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs of a model: one call for every block of seeds."""
    given = (variational, *(parameters[one] for one in GIVEN))
    return [Call(cell, (*given, block, entropy)) for block in blocks(parameters["seeds"], parameters["block"])]


def found(
    variational: bool, names: Iterable[str], parameters: Mapping[str, Any], entropy: int, tell: Tell
) -> dict[tuple[str, str], list[Any]]:
    """The values of each seed, by series and quantity (a name of `generations.Seen`)."""
    values: dict[tuple[str, str], list[Any]] = {}
    for call in progress(tell, simulations(variational, parameters, entropy)):
        for series, seen in zip(SERIES[variational], simulated(call.function, *call.given), strict=True):
            for name in names:
                values.setdefault((series, name), []).extend(getattr(seen, name))
    return values


def rows(series: str, quantity: str, seeds: Any, first: int = 1) -> list[dict[str, Any]]:
    """A quantity of each seed by generation (those of the real images are 0), and its median with an interval."""
    at = range(first, first + len(seeds[0]))
    return [{"series": series, "quantity": quantity, **row} for row in by_seed("generation", at, seeds)]


def row(series: str, quantity: str, k: int, value: float) -> dict[str, Any]:
    """One number that is of no seed, and sharp."""
    where = {"series": series, "quantity": quantity, "seed": EMPTY, "generation": k}
    return {**where, "value": value, "low": value, "high": value}


def at(rows: Rows, series: str, quantity: str, generation: int) -> float:
    """The value of a generation, counted from the end if it is negative."""
    return float(pick(rows, series=series, quantity=quantity)["value"][generation])


# -- the linear theory ----------------------------------------------------------------------------------------------


def spectrum(parameters: Mapping[str, Any]) -> list[str]:
    """Variances of all digits along their principal components, the largest first."""
    from simulators.neural import pictures

    return [f"{max(v, 0):.12f}" for v in pictures.spectrum(pictures.digits(parameters["images"]).images)]


def linear_loss(parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The training loss of the linear model of as many latents: of all digits, then of means of its decoder."""
    noise, latent, found = parameters["noise"], parameters["latent"], []
    values = spectrum(parameters)
    for generation, k in enumerate(range(parameters["generations"]), 1):
        left = [claimed("linear-vae/decoder-mean", f"s2={noise},v0={v},k={k}") for v in values[:latent]]
        rest = [] if k else [number(v) for v in values[latent:]]
        fits = [fit("fit" if v > number(noise) else "fit-lost", v, noise) for v in left if v > 0]
        loss = half_above([*fits, *(fit("fit-lost", v, noise) for v in rest if v > 0)], number(noise))
        found.append(row(LINEAR, "train", generation, loss))
    return found


def fit(claim: str, variance: float, noise: str) -> float:
    """Twice the mean of minus the logarithm of the likelihood of images, in a direction in which they vary so much."""
    return claimed(f"linear-vae/{claim}", f"s2={noise},v={variance:.12f}")


def linear_latents(parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The deviation of the latents that the first linear encoder sees in images of later generations."""
    noise, found = parameters["noise"], []
    values = [v for v in spectrum(parameters)[: parameters["latent"]] if number(v) > number(noise)]
    for k in range(parameters["generations"] + 1):
        points = [f"s2={noise},v0={v}" for v in values]
        means = root_mean([claimed("linear-vae/latent", f"{point},k={k}") for point in points])
        noisy = root_mean([claimed("linear-vae/sampled-latent", point) for point in points])
        found += [row(LINEAR, "latents", k, means), row(LINEAR_NOISY, "latents", k, noisy)]
    return found

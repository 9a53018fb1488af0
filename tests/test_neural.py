"""The neural simulators: a room of its own, the same numbers everywhere, the loss and the data that are said."""

import ast
import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("jax")

from paper_figs.neural import autoencoders
from simulators.engine import stream
from simulators.neural import autoencoder, generations, pictures
from simulators.neural.autoencoder import Model
from simulators.neural.machine import jax, keys
from theorems import rooms

ROOT = Path(__file__).parent.parent
TINY = Model(hidden=4, latent=2)


# -- the room -------------------------------------------------------------------------------------------------------


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_learning_machines_are_outside_of_the_proof_system():
    """They read its streams alone, and only experiments read them; a fingerprint asks what jax computes on."""
    asked = {ROOT / "harness/run/fingerprint.py": {"simulators.neural.machine.jax"}}
    for room in rooms.PACKAGES:
        for path in (ROOT / room).rglob("*.py"):
            ours = {name for name in imported(path) if name.split(".")[0] in rooms.PACKAGES}
            if path.parent.name == "neural" and room == rooms.SIMULATORS:
                assert all(name.startswith(("simulators.neural", "simulators.engine.")) for name in ours), path
            elif path.parent.name != "neural":
                read = {name for name in ours if name.startswith("simulators.neural")}
                assert read == asked.get(path, set()), path


def test_no_other_command_loads_jax():
    code = "import sys; from paper_figs.figure import scan; assert not scan()[1]; print('jax' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- numbers --------------------------------------------------------------------------------------------------------


def digest(seen):
    return hashlib.sha256(b"".join(np.ascontiguousarray(one).tobytes() for some in seen for one in some)).hexdigest()


def cell(seeds, entropy):
    return autoencoders.cell(True, 60, 20, 4, 2, "1/10", 2, 1, seeds, entropy)


def test_numbers_are_those_of_a_process_with_one_core_and_of_no_other_entropy():
    code = f"""
import os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
sys.path[:0] = {[str(ROOT / "tests")]}
from test_neural import cell, digest
print(digest(cell((0, 1), 5)))
"""
    there = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    here = digest(cell((0, 1), 5))
    assert there.stdout.strip() == here
    assert digest(cell((0, 1), 6)) != here
    assert digest(cell((2, 1), 5)) != here


def test_keys_are_those_of_their_stream_and_use():
    rngs = [stream(7, "keys", seed) for seed in range(3)]
    bits = np.asarray(jax.random.key_data(keys(rngs, 2))).reshape(6, -1)
    assert len({tuple(one) for one in bits}) == 6
    again = np.asarray(jax.random.key_data(keys([stream(7, "keys", 1)], 2)))
    assert np.array_equal(again[:, 0], bits.reshape(2, 3, -1)[:, 1])


def test_the_first_generation_is_the_same_in_every_workflow(entropy):
    seen = cell((0, 1), entropy)
    for one in seen[1:]:
        for loss in ("train", "test"):
            assert np.array_equal(getattr(one, loss)[:, 0], getattr(seen[0], loss)[:, 0])
    assert len({one.test[:, 1].tobytes() for one in seen}) == len(seen)


@pytest.mark.parametrize("variational", [True, False])
def test_the_loss_is_minus_the_lower_bound_of_the_evidence(entropy, variational):
    """Against the formula, typed once more in numpy."""
    model = Model(pixels=5, hidden=7, latent=2, noise=0.3, variational=variational)
    rng = stream(entropy, f"loss, {variational}", 0)
    weights = autoencoder.start(model, keys([rng], 1)[0, 0])
    images, draws = rng.random((4, 5)).astype(np.float32), rng.standard_normal((4, 2)).astype(np.float32)

    def through(layers, x):
        (w, a), (v, b) = [(np.asarray(one, float), np.asarray(two, float)) for one, two in layers]
        return np.maximum(x @ w + a, 0) @ v + b

    codes = through(weights[0], images)
    mean, scale = codes[:, :2], np.exp(codes[:, 2:]) if variational else 0.0
    decoded = 1 / (1 + np.exp(-through(weights[1], mean + scale * draws)))
    expected = ((images - decoded) ** 2).sum(1) / 0.6
    if variational:
        expected += (mean**2 + scale**2 - 1 - np.log(scale**2)).sum(1) / 2
    found = np.asarray(autoencoder.losses(model, weights, images, draws))
    assert (np.abs(found - expected) < 2**-16 * (1 + expected)).all()  # single floats have 24 bits


def test_training_lowers_the_loss(entropy):
    rngs = [stream(entropy, "training", seed) for seed in range(2)]
    images = np.zeros((2, 80, 64), np.float32)
    images[:] = pictures.digits(80).images
    start, look = keys(rngs, 2)
    before, after = (
        np.asarray(autoencoder.mean_loss(TINY, autoencoder.train(TINY, start, images, 0, 40, n), images, 0, 40, look))
        for n in (0, 400)
    )
    assert (after < before).all()


def test_a_mean_loss_is_of_the_images_that_are_meant(entropy):
    rngs = [stream(entropy, "mean loss", seed) for seed in range(2)]
    start, look = keys(rngs, 2)
    images = np.zeros((2, 80, 64), np.float32)
    images[:] = pictures.digits(80).images
    weights = autoencoder.train(TINY, start, images, 0, 40, 5)
    spoilt = images.copy()
    spoilt[:, :20] = spoilt[:, 60:] = 100.0
    found = [np.asarray(autoencoder.mean_loss(TINY, weights, some, 20, 40, look)) for some in (images, spoilt)]
    assert np.array_equal(*found)
    moved = np.asarray(autoencoder.mean_loss(TINY, weights, spoilt, 19, 40, look))
    assert not (moved <= 10 * found[0]).any()  # larger, or more than a float holds


# -- data -----------------------------------------------------------------------------------------------------------


def trained_on(workflow, k, rng, n=5):
    """The numbers of the images that generation k + 1 is trained on, where those of generation i are n i to n i + n."""
    pool = np.arange(4 * n, dtype=np.float32).reshape(1, -1, 1)
    data, first, count = generations._data(workflow, pool, n, k, [rng])
    assert data.shape == pool.shape
    return data[0, first : first + count, 0].astype(int).tolist()


def test_each_workflow_is_trained_on_what_is_said(entropy):
    """One of 15 images is in none of 60 subsamples of 5 with a probability of at most 15 (2/3)^60 < 1e-9."""
    rng = stream(entropy, "data", 0)
    assert trained_on("replace", 2, rng) == [10, 11, 12, 13, 14]
    assert trained_on("baseline", 2, rng) == [0, 1, 2, 3, 4]
    assert trained_on("accumulate", 2, rng) == [*range(15)]
    some = [trained_on("accumulate-subsample", 2, rng) for _ in range(60)]
    assert all(len(set(one)) == 5 for one in some)
    assert set().union(*some) == {*range(15)}


def idx(values, type_=8):
    shape = b"".join(n.to_bytes(4, "big") for n in values.shape)
    return bytes((0, 0, type_, values.ndim)) + shape + values.astype(np.uint8).tobytes()


def test_files_of_mnist_are_read(tmp_path):
    images, labels = np.arange(3 * 2 * 4).reshape(3, 2, 4) * 10, np.array([7, 0, 3])
    (tmp_path / "images").write_bytes(idx(images))
    (tmp_path / "labels.gz").write_bytes(gzip.compress(idx(labels)))
    found = pictures.mnist(tmp_path / "images", tmp_path / "labels.gz")
    assert np.array_equal(np.round(found.images * 255), images.reshape(3, 8))
    assert found.labels.tolist() == [7, 0, 3]
    assert pictures.mnist(tmp_path / "images", tmp_path / "labels.gz", most=2).images.shape == (2, 8)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"no idx file", idx(np.zeros((2, 3)), 13), idx(np.zeros((2, 3)))[:-1], b"\0\0\x08\x02\0\0"],
)
def test_a_file_that_is_none_of_mnist_is_refused(tmp_path, content):
    (tmp_path / "images").write_bytes(content)
    with pytest.raises(ValueError, match=r"images (is no idx file|has)"):
        pictures.idx(tmp_path / "images")


def test_pictures_and_labels_must_be_as_many(tmp_path):
    (tmp_path / "images").write_bytes(idx(np.zeros((3, 2, 2))))
    (tmp_path / "labels").write_bytes(idx(np.zeros(2)))
    with pytest.raises(ValueError, match=r"\(3, 2, 2\).*\(2,\)"):
        pictures.mnist(tmp_path / "images", tmp_path / "labels")


def test_a_folder_of_pictures_is_read(tmp_path):
    image = pytest.importorskip("PIL.Image")
    for name, grey in (("b/one.png", 255), ("a/two.png", 0), ("a/three.PNG", 51)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        image.new("L", (6, 4), grey).save(tmp_path / name, format="PNG")
    (tmp_path / "a" / "notes.txt").write_text("no picture")
    found = pictures.folder(tmp_path, (3, 2))
    assert found.images.shape == (3, 6)
    assert found.images[:, 0].tolist() == pytest.approx([0.2, 0, 1])
    assert found.labels.tolist() == [0, 0, 1]
    assert pictures.folder(tmp_path, (3, 2), colour=True, most=1).images.shape == (1, 18)
    with pytest.raises(ValueError, match="has no pictures"):
        pictures.folder(tmp_path / "a" / "notes.txt", (3, 2))


def test_the_spectrum_is_that_of_the_covariance():
    images = pictures.digits(50).images
    assert sum(pictures.spectrum(images)) == pytest.approx(float(images.var(0).sum()), rel=1e-6)

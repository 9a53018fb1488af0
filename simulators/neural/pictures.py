"""Pictures to learn from: scikit-learn's digits, files of MNIST, folders of pictures.

Each is a row of pixels, grey (or red, green and blue, one after the other, pixel by pixel) from 0 to 1.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

UNSIGNED_BYTES = 8
"""The type of the values in an idx file that is read here."""

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")


class Pictures(NamedTuple):
    """images: (pictures, pixels), from 0 to 1. labels: what is on each, a whole number; 0 where nobody says."""

    images: NDArray[np.float32]
    labels: NDArray[np.int64]


def digits(most: int | None = None) -> Pictures:
    """The 1797 handwritten digits of 8 by 8 pixels that come with scikit-learn; the first `most` of them."""
    from sklearn.datasets import load_digits

    found = load_digits()
    return Pictures(np.asarray(found.data[:most] / 16, np.float32), np.asarray(found.target[:most], np.int64))


def mnist(images: str | Path, labels: str | Path, most: int | None = None) -> Pictures:
    """Files of MNIST, or of data sets in its format, as `train-images-idx3-ubyte.gz` and `train-labels-idx1-ubyte.gz`.

    Gzipped or not. Raises ValueError for a file that is not in the idx format, or cut short, and where there is not one
    label for each picture.
    """
    found, named = idx(images), idx(labels)
    if found.ndim < 2 or named.shape != found.shape[:1]:
        raise ValueError(f"{images} has pictures of shape {found.shape}, {labels} labels of shape {named.shape}")
    flat = found.reshape(len(found), -1)[:most]
    return Pictures(np.asarray(flat / np.float32(255), np.float32), named[:most].astype(np.int64))


def idx(path: str | Path) -> NDArray[np.uint8]:
    """An array of bytes in the idx format: two zeros, type, number of axes, their lengths (big-endian), values."""
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    if len(content) < 4 or content[:3] != bytes((0, 0, UNSIGNED_BYTES)):
        raise ValueError(f"{path} is no idx file of unsigned bytes")
    begin = 4 + 4 * content[3]
    shape = tuple(int.from_bytes(content[i : i + 4], "big") for i in range(4, begin, 4))
    values = np.frombuffer(content[begin:], np.uint8)
    if len(content) < begin or len(values) != prod(shape):
        raise ValueError(f"{path} has {len(values)} values, not those of shape {shape}")
    return values.reshape(shape)


def folder(path: str | Path, size: tuple[int, int], colour: bool = False, most: int | None = None) -> Pictures:
    """All pictures of a folder and those below it (CelebA, for example), in the order of their names, made `size`.

    size: width and height in pixels. Labels count the folders that pictures lie in, in the order of their names.
    Raises ValueError where there is none. Needs pillow, which comes with matplotlib.
    """
    from PIL import Image

    paths = sorted(one for one in Path(path).rglob("*") if one.suffix.lower() in SUFFIXES)[:most]
    if not paths:
        raise ValueError(f"{path} has no pictures: their names end in {', '.join(SUFFIXES)}")
    rows = []
    for one in paths:
        with Image.open(one) as picture:
            whole = picture.convert("RGB" if colour else "L").resize(size)
            rows.append(np.asarray(whole, np.float32).reshape(-1) / 255)
    return Pictures(np.stack(rows), _labels(paths))


def _labels(paths: Sequence[Path]) -> NDArray[np.int64]:
    places = sorted({one.parent for one in paths})
    return np.array([places.index(one.parent) for one in paths], np.int64)


def spectrum(images: NDArray[np.float32]) -> list[float]:
    """Variances of images along their principal components, the largest first."""
    return [float(v) for v in np.linalg.eigvalsh(np.cov(images.astype(float), rowvar=False, ddof=0))[::-1]]

"""Points that move together: what the second program takes of the rule, and what it refuses."""

import json
from random import Random

import pytest
from flint import fmpq

from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.differences import given_differences, of_differences
from proofs_check.recheck.terms import Refused
from theorems.door import main
from theorems.kde.replace_equivariant import THEOREM


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    file, found = tmp_path_factory.mktemp("differences") / "c.json", {}
    for claim in ("scaled", "cross-validated"):
        assert main(["prove", f"{THEOREM.id}/{claim}", "--certificate", str(file), "--json"]) == 0
        found[claim] = file.read_text()
    return found


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_variance_that_is_left_is_that_of_the_centre(size):
    """By the covariances of all points with all differences, whatever the copies are."""
    widths = [fmpq(1, 3), fmpq(2), fmpq(5, 7)]
    for many in range(4):
        found = given_differences(size, fmpq(4), widths[:many], Random(many))
        assert found == (4 + sum(widths[:many], fmpq(0))) / size


def read_points(certificate):
    return Declaration("kde_scaled_replace", json.loads(certificate)["processes"]["kde_scaled_replace"])


@pytest.mark.parametrize(
    ("width", "fits"),
    [
        (("Variance", "seen", fmpq(1)), True),
        (("Likeliest", "seen", ("Variance", "seen", fmpq(1)), ("Variance", "seen", fmpq(0))), True),
        (("Mean", ("^", "seen", fmpq(2))), False),
        (("^", ("Mean", "seen"), fmpq(2)), False),
        (("Likeliest", "seen", ("Mean", ("^", "seen", fmpq(2)))), False),
    ],
)
def test_what_depends_on_differences_is_the_same_where_all_points_move(width, fits, certificates):
    declared = read_points(certificates["scaled"])
    if fits:
        of_differences(declared, "seen", width)
    else:
        with pytest.raises(Refused):
            of_differences(declared, "seen", width)


SCALE = '["Variance", "seen", 1]'
PLACES = '["Mean", ["^", "seen", 2]]'
NORMAL = '["Normal", 0, ["^", "sigma0", 2]]'
TAMPERED = {
    "at the distance": ("scaled", SCALE, PLACES),
    "at the centre": ("scaled", SCALE, '["^", ["Mean", "seen"], 2]'),
    "at another variance": ("scaled", SCALE, '["Variance", "batch", 1]'),
    "no points left": ("scaled", SCALE, '["Variance", "seen", "n"]'),
    "likeliest of places": ("cross-validated", SCALE, PLACES),
    "likeliest of nothing": ("cross-validated", f'["*", 4, {SCALE}]', f'["*", -4, {SCALE}]'),
    "real points around 1": ("scaled", NORMAL, NORMAL.replace("0", "1", 1)),
    "real points of another law": ("scaled", NORMAL, '["Uniform", -1, "sigma0"]'),
    "all batches": ("scaled", '["join", "batch"]', '["join", "seen", "batch"]'),
    "the same for ever": ("scaled", '["join", "batch"]', '["join", "seen"]'),
    "a kernel around 1": ("scaled", '["Normal", 0, ["*"', '["Normal", 1, ["*"'),
    "no copies": ("scaled", '"Choice", "seen"', '"Choice", "batch"'),
    "another power": ("scaled", '"power": ["/", 1, 2]', '"power": ["/", 1, 3]'),
    "a power above 1": ("scaled", '"power": ["/", 1, 2]', '"power": 2'),
    "one point": ("scaled", '"n": ["whole", 2,', '"n": ["whole", 1,'),
    "one symbol": ("scaled", f'[{SCALE}, "V"]', f'[{SCALE}, "u"]'),
    "a probability for some": (
        "scaled",
        '"V": ["real", 0, ["oo"], true, true]',
        '"V": ["real", 1, ["oo"], true, true]',
    ),
    "another past": ("scaled", f'"Past", ["*", ["^", "c", 2], {SCALE}]', f'"Past", ["*", ["^", "c", 4], {SCALE}]'),
    "of the first kernels": ("scaled", '"u": ["real", 0, ["oo"], false, true]', '"u": ["real", 0, 1, false, false]'),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_the_second_program_refuses_what_does_not_follow(kind, certificates, tmp_path, capsys):
    claim, old, new = TAMPERED[kind]
    text = json.dumps(json.loads(certificates[claim]))
    assert old in text
    (tmp_path / "c.json").write_text(text.replace(old, new))
    assert main(["recheck", str(tmp_path / "c.json")]) != 0
    assert "refused" in capsys.readouterr().out


@pytest.mark.parametrize("claim", ["scaled", "cross-validated"])
def test_the_second_program_takes_what_follows(claim, certificates, tmp_path):
    (tmp_path / "c.json").write_text(certificates[claim])
    assert main(["recheck", str(tmp_path / "c.json")]) == 0

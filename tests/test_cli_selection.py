"""What commands are about: theorems, or single claims of them; and what a message repeats of what was typed."""

import json

import pytest

from harness.judge.budget import budget
from theorems.door import main
from theorems.language.registry import find, theorems
from theorems.language.text import SHOWN, shortened

ONE = "bernoulli-absorption/share"
LONG = "a" * 10_000_000


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_verify_judges_the_claims_that_are_named_with_the_error_rates_of_the_registry(capsys, tmp_path, entropy):
    """A claim alone comes out as among all claims of its theorem, bit for bit: limits and streams are the same."""
    found = {}
    for name in ("g-iterate", "g-iterate/extinction"):
        path = tmp_path / "records.json"
        code, out, _ = run(capsys, "verify", name, "--entropy", str(entropy), "--json", str(path))
        assert code == 0
        found[name] = [{**record, "seconds": 0} for record in json.loads(path.read_text())]
    assert "1 of 1 claims as expected" in out
    own = [record for record in found["g-iterate"] if record["claim"] == "extinction"]
    assert found["g-iterate/extinction"] == own
    assert budget().alpha * sum(len(c.points) for t in theorems().values() for c in t.claims) == pytest.approx(1e-9)


def test_prove_and_plan_take_single_claims(capsys):
    code, out, _ = run(capsys, "prove", ONE)
    assert code == 0
    assert f"{ONE}: proved" in out
    assert out.count("bernoulli-absorption/") == 1
    code, out, _ = run(capsys, "plan", ONE)
    assert code == 0
    assert [line for line in out.splitlines() if "bernoulli" in line and ONE not in line] == []
    assert out.count(ONE) == len(find("bernoulli-absorption").claim("share").points)


def test_a_claim_that_is_named_twice_is_taken_once(capsys):
    _, out, _ = run(capsys, "prove", ONE, "g-iterate/lower", ONE)
    heads = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert heads == [
        ONE,
        "g-iterate/lower",
    ]


@pytest.mark.parametrize("command", ["verify", "prove", "plan"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("g-iterate/extintion", "did you mean g-iterate/extinction"),
        ("g-iterate/", "has no claim ''"),
        ("g-iterat/extinction", "did you mean g-iterate"),
        ("g-iterate/extinction/1", "has no claim 'extinction/1'"),
    ],
)
def test_unknown_claims_offer_the_nearest(capsys, command, name, message):
    code, out, err = run(capsys, command, name)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert message in err


# -- messages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "x" * SHOWN, "n=1,k=é"])
def test_a_short_text_is_repeated_as_it_is(text):
    assert shortened(text) == text


@pytest.mark.parametrize("text", [LONG, "x\ny\r\0\x1b[31m\u2028" + LONG, "\udcff" * 1000])
def test_a_long_or_wild_text_is_repeated_by_its_beginning_on_one_line(text):
    found = shortened(text)
    assert f"{len(text):,} characters" in found
    assert found.isprintable()
    assert len(found) < 20 * SHOWN


@pytest.mark.parametrize(
    "arguments",
    [
        (LONG,),
        ("show", LONG),
        ("show", "g-iterate/" + LONG),
        ("verify", LONG),
        ("prove", "g-iterate/" + LONG),
        ("plan", "no\nsuch\x1b[31mtheorem"),
        ("value", "g-iterate/" + LONG),
        ("value", LONG + "/lower"),
        ("check", LONG),
        ("check", "g-iterate/" + LONG),
        ("figures", LONG),
        ("verify", "--effort", LONG),
        ("verify", "--entropy", LONG),
        ("verify", "--entropy", "9" * 5000),
        ("verify", "--workers", LONG),
        ("verify", "--executor", LONG),
        ("verify", "--executor", "dask:" + LONG),
        ("verify", "--json", LONG),
        ("verify", "--json", f"/{LONG}/x"),
        ("verify", "--journal", LONG),
        ("verify", "--" + LONG),
        ("plan", "--effort", LONG),
        ("figures", "--format", LONG),
        ("figures", "--out", LONG),
        ("figures", "--entropy", LONG),
        ("new", LONG),
        ("new", "word-" + LONG, "--family", "bernoulli"),
        ("new", "a-word", "--family", LONG),
        ("new", "a-word", "--family", "bernoulli", "--process", LONG),
        ("new", "a-word", "--family", "bernoulli", "--parameters", LONG),
        ("new", "a-word", "--family", "bernoulli", "--parameters", f"n:{LONG}"),
        ("new", "a-word", "--family", "bernoulli", "--parameters", f"n,n,{LONG}"),
        ("new", "a-word", "--family", "bernoulli", "--observable", LONG),
        ("new", "a-word", "--here", LONG),
    ],
    ids=lambda arguments: " ".join(shortened(a)[:20] for a in arguments),
)
def test_no_message_repeats_what_is_long_and_each_is_one_line(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert len(err) < 2000
    assert "\x1b" not in err

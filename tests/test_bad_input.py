"""A thousand bad inputs: every command of the grammar, with one word of it spoilt, or with words that mean nothing.

Whatever is typed: no traceback, a documented exit code, one line that names what is wrong and repeats little of it, and
no file outside of the folder of the test. Only inputs that cannot be right are made, so that no work is begun.
"""

import contextlib
import io
import os
import string
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lab import DOMAINS

from harness.cli.grammar import EXIT_CODES, parser
from harness.judge.policies import MODELS
from theorems.door import main
from theorems.language.registry import theorems
from theorems.language.workflows import SELECTIONS
from theorems.processes import processes

EXAMPLES = 250
LONGEST_LINE = 700
"""Of a message: it may list the names that there are."""

IDS = sorted(theorems())
CLAIMS = [f"{t.id}/{c.name}" for t in theorems().values() for c in t.claims]
LETTERS = string.ascii_letters + string.digits + "_-./=,:*+()[]'\"\\ é∞\n\t\x00\x7f🙂"
words = st.text(LETTERS, min_size=1, max_size=30)
long_words = st.builds(lambda word, times: word * times, words, st.sampled_from([1, 1, 1, 50, 5000]))


def spoilt(word):
    """The word with a letter changed, left out or added, or something that is no word at all."""
    cut = st.builds(lambda i: word[:i] + word[i + 1 :], st.integers(0, len(word) - 1))
    added = st.builds(lambda i, c: word[:i] + c + word[i:], st.integers(0, len(word)), st.sampled_from("xZ0/é "))
    return st.one_of(cut, added, long_words)


def not_in(strategy, known):
    """Strings of the strategy that are no names, and no options."""
    return strategy.filter(lambda text: text not in known and not text.startswith("-") and text.strip())


unknown_ids = not_in(st.sampled_from(IDS).flatmap(spoilt), {*IDS, *CLAIMS})
unknown_claims = not_in(st.sampled_from(CLAIMS).flatmap(spoilt), {*IDS, *CLAIMS})
numbers = st.one_of(
    st.sampled_from(
        ["-1", "0", "1.5", "nan", "inf", "1e400", "1e999999999999", "", " ", "1/0", "0x10", "९", "--", "9" * 6000]
    ),
    words,
)
BAD_POINTS = {
    "bernoulli-absorption/share": [
        "n=0,p0=1/2,k=1", "n=2,p0=3/2,k=1", "n=2,p0=-1/2,k=1", "n=1.5,p0=1/2,k=1", "n=2,p0=nan,k=1", "n=2,p0=1/0,k=1",
        "n=2,n=2,p0=1/2,k=1", "n=2", "n", "=", "n=", "=2", "n=2,p0=1/2,k=-1", "n=2,p0=1/2,k=1,zz=3",
        "n=1e999999,p0=1/2,k=1",
        "n=2,p0=1/2,k=" + "9" * 5000, "n=2;p0=1/2;k=1", "N=2,p0=1/2,k=1", "n=[2],p0=1/2,k=1", "n=2,p0=1/2,k=1e-3",
    ],
    "gaussian-collapse/law": ["n=2,k=1", "n=2,k=1,x=1,x=2", "n=2,k=1,x=oo", "n=1,k=1,x=1", "x=1", "n=2,k=1,x=1e9"],
}  # fmt: skip


NO_TARGETS = ("0", "-1/2", "x", "1/0", "nan", "", "9" * 3000 + "x")
NO_POINTS = ("n=1,k=1", "n=2", "k=-1,n=2", "m=[1],n=2,k=1")
POINTLESS = ("list", "errata", "show", "value")
NEW = ["new", "some-noun", "--family", "gaussian"]


@st.composite
def bad_commands(draw):
    """(arguments, one of these words must be in the message); an empty tuple where any message will do."""
    claims, effort = st.sampled_from(CLAIMS), not_in(words, {"quick", "paper"})
    unknown_processes = not_in(st.sampled_from(list(processes())).flatmap(spoilt), processes())
    options = st.builds(lambda name: f"--{name}", st.text(string.ascii_letters, min_size=9))
    makers = [
        lambda: (["show", draw(unknown_ids)], ("theorem", "mean")),
        lambda: (["check", draw(unknown_claims)], ("theorem", "claim", "mean")),
        lambda: ([draw(st.sampled_from(["verify", "prove", "plan"])), draw(unknown_claims)], ("theorem", "claim")),
        lambda: (["value", draw(unknown_claims)], ("theorem", "claim", "mean")),
        lambda: _value(draw),
        lambda: (["value", draw(claims), "--digits", draw(_no_whole(1, 10_000))], ("--digits",)),
        lambda: (["value", draw(claims), "--seconds", draw(_no_time())], ("--seconds",)),
        lambda: (["verify", "g-iterate", "--entropy", draw(_no_whole(0))], ("--entropy",)),
        lambda: (["verify", "g-iterate", "--workers", draw(_no_whole(1, 1024))], ("--workers",)),
        lambda: (["prove", "g-iterate", "--depth", draw(_no_whole(0, 1000))], ("--depth",)),
        lambda: (["prove", "g-iterate", "--certificate", draw(_no_file())], ("--certificate",)),
        lambda: (["recheck", draw(_no_file())], ("judged",)),
        lambda: (["store", "--verify", draw(_no_whole(1))], ("--verify",)),
        lambda: (["workflow", draw(not_in(words, SELECTIONS))], ()),
        lambda: (["workflow", "--compare", "replace", draw(not_in(words, SELECTIONS))], ()),
        lambda: (["workflow", "replace", "--n", draw(_no_whole(1, 10**9))], ("--n",)),
        lambda: (["workflow", "replace", "--k", draw(_no_whole(1, 1000))], ("--k",)),
        lambda: (["workflow", "replace", "--model", draw(not_in(words, MODELS))], ("--model",)),
        lambda: (
            ["workflow", "replace", "--target", "1/2", "--solve", draw(not_in(words, {"fresh", "window", "growth"}))],
            ("--solve",),
        ),
        lambda: (
            ["workflow", "replace", "--solve", "fresh", "--target", draw(st.sampled_from(NO_TARGETS))],
            ("--target",),
        ),
        lambda: (["workflow", "replace", "--k", "2", "--figure", draw(_no_file())], ("--figure",)),
        lambda: (["verify", "g-iterate", "--effort", draw(effort)], ("--effort",)),
        lambda: (["plan", "--effort", draw(effort)], ("--effort",)),
        lambda: (["verify", "g-iterate", "--executor", draw(_no_address())], ("--executor", "executor")),
        lambda: (["verify", "g-iterate", "--json", draw(_no_file())], ("--json",)),
        lambda: (["verify", "g-iterate", "--journal", draw(_no_file())], ("--journal",)),
        lambda: (["figures", draw(not_in(words, set()).filter(lambda w: len(w) > 3))], ("figure",)),
        lambda: (["figures", "--format", draw(not_in(words, {"svg", "pdf", "png"}))], ("--format",)),
        lambda: (["figures", "--entropy", draw(_no_whole(0))], ("--entropy",)),
        lambda: (["figures", "--effort", draw(effort)], ("--effort",)),
        lambda: (["site", draw(unknown_ids)], ()),
        lambda: (["new", draw(_no_noun())], ()),
        lambda: ([*NEW, "--parameters", draw(_no_names())], ("--parameters", "parameter")),
        lambda: (["derive", draw(unknown_processes)], ("process",)),
        lambda: (["derive", "gaussian", draw(_no_expression())], ("expression", "exponents", "derived")),
        lambda: (["derive", "gaussian", "V", "--at", draw(st.sampled_from(NO_POINTS))], ()),
        lambda: ([draw(not_in(words, set()))], ()),
        lambda: ([draw(st.sampled_from(POINTLESS)), draw(options)], ()),
        lambda: ([], ()),
        lambda: ([draw(st.sampled_from(["show", "value", "check", "new"]))], ()),
    ]
    return draw(st.sampled_from(makers))()


def _value(draw):
    claim = draw(st.sampled_from(list(BAD_POINTS)))
    return ["value", claim, "--at", draw(st.sampled_from(BAD_POINTS[claim]))], ()


def _no_whole(low, high=None):
    def good(text):
        return text.isascii() and text.isdigit() and len(text) <= 100 and low <= int(text) <= (high or int(text))

    return numbers.filter(lambda text: not good(text) and not text.startswith("-"))


def _no_time():
    def good(text):
        with contextlib.suppress(ValueError):
            return 0 < float(text) <= 10**9
        return False

    return numbers.filter(lambda text: not good(text) and not text.startswith("-"))


def _no_address():
    return st.sampled_from(["", "dask", "dask:", "ray:here", "tcp://x:1", "dask:nowhere:99999999", "x" * 3000])


def _no_file():
    return st.sampled_from(
        ["", ".", "/", "no/such/folder/file", "x" * 3000, "a\x00b", "/proc/nothing/file", "/dev/full"]
    )


def _no_noun():
    nouns = [
        "Upper-Case",
        "two words",
        "a/b",
        "../up",
        "é",
        "1-first",
        "class",
        "g-iterate",
        "a--b",
        "a_b",
        ".",
        "\x00",
        "",
    ]
    return st.sampled_from([*nouns, "x" * 300])


def _no_names():
    names = ["", ",", "x", "n,n", "class", "1n", "n,p q", "n:float", "n:int:int", "é!", "lambda", "rng", "paths"]
    return st.sampled_from([*names, "n" * 3000])


def _no_expression():
    known = "M +|M.real|M**99|__import__('os')|mean()|variance(M)|M/0|lambda: 1|[M]|M if V else 0|scale|oo|1e5*M"
    return st.sampled_from([*known.split("|"), "(" * 150 + "M", "M" * 3000, "+".join("M" * 200)])


def run(arguments):
    """Exit code, standard output and standard error of a command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory):
    """What a command would write by its name alone falls into an empty folder."""
    before, folder = os.getcwd(), tmp_path_factory.mktemp("bad")
    os.chdir(folder)
    yield folder
    os.chdir(before)
    assert not list(folder.iterdir()), "a bad input has left a file"


@pytest.mark.parametrize("part", range(4))
@settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
@given(command=bad_commands())
def test_bad_input_is_refused_in_one_line(part, command):
    arguments, named = command
    code, out, err = run(arguments)
    assert code in EXIT_CODES
    assert code == 2, (arguments, code, out[:300], err[:300])
    assert "Traceback" not in err
    lines = err.splitlines()
    assert lines
    assert lines[-1].startswith("theorems: ")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert not named or any(word in err for word in named), (arguments, err)


@pytest.mark.parametrize("character", ["\x00", "\x7f", "\n", "\ud800", "\U000e0001", "x"])
@pytest.mark.parametrize("command", [["show"], ["derive"], ["figures"], ["value"], ["verify"], ["new"]])
@pytest.mark.parametrize("times", [150, 5000])
def test_characters_that_cannot_be_shown_make_no_long_line(character, command, times):
    """Each is repeated as up to ten that can."""
    code, _, err = run([*command, character * times])
    assert code == 2
    assert all(len(line) <= LONGEST_LINE for line in err.splitlines())


GOOD = {"k": "3", "M": "[5,3,2]", "p": "[1/2,1/3,1/6]", "source": "last", "order": "ascending"}
fractions = st.fractions(Fraction(1, 99), 9, max_denominator=99)


def listed(values):
    return f"[{','.join(map(str, values))}]"


def negative(values):
    """Shares that sum to 1, one of them below 0."""
    return listed([*values, -sum(values) - 1, 2])


lists = st.lists(st.integers(1, 10**6), min_size=1, max_size=9)
no_words = st.text(string.ascii_letters + string.digits + "._-é∞/", min_size=1, max_size=300)
BAD_VALUES = {
    "k": [st.sampled_from(["0", "-3", "1/2", "x", "[3]", "1e400"])],
    "M": [
        lists.filter(lambda x: len(x) != 3).map(listed),  # a schedule that is shorter, or longer, than k
        st.tuples(lists, st.integers(-99, 0)).map(lambda x: listed([x[0][0], x[1], 2])),  # a size that is too small
        st.tuples(lists, fractions.filter(lambda x: x.denominator > 1)).map(lambda x: listed([x[0][0], x[1], 2])),
        st.integers(4, 10**9).map(lambda m: f"constant(2,{m})"),
        no_words.map(lambda word: f"[5,{word}z,2]"),
    ],
    "p": [
        st.lists(fractions, min_size=2).filter(lambda x: sum(x) != 1).map(listed),
        st.lists(fractions, min_size=1).map(negative),
        st.sampled_from(["[1]", "[1,0]", "[]", "[,]", "[1/2;1/2]", "1/2", "uniform(1)", "uniform(0)", "counts(0,0)"]),
        st.integers(-99, 1).map(lambda m: f"zipf({m},1,0)"),
        fractions.map(lambda b: f"zipf(9,1,{-1 - b})"),
        no_words.map(lambda word: f"counts(3,z{word})"),
        no_words.map(lambda word: f"counts:no/such/folder/{word}"),
        st.sampled_from(["counts:", "counts:.", "counts:/dev/zero", "counts:empty", "counts:" + "x" * 9999]),
    ],
    **{
        name: [no_words.filter(lambda word: word not in ("last", "real", "ascending", "descending"))]
        for name in ("source", "order")
    },
}


@st.composite
def bad_values(draw):
    """A point of which one value is bad, and the name of that one."""
    name = draw(st.sampled_from(list(BAD_VALUES)))
    value = draw(st.sampled_from(BAD_VALUES[name]).flatmap(lambda strategy: strategy))
    return ",".join(f"{n}={v}" for n, v in {**GOOD, name: value}.items()), name


@pytest.fixture
def lists_lab(lab):
    lab(source=DOMAINS)


@settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
@given(case=bad_values())
def test_a_bad_list_share_or_choice_is_refused_in_one_line(lists_lab, case):
    text, name = case
    code, out, err = run(["value", "scheduled-diversity/diversity", "--at", text])
    assert (code, out) == (2, ""), (text, err)
    (line,) = err.splitlines()
    assert line.startswith("theorems: ")
    assert len(line) <= LONGEST_LINE
    assert name in line


def test_the_point_that_is_spoilt_is_good(lists_lab):
    code, _, err = run(
        ["value", "scheduled-diversity/diversity", "--at", ",".join(f"{n}={v}" for n, v in GOOD.items())]
    )
    assert code == 0, err


def test_every_command_and_option_of_the_grammar_is_tried():
    """The makers above name them; a new one must be added there."""
    source = Path(__file__).read_text()
    commands = next(a for a in parser()._actions if hasattr(a, "choices") and a.choices)
    for name, sub in commands.choices.items():
        assert f'"{name}"' in source
        for action in sub._actions:
            if action.option_strings and action.nargs != 0 and action.option_strings[-1] not in FREE:
                assert f'"{action.option_strings[-1]}"' in source, (name, action.option_strings)


FREE = ("--at", "--grid", "--family", "--figures", "--process", "--here", "--observable", "--out", "--text")
"""Options whose bad values are in the tests of their commands."""

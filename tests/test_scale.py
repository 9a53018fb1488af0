"""Large runs: start-up, compiled kernels kept, a journal that survives anything, and clusters that lose workers."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress

import forked
import pytest

from harness.basics.errors import BadInput
from harness.judge.budget import Limits
from harness.run import journal
from harness.run.journal import Asked, open_journal
from simulators.kernels import cache_directory
from theorems.door import main

THEOREM = "poisson-extinction"
LIMITS = Limits.shared(100)


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


# -- start-up -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], "numpy scipy sympy numba rich harness.cli.records matplotlib sklearn distributed"),
        (["list"], "scipy numba rich matplotlib sklearn distributed"),
        (["list", "--json"], "scipy numba rich matplotlib sklearn distributed"),
    ],
)
def test_help_and_list_load_no_heavy_library(arguments, heavy):
    code = f"""if True:
        import sys
        from theorems.door import main
        try:
            main({arguments})
        except SystemExit:
            pass
        print("loaded:", sorted({heavy.split()} & sys.modules.keys()))
        """
    assert python(code).splitlines()[-1] == "loaded: []"


@pytest.mark.skipif(cache_directory() is None, reason="machine code cannot be kept here")
def test_a_second_process_compiles_nothing():
    code = """if True:
        from numba.core import event
        with event.install_recorder("numba:compile") as recorder:
            from harness.judge.observed import Observed
            from harness.judge.race import draw_block
            draw_block(Observed("bernoulli.share"), {"n": 50, "p0": 0.1, "k": 5}, 1, "a question", 0)
            draw_block(Observed("poisson.survival"), {"n": 5, "lambda0": 0.5, "k": 5}, 1, "a question", 0)
            draw_block(Observed("gaussian.scale"), {"n": 5, "k": 5, "sigma0": 1.0}, 1, "a question", 0)
        print(len(recorder.buffer))
        """
    python(code)
    assert python(code).strip() == "0"


# -- the journal ----------------------------------------------------------------------------------------------


class Said(list):
    """Collects what a journal has to say."""

    def __call__(self, line):
        assert "\n" not in line
        self.append(line)


@pytest.fixture
def said():
    return Said()


@pytest.fixture
def written(tmp_path, said):
    """A journal with three parts, as its run left it."""
    path = tmp_path / "run.jsonl"
    with open_journal(Asked(["g-iterate"], entropy=5), path, False, said) as parts:
        parts["proof a"] = [0.1, ["x", None]]
        parts["race b"] = [2.5, {"odds": float("inf"), "estimate": 0.1 + 0.2}]
        parts["exact é"] = [0.0, {"where": "n=1"}]
    assert said == []
    return path


ANYTHING = Asked([])


def resume(path, said, asked=ANYTHING):
    with open_journal(asked, path, True, said) as parts:
        return parts


def interrupt(asked, path, resumed, said):
    """A run that is interrupted after one part."""
    with suppress(KeyboardInterrupt), open_journal(asked, path, resumed, said) as parts:
        parts["part"] = parts.entropy
        raise KeyboardInterrupt
    return parts


def test_a_resumed_run_knows_what_it_is_and_all_that_is_finished(written, said):
    parts = resume(written, said)
    assert (parts.ids, parts.effort, parts.entropy) == (["g-iterate"], "quick", 5)
    assert parts["race b"] == [2.5, {"odds": float("inf"), "estimate": 0.1 + 0.2}]
    assert list(parts) == ["proof a", "race b", "exact é"]
    assert said == [f"resumed: 3 finished parts in {written}"]


def test_a_torn_end_is_dropped_wherever_it_is_torn_and_writing_goes_on_after_it(written, said):
    content = written.read_bytes()
    start = content[:-1].rindex(b"\n") + 1
    for end in range(start, len(content)):
        written.write_bytes(content[:end])
        said.clear()
        with open_journal(ANYTHING, written, True, said) as parts:
            assert list(parts) == ["proof a", "race b"]
            parts["new"] = 1
        assert sum("is torn" in line for line in said) == (end > start)
        assert list(resume(written, said)) == ["proof a", "race b", "new"]


def test_a_torn_end_longer_than_what_is_written_next_leaves_nothing_behind(written, said):
    content = written.read_bytes()
    written.write_bytes(content + b'{"digest": "' + b"0" * 10_000)
    with open_journal(ANYTHING, written, True, said) as parts:
        parts["new"] = 1
    said.clear()
    assert list(resume(written, said)) == ["proof a", "race b", "exact é", "new"]
    assert not any("is torn" in line for line in said)


def damages(content):
    """What may have happened to a journal besides a torn end."""
    lines = content.splitlines(keepends=True)
    yield from (content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in range(0, len(content) - 1, 7))
    yield from (b"".join(lines[:i] + lines[i + 1 :]) for i in range(len(lines) - 1))
    yield from (b"".join([*lines[:1], *reversed(lines[1:])]), content + lines[-1], content.replace(b":", b": "))
    yield from (b"my notes", b"my notes\n", b"\0" * 100, b'{"a": 1}\n', b"[]\n")


def test_any_change_within_is_damage_and_the_file_stays_as_it_is(written, said, tmp_path):
    for damaged in [b"", *damages(written.read_bytes())]:
        written.write_bytes(damaged)
        with pytest.raises(BadInput, match="no journal, or damaged"):
            resume(written, said)
        assert written.read_bytes() == damaged
    assert said == []
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]


def test_a_damaged_journal_in_the_folder_of_journals_is_set_aside_and_nothing_is_trusted(written, said):
    place = journal.folder() / "verify-20250101-000000-000000-1.jsonl"
    place.parent.mkdir(parents=True)
    for number, damaged in enumerate(damages(written.read_bytes()), 1):
        place.write_bytes(damaged)
        said.clear()
        assert list(resume(None, said)) == []
        aside = place.with_name(f"{place.name}.aside-{number}")
        assert len(said) == 1
        assert "damaged" in said[0]
        assert aside.name in said[0]
        assert aside.read_bytes() == damaged
        assert not list(place.parent.glob("*.jsonl"))


def test_a_run_that_has_only_just_begun_is_not_damaged(said):
    """Between its making and its first line a journal is empty: who looks for a run to resume leaves it alone."""
    place = journal.folder() / "verify-20250101-000000-000000-1.jsonl"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"")
    assert list(resume(None, said)) == []
    assert place.read_bytes() == b""
    assert said == ["there is no interrupted run to resume: this is a fresh run"]


def test_other_sources_or_versions_begin_the_run_again(written, said, monkeypatch):
    other = {**journal.fingerprint(), "sources": "0", "numpy": "3.0"}
    monkeypatch.setattr(journal, "fingerprint", lambda: other)
    parts = resume(written, said)
    assert (list(parts), parts.ids, parts.entropy) == ([], ["g-iterate"], 5)
    assert len(said) == 1
    assert "sources, numpy" in said[0]
    assert resume(written, said).entropy == 5


@pytest.mark.parametrize("asked", [Asked([], entropy=6), Asked([], "paper"), Asked(["gaussian-risk"])])
def test_a_run_is_not_resumed_as_another_one(written, said, asked):
    content = written.read_bytes()
    with pytest.raises(BadInput, match="leave that out"):
        resume(written, said, asked)
    assert written.read_bytes() == content
    assert list(resume(written, said, Asked(["g-iterate"], "quick", 5)))


def test_a_journal_has_one_writer_and_is_not_written_over(written, said):
    with pytest.raises(BadInput, match="exists"), open_journal(ANYTHING, written, False, said):
        pass
    with open_journal(ANYTHING, written, True, said), pytest.raises(BadInput, match="another process"):
        resume(written, said)


def test_a_run_that_another_process_is_doing_is_not_done_again(said):
    """Neither a new one nor one that is resumed; an older run that was interrupted is resumed meanwhile."""
    line = r"another process is doing this run: its journal is .*\.jsonl"
    with open_journal(Asked([], entropy=1), None, False, said), pytest.raises(BadInput, match=line):
        resume(None, said)
    interrupt(Asked([], entropy=2), None, False, said)
    with open_journal(ANYTHING, None, True, said) as parts, pytest.raises(BadInput, match="another process"):
        resume(None, said)
    assert parts.entropy == 2


def test_without_a_file_the_last_interrupted_run_is_resumed_and_finished_ones_leave_nothing(said):
    last = journal.KEPT + 5
    for entropy in range(last + 1):
        interrupt(Asked([], entropy=entropy), None, False, said)
    assert all(line.endswith("theorems verify --resume") for line in said)
    with open_journal(Asked([], entropy=100), None, False, said):
        pass
    with open_journal(ANYTHING, None, True, said) as parts:
        assert (parts.entropy, parts["part"]) == (last, last)
        assert interrupt(ANYTHING, None, True, said).entropy == last - 1  # the last one is being written
    for entropy in range(last - 1, last - journal.KEPT, -1):
        assert resume(None, said).entropy == entropy
    resume(None, said)
    assert "no interrupted run" in said[-1]
    assert list(journal.folder().iterdir()) == []


def test_a_run_goes_on_where_no_journal_can_be_written(said, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("")
    with open_journal(ANYTHING, None, False, said) as parts:
        parts["part"] = 1
    assert len(said) == 1
    assert "no journal" in said[0]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_run_goes_on_when_the_disk_is_full(written, said):
    header = Asked([]).header()
    with journal.Journal(written, open("/dev/full", "r+b"), [header], "", False, said) as parts:
        parts["part"] = 1
        parts["other"] = 2
    assert len(said) == 1
    assert "ends here" in said[0]


# -- a run that is killed -------------------------------------------------------------------------------------


def records(path):
    found = json.loads(path.read_text())
    for record in found:
        del record["seconds"]
    return found


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory, entropy):
    """Records of a run of the theorem from end to end."""
    path = tmp_path_factory.mktemp("run") / "records.json"
    log = path.with_name("journal")
    assert main(["verify", THEOREM, "--entropy", str(entropy), "--json", str(path), "--journal", str(log)]) == 0
    return records(path)


def kill_after(lines, path, *arguments):
    """Starts a run, and kills it as soon as its journal has so many lines."""
    command = [sys.executable, "-m", "theorems", "verify", *arguments, "--journal", str(path)]
    with forked.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None and (not path.exists() or path.read_bytes().count(b"\n") < lines):
            time.sleep(0.002)
        run.kill()


def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(tmp_path, uninterrupted, entropy, capsys):
    log, out = tmp_path / "journal", tmp_path / "records.json"
    kill_after(3, log, THEOREM, "--entropy", str(entropy))
    first = log.read_bytes()
    kill_after(first.count(b"\n") + 4, log, "--resume")
    second = log.read_bytes()
    assert second.startswith(first[: first.rindex(b"\n") + 1])
    capsys.readouterr()
    assert main(["verify", "--resume", "--journal", str(log), "--json", str(out)]) == 0
    finished = second.count(b"\n") - 1
    assert f"resumed: {finished} finished parts" in capsys.readouterr().err
    assert records(out) == uninterrupted
    assert log.read_bytes().startswith(second[: second.rindex(b"\n") + 1])


def test_what_is_finished_is_not_done_again(tmp_path, uninterrupted, entropy, monkeypatch):
    log, out = str(tmp_path / "journal"), tmp_path / "records.json"
    assert main(["verify", THEOREM, "--entropy", str(entropy), "--journal", log]) == 0
    for work in ("verdict.race", "verdict.prove", "means.MeanQuestion.nearest", "laws.LawQuestion.nearest"):
        monkeypatch.setattr(f"harness.judge.{work}", None)
    monkeypatch.setattr("harness.judge.exact.check", None)
    assert main(["verify", "--resume", "--journal", log, "--json", str(out)]) == 0
    assert records(out) == uninterrupted

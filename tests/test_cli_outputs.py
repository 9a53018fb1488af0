"""Where results go: shown to be writable before the work, whole or not at all, and nothing of others is touched."""

import json
import os
import stat
import subprocess
import sys
import threading

import forked
import pytest

from harness.basics.outputs import write_new, write_whole
from theorems.door import main

CLAIM = "g-iterate/lower"
COMPILED = "gaussian-collapse/mean"
"""A claim whose races run what is soon compiled."""
FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")


@pytest.fixture
def no_work(monkeypatch):
    """A command that would begin to judge a claim fails."""

    def begun(*_):
        raise AssertionError("the work has begun")

    monkeypatch.setattr("harness.judge.verdict.examine", begun)


def theorems(*arguments, before=None, **named):
    """The command in a process of its own, after what is done there before it begins."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "timeout": 300} | named
    begin = "from theorems.door import main; sys.exit(main())"
    command = ["-m", "theorems"] if before is None else ["-c", f"import sys\n{before}\n{begin}"]
    return forked.run([sys.executable, *command, *arguments], **options)


def claims(text):
    return {f"{record['theorem']}/{record['claim']}" for record in json.loads(text)}


def refused(capsys, *arguments):
    """The one line with which a command refuses."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


# -- the records of verify --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", ".", "/", "missing/records.json", "x" * 300, f"{__file__}/below", "a\0b"],
    ids=lambda n: n[:20] or "empty",
)
def test_a_place_that_cannot_be_written_is_refused_before_the_work(capsys, no_work, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert "--json" in refused(capsys, "verify", CLAIM, "--json", name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_or_folder_of_somebody_else_is_refused_before_the_work(capsys, no_work, tmp_path):
    theirs, folder = tmp_path / "theirs.json", tmp_path / "folder"
    theirs.write_text("{}")
    theirs.chmod(0o444)
    folder.mkdir(mode=0o555)
    for path in (theirs, folder / "new.json"):
        assert "--json" in refused(capsys, "verify", CLAIM, "--json", str(path))
    assert theirs.read_text() == "{}"


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_has_the_records_alone_and_the_table_goes_to_stderr(capsys, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert main(["verify", CLAIM, "--json", name]) == 0
    captured = capsys.readouterr()
    assert claims(captured.out) == {CLAIM}
    assert "1 of 1 claims as expected" in captured.err
    assert "nearest mutant" in captured.err
    assert not list(tmp_path.glob("[!s]*"))


def test_standard_output_that_is_a_file_has_the_records_alone_by_any_name(tmp_path):
    path, link = tmp_path / "out.json", tmp_path / "link"
    link.symlink_to("/dev/stdout")
    for name in ("/dev/stdout", "/dev/fd/1", str(link), str(path)):
        with path.open("w") as out:
            done = theorems("verify", CLAIM, "--json", name, stdout=out)
        assert done.returncode == 0
        assert claims(path.read_text()) == {CLAIM}
        assert link.is_symlink()


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path, capsys):
    target, link, dangling = tmp_path / "deep" / "target.json", tmp_path / "link", tmp_path / "dangling"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to("deep/target.json")
    dangling.symlink_to("deep/new.json")
    for path in (link, dangling):
        assert main(["verify", CLAIM, "--json", str(path)]) == 0
        assert path.is_symlink()
        assert claims(path.read_text()) == {CLAIM}
    assert sorted(p.name for p in target.parent.iterdir()) == ["new.json", "target.json"]


def test_devices_and_pipes_are_written_through(tmp_path, capsys):
    """The device is a terminal of the test's own: where this fails for root, the machine keeps its devices."""
    terminal, held = os.openpty()
    device, link, pipe, got = os.ttyname(held), tmp_path / "terminal", tmp_path / "pipe", []
    link.symlink_to(device)
    for name in (device, str(link)):
        assert main(["verify", CLAIM, "--json", name]) == 0
        written = os.read(terminal, 2**16).decode()
        while not written.rstrip().endswith("]"):
            written += os.read(terminal, 2**16).decode()
        assert claims(written) == {CLAIM}
    assert stat.S_ISCHR(os.stat(device).st_mode)
    assert link.is_symlink()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    assert main(["verify", CLAIM, "--json", str(pipe)]) == 0
    reader.join(60)
    assert claims(got[0]) == {CLAIM}
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@FULL
def test_a_full_device_is_one_line_and_the_run_can_be_continued(capsys):
    assert main(["verify", CLAIM, "--json", "/dev/full"]) == 2
    err = capsys.readouterr().err
    assert "--json: /dev/full cannot be written: No space left on device" in err
    assert "continue with theorems verify --resume" in err
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert main(["verify", "--resume", "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert claims(captured.out) == {CLAIM}
    assert "resumed: " in captured.err


def limited(size):
    """A disk that is full after so many bytes of a file."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


def test_a_full_disk_loses_nothing(tmp_path):
    """The records do not fit: the old file is whole, no other file is there, and the finished run is continued."""
    path, environment = tmp_path / "records.json", {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    nothing_kept = f"import numba; numba.config.CACHE_DIR = {str(tmp_path / 'state')!r}"  # no machine code, either
    path.write_text("old")
    before = f"{nothing_kept}\n{limited(1000)}"
    done = theorems("verify", COMPILED, "--json", str(path), before=before, env=environment)
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 of 1 claims as expected" in done.stdout
    assert path.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["records.json", "state"]


@FULL
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["list", "--json"], ["show", "g-iterate"], ["--help"], ["verify", "--help"], ["--version"],
        ["verify", CLAIM], ["prove", CLAIM], ["plan", "poisson-extinction/survival", "--json"], ["errata"],
        ["figures", "--list"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_standard_output_that_cannot_be_written_is_one_line_and_exit_code_2(arguments, tmp_path):
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    with open("/dev/full", "w") as full:
        done = theorems(*arguments, stdout=full, env=environment)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "theorems: standard output cannot be written: No space left on device"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_closed_streams_hurt_no_file_and_lose_no_result_in_silence(tmp_path):
    """Where the interpreter begins without them, and where a fork of one does."""

    def closed(**streams):
        return "import os\n" + "\n".join(f"os.close({n}); sys.{name} = None" for name, n in streams.items())

    log = tmp_path / "journal"
    started = [sys.executable, "-m", "theorems", "--version"]
    done = subprocess.run(started, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: os.close(1))
    assert done.returncode == 2
    assert "standard output cannot be written" in done.stderr
    done = theorems("list", stdout=None, before=closed(stdout=1))
    assert done.returncode == 2
    assert "standard output cannot be written" in done.stderr
    done = theorems("verify", CLAIM, "--journal", str(log), before=closed(stdin=0, stderr=2))
    assert done.returncode == 0
    assert all(line.startswith('{"sha256"') for line in log.read_text().splitlines())


def test_a_reader_that_has_enough_is_no_success_and_no_complaint():
    command = f"{sys.executable} -m theorems verify {CLAIM} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 2)  # 0 if all was written before the reader was gone
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


@FULL
def test_what_cannot_be_said_on_stderr_stops_nothing(tmp_path):
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "file")}
    (tmp_path / "file").write_text("")  # so that there is something to say: no journal
    with open("/dev/full", "w") as full:
        done = theorems("verify", CLAIM, stderr=full, env=environment)
    assert done.returncode == 0
    assert "1 of 1 claims as expected" in done.stdout


# -- journals ---------------------------------------------------------------------------------------------------


@pytest.fixture
def precious(tmp_path):
    """Files that are no journals: name -> what is in it."""
    made = {"notes.txt": b"my notes\n", "empty": b"", "data.json": b'{"sha256":1}\n', "binary": bytes(range(256))}
    made["almost"] = b'{"sha256":"' + b"0" * 64 + b'","entry":{"format":"journal of theorems, version 2"}}\n'
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {tmp_path / name: content for name, content in made.items()}


@pytest.mark.parametrize("resume", [[], ["--resume"]])
def test_a_file_that_is_no_journal_is_refused_and_left_as_it_is(capsys, no_work, precious, tmp_path, resume):
    for path, content in precious.items():
        assert "--journal" in refused(capsys, "verify", CLAIM, "--journal", str(path), *resume)
        assert path.read_bytes() == content
    assert sorted(tmp_path.glob("[!s]*")) == sorted(precious)


@pytest.mark.parametrize("resume", [[], ["--resume"]])
@pytest.mark.parametrize("name", ["", "/", "/dev/null", "/dev/full", "/dev/zero", "missing/journal", "x" * 300])
def test_a_journal_is_a_file(capsys, no_work, tmp_path, monkeypatch, name, resume):
    monkeypatch.chdir(tmp_path)
    arguments = ("verify", CLAIM, "--journal", name, *resume)
    assert main(arguments) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "--journal" in said
    if resume and name.startswith("/"):  # it is there, and nothing was read from it
        assert f"{name} is no journal" in said
    assert not list(tmp_path.glob("[!s]*"))


def test_records_do_not_overwrite_their_journal(capsys, no_work, tmp_path):
    path = str(tmp_path / "both")
    assert "same file" in refused(capsys, "verify", CLAIM, "--journal", path, "--json", path)


def test_a_journal_that_cannot_begin_leaves_no_file(tmp_path):
    log = tmp_path / "journal"
    done = theorems("verify", CLAIM, "--journal", str(log), before=limited(50))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"theorems: --journal: {log} cannot be written: File too large"]
    assert not log.exists()


# -- figures, and files in general ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", ""), "--out must be a folder: got ''"),
        (("--out", "", "--list"), "--out must be a folder: got ''"),
        (("--format", "svg,svg"), "--format: svg is given twice"),
        (("--list", "--format", "gif"), "--format: there is no format 'gif'"),
        (("--list", "--format", ""), "--format: there is no format ''"),
        (("--out", "/dev/null"), "--out"),
        (("--out", "x" * 300), "--out"),
        (("--out", "a\0b"), "--out"),
    ],
)
def test_options_of_figures_are_looked_at_before_anything_is_done(capsys, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert message in refused(capsys, "figures", "ours-g-iterate", *arguments)
    assert not list(tmp_path.glob("[!s]*"))


def test_a_list_of_figures_makes_no_folder(capsys, tmp_path):
    assert main(["figures", "--list", "--out", str(tmp_path / "figures")]) == 0
    assert not (tmp_path / "figures").exists()


def test_figures_on_a_full_disk_are_one_line_and_nothing_is_half_written(tmp_path):
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    out = tmp_path / "out"
    done = theorems("figures", "ours-g-iterate", "--out", str(out), before=limited(3000), env=environment)
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    assert "continue with theorems figures --resume" in done.stderr
    assert "Traceback" not in done.stderr
    assert all(path.suffix in (".csv", ".json") for path in out.iterdir())


def test_new_files_are_written_all_or_none(tmp_path):
    (tmp_path / "kept").mkdir()
    for last in ("kept/" + "x" * 300, "kept/a.py/below"):
        texts = {tmp_path / name: name for name in ("a/b/c.py", "kept/a.py", last)}
        with pytest.raises(ValueError, match="cannot be written"):
            write_new(texts)
        assert [path.name for path in tmp_path.rglob("*")] == ["kept"]
    taken = tmp_path / "kept" / "mine.py"
    taken.write_text("mine")
    with pytest.raises(ValueError, match="cannot be written"):
        write_new({tmp_path / "first.py": "", taken: "theirs"})
    assert taken.read_text() == "mine"
    assert not (tmp_path / "first.py").exists()


def test_a_file_is_replaced_in_one_step_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, "old")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.glob("[!s]*")) == [path]
    write_whole(path, b"new")
    assert path.read_text() == "new"

"""What is given away: the archive of the sources, the wheel, and the environment that make installs."""

import configparser
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from test_door import FOREIGN, PLUGIN, PYTEST, USES, python, write

ROOT = Path(__file__).parent.parent
ROOMS = ("theorems", "simulators", "proofs_check", "harness", "paper_figs")
MADE = (
    ".git",
    ".venv",
    "venv",
    "build",
    "dist",
    "figures",
    "__pycache__",
    "*.egg-info",
    ".*_cache",
    ".hypothesis",
    "PKG-INFO",
    "setup.cfg",
)
"""What is no source."""

LEFT_OVER = (
    "tests/.hypothesis/left",
    "examples/left.egg-info/PKG-INFO",
    "theorems/__pycache__/left.cpython-311.pyc",
    "docs/notes.txt",
    "core",
)
NEW_KIND = "paper_figs/new/folder/of.kind"
"""A file of a room that no list knows, in a folder that is no package: it is packed as all others."""


def tracked():
    """The files of the repository, or of the archive that this is."""
    if (ROOT / ".git").exists():
        names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return {name for name in names.splitlines() if (ROOT / name).exists()}
    ours = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    made = (*MADE, "PKG-INFO", "setup.cfg")
    return {
        str(p) for p in ours if p.parts[0] == "docs" or not any(Path(part).match(m) for part in p.parts for m in made)
    }


def build(source, kind, folder):
    """The archive of a source tree, made offline by the setuptools that is here."""
    code = f"import setuptools.build_meta as build; build.build_{kind}({str(folder)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (archive,) = folder.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return archive


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """The sources, packed and unpacked."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("sdist")
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    for left_over in LEFT_OVER:
        (tree / left_over).parent.mkdir(exist_ok=True)
        (tree / left_over).write_text("not tracked")
    (tree / NEW_KIND).parent.mkdir(parents=True)
    (tree / NEW_KIND).write_text("of a room")
    with tarfile.open(build(tree, "sdist", out)) as archive:
        archive.extractall(out, filter="data")
    (unpacked,) = (path for path in out.iterdir() if path.is_dir())
    return unpacked


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """The wheel of the unpacked sources, as pip makes it."""
    return build(sdist, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def site(wheel, tmp_path):
    """A folder in which the wheel is installed."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    return tmp_path / "site"


# -- archives -------------------------------------------------------------------------------------------------


def test_the_archive_of_the_sources_holds_all_of_them_and_nothing_else(sdist):
    held = {path.relative_to(sdist).as_posix() for path in sdist.rglob("*") if path.is_file()}
    added = {name for name in held if name in ("PKG-INFO", "setup.cfg") or ".egg-info/" in name}
    ours = {name for name in tracked() if name != ".gitignore" and not name.startswith(".ci/")}
    assert held - added == ours | {NEW_KIND}


def test_an_unpacked_archive_passes_its_own_tests(sdist):
    """Cheap ones, those that look at files: all others are there as they are here, byte by byte."""
    sources = [name for name in tracked() if (sdist / name).is_file()]
    assert [name for name in sources if (sdist / name).read_bytes() != (ROOT / name).read_bytes()] == []
    cheap = ("tests/test_structure.py", "-k", "no_file_is_long or of_the_wings or names_of_rooms")
    code, out, error = python(sdist, *PLUGIN, "-q", *cheap, path=(sdist,))
    assert code == 0, out + error
    assert re.search(r"^\d{2,} passed", out, re.M), out


def test_a_wheel_holds_the_rooms_and_nothing_else(wheel, sdist):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = {path for room in ROOMS for path in (sdist / room).rglob("*") if path.is_file()}
    assert held == {path.relative_to(sdist).as_posix() for path in files if path.suffix != ".pyc"}
    assert NEW_KIND in held


def section(name):
    """A part of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][name]


def test_citation_and_changelog_are_of_this_version():
    """The newest entry of the changelog, and its day."""
    cited = dict(re.findall(r"^([\w-]+): (\S+)$", (ROOT / "CITATION.cff").read_text(), re.M))
    entries = re.findall(r"^## (\S+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert entries[0] == (cited["version"], cited["date-released"])
    assert cited["version"] == section("version")
    numbers = [tuple(map(int, version.split("."))) for version, _ in entries]
    assert numbers == sorted(set(numbers), reverse=True)


def rows(name):
    """First cells of a table of docs/installing.md: what stands in the column of that name."""
    text = (ROOT / "docs" / "installing.md").read_text()
    (table,) = re.findall(rf"^\| {name} \|.*\n\|[ -|]*\n((?:\|.*\n)*)", text, re.M)
    return [line.split("|")[1].strip().strip("`") for line in table.splitlines()]


def test_each_version_of_python_that_is_named_was_tried():
    named = [entry.rpartition(" ")[2] for entry in section("classifiers") if " :: Python :: 3." in entry]
    tried = [".".join(version.split(".")[:2]) for version in rows("Python")]
    assert list(dict.fromkeys(tried)) == named
    assert section("requires-python") == f">={named[0]}"


def test_each_extra_is_told():
    assert sorted(rows("extra")) == sorted(section("optional-dependencies"))


def test_forms_of_issues_are_forms():
    """As the host that shows them wants them: each part of a kind, with an id of its own."""
    yaml = pytest.importorskip("yaml")
    forms = [yaml.safe_load(path.read_text()) for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*_theorem.yml")]
    assert len(forms) == 2
    for form in forms:
        assert {"name", "description", "body"} <= form.keys() <= {"name", "description", "title", "labels", "body"}
        asked = [part for part in form["body"] if part["type"] != "markdown"]
        assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
        assert len({part["id"] for part in asked}) == len(asked)
        assert all(part["attributes"]["label"] for part in asked)
        assert all(("options" in part["attributes"]) == (part["type"] == "dropdown") for part in asked)
        assert any(part.get("validations", {}).get("required") for part in asked)


def entry_points(site):
    """What the wheel says of its commands and plugins."""
    entries = configparser.ConfigParser()
    entries.read(next(site.glob("*.dist-info")) / "entry_points.txt")
    return entries


def command(site, *arguments):
    """The command of an installed wheel, called as pip's script calls it."""
    module, function = entry_points(site)["console_scripts"]["theorems"].split(":")
    code = f"import sys; from {module} import {function}; sys.exit({function}())"
    return python(site.parent, "-c", code, *arguments, path=(site,))


def test_an_installed_wheel_works_from_anywhere(site):
    """Other files in our folders do it no harm."""
    (site / "harness" / "config.py").write_text("1 / 0\n")
    code, out, error = command(site, "list")
    assert (code, error) == (0, "")
    assert "bernoulli-absorption" in out
    code, out, error = command(site, "figures", "--list")
    assert (code, error) == (0, "")
    assert "suresh-3-survival" in out


def test_the_pytest_plugin_of_an_installed_wheel_leaves_other_projects_alone(site, tmp_path):
    (plugin,) = entry_points(site)["pytest11"].values()
    project = write(tmp_path / "project", {"conftest.py": FOREIGN, "test_mine.py": USES})
    options = ("--effort", "much", "--theorems-effort", "paper", "-W", "error")
    code, out, error = python(project, *PYTEST, "-p", plugin, *options, path=(site,))
    assert code == 0, out + error
    assert "theorems:" not in out + error


@pytest.mark.parametrize("file", ["harness/cli/main.py", "harness/__init__.py", "simulators/exact/window.py"])
def test_a_wheel_whose_files_another_one_overwrote_is_refused(file, site):
    """Also its removal, which takes the files along that both have."""
    (site / file).write_text("")
    metadata = site / "other-7.1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 7.1\n")
    (metadata / "top_level.txt").write_text(file.partition("/")[0])
    code, out, error = command(site, "list")
    assert (code, out) == (2, "")
    (line,) = error.splitlines()
    assert str(site / file) in line
    assert "other 7.1" in line
    (site / file).unlink()
    code, out, error = command(site, "list")
    assert (code, out) == (2, "")
    (line,) = error.splitlines()
    assert f"{site / file} is missing: install the suite anew" in line


def test_a_package_that_goes_before_a_module_of_ours_is_refused(site):
    """Whichever wheel came first: neither overwrites a file of the other."""
    (site / "harness" / "cli" / "main").mkdir()
    (site / "harness" / "cli" / "main" / "__init__.py").write_text("def main(): print('another')\n")
    code, out, error = command(site, "list")
    assert (code, out) == (2, "")
    (line,) = error.splitlines()
    assert str(site / "harness" / "cli" / "main" / "__init__.py") in line


# -- make -----------------------------------------------------------------------------------------------------

STUB = """#!/bin/sh
# A Python that says it is of a version, makes environments of stubs, and installs nothing.
case "$1 $2" in
    "-c "*) exec {python} -c "import sys; sys.version_info = {version}; exec(sys.argv[1])" "$2" ;;
    "-m venv") for folder; do :; done
        case "$3" in --clear) rm -rf "$folder" ;; esac
        mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python" && touch "$folder/pyvenv.cfg"
        printf '#!/bin/sh\\necho theorems "$@"\\n' > "$folder/bin/theorems" && chmod +x "$folder/bin/theorems" ;;
esac
echo "$@" >> {log}
exit {installs}
"""

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


class Workshop:
    """A checkout with the files that make reads, and stubs for Python."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "log"
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)

    def stub(self, name, version, installs=True, place=None):
        """A Python of that version; installs: whether what it installs can be installed."""
        path = self.folder / (place or name)
        path.parent.mkdir(parents=True, exist_ok=True)
        exit_code = 0 if installs else '$(case "$*" in *lock) echo 1 ;; *) echo 0 ;; esac)'
        path.write_text(STUB.format(python=sys.executable, version=version, log=self.log, installs=exit_code))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return f"PYTHON={path}"

    def make(self, *arguments):
        """Exit code, output, standard error, and the calls of Python."""
        self.log.write_text("")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PYTHON"))}
        done = subprocess.run(
            ["make", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr, self.log.read_text().splitlines()

    def change_the_lock(self):
        """It is newer than the installation."""
        lock, done = self.folder / "requirements.lock", self.folder / ".venv" / ".installed"
        os.utime(done, ns=(lock.stat().st_mtime_ns - 10**9,) * 2)


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path)


@needs_make
def test_an_old_python_is_refused_in_one_line_before_anything_is_made(workshop):
    code, _, error, calls = workshop.make("verify", workshop.stub("old", (3, 10, 13)))
    assert code != 0
    (line, *rest) = error.splitlines()
    assert "needs Python 3.11 or newer" in line
    assert "make PYTHON=" in line
    assert all(text.startswith("make: ***") for text in rest)
    assert not calls
    assert not (workshop.folder / ".venv").exists()


@needs_make
def test_an_environment_is_made_once_and_installed_again_when_the_lock_changes(workshop):
    new = workshop.stub("new", (3, 12, 1))
    code, out, error, calls = workshop.make("verify", new)
    assert code == 0, error
    assert "theorems verify" in out
    assert ["-m venv" in call for call in calls] == [True, False, False, False]
    assert workshop.make("verify", new)[3] == []
    workshop.change_the_lock()
    code, _, error, calls = workshop.make("verify", new)
    assert code == 0, error
    assert ["-m venv" in call for call in calls] == [False, False, False], "what is installed is brought up to date"


def gone(workshop):
    """The interpreter of the environment was removed, as when the system's Python is renewed."""
    (workshop.folder / ".venv/bin/python").unlink()
    (workshop.folder / ".venv/bin/python").symlink_to(workshop.folder / "no-such-python")


def too_old(workshop):
    """The environment is of an old Python."""
    workshop.stub("", (3, 10, 13), place=".venv/bin/python")


def cut_short(workshop):
    """The installation of a changed lock failed in the middle."""
    workshop.change_the_lock()
    workshop.stub("", (3, 12, 1), installs=False, place=".venv/bin/python")
    assert workshop.make("verify", workshop.stub("new", (3, 12, 1)))[0] != 0


@needs_make
@pytest.mark.parametrize("damage", [gone, too_old, cut_short])
def test_a_broken_environment_is_made_anew(damage, workshop):
    new = workshop.stub("new", (3, 12, 1))
    assert workshop.make("verify", new)[0] == 0
    damage(workshop)
    (workshop.folder / ".venv" / "left-over").touch()
    code, out, error, calls = workshop.make("verify", new)
    assert code == 0, error
    assert "theorems verify" in out
    assert "venv" in calls[0]
    assert not (workshop.folder / ".venv" / "left-over").exists()
    assert workshop.make("verify", new)[3] == [], "and once"


@needs_make
def test_an_environment_begun_by_an_old_python_is_made_anew(workshop):
    """It has no mark of an installation."""
    workshop.stub("", (3, 10, 13), place=".venv/bin/python")
    (workshop.folder / ".venv/pyvenv.cfg").touch()
    code, out, error, calls = workshop.make("verify", workshop.stub("new", (3, 12, 1)))
    assert code == 0, error
    assert "theorems verify" in out
    assert "venv" in calls[0]


@needs_make
def test_a_folder_that_is_no_environment_is_left_alone(workshop):
    (workshop.folder / "mine").mkdir()
    (workshop.folder / "mine" / "letter.txt").write_text("dear")
    code, _, error, calls = workshop.make("verify", "VENV=mine", workshop.stub("new", (3, 12, 1)))
    assert code != 0
    assert "mine is no virtual environment" in error
    assert not calls
    assert (workshop.folder / "mine" / "letter.txt").read_text() == "dear"

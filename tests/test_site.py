"""The site of some theorems, built once: formulas are MathML, links lead somewhere, nothing of others is replaced."""

import re
from html.parser import HTMLParser

import pytest
from site_lab import IDS

from theorems.door import main

pytest.importorskip("sphinx", reason="the site needs the extra `site`")


@pytest.fixture(scope="module")
def built(small_site):
    return small_site


class Words(HTMLParser):
    """The text of a page that a reader sees, and what is in it."""

    def __init__(self):
        super().__init__()
        self.text, self.ids, self.links, self.formulas, self._hidden = [], set(), [], 0, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id"))
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.formulas += tag == "math"
        if tag in ("script", "style", "pre"):
            self._hidden.append(tag)

    def handle_endtag(self, tag):
        if self._hidden[-1:] == [tag]:
            self._hidden.pop()

    def handle_data(self, data):
        if not self._hidden:
            self.text.append(data)


def read(path):
    words = Words()
    words.feed(path.read_text())
    return words


def test_no_page_shows_latex(built):
    for path in built.rglob("*.html"):
        text = "".join(read(path).text)
        assert not re.search(r"\\[A-Za-z]|\$|\^\{|_\{", text), path
    assert read(built / "theorems" / "gaussian-risk.html").formulas > 40


def test_every_claim_has_its_place(built):
    from theorems.language.registry import find

    for name in IDS:
        ids = read(built / "theorems" / f"{name}.html").ids
        assert {f"{name}-{claim.name}" for claim in find(name).claims} <= ids


def test_nothing_is_asked_of_another_host(built):
    for path in built.rglob("*.html"):
        assert not [link for link in read(path).links if re.match(r"(https?:)?//", link)], path


def test_a_folder_that_is_no_site_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    assert main(["site", *IDS, "--out", str(tmp_path)]) == 2
    assert "no site" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]

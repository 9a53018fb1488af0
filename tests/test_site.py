"""The site of some theorems, built once: formulas are MathML, links lead somewhere, nothing of others is replaced."""

import re
from argparse import Namespace
from html.parser import HTMLParser
from math import isnan
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from site_lab import IDS

pytest.importorskip("sphinx", reason="the site needs the extra `site`")

from harness.basics.time_limit import OutOfTime
from harness.judge.case import Case
from harness.judge.selection import cases
from paper_figs.site import build as building
from paper_figs.site import command, tight
from paper_figs.site.chart import FARTHEST, HEIGHT, WIDTH, chart
from paper_figs.site.checked import checked
from paper_figs.site.errata import permanent
from paper_figs.site.markdown import formula, link, plain, prose
from paper_figs.site.mathml import mathml
from paper_figs.site.proof import proof
from theorems.door import main
from theorems.language import point_text
from theorems.language.registry import find
from theorems.papers import PAPERS

LATEX = re.compile(r"\\[A-Za-z,{|]|\$|[\^_]\{")


@pytest.fixture(scope="module")
def built(small_site):
    return small_site


class Words(HTMLParser):
    """The text of a page that a reader sees, and what is in it."""

    def __init__(self):
        super().__init__()
        self.text, self.ids, self.links, self.formulas, self._hidden = [], set(), [], 0, []

    def handle_starttag(self, tag, attrs):
        self.ids.add(dict(attrs).get("id"))
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


@pytest.fixture(scope="module")
def pages(built):
    """What is on each page, by its path."""
    return {path: read(path) for path in built.rglob("*.html") if "_static" not in path.parts}


def test_no_page_shows_latex(built, pages):
    written = {path: words for path, words in pages.items() if "guide" not in path.parts}  # it tells how to write it
    for path, words in written.items():
        assert not (shown := LATEX.search("".join(words.text))), f"{path}: {shown}"
    assert pages[built / "theorems" / "gaussian-risk.html"].formulas > 40


def test_every_link_leads_to_what_is_there(pages):
    checked = 0
    for path, words in pages.items():
        for address in words.links:
            there = urlsplit(address)
            if there.scheme == "data":
                continue
            assert (there.scheme, there.netloc) == ("", ""), f"{path} asks another host for {address}"
            target = (path.parent / unquote(there.path)).resolve() if there.path else path
            assert target.is_file(), f"{path}: {address}"
            if there.fragment and target in pages:
                assert unquote(there.fragment) in pages[target].ids, f"{path}: {address}"
                checked += 1
    assert checked > 100


def test_every_claim_has_its_place_and_a_proof_that_folds(built, pages):
    for name in IDS:
        path = built / "theorems" / f"{name}.html"
        assert {f"{name}-{claim.name}" for claim in find(name).claims} <= pages[path].ids
        assert path.read_text().count('<details class="proof">') == len(find(name).claims)


def test_the_table_of_all_papers_ends_in_their_sum(built):
    text = (built / "papers" / "index.html").read_text()
    rows = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL)]
    *papers, total = [[re.sub(r"<.*?>", "", cell) for cell in row] for row in rows if row]
    assert len(papers) == len(PAPERS)
    assert total == ["all", *(str(sum(map(int, column))) for column in list(zip(*papers, strict=True))[1:])]


def test_the_number_of_an_erratum_is_of_what_it_is_about_alone(built, pages):
    refuted = {"theorem": "gaussian-risk", "claim": "variance-published", "source": "any", "kind": "any"}
    note = {"theorem": None, "source": "A paper, Figure 1", "kind": "code", "printed": "any", "found": "any"}
    assert (permanent(refuted), permanent(note)) == ("815539", "894248")
    assert permanent(note | {"printed": "other words", "theorem": "gaussian-risk"}) == permanent(note)
    assert permanent(note | {"kind": "false"}) != permanent(note)
    assert {"erratum-815539", "erratum-gaussian-risk-variance-published"} <= pages[built / "errata.html"].ids


def test_a_step_that_fails_is_seen_in_the_proof():
    for holds in (True, False):
        step = {"step": "1 < 0", "ok": holds, "method": "by nothing", "detail": "", "premises": []}
        told = {"state": "any", "steps": [step], "cites": []}
        text = "".join(proof(None, SimpleNamespace(about=lambda *_, told=told: told)))
        assert ("<code>1 &lt; 0</code>" in text, "FAIL" in text) == (True, not holds)


def test_a_proof_that_fails_is_told_on_the_front_page():
    for holds in (True, False):
        ledger = {"steps": [{"ok": True}, {"ok": holds}]}
        facts = {"any": {"when": {}, "races": {}, "ledger": {"one": ledger}}}
        text = " ".join(checked(SimpleNamespace(facts=facts, cases={})))
        assert ("any/one" in text) is not holds


def test_every_line_of_a_chart_has_a_look(built):
    """What the style sheet has no rule for would not be seen: a path has no colour of itself."""
    drawn = {look for path in built.rglob("*.html") for look in re.findall(r'class="(line\d+)"', path.read_text())}
    assert len(drawn) > 1
    assert drawn <= set(re.findall(r"\.(line\d+) {", (built / "_static" / "site.css").read_text()))


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=6), st.booleans())
@example([(1.0, 1e308), (2.0, 1.7e308)], False)
@example([(1.0, -1.7e308), (2.0, 1.7e308)], False)
@example([(1.0, 5e-324), (2.0, 1.0)], True)
@example([(1.0, 1.0), (2.0, 1.0000000000000002)], False)
def test_a_chart_has_a_place_for_any_numbers(points, positive):
    """Those beyond what its axes have are left out, and so is a chart of none."""
    line = [(x, abs(y)) for x, y in points] if positive else points
    drawn = chart("any", {"one": line}, "x")
    assert bool(drawn) is any(max(map(abs, point)) <= FARTHEST for point in line if not any(map(isnan, point)))
    (path,) = re.findall(r'<path class="line0" d="M([^"H]*)"', drawn) or [""]
    across, down = path.split()[::2], path.split()[1::2]
    assert all(0 <= float(x) <= WIDTH for x in across)
    assert all(0 <= float(y) <= HEIGHT for y in down)


def test_what_takes_too_long_is_said_and_holds_nothing_up(monkeypatch):
    def never(case, point):
        while True:
            pass

    monkeypatch.setattr(tight, "SECONDS", 0.02)
    monkeypatch.setattr(Case, "truth", never)
    case = next(case for case in cases(find("gaussian-risk")) if case.claim.name == "mean-leading")
    point = case.point(case.claim.points[0])
    assert tight.beside(case, point) == {"at": point_text(point), "value": "", "exact": "", "words": tight.LATE}


def test_where_a_bound_is_late_is_said_below_its_chart(monkeypatch):
    case = next(case for case in cases(find("g-iterate")) if tight.along(case))
    whole, truth = tight.along(case), Case.truth
    last = whole["rows"][-1][0]

    def late(case, point):
        if point[whole["along"]] == last:
            raise OutOfTime
        return truth(case, point)

    monkeypatch.setattr(Case, "truth", late)
    found = tight.along(case)
    assert (found["rows"], found["late"]) == (whole["rows"][:-1], [last])
    said = f"At {whole['along']} = {last}: {tight.LATE}."
    assert said in tight.picture(found, "at most")
    assert said not in tight.picture(whole, "at most")


def test_where_all_values_are_late_that_is_said_in_place_of_a_chart(monkeypatch):
    case = next(case for case in cases(find("g-iterate")) if tight.along(case))
    whole = tight.along(case)

    def late(case, point):
        raise OutOfTime

    monkeypatch.setattr(Case, "truth", late)
    said = [f"At {whole['along']} = {x}: {tight.LATE}." for x, *_ in whole["rows"]]
    assert tight.picture(tight.along(case), "at most") == said


def test_no_two_errata_have_one_number():
    from theorems.language.registry import theorems

    refuted = [
        {"theorem": theorem.id, "claim": claim.name}
        for theorem in theorems().values()
        for claim in theorem.claims
        if claim.expected == "refuted"
    ]
    lines = (line for paper in PAPERS.values() for line in paper.statements)
    notes = [note for of in (*theorems().values(), *lines) for note in of.notes]
    numbers = [permanent(r) for r in refuted] + [permanent({"source": str(n.source), "kind": n.kind}) for n in notes]
    assert len(numbers) > 60
    assert sorted(set(numbers)) == sorted(numbers)


def test_all_that_records_say_has_mathml():
    """A formula of which a part has none stops the build; here all are tried, also those that the small site lacks."""
    from harness.judge.selection import chosen
    from theorems.language.registry import theorems
    from theorems.language.writing import declaration
    from theorems.processes import processes

    texts = [case.sentence for case in chosen(())]
    texts += [t for theorem in theorems().values() for t in (theorem.statement, *theorem.conventions, theorem.notation)]
    texts += [f"${line.strip()}$" for process in processes().values() for line in declaration(process, True).lines]
    claims = [claim for theorem in theorems().values() for claim in theorem.claims]
    texts += filter(None, (t for c in claims for t in (c.underived, c.unraced, c.remark, c.counterexample)))
    lines = [line for paper in PAPERS.values() for line in paper.statements]
    texts += [t for line in lines for t in (line.says, line.why, *line.claims.values())]
    texts += [t for of in (*theorems().values(), *lines) for note in of.notes for t in (note.printed, note.found)]
    formulas = {m for text in texts for m in re.findall(r"\$([^$]*)\$", text)}
    assert len(formulas) > 900
    for one in formulas:
        assert "<math" in mathml(formula(one).strip("$"))
    assert all(text.count("$") % 2 == 0 for text in texts)


def test_latex_that_cannot_be_shown_is_refused():
    from harness.basics.errors import BadInput

    for wrong in (r"\nosuchcommand x", r"\frac{1}{"):
        with pytest.raises(BadInput, match="no MathML"):
            mathml(wrong)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("n >= 2 and P_k", r"n ≥ 2 and P<sub>k</sub>"),
        ("sigma0^2/n", "σ<sub>0</sub><sup>2</sup>/n"),
        ("a*b [x] `c` <d>", r"a\*b \[x\] \`c\` \<d\>"),
        ("np.std(x, ddof=1) of ml_estimate", r"np\.std\(x, ddof\=1\) of ml\_estimate"),
        ("of $x_1$, and 2$", r"of \$x<sub>1</sub>\$, and 2\$"),
        ("a mean of $x_1$ >= 0", r"a mean of $x_1$ ≥ 0"),
        ("alpha_i = g_{k+1}", r"α<sub>i</sub> \= g<sub>k\+1</sub>"),
    ],
)
def test_words_are_written_as_in_books_and_nothing_in_them_is_markup(typed, written):
    assert plain(typed) == written


def test_formulas_stay_as_they_are_in_prose():
    assert prose(r"Let $x_1 |y|$ be_here") == r"Let $x_1 \vert y\vert $ be\_here"
    assert link(plain("1 - exp(-x)"), "g-iterate") == "{ref}`1 - exp(-x) <g-iterate>`"


# -- what is there already --------------------------------------------------------------------------------------


def test_a_folder_that_is_no_site_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    assert main(["site", *IDS, "--out", str(tmp_path)]) == 2
    assert "not empty, and no site" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


SMALL = {"index": "# One\n\nA page.\n"}


def test_a_new_site_takes_the_place_of_the_old_one_as_a_whole(tmp_path):
    out = tmp_path / "site"
    for word in ("old", "new"):
        building.build(SMALL | {word: f"---\norphan: true\n---\n# {word}\n"}, out, {}, lambda *_: None)
        building.replaceable(out)
    assert (out / "new.html").is_file()
    assert not (out / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, building.BuildFailed])
def test_a_build_that_does_not_end_leaves_the_old_site(tmp_path, fault):
    out = tmp_path / "site"
    building.build(SMALL, out, {}, lambda *_: None)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def stop(done, what):
        if fault is KeyboardInterrupt:
            raise fault

    with pytest.raises(fault):
        building.build({"index": "# Two\n\n{ref}`nowhere`\n"}, out, {}, stop)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_missing_extra_is_named(monkeypatch, capsys):
    monkeypatch.setattr(command, "EXTRA", ("no_such_package",))
    assert main(["site"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "model-collapse-theorems[site]" in line


@pytest.mark.parametrize("out", ["", "a\0b"])
def test_a_place_that_cannot_be_is_refused_before_anything_is_done(out, capsys):
    arguments = Namespace(ids=["g-iterate"], out=out, figures="figures", executor=None, workers=1)
    with pytest.raises(Exception, match="--out"):
        command.site(arguments)

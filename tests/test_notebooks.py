"""The notebooks of docs/notebooks run from top to bottom, and every cell's last value shows itself."""

import ast
import re
import sys
from pathlib import Path

import forked
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)

RUN = """
import ast, sys, warnings
import matplotlib

matplotlib.use("Agg")
warnings.simplefilter("error", SyntaxWarning)
path, source = sys.argv[1], open(sys.argv[1]).read()
names = {"__name__": "__main__"}
for cell in source.split("\\n# %%\\n")[1:]:
    *body, last = ast.parse(cell.partition("\\n# %% [markdown]")[0]).body
    shown = isinstance(last, ast.Expr)
    exec(compile(ast.Module(body if shown else [*body, last], []), path, "exec"), names)
    if shown:
        value = eval(compile(ast.Expression(last.value), path, "eval"), names)
        if value is not None:
            print(">>>", repr(value))
            for way in ("_repr_html_", "_repr_latex_"):
                if hasattr(value, way) and getattr(value, way)() is not None:
                    print(way, len(getattr(value, way)()))
"""
"""What a notebook does with its cells, as much of it as matters."""


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} == {"equation_5", "practice"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_in_the_percent_format(path):
    text = path.read_text()
    head, *cells = CELL.split(text)
    assert ast.get_docstring(ast.parse(head))
    kinds, texts = cells[::2], cells[1::2]
    assert kinds[0] == " [markdown]"
    assert texts[0].startswith("# # ")
    for kind, cell in zip(kinds, texts, strict=True):
        written = [line for line in cell.splitlines() if line]
        assert written
        if kind:
            assert all(line.startswith("#") for line in written)
        else:
            ast.parse(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, tmp_path):
    done = forked.run([sys.executable, "-c", RUN, str(path)], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    if path.stem == "equation_5":
        assert "gaussian-risk/variance-published false" in said
        assert "equals 0.301196008009805 = " in said
        assert re.search(r"2 records: (2 refuted|.* refuted; .* refuted)\n", said)
        assert "gaussian-risk/variance-published: negation proved; " in said
    else:
        assert "2,000 values" in said
        assert "is wanted; replace + fresh(" in said
        assert ">>> E Variance(pool, ddof = 0) of gaussian_accumulate: " in said
    assert said.count(">>>") >= 3

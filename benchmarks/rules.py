"""The rules of proofs: lines of code of each, and how many claims rest on it.

What a rule shares with others (how a sign or an identity is decided, what a chain is) is counted in the last row.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.measure import table

ROOM = Path(__file__).parent.parent / "proofs_check"
RULES, RECHECK = ROOM / "rules", ROOM / "recheck"


def lines_of_code(path: Path, of: ast.FunctionDef | None = None) -> int:
    """Lines of a file, or of a function in it, without docstrings, comments and empty lines."""
    lines = path.read_text().splitlines()
    node = ast.parse(path.read_text()) if of is None else of
    inside = [n for n in ast.walk(node) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    texts = [n.body[0] for n in inside if n.body and ast.get_docstring(n) is not None]
    documented = {i for n in texts for i in range(n.lineno, (n.end_lineno or n.lineno) + 1)}
    first, last = (1, len(lines)) if of is None else (of.lineno, of.end_lineno or of.lineno)
    code = (i for i in range(first, last + 1) if i not in documented and lines[i - 1].strip())
    return sum(not lines[i - 1].strip().startswith("#") for i in code)


def named(function: ast.FunctionDef) -> Iterator[str]:
    """The rules that a function proves by, as it names them to `_proved`, or to a function that hands the name on."""
    for call in (n for n in ast.walk(function) if isinstance(n, ast.Call) and n.args):
        called, first = getattr(call.func, "id", ""), call.args[0]
        if called in ("_proved", "_shown") and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def written() -> tuple[Counter[str], int]:
    """Lines of code by rule, and of all files together."""
    rules: Counter[str] = Counter()
    whole = 0
    for path in sorted(RULES.glob("*.py")):
        whole += lines_of_code(path)
        for function in (n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)):
            for i, rule in enumerate(dict.fromkeys(named(function))):
                rules[rule] += lines_of_code(path, function) if i == 0 else 0
    return rules, whole


def used() -> tuple[Counter[str], int]:
    """By rule, how many claims rest on it; and how many are derived."""
    from harness.judge.proof import prove
    from harness.judge.selection import chosen
    from proofs_check.ledger import Derived

    found: Counter[str] = Counter()
    derived = 0
    for case in chosen(()):
        steps = [line.step.proved for line in getattr(prove(case), "lines", ()) if isinstance(line.step, Derived)]
        found.update({p.rule for p in steps})
        derived += bool(steps)
    return found, derived


def report(rules: Counter[str], whole: int, claims: Counter[str], derived: int) -> str:
    """The table as Markdown: the rules that most claims rest on first."""

    def row(name: str, lines: int, many: object) -> list[str]:
        return [name, str(lines), str(many)]

    order: Iterable[str] = sorted(rules, key=lambda rule: (-claims[rule], rule))
    rows = [row(rule, rules[rule], claims[rule]) for rule in order]
    rows.append(row("what they share", whole - rules.total(), derived))
    rows.append(row(f"all {len(rules)} rules", whole, derived))
    return "## Rules\n\n" + table(["rule", "lines", "claims"], rows)


if __name__ == "__main__":
    print(report(*written(), *used()))

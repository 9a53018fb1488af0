"""Edits that `python -m benchmarks.planted` plants: each can be planted, and the tests about it are there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def every(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.planted import EVERY

    return EVERY


def test_every_edit_can_be_planted_and_has_tests(every):
    wrong = []
    for kind, file, old, new, tests in every:
        text = (ROOT / file).read_text()
        missing = [t for t in tests if t.startswith("tests/") and not (ROOT / t.partition("::")[0]).is_file()]
        if text.count(old) != 1 or old == new or not tests or missing:
            wrong.append((kind, file, text.count(old), missing))
        else:
            compile(text.replace(old, new), file, "exec")
    assert wrong == []


def test_no_edit_is_there_twice(every):
    assert len({(file, old, new) for _, file, old, new, _ in every}) == len(every)

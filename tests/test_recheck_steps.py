"""The second program on steps that have no value in small cases: only where nothing is said of these."""

import json

import pytest

from theorems.door import main

CLAIM = "workflow-known-variance-order/accumulate-below-subsample"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    file = tmp_path_factory.mktemp("steps") / "c.json"
    assert main(["prove", CLAIM, "--certificate", str(file), "--json"]) == 0
    return file.read_text()


def said(certificate, tmp_path, capsys):
    (tmp_path / "c.json").write_text(certificate)
    capsys.readouterr()
    code = main(["recheck", str(tmp_path / "c.json")])
    return code, capsys.readouterr().out


def test_of_one_point_a_batch_nothing_is_said(certificate, tmp_path, capsys):
    """There is one pair too few among the points of the first batch: 0/0."""
    assert said(certificate, tmp_path, capsys)[0] == 0
    found, steps = json.loads(certificate), 0
    for node in found["nodes"]:
        if node["rule"] == "one generation":
            node["for"]["n"][1], steps = 1, steps + 1
    assert steps
    code, text = said(json.dumps(found), tmp_path, capsys)
    assert code != 0
    assert "a step has no value" in text


@pytest.mark.parametrize(("old", "new"), [('["+", -3,', '["+", -4,'), ('["^", "sigma0", 2]', '["^", "sigma0", 3]')])
def test_another_step_is_refused_where_something_is_said(certificate, old, new, tmp_path, capsys):
    found, changed = json.loads(certificate), 0
    for node in found["nodes"]:
        text = json.dumps(node["witness"])
        if node["rule"] == "one generation" and old in text:
            node["witness"], changed = json.loads(text.replace(old, new, 1)), changed + 1
    assert changed
    assert said(json.dumps(found), tmp_path, capsys)[0] != 0


def test_a_step_with_no_value_in_any_small_case_is_refused(certificate, tmp_path, capsys):
    found, changed = json.loads(certificate), 0
    for node in found["nodes"]:
        if node["rule"] == "one generation":
            node["for"]["n"][1] = 100
            for row in node["witness"]["recursion"]["step"]:
                row[0][1], changed = ["log", ["+", "n", -50]], changed + 1
    assert changed
    code, text = said(json.dumps(found), tmp_path, capsys)
    assert code != 0
    assert "no step is held" in text

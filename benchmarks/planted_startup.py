"""Edits of `benchmarks.planted` in what is loaded before a command answers."""

STARTUP = ("tests/test_startup.py",)

STARTUP_EDITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "all theorems are read to find one",
        "theorems/language/registry.py",
        "if len(found) == 1 and",
        "if len(found) == 9 and",
        STARTUP,
    ),
    (
        "the first of two theorems of one id is taken",
        "theorems/language/registry.py",
        "if len(found) == 1 and",
        "if found and",
        STARTUP,
    ),
    (
        "all declarations are read to find one",
        "theorems/processes/__init__.py",
        "return _alone(packages(), name) or _declarations",
        "return _declarations",
        STARTUP,
    ),
    (
        "reductions are looked for everywhere at once",
        "theorems/processes/__init__.py",
        "        yield from _reductions(found[0], beside, what)\n",
        "",
        STARTUP,
    ),
    (
        "a kernel is loaded to know what it takes",
        "harness/judge/observed.py",
        "parameters_of(self.simulator) if self.declared is None else _taken(*self.declared)",
        "parameters_of(self.simulator)",
        STARTUP,
    ),
    (
        "a case loads numpy",
        "harness/judge/case.py",
        "from math import isfinite\n",
        "from math import isfinite\nimport numpy\n",
        STARTUP,
    ),
    (
        "growth depends on the start",
        "theorems/language/processes.py",
        "[] if isinstance(observable, Increment) else _expressions(self.start.values())",
        "_expressions(self.start.values())",
        STARTUP,
    ),
    (
        "what a kernel takes is not held against the declaration",
        "harness/author/whole_domain.py",
        "takes = set(parameters_of(function))",
        "takes = set(observed.parameters)",
        STARTUP,
    ),
    (
        "a closed form is simplified",
        "theorems/language/closed_form.py",
        "    if not recursion.constant:\n        return found\n",
        "    return sp.simplify(found)\n",
        STARTUP,
    ),
)

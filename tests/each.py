"""Small cases, many of them, in one test a theorem: as tests of their own they would cost more than what they ask."""

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest


def of_each(names: str, cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator: a test of one case becomes one of all cases of a theorem, or of a process.

    names: the arguments of the test that a case gives, with commas between; the others are fixtures, which the cases of
    a theorem share. cases: ids such as `theorem/claim` or `process.observable`, or what `pytest.param` makes with them.
    Every case is tried, whatever came of those before it, and each failure says whose it is.
    """
    given = names.split(", ")
    groups: dict[str, list[Any]] = {}
    for case in (pytest.param(one, id=one) if isinstance(one, str) else one for one in cases):
        groups.setdefault(re.split("[/.]", case.id)[0], []).append(case)

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        def every(group: list[Any], **fixtures: Any) -> None:
            failures = []
            for case in group:
                try:
                    test(**dict(zip(given, case.values, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"of {case.id}")
                    failures.append(error)
            if failures:
                raise BaseExceptionGroup(f"{len(failures)} of {len(group)} cases", failures)

        fixtures = [one for name, one in inspect.signature(test).parameters.items() if name not in given]
        group = inspect.Parameter("group", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        every.__signature__ = inspect.Signature([group, *fixtures])  # type: ignore[attr-defined]
        every.__name__, every.__doc__, every.__module__ = test.__name__, test.__doc__, test.__module__
        return pytest.mark.parametrize("group", groups.values(), ids=groups)(every)

    return decorated

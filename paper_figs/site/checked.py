"""When all that the site tells was checked, and with which entropy."""

from __future__ import annotations

from collections.abc import Iterator

from harness.cli.answers import NOT_CHECKED
from paper_figs.site.markdown import code, plain
from paper_figs.site.material import Material

MOST_RUNS = 3
"""Runs whose entropy is told; the page of a theorem has that of each claim."""


def checked(material: Material) -> Iterator[str]:
    """In sentences: the days of proofs and exact checks, the runs of the races, what nobody has checked, what fails."""
    days = sorted(
        {day for facts in material.facts.values() for when in facts["when"].values() for day in when.values()}
    )
    if days:
        span = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
        yield f"Proofs and exact checks were made {plain(span)}."
    runs: dict[tuple[str, str], list[str]] = {}
    races = 0
    for facts in material.facts.values():
        for raced in filter(None, facts["races"].values()):
            runs.setdefault((raced["entropy"], raced["effort"]), []).append(raced["when"][:10])
            races += len(raced["races"])
    if runs:
        latest = sorted(runs.items(), key=lambda run: max(run[1]), reverse=True)
        told = [f"effort {effort}, entropy {code(entropy)}, {max(when)}" for (entropy, effort), when in latest]
        earlier = len(told) - MOST_RUNS
        more = f"; and {earlier} earlier run{'s' if earlier > 1 else ''}" if earlier > 0 else ""
        yield f"{races} races were run: {'; '.join(told[:MOST_RUNS])}{more}."
    declared = sum(len(case.claim.points) for case in material.cases.values())
    if races < declared:
        missing = declared - races
        yield f"Of {declared} races {missing} have no result that is kept: {code('theorems verify')} runs them."
    unknown = sum(material.known(case) == NOT_CHECKED for case in material.cases.values())
    if unknown:
        yield f"{unknown} claims are not checked."
    broken = [
        f"{name}/{claim}"
        for name, facts in material.facts.items()
        for claim, told in facts["ledger"].items()
        if not all(step["ok"] for step in told["steps"])
    ]
    if broken:
        yield f"**Proofs that fail: {', '.join(map(code, broken))}.**"

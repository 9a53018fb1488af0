"""What is not known: found in the records, not typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from harness.cli.answers import NOT_CHECKED
from harness.cli.workflow import UNKNOWN
from harness.judge.case import Case
from paper_figs.site.claim import claim_link
from paper_figs.site.markdown import link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from paper_figs.site.workflows import records, shown
from theorems.language import AlmostSure, Diverges, Order, Summable

UNPROVED = ("simulated", "exact", "stated")
"""How claims are known that nobody has proved; where nothing is kept they are not checked."""

LOOSE = 1.5
"""A bound that is farther from the exact value by this factor is listed."""

NUMBER = re.compile(r"\[?([-+0-9.e]+)")


def pages(material: Material) -> Pages:
    """One page."""
    return {"questions": page(_lines(material))}


def _lines(material: Material) -> Iterator[str]:
    yield from ("(questions)=", "# Open questions", "")
    yield "What this suite does not know. The lists are found in the records: an entry goes when a theorem answers it."
    yield from _listed(
        "Known by simulation or at points only",
        "No proof is known here: these are true at the points that were looked at.",
        [case for case in _true(material) if material.known(case) in (*UNPROVED, NOT_CHECKED)],
        material,
        lambda case: f"{material.known(case)}; {case.claim.underived or ''}".rstrip("; "),
    )
    yield from _listed(
        "Proved by steps that nothing ties to the claim",
        "A machine has checked every step, but the last one is not the claim itself: no derivation is known here.",
        [case for case in material.cases.values() if "in steps" in material.known(case)],
        material,
        lambda case: case.claim.underived or "",
    )
    yield from _listed(
        "Convergence and growth without a rate",
        "These tend to 0 or to infinity, and no claim of the same theorem says how fast from both sides.",
        [case for case in _true(material) if _no_rate(case)],
        material,
        lambda case: "a sum that stays bounded" if isinstance(case.claim, Summable) else "grows beyond every bound",
    )
    yield from _listed(
        "Loose bounds",
        f"These are off by a factor of {LOOSE:g} or more where their tightness is told, and no claim sharpens them.",
        sorted(_loose(material), key=lambda case: -_off(case, material)),
        material,
        lambda case: f"{material.about('tight', case)['tightness']['words']} at {_at(case, material)}",
    )
    yield from _limits(material)


def _true(material: Material) -> Iterator[Case]:
    return (case for case in material.cases.values() if case.claim.expected == "confirmed")


def _listed(title: str, said: str, cases: list[Case], material: Material, why: Callable[[Case], str]) -> Iterator[str]:
    yield from ("", f"## {title}: {len(cases)}", "")
    yield said if cases else "None."
    for case in cases:
        yield from ("", f"- {claim_link(material, case.id)}: {plain(why(case))}", "", f"  {prose(case.sentence)}", "")


def _no_rate(case: Case) -> bool:
    """Does the claim say that something converges or diverges, and no sibling bounds the same from the other side?"""
    claim = case.claim
    if not isinstance(claim, Diverges | Summable) or isinstance(claim, AlmostSure):
        return False
    if claim.relation == "equals" and not isinstance(claim, Summable):
        return False
    others = (other for other in case.theorem.claims if other.observable == claim.observable and other is not claim)
    wanted = ("equals", "order", "at_most") if isinstance(claim, Diverges) else ("equals", "order")
    return not any(isinstance(other, Order) or getattr(other, "relation", "") in wanted for other in others)


def _off(case: Case, material: Material) -> float:
    """By which factor a bound is off; 1 where that is not known."""
    tight = material.about("tight", case)["tightness"] or {}
    ratio = float(NUMBER.match(tight["ratio"])[1]) if tight.get("ratio") else 1.0  # type: ignore[index]
    return max(ratio, 1 / ratio) if ratio > 0 else 1.0


def _at(case: Case, material: Material) -> str:
    return str(material.about("tight", case)["tightness"]["at"])


def _loose(material: Material) -> list[Case]:
    bounds = (case for case in _true(material) if getattr(case.claim, "relation", "equals") in ("at_most", "at_least"))
    return [case for case in bounds if not case.claim.sharper and _off(case, material) >= LOOSE]


def _limits(material: Material) -> Iterator[str]:
    """Limits of workflows that no theorem knows."""
    rows = []
    for text in shown(material):
        told = {one["quantity"]: one for found in records(text, material) for one in found["quantities"]}
        names = [name for name, one in told.items() if one["limit"] == UNKNOWN]
        if names:
            rows.append([link(plain(text), "workflows", text), plain("; ".join(names))])
    yield from ("", f"## Workflows whose limit is not known: {len(rows)}", "")
    if rows:
        yield "The values of the first generations are exact; what they tend to is in no theorem of the registry."
        yield from table(("workflow", "quantities"), rows)

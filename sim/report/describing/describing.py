"""Write a draft by a checklist, or the sources of a scenario as BibTeX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.compiling import without_compiling
from sim.report.describing.bibliography import bibtex
from sim.report.describing.checklists import Checklist
from sim.report.describing.markdown import plain
from sim.report.describing.odd import ODD
from sim.report.describing.stress import STRESS
from sim.report.describing.subject import Subject
from sim.report.describing.trace import TRACE
from sim.scenario import Scenario

CHECKLISTS: Mapping[str, Checklist] = {"stress": STRESS, "trace": TRACE, "odd": ODD}
"""The checklists by the name of their option."""
BIBTEX = "bibtex"


def describe(scenario: Scenario, form: str) -> str:
    """Return a draft about a scenario.

    Parameters
    ----------
    form
        "stress", "trace" or "odd" for a draft in Markdown by this checklist, in which what only a
        person can write is marked; "bibtex" for the sources as BibTeX.

    Raises
    ------
    ScenarioFaults
        If the scenario names measures that its runs do not have.
    """
    if form == BIBTEX:
        return bibtex(scenario)
    with without_compiling():
        subject = Subject.of(scenario)
        return "\n\n".join(_blocks(CHECKLISTS[form], subject)) + "\n"


def files(scenario: Scenario) -> dict[str, str]:
    """Return every draft about a scenario, by the name of its file."""
    forms = {f"{checklist.title}.md": form for form, checklist in CHECKLISTS.items()}
    forms["sources.bib"] = BIBTEX
    return {name: describe(scenario, form) for name, form in forms.items()}


def _blocks(checklist: Checklist, subject: Subject) -> Iterator[str]:
    """Iterate over the blocks of a draft."""
    scenario = subject.scenario
    yield f"# {plain(scenario.title)}: a draft by {checklist.title}"
    yield (
        f"Checklist: {checklist.reference}. Written by Throughline "
        f"{subject.versions['throughline']} from the scenario with the digest "
        f"`{scenario.digest[:12]}`. What only a person can write is marked *to be written by a "
        "person*, in brackets."
    )
    for item in checklist.items:
        yield f"{'#' * item.depth} {item.name}"
        for fact in item.facts:
            yield from filter(None, fact(subject))

"""Describe a scenario from a script, by a published checklist."""

from __future__ import annotations

from sim.errors import SimError, did_you_mean, listed
from sim.report.describing.describing import BIBTEX, CHECKLISTS, describe as described
from sim.scenario import Scenario

FORMS = (*CHECKLISTS, BIBTEX)


def describe(scenario: Scenario, form: str = "stress") -> str:
    """Return a draft about a scenario by a published checklist, or its sources as BibTeX.

    Parameters
    ----------
    form
        "stress" (STRESS-DES, Monks and others 2019), "trace" (TRACE, Grimm and others 2014) or
        "odd" (ODD, Grimm and others 2020) for a draft in Markdown; what only a person can write is
        marked in it. "bibtex" for all sources.

    Raises
    ------
    ScenarioFaults
        If the scenario names measures that its runs do not have.
    SimError
        If there is no such form.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml")
    >>> print(sim.describe(queue, "odd").splitlines()[0])
    # The first lesson: two services and a queue: a draft by ODD
    """
    if form not in FORMS:
        remedy = did_you_mean(str(form), FORMS, f"Write {listed(map(repr, FORMS))}.")
        raise SimError(f"There is no such form of a description. {remedy}")
    return described(scenario, form)

"""Check what a fit is asked for before any run, and name the question that it answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sim.errors import Fault, ScenarioFaults
from sim.measures.words.access import WAIT_TO_START
from sim.scenario import Scenario
from sim.scenario.written import location_of
from sim.studies.fitting.bank import BankPlan
from sim.studies.fitting.handing_on import EXTENDED
from sim.studies.marks import FIT, Question
from sim.studies.planning import ChoiceError
from sim.studies.worlds.uncertain import uncertain_numbers

FEWEST, MOST = 200, 100_000
"""Runs of a bank: with fewer, too few are left near the targets to tell anything."""
MOST_DISCREPANCY = 1.0


def see_that_it_can_be_fitted(scenario: Scenario) -> None:
    """Check that a scenario has something to be fitted, and something to fit it to.

    What was fitted is not fitted again: figures that count twice give ranges that are too narrow.

    Raises
    ------
    ScenarioFaults
        With everything that is missing, and a table of worlds.
    """
    if faults := [*_missing(scenario), *_fitted_before(scenario)]:
        raise ScenarioFaults(faults)


def _missing(scenario: Scenario) -> Iterator[Fault]:
    where = location_of(scenario.tree, ("targets",))
    if not scenario.targets:
        yield Fault(
            location_of(scenario.tree, ("title",))._replace(path="targets"),
            "There are no `targets`, so nothing to fit to.",
            "Write what is known about services today.",
            f"For example `targets: {{wait: {{measure: {WAIT_TO_START}.mean, value: 9, low: 8, "
            "high: 10, role: fit}}`.",
        )
    elif not any(each.role == "fit" for each in scenario.targets.values()):
        yield Fault(
            where,
            "None of the targets has the role `fit`, so there is nothing to fit to.",
            "Write `role: fit` at the figures that the model is to meet.",
            "The others stay `check`: they are held out, and the fit is judged by them.",
        )
    if not uncertain_numbers(scenario, (scenario.history,))[0]:
        yield Fault(
            location_of(scenario.tree, ("title",))._replace(path=""),
            f"No number that the arm `{scenario.history}` uses has a range, so there is nothing to "
            "fit.",
            "Write `low` and `high` beside the numbers that nobody has counted.",
        )


def _fitted_before(scenario: Scenario) -> Iterator[Fault]:
    if scenario.worlds is None:
        return
    table = scenario.worlds.from_table.file
    yield Fault(
        location_of(scenario.tree, ("worlds",)),
        f"The worlds of this file are the rows of `{table}`, so it is fitted already. The same "
        "figures would count twice, and the ranges would be too narrow.",
        f"Fit what was fitted then: `sim fit` writes it beside the rows, as `{EXTENDED}`. If your "
        "figures or ranges have changed since, fit your own file.",
        "If the rows come from other figures, write `worlds: null` in a file that extends this "
        "one. Numbers are then drawn from their ranges, each by itself.",
    )


def see_to_size(runs: int | None) -> None:
    """Raise ChoiceError if a bank of so many runs is too small or too large."""
    if runs is not None and not FEWEST <= runs <= MOST:
        raise ChoiceError(
            "--runs",
            f"{runs:,} is out of range.",
            f"Choose a whole number from {FEWEST} to {MOST:,}.",
        )


def see_to_discrepancy(share: float) -> None:
    """Raise ChoiceError if a share of each target cannot be allowed for."""
    if not 0 <= share <= MOST_DISCREPANCY:
        raise ChoiceError(
            "--discrepancy", f"{100 * share:g} % is out of range.", "Choose 0 to 100 (per cent)."
        )


def question_of(bank: BankPlan, discrepancy: float) -> Question:
    """Return the question of a fit.

    The runs of the bank serve fits with more runs and with another discrepancy too.
    """
    family = _digest({"fit": bank.central.digest})
    runs = bank.wanted.size.worlds
    digest = _digest({"family": family, "runs": runs, "discrepancy": discrepancy})
    return Question(FIT, digest, family, runs)


def _digest(parts: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

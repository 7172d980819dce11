"""The question that is printed on top of an answer: the file's own, or a standard one."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.paths.labels import Labels
from sim.report.wording import counted
from sim.scenario import Scenario

MOST_NAMED = 3
"""So many ways of care are named in the standard question; more are counted."""
ALONE = "What is to be expected if nothing changes?"


def question_words(scenario: Scenario, arms: Sequence[str] = ()) -> str:
    """Return the question of a scenario; the standard one where it has none.

    Parameters
    ----------
    arms
        The arms that are compared, if they are not all.
    """
    return " ".join(scenario.question.split()) or standard_question(scenario, arms)


def standard_question(scenario: Scenario, arms: Sequence[str] = ()) -> str:
    """Return the question that is printed where a scenario has none of its own."""
    first, labels = scenario.baseline, Labels(scenario)
    compared = [labels.quoted("arm", arm) for arm in arms or scenario.arm_names if arm != first]
    if not compared:
        return ALONE
    *others, last = compared
    which = f"{', '.join(others)} or {last}" if others else last
    if len(compared) > MOST_NAMED:
        which = f"each of {counted(len(compared), 'other way of care', 'other ways of care')}"
    return f"What changes with {which}, compared with {labels.quoted('arm', first)}?"

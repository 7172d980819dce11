"""The question that is printed on top of an answer: the file's own, or a standard one."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.view import quoted
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
    first = scenario.baseline
    labels = [
        quoted(scenario.arms[arm].label or arm.replace("_", " "))
        for arm in arms or scenario.arm_names
        if arm != first
    ]
    if not labels:
        return ALONE
    *others, last = labels
    which = f"{', '.join(others)} or {last}" if others else last
    if len(labels) > MOST_NAMED:
        which = f"each of {counted(len(labels), 'other way of care', 'other ways of care')}"
    with_first = quoted(scenario.arms[first].label or first.replace("_", " "))
    return f"What changes with {which}, compared with {with_first}?"

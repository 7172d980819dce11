"""Analyses from a script: mechanisms, break-even, sensitivity and selection of arms.

What they do, and how sure their intervals are, is in docs/reference/study-statistics.md. What may
be asked, and what holds when it is not said, is in the blocks of `sim.studies.analyses.written`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from sim.measures.own import OwnMeasure
from sim.scenario import Scenario
from sim.scripting.answering import Answer, answer
from sim.scripting.arguments import ArgumentError
from sim.scripting.execution import Execution
from sim.scripting.help import with_defaults_of
from sim.scripting.keywords import known_keywords
from sim.scripting.measuring import measure_name
from sim.scripting.varying import Over
from sim.studies.analyses.written import BreakEvenBlock, SelectBlock, SensitivityBlock


@known_keywords(execution=Execution)
def explain(
    scenario: Scenario,
    arm: str | None = None,
    *,
    which: Sequence[str] | None = None,
    how: str | None = None,
    outcomes: Sequence[str | OwnMeasure] | None = None,
    replications: int | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    execution: Execution | None = None,
) -> Answer:
    """Share the difference between an arm and the baseline out among its mechanisms.

    Parameters
    ----------
    arm
        The arm that is explained; the only other one when None.
    which
        The mechanisms to look at; when None, all in which the arm and the baseline differ.
    how
        "every subset", "orders" or "fraction". When None, every subset for up to 8 mechanisms, and
        orders for more.
    outcomes
        Measures to explain; what the scenario judges together when None.
    replications, measures, execution
        As in `run`.

    Raises
    ------
    ScenarioFaults
        When the two do not differ in mechanisms whose effects can be separated, or not by `how`.
    SimError
        When one of the changes, by itself, does not give a valid arm.

    Examples
    --------
    >>> import sim
    >>> care = sim.Scenario.load("scenarios/cen_community.yaml").with_values(
    ...     {"run.length": "1.1 years", "people.cohort": 100})
    >>> found = sim.explain(care, "relational", which=["refusals", "thresholds"], replications=2,
    ...                     outcomes=["rejections"])
    >>> list(found.table.sql("SELECT change FROM this WHERE kind = 'share'"))
    [('refusals',), ('thresholds',)]
    """
    written = {"arm": arm, "which": which, "how": how, "replications": replications}
    return answer("mechanisms", scenario, written, execution, measures, outcomes)


class BreakEvenSettings(TypedDict, total=False):
    """What decides how well a break-even point is known, and when an arm counts as better."""

    margin: float  # how much better it has to be to count, in the measure's unit
    values: int  # of the lever, in the first look
    first: int  # replications of each value to begin with
    ceiling: int  # replications of each value at most
    width: float  # of the interval of the answer, as a share of the range


@known_keywords(execution=Execution)
@with_defaults_of(BreakEvenBlock)
def break_even(
    scenario: Scenario,
    lever: str | Over,
    measure: str | OwnMeasure,
    *,
    low: Any = None,
    high: Any = None,
    rest: str | None = None,
    arm: str | None = None,
    better: str | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    execution: Execution | None = None,
    **settings: Unpack[BreakEvenSettings],
) -> Answer:
    """Find where along a lever an arm stops being better than the baseline on a measure.

    Parameters
    ----------
    lever, low, high
        A path, and the range to look in; the scenario's own when None. Several paths that get the
        same value are one lever with a name, as in `sweep`:
        ``{"places": {"sets": [path, path]}}``.
    measure
        The measure on which the arm has to be better, for everyone.
    rest
        When the lever is one share of a row, the share that makes up for it, or "in proportion".
    arm
        The arm that is compared with the baseline; the only other one when None.
    better
        "lower" or "higher"; as the catalogue of measures says when None.
    measures, execution
        As in `run`.
    **settings
        `margin`: how much better it has to be to count, in the measure's unit. `values`, `first`,
        `ceiling`, `width`: values of the first look, replications of each to begin with and at
        most, and how narrow the interval of the answer is to be as a share of the range. Those
        left out: {defaults}.

    Raises
    ------
    ScenarioFaults
        For a path, range, measure or arm that cannot be.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.break_even(queue, "people.arrivals.newcomers.rate", "wait_to_start.group.mean",
    ...                        low="0.4 per day", high="0.6 per day", values=2, first=3, ceiling=3)
    >>> [kind for (kind,) in found.table.sql("SELECT kind FROM this")]
    ['gain', 'gain']
    """
    name, levers = _named(lever, low, high)
    written: dict[str, Any] = {"lever": name, "measure": measure_name(measure)}
    written |= {"low": low, "high": high}
    written |= {"rest": rest, "arm": arm, "better": better, **settings}
    return answer("break_even", scenario, written, execution, measures, lever=levers)


def _named(lever: object, low: object, high: object) -> tuple[object, dict[str, Any] | None]:
    """The name of a lever; with what it sets and its range, where it is written out."""
    if not isinstance(lever, Mapping):
        return lever, None
    if len(lever) != 1:
        raise ArgumentError(
            "lever",
            f"{len(lever)} levers are named.",
            'Name one: {"places": {"sets": [path, path], "low": 2, "high": 6}}.',
        )
    ((name, over),) = lever.items()
    if isinstance(over, Mapping) and None not in (low, high) and "low" not in over:
        over = {**over, "low": low, "high": high}
    return name, {name: over}


@known_keywords(execution=Execution)
@with_defaults_of(SensitivityBlock)
def sensitivity(
    scenario: Scenario,
    over: Over,
    *,
    method: str | None = None,
    runs: int | None = None,
    arm: str | None = None,
    outcomes: Sequence[str | OwnMeasure] | None = None,
    replications: int | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    execution: Execution | None = None,
) -> Answer:
    """Say which uncertain numbers the difference between an arm and the baseline depends on.

    Parameters
    ----------
    over
        The numbers by path: a pair (low, high), or "range" for the scenario's own.
    method
        "one at a time", "sobol" or "morris"; the last two need the extra `research`. Left out:
        {defaults}.
    runs
        The most runs the method may use, both arms together; when None, the fewest it needs.
    replications
        Of each end of a range, for the effect of each number by itself.
    arm, outcomes, measures, execution
        As in `explain`.

    Raises
    ------
    ScenarioFaults
        For a path, range, measure or arm that cannot be, and a budget that is too small.
    SimError
        When a library is missing.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.sensitivity(queue, {"people.arrivals.newcomers.rate": ("0.4 per day",
    ...     "0.6 per day")}, outcomes=["wait_to_start.group.mean"], replications=2)
    >>> [kind for (kind,) in found.table.sql("SELECT kind FROM this")]
    ['at_low', 'at_high', 'span']
    """
    written = {"method": method, "runs": runs, "arm": arm, "replications": replications}
    return answer("sensitivity", scenario, written, execution, measures, outcomes, over)


class SelectSettings(TypedDict, total=False):
    """How sure a selection is to be, and how many runs it may take."""

    confidence: float  # the probability of choosing the best arm
    first: int  # replications of each arm by which their spread is judged
    ceiling: int  # replications of each arm at most
    batch: int  # replications made at a time


@known_keywords(execution=Execution)
@with_defaults_of(SelectBlock)
def select(
    scenario: Scenario,
    measure: str | OwnMeasure,
    zone: float,
    *,
    better: str | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    execution: Execution | None = None,
    **settings: Unpack[SelectSettings],
) -> Answer:
    """Find the best of three or more arms on a measure.

    Parameters
    ----------
    measure
        The measure by which the best arm is chosen, for everyone.
    zone
        The smallest difference that matters, in the measure's unit. If one arm is ahead of all
        others by this or more, it is chosen with a probability of at least `confidence`.
    better
        "lower" or "higher"; as the catalogue of measures says when None.
    measures, execution
        As in `run`.
    **settings
        `confidence`, and `first`, `ceiling`, `batch`: replications that spread is judged by, at
        most, and made at a time. Those left out: {defaults}.

    Raises
    ------
    ScenarioFaults
        For a measure or a number that cannot be, or fewer than three arms.

    Examples
    --------
    >>> import sim
    >>> care = sim.Scenario.load("scenarios/cen_community.yaml").with_values(
    ...     {"run.length": "1.1 years", "people.cohort": 50})
    >>> found = sim.select(care, "rejections", zone=1, first=2, ceiling=2, batch=2)
    >>> len(found.table)
    3
    """
    written: dict[str, Any] = {
        "measure": measure_name(measure),
        "zone": zone,
        "better": better,
        **settings,
    }
    return answer("select", scenario, written, execution, measures)

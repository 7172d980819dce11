"""Ask from a script for analyses: mechanisms, break-even, targets, sensitivity, selection.

The methods and the reliability of their intervals are described in
docs/reference/study-statistics.md. The possible settings and their defaults are in the blocks of
`sim.studies.analyses.written`.
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
from sim.scripting.own_rules import Rules
from sim.scripting.varying import Over
from sim.studies.analyses.written import (
    BreakEvenBlock,
    FindBlock,
    MechanismsBlock,
    SelectBlock,
    SensitivityBlock,
)


@known_keywords(execution=Execution, rules=Rules)
@with_defaults_of(MechanismsBlock)
def explain(
    scenario: Scenario,
    arm: str | None = None,
    *,
    by: str | None = None,
    which: Sequence[str] | None = None,
    how: str | None = None,
    outcomes: Sequence[str | OwnMeasure] | None = None,
    replications: int | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    execution: Execution | None = None,
) -> Answer:
    """Divide the difference between an arm and the baseline among the arm's mechanisms.

    Parameters
    ----------
    arm
        The arm to explain. It may be None if the scenario has only one arm besides the baseline.
    by
        "switch" or "family". With "family", the mechanisms of a family are switched together, and a
        mechanism without a family is switched by itself. Default: {defaults}.
    which
        The mechanisms to analyse, or with ``by="family"`` the families. When None, all in which the
        arm and the baseline differ.
    how
        "every subset", "orders" or "fraction". When None, "every subset" for up to 8 mechanisms and
        "orders" for more.
    outcomes
        The measures to explain. When None, those that the scenario judges together.
    replications, measures, rules, execution
        As in `run`.

    Raises
    ------
    ScenarioFaults
        If the arm and the baseline do not differ in mechanisms whose effects can be separated, or
        if `how` cannot separate them.
    SimError
        If one of the changes alone does not give a valid arm.

    Examples
    --------
    >>> import sim
    >>> care = sim.Scenario.load("scenarios/cen_community.yaml").with_values(
    ...     {"run.length": "1.2 years", "run.change": "30 weeks", "people.cohort": 300})
    >>> found = sim.explain(care, "relational_open", which=["refusals", "thresholds"],
    ...                     replications=2, outcomes=["rejections"])
    >>> list(found.table.sql("SELECT change FROM this WHERE kind = 'share'"))
    [('refusals',), ('thresholds',)]
    """
    written = {"arm": arm, "by": by, "which": which, "how": how, "replications": replications}
    return answer("mechanisms", scenario, written, execution, (measures, rules), outcomes)


class BreakEvenSettings(TypedDict, total=False):
    """How precise a break-even point has to be, and when an arm counts as better."""

    margin: float  # how much better it has to be to count, in the measure's unit
    values: int  # of the lever, in the first look
    first: int  # replications of each value to begin with
    ceiling: int  # replications of each value at most
    width: float  # of the interval of the answer, as a share of the range


@known_keywords(execution=Execution, rules=Rules)
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
    rules: Rules | None = None,
    execution: Execution | None = None,
    **settings: Unpack[BreakEvenSettings],
) -> Answer:
    """Find the value of a lever at which an arm stops being better than the baseline.

    A lever is a number of the scenario that is varied.

    Parameters
    ----------
    lever, low, high
        The path of the varied number, and the range to search. When `low` and `high` are None, the
        scenario's own range is used. Several paths that get the same value form one lever with a
        name, as in `sweep`: ``{"places": {"sets": [path, path]}}``.
    measure
        The measure on which the arms are compared. It is computed for everyone, not by group.
    rest
        Needed if the lever is one share of a row that must add up to 1: the name of the share that
        changes in the opposite direction, or "in proportion".
    arm
        The arm that is compared with the baseline. It may be None if there is only one other arm.
    better
        "lower" or "higher". When None, the direction in the catalogue of measures.
    measures, rules, execution
        As in `run`.
    **settings
        `margin`: how much better the arm has to be, in the measure's unit. `values`: the number of
        lever values that are tried first. `first`, `ceiling`: the first and the largest number of
        replications of each value. `width`: the wanted width of the answer's interval, as a share
        of the range. Defaults: {defaults}.

    Raises
    ------
    ScenarioFaults
        For a path, range, measure or arm that cannot be used.

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
    written = {"lever": name, "measure": measure_name(measure), "low": low, "high": high}
    written |= {"rest": rest, "arm": arm, "better": better, **settings}
    return answer("break_even", scenario, written, execution, (measures, rules), lever=levers)


def _named(lever: object, low: object, high: object) -> tuple[object, dict[str, Any] | None]:
    """Return the name of a lever; if the lever is a mapping, return its paths and range too."""
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


class FindSettings(TypedDict, total=False):
    """In which arm, for which months and over how many futures is looked, with which values."""

    arm: str | None  # in which the number is set
    months: int  # up to `by`, looked at together
    futures: int  # how many are drawn
    vary: str  # "worlds", or "chance" for chance alone
    step: Any  # how far apart the values are that may be chosen
    rest: str | None  # who makes up for one share of a row


@known_keywords(execution=Execution, rules=Rules)
@with_defaults_of(FindBlock)
def find(
    scenario: Scenario,
    so_that: str,
    *,
    least: str | Sequence[str] | None = None,
    most: str | Sequence[str] | None = None,
    low: Any = None,
    high: Any = None,
    by: str | None = None,
    sure: Any = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    execution: Execution | None = None,
    **settings: Unpack[FindSettings],
) -> Answer:
    """Find the least (or the most) of a number with which a target holds, over possible futures.

    A future is one draw of every number that has a range in the scenario, with its own random
    numbers.

    Parameters
    ----------
    so_that
        A measure, ``<=`` or ``>=``, and a number: ``"wait_to_start.over_12_weeks <= 5 %"``. With
        `by`, a series of `monthly.csv`: ``"share_waiting_over_12_weeks.clinic <= 5 %"``.
    least, most
        The path of the number of which the least, or the most, is wanted; or several paths that get
        the same value. One of the two is needed.
    low, high
        The range to search. When None, the scenario's own range is used.
    by
        ``"month 24"``, counted from the change of rules or else from the start, or ``"2029-03"``.
        When None, the target is about the measured window.
    sure
        The share of futures in which the target is to hold.
    measures, rules, execution
        As in `run`.
    **settings
        `arm`: the arm in which the number is set (None: the baseline). `months`: how many months up
        to `by` are looked at together. `futures`: how many are drawn.
        `vary`: "worlds", or "chance" for chance alone. `step`: how far apart the values are.
        `rest`: as in `break_even`. Defaults: {defaults}.

    Raises
    ------
    ScenarioFaults
        For a path, range, target, month or arm that cannot be used.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.find(queue, "wait_to_start.group.mean <= 3 days", high=5, low=2, futures=20,
    ...                  least="services.group.capacity.places", arm="three_chairs")
    >>> list(found.table.sql("SELECT value FROM this WHERE kind = 'least'"))
    [(4.0,)]
    """
    written: dict[str, Any] = {"so_that": so_that, "least": least, "most": most}
    written |= {"low": low, "high": high, "by": by, "sure": sure, **settings}
    return answer("find", scenario, written, execution, (measures, rules))


@known_keywords(execution=Execution, rules=Rules)
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
    rules: Rules | None = None,
    execution: Execution | None = None,
) -> Answer:
    """Find on which uncertain numbers an arm's difference from the baseline depends.

    Parameters
    ----------
    over
        A mapping from the path of each number to its range: a pair (low, high), or "range" for the
        scenario's own range.
    method
        "one at a time", "sobol" or "morris"; the last two need the extra `research`. Default:
        {defaults}.
    runs
        The largest number of runs for the method, both arms together. When None, the smallest
        number that the method needs.
    replications
        The number of replications at each end of a range, for the effect of each number alone.
    arm, outcomes, measures, rules, execution
        As in `explain`.

    Raises
    ------
    ScenarioFaults
        For a path, range, measure or arm that cannot be used, and for too few runs.
    SimError
        If a library is missing.

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
    return answer("sensitivity", scenario, written, execution, (measures, rules), outcomes, over)


class SelectSettings(TypedDict, total=False):
    """The required probability of selecting the best arm, and the numbers of replications."""

    confidence: float  # the probability of choosing the best arm
    first: int  # replications of each arm by which their spread is judged
    ceiling: int  # replications of each arm at most
    batch: int  # replications made at a time


@known_keywords(execution=Execution, rules=Rules)
@with_defaults_of(SelectBlock)
def select(
    scenario: Scenario,
    measure: str | OwnMeasure,
    zone: float,
    *,
    better: str | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    execution: Execution | None = None,
    **settings: Unpack[SelectSettings],
) -> Answer:
    """Find the best of three or more arms on a measure.

    Parameters
    ----------
    measure
        The measure by which the best arm is chosen. It is computed for everyone, not by group.
    zone
        The smallest difference that matters, in the measure's unit. If one arm is better than all
        others by at least this much, it is chosen with a probability of at least `confidence`.
    better
        "lower" or "higher". When None, the direction in the catalogue of measures.
    measures, rules, execution
        As in `run`.
    **settings
        `confidence`: the probability described under `zone`. `first`: the replications from which
        the variance is estimated. `ceiling`: the largest number of replications. `batch`: the
        replications that are added at a time. Defaults: {defaults}.

    Raises
    ------
    ScenarioFaults
        For a measure or a number that cannot be used, or for fewer than three arms.

    Examples
    --------
    >>> import sim
    >>> care = sim.Scenario.load("scenarios/cen_community.yaml").with_values(
    ...     {"run.length": "1.2 years", "run.change": "30 weeks", "people.cohort": 150})
    >>> found = sim.select(care, "rejections", zone=1, first=2, ceiling=2, batch=2)
    >>> len(found.table)
    4
    """
    written: dict[str, Any] = {
        "measure": measure_name(measure),
        "zone": zone,
        "better": better,
        **settings,
    }
    return answer("select", scenario, written, execution, (measures, rules))

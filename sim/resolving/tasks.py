"""List the tasks by which one arm of a scenario is resolved, and put their results together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from sim.calendar import Calendar
from sim.draws import name_key
from sim.people import Effects, Needs, Persons
from sim.resolved import Numbers, Resolved, RulesChange, Services, Start, Workforce
from sim.resolving.context import COHORT, Context
from sim.resolving.dated import at_minute, dated
from sim.resolving.effects import EFFECTS
from sim.resolving.needs import NEEDS
from sim.resolving.not_numbers import in_windows, measuring, names, names_records
from sim.resolving.of_groups import groups_that_differ
from sim.resolving.people import PERSONS, arrivals
from sim.resolving.rows import Rows
from sim.resolving.services import SERVICES
from sim.resolving.start import moves_at_change, service_map, start_steps
from sim.resolving.steps import Columns, Step
from sim.resolving.teams import WORKFORCE, changes
from sim.rules.budget import NO_PHASE_IN
from sim.rules.wanted import MILLION
from sim.scenario import Scenario
from sim.scenario.arms import PhaseIn
from sim.scenario.mentioning import mentions
from sim.scenario.services import Service
from sim.scenario.written import location_of
from sim.units import FOREVER

OWN, BEFORE, START, CHANGE, RESOLVED = "own", "before", "start", "change", "resolved"
"""The tables that are no tables of `Numbers`: the numbers of the arm, those before the change, and
what else an arm has."""
TABLES: Mapping[str, tuple[type[Any], tuple[Step, ...]]] = {
    "needs": (Needs, NEEDS),
    "effects": (Effects, EFFECTS),
    "persons": (Persons, PERSONS),
    "services": (Services, SERVICES),
    "workforce": (Workforce, WORKFORCE),
}
"""The tables of `Numbers` that are resolved column by column, in the order of their tasks."""


class Task(NamedTuple):
    """A step, with the context that it reads and the table to which its columns belong."""

    table: str
    step: Step
    context: Context


class Beginning(NamedTuple):
    """What is the same for all arms if rules change in a run: the history, and the start."""

    first: Context  # of the rules at minute 0
    common: Context  # of the services that are filled at minute 0; it shares the rows of `first`
    every: Mapping[str, Service]  # the services of all arms, numbered; none without a change
    tasks: tuple[Task, ...]


class Arm(NamedTuple):
    """One arm: the tasks by which it is resolved, in their order."""

    name: str
    beginning: Beginning
    own: Context
    tasks: tuple[Task, ...]  # all of them
    scenario: Scenario


def arm_of(
    scenario: Scenario,
    name: str,
    earlier: Scenario,
    to_run: bool = True,
    known: Beginning | None = None,
    rows: Callable[[], Rows] = Rows,
) -> Arm:
    """Return an arm with its tasks.

    Parameters
    ----------
    scenario, name
        The scenario, and the arm's name.
    earlier
        The scenario whose rules hold until `run.change`; the same object if it is no other one.
    to_run
        False for an arm that is only inspected.
    known
        The beginning of another arm of these scenarios. It is used if rules change in the run.
    rows
        Makes the collections of rows.
    """
    change = scenario.run.change
    if change is None:
        own = _context(scenario.arm(name), {}, rows())
        common = _at_the_start(earlier, own)
        begins = Beginning(own, common, {}, ())
        tasks = [
            *_of_parts(OWN, own, FOREVER),
            *_of_start(begins, name, to_run),
            *_of_numbers(OWN, own, FOREVER),
        ]
    else:
        begins = known or _beginning(scenario, earlier, to_run, rows())
        own = _context(scenario.arm(name), begins.every, rows(), begins=change.minutes)
        tasks = [
            *begins.tasks,
            *_of_parts(OWN, own, FOREVER),
            *_of_numbers(OWN, own, FOREVER),
            *_of_change(scenario, name, begins.first, own),
        ]
    counted, records = _counted(scenario), names_records(scenario)
    tasks += [
        Task(RESOLVED, lambda c: {"names": names(c.document)._replace(records=records)}, own),
        Task(RESOLVED, lambda c: {"measuring": measuring(c.document)._replace(**counted)}, own),
    ]
    return Arm(name, begins, own, tuple(tasks), scenario)


def _beginning(scenario: Scenario, earlier: Scenario, to_run: bool, rows: Rows) -> Beginning:
    assert scenario.run.change is not None
    until = scenario.run.change.minutes
    past = earlier.arm(earlier.history)
    # Numbered alike, whatever holds from the change on. What an arm lacks is as it was in the
    # history, whose people may still be there.
    numbered = {**earlier.services_of_all_arms, **scenario.services_of_all_arms}
    every = {**numbered, **earlier.services_of_all_arms, **past.services}
    first = _context(past, every, rows)
    begins = Beginning(first, _at_the_start(earlier, first), every, ())
    tasks = [
        *_of_parts(BEFORE, first, until),
        *_of_start(begins, earlier.history, to_run),
        *_of_numbers(BEFORE, first, until),
    ]
    return begins._replace(tasks=tuple(tasks))


def _of_parts(stage: str, written: Context, until: int) -> list[Task]:
    """Return the tasks of all numbers that use distributions, for rules that hold for a while."""
    now = at_minute(written.begins, written)
    tasks = [
        Task(f"{stage}.{name}", step, now) for name, (_, steps) in TABLES.items() for step in steps
    ]

    def on_dates(context: Context) -> Columns:
        return {"dated": dated(context, min(until, context.document.run.length.minutes))}

    return [*tasks, Task(stage, on_dates, written)]


def _of_numbers(stage: str, written: Context, until: int) -> list[Task]:
    """Return the tasks of the other numbers.

    Scheduled changes of capacity are included if they come before the minute `until`.
    """
    steps: tuple[Step, ...] = (
        lambda c: {"changes": changes(c, until)},
        lambda c: {"arrivals": arrivals(c)},
        lambda c: {"cohort": c.document.people.cohort.value},
        lambda c: {"cohort_name": name_key(COHORT), "closes": c.document.run.length.minutes},
    )
    return [Task(stage, step, written) for step in steps]


def _of_start(begins: Beginning, arm: str, to_run: bool) -> list[Task]:
    """Return the tasks of the initial state. `arm` is the arm whose rules hold at minute 0."""
    first, common = begins.first, begins.common
    steps: list[Step] = [
        *start_steps(common, to_run),
        lambda _: {"service_map": service_map(common, first, arm)},
    ]
    return [Task(START, step, common) for step in steps]


def _of_change(scenario: Scenario, arm: str, first: Context, own: Context) -> list[Task]:
    """Return the tasks of what happens at the change of rules."""

    def phased(_: Context) -> Columns:
        over, share = phase_in(scenario.arms[arm].phase_in)
        return {"phase_over": over, "phase_share": share}

    def moved(context: Context) -> Columns:
        return {"moved_to": moves_at_change(context, scenario.arms[arm].start_map)}

    return [
        Task(CHANGE, lambda c: {"helps_before": measuring(c.document).helps}, first),
        Task(CHANGE, moved, own),
        Task(CHANGE, phased, own),
    ]


def by_table(tasks: Iterable[Task], columns_of: Callable[[Task], Columns]) -> dict[str, Columns]:
    """Return the columns of each table, from those of each task, asked for in the tasks' order."""
    found: dict[str, Columns] = {}
    for task in tasks:
        found.setdefault(task.table, {}).update(columns_of(task))
    return found


def put_together(arm: Arm, found: Mapping[str, Columns]) -> Resolved:
    """Return a resolved arm from the columns of its tables.

    `found` has the rows of distributions as the column `distributions` of each stage.
    """
    change = None
    if BEFORE in found:
        assert arm.scenario.run.change is not None
        until = arm.scenario.run.change.minutes
        change = RulesChange(time=until, before=_numbers(BEFORE, found), **found[CHANGE])
    return Resolved(
        arm=arm.name,
        numbers=_numbers(OWN, found),
        start=Start(**found[START]),
        change=change,
        calendar=Calendar(arm.scenario.run.begins),
        **found[RESOLVED],
    )


def _numbers(stage: str, found: Mapping[str, Columns]) -> Numbers:
    tables = {name: kind(**found[f"{stage}.{name}"]) for name, (kind, _) in TABLES.items()}
    return Numbers(**tables, **found[stage])


def _counted(scenario: Scenario) -> Columns:
    """Return what is measured because some arm of the scenario has it."""
    return {
        "counts_plans": mentions(scenario.tree, "plan", "every"),
        "counts_choice": mentions(scenario.tree, "workers", "choice"),
        "counts_pools": mentions(scenario.tree, "seen_by", "pool"),
        "in_windows": in_windows(scenario),
    }


def _at_the_start(scenario: Scenario, first: Context) -> Context:
    """Return the context of the start, which keeps its rows with those of `first`."""
    document = _filled_at_the_start(scenario)
    groups = _in_areas(document) if groups_that_differ(document) else ()
    return replace(
        at_minute(0, replace(first, document=document, groups=groups)),
        location=partial(location_of, document.tree),
        closed=frozenset(),
    )


def _filled_at_the_start(scenario: Scenario) -> Scenario:
    """Return the scenario in whose services people are at minute 0, the same for all arms.

    It is the history arm where there is one, and else the scenario without the patches of any arm.
    A service that the history lacks is as in the scenario; `start_map` says where its people are.
    """
    if scenario.run.change is None:
        return scenario
    past = scenario.arm(scenario.history)
    services = {name: past.services.get(name, each) for name, each in scenario.services.items()}
    return past.model_copy(update={"services": services})


def phase_in(phased: PhaseIn | None) -> tuple[int, int]:
    """Return the minutes of a phase-in and the share at its beginning, in millionths."""
    if phased is None:
        return NO_PHASE_IN, MILLION
    return phased.over.minutes, round(phased.productivity.value * MILLION)


def _context(
    document: Scenario, every: Mapping[str, Service], rows: Rows, *, begins: int = 0
) -> Context:
    """Return the context in which an arm is resolved. It also numbers the services of `every`."""
    closed = frozenset(every) - frozenset(document.services)
    if every:
        services = {name: document.services.get(name, each) for name, each in every.items()}
        document = document.model_copy(update={"services": services})
    groups = _in_areas(document)
    located = partial(location_of, document.tree)
    return Context(document, groups, located, rows, begins=begins, closed=closed)


def _in_areas(document: Scenario) -> tuple[Scenario, ...]:
    """Return the scenario with the overrides of a group, for each group in each area."""
    in_each = len(document.people.areas) or 1
    return tuple(of for of in map(document.group, document.people.groups) for _ in range(in_each))

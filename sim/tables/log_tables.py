"""Define the tables of a log. Each is made from a run and its arm when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from sim.events import EventKind, Exit, Run
from sim.resolved import Resolved
from sim.studies.keys import resolved_digest
from sim.tables.animation import animation_table
from sim.tables.arm_tables import covers_table, group_needs_table, needs_table, services_table
from sim.tables.codes import codes_table
from sim.tables.columns import Columns, Words
from sim.tables.journeys import people_table, process_table, told, workers_table
from sim.tables.named_events import named_events_table
from sim.tables.settings import Setting, settings_of


class Origin(NamedTuple):
    """The run to which a log belongs.

    The engine is not part of it, because both engines write the same log.
    """

    seed: int
    replication: int
    scenario: str  # digest of the scenario as it was run


class Whose(NamedTuple):
    """The run to which a log belongs, in the form that `log.json` contains."""

    arm: str
    replication: int
    seed: int
    scenario: str  # digest of the scenario as it was run
    arm_digest: str  # of the resolved arm: differs between the settings of a sweep


class Logged(NamedTuple):
    """A run, with everything from which the tables of its log are made."""

    run: Run
    resolved: Resolved
    origin: Origin

    @property
    def whose(self) -> Whose:
        """The run to which this log belongs."""
        origin, arm = self.origin, self.resolved
        digest = resolved_digest(arm).hex()
        return Whose(arm.arm, origin.replication, origin.seed, origin.scenario, digest)


def _people(log: Logged) -> Columns:
    """Return a table of the people: when and how each arrived, and left unless they returned."""
    run, names = log.run, log.resolved.names
    rows = run.log
    arrived = rows[rows["event"] == EventKind.ARRIVED]
    ends = rows[np.isin(rows["event"], (EventKind.EXITED, EventKind.RETURNED))]
    begun_at = np.full(len(run.people), -1, np.int64)
    begun_at[arrived["person"]] = arrived["service"]
    gone = np.full(len(run.people), -1, np.int64)
    how = np.full(len(run.people), -1, np.int64)
    exits = ends["event"] == EventKind.EXITED  # the last row of each person counts
    gone[ends["person"]] = np.where(exits, ends["time"], -1)
    how[ends["person"]] = np.where(exits, ends["detail"], -1)
    groups = np.array([person.group for person in run.people], np.int64)
    return {
        **people_table(run.people, names),
        "key": np.array([person.key for person in run.people], np.int64),
        "group_label": Words(groups, names.group_labels),
        "arrived_at": Words(begun_at, names.services),
        "left_at": np.ma.masked_equal(gone, -1),
        "left_how": Words(how, [each.name for each in Exit]),
    }


def _workers(log: Logged) -> Columns:
    """Return a table of the workers, with the minute at which each left."""
    rows = log.run.log
    left = rows[rows["event"] == EventKind.WORKER_LEFT]
    gone = np.full(len(log.run.workers), -1, np.int64)
    gone[left["worker"]] = left["time"]
    return {
        **workers_table(log.run.workers, log.resolved.names),
        "key": np.array([worker.key for worker in log.run.workers], np.int64),
        "left_at": np.ma.masked_equal(gone, -1),
    }


def _settings(log: Logged) -> Columns:
    """Return a table of settings: the identity of the run, the measured window, and the arm."""
    origin = log.origin
    rows = [
        Setting("run.arm", log.resolved.arm, None, ""),
        Setting("run.seed", str(origin.seed), float(origin.seed), ""),
        Setting("run.replication", str(origin.replication), float(origin.replication), ""),
        Setting("run.version", version("throughline"), None, ""),
        Setting("run.scenario_digest", origin.scenario, None, ""),
        Setting("run.arm_digest", log.whose.arm_digest, None, ""),
        Setting("run.closes", str(log.run.closes), float(log.run.closes), "minutes"),
        *settings_of(log.resolved),
    ]
    numbers = np.array([np.nan if row.number is None else row.number for row in rows])
    return {
        "path": told([row.path for row in rows]),
        "value": told([row.value for row in rows]),
        "number": np.ma.masked_invalid(numbers),
        "unit": told([row.unit for row in rows]),
    }


LOG_TABLES: Mapping[str, Callable[[Logged], Columns]] = {
    "events": lambda log: named_events_table(log.run, log.resolved.names, log.resolved.calendar),
    "people": _people,
    "workers": _workers,
    "services": lambda log: services_table(log.resolved),
    "covers": lambda log: covers_table(log.resolved),
    "needs": lambda log: needs_table(log.resolved),
    "group_needs": lambda log: group_needs_table(log.resolved),
    "codes": lambda log: codes_table(log.resolved.names),
    "settings": _settings,
    "process": lambda log: process_table(log.run, log.resolved),
    "animation": lambda log: animation_table(log.run, log.resolved),
}
"""For every table of a log, the function that makes it."""

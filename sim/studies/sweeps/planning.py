"""Plan the runs of a sweep: every setting is checked and resolved before the first run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from sim.errors import Fault, Location, ScenarioFaults, SimError, did_you_mean
from sim.laws import Ints
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.studies.arm_table import ArmTable
from sim.studies.asking import asking, for_everyone
from sim.studies.design import settings_of
from sim.studies.design.levers import Lever, said
from sim.studies.design.many import ManySettings
from sim.studies.execution import WHOLE, Job, Shard
from sim.studies.family import REMEDY
from sim.studies.keys import run_key
from sim.studies.sweeps.specification import Asked, TooManyRunsError

THE_STUDY = "the study"
"""The file name in messages about values within a range, which no file contains."""
Ready = Callable[[int, int], object]


@dataclass
class SweepPlan:
    """A sweep with every arm of every setting resolved, so that the runs it needs are known."""

    asked: Asked
    settings: list[tuple[Any, ...]]  # a value for each lever
    arm_at: Ints  # (settings, arms): position of the resolved arm in `arm_table`
    arm_table: ArmTable
    unequal: Sequence[tuple[str, ...]] = ()  # what arms have more of, in each setting

    @property
    def runs(self) -> int:
        """The number of different runs. Settings with equal resolved arms share their runs."""
        return len(self.arm_table) * self.asked.replications

    def key(self, location: int, replication: int) -> bytes:
        """Return the key by which a run is found in the store."""
        return run_key(self.arm_table.digests[location], self.asked.base.seed, replication)

    def jobs(self, shard: Shard = WHOLE) -> list[Job]:
        """Return the runs of a shard: replication 1 of all settings and arms, then 2, and so on.

        Within a replication the settings are in a random order, which is the same every time. The
        finished runs are therefore similar to the remaining ones, so that the time left can be
        estimated from them. The shards are similar too. The arms of a setting stay together,
        because they may have a common history.
        """
        digests = self.arm_table.digests
        setting = [self._first[location][0] for location in range(len(self.arm_table))]
        leads = {each: digests[location] for location, each in reversed(list(enumerate(setting)))}
        order = sorted(range(len(self.arm_table)), key=lambda at: (leads[setting[at]], at))
        together = [list(each) for _, each in groupby(order, key=setting.__getitem__)]
        every = (
            (replication, locations)
            for replication in range(1, self.asked.replications + 1)
            for locations in together
        )
        return [
            Job(self.key(location, replication), location, replication, setting[location])
            for replication, locations in shard.share(every)
            for location in locations
        ]

    def about(self, job: Job) -> str:
        """Describe a run in words."""
        setting, arm = self._first[job.arm]
        values = ", ".join(values_in_words(self.asked.varied, self.settings[setting]))
        return (
            f"setting {setting + 1} ({values}), arm `{self.asked.base.arms[arm]}`, "
            f"replication {job.replication}"
        )

    @cached_property
    def _first(self) -> dict[int, tuple[int, int]]:
        """For each resolved arm, the first setting and arm that it stands for."""
        found: dict[int, tuple[int, int]] = {}
        for (setting, arm), location in np.ndenumerate(self.arm_at):
            found.setdefault(int(location), (setting, arm))
        return found


def values_in_words(varied: Sequence[Lever], setting: Sequence[Any]) -> Iterator[str]:
    """Iterate over the values of a setting in words. If there are many, only the first four."""
    for lever, value in list(zip(varied, setting, strict=True))[:4]:
        yield f"{lever.name}: {said(value)}"
    if len(varied) > 4:
        yield f"{len(varied) - 4} more"


def plan_sweep(
    asked: Asked, most_runs: int | None = None, ready: Ready = lambda done, total: None
) -> SweepPlan:
    """Choose the settings of a sweep and resolve their arms; refuse a sweep that is not valid.

    Parameters
    ----------
    most_runs
        The largest allowed number of runs. None means no limit.
    ready
        A function that is called with (resolved settings, all settings).

    Raises
    ------
    SimError
        If the design cannot be made, if there are too many runs, or if in some setting a value is
        not valid or arms differ in staff or places.
    """
    # Nothing may be varied where questions are asked of the scenario as it is.
    as_it_is = not asked.varied and (asked.analyses or asked.precision)
    settings = [()] if as_it_is else settings_of(asked.design, asked.varied, asked.base.seed)
    each, most, beside = len(asked.base.arms), asked.most_replications, asked.most_beside
    if most_runs is not None and len(settings) * each * most + beside > most_runs:
        raise TooManyRunsError(len(settings), each, most, most_runs, beside)
    arm_table = ArmTable(asked.base.own.digest, asked.base.rules)
    arm_at = np.zeros((len(settings), len(asked.base.arms)), dtype=np.int64)
    unequal = []
    many, looked_at = settings_of_study(asked, len(settings)), for_everyone(asked.base.outcomes)
    for number, setting in enumerate(settings):
        ready(number, len(settings))
        arms = arms_of(many, setting, number)
        if number == 0:
            _see_that_outcomes_exist(asked, arms)
        of_setting = [asking(arms[arm], looked_at) for arm in asked.base.arms]
        arm_at[number] = [arm_table.add(arm) for arm in of_setting]
        rule = asked.base.scenario.workforce
        unequal.append(check_workforce(arms, rule.tolerance, rule.unequal or "").problems)
    for analysis in asked.analyses:
        analysis.see()
    ready(len(settings), len(settings))
    return SweepPlan(asked, settings, arm_at, arm_table, unequal)


def settings_of_study(asked: Asked, expected: int | None = None) -> ManySettings:
    """Return what resolves the arms of one setting of a study after another.

    ``expected`` is how many there will be, if that is known.
    """
    return ManySettings(asked.base.scenario, asked.varied, asked.base.arms, expected)


def arms_of(many: ManySettings, setting: Sequence[Any], number: int = 0) -> Mapping[str, Resolved]:
    """Return the resolved arms of a setting. An error gives the number of the setting."""
    try:
        return many.at(setting)
    except ScenarioFaults as faults:
        found = [_in_setting(fault, setting, number) for fault in faults.faults]
        raise ScenarioFaults(found) from None
    except SimError as error:
        raise SimError(f"Setting {number + 1}: {error}") from None


def _in_setting(fault: Fault, setting: Sequence[Any], number: int) -> Fault:
    """Add the setting's number to a fault, unless its location is a value of the setting."""
    if fault.location.line and any(_is_at(value, fault.location) for value in setting):
        return fault
    location = fault.location if fault.location.line else fault.location._replace(file=THE_STUDY)
    return fault._replace(location=location, problem=f"In setting {number + 1}: {fault.problem}")


def _is_at(value: Any, location: Location) -> bool:
    return getattr(value, "location", None) is not None and value.location[:3] == location[:3]


def _see_that_outcomes_exist(asked: Asked, arms: Mapping[str, Resolved]) -> None:
    names = arms[asked.base.baseline].names
    catalogue = asked.base.catalogue
    unknown = [name for name in asked.base.outcomes if not catalogue.is_measure(name, names)]
    if unknown:
        raise UnknownOutcomesError(unknown, catalogue.whole_names)


class UnknownOutcomesError(SimError):
    """A sweep names measures that the scenario does not have."""

    def __init__(self, names: Sequence[str], known: Sequence[str]) -> None:
        lines = [
            f'outcomes: "{name}" is not a measure of this scenario.\n'
            f"  {did_you_mean(name, known, REMEDY)}"
            for name in names
        ]
        super().__init__("\n".join(lines))

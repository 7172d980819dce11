"""Plan the runs of worlds: the arms of a study at drawn values of every uncertain number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.errors import SimError
from sim.measures.asked import Pairs
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.studies.arm_table import ArmTable
from sim.studies.asking import asking
from sim.studies.execution import WHOLE, Job, Progress, Shard
from sim.studies.keys import run_key
from sim.studies.planning import ChoiceError
from sim.studies.running import Plan
from sim.studies.sizes import SIZES, Size, Sure
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.runs import FEWEST_WORLDS
from sim.studies.worlds.arms import WorldArms
from sim.studies.worlds.questions import asked_of_worlds
from sim.studies.worlds.sampling import Sample, sample
from sim.studies.worlds.tabled import Tabled, from_the_table
from sim.studies.worlds.uncertain import Uncertain, uncertain_numbers
from sim.studies.worlds_result import FromRows, LeftOut

MOST_WORLDS = 100_000


def size_of(sure: Sure, worlds: int | None) -> Size:
    """Return the size of a sample; `worlds` replaces the number of worlds that `sure` stands for.

    Raises
    ------
    ChoiceError
        If so many worlds tell nothing, or are too many.
    """
    if worlds is None:
        return SIZES[sure]
    if worlds != 0 and not FEWEST_WORLDS <= worlds <= MOST_WORLDS:
        raise ChoiceError(
            "--worlds",
            f"{worlds} is out of range.",
            f"Choose a whole number from {FEWEST_WORLDS} to {MOST_WORLDS}, or 0 for none.",
        )
    return SIZES[sure]._replace(worlds=worlds)


class Wanted(NamedTuple):
    """The worlds that a study is to have: how many, and what differs between them."""

    size: Size
    uncertain: tuple[Uncertain, ...]  # not empty
    left_out: tuple[LeftOut, ...]  # numbers with a range that no world varies
    table: Tabled | None = None  # the rows from which worlds are taken
    alone: bool = False  # whether the study itself is not run
    asked: Pairs | None = None  # what is measured in their runs; None = every measure

    @property
    def from_rows(self) -> FromRows | None:
        """How worlds are taken from the rows of a table; None if everything is drawn."""
        if self.table is None:
            return None
        used = len(set(self.table.rows(self.size.worlds).tolist()))
        return FromRows(len(self.table.weights), used, self.table.inputs)


def wanted(central: Plan, size: Size) -> Wanted | None:
    """Return the worlds that a study is to have.

    None is returned if none are asked for, nothing is compared, or no number of the scenario has a
    range that can be varied.
    """
    if not size.worlds or not central.settings.others:
        return None
    uncertain, left_out = uncertain_numbers(central.scenario, central.settings.arms)
    if not uncertain:
        return None
    entries, table = from_the_table(central.scenario, uncertain)
    asked = asked_of_worlds(central.scenario)
    return Wanted(size, entries, tuple(left_out), table, asked=asked)


@dataclass(frozen=True)
class WorldsPlan:
    """The worlds of a study or of one part of it, with every arm resolved.

    The runs that they need are therefore known.
    """

    central: Plan  # of the study itself
    wanted: Wanted
    sample: Sample  # of all worlds of the study
    shard: Shard  # which of them are planned
    arm_at: dict[int, tuple[int, ...]]  # by world: position of each arm in `arm_table`
    refused: dict[int, str]  # by world that cannot be run: what the scenario says of it
    arm_table: ArmTable

    @property
    def inputs(self) -> Inputs:
        """The inputs of the worlds that can be run, in their order."""
        drawn = self.sample.inputs
        return drawn._replace(values=drawn.values[list(self.arm_at)])

    def replications(self, world: int) -> range:
        """Return the replications of a world, its own, counted from 1."""
        return self.sample.replications(world, self.wanted.size.each)

    def jobs(self) -> list[Job]:
        """Return every different run, world after world.

        A part of them is a sample of the worlds too, for a Sobol sequence fills its ranges evenly
        from the first point on. The arms of a world stay together, because they may have a common
        history.
        """
        return [
            Job(self._key(at, replication), at, replication, world)
            for world, places in self.arm_at.items()
            for replication in self.replications(world)
            for at in dict.fromkeys(places)
        ]

    def rows(self) -> list[Job]:
        """Return the runs of all worlds and arms as those of one study.

        Arms are numbered as in the study. Replications are numbered from 1 in the order of the
        worlds that can be run.
        """
        return [
            Job(self._key(at, replication), arm, row * self.wanted.size.each + each)
            for row, (world, places) in enumerate(self.arm_at.items())
            for each, replication in enumerate(
                self.sample.replications(world, self.wanted.size.each), 1
            )
            for arm, at in enumerate(places)
        ]

    def about(self, job: Job) -> str:
        """Describe a run in words."""
        arm = self.central.settings.arms[self.arm_at[job.group].index(job.arm)]
        return f"world {job.group + 1}, arm `{arm}`, replication {job.replication}"

    def _key(self, at: int, replication: int) -> bytes:
        return run_key(self.arm_table.digests[at], self.central.settings.seed, replication)


def plan_worlds(
    central: Plan,
    worlds: Wanted,
    ready: Progress = lambda done, total: None,
    shard: Shard = WHOLE,
) -> WorldsPlan:
    """Draw the worlds of a study and resolve their arms, as `plan_sample` does."""
    many, seed = worlds.size.worlds, central.settings.seed
    drawn = sample(worlds.uncertain, many, seed, worlds.table)
    return plan_sample(central, worlds, drawn, ready, shard)


def plan_sample(
    central: Plan,
    worlds: Wanted,
    drawn: Sample,
    ready: Progress = lambda done, total: None,
    shard: Shard = WHOLE,
) -> WorldsPlan:
    """Resolve the arms of worlds that are drawn.

    A world whose values the scenario refuses is not run, and neither is one in which arms differ in
    staff or places.

    Parameters
    ----------
    ready
        Called with (resolved worlds, worlds to resolve) after each.
    shard
        The part of the worlds that is planned. They are the same worlds as in the whole.
    """
    chosen = shard.share(range(worlds.size.worlds))
    arms = central.settings.arms
    of_worlds = WorldArms(central.scenario, worlds.uncertain, drawn, arms, chosen)
    table, arm_at, refused = ArmTable(central.own.digest, central.rules), {}, {}
    for done, world in enumerate(chosen, 1):
        try:
            arm_at[world] = _placed(central, of_worlds.at(world), table, worlds.asked)
        except SimError as problem:
            refused[world] = problem.in_short
        ready(done, len(chosen))
    return WorldsPlan(central, worlds, drawn, shard, arm_at, refused, table)


def _placed(
    central: Plan, arms: Mapping[str, Resolved], table: ArmTable, asked: Pairs | None
) -> tuple[int, ...]:
    """Return the positions of the arms of a world in the table; refuse arms of unequal staff."""
    rule = central.scenario.workforce
    check = check_workforce(arms, rule.tolerance, rule.unequal or "")
    if check.refused:
        raise SimError(check.problems[0])
    return tuple(table.add(asking(arms[arm], asked)) for arm in central.settings.arms)

"""Make what stands beside the central runs of a study, its worlds and its variants.

Results are published before each part, so that a page is there early and grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.outputs import write_outputs
from sim.cli.progress import showing_progress
from sim.cli.results import ResultsFolder
from sim.cli.sharing import Pools
from sim.compiling import quietly
from sim.engines.choosing import Engine
from sim.report.wording import counted, listed
from sim.report.writing import PAGE
from sim.studies.execution import Shard
from sim.studies.files.naming import printable
from sim.studies.manifest import Manifest
from sim.studies.running import Plan
from sim.studies.store import Store
from sim.studies.study import Study
from sim.studies.variants.planning import VariantPlan
from sim.studies.variants.running import are_there, run_variants, with_variants
from sim.studies.worlds.planning import Wanted, plan_worlds
from sim.studies.worlds.running import make_worlds, run_worlds, with_worlds
from sim.tables.logs import LogExport


class Beside(NamedTuple):
    """What is made after the central runs of a study."""

    worlds: Wanted | None = None  # None: none are run
    variants: VariantPlan | None = None  # None: they are not run, or there are none
    publishes_first: bool = False  # whether results without them are published before they run
    brief: bool = False  # whether a Word document and slides are written


NOTHING_BESIDE = Beside()


class Making(NamedTuple):
    """A study in the making: its plan, and where and how its runs are made."""

    planned: Plan
    folder: ResultsFolder
    log: LogExport | None
    quiet: bool
    engine: Engine
    pool: Pools  # where the runs of worlds and variants are made

    def staged(self, study: Study, *, brief: bool) -> tuple[Manifest, Path]:
        """Write the outputs of a study into a staging folder, and return it."""
        staged = self.folder.staging()
        try:
            made = write_outputs(self.planned, study, self.log, self.folder.runs, staged, brief)
            return made, staged
        except BaseException:
            self.folder.discard(staged)
            raise


def with_beside(study: Study, making: Making, beside: Beside) -> Study:
    """Return a study with its worlds and its variants.

    Results without them are published first, if wanted.
    """
    planned = making.planned
    with Store(making.folder.runs, making.engine, planned.digest, planned.scenario.title) as store:
        variants = beside.variants
        follow = [] if variants is None else [counted(len(variants.arm_at), "variant")]
        if beside.worlds is not None:
            many = counted(beside.worlds.size.worlds, "world")
            _publish(study, making, beside, [many, *follow])
            study = _with_worlds(study, making, beside.worlds, store)
        if variants is not None:
            if not are_there(variants, store):
                _publish(study, making, beside, follow)
            with quietly(making.quiet), showing_progress(making.quiet, "Variants") as progress:
                found = run_variants(variants, store, making.engine, making.pool, progress)
                study = with_variants(study, found)
    return study


def make_part(making: Making, worlds: Wanted, shard: Shard) -> int:
    """Make the runs of one part of the worlds of a study, and return how many they are."""
    planned = making.planned
    with (
        quietly(making.quiet),
        Store(making.folder.runs, making.engine, planned.digest, planned.scenario.title) as store,
    ):
        with showing_progress(making.quiet, "Worlds prepared") as ready:
            plan = plan_worlds(planned, worlds, ready, shard)
        if not plan.arm_at:
            return 0
        with showing_progress(making.quiet, "Runs of worlds") as progress:
            return make_worlds(plan, store, making.engine, making.pool, progress)


def _with_worlds(study: Study, making: Making, worlds: Wanted, store: Store) -> Study:
    """Return a study with its worlds; as it is if the scenario refuses every one of them."""
    with quietly(making.quiet):
        with showing_progress(making.quiet, "Worlds prepared") as ready:
            plan = plan_worlds(making.planned, worlds, ready)
        if not plan.arm_at:
            return study
        with showing_progress(making.quiet, "Runs of worlds") as progress:
            table = run_worlds(plan, store, making.engine, making.pool, progress)
    return with_worlds(study, plan, table)


def _publish(study: Study, making: Making, beside: Beside, follow: Sequence[str]) -> None:
    """Publish the results so far, and say what follows; do nothing if that is not wanted."""
    if not beside.publishes_first:
        return
    _, staged = making.staged(study, brief=beside.brief)
    making.folder.publish(staged, goes_on=True)
    if not making.quiet:
        report = printable(making.folder.folder / PAGE)
        typer.echo(f"{report} is there without the {listed(follow)}, which follow.", err=True)

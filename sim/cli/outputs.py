"""Write the outputs of a study into one folder, and last the manifest with their digests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sim.calendar import Calendar
from sim.cli.results import digests
from sim.report import write_report
from sim.report.brief.needed import library_versions
from sim.report.brief.writing import write_brief
from sim.scenario.explaining import to_yaml
from sim.studies.following import followed
from sim.studies.keeping import LOG, kept_folder
from sim.studies.keys import numbers_of
from sim.studies.manifest import EVERY_LOG, NAME, Manifest, this_platform, write_manifest
from sim.studies.money import spending
from sim.studies.monthly import write_runs
from sim.studies.running import KEPT, Plan
from sim.studies.sizes import NO_WORLDS
from sim.studies.stored import MEASURES, MONTHLY_RUNS, RESOLVED
from sim.studies.study import Study
from sim.studies.targets import judged_targets
from sim.tables.finding_out import FIRST, write_finding_out
from sim.tables.logs import LogExport
from sim.tables.money import write_money
from sim.tables.monthly import write_drift, write_monthly
from sim.tables.targets import write_targets
from sim.tables.texts import write_comparison, write_measures
from sim.tables.variants import write_variants
from sim.tables.workbook.writing import write_workbook
from sim.tables.worlds import write_worlds
from sim.writing import write_whole


def write_outputs(
    planned: Plan,
    study: Study,
    log: LogExport | None,
    runs: Path,
    folder: Path,
    brief: bool = False,
) -> Manifest:
    """Write all outputs of a study into an empty folder.

    Parameters
    ----------
    log
        Which event logs there are among the kept files of runs, in the folder `runs`; None if
        there are none.
    brief
        Whether a Word document and slides are written as well.
    """
    write_measures(study.measures, folder / MEASURES)
    write_comparison(study.comparisons, folder / "comparison.csv")
    if study.variants:
        write_variants(study, folder / "variants.csv")
    if study.worlds is not None:
        write_worlds(study.worlds, folder)
        write_finding_out(study, folder / FIRST)
    if study.monthly is not None:
        write_monthly(study.monthly, folder / "monthly.csv", Calendar(study.scenario.run.begins))
        write_runs(study.monthly, folder / MONTHLY_RUNS)
    if study.drift is not None:
        write_drift(study.drift, folder / "drift.csv")
    judged = judged_targets(study.scenario, study.measures)
    if judged:
        write_targets(judged, folder / "targets.csv")
    if spent := spending(study):
        write_money(spent, study.measures, folder / "money.csv")
    write_workbook(study, folder / "results.xlsx")
    write_whole(folder / RESOLVED, to_yaml(planned.scenario.to_dict()).encode())
    if log is not None:
        _write_logs(planned, log, runs, folder)
    write_report(study, folder)
    if brief:
        write_brief(study, folder)
    manifest = Manifest(
        digest=planned.digest,
        scenario_digest=planned.scenario.digest,
        settings=planned.settings,
        log=log.form if log else "none",
        versions={**study.versions, **(library_versions() if brief else {})},
        platform=this_platform(),
        outputs=digests(folder),
        log_choice=log.choice if log else EVERY_LOG,
        numbers=numbers_of(planned.resolved),
        analysis_plan=followed(planned.scenario, planned.settings),
        variants=bool(study.variants) or not _has_variants(study),
        worlds=NO_WORLDS if study.worlds is None else study.worlds.size,
    )
    write_manifest(manifest, folder / NAME)
    return manifest


def _write_logs(planned: Plan, log: LogExport, runs: Path, folder: Path) -> None:
    """Give the wanted event logs their place in the folder."""
    for replication in range(1, planned.settings.replications + 1):
        for arm in planned.settings.arms:
            if log.wants(arm, replication):
                kept = kept_folder(runs / KEPT, arm, replication)
                target = folder / "log" / kept.name
                shutil.copytree(kept / LOG, target, copy_function=_link_or_copy)


def _has_variants(study: Study) -> bool:
    """Return whether a study could have been made with the variants of its scenario."""
    return bool(study.scenario.variants and study.settings.others)


def _link_or_copy(source: str, target: str) -> None:
    """Give a file a second name, which needs no space; copy it if that is not possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)

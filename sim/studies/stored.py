"""Read a finished study of `sim run` from a folder; each of its runs can then be repeated."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.events import Run
from sim.resolved import Resolved
from sim.scenario import load
from sim.studies.again import Expected, made_again
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below, read_regular
from sim.studies.manifest import NAME, Manifest, ManifestError, read_manifest
from sim.studies.planning import Choices
from sim.studies.running import Plan, plan

RESOLVED, MEASURES = "resolved.yaml", "measures.csv"
MONTHLY_RUNS = "monthly_runs.npz"

Numbers = Mapping[tuple[int, str, int], Expected]
"""The measures of each run, by setting (0 if the study has no settings), arm and replication."""


class StoredStudyError(SimError):
    """A folder contains no finished study, or one that was changed."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"{printable(folder)}: {problem}\n  Name the folder that `sim run` or `sim sweep` "
            "wrote, as it was written."
        )


@dataclass(frozen=True)
class StoredStudy:
    """A finished study, of `sim run` or `sim sweep`, whose runs can be repeated."""

    arms: tuple[str, ...]
    seed: int
    scenario: str  # digest of the scenario as it was run
    settings: int | None  # how many a sweep has; None of `sim run`
    replications: Callable[[int], int]  # of a setting, from 1
    resolved: Callable[[int, str], Resolved]  # of a setting, from 1, and an arm
    numbers: Numbers

    def run(self, engine: Engine, setting: int, arm: str, replication: int) -> tuple[Run, Resolved]:
        """Repeat one run and return it with its arm; raise NotTheSameRunError if it differs.

        Parameters
        ----------
        setting
            The number of the setting, from 1; 0 if the study has no settings.
        """
        resolved = self.resolved(setting, arm)
        expected = self.numbers.get((setting, arm, replication), {})
        return made_again(engine, resolved, self.seed, replication, expected), resolved


def planned_again(path: Path, manifest: Manifest) -> Plan:
    """Plan a study from the scenario in its folder, and check the plan against the manifest."""
    beside = path.parent / RESOLVED
    if not beside.is_file():
        raise ManifestError(path, f"has no `{RESOLVED}` beside it.")
    settings = manifest.settings
    choices = Choices(settings.arms, settings.replications, settings.seed)
    planned = plan(load(beside), choices)
    if planned.digest != manifest.digest:
        raise ManifestError(path, f"was not written for the `{RESOLVED}` beside it.")
    return planned


def stored_run(folder: Path) -> StoredStudy:
    """Return the finished study of `sim run` in a folder.

    Raises
    ------
    ManifestError, StoredStudyError
        If the folder contains no study, or one that was changed.
    """
    path = folder / NAME
    manifest = read_manifest(path)
    planned = planned_again(path, manifest)
    found: dict[tuple[int, str, int], dict[tuple[str, str], float]] = {}
    for row in rows_of(folder, MEASURES, manifest.outputs):
        run = found.setdefault((0, row["arm"], int(row["replication"])), {})
        run[row["group"], row["measure"]] = number(row["value"])
    return StoredStudy(
        arms=planned.settings.arms,
        seed=planned.settings.seed,
        scenario=planned.scenario.digest,
        settings=None,
        replications=lambda setting: planned.settings.replications,
        resolved=lambda setting, arm: planned.resolved[arm],
        numbers=found,
    )


def rows_of(folder: Path, name: str, outputs: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of a table of a finished study. The table must be unchanged."""
    if name not in outputs or digest_below(folder, name) != outputs[name]:
        raise StoredStudyError(folder, f"`{name}` is not there as it was written.")
    text = read_regular(folder / name, follow=False).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def number(cell: str) -> float:
    """Return the number in a cell; NaN if it is empty."""
    return float(cell) if cell else math.nan

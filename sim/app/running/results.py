"""Finished results of a project: found by their manifests, which vouch for every file."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.app.projects import Project
from sim.studies.files.reading import is_real_folder
from sim.studies.manifest import NAME, Manifest, ManifestError, read_manifest

TARGETS, MONTHS, DRIFT = "targets.csv", "monthly.csv", "drift.csv"
HOURS_WANTED, HOURS_OFFERED = "hours_wanted", "hours_offered"
WANT_ROOM = ("caseload", "list")
"""The series of people in care and on the list, who together want the room of a service."""


class Result(NamedTuple):
    """The results of one run."""

    key: str
    folder: Path
    manifest: Manifest

    @property
    def worlds(self) -> int:
        """How many worlds were drawn; 0 if chance alone differs."""
        return self.manifest.worlds.worlds


def results_of(project: Project, digest: str = "") -> list[Result]:
    """Return all finished results of runs; the first is shown where none is named.

    Parameters
    ----------
    digest
        Of the question as it is now. Its results come first, those with most worlds before others;
        the rest as they were written, the last first.
    """
    if not project.results.is_dir():
        return []
    found = []
    for folder in project.results.iterdir():
        if is_real_folder(folder) and (result := _result(folder)) is not None:
            is_now = result.manifest.digest == digest
            rank = (not is_now, -result.worlds if is_now else 0, -(folder / NAME).stat().st_mtime)
            found.append((rank, result))
    return [result for _, result in sorted(found, key=lambda each: (each[0], each[1].key))]


class Observed(NamedTuple):
    """A figure of services today beside what the model gave for it, as `targets.csv` has it."""

    name: str
    group: str
    value: str
    low: str
    high: str
    model: str  # empty if no run has a value
    agreement: str


def observed(result: Result) -> list[Observed]:
    """Return the figures of today beside the model's; none if the run had none to compare with."""
    return [
        Observed(
            name=row["target"],
            group=row["group"],
            value=row["value"],
            low=row["low"],
            high=row["high"],
            model=row["model_mean"],
            agreement=row["agreement"],
        )
        for row in _rows(result, TARGETS)
    ]


class Wanted(NamedTuple):
    """What a run gave for a service on average over months; NaN where it has no such series."""

    people: float  # in care and on the list
    hours_wanted: float  # a month, by the people in care
    hours_offered: float


def wanted_in(result: Result, arm: str, opens: int) -> dict[str, Wanted]:
    """Return what a run gave for each service in the months from a minute on.

    Empty if the run has no whole month from there on.
    """
    series: dict[tuple[str, str], list[float]] = {}
    for row in _rows(result, MONTHS):
        if row["arm"] == arm and row["service"] and int(row["from_minute"]) >= opens:
            key = row["service"], row["measure"]
            series.setdefault(key, []).append(float(row["mean"] or math.nan))

    def mean(service: str, measure: str) -> float:
        values = series.get((service, measure), [])
        return sum(values) / len(values) if values else math.nan

    return {
        service: Wanted(
            sum(mean(service, each) for each in WANT_ROOM),
            mean(service, HOURS_WANTED),
            mean(service, HOURS_OFFERED),
        )
        for service in dict.fromkeys(name for name, _ in series)
    }


class ListToday(NamedTuple):
    """The people on a list today and in months of a run, as `drift.csv` has them."""

    service: str  # empty for all lists together
    today: str
    first_month: str
    last_month: str
    differs: bool


def lists_from_today(result: Result) -> list[ListToday]:
    """Return today's lists beside those of a run; none if the run did not begin with today's."""
    return [
        ListToday(
            service=row["service"],
            today=row["today"],
            first_month=row["first_month"],
            last_month=row["last_month"],
            differs=row["drifts"] == "true",
        )
        for row in _rows(result, DRIFT)
        if row.get("today")
    ]


def has_results(project: Project, key: str) -> bool:
    """Return whether a command has written results, whole or the first ones."""
    return (project.results / key / NAME).is_file()


def finished(project: Project, key: str) -> bool:
    """Return whether a command has written its results, and no run of it is unfinished."""
    return has_results(project, key) and not (project.results / key / "unfinished").exists()


def _rows(result: Result, table: str) -> Iterator[dict[str, str]]:
    """Iterate over the rows of a table that a run has written; none if it has not."""
    path = result.folder / table
    if table in result.manifest.outputs and path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _result(folder: Path) -> Result | None:
    try:
        return Result(folder.name, folder, read_manifest(folder / NAME))
    except ManifestError:
        return None

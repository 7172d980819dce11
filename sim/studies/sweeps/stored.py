"""Read a finished sweep from a folder; each of its runs can then be repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.engines.choosing import Engine
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.analyses.base import Base
from sim.studies.design import Design, Lever, settings_of
from sim.studies.design.arms import arms_at
from sim.studies.design.levers import lever, said
from sim.studies.files.reading import digest_below, read_json
from sim.studies.manifest import NAME
from sim.studies.marks import FIT, FORMS, RUN, SWEEP, NotOurs, first_problem, read_earlier
from sim.studies.stored import StoredStudy, StoredStudyError, number, rows_of, stored_run
from sim.studies.sweeps.specification import Asked

SCENARIO, OUTCOMES = "scenario.yaml", "outcomes.csv"
PLAIN = ("scenario", "arms", "baseline", "levers", "uncertainties", "design", "table", "seed")
"""The entries of a sweep's manifest that decide its arms."""


class _Design(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    kind: str
    size: Annotated[int, Field(ge=0)]


class _Precision(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    replications: list[Annotated[int, Field(ge=1)]]


class _Sweep(BaseModel):
    """The parts of a sweep's manifest that are needed; its digest covers the other parts."""

    model_config = ConfigDict(strict=True, extra="ignore")
    title: str
    arms: list[str]
    baseline: str
    levers: list[dict[str, Any]]
    uncertainties: list[dict[str, Any]]
    design: _Design
    table: list[list[str]]
    outcomes: list[str]
    replications: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]
    precision: _Precision | None
    outputs: dict[str, str]


def stored_study(folder: Path) -> StoredStudy:
    """Return the finished study in a folder, made by `sim run` or by `sim sweep`.

    Raises
    ------
    SimError
        If the folder contains no study, or one that was changed.
    """
    if not folder.is_dir():
        raise StoredStudyError(folder, "there is no folder of this name.")
    try:
        read_earlier(folder / NAME)
    except NotOurs as problem:
        raise StoredStudyError(folder, f"it holds no finished study: `{NAME}` {problem}.") from None
    content = read_json(folder / NAME, follow=False)
    if FORMS[FIT] in content:
        alone = "it holds a fit, of which nothing can be made again by itself."
        raise StoredStudyError(folder, alone)
    return stored_run(folder) if FORMS[RUN] in content else _stored_sweep(folder, content)


def _stored_sweep(folder: Path, content: Mapping[str, Any]) -> StoredStudy:
    assert FORMS[SWEEP] in content
    try:
        found = _Sweep.model_validate(content)
    except ValidationError as error:
        problem = f"`{NAME}` is not whole: {first_problem(error)}"
        raise StoredStudyError(folder, problem) from None
    if digest_below(folder, SCENARIO) != found.outputs.get(SCENARIO):
        raise StoredStudyError(folder, f"`{SCENARIO}` is not there as it was written.")
    scenario = load(folder / SCENARIO)
    asked = _asked(scenario, found)
    plain = asked.plain()
    if any(plain[key] != content.get(key) for key in PLAIN):
        raise StoredStudyError(folder, "its settings cannot be made again by this version.")
    varied = asked.varied
    settings = settings_of(asked.design, varied, asked.base.seed) if varied else [()]
    many = [found.replications] * len(settings)
    if found.precision is not None:
        many = found.precision.replications

    def resolved(setting: int, arm: str) -> Resolved:
        return arms_at(scenario, varied, settings[setting - 1], (arm,))[arm]

    return StoredStudy(
        arms=asked.base.arms,
        seed=asked.base.seed,
        scenario=scenario.digest,
        settings=len(settings),
        replications=lambda setting: many[setting - 1],
        resolved=resolved,
        numbers=_numbers(folder, found.outputs),
    )


def _asked(scenario: Scenario, found: _Sweep) -> Asked:
    """Return a sweep with only those parts that decide its arms."""
    levers = [_lever(scenario, each) for each in found.levers]
    uncertain = [_lever(scenario, each)._replace(uncertain=True) for each in found.uncertainties]
    names = [each.name for each in (*levers, *uncertain)]
    rows = [dict(zip(names, map(_unsaid, row), strict=True)) for row in found.table]
    return Asked(
        title=found.title,
        question="",
        about="",
        base=Base(
            scenario=scenario,
            arms=tuple(found.arms),
            baseline=found.baseline,
            outcomes=tuple(found.outcomes),
            replications=found.replications,
            seed=found.seed,
            names=resolve(scenario, found.baseline).names,
            levers=tuple(levers),
            uncertainties=tuple(uncertain),
        ),
        design=Design(found.design.kind, found.design.size, rows),
        engine=Engine.FAST,
    )


def _lever(scenario: Scenario, plain: Mapping[str, Any]) -> Lever:
    """Return a lever from its description in the manifest.

    It does not check whether an arm sets the same number itself, because this was checked when the
    sweep was made.
    """
    block = {key: value for key, value in plain.items() if key != "name"}
    for key in ("values", "low", "high"):
        if key in block:
            value = block[key]
            block[key] = [*map(_unsaid, value)] if key == "values" else _unsaid(value)
    return lever(scenario, str(plain["name"]), block)._replace(where_written=True)


def _unsaid(text: str) -> Any:
    """Return the value that the function `said` writes as this text."""
    return next(value for value in _readings(text) if said(value) == text)


def _readings(text: str) -> Iterator[Any]:
    """Iterate over the values for which a table cell can stand: numbers first, then texts."""
    if not text:
        yield None
    for read in (int, float, json.loads):
        try:
            yield read(text)
        except ValueError:
            continue
    yield text


def _numbers(
    folder: Path, outputs: Mapping[str, str]
) -> dict[tuple[int, str, int], dict[tuple[str, str], float]]:
    found: dict[tuple[int, str, int], dict[tuple[str, str], float]] = {}
    for row in rows_of(folder, OUTCOMES, outputs):
        key = int(row["setting"]), row["arm"], int(row["replication"])
        found.setdefault(key, {})[row["group"], row["measure"]] = number(row["value"])
    return found

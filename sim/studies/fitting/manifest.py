"""The manifest of a fit: all that decides it, and digests of its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.engines.choosing import Engine
from sim.studies.fitting.fitted import FitResult
from sim.studies.keys import program_name
from sim.studies.manifest import this_platform, versions
from sim.studies.marks import FIT, FORMS, MANIFEST_FORMAT, Question
from sim.studies.running import Plan


def fit_manifest(
    central: Plan,
    question: Question,
    result: FitResult,
    engine: Engine,
    outputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the content of a manifest, without clock times, random names and absolute paths."""
    fitted = result.fitted
    return {
        FORMS[FIT]: MANIFEST_FORMAT,
        "digest": question.digest,
        "family": question.family,
        "title": central.scenario.title,
        "scenario_digest": central.scenario.digest,
        "arm": result.arm,
        "seed": result.seed,
        "replications": question.replications,
        "discrepancy": fitted.discrepancy,
        "targets": [each.name for each in fitted.targets if each.role == "fit"],
        "runs": fitted.runs,
        "near": fitted.near,
        "engine": engine.value,
        "program": program_name(engine),
        "versions": versions(),
        "platform": this_platform(),
        "outputs": dict(outputs),
    }

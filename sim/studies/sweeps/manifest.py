"""Write the manifest of a sweep: all its inputs, and digests of its outputs.

It contains no clock time, no random name and no absolute path.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.studies.files.seals import sealed_bytes
from sim.studies.keys import program_name
from sim.studies.manifest import this_platform, versions
from sim.studies.marks import FORMS, MANIFEST_FORMAT, SWEEP
from sim.studies.sweeps.planning import SweepPlan
from sim.studies.sweeps.results import Outcomes
from sim.writing import write_whole


def sweep_manifest(plan: SweepPlan, found: Outcomes, outputs: Mapping[str, str]) -> dict[str, Any]:
    """Return the content of a manifest: all that decides a sweep, and its outputs' digests."""
    asked = plan.asked
    precision = asked.precision
    replications = {"replications": found.replications}
    written = asked.base.scenario.analysis_plan
    outside = {"not_in_analysis_plan": written.digest} if written is not None else {}
    return {
        FORMS[SWEEP]: MANIFEST_FORMAT,
        "digest": asked.digest,
        "family": asked.family,
        "title": asked.title,
        "question": asked.question,
        **outside,
        **asked.plain(),
        "settings": len(plan.settings),
        "runs": plan.runs if precision is None else found.runs,
        # Without precision, the person who asked chose the replications.
        "precision": None if precision is None else precision.plain() | replications,
        "engine": asked.engine.value,
        "program": program_name(asked.engine),
        "versions": versions(),
        "platform": this_platform(),
        "outputs": dict(outputs),
    }


def write_sweep_manifest(manifest: Mapping[str, Any], path: Path) -> None:
    """Write a manifest as JSON, with keys in a fixed order and a digest of the content."""
    write_whole(path, sealed_bytes(manifest))

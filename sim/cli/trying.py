"""Try whether a scenario that was made loads, before any of it is written."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sim.area.composing import Composed
from sim.errors import Fault, ScenarioFaults
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.family import measure_faults
from sim.studies.targets import target_faults


def faults_of(composed: Composed, name: str, folder: Path) -> list[Fault]:
    """Return every fault of a scenario, read as `sim check` does from a folder that is removed.

    Parameters
    ----------
    name
        The file name of the scenario.
    folder
        Where it will be written, from which it names a file that it extends.
    """
    beside = Path(tempfile.mkdtemp(prefix="throughline-"))
    try:
        for table, text in composed.tables.items():
            (beside / table).write_bytes(text.encode())
        (beside / name).write_bytes(composed.text_from(folder).encode())
        try:
            scenario = load(beside / name, allow_outside=True)
            arms = {arm: resolve(scenario, arm, to_run=False) for arm in scenario.arm_names}
            names = arms[scenario.baseline].names
            return [*measure_faults(scenario, names), *target_faults(scenario, names)]
        except ScenarioFaults as error:
            return list(error.faults)
    finally:
        shutil.rmtree(beside, ignore_errors=True)

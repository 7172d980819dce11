"""Find faults of a table of the covariance of the errors of targets."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.covariance_tables import faults_of_covariance


def covariance_faults(checked: Checked) -> Iterator[Fault]:
    """Find faults of the table of covariances that a scenario names, if its targets are sound."""
    if not checked.doubtful("targets"):
        yield from faults_of_covariance(checked.document)

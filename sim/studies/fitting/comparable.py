"""Runs of a bank in the form in which they can be compared with given targets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.fitting.adjusting import NEAREST, Near, nearest
from sim.studies.fitting.summaries import Parameters, summaries
from sim.studies.statistics.worlds.inputs import Inputs


class Comparable(NamedTuple):
    """Runs that can be compared with what is given."""

    inputs: Inputs
    parameters: Parameters
    targets: Floats  # (runs, targets): simulated, with errors and discrepancy, on their scales
    exact: Floats  # the same with errors alone

    def without(self, run: int) -> Comparable:
        """Return all runs but one."""
        left = np.arange(len(self.targets)) != run
        inputs = self.inputs._replace(values=self.inputs.values[left])
        parameters = Parameters(self.parameters.numbers[left], self.parameters.options[left])
        return Comparable(inputs, parameters, self.targets[left], self.exact[left])

    def near(self, given: Floats, *, exact: bool = False) -> Near:
        """Return the runs that are near to given targets, which are on their scales."""
        targets = self.exact if exact else self.targets
        kept = int(NEAREST * len(targets))
        return nearest(summaries(self.parameters.every, targets, given, kept))

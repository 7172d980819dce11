"""Fit: find the worlds that agree with given targets among the runs of a bank.

This is a function of arrays; where the runs come from does not matter. Equal data give equal
answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.fitting.adjusting import agreeing
from sim.studies.fitting.comparable import Comparable
from sim.studies.fitting.fitted import Discrepancy, Fitted, FittedTarget, Rows
from sim.studies.fitting.given import Given
from sim.studies.fitting.hiding import HIDDEN, from_the_nearest, hide
from sim.studies.fitting.known import Known, given_of
from sim.studies.fitting.misfit import misfit_of
from sim.studies.fitting.noise import covariance_of, drawn
from sim.studies.fitting.pairs import pairs
from sim.studies.fitting.scales import OnScale, scales_of
from sim.studies.fitting.summaries import Parameters
from sim.studies.fitting.telling import band, numbers
from sim.studies.fitting.usable import Usable, usable, within_reach
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.targets import Agreement

DISCREPANCY, BESIDE = 0.1, (0.0, 0.2)
"""Shares of each target that a model may be off by: as a rule, and shown beside it."""
FAR = 2.0  # times as far from the nearest run as any hidden one: no world comes near

Names = Sequence[tuple[str, ...]]


def fit(
    inputs: Inputs,
    simulated: Floats,
    targets: Sequence[Known],
    covariance: Floats | None = None,
    discrepancy: float = DISCREPANCY,
    options: Names | None = None,
    hidden: int = HIDDEN,
) -> Fitted:
    """Return the worlds that agree with the targets of the role `fit`.

    `with_runs` adds what runs of these worlds give.

    Parameters
    ----------
    inputs
        Of the runs of the bank: shares of numbers, and options of structures. Every run has its own
        random numbers.
    simulated
        The targets in each run, shape (runs, targets), in their units; NaN where undefined.
    covariance
        Of the errors of all targets in their units; it takes the place of their ranges.
    discrepancy
        The share of each target that the model may be off by, 0 or more.
    options
        Names of the options of each input, empty for numbers; by default they are numbered.
    hidden
        How many own runs are hidden and found again, 1 or more.

    Raises
    ------
    FitError
        If no target can be used, or too few runs have a value for every one that is.
    ValueError
        If shapes do not fit or a value is not finite.
    """
    given = given_of(targets, covariance)
    _see_to(inputs.checked(), simulated, given, discrepancy)
    used = usable(simulated, targets)
    solving = _Solving.of(inputs, simulated, given, used)
    named = options or [tuple(map(str, range(many))) for many in inputs.choices]
    bank = solving.bank(discrepancy)
    found = hide(bank, hidden)
    reach = within_reach(simulated, given, discrepancy)
    away = from_the_nearest(bank.targets, solving.wanted)
    near = all(reach[at] for at in used.which) and away <= FAR * float(found.nearest.max())
    rows = solving.rows(bank) if near else None
    return Fitted(
        targets=_before(targets, given, simulated, used, reach),
        numbers=numbers(inputs, named, rows),
        pairs=() if rows is None else pairs(inputs, rows),
        rows=rows,
        near=near,
        runs=len(simulated),
        used=int(used.runs.sum()),
        discrepancy=discrepancy,
        others=tuple(solving.beside(share, named) for share in BESIDE) if near else (),
        coverage=found.coverage if near else None,
        misfit=misfit_of(solving.wanted, bank, found.distances),
    )


class _Solving(NamedTuple):
    """The runs that can be used, and what is given, on the scales of the targets."""

    whole: Inputs  # of all runs
    inputs: Inputs  # of the runs that can be used
    parameters: Parameters
    given: Given  # the targets that can be used
    scales: list[OnScale]
    simulated: Floats  # (runs, targets) on the scales, without noise
    wanted: Floats  # (targets,) on the scales

    @classmethod
    def of(cls, inputs: Inputs, simulated: Floats, given: Given, used: Usable) -> _Solving:
        """Put what can be used on its scales."""
        there, given = simulated[used.runs][:, used.which], given.at(used.which)
        scales = scales_of(given.scales, there, given.values)
        on_scale = [scale.at(column) for scale, column in zip(scales, there.T, strict=True)]
        wanted = [
            float(scale.at(np.array([value]))[0])
            for scale, value in zip(scales, given.values.tolist(), strict=True)
        ]
        some = inputs._replace(values=inputs.values[used.runs])
        parameters = Parameters.of(some)
        return cls(
            inputs, some, parameters, given, scales, np.stack(on_scale, axis=1), np.array(wanted)
        )

    def bank(self, discrepancy: float) -> Comparable:
        """Return the runs with errors, and with discrepancy as well."""
        both, errors = (self.simulated + self.noise(share) for share in (discrepancy, 0.0))
        return Comparable(self.inputs, self.parameters, both, errors)

    def noise(self, discrepancy: float) -> Floats:
        """Return errors and discrepancy for each run, on the scales."""
        covariance = covariance_of(self.given, self.scales, discrepancy)
        return drawn(self.given, covariance, len(self.simulated))

    def rows(self, bank: Comparable) -> Rows:
        """Return the worlds that agree."""
        values, weights = agreeing(self.inputs, self.parameters, bank.near(self.wanted))
        some = weights > 0
        return Rows(self.inputs._replace(values=values[some]), weights[some])

    def beside(self, share: float, named: Names) -> Discrepancy:
        """Return the fit with another discrepancy."""
        return Discrepancy(share, numbers(self.whole, named, self.rows(self.bank(share))))


def _see_to(inputs: Inputs, simulated: Floats, given: Given, discrepancy: float) -> None:
    runs, many = len(inputs.values), len(given.values)
    if simulated.shape != (runs, many):
        raise ValueError(f"{many} targets in {runs} runs have the shape {simulated.shape}")
    if not 0 <= discrepancy < np.inf:
        raise ValueError(f"a discrepancy of {discrepancy}")


def _before(
    targets: Sequence[Known],
    given: Given,
    simulated: Floats,
    used: Usable,
    reach: Sequence[bool],
) -> tuple[FittedTarget, ...]:
    """Return the targets before the fit, over all runs of the bank."""
    return tuple(
        FittedTarget(
            **known._asdict(),
            standard_error=float(given.standard_errors[at]),
            left_out=used.reasons.get(at, ""),
            undefined=int((~np.isfinite(simulated[:, at])).sum()),
            within_reach=reach[at],
            before=band(simulated[:, at]),
            after=None,
            agreement=Agreement.UNKNOWN,
        )
        for at, known in enumerate(targets)
    )

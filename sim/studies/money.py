"""Compare the cost of an arm, or of a change, with the days in need without help it avoids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.measures.words.gaps import UNMET_NEED
from sim.measures.words.service import COST
from sim.studies.statistics.mechanisms import Mechanisms
from sim.studies.statistics.plane import Plane, plane, plane_of_changes
from sim.studies.study import MeasureTable, Study


class Spending(NamedTuple):
    """Where an arm is on the cost-effectiveness plane, compared with the baseline."""

    arm: str
    baseline: str
    costs: tuple[float, ...]  # by replication: arm minus baseline, per person-year
    avoided: tuple[float, ...]  # by replication: baseline minus arm, days per person-year
    plane: Plane


def spending(study: Study) -> list[Spending]:
    """Return where each arm is on the plane, in the order of the arms.

    Pairs are runs with the same random numbers. There is nothing without prices, without needs, or
    if the whole cost of an arm is not known in any pair (a service that was used has no price).
    """
    table, baseline = study.measures, study.settings.baseline
    if not (table.has(COST) and table.has(UNMET_NEED)):
        return []
    found = [_of_arm(table, arm, baseline) for arm in study.settings.others]
    return [each for each in found if each.plane.cost.used]


def _of_arm(table: MeasureTable, arm: str, baseline: str) -> Spending:
    costs = table.of(arm, COST) - table.of(baseline, COST)
    avoided = table.of(baseline, UNMET_NEED) - table.of(arm, UNMET_NEED)
    return Spending(
        arm,
        baseline,
        tuple(costs.tolist()),
        tuple(avoided.tolist()),
        plane(costs, avoided),
    )


def spending_of_changes(outcomes: Sequence[str], found: Mechanisms) -> dict[str, Plane]:
    """Return where each change between two arms is on the plane, by its name.

    It is empty unless both the cost and the days in need without help are among the outcomes, which
    are in the order of `found.outcomes`.
    """
    explained = dict(zip(outcomes, found.outcomes, strict=True))
    if not {COST, UNMET_NEED} <= explained.keys():
        return {}
    return plane_of_changes(explained[COST], explained[UNMET_NEED])

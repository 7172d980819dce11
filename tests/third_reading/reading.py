"""Every measure of a run, read from its log by the pages alone."""

from __future__ import annotations

import math

from sim.events import Run
from sim.resolved import Resolved
from tests.third_reading.access import access
from tests.third_reading.activity import activity, people
from tests.third_reading.arm import AREA, Arm, Measured, groups, ratio
from tests.third_reading.continuity import continuity
from tests.third_reading.crisis import crisis
from tests.third_reading.growth import outgrown
from tests.third_reading.helped import enough_help
from tests.third_reading.history import history
from tests.third_reading.in_care import in_care
from tests.third_reading.long_gaps import long_gaps
from tests.third_reading.money import money
from tests.third_reading.plans import plans
from tests.third_reading.staff import staff
from tests.third_reading.unmet import gaps_in_care

COMPARED = (
    "unmet_need_days",
    "covered_share",
    "contact_gaps.60_days",
    "never_served",
    "lost_to_follow_up",
    "wait_to_start.mean",
    "upc.person",
    "rejections",
    "planned_share",
    "crisis_episodes",
)
"""What groups are compared on."""

Reading = dict[tuple[str, str], tuple[float, str]]
"""Value and unit by group and measure."""


def read(run: Run, resolved: Resolved) -> Reading:
    """Every measure of every group."""
    arm = Arm(resolved)
    past = history(run, arm.closes, arm.areas)
    found: dict[str, Measured] = {}
    for name, group in groups(arm, past, outgrown(arm)).items():
        found[name] = {}
        for part in (
            *(people, gaps_in_care, long_gaps, enough_help, plans),
            *(in_care, access, continuity, crisis, activity),
        ):
            found[name] |= part(group)
        found[name] |= money(group, past, everyone=name == "everyone")
    found["everyone"] |= staff(arm, past) | equity(found)
    return {(group, measure): value for group, of in found.items() for measure, value in of.items()}


def equity(found: dict[str, Measured]) -> Measured:
    """How far apart groups are."""
    by_group = [
        of for name, of in found.items() if name != "everyone" and not name.startswith(AREA)
    ]
    answers: Measured = {}
    if not by_group:
        return answers
    for measure in COMPARED:
        if measure not in by_group[0]:
            continue
        values = [of[measure][0] for of in by_group if not math.isnan(of[measure][0])]
        least, most = (min(values), max(values)) if len(values) > 1 else (math.nan, math.nan)
        answers[f"equity.{measure}.ratio"] = (ratio(most, least), "ratio")
        answers[f"equity.{measure}.difference"] = (most - least, by_group[0][measure][1])
    return answers

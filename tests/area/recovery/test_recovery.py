"""Numbers worked out from the workbook of a run are those that the run was made with.

The rule was set before any run. Of the ranges of one number, in all its services and seeds, between
83 and 96 of 100 hold the truth: the test fails where so few or so many would come up less than once
in a thousand if 83, or 96, of 100 did. An interval's range also allows for how long contacts wait,
which is the same in each run, so it may hold the truth always. A number without a range, as
nobody left, is not counted. The middle of the estimates lies within `BIAS` of the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import pytest
from scipy.stats import binom

from sim.area.derived import Derived, Severity
from sim.area.deriving import derive
from sim.area.reconciling import reconcile
from tests.area.recovery.world import TEAMS, workbook_of_seed

FEWEST, MOST, RARELY = 0.83, 0.96, 0.001
ALWAYS = ("interval",)
Key = tuple[str, str, str | None, str | None]


class Truth(NamedTuple):
    """A number with which the runs are made; of a route, with its reason and its target."""

    service: str
    item: str
    value: float
    reason: str | None = None
    to: str | None = None


TRUTHS = (
    Truth("assessment", "outside referrals", 1.6),
    Truth("team", "outside referrals", 0.3),
    Truth("day_unit", "outside referrals", 0.25),
    Truth("assessment", "acceptance", 0.8),
    Truth("team", "acceptance", 0.95),
    Truth("assessment", "attendance", 0.85),
    Truth("team", "attendance", 0.8),
    Truth("assessment", "cancelled share", 0.05),
    Truth("team", "cancelled share", 0.08),
    Truth("assessment", "stay", 35),
    Truth("team", "stay", 200),
    Truth("day_unit", "stay", 50),
    Truth("assessment", "patience", 60),
    Truth("team", "patience", 150),
    Truth("day_unit", "patience", 40),
    Truth("assessment", "interval", 10),
    Truth("team", "interval", 14),
    Truth("assessment", "tenure", 600),
    Truth("team", "tenure", 600),
    Truth("assessment", "vacancy", 90),
    Truth("team", "vacancy", 90),
    Truth("assessment", "route", 0.5, "finished_settled", "team"),
    Truth("assessment", "route", 0.1, "turned_away", "day_unit"),
    Truth("assessment", "route", 0.2, "left_waiting", "team"),
    Truth("team", "route", 0.15, "finished_settled", "day_unit"),
    Truth("team", "route", 0.25, "missed_contacts", "assessment"),
    Truth("day_unit", "route", 0.4, "finished_settled", "team"),
)
BIAS = {
    "outside referrals": 0.05, "acceptance": 0.02, "attendance": 0.01, "cancelled share": 0.03,
    "stay": 0.06, "patience": 0.05, "interval": 0.02, "tenure": 0.15, "vacancy": 0.3,
    "route": 0.12,
}  # fmt: skip
"""How far the middle of fifty estimates may lie from the truth, as a share of it, by chance too."""
FEW = ("day_unit", "patience")
"""Five people a year leave this list unseen, and in some years nobody."""
BIAS_OF_FEW = 0.35


def numbers_of(folder: Path, seed: int, means: bool) -> dict[Key, Derived]:
    book = workbook_of_seed(folder, seed, means)
    return {(each.service, each.item, each.reason, each.to): each for each in derive(book)}


def recovered(folder: Path, seeds: int, means: bool) -> dict[Truth, list[Derived]]:
    """What was worked out of each number, where it has a range."""
    found: dict[Truth, list[Derived]] = defaultdict(list)
    for seed in range(1, seeds + 1):
        numbers = numbers_of(folder, seed, means)
        for truth in TRUTHS:
            number = numbers.get((truth.service, truth.item, truth.reason, truth.to))
            if number is not None and number.low is not None:
                found[truth].append(number)
    return found


def holds(truth: Truth, number: Derived) -> bool:
    assert number.low is not None
    assert number.high is not None
    return number.low <= truth.value <= number.high


def pooled(found: dict[Truth, list[Derived]]) -> Iterator[tuple[str, int, int]]:
    """For each number, in how many of its ranges the truth lies."""
    for item in dict.fromkeys(truth.item for truth in found):
        held = [holds(t, each) for t, every in found.items() if t.item == item for each in every]
        yield item, sum(held), len(held)


def judge(found: dict[Truth, list[Derived]]) -> list[str]:
    """What does not keep the rule."""
    faults = []
    for item, held, tried in pooled(found):
        too_few = binom.cdf(held, tried, FEWEST) < RARELY
        too_many = binom.sf(held - 1, tried, MOST) < RARELY
        if too_few or (too_many and item not in ALWAYS):
            faults.append(f"{item}: {held} of {tried} ranges hold the truth")
    return faults


def biased(found: dict[Truth, list[Derived]]) -> list[str]:
    """Numbers whose middle lies further from the truth than is stated."""
    faults = []
    for truth, every in found.items():
        stated = BIAS_OF_FEW if truth[:2] == FEW else BIAS[truth.item]
        middle = median(each.value for each in every)
        if abs(middle / truth.value - 1) > stated:
            faults.append(f"{truth}: {middle}")
    return faults


def test_a_few_runs_give_back_the_numbers_they_were_made_with(tmp_path: Path) -> None:
    found = recovered(tmp_path, 5, means=True)
    assert not judge(found)
    assert set(found) == set(TRUTHS)


@pytest.mark.slow
@pytest.mark.parametrize("means", [True, False], ids=["means", "first and last day"])
def test_fifty_runs_give_back_the_numbers_they_were_made_with(
    tmp_path: Path, means: bool, record_property: Callable[[str, object], None]
) -> None:
    found = recovered(tmp_path, 50, means)
    for truth, every in found.items():
        values = [each.value for each in every]
        held = sum(holds(truth, each) for each in every)
        way = f", {truth.reason} to {truth.to}" if truth.to else ""
        line = f"{truth.service} | {truth.item}{way} | {truth.value:g} | {mean(values):.4g} | "
        record_property("theory", f"{line}{median(values):.4g} | {held} of {len(every)}")
    assert not judge(found)
    assert not biased(found)


def test_hours_and_posts_of_teams_are_those_they_were_made_with(tmp_path: Path) -> None:
    """Half a post is filled by a person of its own, so 4.5 posts are 5 people's."""
    numbers = numbers_of(tmp_path, 1, means=True)
    for service, people, hours in (("assessment", 5, 4.5 * 14), ("team", 8, 8 * 16)):
        posts = numbers[service, "WTE", None, None].value
        assert posts == pytest.approx(people, rel=0.05)
        each = numbers[service, "contact hours per WTE", None, None].value
        assert posts * each == pytest.approx(hours, rel=0.01)
    assert numbers["team", "caseload per WTE", None, None].value == 24


def test_figures_of_a_run_agree_with_each_other(tmp_path: Path) -> None:
    book = workbook_of_seed(tmp_path, 1)
    checks = reconcile(book, derive(book))
    exact = [each for each in checks if each.name in ("R1", "R2", "R3", "R4")]
    assert len(exact) == 3 * len(TEAMS) + 8
    assert all(each.left == each.right for each in exact)
    assert {each.severity for each in checks} == {Severity.FINE}


def test_the_interval_was_too_long_by_what_contacts_wait(tmp_path: Path) -> None:
    numbers = numbers_of(tmp_path, 1, means=True)
    for service, truth in (("assessment", 10), ("team", 14)):
        delivered = numbers[service, "delivered interval", None, None]
        assert delivered.low is not None
        assert delivered.low > truth
        assert numbers[service, "interval", None, None].value == pytest.approx(truth, rel=0.02)

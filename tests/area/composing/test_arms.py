"""The sheet What if becomes arms: from the change date on, or later where that can be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.area.composing.books import STAFF, TEAM, WARD, composed, small, what_if
from tests.area.composing.test_composing import loaded

CHANGE = "2025-10-01"
LATER = {**STAFF, "month": "2025-07-01", "wte_funded": 8}
LAST = {**STAFF, "month": "2026-03-01", "wte_funded": 6}


def test_the_first_date_is_the_change_of_rules_unless_one_is_written(tmp_path: Path) -> None:
    scenario = loaded(small(what_if=[what_if("WTE", 9.6, CHANGE, label="More")]), tmp_path)
    assert scenario.arm_names == ("as_today", "more")
    assert str(scenario.run.change) == CHANGE
    assert scenario.arms["more"].label == "More"
    more = scenario.arm("more").services["team"].workers
    assert more is not None
    assert more.posts.value == 12  # 9.6 WTE of 0.8 each
    assert "on purpose" in (scenario.workforce.unequal or "")


def test_arms_that_leave_staff_and_places_alone_are_to_be_equal_in_both(tmp_path: Path) -> None:
    scenario = loaded(small(what_if=[what_if("decision wait", 2, CHANGE)]), tmp_path)
    assert scenario.workforce.unequal is None


def test_a_later_date_is_a_change_where_the_format_has_one(tmp_path: Path) -> None:
    rows = [what_if("WTE", 8, CHANGE), what_if("WTE", 9.6, "2026-04-01")]
    rows += [what_if("stay", 100, "2026-01-01")]
    team = loaded(small(what_if=rows), tmp_path).arm("more").services["team"]
    assert team.workers is not None
    assert team.workers.posts.value == 10
    assert [(e.begins.written, e.posts.value) for e in team.workers.changes] == [("2026-04-01", 12)]
    (change,) = team.changes
    assert change.stay is not None
    assert change.stay.exponential is not None
    assert (change.begins.written, change.stay.exponential.mean.written) == (
        "2026-01-01",
        "100 days",
    )


def test_from_its_date_on_an_arm_is_not_what_was_planned_for_all(tmp_path: Path) -> None:
    book = small(staff=[STAFF, LATER, LAST], what_if=[what_if("WTE", 9.6, CHANGE)])
    scenario = loaded(book, tmp_path)
    today, more = (scenario.arm(arm).services["team"].workers for arm in scenario.arm_names)
    assert today is not None
    assert more is not None
    assert len(today.changes) == 2
    assert (more.posts.value, more.changes) == (12, ())


def test_until_its_date_an_arm_is_what_was_planned_for_all(tmp_path: Path) -> None:
    rows = [what_if("decision wait", 2, CHANGE), what_if("WTE", 9.6, "2026-01-01")]
    book = small(staff=[STAFF, LATER, LAST], what_if=rows)
    more = loaded(book, tmp_path).arm("more").services["team"].workers
    assert more is not None
    assert [each.begins.written for each in more.changes] == ["2025-07-01", "2026-01-01"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (what_if("decision wait", 2, "2026-01-01"), "starts", "on the change date alone"),
        (what_if("WTE", 8, "2025-09-01"), "starts", "before 01/10/2025, the change date"),
        ({**what_if("WTE", 8, CHANGE), "arm": "as_today"}, "arm", "nothing changes"),
        (what_if("growth", 0.03, CHANGE, service="ward"), "service", "Nobody comes to `ward`"),
    ],
)
def test_what_no_scenario_can_say_is_told_with_its_cell(
    row: dict[str, object], column: str, words: str
) -> None:
    ward = {**WARD, "referrals": 22, "accepted": 22, "starts": 22, "discharges": 22}
    about = {"change": CHANGE}
    book = small(TEAM, ward, about=about, what_if=[what_if("stay", 90, CHANGE), row])
    (fault,) = composed(book).faults
    assert fault.cell == book.what_if[1].cell(column)
    assert words in fault.problem


def test_posts_of_a_team_in_two_areas_need_a_row_for_each() -> None:
    teams = [{**TEAM, "area": area} for area in ("north", "south")]
    areas = [{"key": "north", "share": 0.4}, {"key": "south", "share": 0.6}]
    staff = [{**STAFF, "area": area} for area in ("north", "south")]
    book = small(*teams, areas=areas, staff=staff, what_if=[what_if("WTE", 9, CHANGE)], routes=[])
    (fault,) = composed(book).faults
    assert fault.cell == book.what_if[0].cell("area")
    assert "2 areas" in fault.problem

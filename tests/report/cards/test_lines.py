"""What a way of care changes, in words that any planner reads: how much, of which team, when."""

from __future__ import annotations

from typing import Any

import pytest

from sim.report.cards.lines import COMPARED_WITH, UNCHANGED, card_words, lines
from sim.report.cards.times import first_day, measured_words
from sim.scenario import Scenario

TEAM = {
    "label": "Team, North",
    "workers": {"posts": 6, "contact_hours": 12, "caseload": 16, "wte": 0.8},
    "contacts": {"every": "1 week", "length": "1 hour", "attendance": 0.9},
    "ends": {"stay": {"exponential": {"mean": "20 weeks"}}},
    "routes": {"finished_settled": {"ward": 0.25, "nowhere": 0.75}},
}
WARD = {
    "label": "Ward",
    "capacity": {"places": 3},
    "ends": {"stay": {"fixed": "20 days"}},
    "routes": {"finished_settled": {"nowhere": 1}},
}
MEAN_OF_A_DAY = {"exponential": {"mean": "1 days"}}
DATED = {"begins": "2026-04-01", "change": "2026-10-01", "length": "365 days"}


def scenario(run: dict[str, Any] | None = None, **other: Any) -> Scenario:
    """A team and a ward, with an arm called `other` that changes what is given."""
    return Scenario.of(
        {
            "throughline": 2,
            "title": "Two services",
            "source": "counted",
            "sources": {"counted": {"kind": "local_data", "reference": "a count"}},
            "run": run or DATED,
            "people": {"arrivals": {"newcomers": {"rate": "2 per week", "to": "team"}}},
            "services": {"team": TEAM, "ward": WARD},
            "workforce": {"unequal": "for a test"},
            "mechanisms": {
                name: {"label": name.title(), "family": family, "on": {}, "off": {}}
                for name, family in zip("abcdef", ["way"] * 4 + ["door"] * 2, strict=True)
            },
            "arms": {"today": {"label": "Today"}, "other": {"label": "Other", **other}},
        }
    )


def in_team(**workers: Any) -> dict[str, Any]:
    return {"set": {"services": {"team": {"workers": workers}}}}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        # 8 posts of 0.8 WTE are 6.4 WTE; 6 were 4.8.
        (in_team(posts=8), "staff of Team, North: 1.6 WTE more (6.4, today 4.8)"),
        (in_team(posts=5.5), "staff of Team, North: 0.4 WTE less (4.4, today 4.8)"),
        # 12 hours of 0.8 WTE are 15 of one; 16 people are 20.
        (
            in_team(contact_hours=16),
            "contact hours of Team, North: 20 a week for one WTE (today 15)",
        ),
        (
            in_team(caseload=12),
            "caseloads of Team, North: at most 15 people for one WTE (today 20)",
        ),
        (
            in_team(caseload=20),
            "caseloads of Team, North: at most 25 people for one WTE "
            "(today 20: above today's, so teams take on more people)",
        ),
        (
            {"transfer": {"from": "team", "to": "team_2", "posts": 1}},
            "staff that moves: 0.8 WTE from Team, North to Second team, with the same hours in all",
        ),
        (
            {"set": {"services": {"team": {"contacts": {"attendance": 0.955}}}}},
            "probability of coming to a contact at Team, North: 95.5 % (today 90 %)",
        ),
        (
            {"set": {"services": {"ward": {"ends": {"stay": MEAN_OF_A_DAY}}}}},
            "length of stay at Ward: 1 day on average (today 20 days)",
        ),
        (
            {"set": {"services": {"team": {"accepts": {"levels": [1, 3]}}}}},
            "levels of need accepted at Team, North: mild to crisis",
        ),
        (
            {"set": {"services": {"team": {"routes": {"finished_settled": {
                "ward": 0.5, "nowhere": 0.5}}}}}},
            "flows from Team, North when care ends and the need has settled: "
            "50 % to Ward (today 25 %) and 50 % out of care (today 75 %)",
        ),
        ({"mechanisms": ["a", "e"]}, "ways of working switched on: “A” and “E”"),
        (
            {"mechanisms": list("abcde")},
            "ways of working switched on: 5 ways, 4 of “way” and 1 of “door”",
        ),
    ],
)  # fmt: skip
def test_a_change_says_how_much_of_what_and_what_is_there_today(
    changed: dict[str, Any], words: str
) -> None:
    if "transfer" in changed:
        second = {**TEAM, "label": "Second team"}
        there = {**TEAM, "routes": {"finished_settled": {"team_2": 0.25, "nowhere": 0.75}}}
        changed = {**changed, "set": {"services": {"team": there, "team_2": second}}}
        (said,) = (e for e in lines(scenario(**changed), "other") if e.path == "transfer")
    else:
        (said,) = lines(scenario(**changed), "other")

    assert f"{said.what}: {said.value}" == words
    assert said.since == "from 1 October 2026"


def test_numbers_by_date_say_each_date() -> None:
    rows = [{"from": "2026-11-01", "posts": 7}, {"from": "2026-12-01", "posts": 8}]
    (staff,) = lines(scenario(**in_team(changes=rows)), "other")
    places = {"changes": [{"from": "2026-12-01", "places": 4}]}
    (beds,) = lines(scenario(set={"services": {"ward": {"capacity": places}}}), "other")

    assert staff.value == ("5.6 WTE from 1 November 2026, 6.4 WTE from 1 December 2026 (today 4.8)")
    assert (beds.what, beds.value) == ("places at Ward", "4 from 1 December 2026 (today 3)")
    assert (staff.since, beds.since) == ("", "")


def test_a_card_is_one_line_with_its_dates_and_counts_what_it_does_not_name() -> None:
    workers = {"posts": 8, "caseload": 12, "changes": [{"from": "2026-12-01", "posts": 9}]}
    made = scenario(**in_team(**workers))

    assert card_words(made, "other") == (
        "From 1 October 2026: staff of Team, North: 1.6 WTE more (6.4, today 4.8); caseloads of "
        "Team, North: at most 15 people for one WTE (today 20). Staff of Team, North: 7.2 WTE "
        "from 1 December 2026 (today 4.8)."
    )
    assert card_words(made, "other", 1) == (
        "From 1 October 2026: staff of Team, North: 1.6 WTE more (6.4, today 4.8). "
        "2 more changes: see “The ways of care side by side”."
    )
    assert card_words(made, "today") == COMPARED_WITH
    assert card_words(scenario(), "other") == UNCHANGED


def test_the_measured_time_is_said_with_its_dates_or_from_the_start_of_the_run() -> None:
    dated, without = scenario(), scenario(run={"length": "2 years", "warm_up": "26 weeks"})

    assert measured_words(dated.run) == (
        "Results are measured from 1 October 2026 to 31 March 2027: 6 months."
    )
    assert measured_words(without.run) == (
        "Results are measured from 26 weeks into the run on: 18 months."
    )
    assert (first_day(dated.run), first_day(without.run)) == ("2026-10-01", "")

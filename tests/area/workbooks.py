"""Workbooks for tests: one that is made up by hand, and any that can be read."""

from __future__ import annotations

import datetime
from typing import Any

from sim.area.figures import (
    Area,
    Band,
    Cost,
    DemandMonth,
    Locality,
    Observed,
    Range,
    Route,
    Service,
    Source,
    StaffMonth,
    WhatIf,
    Workbook,
)
from sim.area.sheets import FORMAT, placed
from tests.area.making import figure, first_of, workbooks

__all__ = ["figure", "first_of", "made_up", "workbooks"]


def made_up() -> Workbook:
    """Three services whose figures add up: an assessment service, a team and a ward."""
    return placed(
        Workbook(
            area=Area(
                format=figure(FORMAT), title="A made-up area",
                snapshot=datetime.date(2025, 3, 31), period_from=datetime.date(2024, 4, 1),
                period_to=datetime.date(2025, 3, 31), months=figure(24),
                price_year=figure(2025), currency="£", source="lists",
            ),
            areas=(
                Locality(key="north", label="North", share=figure(0.6), source="lists"),
                Locality(key="south", label="South", share=figure(0.4), source="lists"),
            ),
            services=_services(), routes=_routes(), waiting=_waiting(), caseload=_caseload(),
            staff=_staff(), demand=_demand(),
            costs=(
                Cost(service="team", post_year=figure(52_000), source="guess"),
                Cost(service="ward", place_day=figure(480), source="guess"),
            ),
            what_if=(
                WhatIf(arm="more_staff", label="Two more posts",
                       starts=datetime.date(2025, 10, 1), service="team", item="WTE",
                       value=figure(12), source="guess"),
                WhatIf(arm="by_level", starts=datetime.date(2025, 10, 1), service="team",
                       item="queue rule", value="level", source="guess"),
            ),
            observed=(
                Observed(measure="caseload.team", value=figure(310), low=figure(290),
                         high=figure(330), service="team", role="check", source="lists"),
            ),
            ranges=(
                Range(service="team", item="attendance", low=figure(0.85), high=figure(0.95),
                      source="guess"),
            ),
            sources=(
                Source(key="lists", kind="local_data", reference="The lists of the teams"),
                Source(key="guess", kind="assumption", reference="Agreed in a meeting",
                       agreed_by="The planning group"),
            ),
        )
    )  # fmt: skip


def _counts(**counts: float) -> dict[str, Any]:
    return {name: figure(value) for name, value in counts.items()}


def _services() -> tuple[Service, ...]:
    return (
        Service(
            key="assessment", label="Assessment service", capacity="staff", source="lists",
            **_counts(
                referrals=1_200, accepted=900, rejected=295, starts=800, discharges=790,
                left_unseen=80, attended=1_600, missed=200, cancelled=100,
                ended_by_stay=740, ended_missed=40, ended_died_moved=10,
                undecided_first=20, undecided_last=25, list_first=60, list_last=80, list_mean=70,
                list_days=29, caseload_first=50, caseload_last=60, caseload_mean=55,
                agreed_interval=14, minutes=60, overhead=15, decision_wait=5,
            ),
        ),
        Service(
            key="team", label="Community team", capacity="staff", queue="first_come",
            source="lists",
            **_counts(
                referrals=520, accepted=500, rejected=20, starts=450, discharges=440,
                left_unseen=30, attended=7_000, missed=800, cancelled=300,
                ended_by_stay=375, ended_missed=60, ended_died_moved=5,
                undecided_first=0, undecided_last=0, list_first=100, list_last=120, list_mean=110,
                list_days=84, caseload_first=300, caseload_last=310, caseload_mean=305,
                agreed_interval=14, minutes=60, overhead=15, missed_in_a_row=3,
            ),
        ),
        Service(
            key="ward", label="Ward", capacity="places", source="lists",
            **_counts(
                places=18, referrals=130, accepted=125, rejected=5, starts=120, discharges=119,
                left_unseen=5, ended_by_stay=117, ended_died_moved=2, list_first=0, list_last=0,
                list_mean=0.4, caseload_first=17, caseload_last=18, caseload_mean=17.5,
            ),
        ),
    )  # fmt: skip


def _routes() -> tuple[Route, ...]:
    moves = (
        ("assessment", "team", 420, "discharged"),
        ("assessment", "nowhere", 330, "discharged"),
        ("assessment", "nowhere", 40, "missed_contacts"),
        ("assessment", "nowhere", 295, "turned_away"),
        ("assessment", "nowhere", 80, "left_waiting"),
        ("team", "nowhere", 340, "discharged"),
        ("team", "assessment", 40, "discharged"),
        ("team", "nowhere", 60, "missed_contacts"),
        ("team", "nowhere", 20, "turned_away"),
        ("team", "nowhere", 30, "left_waiting"),
        ("team", "ward", 70, "crisis"),
        ("ward", "team", 60, "discharged"),
        ("ward", "nowhere", 59, "discharged"),
        ("ward", "nowhere", 5, "turned_away"),
        ("ward", "nowhere", 5, "left_waiting"),
    )
    return tuple(
        Route(origin=origin, to=to, people=figure(people), reason=reason, source="lists")
        for origin, to, people, reason in moves
    )


def _bands(service: str, *people: int, mean_weeks: float) -> tuple[Band, ...]:
    """Bands of four weeks each; the last is open."""
    return tuple(
        Band(
            service=service,
            weeks_from=figure(4 * at),
            weeks_to=None if last else figure(4 * at + 4),
            people=figure(count),
            mean_weeks=figure(mean_weeks) if last else None,
            source="lists",
        )
        for at, count in enumerate(people)
        for last in [at == len(people) - 1]
    )


def _waiting() -> tuple[Band, ...]:
    return (
        *_bands("assessment", 50, 20, 10, mean_weeks=11),
        *_bands("team", 50, 35, 25, 10, mean_weeks=18),
    )


def _caseload() -> tuple[Band, ...]:
    return (
        *_bands("assessment", 40, 15, 5, mean_weeks=10),
        *_bands("team", 40, 30, 240, mean_weeks=40),
        *_bands("ward", 10, 5, 3, mean_weeks=12),
    )


def _staff() -> tuple[StaffMonth, ...]:
    teams = (("assessment", 3.6, 4, 4.0, 24), ("team", 9.0, 10, 10.0, 20))
    return tuple(
        StaffMonth(
            service=service,
            month=first_of(2024, 4 + month),
            **_counts(
                wte_in_post=wte, people_in_post=people, wte_funded=funded,
                leavers=1 if month % 6 == 5 else 0, contact_hours=hours,
            ),
            source="lists",
        )
        for service, wte, people, funded, hours in teams
        for month in range(12)
    )  # fmt: skip


def _demand() -> tuple[DemandMonth, ...]:
    return tuple(
        DemandMonth(
            service="assessment",
            month=first_of(2024, 4 + month),
            referrals=figure(96 + month % 3),
            source="lists",
        )
        for month in range(12)
    )

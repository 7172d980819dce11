"""The numbers of the hand-written SimPy community: those of `scenarios/cen_community.yaml`.

Arm `handed_on`; times in days, rates per year.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

NOWHERE = "nowhere"
Shares = dict[str, float]


class Chain(NamedTuple):
    """One need: a chain on named states."""

    levels: dict[str, int]
    moves: dict[str, dict[str, float]]  # rates by where from and where to
    start: Shares
    entry: dict[str, Shares]  # where people turn to, severe and in a crisis


CRISIS_ENTRY = {"crisis_team": 0.43, "liaison": 0.57}
NEEDS = {
    "distress": Chain(
        levels={
            "settled_good": 0,
            "settled_bad": 1,
            "active_good": 1,
            "active_bad": 2,
            "crisis": 3,
        },
        moves={
            "settled_good": {"settled_bad": 8},
            "settled_bad": {"settled_good": 22, "active_bad": 0.06},
            "active_good": {"active_bad": 19, "settled_good": 0.36},
            "active_bad": {"active_good": 22, "crisis": 1.2},
            "crisis": {"active_bad": 24},
        },
        start={
            "settled_good": 0.10,
            "settled_bad": 0.03,
            "active_good": 0.43,
            "active_bad": 0.41,
            "crisis": 0.03,
        },
        entry={
            "severe": {"gp": 0.75, "talking_therapies": 0.1, "peer_support": 0.15},
            "crisis": CRISIS_ENTRY,
        },
    ),
    "social": Chain(
        levels={"steady": 0, "strained": 1, "pressing": 2},
        moves={
            "steady": {"strained": 0.5},
            "strained": {"steady": 1, "pressing": 1},
            "pressing": {"strained": 1.5},
        },
        start={"steady": 6 / 11, "strained": 3 / 11, "pressing": 2 / 11},  # its stationary law
        entry={"severe": {"gp": 0.5, "peer_support": 0.5}},
    ),
}
BOTH = ("distress", "social")


def lognormal(mean: float, sd: float) -> Callable[[random.Random], float]:
    """A lognormal stay with that mean and standard deviation."""
    sigma2 = math.log(1 + (sd / mean) ** 2)
    return lambda luck: luck.lognormvariate(math.log(mean) - sigma2 / 2, math.sqrt(sigma2))


class Service(NamedTuple):
    """One service; what it does not have is neutral."""

    name: str
    routes: dict[str, Shares]
    covers: tuple[str, ...] = BOTH
    room: float = math.inf  # places, or the caseloads of all posts
    taken: int = 0  # places taken at the start
    posts: int = 0
    hours: float = 0.0  # of contact, a week and post
    decision: tuple[float, float] = (0.0, 0.0)
    accepts: tuple[int, int] = (0, 3)  # levels
    acceptance: float = 1.0
    excludes: bool = False  # people who use substances
    patience: float | None = None  # mean
    every: float | None = None  # days between contacts
    minutes: float = 0.0  # of a contact
    attendance: float = 0.81
    missed_share: float = 1.0
    stay: Callable[[random.Random], float] | None = None
    contacts: int | None = None  # ends after so many
    missed: int | None = None  # ends after so many missed in a row
    settled: float = math.inf  # ends after so long below the level that seeks help
    crisis: Shares = {}  # noqa: RUF012 -- never written to
    support: float = 0.0


LISTED = (
    Service(
        "gp",
        {"in_need": {"access_point": 0.6, "talking_therapies": 0.15, NOWHERE: 0.25}},
        decision=(1, 14),
        every=7,
        attendance=0.9,
        contacts=1,
        support=0.1,
    ),
    Service(
        "access_point",
        {
            "turned_away": {"gp": 0.3, NOWHERE: 0.7},
            "in_need": {
                "community_team": 0.6,
                "specialist": 0.3,
                "talking_therapies": 0.05,
                NOWHERE: 0.05,
            },
            "settled": {"talking_therapies": 0.3, "peer_support": 0.2, NOWHERE: 0.5},
        },
        decision=(7, 28),
        acceptance=0.562,
        room=20,
        taken=20,
        posts=2,
        hours=6,
        every=7,
        minutes=90,
        contacts=1,
        missed=2,
    ),
    Service(
        "talking_therapies",
        {
            "turned_away": {"access_point": 0.3, "gp": 0.2, NOWHERE: 0.5},
            "in_need": {"access_point": 0.4, NOWHERE: 0.6},
        },
        covers=("distress",),
        decision=(7, 28),
        accepts=(0, 1),
        room=40,
        taken=40,
        posts=2,
        hours=12,
        patience=365,
        every=14,
        minutes=60,
        contacts=12,
        missed=2,
        crisis={"crisis_team": 0.5, "liaison": 0.3, NOWHERE: 0.2},
        support=0.8,
    ),
    Service(
        "community_team",
        {
            "turned_away": {"gp": 0.5, NOWHERE: 0.5},
            "left_waiting": {"gp": 0.2, NOWHERE: 0.8},
            "in_need": {"specialist": 0.3, "talking_therapies": 0.1, NOWHERE: 0.6},
            "settled": {"peer_support": 0.1, NOWHERE: 0.9},
        },
        covers=("distress",),
        decision=(7, 21),
        accepts=(2, 3),
        room=90,
        taken=90,
        posts=3,
        hours=15,
        patience=365,
        every=15,
        minutes=55,
        missed_share=0.5,
        stay=lognormal(52 * 7, 14 * 7),
        missed=3,
        settled=16 * 7,
        crisis={"crisis_team": 0.6, "liaison": 0.2, NOWHERE: 0.2},
        support=0.8,
    ),
    Service(
        "specialist",
        {
            "turned_away": {"community_team": 0.5, NOWHERE: 0.5},
            "in_need": {"community_team": 0.5, NOWHERE: 0.5},
        },
        covers=("distress",),
        decision=(14, 70),
        acceptance=0.764,
        excludes=True,
        room=48,
        taken=48,
        posts=4,
        hours=15,
        every=7,
        minutes=60,
        missed_share=0.5,
        stay=lambda luck: luck.uniform(730.5, 1095.75),
        missed=4,
        crisis={"crisis_team": 0.6, "liaison": 0.2, NOWHERE: 0.2},
        support=1.0,
    ),
    Service(
        "crisis_team",
        {
            "turned_away": {"liaison": 0.3, NOWHERE: 0.7},
            "in_need": {"community_team": 0.6, "inpatient": 0.3, NOWHERE: 0.1},
        },
        decision=(1 / 24, 8 / 24),
        accepts=(2, 3),
        acceptance=0.802,
        room=6,
        taken=6,
        every=3,
        attendance=0.9,
        stay=lognormal(14, 4),
        support=0.6,
    ),
    Service(
        "liaison",
        {
            "in_need": {
                "inpatient": 0.124,
                "crisis_team": 0.35,
                "access_point": 0.15,
                "gp": 0.2,
                NOWHERE: 0.176,
            }
        },
        decision=(1 / 24, 6 / 24),
        accepts=(2, 3),
        acceptance=0.809,
        every=1,
        attendance=0.95,
        contacts=1,
    ),
    Service(
        "inpatient",
        {
            "in_need": {"community_team": 0.9, NOWHERE: 0.1},
            "settled": {"community_team": 0.9, NOWHERE: 0.1},
        },
        accepts=(2, 3),
        room=3,
        taken=3,
        stay=lognormal(20, 20),
        support=0.5,
    ),
    Service(
        "peer_support",
        {"in_need": {"gp": 0.2, NOWHERE: 0.8}},
        covers=("social",),
        decision=(7, 7),
        room=40,
        taken=40,
        patience=91,
        every=7,
        attendance=0.7,
        stay=lambda luck: luck.expovariate(1 / 182),
        crisis={"crisis_team": 0.5, "liaison": 0.3, NOWHERE: 0.2},
        support=0.3,
    ),
)

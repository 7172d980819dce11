"""Continuity: indices of contacts, workers met and lost, handoffs, refusals, planned endings."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

from sim.events import ContactFlag, Ending, EventKind
from sim.units import DAY
from tests.third_reading.arm import Arm, Group, Measured, mean, quantile, ratio, share
from tests.third_reading.history import ENDINGS, Person, Row, Spell

E = EventKind
INDICES = ("upc", "coc", "secon", "mmci", "mci", "hhi", "k")
FEWEST = 3
"""Contacts of the people who count in the mean of an index."""
LITTLE = 0.1
BILLION = 10**9
"""Each person's index counts in whole billionths."""


def indices(providers: list[int]) -> dict[str, float]:
    """The indices of one person's contacts, at least two, by provider in order of time."""
    n = len(providers)
    with_each = Counter(providers).values()
    m = len(with_each)
    same = sum(one == other for one, other in pairwise(providers))
    return {
        "upc": max(with_each) / n,
        "coc": (sum(each**2 for each in with_each) - n) / (n * (n - 1)),
        "secon": same / (n - 1),
        "mmci": (1 - m / (n + LITTLE)) / (1 - 1 / (n + LITTLE)),
        "mci": 1 - m / (n + LITTLE),
        "hhi": sum((each / n) ** 2 for each in with_each),
        "k": (n - m) / (n - 1),
    }


def in_window(group: Group, *kinds: EventKind) -> list[Row]:
    """Rows of these kinds in the window."""
    opens = group.arm.opens
    return [row for person in group.people for row in person.of(*kinds) if row.time >= opens]


def started_in_window(group: Group) -> list[Spell]:
    """Spells started in the window; who was in care when the run began started none then."""
    return [
        spell
        for person in group.people
        for spell in person.spells.values()
        if spell.started and spell.clock is not None and spell.started.time >= group.arm.opens
    ]


@cache
def providers(arm: Arm, person: Person) -> dict[str, list[int]]:
    """With whom a person's contacts in the window were, at each level."""
    contacts = [row for row in person.of(E.CONTACT) if row.time >= arm.opens]
    return {
        "person": [row.worker for row in contacts if row.worker >= 0],
        "team": [row.service for row in contacts if arm.has_workers(row.service)],
        "service": [row.service for row in contacts],
        "staff": [staff(row) for row in contacts if row.worker != -1],
    }


def staff(row: Row) -> int:
    """Who held a contact: a worker, or one of the pool that the service has of its own."""
    return row.worker if row.worker >= 0 else -(row.service * 10_000 - row.worker)


def continuity(group: Group) -> Measured:
    """All of it."""
    found: Measured = {}
    levels = ["person", "team", "service"]
    if group.arm.resolved.measuring.counts_pools:
        levels.append("staff")
        contacts = in_window(group, E.CONTACT)
        found["unnamed_contacts"] = share(sum(row.worker == -1 for row in contacts), len(contacts))
    for level in levels:
        found |= _indices(group, level)
    return found | _relationships(group) | _moves(group) | _planned(group)


def _indices(group: Group, level: str) -> Measured:
    lists = [providers(group.arm, person)[level] for person in group.people]
    enough = [each for each in lists if len(each) >= FEWEST]
    each_ones = [indices(each) for each in enough]
    found = {
        f"{name}.{level}": (
            ratio(sum(round(each[name] * BILLION) for each in each_ones), BILLION * len(enough)),
            "index 0 to 1",
        )
        for name in INDICES
    }
    number = mean([len(each) for each in enough])
    return found | {
        f"contacts_per_person.{level}": (number, "contacts per person"),
        f"people_with_contacts.{level}": (float(len(enough)), "people"),
    }


@cache
def relationships(arm: Arm, person: Person) -> list[int]:
    """Completed days with each worker met in the window, since the first contact of the run."""
    met: dict[int, list[int]] = {}
    for row in person.of(E.CONTACT):
        if row.worker >= 0:
            met.setdefault(row.worker, []).append(row.time)
    return [(times[-1] - times[0]) // DAY for times in met.values() if times[-1] >= arm.opens]


def _relationships(group: Group) -> Measured:
    by_person = [providers(group.arm, person)["person"] for person in group.people]
    met = [len(set(workers)) for workers in by_person if workers]
    changes = sum(one != other for workers in by_person for one, other in pairwise(workers))
    lengths = [days for person in group.people for days in relationships(group.arm, person)]
    return {
        "workers_met": (mean(met), "workers per person"),
        "worker_changes": group.rate(changes),
        "relationship_length.mean": (mean(lengths), "days"),
        "relationship_length.median": (quantile(lengths, 50), "days"),
    }


@cache
def bounces(arm: Arm, person: Person) -> int:
    """Need episodes whose second refusal was in the window."""
    found = 0
    for episode in person.episodes:
        refusals = [
            row
            for row in person.of(E.TURNED_AWAY)
            if row.need == episode.need and episode.holds(row)
        ]
        found += len(refusals) > 1 and refusals[1].time >= arm.opens
    return found


def _moves(group: Group) -> Measured:
    of = {
        "cold": len(in_window(group, E.HANDED_OFF_COLD)),
        "warm": len(in_window(group, E.HANDED_OFF_WARM)),
        "blocked": len(in_window(group, E.HANDED_OFF_BLOCKED)),
    }
    contacts = in_window(group, E.CONTACT)
    retellings = sum(bool(row.detail & ContactFlag.RETELLING) for row in contacts)
    lost = sum(row.worker >= 0 for row in in_window(group, E.UNALLOCATED))
    return {
        "handoffs": group.rate(sum(of.values())),
        **{f"handoffs.{kind}": group.rate(number) for kind, number in of.items()},
        "handoffs.consult": group.rate(len(in_window(group, E.CONSULTED))),
        "retellings": group.rate(retellings),
        "rejections": group.rate(len(in_window(group, E.TURNED_AWAY))),
        **_bounces(group),
        "workers_lost": group.rate(lost),
        **_chosen(group),
    }


def _bounces(group: Group) -> Measured:
    if not group.arm.needs:
        return {}
    return {"bounces": group.rate(sum(bounces(group.arm, person) for person in group.people))}


def _chosen(group: Group) -> Measured:
    if not group.arm.resolved.measuring.counts_choice:
        return {}
    return {"worker_changes_chosen": group.rate(len(in_window(group, E.CHANGED_WORKER)))}


def _planned(group: Group) -> Measured:
    endings = [row for row in in_window(group, *ENDINGS) if row.detail != Ending.EXITED]
    planned = sum(row.event == E.ENDED_PLANNED for row in endings)
    lost = sum(row.worker >= 0 for row in in_window(group, E.UNALLOCATED))
    handed_over = sum(row.detail == 1 for row in in_window(group, E.ALLOCATED))
    return {
        "planned_share": share(planned + handed_over, len(endings) + lost),
        "planned_share.endings": share(planned, len(endings)),
    }

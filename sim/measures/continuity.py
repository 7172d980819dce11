"""Continuity: how concentrated people's contacts are on the same worker, team or service.

Indices are computed for four kinds of provider: the worker, the team (of a service with workers),
the service, and any named member of staff, whether a worker or a person of a pool. A person is
included if they have three or more contacts in the window.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import MOST_IN_POOL, NOBODY, EventKind, Window
from sim.laws import Ints
from sim.measures.indices import LEAST, Indices, indices, sequences
from sim.measures.observed import Observed, rows_of
from sim.measures.tallies import (
    billionths,
    count,
    mean_of_billionths,
    per_year,
    quantile,
    ratio,
    whole_days,
)
from sim.resolved import MISSING, Resolved

LEVELS = ("person", "team", "service", "staff")
STAFF = LEVELS.index("staff")
"""The position in `LEVELS` of every named member of staff: workers and people of pools.

Measures of this level exist only if a scenario has pools.
"""


class ContinuityTally(NamedTuple):
    """Sums for the measures of continuity.

    G groups, 4 levels as in `LEVELS`, 7 indices, D completed days.
    """

    people: Ints  # (G, 4) with `LEAST` contacts or more
    contacts: Ints  # (G, 4) of these people
    indices: Ints  # (G, 4, 7) sums over these people, in billionths
    met: Ints  # (G,) people who met any worker
    workers: Ints  # (G,) different workers each of them met, added up
    changes: Ints  # (G,) contacts with another worker than at the contact before
    relationships: Ints  # (G, D) pairs of person and worker, by days from first to last contact


class Met(NamedTuple):
    """Attended contacts up to the window's close, in order of time; shape (N,)."""

    time: Ints
    person: Ints
    service: Ints
    worker: Ints  # as in a log


def gather(seen: Observed, resolved: Resolved) -> ContinuityTally:
    """Count how contacts are distributed over providers; see `ContinuityTally`."""
    rows = rows_of(seen, EventKind.CONTACT)
    met = Met(*(rows[column] for column in Met._fields))
    return gather_met(met, seen.group, seen.groups, seen.window, resolved)


def gather_met(
    met: Met, group_of: Ints, groups: int, window: Window, resolved: Resolved
) -> ContinuityTally:
    """Count the same from attended contacts alone; `group_of` has the group of each person."""
    contacts = Met(*(column[met.time >= window.opens] for column in met))
    levels = [sequences(*of) for of in providers(contacts, resolved)]
    whole = [each.contacts >= LEAST for each in levels]
    group = [group_of[each.person] for each in levels]
    sums = np.zeros((groups, len(LEVELS), len(Indices._fields)), np.int64)
    for level, each in enumerate(levels):
        for column, index in enumerate(indices(each)):
            parts = billionths(index[whole[level]])
            np.add.at(sums[:, level, column], group[level][whole[level]], parts)
    steps = levels[0].contacts - 1 - levels[0].same
    shape = (groups,)
    pairs, days = relationship_days(met, window)
    return ContinuityTally(
        people=np.stack([count(shape, g[w]) for g, w in zip(group, whole, strict=True)], axis=1),
        contacts=np.stack(
            [
                count(shape, g[w], weights=each.contacts[w])
                for g, w, each in zip(group, whole, levels, strict=True)
            ],
            axis=1,
        ),
        indices=sums,
        met=count(shape, group[0]),
        workers=count(shape, group[0], weights=levels[0].providers),
        changes=count(shape, group[0], weights=steps),
        relationships=count((groups, int(days.max(initial=0)) + 1), group_of[pairs], days),
    )


def providers(contacts: Met, resolved: Resolved) -> list[tuple[Ints, Ints]]:
    """For each of `LEVELS`, return the person and the provider of each contact with a provider."""
    person, service, worker = contacts.person, contacts.service, contacts.worker
    with_worker, named = worker >= 0, worker != NOBODY
    with_team = resolved.numbers.services.team[service] != MISSING
    return [
        (person[with_worker], worker[with_worker]),
        (person[with_team], service[with_team]),
        (person, service),
        (person[named], staff(worker[named], service[named])),
    ]


def staff(worker: Ints, service: Ints) -> Ints:
    """Return a number from 0 for the member of staff in each contact.

    Each service numbers the people of its own pool, so their number is combined with the service.
    """
    of_pool = worker - service.astype(np.int64) * MOST_IN_POOL  # below 0, as workers are not
    number = np.where(worker >= 0, worker, of_pool)
    found: Ints = np.unique(number, return_inverse=True)[1]
    return found


def relationship_days(met: Met, window: Window) -> tuple[Ints, Ints]:
    """Return the person and the length of every relationship with a worker met in the window.

    The length is in completed days. It runs from the first attended contact of the person and the
    worker, which may be before the window, to their last contact before the window closes.
    """
    named = met.worker >= 0
    time, worker = met.time[named], met.worker[named]
    spread = int(worker.max(initial=0)) + 1
    pair = met.person[named].astype(np.int64) * spread + worker
    pairs, first = np.unique(pair, return_index=True)
    _, from_end = np.unique(pair[::-1], return_index=True)
    opened, last = time[first], time[::-1][from_end]
    recent = last >= window.opens
    return (pairs // spread)[recent], whole_days((last - opened)[recent])


def summarise(tally: ContinuityTally, minutes: Ints, *, pools: bool) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes.

    `pools`: whether there are people of pools, so that all named staff differ from workers.
    """
    values: dict[str, float] = {}
    for level, name in enumerate(LEVELS):
        if level == STAFF and not pools:
            continue
        people = tally.people[level]
        for column, index in enumerate(Indices._fields):
            total = tally.indices[level, column]
            values[f"{index}.{name}"] = mean_of_billionths(total, people)
        values[f"contacts_per_person.{name}"] = ratio(tally.contacts[level], people)
        values[f"people_with_contacts.{name}"] = float(people)
    values["workers_met"] = ratio(tally.workers, tally.met)
    values["worker_changes"] = per_year(tally.changes, minutes)
    days, number = tally.relationships, tally.relationships.sum()
    values["relationship_length.mean"] = ratio(days @ np.arange(days.size), number)
    values["relationship_length.median"] = quantile(days, 50)
    return values

"""Transitions: handoffs, refusals, telling one's story again, and losing a worker."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import ContactFlag, Ending, EventKind
from sim.laws import Ints
from sim.measures.observed import Observed, rows_of, rows_within
from sim.measures.referrals import ENDED
from sim.measures.tallies import count, per_year, ratio
from sim.resolved import Resolved

HANDOFFS = {
    "cold": EventKind.HANDED_OFF_COLD,
    "warm": EventKind.HANDED_OFF_WARM,
    "blocked": EventKind.HANDED_OFF_BLOCKED,
    "consult": EventKind.CONSULTED,
}


class TransitionTally(NamedTuple):
    """Counts of transitions. G groups; `CELLS` has the shape of fields with several numbers."""

    handoffs: Ints  # (G, 4) as in `HANDOFFS`
    retellings: Ints  # (G,)
    rejections: Ints  # (G,)
    bounces: Ints  # (G,) need episodes in which a second referral was turned away
    endings: Ints  # (G, 2) of spells: unplanned, planned
    losses: Ints  # (G, 2) of workers: without handover, with
    chosen: Ints  # (G,) changes of worker that people had asked for


CELLS: dict[str, tuple[int, ...]] = {
    "handoffs": (len(HANDOFFS),),
    "endings": (2,),
    "losses": (2,),
}


def gather(seen: Observed) -> TransitionTally:
    """Count transitions; see `TransitionTally`."""
    groups = (seen.groups,)
    contacts = rows_within(seen, EventKind.CONTACT)
    retold = contacts["detail"] & ContactFlag.RETELLING > 0
    rejections = rows_within(seen, EventKind.TURNED_AWAY)
    endings = rows_within(seen, *ENDED)
    endings = endings[endings["detail"] != Ending.EXITED]
    planned = (endings["event"] == EventKind.ENDED_PLANNED).astype(np.int64)
    who, with_handover = workers_lost(seen)
    handoffs = [rows_within(seen, kind)["person"] for kind in HANDOFFS.values()]
    return TransitionTally(
        handoffs=np.stack([count(groups, seen.group[who]) for who in handoffs], axis=1),
        retellings=count(groups, seen.group[contacts["person"][retold]]),
        rejections=count(groups, seen.group[rejections["person"]]),
        bounces=count(groups, seen.group[bounced(seen)]),
        endings=count((seen.groups, 2), seen.group[endings["person"]], planned),
        losses=count((seen.groups, 2), seen.group[who], with_handover),
        chosen=count(groups, seen.group[rows_within(seen, EventKind.CHANGED_WORKER)["person"]]),
    )


def bounced(seen: Observed) -> Ints:
    """Return the person of every bounce in the window.

    A bounce is the second refusal in one need episode. Later refusals in the same episode do not
    count, so the result has one entry for each episode.
    """
    kinds = (EventKind.EPISODE_BEGAN, EventKind.EPISODE_ENDED, EventKind.TURNED_AWAY)
    rows = rows_of(seen, *kinds)
    rows = rows[rows["need"] >= 0]
    rows = rows[np.lexsort((np.arange(rows.size), rows["need"], rows["person"]))]
    turn = rows["event"] != EventKind.TURNED_AWAY
    position = np.arange(rows.size)
    latest = np.maximum.accumulate(np.where(turn, position, -1))
    began = rows[latest]
    same = (began["person"] == rows["person"]) & (began["need"] == rows["need"])
    inside = ~turn & (latest >= 0) & same & (began["event"] == EventKind.EPISODE_BEGAN)
    refused = np.flatnonzero(inside)
    _, first, number = np.unique(latest[refused], return_index=True, return_counts=True)
    second = rows[refused[first[number >= 2] + 1]]
    return second["person"][second["time"] >= seen.window.opens]


def workers_lost(seen: Observed) -> tuple[Ints, Ints]:
    """Return two arrays about the spells that lost their worker in the window.

    They are the person, and 1 if there was a handover, else 0. When a worker leaves, the spell may
    be without a worker for some time, or another worker may take over at once. Both cases count
    once, in the minute in which the worker left.
    """
    rows = rows_of(seen, EventKind.UNALLOCATED, EventKind.ALLOCATED)
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    alone = rows["event"] == EventKind.UNALLOCATED
    same = rows["spell"][1:] == rows["spell"][:-1]
    waited = np.zeros(rows.size, np.bool_)
    waited[1:] = alone[:-1] & same
    handed_over = ~alone & (rows["detail"] == 1)
    handed_over[:-1] |= waited[1:] & handed_over[1:]
    left = np.where(alone, rows["worker"], rows["other_worker"]) >= 0
    lost = left & (alone | ~waited) & (rows["time"] >= seen.window.opens)
    return rows["person"][lost], handed_over[lost].astype(np.int64)


def summarise(tally: TransitionTally, minutes: Ints, resolved: Resolved) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes."""
    moved = tally.handoffs[: list(HANDOFFS).index("consult")].sum()
    values = {"handoffs": per_year(moved, minutes)}
    for kind, number in zip(HANDOFFS, tally.handoffs, strict=True):
        values[f"handoffs.{kind}"] = per_year(number, minutes)
    values["retellings"] = per_year(tally.retellings, minutes)
    values["rejections"] = per_year(tally.rejections, minutes)
    if resolved.names.needs:
        values["bounces"] = per_year(tally.bounces, minutes)
    values["workers_lost"] = per_year(tally.losses.sum(), minutes)
    if resolved.measuring.counts_choice:
        values["worker_changes_chosen"] = per_year(tally.chosen, minutes)
    changes = tally.endings + tally.losses
    values["planned_share"] = ratio(changes[1], changes.sum())
    values["planned_share.endings"] = ratio(tally.endings[1], tally.endings.sum())
    return values

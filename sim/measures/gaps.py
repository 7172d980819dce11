"""Gaps in care: unmet need by cause, cover, long gaps between contacts, people lost or unseen.

A need is unmet in a minute if its level is at or above the person's seek level and nothing covers
it. It is covered by an attended contact in the last `covered_for` minutes, or by an open spell at
a continuous service. Each unmet minute has exactly one `Cause`, so the minutes by cause add up
exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind, Run, Window
from sim.laws import Flags, Ints
from sim.measures.cover_intervals import COMPLETE, PLANNED, Scope
from sim.measures.cover_state import AFTER_ENDING, COVERED, Cause
from sim.measures.intervals import Intervals, intervals
from sim.measures.observed import Observed, observe, overlap, rows_of, within
from sim.measures.tallies import (
    count,
    days_per_year,
    per_year,
    quantile,
    ratio,
    whole_days,
)
from sim.measures.terms import all_seen, terms_of
from sim.resolved import Resolved
from sim.units import DAY

STATES = 11  # COVERED, nine causes, AFTER_ENDING


class GapTally(NamedTuple):
    """Counts of gaps.

    G groups, K needs, T gap lengths in `Measuring.gap_days`, D completed days.
    """

    need_minutes: Ints  # (G, K, STATES) minutes at or above the seek level, by state
    worst_minutes: Ints  # (G, STATES) the same for the worst need of each minute
    contact_gaps: Ints  # (G, T, 2) gaps longer than each length: cut short, complete
    longest: Ints  # (G, D) people in a need episode, by completed days of the longest gap
    in_need: Ints  # (G,) people with a need at or above its seek level
    never_served: Ints  # (G,) of them: seen by no service that covers such a need
    lost: Ints  # (G,) of them: lost to follow-up


class Gap(NamedTuple):
    """An interval of unmet need with one cause."""

    person: int
    need: int
    opens: int  # minutes
    closes: int  # minutes, not included
    cause: Cause


def gap_minutes(run: Run, resolved: Resolved, window: Window | None = None) -> list[Gap]:
    """Return every interval of unmet need, cut at the window's ends.

    The intervals are in order of person, need and time. Intervals that touch have different
    causes.
    """
    seen = observe(run, resolved, window)
    found = unmet(intervals(seen, resolved), Scope.NEED, seen.window)
    cause = np.where(found.state == AFTER_ENDING, int(Cause.NOT_YET_SOUGHT), found.state)
    gaps: list[Gap] = []
    for at in np.lexsort((found.opens, found.need, seen.who[found.person])):
        gap = Gap(
            int(seen.who[found.person[at]]),
            int(found.need[at]),
            int(found.opens[at]),
            int(found.closes[at]),
            Cause(int(cause[at])),
        )
        before = gaps[-1] if gaps else None
        touches = before is not None and before.closes == gap.opens
        if before and touches and before[:2] + before[4:] == gap[:2] + gap[4:]:
            gaps[-1] = before._replace(closes=gap.closes)
        else:
            gaps.append(gap)
    return gaps


def unmet(found: Intervals, scope: Scope, window: Window) -> Intervals:
    """Return the unmet intervals of one scope, cut at the window's ends."""
    keep = (found.scope == scope) & (found.state != COVERED)
    keep &= (found.closes > window.opens) & (found.opens < window.closes)
    inside = Intervals(*(column[keep] for column in found))
    return inside._replace(
        opens=np.maximum(inside.opens, window.opens),
        closes=np.minimum(inside.closes, window.closes),
    )


def unmet_minutes_by_person(run: Run, resolved: Resolved) -> Ints:
    """Return each person's minutes in the window with an unmet worst need, shape (people,)."""
    seen = observe(run, resolved)
    found = unmet(intervals(seen, resolved), Scope.PERSON, seen.window)
    who = seen.who[found.person]
    return count((len(run.people),), who, weights=found.closes - found.opens)


def gather(seen: Observed, resolved: Resolved) -> GapTally:
    """Count gaps in care; see `GapTally`."""
    found = intervals(seen, resolved)
    minutes = overlap(found.opens, found.closes, seen.window)
    group = seen.group[found.person]
    by_need, by_person = found.scope == Scope.NEED, found.scope == Scope.PERSON
    needy = people_where(seen, found, by_need & (minutes > 0))
    longest = longest_without_cover(seen, found, minutes)
    days = whole_days(np.maximum(longest, 0))
    had_episode = longest >= 0
    return GapTally(
        need_minutes=count(
            (seen.groups, seen.needs, STATES),
            group[by_need],
            found.need[by_need],
            found.state[by_need],
            weights=minutes[by_need],
        ),
        worst_minutes=count(
            (seen.groups, STATES),
            group[by_person],
            found.state[by_person],
            weights=minutes[by_person],
        ),
        contact_gaps=contact_gaps(seen, found, resolved),
        longest=count(
            (seen.groups, int(days.max(initial=0)) + 1), seen.group[had_episode], days[had_episode]
        ),
        in_need=count((seen.groups,), seen.group[needy]),
        never_served=count((seen.groups,), seen.group[never_served(seen, found, resolved)]),
        lost=count((seen.groups,), seen.group[needy & lost(seen, found, resolved)]),
    )


def people_where(seen: Observed, found: Intervals, chosen: Flags) -> Flags:
    """Return which people have at least one of the chosen intervals, shape (people,)."""
    return some(seen, found.person[chosen])


def longest_without_cover(seen: Observed, found: Intervals, minutes: Ints) -> Ints:
    """Return each person's longest time in need without cover, in minutes of the window.

    It is the longest part of a need episode without cover. It is 0 if there was always cover, and
    -1 for people without a need episode.
    """
    longest = np.full(seen.group.size, -1, np.int64)
    longest[people_in_episode(seen)] = 0
    chosen = (found.scope == Scope.WITHOUT_COVER) & (minutes > 0)
    np.maximum.at(longest, found.person[chosen], minutes[chosen])
    return longest


def people_in_episode(seen: Observed) -> Flags:
    """Return which people have a minute of a need episode in the window, shape (people,)."""
    rows = rows_of(seen, EventKind.EPISODE_BEGAN, EventKind.EPISODE_ENDED)
    order = np.lexsort((np.arange(rows.size), rows["need"], rows["person"]))
    rows = rows[order]
    same = np.zeros(rows.size, np.bool_)
    same[:-1] = (rows["person"][1:] == rows["person"][:-1]) & (
        rows["need"][1:] == rows["need"][:-1]
    )
    until = seen.left[rows["person"]]
    until[:-1] = np.where(same[:-1], rows["time"][1:], until[:-1])
    began = rows["event"] == EventKind.EPISODE_BEGAN
    inside = began & (overlap(rows["time"], until, seen.window) > 0)
    return some(seen, rows["person"][inside])


def some(seen: Observed, person: Ints) -> Flags:
    """Return which people occur at least once in `person`, shape (people,)."""
    named = np.zeros(seen.group.size, np.bool_)
    named[person] = True
    return named


def passed(found: Intervals, least: int, window: Window) -> Flags:
    """Return which gaps between contacts became `least` minutes long in the window.

    A gap counts in the minute in which it becomes this long. Each gap thus counts in one window
    only, even if it began earlier or ends later.
    """
    long: Flags = (found.scope == Scope.CONTACT_GAP) & (found.closes - found.opens >= least)
    in_window: Flags = within(found.opens + least - 1, window)
    return long & in_window


def contact_gaps(seen: Observed, found: Intervals, resolved: Resolved) -> Ints:
    """Count gaps longer than each of `gap_days`: cut short and complete ones, shape (G, T, 2)."""
    lengths = resolved.measuring.gap_days
    gaps = np.zeros((seen.groups, len(lengths), 2), np.int64)
    for column, days in enumerate(lengths):
        long = passed(found, days * DAY + 1, seen.window)
        complete = found.state[long] & COMPLETE
        gaps[:, column] = count((seen.groups, 2), seen.group[found.person[long]], complete)
    return gaps


def lost(seen: Observed, found: Intervals, resolved: Resolved) -> Flags:
    """Return which people were lost to follow-up in the window, shape (people,).

    They are in a need episode and have had no contact for `lost_after` minutes, without a planned
    ending in that time.
    """
    gone = passed(found, resolved.measuring.lost_after, seen.window)
    return people_where(seen, found, gone & (found.state & PLANNED == 0))


def never_served(seen: Observed, found: Intervals, resolved: Resolved) -> Flags:
    """Return which people were in need in the window and have never been seen for such a need.

    A person is seen for a need in an attended contact, or in a stay at a continuous service, of a
    service that covers the need. "Never" is from their arrival to the window's close. Signposting
    and stigmatising contacts do not count. Shape (people,).
    """
    terms = terms_of(resolved)
    contacts, starts = (
        rows_of(seen, kind) for kind in (EventKind.CONTACT, EventKind.SPELL_STARTED)
    )
    contacts_at, starts_at = (
        np.asarray(rows["service"], np.int64) + terms.services * (rows["time"] >= terms.change)
        for rows in (contacts, starts)
    )
    met = terms.helps[contacts_at] & all_seen(terms, contacts)
    stays = terms.continuous[starts["service"]]
    served = np.zeros((seen.group.size, seen.needs), np.bool_)
    np.logical_or.at(served, contacts["person"][met], terms.covers[contacts_at[met]])
    np.logical_or.at(served, starts["person"][stays], terms.covers[starts_at[stays]])
    chosen = (found.scope == Scope.NEED) & (overlap(found.opens, found.closes, seen.window) > 0)
    needy = np.zeros((seen.group.size, seen.needs), np.bool_)
    needy[found.person[chosen], found.need[chosen]] = True
    unserved: Flags = np.logical_and(needy.any(axis=1), ~(needy & served).any(axis=1))
    return unserved


def summarise(tally: GapTally, minutes: Ints, resolved: Resolved) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes."""
    values = unmet_by_cause("unmet_need_days", tally.worst_minutes, minutes)
    values["days_in_need"] = days_per_year(tally.worst_minutes.sum(), minutes)
    values["covered_share"] = ratio(tally.worst_minutes[COVERED], tally.worst_minutes.sum())
    for need, states in zip(resolved.names.needs, tally.need_minutes, strict=True):
        values |= unmet_by_cause(f"unmet_need_days.need.{need}", states, minutes)
        values[f"days_in_need.need.{need}"] = days_per_year(states.sum(), minutes)
        values[f"covered_share.need.{need}"] = ratio(states[COVERED], states.sum())
    for days, (cut, complete) in zip(
        resolved.measuring.gap_days, tally.contact_gaps.tolist(), strict=True
    ):
        name = f"contact_gaps.{days}_days"
        values[name] = per_year(cut + complete, minutes)
        values[f"{name}.complete"] = per_year(complete, minutes)
        values[f"{name}.censored"] = per_year(cut, minutes)
    people = tally.longest.sum()
    values["longest_gap.mean"] = ratio(tally.longest @ np.arange(tally.longest.size), people)
    values["longest_gap.median"] = quantile(tally.longest, 50)
    values["longest_gap.p90"] = quantile(tally.longest, 90)
    values["lost_to_follow_up"] = ratio(tally.lost, tally.in_need)
    values["never_served"] = ratio(tally.never_served, tally.in_need)
    return values


def unmet_by_cause(name: str, states: Ints, minutes: Ints) -> dict[str, float]:
    """Return unmet days per person-year in total and by cause; the causes add up to the total."""
    values = {name: days_per_year(states[COVERED + 1 :].sum(), minutes)}
    for cause in Cause:
        part = states[cause]
        if cause == Cause.NOT_YET_SOUGHT:
            part = part + states[AFTER_ENDING]
        values[f"{name}.{cause.name.lower()}"] = days_per_year(part, minutes)
    values[f"{name}.not_yet_sought_after_ending"] = days_per_year(states[AFTER_ENDING], minutes)
    return values

"""Define the numbers about people that engines read: needs, effects of care, persons and ways.

For the letters in shapes, and for the number of a person's group and area, see `sim.resolved`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints


class Needs(NamedTuple):
    """Chains of need states, with the shared candidate clock (docs/reference/model.md#thinning)."""

    name: Ints  # (K,) name keys
    level: Ints  # (K, X) level of each state, 0 to 3
    start: Floats  # (G, K, X) cumulative shares of starting states
    seek_level: Ints  # (G, K)
    episode_break: Ints  # (G, K) minutes
    presenting_over: Ints  # (G, K) minutes over which the highest level presents itself; 0 = now
    largest_ratio: Floats  # (K,)
    candidate_rate: Floats  # (G, K) per minute; 0 when the need never changes
    first: Ints  # (K, X) first transition out of each state
    moves: Ints  # (K, X) number of transitions out of each state
    target: Ints  # (T,) state a transition leads to
    direction: Ints  # (T,) +1 worsening, -1 recovery, 0 neutral
    share: Floats  # (G, T) base rate as a share of the need's candidate rate
    neutral_at: Floats  # (G, K, X) where neutral moves begin in the unit interval


class Effects(NamedTuple):
    """How care and its loss change the rates of a need. A ratio of 1 means no effect."""

    support_recovery: Floats  # (G, K)
    support_worsening: Floats  # (G, K)
    support_window: Ints  # (G, K) minutes
    without_relationship: Floats  # (G, K) share of the effect at relationship 0
    loss_worsening: Floats  # (G, K)
    waiting_worsening: Floats  # (G, K)
    advice_recovery: Floats  # (G, K)
    over_contact_limit: Floats  # (G, K, L) contacts per four weeks by level; inf = off
    over_contact_ratio: Floats  # (G, K) on worsening
    loss_lasts: Ints  # (G,) minutes
    loss_planned_share: Floats  # (G,)
    loss_refusal_share: Floats  # (G,)


class Persons(NamedTuple):
    """The numbers about persons, by group and area."""

    share: Floats  # (G / A,) cumulative shares of the groups in the population
    area: Floats  # (G / A, A) cumulative shares of the areas in each group
    attributes: Ints  # (G,) bits
    trust_start: Ints  # (G,) distribution rows, of a plain number from 0 to 1
    wants: Ints  # (G,) distribution rows, of a multiple of the help wanted; MISSING = all alike
    trust_rise: Floats  # (G,) share of the distance to 1, per attended contact
    trust_fall_stigma: Floats  # (G,) share of the distance to 0
    trust_fall_refusal: Floats  # (G,)
    trust_fall_ending: Floats  # (G,) after an unplanned ending
    disengages_below: Floats  # (G,) 0 = never
    trust_reference: Floats  # (G,) t0: where trust changes nothing
    relationship_growth: Floats  # (G,) share of what is missing, per attended contact
    relationship_start: Floats  # (G,) with a worker met for the first time, without handover
    relationship_reference: Floats  # (G,) r0
    match_ceiling: Ints  # (G,) rows, of a number from 0 to 1 towards which each relationship grows;
    #                      MISSING = 1 for all
    match_poor_share: Floats  # (G,) share of pairs of a person and a worker with another ceiling
    match_poor_ceiling: Floats  # (G,) their ceiling
    retelling: Ints  # (G,) contacts that support nothing, with a new worker and no handover
    attendance_trust: Floats  # (G,) a of the attendance logit
    attendance_relationship: Floats  # (G,) b of the attendance logit
    seek_delay: Ints  # (G, L) distribution rows by level
    seek_trust: Floats  # (G,) delay is multiplied by exp(-seek_trust * (trust - t0))
    seek_persists: Flags  # (G,) a clock runs on through the good days of an episode
    reseek_delay: Ints  # (G,) distribution rows
    entry: Floats  # (G, K, L, S + 1) cumulative routes of a person who turns for help
    exit_rates: Floats  # (G, 2) per minute, as in `events.BY_RATE`
    # people who have been settled for long are away; MISSING = never
    settled_level: Ints  # (G,) highest level of every need
    settled_for: Ints  # (G,) minutes for which it has lasted, without any service
    recurrence: Floats  # (G,) per minute away
    returns_need: Ints  # (G,) need that returns
    returns_state: Ints  # (G,) state in which it returns
    away_at_start: Floats  # (G,) share of the cohort that is away at minute 0

    @property
    def areas(self) -> int:
        """The number of areas; 1 if the scenario has no areas."""
        return int(self.area.shape[1])


class Ways(NamedTuple):
    """Where services lead people, how long people stay, and where people turn for help.

    All of this may differ between people. The routes and stays of services have an axis of length
    M for this. M is 1 if everybody has the same, A if it differs by area, and G if it differs by
    group and area. A person's position on this axis is the number of their group and area, modulo
    M.
    """

    routes: Floats  # (S, M, R, S + 1) cumulative
    has_crisis_route: Flags  # (S, M), M as for routes
    stay: Ints  # (S, M) distribution rows
    entry: Floats  # (G, K, L, S + 1) as in `Persons`


class Dated(NamedTuple):
    """The `Ways` that hold from later dates on, and what changes on each of these dates.

    There are D dates, in order of time. N is the number of things that change on all of them
    together. The columns after the first two are those of `Ways`. Each has one more axis, the
    date, which comes first. M is always G.
    """

    time: Ints  # (D,)
    what: Ints  # (N, 3) the date of each thing, its service (-1 for entry), its `events.Dated`
    routes: Floats
    has_crisis_route: Flags
    stay: Ints
    entry: Floats


NO_DATES = Dated(
    np.zeros(0, np.int64),
    np.zeros((0, 3), np.int64),
    np.zeros((0, 0, 0, 0, 0)),
    np.zeros((0, 0, 0), np.bool_),
    np.zeros((0, 0, 0), np.int64),
    np.zeros((0, 0, 0, 0, 0)),
)

"""Define the resolved form of one arm: names are indices, durations are minutes.

Engines and rules read everything from these arrays. Nothing of the scenario file is needed to run.
Letters in shapes: G groups in areas, K needs, X states of the longest chain, T transitions, S
services, L = 4 levels, R = 6 reasons (`sim.events.Reason`), D distributions.

A person's group and area are one number: the group in file order times the number of areas, plus
the area. Without areas it is the group. A is the number of areas, 1 without areas.

Rows of routes are *cumulative* probabilities over the S services in order, and then nowhere. The
target is the first column whose value exceeds a uniform number; column S means nowhere.
Distributions are given by their row in `Distributions`. `FOREVER` stands for "never".
"""

from __future__ import annotations

import enum
from typing import Annotated, NamedTuple

from sim.calendar import UNDATED, Calendar
from sim.columns import (
    ATTRIBUTES,
    COUNT,
    FLAG,
    LAW,
    LEVEL,
    MINUTES,
    ROUTE,
    SERVICE,
    SHARE,
    UNSET,
    PerService,
)
from sim.events import InWindow, Window
from sim.laws import Distributions, Flags, Floats, Ints
from sim.own_rules import NO_RULES, OwnRules
from sim.people import NO_DATES, Dated, Effects, Needs, Persons

LEVELS, REASONS = 4, 6
MISSING = -1
WHOLE_POST = 1_000  # thousandths


class Services(NamedTuple):
    """Services in file order. Shape (S,) unless stated otherwise. A law is a distribution's row.

    If a column holds just the value of a key of the service, its annotation names the `key`. The
    other columns are computed in `sim.resolving.services`.
    """

    name: Ints  # name keys of draws about people; services of one name in several areas share it
    covers: Annotated[Flags, PerService(FLAG, more_axes=("need",))]  # (S, K)
    level_low: Annotated[Ints, PerService(LEVEL)]
    level_high: Annotated[Ints, PerService(LEVEL)]
    excludes: Annotated[Ints, PerService(ATTRIBUTES)]  # bits of attributes
    accept_probability: Annotated[Floats, PerService(SHARE, key="accepts.probability")]
    # acceptance is multiplied by (1 - penalty) ** earlier refusals
    refusal_penalty: Annotated[Floats, PerService(SHARE, key="accepts.penalty_per_refusal")]
    # people who wait, from which on others are turned away; MISSING = no limit
    list_limit: Annotated[
        Ints, PerService(COUNT, "people", key="accepts.list_shorter_than", off=UNSET)
    ]
    decision_delay: Annotated[Ints, PerService(LAW, key="decision_delay")]
    capacity: Annotated[Ints, PerService(Capacity)]
    # places or posts at the start, 0 where unlimited; and the size of the last post
    places: Annotated[Ints, PerService(COUNT, "places, or posts")]
    last_share: Annotated[Ints, PerService(COUNT, "thousandths of a post", off=WHOLE_POST)]
    priority: Annotated[Ints, PerService(QueueRule)]
    group_priority: Annotated[
        Ints, PerService(COUNT, "class from 0, lower first", more_axes=("group",))
    ]
    patience: Annotated[Ints, PerService(LAW, key="patience")]
    opt_out_if_settled: Annotated[Flags, PerService(FLAG, key="opt_out_if_settled")]
    # (S, L) minutes; FOREVER = no contacts at that level
    contact_interval: Annotated[Ints, PerService(MINUTES, more_axes=("level",))]
    # intervals are divided by the person's own multiple of the help wanted
    as_wanted: Annotated[Flags, PerService(FLAG, key="contacts.as_wanted", unset=0, off=0)]
    contact_length: Annotated[Ints, PerService(LAW, key="contacts.length")]
    contact_staff: Annotated[Ints, PerService(LAW)]  # workers' time; MISSING = the length
    # of a worker's time beside each contact
    contact_overhead: Annotated[Ints, PerService(MINUTES, key="contacts.overhead", unset=0)]
    # longer by this for each need beyond the first that the person is in need of
    contact_per_need: Annotated[
        Ints, PerService(MINUTES, key="contacts.per_extra_need", unset=0, off=0)
    ]
    # probability that the person, or the service, cancels a contact beforehand
    cancelled_person: Annotated[Floats, PerService(SHARE, key="contacts.cancelled.person", unset=0)]
    cancelled_provider: Annotated[
        Floats, PerService(SHARE, key="contacts.cancelled.provider", unset=0)
    ]
    # people who share its contacts without caseloads; 0 = nobody is named
    pool: Annotated[Ints, PerService(COUNT, "people", key="seen_by.pool", unset=0, off=0)]
    attendance: Annotated[Floats, PerService(SHARE, key="contacts.attendance", unset=1)]  # base
    # MISSING = no urgent contacts
    urgent_within: Annotated[Ints, PerService(MINUTES, key="contacts.urgent_within")]
    # probability that an attended contact is stigmatising
    stigma: Annotated[Floats, PerService(SHARE, key="contacts.stigma", unset=0)]
    # such a contact covers and supports needs all the same, as in format 1
    stigma_helps: Annotated[Flags, PerService(FLAG, off=1)]
    # distribution rows; NEVER = no end by stay
    stay: Annotated[Ints, PerService(LAW, key="ends.stay")]
    # (S, G) of people of a group; MISSING = as of others; no groups where none differs
    stay_by_group: Annotated[Ints, PerService(LAW, more_axes=("group",), off=UNSET)]
    # attended; MISSING = no limit
    max_contacts: Annotated[Ints, PerService(COUNT, "contacts", key="ends.contacts")]
    # ends when covered needs have been at or below this; MISSING = never
    settled_level: Annotated[Ints, PerService(LEVEL, key="ends.settled.level")]
    settled_for: Annotated[Ints, PerService(MINUTES, key="ends.settled.for")]
    # or, at an attended contact, for this share of the last while; MISSING = never
    settled_share: Annotated[Floats, PerService(SHARE, key="ends.settled.share", off=MISSING)]
    settled_over: Annotated[Ints, PerService(MINUTES, key="ends.settled.over", off=MISSING)]
    # missed contacts in a row; MISSING = no limit
    max_missed: Annotated[Ints, PerService(COUNT, "contacts in a row", key="ends.missed")]
    # after max_missed, an urgent contact is offered instead of an ending
    outreach: Annotated[Flags, PerService(FLAG, key="ends.outreach")]
    # endings by stay, contacts or settling are agreed beforehand
    planned: Annotated[Flags, PerService(FLAG, key="ends.planned")]
    # (S, A, R, S + 1) cumulative, by the area of the person
    routes: Annotated[Floats, PerService(ROUTE, more_axes=("area", "reason", "target"))]
    # (S, G, R, S + 1) of people of a group, where a row is not all 0; no groups where none differs
    routes_by_group: Annotated[
        Floats, PerService(ROUTE, more_axes=("group", "reason", "target"), off=0)
    ]
    has_crisis_route: Annotated[Flags, PerService(FLAG)]
    # (S, S) a Handoff, from row to column
    handoff: Annotated[Ints, PerService(Handoff, more_axes=("to",))]
    # (S,) share of the relationship a joint contact carries over
    warm_carries: Annotated[Floats, PerService(SHARE, key="warm.carries", unset=0)]
    warm_limit: Annotated[Ints, PerService(MINUTES, key="warm.limit", unset=0)]
    # that a joint contact waits for both workers
    joint_limit: Annotated[Ints, PerService(MINUTES)]
    # each worker's time
    advice_minutes: Annotated[Ints, PerService(MINUTES, key="advice.length", unset=0)]
    advice_lasts: Annotated[Ints, PerService(MINUTES, key="advice.lasts", unset=0)]
    # of a contact that makes a shared plan; MISSING = none are made
    plan_length: Annotated[Ints, PerService(MINUTES, key="plan.length", off=UNSET)]
    # for which a plan is current
    plan_every: Annotated[Ints, PerService(MINUTES, key="plan.every", off=UNSET)]
    # share of retelling that it spares
    plan_carries: Annotated[Floats, PerService(SHARE, key="plan.carries", unset=0, off=0)]
    exit_delay: Annotated[Ints, PerService(LAW, key="exit_delay")]
    # (S, S) of people who go on to another service; MISSING = as after other endings
    exit_delay_to: Annotated[Ints, PerService(LAW, more_axes=("to",), off=UNSET)]
    parallel: Annotated[Flags, PerService(FLAG, key="parallel")]
    lead: Annotated[Flags, PerService(FLAG, key="lead")]
    continuous: Annotated[Flags, PerService(FLAG, key="continuous")]
    pauses_others: Annotated[Ints, PerService(Pause)]
    support: Annotated[Floats, PerService(SHARE, key="support")]
    # MISSING = none
    follow_up_within: Annotated[Ints, PerService(MINUTES, key="follow_up.within")]
    follow_up_probability: Annotated[
        Floats, PerService(SHARE, key="follow_up.probability", unset=0)
    ]
    # (S, A) service index, by the area of the person; MISSING = this service
    follow_up_by: Annotated[Ints, PerService(SERVICE, more_axes=("area",))]
    # 0 = off
    fast_return: Annotated[Ints, PerService(MINUTES, key="fast_return", unset=0)]
    team: Ints  # row in Workforce, MISSING without workers


class Capacity(enum.IntEnum):
    """How many people a service can have at once."""

    UNLIMITED = 0
    PLACES = 1
    WORKERS = 2


class QueueRule(enum.IntEnum):
    """Who is taken first from a waiting list. Ties are decided by time joined, then by a draw."""

    FIRST_COME = 0
    LEVEL = 1  # highest level at joining first
    GROUP = 2
    RETURNING = 3  # people who had an earlier spell there first


class Handoff(enum.IntEnum):
    """How a service passes a person on; see docs/reference/model.md#handoff."""

    COLD = 0
    WARM = 1
    BLOCKED = 2
    CONSULT = 3


class Pause(enum.IntEnum):
    """What an open spell does to the contacts in the person's other spells."""

    NOTHING = 0
    PAUSES = 1
    IN_REACH = 2  # others go on, marked as in-reach


class Workforce(NamedTuple):
    """Teams, one per service with workers, in file order. Shape (W,) for W teams."""

    service: Ints
    name: Ints  # name keys of draws about workers
    posts: Ints  # at the start, with the one that may be part of a whole one
    weekly_minutes: Ints  # contact minutes a week of a whole post, after supervision
    supervision: Ints  # minutes a week of a whole post, which are paid as contact time
    caseload: Ints  # people, of a whole post as what follows; MISSING where they are weighed
    load_limit: Ints  # thousandths of a weight; MISSING where people are counted
    weights: Ints  # (W, L) thousandths; MISSING where people are counted
    tenure: Ints  # distribution rows
    vacancy: Ints  # distribution rows
    vacant_at_start: Ints  # thousandths of posts
    vacancy_left: Ints  # distribution rows, of posts vacant at the start; MISSING where none is
    handover_planned: Flags
    handover_minutes: Ints  # time of one person's handover, the new worker's
    handover_notice: Ints  # minutes before leaving from which on handovers are held; 0 = none
    handover_share: Floats  # share of the relationship carried over, with a planned handover
    keep: Flags  # assignment: keep the person's last worker here; otherwise least loaded
    keep_over: Ints  # people above the caseload that keeping may go
    load_over: Ints  # the same in thousandths of a weight; MISSING where people are counted
    choice_after: Ints  # attended contacts after which people may ask for another worker; MISSING
    choice_below: Floats  # relationship below which they do
    missed_share: Floats  # share of a missed contact's time that is used
    works_on: Flags  # (W, 7) Monday first; see `Resolved.calendar`
    day_opens: Ints  # minutes after midnight
    day_closes: Ints
    away_spells: Ints  # distribution rows of how long an absence lasts; MISSING = never away
    at_work: Floats  # mean minutes between two absences; 0 = never away
    closed: Flags  # (W, D) bank holidays, by day of the run; no days where there are none


class Changes(NamedTuple):
    """Scheduled changes of capacity, in order of time. Shape (C,)."""

    time: Ints
    service: Ints
    places: Ints  # places or posts from then on
    last_share: Ints  # thousandths: of the last post from then on


class Arrivals(NamedTuple):
    """Streams of people, Poisson or listed. Shape (P,) for P streams, (P, B) for B rate pieces."""

    name: Ints
    group: Ints  # without the area; MISSING = drawn from the groups' shares
    area: Ints  # MISSING = drawn from the areas' shares
    to: Ints  # (P, A) service, by the area of the person; MISSING = the community
    piece_from: Ints  # (P, B) minutes; first 0, unused pieces FOREVER
    piece_rate: Floats  # (P, B) per minute; of a listed stream, how many come in these minutes
    listed: Ints  # (P, N) minutes in order; FOREVER where unused, and throughout a Poisson stream


class Numbers(NamedTuple):
    """All numbers that engines and rules read."""

    needs: Needs
    effects: Effects
    persons: Persons
    services: Services
    workforce: Workforce
    changes: Changes
    arrivals: Arrivals
    distributions: Distributions
    cohort: int  # people here at minute 0
    cohort_name: int  # name key of the cohort's stream
    closes: int  # minutes
    dated: Dated = NO_DATES


class Names(NamedTuple):
    """The names that the indices stand for, in the order of the indices."""

    services: tuple[str, ...]
    service_labels: tuple[str, ...]
    service_kinds: tuple[str, ...]
    needs: tuple[str, ...]
    need_labels: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]  # of each need
    groups: tuple[str, ...]
    group_labels: tuple[str, ...]
    attributes: tuple[str, ...]
    streams: tuple[str, ...]
    areas: tuple[str, ...] = ()
    area_labels: tuple[str, ...] = ()
    records: bool = False  # what a run would leave in records is measured too

    @property
    def groups_in_areas(self) -> tuple[str, ...]:
        """The names of the groups, each in each area; without areas, the names of the groups."""
        return tuple(
            f"{group}.{area}" if area else group
            for group in self.groups
            for area in self.areas or ("",)
        )


class Here(NamedTuple):
    """One person who is in a service or on a list at minute 0: a row of the starting table."""

    name: str
    group: int  # MISSING = drawn
    attributes: int
    states: tuple[int, ...]  # of each need; MISSING = drawn
    trust: float  # negative = drawn
    service: int  # MISSING = in the community
    waiting: bool
    minutes_so_far: int
    relationship: float
    area: int = MISSING  # drawn


class StartKind(enum.IntEnum):
    """Where people are at minute 0."""

    EMPTY = 0
    FULL = 1
    TABLE = 2


class Start(NamedTuple):
    """The state at minute 0, declared once for all arms.

    It refers to the services of the scenario, without the changes of any arm, so every arm starts
    with the same people in the same places. Z in shapes stands for these services.
    """

    kind: StartKind
    table: tuple[Here, ...]  # with StartKind.TABLE
    relationship: float  # with StartKind.FULL: of people already in a spell
    name: Ints  # (Z,) name keys
    room: Ints  # (Z,) places, or posts times caseload, in its unit; 0 where unlimited
    weights: Ints  # (Z, L) what a person takes of the room: thousandths, or 1
    covers: Flags  # (Z, K)
    level_low: Ints  # (Z,)
    level_high: Ints  # (Z,)
    excludes: Ints  # (Z,) bits of attributes
    parallel: Flags  # (Z,)
    residual_stay: Ints  # (Z,) distribution rows: equilibrium residual of each stay, or NEVER
    residual_by_group: Ints  # (Z, G) the same of a group whose stays differ; MISSING = as of others
    area: Ints  # (Z,) whose people are in it; MISSING = those of every area
    service_map: Ints  # (Z, A) service of this arm, by the area of the person; MISSING = none


class Measuring(NamedTuple):
    """The numbers that measures need besides the log. Engines do not read them."""

    window: Window
    covered_for: int  # minutes an attended contact covers a need for
    gap_days: tuple[int, ...]
    lost_after: int  # minutes
    wait_weeks: tuple[int, ...]
    long_waits: bool  # count who is on a list for longer than each of `wait_weeks`
    helps: Flags  # (S,) contacts are help; signposting covers no need
    counts_help: bool  # measure whether help is enough
    counts_plans: bool  # people make shared plans in some arm: measure for how long they have one
    counts_choice: bool  # people may ask for another worker in some arm: measure how often
    counts_pools: bool  # a service has a pool in some arm: measure continuity with all named staff
    wanted: Ints  # (L,) whole minutes a week of help wanted while a need has this level
    enough: float  # share of a person's time in need without being short that is enough
    contact_cost: Floats  # (S,) NaN where not given
    place_day_cost: Floats  # (S,) NaN where not given
    post_year_cost: Floats  # (S,) of a whole post; NaN where not given
    price_year: int  # 0 where no costs are given
    currency: str
    in_windows: tuple[InWindow, ...] = ()  # measures of other windows
    asked: tuple[tuple[str, str], ...] | None = None  # (group, measure); None = every measure


class RulesChange(NamedTuple):
    """When the rules of an arm begin to hold in a run, and the numbers that hold until then.

    Both have the same needs, groups, streams and services in the same order, with the same kind of
    capacity. A service that is missing has no places, and nobody is referred to it.
    """

    time: int  # minutes since the start
    before: Numbers
    helps_before: Flags  # (S,) whether contacts were help until then, and no mere signposting
    moved_to: Ints  # (S, A) where its people go, by area: itself, or another; MISSING = community
    phase_over: int = 0  # minutes over which contact hours rise to all of them; 0 = none
    phase_share: int = 1_000_000  # millionths of the contact hours that can be used at first

    @property
    def lacking(self) -> tuple[int, ...]:
        """The services that the arm does not have. They keep their numbers, and have no people."""
        return tuple(row for row, to in enumerate(self.moved_to[:, 0].tolist()) if to != row)


class Resolved(NamedTuple):
    """One arm of one scenario, ready to run."""

    arm: str
    numbers: Numbers  # the arm's own; from the change on where there is one
    names: Names
    start: Start
    measuring: Measuring
    change: RulesChange | None = None
    calendar: Calendar = UNDATED
    own_rules: OwnRules = NO_RULES

    @property
    def first_numbers(self) -> Numbers:
        """The numbers that hold at minute 0."""
        return self.numbers if self.change is None else self.change.before

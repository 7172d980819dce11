"""Define what each own rule is told: one record for each decision, made when it is to be taken.

A record holds plain numbers and, where there is a choice, arrays that cannot be changed. Services,
groups and needs are given by the number of their name (`sim.draws.name_key`), which is the same in
every arm. Every record has `usual`, what the model's own rule says, and `draw`, a number strictly
between 0 and 1 that belongs to this decision alone. Times are whole minutes.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.laws import Floats, Ints


class AcceptanceState(NamedTuple):
    """The decision on a referral of a person who is eligible. The answer: a chance from 0 to 1."""

    usual: float  # the chance that the person is accepted
    draw: float
    minute: int  # since the start of the run
    service: int  # that decides
    group: int
    level: int  # 0 to 3, at which the worst need that the service covers presents itself
    trust: float  # 0 to 1
    refusals: int  # how often the person has been turned away so far, anywhere
    visits: int  # earlier referrals to this service
    waiting: int  # people on its waiting list
    in_care: int  # places taken, those held after an ending included
    places: int  # places, or posts


class RouteState(NamedTuple):
    """The choice of the next service, among at least two. The answer: one of `targets`."""

    usual: int  # the service drawn by the shares; 0 = nowhere
    draw: float
    minute: int
    service: int  # from which the person goes on
    group: int
    reason: int  # a `sim.events.Reason`
    level: int  # of the worst need that the service covers
    trust: float
    targets: Ints  # (T,) services with a share above 0, and 0 for nowhere, in file order
    shares: Floats  # (T,) their shares, which add up to 1


class NextContactState(NamedTuple):
    """The time to the next contact of an open spell. The answer: minutes, at least 1."""

    usual: int  # minutes between contacts at the present level
    draw: float
    minute: int
    service: int
    group: int
    level: int  # of the worst need that the service covers
    trust: float
    relationship: float  # 0 to 1, with the worker
    contacts: int  # attended contacts that count in this spell
    load: int  # of the worker: the weights of their people; 0 without a worker
    limit: int  # the load up to which the worker takes people on; 0 without a worker


class AssignedState(NamedTuple):
    """The choice of a worker with room, among at least two. The answer: a position."""

    usual: int  # the position of the least loaded one
    draw: float
    minute: int
    service: int
    group: int
    level: int  # of the worst need that the service covers
    trust: float
    known: int  # the position of the person's last worker at this service; -1 = not among them
    loads: Ints  # (W,) of each worker, in the order in which they started
    limits: Ints  # (W,) the load up to which each takes people on
    people: Ints  # (W,) people in each caseload
    minutes_in_post: Ints  # (W,)


class EndingState(NamedTuple):
    """Whether a spell ends after an attended contact. The answer: 0 or 1, or False or True."""

    usual: int  # 1 if a rule of the service is met now
    draw: float
    minute: int
    service: int
    group: int
    level: int  # of the worst need that the service covers
    trust: float
    relationship: float
    contacts: int  # attended contacts that count in this spell
    waiting: int  # people on the waiting list of the service


class NeedRateState(NamedTuple):
    """A possible change of a need. The answer: the ratio that multiplies its rate now."""

    usual: float  # the ratio by support, loss, waiting and contact
    draw: float
    minute: int
    group: int
    need: int
    level: int  # 0 to 3, of this need
    direction: int  # -1 = it may recover, 1 = it may worsen
    trust: float
    most: float  # the greatest ratio that the scenario provides for


class TenureState(NamedTuple):
    """A change in the load of a worker who is not on notice. The answer: minutes, at least 1."""

    usual: int  # minutes until the worker leaves, as it stands
    draw: float
    minute: int
    service: int
    load_before: int  # the weights of their people before this change
    load: int  # and after it
    limit: int  # the load up to which they take people on
    people: int  # in the caseload now
    minutes_in_post: int


State = (
    AcceptanceState
    | RouteState
    | NextContactState
    | AssignedState
    | EndingState
    | NeedRateState
    | TenureState
)

"""The words for the numbers of a service: by path, what it is and the unit of a plain number.

A step in braces stands for any step of that kind, and is said by its label. Lengths and rates have
the unit in which they are written, so that their unit here is empty.
"""

from __future__ import annotations

from typing import Final

SHARE: Final = "0 to 1"
FACTOR: Final = "factor"
PEOPLE: Final = "people"
SCALE: Final = "0 to 1"
MONEY: Final = "money"  # said in the currency of the scenario

SERVICES: Final[dict[str, tuple[str, str]]] = {
    "accepts.levels": ("levels of need accepted at {service}", ""),
    "accepts.list_shorter_than": (
        "list from which on {service} turns people away",
        PEOPLE,
    ),
    "accepts.penalty_per_refusal": (
        "fall in acceptance with each refusal at {service}",
        SHARE,
    ),
    "accepts.probability": ("probability of being accepted at {service}", SHARE),
    "advice.lasts": ("how long advice from {service} lasts", ""),
    "advice.length": ("length of advice from {service}", ""),
    "capacity.places": ("places at {service}", "places"),
    "contacts.attendance": ("probability of coming to a contact at {service}", SHARE),
    "contacts.cancelled.person": ("share of contacts cancelled by the person at {service}", SHARE),
    "contacts.cancelled.provider": ("share of contacts cancelled by staff at {service}", SHARE),
    "contacts.every": ("time between contacts at {service}", ""),
    "contacts.every.by_level.{level}": ("time between contacts {level} at {service}", ""),
    "contacts.every.{level}": ("time between contacts {level} at {service}", ""),
    "contacts.length": ("length of a contact at {service}", ""),
    "contacts.overhead": ("staff time beside each contact at {service}", ""),
    "contacts.per_extra_need": ("longer contact for each further need at {service}", ""),
    "contacts.staff_time": ("staff time of a contact at {service}", ""),
    "contacts.stigma": ("probability that a contact stigmatises at {service}", SHARE),
    "contacts.urgent_within": ("time to an urgent contact at {service}", ""),
    "costs.contact": ("cost of a contact at {service}", MONEY),
    "costs.place_day": ("cost of a place for a day at {service}", MONEY),
    "costs.post_year": ("cost of a post for a year at {service}", MONEY),
    "decision_delay": ("time from referral to decision at {service}", ""),
    "ends.contacts": ("attended contacts after which care ends at {service}", "contacts"),
    "ends.missed": ("contacts missed in a row that end care at {service}", "contacts"),
    "ends.settled.for": ("time settled before care ends at {service}", ""),
    "ends.settled.over": ("time over which a need has to be settled at {service}", ""),
    "ends.settled.share": (
        "share of the time that has to be settled at {service}",
        SHARE,
    ),
    "ends.stay": ("length of stay at {service}", ""),
    "exit_delay": ("wait to leave {service}", ""),
    "exit_delay.otherwise": ("wait to leave {service} for anywhere else", ""),
    "exit_delay.{to}": ("wait to leave {service} for {to}", ""),
    "fast_return": ("time in which people may come straight back to {service}", ""),
    "follow_up.probability": ("probability of a follow-up after {service}", SHARE),
    "follow_up.within": ("time to the follow-up after {service}", ""),
    "handoff.{to}": ("way of handing on from {service} to {to}", ""),
    "patience": ("time people wait for {service} before they give up", ""),
    "plan.carries": ("share of retelling that a current plan spares at {service}", SHARE),
    "plan.every": ("how long a plan is current at {service}", ""),
    "plan.length": ("length of a contact for planning at {service}", ""),
    "routes.{ending}.{to}": ("share going to {to} when {ending} at {service}", SHARE),
    "seen_by.pool": ("named people who may take a contact at {service}", PEOPLE),
    "support": ("share of the effect of support that {service} gives", SHARE),
    "warm.carries": ("share of the relationship carried over from {service}", SHARE),
    "warm.joint_limit": ("longest wait for a joint contact from {service}", ""),
    "warm.limit": ("longest wait for the next service after {service}", ""),
    "workers.assignment.keep.over": (
        "people above the limit who may return to {service}",
        PEOPLE,
    ),
    "workers.away.share": ("share of the time that workers are away at {service}", SHARE),
    "workers.away.spells": ("length of an absence of a worker at {service}", ""),
    "workers.caseload": ("caseload limit of a post at {service}", PEOPLE),
    "workers.caseload.limit": ("caseload limit of a post at {service}", "weight"),
    "workers.caseload.weights.{level}": (
        "caseload weight of a person {level} at {service}",
        "weight",
    ),
    "workers.choice.after": (
        "contacts before people change worker at {service}",
        "contacts",
    ),
    "workers.choice.below": (
        "relationship below which people change worker at {service}",
        SCALE,
    ),
    "workers.contact_hours": ("contact hours of a post at {service}", "hours a week"),
    "workers.wte": ("whole-time equivalents of a post at {service}", "WTE"),
    "workers.handover.notice": (
        "time for handing over before a worker leaves {service}",
        "",
    ),
    "workers.handover.overlap": ("time to hand over a person to a new worker at {service}", ""),
    "workers.handover.share": ("share of the relationship handed over at {service}", SHARE),
    "workers.missed_share": (
        "share of a missed contact that takes time at {service}",
        SHARE,
    ),
    "workers.posts": ("posts at {service}", "posts"),
    "workers.supervision": ("supervision of each worker at {service}", ""),
    "workers.tenure": ("time a worker stays at {service}", ""),
    "workers.vacancy": ("time a post stays empty at {service}", ""),
    "workers.vacant_at_start": ("posts empty at {service} when a run begins", "posts"),
}

"""The resolved settings of an arm, flat: a path, a value, a unit."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.events import BY_RATE, Reason
from sim.resolved import (
    MISSING,
    REASONS,
    Capacity,
    Handoff,
    Pause,
    QueueRule,
    Resolved,
    StartKind,
)
from sim.tables.codes import LEVELS
from sim.tables.laws import law_words
from sim.tables.named_events import WEEKDAYS
from sim.units import FOREVER, plain_number

MINUTES, A_MINUTE, SHARE, RATIO, COUNT = "minutes", "per minute", "share", "ratio", "number"
LAW, LAW_OF_NUMBER = "law of a time", "law of a number"
FLAG, LEVEL, SERVICE, GROUP, ATTRIBUTES = "yes or no", "level", "service", "group", "attributes"
ROUTE = "route"
NEVER = "never"
DIGITS = 12  # of shares, which are resolved as running sums


class Field(NamedTuple):
    """What one array of the resolved arm holds."""

    axes: tuple[str, ...]
    what: str | type[enum.IntEnum]
    unit: str = ""


class Setting(NamedTuple):
    """One row of the table."""

    path: str
    value: str | None  # as text; None where there is none
    number: float | None  # the same, where it is a number
    unit: str


_G, _K, _S, _GK = ("group",), ("need",), ("service",), ("group", "need")

FIELDS: dict[str, Field] = {
    "needs.level": Field(("need", "state"), LEVEL),
    "needs.start": Field(("group", "need", "state"), ROUTE),
    "needs.seek_level": Field(_GK, LEVEL),
    "needs.episode_break": Field(_GK, MINUTES),
    "needs.largest_ratio": Field(_K, RATIO),
    "needs.candidate_rate": Field(_GK, A_MINUTE),
    "needs.share": Field(("group", "transition"), SHARE, "of the need's candidate rate"),
    "needs.neutral_at": Field(("group", "need", "state"), SHARE),
    "effects.support_recovery": Field(_GK, RATIO),
    "effects.support_worsening": Field(_GK, RATIO),
    "effects.support_window": Field(_GK, MINUTES),
    "effects.without_relationship": Field(_GK, SHARE),
    "effects.loss_worsening": Field(_GK, RATIO),
    "effects.waiting_worsening": Field(_GK, RATIO),
    "effects.advice_recovery": Field(_GK, RATIO),
    "effects.over_contact_limit": Field((*_GK, "level"), COUNT, "contacts in four weeks"),
    "effects.over_contact_ratio": Field(_GK, RATIO),
    "effects.loss_lasts": Field(_G, MINUTES),
    "effects.loss_planned_share": Field(_G, SHARE),
    "effects.loss_refusal_share": Field(_G, SHARE),
    "persons.share": Field(("group",), ROUTE),
    "persons.attributes": Field(_G, ATTRIBUTES),
    "persons.trust_start": Field(_G, LAW_OF_NUMBER),
    "persons.trust_rise": Field(_G, SHARE),
    "persons.trust_fall_stigma": Field(_G, SHARE),
    "persons.trust_fall_refusal": Field(_G, SHARE),
    "persons.trust_fall_ending": Field(_G, SHARE),
    "persons.disengages_below": Field(_G, SHARE),
    "persons.trust_reference": Field(_G, SHARE),
    "persons.relationship_growth": Field(_G, SHARE),
    "persons.relationship_start": Field(_G, SHARE),
    "persons.relationship_reference": Field(_G, SHARE),
    "persons.retelling": Field(_G, COUNT, "contacts"),
    "persons.attendance_trust": Field(_G, COUNT, "on the logit"),
    "persons.attendance_relationship": Field(_G, COUNT, "on the logit"),
    "persons.seek_delay": Field(("group", "level"), LAW),
    "persons.seek_trust": Field(_G, COUNT),
    "persons.reseek_delay": Field(_G, LAW),
    "persons.entry": Field((*_GK, "level", "target"), ROUTE),
    "persons.exit_rates": Field(("group", "exit"), A_MINUTE),
    "services.covers": Field(("service", "need"), FLAG),
    "services.level_low": Field(_S, LEVEL),
    "services.level_high": Field(_S, LEVEL),
    "services.excludes": Field(_S, ATTRIBUTES),
    "services.accept_probability": Field(_S, SHARE),
    "services.refusal_penalty": Field(_S, SHARE),
    "services.decision_delay": Field(_S, LAW),
    "services.capacity": Field(_S, Capacity),
    "services.places": Field(_S, COUNT, "places, or posts"),
    "services.priority": Field(_S, QueueRule),
    "services.group_priority": Field(("service", "group"), COUNT, "class, lower first"),
    "services.patience": Field(_S, LAW),
    "services.opt_out_if_settled": Field(_S, FLAG),
    "services.contact_interval": Field(("service", "level"), MINUTES),
    "services.contact_length": Field(_S, LAW),
    "services.attendance": Field(_S, SHARE),
    "services.urgent_within": Field(_S, MINUTES),
    "services.stigma": Field(_S, SHARE),
    "services.stay": Field(_S, LAW),
    "services.max_contacts": Field(_S, COUNT, "contacts"),
    "services.settled_level": Field(_S, LEVEL),
    "services.settled_for": Field(_S, MINUTES),
    "services.max_missed": Field(_S, COUNT, "contacts in a row"),
    "services.outreach": Field(_S, FLAG),
    "services.planned": Field(_S, FLAG),
    "services.routes": Field(("service", "reason", "target"), ROUTE),
    "services.has_crisis_route": Field(_S, FLAG),
    "services.handoff": Field(("service", "to"), Handoff),
    "services.warm_carries": Field(_S, SHARE),
    "services.warm_limit": Field(_S, MINUTES),
    "services.advice_minutes": Field(_S, MINUTES),
    "services.advice_lasts": Field(_S, MINUTES),
    "services.exit_delay": Field(_S, LAW),
    "services.parallel": Field(_S, FLAG),
    "services.lead": Field(_S, FLAG),
    "services.continuous": Field(_S, FLAG),
    "services.pauses_others": Field(_S, Pause),
    "services.support": Field(_S, SHARE),
    "services.follow_up_within": Field(_S, MINUTES),
    "services.follow_up_probability": Field(_S, SHARE),
    "services.follow_up_by": Field(_S, SERVICE),
    "services.fast_return": Field(_S, MINUTES),
    "workforce.posts": Field(("team",), COUNT, "posts"),
    "workforce.weekly_minutes": Field(("team",), MINUTES, "minutes a week of one post"),
    "workforce.caseload": Field(("team",), COUNT, "people"),
    "workforce.tenure": Field(("team",), LAW),
    "workforce.vacancy": Field(("team",), LAW),
    "workforce.handover_planned": Field(("team",), FLAG),
    "workforce.handover_minutes": Field(("team",), MINUTES),
    "workforce.handover_share": Field(("team",), SHARE),
    "workforce.keep": Field(("team",), FLAG),
    "workforce.keep_over": Field(("team",), COUNT, "people"),
    "workforce.missed_share": Field(("team",), SHARE),
    "workforce.works_on": Field(("team", "day"), FLAG),
    "workforce.day_opens": Field(("team",), MINUTES, "minutes after midnight"),
    "workforce.day_closes": Field(("team",), MINUTES, "minutes after midnight"),
    "changes.time": Field(("change",), MINUTES),
    "changes.service": Field(("change",), SERVICE),
    "changes.places": Field(("change",), COUNT, "places, or posts"),
    "arrivals.group": Field(("stream",), GROUP),
    "arrivals.to": Field(("stream",), SERVICE),
    "arrivals.piece_from": Field(("stream", "piece"), MINUTES),
    "arrivals.piece_rate": Field(("stream", "piece"), A_MINUTE),
    "start.room": Field(("beginning",), COUNT, "people"),
    "start.covers": Field(("beginning", "need"), FLAG),
    "start.level_low": Field(("beginning",), LEVEL),
    "start.level_high": Field(("beginning",), LEVEL),
    "start.excludes": Field(("beginning",), ATTRIBUTES),
    "start.parallel": Field(("beginning",), FLAG),
    "start.residual_stay": Field(("beginning",), LAW),
    "start.service_map": Field(("beginning",), SERVICE),
    "measuring.contact_cost": Field(_S, COUNT, "money"),
    "measuring.place_day_cost": Field(_S, COUNT, "money"),
}
"""Every array of a resolved arm that people can read, in the order of the table."""

ELSEWHERE = {
    "needs.name": "a key of draws",
    "needs.first": "in the paths of `needs.share`",
    "needs.moves": "in the paths of `needs.share`",
    "needs.target": "in the paths of `needs.share`",
    "needs.direction": "in the paths of `needs.share`",
    "services.name": "a key of draws",
    "services.team": "in the paths of `workforce`",
    "workforce.service": "in the paths of `workforce`",
    "arrivals.name": "a key of draws",
    "start.name": "a key of draws",
    "start.table": "the people and events of minute 0",
}
"""Parts of a resolved arm that are no settings of their own, and where they are told."""
DIRECTIONS = {1: "worsening", -1: "recovery", 0: "neutral"}


def settings_of(resolved: Resolved) -> Iterator[Setting]:
    """Every resolved setting, block after block."""
    yield from _single(resolved)
    labels = _labels(resolved)
    tell = _tellers(resolved)
    numbers = resolved.numbers
    blocks = {**numbers._asdict(), "start": resolved.start, "measuring": resolved.measuring}
    for name, field in FIELDS.items():
        block, key = name.split(".")
        array = np.asarray(getattr(blocks[block], key))
        if field.what == ROUTE:
            array = np.diff(array, axis=-1, prepend=0.0).round(DIGITS)
        for position in np.ndindex(array.shape):
            steps = labels(field.axes, position)
            if steps is None:
                continue
            first, *rest = steps
            value, number, unit = tell(field, array[position])
            path = ".".join([block, first, key, *rest])
            yield Setting(path, value, number, field.unit or unit)


def _single(resolved: Resolved) -> Iterator[Setting]:
    """Settings that there is one of."""
    numbers, start, measuring = resolved.numbers, resolved.start, resolved.measuring
    yield _number("people.cohort", numbers.cohort, "people")
    yield Setting("start.kind", StartKind(start.kind).name.lower(), None, "")
    yield _number("start.table", len(start.table), "people")
    yield _number("start.relationship", start.relationship, "share")
    yield _number("window.opens", measuring.window.opens, "minutes")
    yield _number("window.closes", measuring.window.closes, "minutes")
    yield _number("measuring.covered_for", measuring.covered_for, "minutes")
    for number, days in enumerate(measuring.gap_days, 1):
        yield _number(f"measuring.gap_days.{number}", days, "days")
    yield _number("measuring.lost_after", measuring.lost_after, "minutes")
    yield _number("measuring.price_year", measuring.price_year or None, "year")
    yield Setting("measuring.currency", measuring.currency, None, "")


def _number(path: str, value: float | None, unit: str) -> Setting:
    return Setting(path, None if value is None else plain_number(value), value, unit)


def _labels(
    resolved: Resolved,
) -> Callable[[Sequence[str], tuple[int, ...]], list[str] | None]:
    """What gives the steps of a path for a position in an array; None for a place not in use."""
    names, numbers = resolved.names, resolved.numbers
    known: dict[str, Sequence[str]] = {
        "group": names.groups,
        "need": names.needs,
        "service": names.services,
        "to": names.services,
        "target": (*names.services, "nowhere"),
        "level": LEVELS,
        "reason": [reason.name.lower() for reason in list(Reason)[:REASONS]],
        "exit": [each.name.lower() for each in BY_RATE],
        "day": [day.lower() for day in WEEKDAYS],
        "team": [names.services[at] for at in numbers.workforce.service.tolist()],
        "stream": names.streams,
        "transition": _transitions(resolved),
    }

    def labels(axes: Sequence[str], position: tuple[int, ...]) -> list[str] | None:
        steps: list[str] = []
        for axis, at in zip(axes, position, strict=True):
            if axis == "state":
                states = names.states[position[axes.index("need")]]
                if at >= len(states):
                    return None
                steps.append(states[at])
            elif axis == "piece" and numbers.arrivals.piece_from[position] == FOREVER:
                return None
            else:
                steps.append(known[axis][at] if axis in known else str(at + 1))
        return steps

    return labels


def _transitions(resolved: Resolved) -> list[str]:
    """Each transition as need, state it leaves, state it leads to, and direction."""
    names, needs = resolved.names, resolved.numbers.needs
    found = [""] * len(needs.target)
    for k, states in enumerate(names.states):
        for x, state in enumerate(states):
            first = int(needs.first[k, x])
            for t in range(first, first + int(needs.moves[k, x])):
                target = states[int(needs.target[t])]
                way = DIRECTIONS[int(needs.direction[t])]
                found[t] = f"{names.needs[k]}.{state}.{target}.{way}"
    return found


def _tellers(
    resolved: Resolved,
) -> Callable[[Field, Any], tuple[str | None, float | None, str]]:
    """What gives the text, the number and the unit of a value."""
    names, laws = resolved.names, resolved.numbers.distributions
    lists = {SERVICE: names.services, GROUP: names.groups, LEVEL: LEVELS}

    def tell(field: Field, value: Any) -> tuple[str | None, float | None, str]:
        what = field.what
        if isinstance(what, type):
            return what(int(value)).name.lower(), float(value), ""
        if what in (LAW, LAW_OF_NUMBER):
            words, unit = law_words(laws, int(value))
            return words, None, unit if what == LAW else ""
        if what == FLAG:
            return ("yes" if value else "no"), float(value), ""
        if what == ATTRIBUTES:
            bits = [word for bit, word in enumerate(names.attributes) if int(value) >> bit & 1]
            return " ".join(bits) or None, None, ""
        if what in lists:
            at = int(value)
            return (None, None, what) if at == MISSING else (lists[what][at], float(at), what)
        return _amount(what, value)

    return tell


def _amount(what: str, value: Any) -> tuple[str | None, float | None, str]:
    unit, number = {ROUTE: "share", COUNT: ""}.get(what, what), float(value)
    if what == MINUTES and number >= FOREVER:
        return NEVER, None, unit
    is_missing = np.issubdtype(value.dtype, np.integer) and number == MISSING
    if is_missing or np.isnan(number):
        return None, None, unit
    if np.isinf(number):
        return "no limit", None, unit
    return plain_number(number), number, unit

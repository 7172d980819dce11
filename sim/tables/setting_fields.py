"""Describe the content of each array of a resolved arm: its axes, kind of value and unit."""

from __future__ import annotations

import enum
from typing import NamedTuple

from sim.columns import (
    A_MINUTE,
    AREA,
    ATTRIBUTES,
    COUNT,
    FLAG,
    GROUP,
    LAW,
    LAW_OF_NUMBER,
    LEVEL,
    MINUTES,
    RATIO,
    ROUTE,
    SERVICE,
    SHARE,
    columns_of,
)
from sim.resolved import MISSING, WHOLE_POST, Services
from sim.units import FOREVER


class Field(NamedTuple):
    """The content of one array of the resolved arm."""

    axes: tuple[str, ...]
    what: str | type[enum.IntEnum]
    unit: str = ""
    off: float | None = None  # where every value is this one, the mechanism is off: not told


_G, _K, _S, _GK = ("group",), ("need",), ("service",), ("group", "need")

FIELDS: dict[str, Field] = {
    "needs.level": Field(("need", "state"), LEVEL),
    "needs.start": Field(("group", "need", "state"), ROUTE),
    "needs.seek_level": Field(_GK, LEVEL),
    "needs.episode_break": Field(_GK, MINUTES),
    "needs.presenting_over": Field(_GK, MINUTES, off=0),
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
    "persons.share": Field(("group_anywhere",), ROUTE),
    "persons.area": Field(("group_anywhere", "area"), ROUTE, off=1.0),
    "persons.attributes": Field(_G, ATTRIBUTES),
    "persons.trust_start": Field(_G, LAW_OF_NUMBER),
    "persons.wants": Field(_G, LAW_OF_NUMBER, off=MISSING),
    "persons.trust_rise": Field(_G, SHARE),
    "persons.trust_fall_stigma": Field(_G, SHARE),
    "persons.trust_fall_refusal": Field(_G, SHARE),
    "persons.trust_fall_ending": Field(_G, SHARE),
    "persons.disengages_below": Field(_G, SHARE),
    "persons.trust_reference": Field(_G, SHARE),
    "persons.relationship_growth": Field(_G, SHARE),
    "persons.relationship_start": Field(_G, SHARE),
    "persons.relationship_reference": Field(_G, SHARE),
    "persons.match_ceiling": Field(_G, LAW_OF_NUMBER, off=MISSING),
    "persons.match_poor_share": Field(_G, SHARE, off=0),
    "persons.match_poor_ceiling": Field(_G, SHARE, off=0),
    "persons.retelling": Field(_G, COUNT, "contacts"),
    "persons.attendance_trust": Field(_G, COUNT, "on the logit"),
    "persons.attendance_relationship": Field(_G, COUNT, "on the logit"),
    "persons.seek_delay": Field(("group", "level"), LAW),
    "persons.seek_trust": Field(_G, COUNT),
    "persons.seek_persists": Field(_G, FLAG, off=0),
    "persons.reseek_delay": Field(_G, LAW),
    "persons.entry": Field((*_GK, "level", "target"), ROUTE),
    "persons.exit_rates": Field(("group", "exit"), A_MINUTE),
    "persons.settled_level": Field(_G, LEVEL, off=MISSING),
    "persons.settled_for": Field(_G, MINUTES, off=0),
    "persons.recurrence": Field(_G, A_MINUTE, off=0),
    "persons.returns_need": Field(_G, COUNT, "place of the need in the file", off=MISSING),
    "persons.returns_state": Field(_G, COUNT, "place in the states of the need", off=MISSING),
    "persons.away_at_start": Field(_G, SHARE, off=0),
    **{
        f"services.{name}": Field(
            ("service", *column.more_axes), column.what, column.unit, column.off
        )
        for name, (_, column) in columns_of(Services).items()
    },
    "workforce.posts": Field(("team",), COUNT, "posts"),
    "workforce.weekly_minutes": Field(("team",), MINUTES, "minutes a week of one post"),
    "workforce.supervision": Field(("team",), MINUTES, "minutes a week of one post", off=0),
    "workforce.caseload": Field(("team",), COUNT, "people"),
    "workforce.load_limit": Field(("team",), COUNT, "thousandths of a weight", off=MISSING),
    "workforce.weights": Field(("team", "level"), COUNT, "thousandths of a weight", off=MISSING),
    "workforce.tenure": Field(("team",), LAW),
    "workforce.vacancy": Field(("team",), LAW),
    "workforce.vacant_at_start": Field(("team",), COUNT, "thousandths of a post", off=0),
    "workforce.vacancy_left": Field(("team",), LAW, off=MISSING),
    "workforce.handover_planned": Field(("team",), FLAG),
    "workforce.handover_minutes": Field(("team",), MINUTES),
    "workforce.handover_notice": Field(("team",), MINUTES, off=0),
    "workforce.handover_share": Field(("team",), SHARE),
    "workforce.keep": Field(("team",), FLAG),
    "workforce.keep_over": Field(("team",), COUNT, "people"),
    "workforce.load_over": Field(("team",), COUNT, "thousandths of a weight", off=MISSING),
    "workforce.choice_after": Field(("team",), COUNT, "contacts", off=MISSING),
    "workforce.choice_below": Field(("team",), SHARE, off=0),
    "workforce.missed_share": Field(("team",), SHARE),
    "workforce.works_on": Field(("team", "day"), FLAG),
    "workforce.day_opens": Field(("team",), MINUTES, "minutes after midnight"),
    "workforce.day_closes": Field(("team",), MINUTES, "minutes after midnight"),
    "workforce.away_spells": Field(("team",), LAW, off=MISSING),
    "workforce.at_work": Field(("team",), COUNT, "mean minutes between absences", off=0),
    "changes.time": Field(("change",), MINUTES),
    "changes.service": Field(("change",), SERVICE),
    "changes.places": Field(("change",), COUNT, "places, or posts"),
    "changes.last_share": Field(("change",), COUNT, "thousandths of a post", off=WHOLE_POST),
    "dated.time": Field(("date",), MINUTES),
    "dated.routes": Field(("date", "service", "group", "reason", "target"), ROUTE),
    "dated.has_crisis_route": Field(("date", "service", "group"), FLAG),
    "dated.stay": Field(("date", "service", "group"), LAW),
    "dated.entry": Field(("date", *_GK, "level", "target"), ROUTE),
    "arrivals.group": Field(("stream",), GROUP),
    "arrivals.area": Field(("stream",), AREA, off=MISSING),
    "arrivals.to": Field(("stream", "area"), SERVICE),
    "arrivals.piece_from": Field(("stream", "piece"), MINUTES),
    "arrivals.piece_rate": Field(("stream", "piece"), A_MINUTE),
    "arrivals.listed": Field(("stream", "arrival"), MINUTES, off=FOREVER),
    "start.room": Field(("beginning",), COUNT, "people"),
    "start.weights": Field(("beginning", "level"), COUNT, "of the room", off=1),
    "start.covers": Field(("beginning", "need"), FLAG),
    "start.level_low": Field(("beginning",), LEVEL),
    "start.level_high": Field(("beginning",), LEVEL),
    "start.excludes": Field(("beginning",), ATTRIBUTES),
    "start.parallel": Field(("beginning",), FLAG),
    "start.residual_stay": Field(("beginning",), LAW),
    "start.residual_by_group": Field(("beginning", "group"), LAW, off=MISSING),
    "start.area": Field(("beginning",), AREA, off=MISSING),
    "start.service_map": Field(("beginning", "area"), SERVICE),
    "measuring.helps": Field(_S, FLAG, off=1),
    "measuring.wanted": Field(("level",), COUNT, "minutes a week", off=0),
    "measuring.contact_cost": Field(_S, COUNT, "money"),
    "measuring.place_day_cost": Field(_S, COUNT, "money"),
    "measuring.post_year_cost": Field(_S, COUNT, "money"),
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
    "workforce.closed": "the bank holidays of the scenario file",
    "workforce.name": "a key of draws",
    "dated.what": "in rows of the log",
    "measuring.in_windows": "the windows of targets, in the names of measures",
    "measuring.asked": "the measures that are there",
    "arrivals.name": "a key of draws",
    "start.name": "a key of draws",
    "start.table": "the people and events of minute 0",
}
"""Parts of a resolved arm that are not listed as settings, and where they can be found."""

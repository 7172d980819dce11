"""How long people stay in care, from their first contact on."""

from __future__ import annotations

import numpy as np

from sim.laws import Flags
from sim.measures.recorded.tables import NEVER, Closed
from sim.records.estimating.courses import OVER, in_days
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.laws import law_of
from sim.records.estimating.place import Place


def stay(place: Place, by_missed: bool) -> Estimate | Untold:
    """Return the law of stays.

    It begins with the first contact. Ending by missed contacts, asking
    to leave, moving, death and silence censor it. Where no number of missed contacts ends care in
    the model (`by_missed`), endings by them end a stay like others.
    """
    if not place.shows_care:
        return place.untold("stay", place.SHOWS_NO_CARE)
    durations = _in_hospital(place) if place.is_continuous else _in_care(place, by_missed)
    if not durations.exit.size:
        return place.untold("stay", "Nobody is known to have been in care in this time.")
    law = law_of(durations)
    if law is None:
        why = "Nobody's care ran its course in this time."
        return place.untold("stay", why, durations.people)
    note = (
        "From the first contact. People in care when the time began enter with "
        "the length they had by then; other ways of ending and the last day cut stays off."
    )
    return place.told_law("stay", law, durations.people, note)


def runs_its_course(place: Place, by_missed: bool) -> Flags:
    """Return which referrals of a service end a stay of the model, if care had begun."""
    courses = place.courses
    reasons = OVER if by_missed else (*OVER, Closed.NOT_ATTENDING)
    return courses.closed & np.isin(courses.why, reasons)


def _in_care(place: Place, by_missed: bool) -> Durations:
    courses = place.courses
    known = courses.known & np.isfinite(courses.begun)
    span = Span(
        courses.begun[known],
        courses.ended[known],
        runs_its_course(place, by_missed)[known],
        courses.person[known],
    )
    return seen(span, place.records.opens, place.records.closes, place.recorded.timed)


def _in_hospital(place: Place) -> Durations:
    """Return stays day and night; a death cuts them off."""
    table, timed = place.recorded.stays, place.recorded.timed
    own = table.service == place.service
    end = in_days(table.end[own], timed)
    died = in_days(place.recorded.people.died[table.person[own]], timed)
    event = (table.end[own] != NEVER) & (died > end)
    span = Span(in_days(table.start[own], timed), np.minimum(end, died), event, table.person[own])
    return seen(span, place.records.opens, place.records.closes, timed)

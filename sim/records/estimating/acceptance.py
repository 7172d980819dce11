"""The share of people referred who are accepted, and how long it takes to decide."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws import Flags
from sim.records.estimating.courses import OVER
from sim.records.estimating.durations import AT_ONCE, Span, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.laws import FEWEST, law_of
from sim.records.estimating.place import Place
from sim.records.estimating.shares import share_of

DATED = 0.8
"""Of the referrals accepted, this share must say when, or the time until then is not told."""
LATE = 0.95
"""Of rejections: one that would come later than this share of them is not waited for."""


def acceptance(place: Place) -> Iterator[Estimate | Untold]:
    """Yield the share accepted of those decided on, and the law of the time until then."""
    courses = place.courses
    accepted = _accepted(place)
    rejected = np.isfinite(courses.rejected)
    decided = place.inside(courses.received) & (accepted | rejected) & _waited(place)
    if not decided.any():
        yield place.untold("acceptance", "No referral of this time was accepted or rejected.")
    else:
        share = share_of(accepted[decided], courses.person[decided])
        note = "Accepted ÷ (accepted + rejected), of the referrals received in this time."
        if not says_when(place):
            note += " Dates of acceptance are not recorded: who was not rejected was accepted."
        yield place.told_share("acceptance", share, note)
    yield _decision(place)


def says_when(place: Place) -> bool:
    """Return whether the records say when referrals were accepted."""
    courses = place.courses
    over = courses.closed & np.isin(courses.why, OVER)
    sure = (np.isfinite(courses.begun) | over) & ~np.isfinite(courses.rejected)
    sure &= place.inside(courses.received)
    return bool(sure.any()) and float(np.isfinite(courses.decided[sure]).mean()) >= DATED


def _accepted(place: Place) -> Flags:
    """Return which referrals are known to have been accepted; without dates, all not rejected."""
    courses = place.courses
    open_ = ~np.isfinite(courses.rejected)
    if says_when(place):
        return open_ & (np.isfinite(courses.decided) | np.isfinite(courses.begun))
    return open_


def _waited(place: Place) -> Flags:
    """Return which referrals were decided on, if no decision takes longer than most rejections."""
    courses = place.courses
    if says_when(place):
        return np.ones(courses.received.shape, np.bool_)
    took = (courses.rejected - courses.received)[np.isfinite(courses.rejected)]
    longest = float(np.quantile(took, LATE)) if took.size else 0.0
    return np.asarray(courses.received + longest < place.records.closes)


def _decision(place: Place) -> Estimate | Untold:
    """Return the law of the time from referral to decision."""
    courses, item = place.courses, "decision wait"
    if not says_when(place):
        why = "The records do not say when referrals were accepted."
        return place.untold(item, why)
    told = np.isfinite(courses.decided) | ~np.isfinite(
        courses.begun
    )  # else it was not written down
    event = np.isfinite(courses.decided)
    span = Span(
        courses.received[told],
        np.minimum(courses.decided, courses.ended)[told],
        event[told],
        courses.person[told],
    )
    durations = seen(span, place.records.opens, place.records.closes, place.recorded.timed)
    law = law_of(durations)
    if law is None:
        return place.untold(item, "Nothing was decided in this time.", durations.people)
    if law.mean < AT_ONCE and durations.people >= FEWEST:
        why = "Referrals are decided on at once: within an hour, or on the same day."
        return place.untold(item, why, durations.people)
    note = "From the referral until it was accepted or rejected."
    return place.told_law(item, law, durations.people, note)

"""Compute the contact hours that arms lose while they are phased in after the change of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sim.errors import listed
from sim.network.workforce import posts_of
from sim.resolved import Resolved
from sim.rules.budget import NO_PHASE_IN, days_worked, minutes_of_week
from sim.rules.wanted import MILLION
from sim.units import DAY, HOUR, WEEK

NO_PHASE_IN_WORDS = (
    "No time is allowed for getting used to new ways of working: all contact hours can be used "
    "from the change on."
)

Called = Callable[[str], str]


class PhasedIn(NamedTuple):
    """The phase-in of one arm, as far as it lies within the run."""

    minutes: int
    share: float  # of the contact hours that can be used at first
    lost: Mapping[str, float]  # hours by service, with every post filled

    @property
    def hours(self) -> float:
        """The lost hours of all services together."""
        return sum(self.lost.values())


def phased_in(resolved: Resolved) -> PhasedIn | None:
    """Return the phase-in of an arm and the hours it loses; None if it has no phase-in."""
    change = resolved.change
    if change is None or change.phase_over == NO_PHASE_IN:
        return None
    teams = resolved.numbers.workforce
    lost = {
        resolved.names.services[service]: _lost(resolved, team, service) / HOUR
        for team, service in enumerate(teams.service.tolist())
    }
    return PhasedIn(
        change.phase_over,
        change.phase_share / MILLION,
        {name: hours for name, hours in lost.items() if hours > 0},
    )


def _lost(resolved: Resolved, team: int, service: int) -> float:
    """Return the contact minutes that the posts of a team lose in the phase-in.

    A week may be cut by the change of rules or by the end of the run, or posts may change in it.
    Each working day then counts with its share of the week.
    """
    change, closes = resolved.change, resolved.numbers.closes
    assert change is not None
    teams = resolved.numbers.workforce
    weekly, works_on = int(teams.weekly_minutes[team]), teams.works_on[team]
    days = int(days_worked(0, 6, works_on))
    offset = resolved.calendar.since_monday  # from here on, all is counted from a Monday
    begins, over, ends = change.time + offset, change.phase_over, closes + offset
    lost = 0.0
    for monday in range(begins // WEEK * WEEK, min(begins + over + WEEK, ends), WEEK):
        left = int(minutes_of_week(weekly, monday, begins, over, change.phase_share))
        for day in range(max(monday, begins) // DAY, min(monday + WEEK, ends) // DAY):
            if works_on[day % 7]:
                posts = _posts_at(resolved, service, day * DAY - offset)
                lost += (weekly - left) / days * posts
    return lost


def _posts_at(resolved: Resolved, service: int, minute: int) -> float:
    """Return how many posts a service has at a minute after the change."""
    changes, services = resolved.numbers.changes, resolved.numbers.services
    posts = posts_of(int(services.places[service]), int(services.last_share[service]))
    for time, where, number, last_share in zip(*changes, strict=True):
        if where == service and time <= minute:
            posts = posts_of(int(number), int(last_share))
    return posts


def phase_in_words(
    arms: Mapping[str, Resolved],
    label: Callable[[str], str] = str,
    name: Callable[[str], str] = str,
) -> list[str]:
    """Return sentences on how contact hours rise after the change, and how many hours are lost.

    Parameters
    ----------
    label, name
        Functions from the name of an arm or a service to the words for it.

    Returns
    -------
    list of str
        Empty if the rules never change. One sentence if no arm is phased in. Otherwise one
        sentence for each arm that is phased in, and a note.
    """
    if all(resolved.change is None for resolved in arms.values()):
        return []
    found = {arm: phased_in(resolved) for arm, resolved in arms.items()}
    said = [_said(label(arm), each, name) for arm, each in found.items() if each is not None]
    if not said:
        return [NO_PHASE_IN_WORDS]
    return [*said, "Staff hours of the arms are compared without this."]


def _said(arm: str, each: PhasedIn, name: Called) -> str:
    shares = listed([f"{name(service)} {hours:,.0f}" for service, hours in each.lost.items()], 40)
    parts = f" ({shares})" if len(each.lost) > 1 else ""
    share = "none" if each.share == 0 else f"{100 * each.share:.3g} %"
    return (
        f"{arm}: in the first {each.minutes / WEEK:.3g} weeks after the change, contact hours rise "
        f"evenly from {share} to all of them. With every post filled, {each.hours:,.0f} hours are "
        f"lost{parts}."
    )

"""Show staff on the first page: whether arms have equal staff, and where contacts come late."""

from __future__ import annotations

import math

from sim.measures.words.form import of_service
from sim.measures.words.service import (
    IN_SERVICE,
    SLIPPED_CONTACTS,
    STAFF_HOURS,
    UTILISATION,
    VACANCY_SHARE,
)
from sim.network.hours import contact_hours_of_posts
from sim.network.person_hours import person_hours
from sim.network.phase_in import phase_in_words
from sim.network.staff_words import staff_words
from sim.network.workforce import Resource, ResourceKind, WorkforceCheck, present_share
from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.view import View, quoted
from sim.report.wording import counted, interval, listed, number, percent

SLIPS = 0.05
"""If at least this share of a service's contacts is late, the first page shows its hours."""
LATE = "Services whose contacts came late"
COLUMNS = [
    "Service",
    "Way of care",
    "Late contacts",
    "People there",
    "Hours a week needed",
    "Hours a week there",
    "Used of these",
]
HOW_TO_READ = (
    "Contacts of these services came late: more than a day after they were due. Days on which "
    "nobody works count. Needed are the contact hours that the people there wanted, by how often "
    "they were to be seen; there are those left after vacancies."
)
WAYS = ("way of care", "ways of care")


def staffing_section(view: View) -> Section:
    """Return the section on staff whose time is short or phased in; else it has no blocks."""
    named = view.service_labels.__getitem__
    phased = phase_in_words(view.study.resolved, view.label, named)
    blocks: list[Block] = [Paragraphs([words]) for words in phased]
    late = [row for service in view.service_labels for row in late_rows(view, service)]
    if late:
        blocks += [Paragraphs([HOW_TO_READ]), Table(LATE, COLUMNS, late, (1,))]
    return Section("staff", "Staff and their time", blocks)


def staff_short(view: View) -> list[str]:
    """Return a paragraph on whether arms have the same staff; none if they are said not to.

    Then the figures stand above the answer, with their reason. Hours that move between services
    are listed; whether places are the same stands in the chapter on staff.
    """
    check = labelled(view)
    if check.problems or not view.others:
        return []
    moved = f"{listed([_moved(view, each) for each in check.moved])}." if check.moved else ""
    said = staff_words(check, view.label, WAYS)[:1]
    return [" ".join([each.words, moved]).strip() for each in said]


def late_most(view: View) -> str:
    """Return a sentence on the service whose contacts come late most; "" if none do."""
    found = {
        service: max(shares.values())
        for service in view.service_labels
        if (shares := late_shares(view, service))
    }
    if not found:
        return ""
    worst = max(found, key=lambda each: found[each])
    others = counted(len(found) - 1, "more service") if len(found) > 1 else ""
    return (
        f"Up to {percent(found[worst])} of contacts at {view.service_labels[worst]} came more than "
        f"a day late{f', and contacts came late at {others}' if others else ''}: the chapter on "
        "staff has the hours."
    )


def _moved(view: View, resource: Resource) -> str:
    """Return the hours of a team, and those that it has in arms in which they are others."""
    usual = number(resource.amounts[view.baseline])
    others = [
        f"{number(amount)} with {quoted(view.label(arm))}"
        for arm, amount in resource.amounts.items()
        if number(amount) != usual
    ]
    return f"{resource.name.removeprefix('Staff: ')} {usual} ({listed(others)})"


def labelled(view: View) -> WorkforceCheck:
    """Return the comparison of staff and places, with each service named by its label."""
    check = view.study.workforce

    def named(resource: Resource) -> Resource:
        if resource.kind is not ResourceKind.PLACES:
            return resource
        label = view.service_labels.get(resource.key, resource.key)
        return resource._replace(key=label, name=f"Places: {label}")

    return check._replace(
        resources=tuple(map(named, check.resources)), unequal=tuple(map(named, check.unequal))
    )


def unequal_words(view: View) -> list[str]:
    """Return sentences on unequal arms and the reason for them. Every result must show these."""
    check = labelled(view)
    if not check.problems:
        return []
    figures = " ".join(check.problems_in(view.label))
    words = "Take care: the ways of care do not have the same staff or places."
    return [f"{words} {figures}", f"The reason: {check.reason}"]


def late_shares(view: View, service: str) -> dict[str, float]:
    """Return the share of late contacts at a service, for each arm in which it is large enough."""
    if not view.has(of_service(STAFF_HOURS, service)):
        return {}
    shares = zip(view.arms, view.means(of_service(SLIPPED_CONTACTS, service)), strict=True)
    return {arm: share for arm, share in shares if math.isfinite(share) and share >= SLIPS}


def late_rows(view: View, service: str) -> list[list[str]]:
    """Return the table rows of a service: one for each arm in which its contacts come late."""
    return [
        [
            view.service_labels[service],
            view.label(arm) if view.others else "",  # an empty column is left out
            percent(share),
            number(view.means(of_service(IN_SERVICE, service))[view.arms.index(arm)]),
            hours_needed(view, arm, service),
            number(after_vacancies(view, arm, service)),
            percent(view.means(of_service(UTILISATION, service))[view.arms.index(arm)]),
        ]
        for arm, share in late_shares(view, service).items()
    ]


def late_words(view: View) -> str:
    """Return a sentence that names the services whose contacts come late; "" if there are none."""
    found = []
    for service, label in view.service_labels.items():
        shares = late_shares(view, service).values()
        if shares:
            low, high = percent(min(shares)), percent(max(shares))
            found.append(f"{label} {high if low == high else f'{low} to {high}'}")
    if not found:
        return ""
    return (
        f"Contacts more than a day late: {listed(found)}. The report has the hours that were "
        "needed and those that were there."
    )


def hours_needed(view: View, arm: str, service: str) -> str:
    """Return the contact hours a week that the people in a service want.

    Return "" if they have no upper bound.
    """
    resolved = view.study.resolved[arm]
    if service not in resolved.names.services:
        return ""
    people = view.means(of_service(IN_SERVICE, service))[view.arms.index(arm)]
    row = resolved.names.services.index(service)
    low, high = (people * each for each in person_hours(resolved, row).a_week)
    if not math.isfinite(high):
        return ""
    return number(low) if number(low) == number(high) else interval(low, high)


def after_vacancies(view: View, arm: str, service: str) -> float:
    """Return the contact hours a week of those of a service's posts that were filled."""
    resolved = view.study.resolved[arm]
    names = resolved.names.services
    offered = 0.0
    if service in names:
        row = names.index(service)
        offered = contact_hours_of_posts(resolved, row) * present_share(resolved, row)
    return offered * (1 - view.means(of_service(VACANCY_SHARE, service))[view.arms.index(arm)])

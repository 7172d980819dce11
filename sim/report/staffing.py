"""Staff on the first page: whether it is the same, and which services' contacts come late."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.network.diaries import together_words
from sim.network.person_hours import person_hours
from sim.network.staff_words import staff_words
from sim.network.workforce import Resource, ResourceKind, WorkforceCheck
from sim.report.blocks import Block, Bullets, Paragraphs, Section
from sim.report.view import View
from sim.report.wording import interval, listed, number, percent

SLIPS = 0.05
"""From this share of late contacts on, a service's hours are told on the first page."""
WAYS = ("way of care", "ways of care")


def staffing_section(view: View) -> Section:
    """Staff as the first page tells it; without any block where there is nothing to say."""
    blocks: list[Block] = []
    check = labelled(view)
    if not check.problems:  # else they stand above the answer, with their reason
        said = [(each.words, *each.figures) for each in staff_words(check, view.label, WAYS)]
        blocks += [Paragraphs([" ".join(each)]) for each in said]
    late = [words for service in view.service_labels for words in slipping(view, service)]
    if late:
        blocks.append(
            Paragraphs(
                [
                    "Contacts of these services came late: more than a day after they were due. "
                    "Days on which nobody works count."
                ]
            )
        )
        blocks.append(Bullets(late))
    several = at_once(view)
    if several:
        blocks.append(
            Paragraphs(
                [
                    "The model lets one worker be with several people in the same minute, so a "
                    "little more is done than staff could do. It can happen because "
                    f"{listed(several)}."
                ],
                "quiet",
            )
        )
    return Section("staff", "Staff and their time", blocks)


def labelled(view: View) -> WorkforceCheck:
    """The check of the arms, with kinds of places called by the label of their service."""
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
    """What has to stand on every result of arms that have not the same, and the reason for it."""
    check = labelled(view)
    if not check.problems:
        return []
    figures = " ".join(check.problems_in(view.label))
    words = "Take care: the ways of care do not have the same staff or places."
    return [f"{words} {figures}", f"The reason: {check.reason}"]


def slipping(view: View, service: str) -> Iterator[str]:
    """What a run shows of a service whose contacts come late: hours wanted, there and used."""
    if not view.has(f"staff_hours.{service}"):
        return
    late = view.means(f"slipped_contacts.{service}")
    one = len(view.arms) == 1
    parts = [
        f"{'' if one else f'with “{view.label(arm)}” '}{percent(share)} of contacts came late "
        f"({hours(view, arm, service)})"
        for arm, share in zip(view.arms, late, strict=True)
        if math.isfinite(share) and share >= SLIPS
    ]
    if parts:
        yield f"{view.service_labels[service]}: {'; '.join(parts)}."


def hours(view: View, arm: str, service: str) -> str:
    """Hours a week that the people who were there wanted, that there were, and that were used."""
    place = view.arms.index(arm)
    there = f"{number(after_vacancies(view, arm, service))} are there after vacancies"
    used = percent(view.means(f"utilisation.{service}")[place])
    people = number(view.means(f"in_service.{service}")[place])
    needed = hours_needed(view, arm, service)
    if not needed:
        return f"of its contact hours a week {there}, and {used} of these were used"
    return (
        f"its {people} people need about {needed} contact hours a week, {there}, and {used} of "
        "these were used"
    )


def hours_needed(view: View, arm: str, service: str) -> str:
    """Contact hours a week that the people in a service want, by its intervals; "" if unbounded."""
    resolved = view.study.resolved[arm]
    if service not in resolved.names.services:
        return ""
    people = view.means(f"in_service.{service}")[view.arms.index(arm)]
    row = resolved.names.services.index(service)
    low, high = (people * each for each in person_hours(resolved, row).a_week)
    if not math.isfinite(high):
        return ""
    return number(low) if number(low) == number(high) else interval(low, high)


def after_vacancies(view: View, arm: str, service: str) -> float:
    """Contact hours a week of a service's posts that were filled."""
    teams = view.study.workforce.of(ResourceKind.TEAM)
    offered = next(each.amounts.get(arm, 0.0) for each in teams if each.key == service)
    return offered * (1 - view.means(f"vacancy_share.{service}")[view.arms.index(arm)])


def at_once(view: View) -> list[str]:
    """Why workers may be with several people at a time, in any arm."""
    found: dict[str, None] = {}
    for arm in view.arms:
        resolved = view.study.resolved[arm]
        reasons = together_words(resolved, resolved.names.service_labels)
        found |= dict.fromkeys(each.replace(": ", " (", 1) + ")" for each in reasons)
    return list(found)

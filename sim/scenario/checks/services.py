"""Find settings of a service that contradict each other or lack another setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.endings import RULES
from sim.errors import Fault
from sim.scenario.areas import handoff_key, meant_by, own_services
from sim.scenario.checks.checked import Checked
from sim.scenario.people import NOWHERE
from sim.scenario.services import Service
from sim.scenario.workforce import Weighted


def service_faults(checked: Checked) -> Iterator[Fault]:
    """Find settings of a service that contradict each other or lack another setting."""
    if not checked.names("services"):
        yield from checked.fault(
            ("services",), "There is no service.", "A scenario has at least one."
        )
    for name, service in checked.document.services.items():
        yield from _capacity(checked, name, service)
        yield from _keep_over(checked, name, service)
        yield from _endings(checked, name, service)
        yield from _handoffs(checked, name, service)
        yield from _costs(checked, name, service)
        yield from _as_wanted(checked, name, service)
        yield from _bank_holidays(checked, name, service)
        yield from _planning(checked, name, service)
        yield from _seen_by(checked, name, service)


def _seen_by(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find a pool of staff at a service that has workers, or that has no contacts."""
    if service.seen_by is None:
        return
    here = ("services", name, "seen_by")
    if service.workers is not None:
        yield from checked.fault(
            here,
            "The service has `workers` and `seen_by`.",
            "Workers see the people of their own caseload; a pool is for services without.",
            "Take one of the two out.",
        )
    if not checked.has(("services", name, "contacts")):
        yield from checked.fault(
            here,
            "It says who holds the contacts, but the service has none.",
            "Describe them under `contacts`, or take this out.",
        )


def vacant_post_faults(checked: Checked) -> Iterator[Fault]:
    """Find more vacant posts at the start than there are, and vacant posts that are never empty.

    It is for the scenario itself. An arm may cut posts of which some are vacant at the start.
    """
    for name, service in checked.document.services.items():
        workers = service.workers
        if workers is None or workers.vacant_at_start.value == 0:
            continue
        here = ("services", name, "workers", "vacant_at_start")
        if workers.vacant_at_start.value > workers.posts.value:
            yield from checked.fault(
                here,
                f"More posts are vacant at the start ({workers.vacant_at_start.written}) than "
                f"there are ({workers.posts.written}).",
                "From 0 to the number of `posts`.",
                "Write how many of the posts have nobody in them when the run begins.",
            )
        elif workers.vacancy.is_zero and not checked.doubtful("services", name, "workers"):
            yield from checked.fault(
                here,
                "Posts are vacant at the start, but by `vacancy` a post is empty for 0 days.",
                "",
                "Say how long a post stays empty, such as `vacancy: {exponential: {mean: 12 "
                "weeks}}`, or take this out.",
            )


def _as_wanted(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find contacts that follow what each person wants although all people want the same."""
    follows = service.contacts is not None and service.contacts.as_wanted
    if follows and not checked.has(("measures", "wanted", "person")):
        yield from checked.fault(
            ("services", name, "contacts", "as_wanted"),
            "Contacts follow how much help each person wants, but all people want the same.",
            "How people differ in that stands under `measures.wanted.person`.",
            "Write `person: {lognormal: {mean: 1, sd: 0.5}}` there, or take this out.",
        )


def _planning(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find plans that nobody can make, because the service lacks workers or contacts."""
    here = ("services", name)
    lacking = [key for key in ("workers", "contacts") if not checked.has((*here, key))]
    if service.plan is not None and lacking:
        what = " and ".join(f"`{key}`" for key in lacking)
        yield from checked.fault(
            (*here, "plan"),
            f"People make plans here in contacts with a worker, but the service has no {what}.",
            f"Describe {what}, or take this out.",
        )


def _bank_holidays(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find bank holidays in a run without dates."""
    closed = service.workers is not None and service.workers.bank_holidays
    undated = checked.document.run.begins is None and not checked.doubtful("run")
    if closed and undated:
        yield from checked.fault(
            ("services", name, "workers", "bank_holidays"),
            "These are dates, but the run has none.",
            "Write the date of minute 0, such as `run: {begins: 2027-04-01}`.",
        )


def _capacity(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    if service.workers is not None and service.capacity is not None:
        yield from checked.fault(
            ("services", name, "capacity"),
            "The service has `workers` and `capacity`.",
            "With workers, their caseloads are the capacity.",
            "Take one of the two out.",
        )
    doubtful = checked.doubtful("services", name)
    if service.accepts.list_shorter_than is not None and not service.limited and not doubtful:
        yield from checked.fault(
            ("services", name, "accepts", "list_shorter_than"),
            "The waiting list is limited, but the service is not: nobody waits for it.",
            "Give the service `capacity` or `workers`, or take this out.",
        )


def _keep_over(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find a `keep.over` that is not a whole number although the caseload counts people."""
    workers = service.workers
    keep = workers.assignment.keep if workers is not None else None
    if workers is None or keep is None or isinstance(workers.caseload, Weighted):
        return
    if not isinstance(keep.over.value, int):
        yield from checked.fault(
            ("services", name, "workers", "assignment", "keep", "over"),
            f"{keep.over.written} people is no whole number, and the caseload counts people.",
            "Write a whole number, or give the caseload `limit` and `weights`.",
        )


def _endings(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    here = ("services", name, "ends")
    for key in (rule.key for rule in RULES.values() if rule.at_contacts):
        steps = key.split(".")
        value: Any = service.ends
        for step in steps:
            value = None if value is None else getattr(value, step)
        if value is not None and not checked.has((*here[:2], "contacts")):
            yield from checked.fault(
                (*here, *steps),
                "A spell ends here after contacts, but the service has none.",
                "Describe them under `contacts`, or take this out.",
            )
    if service.ends.outreach and not checked.has((*here, "missed")):
        yield from checked.fault(
            (*here, "outreach"),
            "Outreach comes after a number of missed contacts, and none is given.",
            "Write `missed: 3`, for example.",
        )


def _handoffs(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find handoffs that need settings that this service or the next service lacks."""
    here = ("services", name)
    others = checked.document.services
    own = own_services(others)
    rows = (row for _, _, row in service.all_routes())
    routed = {target for row in rows for target in row if target != NOWHERE}
    targets = {each for target in routed for each in meant_by(own, target)}
    kinds = {
        target: service.handoff[handoff_key(others, service, target)]
        for target in sorted(targets)
        if target in others
    }
    named = {
        each: kind
        for target, kind in service.handoff.items()
        for each in meant_by(own, target)
        if each in others
    }
    if "warm" in service.handoff.values() and not checked.has((*here, "warm")):
        yield from checked.fault(
            (*here, "handoff"),
            "A warm handoff is not described.",
            "It needs a limit, after which it ends although nobody has taken over.",
            "Add `warm: {limit: 8 weeks}` to the service.",
        )
    yield from _without_common_hours(checked, name, service, kinds)
    for target, kind in (kinds | named).items():
        if kind == "consult" and not checked.has(("services", target, "advice")):
            key = handoff_key(others, service, target)
            yield from checked.fault(
                (*here, "handoff", key),
                f"`{target}` is consulted here, but says nothing about its advice.",
                f"Add `advice: {{length: 60 minutes, lasts: 12 weeks}}` to `services.{target}`.",
            )


def _without_common_hours(
    checked: Checked, name: str, service: Service, kinds: Mapping[str, str]
) -> Iterator[Fault]:
    """Find joint work of two workers who are never at work in the same minute."""
    services = checked.document.services
    for target, kind in kinds.items():
        workers, others = service.workers, services[target].workers
        advice = services[target].advice
        for_two = (kind == "warm" and services[target].contacts is not None) or (
            kind == "consult" and advice is not None and advice.length.minutes > 0
        )
        if workers is None or others is None or not for_two:
            continue
        if not workers.working_hours.meet(others.working_hours):
            what = "joint contact" if kind == "warm" else "advice"
            yield from checked.fault(
                ("services", name, "handoff", handoff_key(services, service, target)),
                f"Workers of `{name}` and of `{target}` are never at work at the same time, "
                f"so they have no time for {what}.",
                "Both need some `working_hours` in common.",
            )


def _costs(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Find prices without a year, and a price of posts at a service that has none."""
    posts = service.workers is not None or checked.has(("services", name, "workers"))
    if service.costs.post_year is not None and not posts:
        yield from checked.fault(
            ("services", name, "costs", "post_year"),
            "There is a price for posts, but the service has none.",
            "Posts stand under `workers`.",
            "Price its contacts (`contact`) or its place-days (`place_day`) instead.",
        )
    if service.costs.given and not checked.has(("price_year",)):
        yield from checked.fault(
            ("services", name, "costs"),
            "There are costs, but not the year of their prices.",
            "Add `price_year: 2023`, for example, to the file.",
        )

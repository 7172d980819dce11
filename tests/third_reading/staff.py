"""Places and workers: how much of them there was, and how much of it was used."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from sim.events import EventKind
from sim.resolved import Capacity
from sim.units import HOUR, WEEK, YEAR
from tests.third_reading.activity import worker_times
from tests.third_reading.arm import Arm, Measured, ratio, working_minutes
from tests.third_reading.history import CONTACTS, History, Person, Spell
from tests.third_reading.times import Course, Times, union
from tests.third_reading.unmet import open_times

E = EventKind


def capacity(arm: Arm, past: History, service: int) -> Course:
    """Places or posts offered over time, and how many thousandths of a post the last one is."""
    services = arm.resolved.numbers.services
    changes = [(0, (int(services.places[service]), int(services.last_share[service])))]
    changes += [
        (row.time, (row.detail, row.length or 1_000))
        for row in past.rows
        if row.event == E.CAPACITY_CHANGED and row.service == service
    ]
    return Course(changes, arm.closes)


def thousandths_of(offer: tuple[int, int]) -> int:
    """How many places or posts these are, in thousandths."""
    places, last = offer
    return 1_000 * (places - 1) + last if places else 0


def offered_within(arm: Arm, offers: Course, minutes: Callable[[Times], int]) -> int:
    """Thousandths of places or posts times minutes, of those of the window that count."""
    different = {offer for _, offer in offers.changes}
    return sum(
        thousandths_of(offer) * minutes(offers.at(offer) & arm.window) for offer in different
    )


def held_times(spell: Spell, person: Person) -> Times:
    """When a spell takes a place: while it is open, and while it is held after the ending."""
    if spell.started is None:
        return Times()
    over = spell.freed or spell.ended
    return Times.of([(spell.started.time, over.time if over else person.leaves)])


def posts_filled(arm: Arm, past: History, service: int) -> list[tuple[Times, int]]:
    """When each worker of a service was in post in the window, and in thousandths of one."""
    began = [row for row in past.rows if row.event == E.WORKER_STARTED and row.service == service]
    left = {row.worker: row.time for row in past.rows if row.event == E.WORKER_LEFT}
    offers = capacity(arm, past, service)
    found = []
    for row in began:
        there = Times.of([(row.time, left.get(row.worker, arm.closes))]) & arm.window
        parts = {last for _, (posts, last) in offers.changes if posts == row.detail + 1}
        whole = there
        for part in sorted(parts):
            times = there & offers.at((row.detail + 1, part))
            found.append((times, part))
            whole = whole - times
        found.append((whole, 1_000))
    return found


def minutes_used(arm: Arm, past: History) -> Counter[int]:
    """Worker time in the window, by the service whose worker it was."""
    used: Counter[int] = Counter()
    for row in past.rows:
        if row.time < arm.opens:
            continue
        workers = []
        if row.event in (*CONTACTS, E.ADVISED):
            workers = [row.worker, row.other_worker]
        elif row.event == E.HANDOVER:
            workers = [row.worker, row.other_worker] if row.detail == 1 else [row.worker]
        for worker in workers:
            if worker >= 0:
                used[past.service_of_worker[worker]] += row.minutes
    return used


def people_there(arm: Arm, past: History, service: int) -> Counter[int]:
    """For each minute of the window in which the number in open spells changes: the change."""
    changes: Counter[int] = Counter({arm.opens: 0})
    for person in past.people:
        for spell in person.spells.values():
            if spell.service == service:
                for begins, ends in (open_times(spell, person) & arm.window).stretches:
                    changes[begins] += 1
                    changes[ends] -= 1
    return changes


def with_people(arm: Arm, past: History, service: int) -> Course:
    """How many people are in open spells, over the window."""
    total, course = 0, []
    for minute, change in sorted(people_there(arm, past, service).items()):
        total += change
        course.append((minute, total))
    return Course(course, arm.closes)


def full_times(arm: Arm, past: History, service: int) -> Times:
    """When there are places, and at least as many people."""
    people, offers = with_people(arm, past, service), capacity(arm, past, service)
    numbers = {number for _, number in people.changes}
    return union(
        offers.at((places, last)) & people.at(number) & arm.window
        for places, last in {offer for _, offer in offers.changes}
        for number in numbers
        if 0 < places <= number
    )


def _occupancy(arm: Arm, past: History, service: int, name: str) -> Measured:
    people = with_people(arm, past, service)
    minutes = {number: (people.at(number) & arm.window).minutes for _, number in people.changes}
    found: Measured = {}
    for word, percent in (("median", 50), ("p75", 75), ("p90", 90), ("p95", 95), ("p99", 99)):
        so_far, least = 0, math.nan
        for number in sorted(minutes):
            so_far += minutes[number]
            if 100 * so_far >= percent * arm.window.minutes and minutes[number]:
                least = float(number)
                break
        found[f"in_service.{name}.{word}"] = (least, "people")
    if arm.resolved.numbers.services.capacity[service] == Capacity.PLACES:
        offers = capacity(arm, past, service)
        there = sum(
            (offers.at(offer) & arm.window).minutes
            for offer in {each for _, each in offers.changes}
            if offer[0]
        )
        full = full_times(arm, past, service).minutes
        found[f"full_share.{name}"] = (ratio(full, there), "share")
    return found


def staff(arm: Arm, past: History) -> Measured:
    """Utilisation of places; and of workers, with their load, hours and vacancies."""
    found: Measured = {}
    for service, name in enumerate(arm.resolved.names.services):
        found |= _occupancy(arm, past, service, name)
        if arm.resolved.numbers.services.capacity[service] == Capacity.PLACES:
            taken = sum(
                (held_times(spell, person) & arm.window).minutes
                for person in past.people
                for spell in person.spells.values()
                if spell.service == service
            )
            offers = capacity(arm, past, service)
            offered = offered_within(arm, offers, lambda times: times.minutes)
            found[f"utilisation.{name}"] = (ratio(1_000 * taken, offered), "share")
    return found | _workers(arm, past)


def weight_of(spell: Spell, person: Person, arm: Arm) -> int:
    """What a spell weighs in its worker's caseload, times minutes of the window."""
    there = worker_times(spell, person, has_one=True) & arm.window
    weights = [(row.time, row.detail) for row in spell.rows if row.event == E.WEIGHED]
    until = [*(time for time, _ in weights[1:]), person.leaves][: len(weights)]
    return sum(
        weight * (Times.of([(since, end)]) & there).minutes
        for (since, weight), end in zip(weights, until, strict=True)
    )


def _workers(arm: Arm, past: History) -> Measured:
    teams = arm.resolved.numbers.workforce
    used = minutes_used(arm, past)
    found: Measured = {}
    hours = on_caseload = in_post = posts_filled_mean = posts_mean = 0.0
    for team, service in enumerate(teams.service.tolist()):
        of_team = _Team(arm, past, team, service)
        name = arm.resolved.names.services[service]
        week = of_team.week
        of_week = int(teams.weekly_minutes[team])
        in_year = ratio(used[service] / HOUR * week * YEAR / WEEK, of_team.worked)
        found |= {
            f"utilisation.{name}": (
                ratio(1_000 * used[service] * week, of_team.filled * of_week),
                "share",
            ),
            f"caseload.{name}": (
                ratio(1_000 * of_team.with_worker, of_team.in_post),
                "people per worker",
            ),
            f"staff_hours.{name}": (in_year, "hours per year"),
            f"vacancy_share.{name}": (1 - ratio(of_team.filled, of_team.offered), "share"),
        }
        if arm.weighs(service):
            weight = ratio(of_team.weight, of_team.in_post)
            found[f"caseload_weight.{name}"] = (weight, "weight per worker")
        hours += in_year
        on_caseload += of_team.with_worker
        in_post += of_team.in_post
        if of_team.worked:
            posts_filled_mean += of_team.filled / of_team.worked
            posts_mean += of_team.offered / of_team.worked
    found["staff_hours"] = (hours, "hours per year")
    if len(teams.service):
        found["vacancy_share"] = (1 - ratio(posts_filled_mean, posts_mean), "share")
        found["caseload"] = (ratio(1_000 * on_caseload, in_post), "people per worker")
    return found


class _Team:
    """Minutes of one team in the window."""

    def __init__(self, arm: Arm, past: History, team: int, service: int) -> None:
        teams = arm.resolved.numbers.workforce

        def working(times: Times) -> int:
            return sum(working_minutes(arm, team, *stretch) for stretch in times.stretches)

        posts = posts_filled(arm, past, service)
        schedule = capacity(arm, past, service)
        self.week = int(teams.works_on[team].sum()) * int(
            teams.day_closes[team] - teams.day_opens[team]
        )
        self.worked = working(arm.window)
        self.filled = sum(share * working(times) for times, share in posts)
        self.offered = offered_within(arm, schedule, working)
        self.in_post = sum(share * times.minutes for times, share in posts)
        self.weight = sum(
            weight_of(spell, person, arm)
            for person in past.people
            for spell in person.spells.values()
            if spell.service == service
        )
        self.with_worker = sum(
            (worker_times(spell, person, has_one=True) & arm.window).minutes
            for person in past.people
            for spell in person.spells.values()
            if spell.service == service
        )

"""The series by months, computed again from the page: each month is a window of its own."""

from __future__ import annotations

from collections import defaultdict

from sim.events import EventKind, Run, Window
from sim.resolved import MISSING, Capacity, Resolved, StartKind
from sim.rules.residuals import mean
from sim.units import DAY, FOREVER, HOUR, WEEK
from tests.third_reading.activity import list_times
from tests.third_reading.arm import Arm, working_minutes
from tests.third_reading.history import History, Person, Spell, history
from tests.third_reading.staff import (
    capacity,
    full_times,
    minutes_used,
    offered_within,
    posts_filled,
)
from tests.third_reading.times import Times, union
from tests.third_reading.unmet import minutes_of, open_times

E = EventKind
LEVELS = ("settled", "mild", "severe", "crisis")
Key = tuple[str, str]
"""Service, or nothing, and the name of the series."""


def months(run: Run, resolved: Resolved, month: int) -> dict[Key, list[float]]:
    """Every series of a run whose rules do not change, by whole months of so many minutes."""
    closes = min(run.closes, resolved.measuring.window.closes)
    past = history(run, closes, len(resolved.names.areas) or 1)
    found: dict[Key, list[float]] = defaultdict(list)
    for begins in range(0, closes - month + 1, month):
        window = Window(begins, begins + month)
        measuring = resolved.measuring._replace(window=window)
        part = Arm(resolved._replace(measuring=measuring))
        for key, value in {**_of_people(part, past), **_of_services(part, past)}.items():
            found[key].append(value)
    return dict(found)


def _of_people(part: Arm, past: History) -> dict[Key, float]:
    length = part.window.minutes
    found: dict[Key, float] = defaultdict(float)
    names = part.resolved.names.needs
    found["", "people"] = 0.0
    for person in past.people:
        there = Times.of([(person.arrives, person.leaves)]) & part.window
        found["", "people"] += there.minutes / length
        for need in part.needs:
            for level, word in enumerate(LEVELS):
                times = person.levels(need).at(level) & part.window
                found["", f"at_level.{names[need]}.{word}"] += times.minutes / length
        if part.needs:
            crises = union(person.levels(need).at(3) for need in part.needs)
            found["", "people_in_crisis"] += (crises & part.window).minutes / length
            minutes = minutes_of(part, person)
            found["", "unmet_days"] += (minutes["in_need"] - minutes["covered"]) / DAY
    return dict(found)


def _of_services(part: Arm, past: History) -> dict[Key, float]:
    length, measuring = part.window.minutes, part.resolved.measuring
    found: dict[Key, float] = {}
    until_then = past._replace(rows=[row for row in past.rows if row.time < part.closes])
    used = minutes_used(part, until_then)
    for service, name in enumerate(part.resolved.names.services):
        spells = [
            (spell, person)
            for person in past.people
            for spell in person.spells.values()
            if spell.service == service
        ]
        lists = [(spell, list_times(spell, person) & part.window) for spell, person in spells]
        found[name, "list"] = sum(times.minutes for _, times in lists) / length
        if part.resolved.start.kind != StartKind.EMPTY:
            since = [each for each in lists if each[0].referred is None]
            found[name, "list_from_start"] = sum(times.minutes for _, times in since) / length
            there = [each for each in spells if each[0].referred is None]
            opened = sum((open_times(*each) & part.window).minutes for each in there)
            found[name, "caseload_from_start"] = opened / length
        if measuring.long_waits:
            for weeks in measuring.wait_weeks:
                late = sum(
                    (times & Times.of([(spell.clock + weeks * WEEK, FOREVER)])).minutes
                    for spell, times in lists
                    if spell.clock is not None
                )
                found[name, f"waiting_over_{weeks}_weeks"] = late / length
        opened = sum((open_times(*each) & part.window).minutes for each in spells)
        found[name, "caseload"] = opened / length
        if part.weighs(service):
            found[name, "caseload_weight"] = sum(_weighs(part, *each) for each in spells) / length
        for key, kind in (
            ("referrals", E.REFERRED),
            ("refusals", E.TURNED_AWAY),
            ("contacts", E.CONTACT),
        ):
            here = [row for row in past.rows if row.event == kind and row.service == service]
            found[name, key] = float(sum(part.opens <= row.time < part.closes for row in here))
        begun = [
            spell.started.time
            for spell, _ in spells
            if spell.started is not None and spell.clock is not None
        ]
        found[name, "starts"] = float(sum(part.opens <= time < part.closes for time in begun))
        if part.resolved.numbers.services.capacity[service] == Capacity.PLACES:
            offers = capacity(part, until_then, service)
            minutes = offered_within(part, offers, lambda times: times.minutes) / 1_000
            found[name, "places"] = minutes / length
            found[name, "full_days"] = full_times(part, past, service).minutes / DAY
        if part.has_workers(service):
            found[name, "hours_used"] = used[service] / HOUR
            found[name, "hours_offered"] = _offered(part, past, service)
            found[name, "hours_wanted"] = sum(_wanted(part, *each) for each in spells)
    return found


def _weighs(part: Arm, spell: Spell, person: Person) -> float:
    """Weight times minutes of a spell in the month, from each row to the next."""
    rows = [row for row in spell.rows if row.event == E.WEIGHED]
    until = [*(row.time for row in rows), FOREVER][1:]
    there = open_times(spell, person) & part.window
    return sum(
        (there & Times.of([(row.time, end)])).minutes * row.detail / 1_000
        for row, end in zip(rows, until, strict=True)
    )


def _offered(part: Arm, past: History, service: int) -> float:
    teams = part.resolved.numbers.workforce
    team = int(part.resolved.numbers.services.team[service])
    worked = sum(
        share * working_minutes(part, team, *stretch)
        for times, share in posts_filled(part, past, service)
        for stretch in (times & part.window).stretches
    )
    week = working_minutes(part, team, 0, WEEK)
    return worked / 1_000 * int(teams.weekly_minutes[team]) / week / HOUR


def _wanted(part: Arm, spell: Spell, person: Person) -> float:
    """Hours that one spell wants in the month."""
    services = part.resolved.numbers.services
    laws, row = part.resolved.numbers.distributions, spell.service
    staff = int(services.contact_staff[row])
    law = int(services.contact_length[row]) if staff == MISSING else staff
    lasts, overhead = float(mean(laws, law)), float(services.contact_overhead[row])
    wants = person.of(E.WANTS)
    times = wants[0].detail / 1e6 if wants and services.as_wanted[row] else 1.0
    silent = _silent(spell, person.leaves)
    there = (open_times(spell, person) & part.window) - silent
    covered = [need for need in part.needs if services.covers[row, need]]
    total, worse = 0.0, Times()
    for level in (3, 2, 1, 0):
        at_level = union(person.levels(need).at_least(level) for need in covered)
        if level == 0:
            at_level = Times.of([(0, FOREVER)])
        minutes = (there & (at_level - worse)).minutes
        worse = worse | at_level
        interval = int(services.contact_interval[row, level])
        if interval < FOREVER:
            cost = (lasts + _for_plans(part, row, interval, lasts) + overhead) / HOUR
            total += minutes / interval * cost * times
    return total


def _for_plans(part: Arm, service: int, interval: int, lasts: float) -> float:
    """By how much a contact is longer on average as some renew a plan, before it lapses."""
    services = part.resolved.numbers.services
    every = int(services.plan_every[service])
    if every == MISSING:
        return 0.0
    contacts = 1
    while (contacts + 1) * interval < every:
        contacts += 1
    return (float(services.plan_length[service]) - lasts) / contacts


def _silent(spell: Spell, until: int) -> Times:
    """When a spell is paused or blocked."""
    stretches, since = [], None
    for row in spell.rows:
        if row.event == E.PAUSED and since is None:
            since = row.time
        elif row.event == E.RESUMED and since is not None:
            stretches.append((since, row.time))
            since = None
    if since is not None:
        stretches.append((since, until))
    if spell.blocked is not None:
        stretches.append((spell.blocked.time, until))
    return Times.of(stretches)

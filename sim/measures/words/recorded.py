"""Names, labels and definitions of the measures that are defined by what records hold.

Each is the same function of the records of an area and of those that a run would leave.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.measures.words.access import STATISTICS, WAITS
from sim.measures.words.continuity import INDICES, KINDS, PROVIDERS
from sim.measures.words.form import INDEX, SHARE, Direction, Entry

RECORDS = "records."
"""The beginning of the name of each of these measures."""
PERSON_YEARS = f"{RECORDS}person_years"
MONTH_MEANS = (f"{RECORDS}list", f"{RECORDS}caseload")
"""Means over the ends of months, of people."""
OF_STARTS = ("wait_", "started_", "still_waiting")
OF_REFERRALS = ("rejections", "referrals")
OF_ENDINGS = ("handoffs", "handed_on", "planned", "re_referred")
OF_STAYS = ("follow_up", "stay_days", "spell_days", "spells")
OF_WORKERS = ("workers_left", "people_per_wte")
"""Beginnings of names that say of what a measure is. Others are of people with an open referral."""
TABLES = (
    ("Contacts", ("contacts.", "missed_contacts")),
    ("Gaps between contacts", ("gaps", "not_seen")),
    ("Continuity", ("upc.", "coc.", "secon.", "workers_met", "relationship_length")),
    ("Turned away, handed on, come again", ("rejections", *OF_ENDINGS)),
    ("Hospital", ("follow_up", "stay_days")),
    ("Staff", ("people_per_wte", "workers_left", "workers_lost")),
)
"""The tables of the page of records, with how the names of their measures begin."""
COMPARED = tuple(
    f"{RECORDS}{name}"
    for name in (
        "wait_to_start",
        "started_within",
        "list",
        "caseload",
        "gaps",
        "not_seen",
        "re_referred",
    )
)
"""What targets begin with: what comes of the model's numbers, and is none of them."""
SAME_AS = {
    "missed_contacts": "attendance",
    f"{RECORDS}rejections": "acceptance",
    "wait_to_decision": "decision wait",
    f"{RECORDS}wait_to_decision": "decision wait",
    "vacancy_share": "vacancy",
    "workers_lost": "tenure",
    f"{RECORDS}workers_lost": "tenure",
    f"{RECORDS}workers_left": "tenure",
}
"""By the first part of a measure's name the item of an area that is the same number."""
OPEN_YEAR = "per person-year with an open referral"
EVERYWHERE = (("", ""), (".{service}", ", {service}"))
LEVELS = ("person", "team", "service")


def _waits() -> Iterator[Entry]:
    for wait, label in WAITS.items():
        for part, where in EVERYWHERE:
            for statistic, (words, unit, direction, meaning) in STATISTICS.items():
                yield Entry(
                    f"{RECORDS}{wait}{part}.{statistic}",
                    f"{label} in records{where}: {words}",
                    unit,
                    direction,
                    f"{label} by dates{where}: {meaning.replace(', exact to the minute', '')}.",
                )
    for part, where in EVERYWHERE:
        yield Entry(
            f"{RECORDS}still_waiting{part}.number",
            f"People in records still waiting at the end{where}",
            "people",
            "lower",
            f"Referrals in records{where} neither started nor ended when the window closed.",
        )
        yield Entry(
            f"{RECORDS}still_waiting{part}.mean",
            f"Mean wait so far in records of people still waiting at the end{where}",
            "days",
            "lower",
            f"How long those{where} not yet started had waited when the window closed.",
        )
        yield Entry(
            f"{RECORDS}started_within_{{weeks}}_weeks{part}",
            f"Started within {{weeks}} weeks of the referral{where}",
            SHARE,
            "higher",
            f"Share of referrals{where} that start in {{weeks}} weeks, with those still waiting. "
            "Of up to 5 % whom nobody saw wait so long, half count as started.",
        )


def _gaps() -> Iterator[Entry]:
    for part, where, unit in (("", "", OPEN_YEAR), (".{service}", ", {service}", "per year")):
        yield Entry(
            f"{RECORDS}gaps{part}.{{days}}_days",
            f"Gaps in records longer than {{days}} days{where}",
            unit,
            "lower",
            f"Times between contacts of an open referral{where} that passed {{days}} days.",
        )
        yield Entry(
            f"{RECORDS}not_seen{part}.{{days}}_days",
            f"Part of the caseload in records not seen for longer than {{days}} days{where}",
            SHARE,
            "lower",
            f"Time of open referrals{where} more than {{days}} days after a contact, of all of it.",
        )
    for how, meaning in (
        ("complete", "ended with a contact"),
        ("censored", "were cut by the end of the referral or of the window"),
    ):
        yield Entry(
            f"{RECORDS}gaps.{{days}}_days.{how}",
            f"Gaps in records longer than {{days}} days that {meaning}",
            OPEN_YEAR,
            "lower",
            f"Of the gaps longer than {{days}} days, those that {meaning}.",
        )


def _numbers() -> Iterator[Entry]:
    """Yield the measures that are numbers of events, at a service and at all of them."""
    given: tuple[tuple[str, str, Direction, str], ...] = (
        ("rejections", "Referrals rejected", "lower", "Referrals{} rejected in the window."),
        (
            "handoffs",
            "Handoffs in records",
            "lower",
            "Ended referrals{} after which the person was referred on to another service.",
        ),
    )
    for name, label, direction, meaning in given:
        for part, where in EVERYWHERE:
            unit = "per year" if part else OPEN_YEAR
            words = meaning.format(where and f" at{where[1:]}")
            yield Entry(f"{RECORDS}{name}{part}", f"{label}{where}", unit, direction, words)


def _shares() -> Iterator[Entry]:
    given: tuple[tuple[str, str, Direction, str], ...] = (
        (
            "handed_on_share",
            "Endings in records after which another service took over",
            None,
            "Ended referrals{} followed by a referral to another service, of all.",
        ),
        (
            "planned_share",
            "Endings in records as complete",
            "higher",
            "Closures{} of seen referrals as complete, of all with a reason; deaths left out.",
        ),
        (
            "re_referred",
            "Referred again in records after 29 to 365 days",
            "lower",
            "Ended seen referrals{} followed by a referral 29 to 365 days later, of all.",
        ),
    )
    for name, label, direction, meaning in given:
        for part, where in EVERYWHERE:
            words = meaning.format(where and f" at{where[1:]}")
            yield Entry(f"{RECORDS}{name}{part}", f"{label}{where}", SHARE, direction, words)


def _people() -> Iterator[Entry]:
    given: tuple[tuple[str, str, Direction, str], ...] = (
        (
            "list",
            "People on the list in records",
            "lower",
            "Open referrals{} without a contact, mean of the ends of months in the window.",
        ),
        (
            "caseload",
            "Caseload in records",
            None,
            "Open referrals{} with a contact, mean of the ends of months in the window.",
        ),
    )
    for name, label, direction, meaning in given:
        for part, where in EVERYWHERE:
            words = meaning.format(where and f" at{where[1:]}")
            yield Entry(f"{RECORDS}{name}{part}", f"{label}{where}", "people", direction, words)
    yield Entry(
        f"{RECORDS}people",
        "People in records with an open referral",
        "people",
        None,
        "People with an open referral on at least a day of the window.",
    )
    yield Entry(
        f"{RECORDS}person_years",
        "Person-years with an open referral in records",
        "years",
        None,
        "Time of the window in which people had an open referral, added up.",
    )


def _hospital() -> Iterator[Entry]:
    yield Entry(
        f"{RECORDS}follow_up_72_hours",
        "Seen within 72 hours of leaving hospital, in records",
        SHARE,
        "higher",
        "Ends of stays with an attended contact in 72 hours, of all; readmissions left out.",
    )
    yield Entry(
        f"{RECORDS}follow_up_3_days",
        "Seen on the three days after leaving hospital, as NHS England counts",
        SHARE,
        "higher",
        "Ends of stays with a contact or another stay on one of the next three dates, of all.",
    )
    yield Entry(
        f"{RECORDS}stay_days.{{service}}",
        "Mean stay in records, {service}",
        "days",
        None,
        "Mean days of the stays at {service} that ended, of those begun since the records begin.",
    )


def _staff() -> Iterator[Entry]:
    yield Entry(
        f"{RECORDS}workers_lost",
        "Workers lost in records",
        OPEN_YEAR,
        "lower",
        "Times the worker of the latest contact of an open referral left.",
    )
    yield Entry(
        f"{RECORDS}workers_left.{{service}}",
        "Workers who left in records, {service}",
        "per year",
        "lower",
        "Workers at {service} whose time in post ended.",
    )
    yield Entry(
        f"{RECORDS}people_per_wte.{{service}}",
        "Caseload in records for each whole-time worker in post, {service}",
        "people per worker",
        None,
        "Caseload at {service} at the ends of months ÷ whole-time equivalents in post then.",
    )


def _continuity() -> Iterator[Entry]:
    for level in LEVELS:
        where = PROVIDERS[level]
        for index, (label, meaning) in INDICES.items():
            yield Entry(
                f"{RECORDS}{index}.{level}",
                f"{label} in records, contacts {where}",
                INDEX,
                "higher",
                f"Contacts {where}: {meaning}; mean of people with three contacts or more.",
            )
        yield Entry(
            f"{RECORDS}contacts_per_person.{level}",
            f"Contacts in records {KINDS[level]}, mean of people with three or more",
            "contacts per person",
            None,
            f"Attended contacts {KINDS[level]}: mean of people with three or more.",
        )
        yield Entry(
            f"{RECORDS}people_with_contacts.{level}",
            f"People in records with three contacts or more {KINDS[level]}",
            "people",
            None,
            f"People with three attended contacts or more {KINDS[level]} in the window.",
        )
    yield Entry(
        f"{RECORDS}workers_met",
        "Different workers met in records",
        "workers per person",
        "lower",
        "Mean number of different workers a person met in the window, of those who met any.",
    )


RECORDED: tuple[Entry, ...] = (
    *_people(),
    *_waits(),
    *_numbers(),
    *_shares(),
    *_gaps(),
    *_continuity(),
    *_hospital(),
    *_staff(),
)

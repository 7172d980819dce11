"""Names, labels and definitions of the measures of services: capacity, activity and costs."""

from __future__ import annotations

from sim.measures.occupancy import QUANTILES
from sim.measures.words.form import (
    DAYS_PER_YEAR,
    EACH,
    PER_YEAR,
    SHARE,
    Entry,
    ReportTable,
    Use,
    how_many,
    of_service,
)

# Names that the report asks for one by one, at a service or at all of them.
LIST_LENGTH = "list_length"
LIST_DAYS = "list_days"
LIST_GAVE_UP = "list_gave_up"
IN_SERVICE = "in_service"
UTILISATION = "utilisation"
CASELOAD = "caseload"
CASELOAD_WEIGHT = "caseload_weight"
STAFF_HOURS = "staff_hours"
VACANCY_SHARE = "vacancy_share"
SLIPPED_CONTACTS = "slipped_contacts"
COST = "cost"
COST_CONTACTS = "cost_contacts"
COST_PLACE_DAYS = "cost_place_days"
COST_POSTS = "cost_posts"
MONEY = "{money} per person-year"
PRICED = "Attended contacts, days in a spell and posts at the prices the scenario gives."

POPULATION: tuple[Entry, ...] = (
    Entry(
        "people",
        "People in the population",
        "people",
        None,
        "People who were in the population for at least a minute of the window.",
        use=Use(table=ReportTable.PEOPLE),
    ),
    Entry(
        "person_years",
        "Person-years observed",
        "years",
        None,
        "Time of the window in which people were in the population, added up.",
        use=Use(table=ReportTable.PEOPLE),
    ),
    Entry(
        "people_left",
        "People who left the population",
        "people",
        None,
        "Times in the window that somebody left: moved away, died, or, where nobody has needs, "
        "was done with services.",
        use=Use(table=ReportTable.PEOPLE),
    ),
)

SERVICE: tuple[Entry, ...] = (
    Entry(
        "referrals",
        "Referrals",
        PER_YEAR,
        None,
        "Referrals made in the window, to any service.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        "served_share",
        "Share of referrals that led to a spell",
        SHARE,
        "higher",
        "Of the referrals that ended in the window (a spell began, the person was turned away, "
        "left the list, or their need settled), those with which a spell began.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        "spells",
        "Spells started",
        PER_YEAR,
        None,
        "Accepted referrals that started in the window.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        "throughput",
        "Spells ended",
        PER_YEAR,
        None,
        "Spells that ended in the window, planned or not.",
    ),
    Entry(
        "contacts",
        "Contacts attended",
        PER_YEAR,
        None,
        "Attended contacts, anywhere.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        "missed_contacts",
        "Share of contacts missed",
        SHARE,
        "lower",
        "Contacts the person did not attend, of all contacts held or missed.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        SLIPPED_CONTACTS,
        "Share of contacts held more than a day late",
        SHARE,
        "lower",
        "Contacts, attended or missed, that came more than a day after they fell due.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        LIST_LENGTH,
        "People on waiting lists",
        "people",
        "lower",
        "Average number on waiting lists over the window; a person on two lists counts twice.",
        use=Use(
            plain="people on waiting lists",
            ways=how_many("people", "were", "on waiting lists"),
            table=ReportTable.SERVICES,
            usual_outcome=1,
            flow_outcome=2,
        ),
    ),
    Entry(
        "unallocated_days",
        "Days in care without a worker",
        DAYS_PER_YEAR,
        "lower",
        "Time in open spells whose worker had left and nobody had taken over.",
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        "referrals.{service}",
        "Referrals, {service}",
        "per year",
        None,
        "Referrals made in the window.",
    ),
    Entry(
        "served_share.{service}",
        "Share of referrals that led to a spell, {service}",
        SHARE,
        "higher",
        "Of the referrals that ended in the window, those with which a spell began.",
    ),
    Entry(
        of_service(LIST_LENGTH, EACH),
        "People on the waiting list, {service}",
        "people",
        "lower",
        "Average number on the list over the window.",
    ),
    Entry(
        "list_joined.{service}",
        "People joining the waiting list, {service}",
        "per year",
        None,
        "How many joined the list in the window.",
    ),
    Entry(
        "list_left.{service}",
        "People leaving the waiting list, {service}",
        "per year",
        None,
        "How many left the list in the window: most of them, as a rule, because they started.",
    ),
    Entry(
        of_service(LIST_GAVE_UP, EACH),
        "People giving up on the waiting list, {service}",
        "per year",
        "lower",
        "How many left the list in the window without a start because their patience had run out.",
    ),
    Entry(
        "list_gave_up_share.{service}",
        "Share of those leaving the waiting list who gave up, {service}",
        SHARE,
        "lower",
        "Of all who left the list in the window, those whose patience had run out.",
    ),
    Entry(
        "list_settled.{service}",
        "People leaving the waiting list because their need had settled, {service}",
        "per year",
        None,
        "How many left the list in the window without a start because no need was open any more.",
    ),
    Entry(
        f"{LIST_DAYS}.{{service}}",
        "Mean time on the waiting list, {service}",
        "days",
        "lower",
        "Time on the list of those who left it in the window, by a start or otherwise.",
    ),
    Entry(
        of_service(IN_SERVICE, EACH),
        "People in a spell, {service}",
        "people",
        None,
        "Average number of open spells over the window.",
    ),
    *(
        Entry(
            of_service(f"{IN_SERVICE}.{name}", EACH),
            f"People in a spell for {percent} % of the time, {{service}}",
            "people",
            None,
            f"The least number of people which open spells did not exceed for {percent} % of the "
            "window.",
        )
        for name, percent in QUANTILES.items()
    ),
    Entry(
        "full_share.{service}",
        "Share of time with somebody in every place, {service}",
        SHARE,
        None,
        "Time with as many open spells as places, or more, of the time with a place at least.",
    ),
    Entry(
        "spells.{service}",
        "Spells started, {service}",
        "per year",
        None,
        "Accepted referrals that started in the window.",
    ),
    Entry(
        "throughput.{service}",
        "Spells ended, {service}",
        "per year",
        None,
        "Spells that ended in the window, planned or not.",
    ),
    Entry(
        "spell_days.{service}",
        "Mean length of spells, {service}",
        "days",
        None,
        "Length of the spells that ended in the window, of those begun in the run.",
    ),
    Entry(
        "contacts.{service}",
        "Contacts attended, {service}",
        "per year",
        None,
        "Attended contacts.",
    ),
    Entry(
        "contacts_per_month.{service}",
        "Contacts a month in a spell, {service}",
        "per month",
        "higher",
        "Attended contacts for each month of an open spell.",
    ),
    Entry(
        "contacts_per_month_from_referral.{service}",
        "Contacts a month from referral to ending, {service}",
        "per month",
        "higher",
        "Attended contacts for each month from the referral to the ending, waiting included.",
    ),
    Entry(
        "missed_contacts.{service}",
        "Share of contacts missed, {service}",
        SHARE,
        "lower",
        "Contacts the person did not attend, of all contacts held or missed.",
    ),
    Entry(
        of_service(SLIPPED_CONTACTS, EACH),
        "Share of contacts held more than a day late, {service}",
        SHARE,
        "lower",
        "Contacts, attended or missed, that came more than a day after they fell due.",
    ),
    Entry(
        "re_referred_12_months.{service}",
        "Referred again within 12 months of leaving, {service}",
        SHARE,
        None,
        "Spells that ended, after which the person was handed on or referred again to a service "
        "that helps within 365 days.",
    ),
    Entry(
        of_service(UTILISATION, EACH),
        "How full or busy, {service}",
        SHARE,
        None,
        "Places taken of those offered, or contact minutes used of those workers in post have.",
    ),
    Entry(
        CASELOAD,
        "Caseload of a worker",
        "people per worker",
        None,
        "Average number of open spells of a worker in post.",
    ),
    Entry(
        of_service(CASELOAD, EACH),
        "Caseload of a worker, {service}",
        "people per worker",
        None,
        "Average number of open spells of a worker in post.",
    ),
    Entry(
        of_service(CASELOAD_WEIGHT, EACH),
        "Weight of a worker's caseload, {service}",
        "weight per worker",
        None,
        "Average weight of the open spells of a worker in post.",
    ),
    Entry(
        STAFF_HOURS,
        "Staff hours delivered",
        "hours per year",
        None,
        "Workers' time used for contacts, missed ones too, advice and handovers, in a mean year.",
    ),
    Entry(
        of_service(STAFF_HOURS, EACH),
        "Staff hours delivered, {service}",
        "hours per year",
        None,
        "Workers' time used for contacts, missed ones too, advice and handovers, in a mean year.",
    ),
    Entry(
        VACANCY_SHARE,
        "Share of post time vacant",
        SHARE,
        "lower",
        "Working time of posts in which nobody was in post.",
    ),
    Entry(
        of_service(VACANCY_SHARE, EACH),
        "Share of post time vacant, {service}",
        SHARE,
        "lower",
        "Working time of posts in which nobody was in post.",
    ),
    Entry(
        COST,
        "Cost of care",
        MONEY,
        "lower",
        PRICED,
        use=Use(table=ReportTable.SERVICES),
    ),
    Entry(
        COST_CONTACTS,
        "Cost of contacts",
        MONEY,
        "lower",
        "Attended contacts at the prices the scenario gives.",
    ),
    Entry(
        COST_PLACE_DAYS,
        "Cost of days in a service",
        MONEY,
        "lower",
        "Days in a spell at the prices the scenario gives.",
    ),
    Entry(
        COST_POSTS,
        "Cost of posts",
        MONEY,
        "lower",
        "Posts, filled or vacant, at the prices the scenario gives.",
    ),
    Entry(of_service(COST, EACH), "Cost of care, {service}", MONEY, "lower", PRICED),
)

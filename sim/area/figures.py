"""What a workbook of an area holds: one class for each sheet, one field for each column.

The template, the reading, the messages and the reference page are all made from these fields.
A cell that may be empty has `None`. Every number is a `Figure`, which knows its cell.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sim.area.columns import Cell, Figure, Kind, area_column, column, source_column
from sim.measures.words.service import LIST_LENGTH
from sim.scenario.sources import KINDS


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet: what every row has."""

    cells: dict[str, Cell] = field(default_factory=dict, repr=False)  # by field, filled or not
    note: str | None = column("note", Kind.TEXT)

    def cell(self, name: str) -> Cell:
        """Return the place of a field."""
        return self.cells[name]


@dataclass(frozen=True, kw_only=True)
class Ranged(Row):
    """A row with one number, which may say how far the number may be off."""

    low: Figure | None = column("low", Kind.NUMBER, help="5 of 100 would expect less than this.")
    high: Figure | None = column("high", Kind.NUMBER, help="5 of 100 would expect more than this.")


@dataclass(frozen=True, kw_only=True)
class Area(Row):
    """The sheet Area, of one row: what the workbook is about."""

    format: Figure = column("format", Kind.NUMBER, needed=True, help="Leave it as it is.")
    title: str = column("title", Kind.TEXT, needed=True)
    question: str | None = column("question", Kind.TEXT)
    snapshot: datetime.date = column(
        "snapshot date", Kind.DATE, needed=True, help="The day the lists and caseloads are of."
    )
    period_from: datetime.date = column(
        "period from", Kind.DATE, needed=True, help="First day of the time that counts are of."
    )
    period_to: datetime.date = column("period to", Kind.DATE, needed=True, help="Last day of it.")
    begins: datetime.date | None = column(
        "begins", Kind.DATE, help="First day of the run; the snapshot date unless written."
    )
    change: datetime.date | None = column(
        "change date", Kind.DATE, help="From this day on the arms of What if differ."
    )
    months: Figure | None = column("run months", Kind.NUMBER, "months", help="36 unless written.")
    price_year: Figure | None = column("price year", Kind.NUMBER, "year")
    currency: str | None = column("currency", Kind.TEXT)
    involvement: str | None = column(
        "involvement", Kind.TEXT, help="Who was involved in making this, in your own words."
    )
    extends: str | None = column(
        "extends", Kind.TEXT, help="A scenario file beside this workbook that holds what else is."
    )
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Locality(Row):
    """The sheet Areas: parts of the population, each with the share who live there."""

    key: str = column("key", Kind.KEY, needed=True)
    label: str | None = column("label", Kind.TEXT)
    share: Figure = column("share", Kind.SHARE, "%", needed=True, help="Of all people.")
    source: str = source_column()


COUNTED, SEEN, ENDED = "counted in the period", "contacts in the period", "endings in the period"
LISTS, AGREED, ENTERED = "on the list and in care", "how the team works", "known already"
QUEUES = ("first_come", "level", "returning")


@dataclass(frozen=True, kw_only=True)
class Service(Row):
    """The sheet Services: one service, or the service of one area."""

    key: str = column("key", Kind.KEY, needed=True, help="A short name: small letters and _.")
    label: str | None = column("label", Kind.TEXT)
    kind: str | None = column("kind", Kind.KEY, help="Services of one kind share their places.")
    area: str | None = area_column()
    capacity: str = column(
        "capacity", Kind.WORD, needed=True, words=("places", "staff", "unlimited"),
        help="What limits it: places (beds, chairs), staff (the sheet Staff), or nothing.",
    )  # fmt: skip
    places: Figure | None = column("places", Kind.COUNT, "people at once")
    referrals: Figure = column("referrals", Kind.COUNT, "people", needed=True, group=COUNTED)
    accepted: Figure = column("accepted", Kind.COUNT, "people", needed=True, group=COUNTED)
    starts: Figure = column(
        "starts", Kind.COUNT, "people", needed=True, group=COUNTED, help="First seen or admitted."
    )
    discharges: Figure = column("discharges", Kind.COUNT, "people", needed=True, group=COUNTED)
    rejected: Figure | None = column("rejected", Kind.COUNT, "people", group=COUNTED)
    left_unseen: Figure | None = column(
        "left unseen", Kind.COUNT, "people", group=COUNTED, help="Accepted, and left the list."
    )
    attended: Figure | None = column("attended", Kind.COUNT, "contacts", group=SEEN)
    missed: Figure | None = column("missed", Kind.COUNT, "contacts", group=SEEN)
    cancelled: Figure | None = column(
        "cancelled", Kind.COUNT, "contacts", group=SEEN, help="Beforehand, by either side."
    )
    ended_by_stay: Figure | None = column(
        "ended by stay", Kind.COUNT, "people", group=ENDED, help="Care had run its course."
    )
    ended_missed: Figure | None = column(
        "ended by missed contacts", Kind.COUNT, "people", group=ENDED
    )
    ended_died_moved: Figure | None = column(
        "ended by death or move", Kind.COUNT, "people", group=ENDED
    )
    undecided_first: Figure | None = column(
        "undecided, first day", Kind.COUNT, "people", group=LISTS
    )
    undecided_last: Figure | None = column("undecided, last day", Kind.COUNT, "people", group=LISTS)
    list_first: Figure | None = column("list, first day", Kind.COUNT, "people", group=LISTS)
    list_last: Figure | None = column("list, last day", Kind.COUNT, "people", group=LISTS)
    list_mean: Figure | None = column("list, mean", Kind.NUMBER, "people", group=LISTS)
    list_days: Figure | None = column(
        "mean time on the list", Kind.NUMBER, "days", group=LISTS,
        help="Of all who left the list in the period, seen or not.",
    )  # fmt: skip
    caseload_first: Figure | None = column("caseload, first day", Kind.COUNT, "people", group=LISTS)
    caseload_last: Figure | None = column("caseload, last day", Kind.COUNT, "people", group=LISTS)
    caseload_mean: Figure | None = column("caseload, mean", Kind.NUMBER, "people", group=LISTS)
    agreed_interval: Figure | None = column("agreed interval", Kind.NUMBER, "days", group=AGREED)
    minutes: Figure | None = column("contact", Kind.NUMBER, "minutes", group=AGREED)
    staff_minutes: Figure | None = column(
        "staff time", Kind.NUMBER, "minutes", group=AGREED, help="Where it is not the contact's."
    )
    overhead: Figure | None = column(
        "overhead", Kind.NUMBER, "minutes", group=AGREED, help="Travel and notes for each contact."
    )
    decision_wait: Figure | None = column(
        "decision wait", Kind.NUMBER, "days", group=AGREED, help="From referral to decision, mean."
    )
    missed_in_a_row: Figure | None = column(
        "missed in a row", Kind.COUNT, "contacts", group=AGREED, help="After which care ends."
    )
    queue: str | None = column("queue rule", Kind.WORD, words=QUEUES, group=AGREED)
    acceptance: Figure | None = column("acceptance", Kind.SHARE, "%", group=ENTERED)
    attendance: Figure | None = column("attendance", Kind.SHARE, "%", group=ENTERED)
    stay: Figure | None = column("stay", Kind.NUMBER, "days", group=ENTERED, help="The mean.")
    patience: Figure | None = column(
        "patience",
        Kind.NUMBER,
        "days",
        group=ENTERED,
        help="Mean time until people leave the list.",
    )
    interval: Figure | None = column("interval", Kind.NUMBER, "days", group=ENTERED)
    tenure: Figure | None = column("tenure", Kind.NUMBER, "days", group=ENTERED)
    vacancy: Figure | None = column("vacancy", Kind.NUMBER, "days", group=ENTERED)
    source: str = source_column()
    continuous: bool | None = None  # people stay there day and night: records say it, no sheet does


REASONS = (
    *("discharged", "turned_away", "left_waiting", "missed_contacts", "crisis"),
    *("finished_settled", "finished_in_need"),
)


@dataclass(frozen=True, kw_only=True)
class Route(Ranged):
    """The sheet Routes: people who went from one service to the next in the period."""

    origin: str = column("from", Kind.KEY, needed=True, help="A service, or `outside`.")
    to: str = column("to", Kind.KEY, needed=True, help="A service, `outside` or `nowhere`.")
    people: Figure = column("people", Kind.COUNT, "people", needed=True)
    reason: str | None = column(
        "reason", Kind.WORD, words=REASONS, help="`discharged` unless written."
    )
    area: str | None = area_column()
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Band(Row):
    """The sheets Waiting list and Caseload: people by weeks waited or in care, at the snapshot."""

    service: str = column("service", Kind.KEY, needed=True)
    area: str | None = area_column()
    weeks_from: Figure = column("weeks from", Kind.NUMBER, "weeks", needed=True)
    weeks_to: Figure | None = column(
        "weeks to", Kind.NUMBER, "weeks", help="Not reached by anybody; empty in an open last band."
    )
    people: Figure = column("people", Kind.COUNT, "people", needed=True)
    mean_weeks: Figure | None = column(
        "mean weeks", Kind.NUMBER, "weeks", help="Of an open last band."
    )
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class StaffMonth(Ranged):
    """The sheet Staff: the staff of a team in one month."""

    service: str = column("service", Kind.KEY, needed=True)
    area: str | None = area_column()
    month: datetime.date = column("month", Kind.MONTH, needed=True)
    wte_in_post: Figure = column("WTE in post", Kind.NUMBER, "WTE", needed=True)
    people_in_post: Figure | None = column("people in post", Kind.NUMBER, "people")
    wte_funded: Figure | None = column("WTE funded", Kind.NUMBER, "WTE")
    leavers: Figure | None = column("leavers", Kind.NUMBER, "people")
    contact_hours: Figure | None = column("contact hours per WTE", Kind.NUMBER, "hours a week")
    caseload: Figure | None = column("caseload per WTE", Kind.NUMBER, "people")
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class DemandMonth(Ranged):
    """The sheet Demand: referrals from outside in one month, counted or planned."""

    service: str = column("service", Kind.KEY, needed=True)
    area: str | None = area_column()
    month: datetime.date = column("month", Kind.MONTH, needed=True)
    referrals: Figure = column("outside referrals", Kind.NUMBER, "people", needed=True)
    growth: Figure | None = column("growth", Kind.CHANGE, "% a year")
    season: Figure | None = column("season", Kind.NUMBER, "times", help="The month's factor.")
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Cost(Row):
    """The sheet Costs: prices of a service."""

    service: str = column("service", Kind.KEY, needed=True)
    post_year: Figure | None = column("per post a year", Kind.NUMBER, "currency")
    contact: Figure | None = column("per contact", Kind.NUMBER, "currency")
    place_day: Figure | None = column("per place-day", Kind.NUMBER, "currency")
    source: str = source_column()


ITEMS = (
    *("WTE", "places", "caseload per WTE", "contact hours per WTE", "acceptance", "attendance"),
    *("decision wait", "interval", "contact", "staff time", "overhead", "stay", "patience"),
    *(
        "missed in a row",
        "queue rule",
        "list limit",
        "outside referrals",
        "growth",
        "tenure",
        "vacancy",
    ),
)


@dataclass(frozen=True, kw_only=True)
class WhatIf(Ranged):
    """The sheet What if: one change that an arm makes to a service from a date on."""

    arm: str = column("arm", Kind.KEY, needed=True)
    label: str | None = column("label", Kind.TEXT, help="What the arm is called.")
    starts: datetime.date = column("from date", Kind.DATE, needed=True)
    service: str = column("service", Kind.KEY, needed=True)
    area: str | None = area_column()
    item: str = column("item", Kind.WORD, needed=True, words=ITEMS)
    value: Figure | str = column(
        "value", Kind.VALUE, needed=True, help="The new value, not what is added; WTE funded."
    )
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Observed(Ranged):
    """The sheet Observed: a figure with which the model's result is compared."""

    measure: str = column(
        "measure", Kind.TEXT, needed=True, help=f"A measure's name, as {LIST_LENGTH}."
    )
    value: Figure = column("value", Kind.VALUE, needed=True, help="A share as a percentage.")
    starts: datetime.date | None = column("from", Kind.DATE, help="The period's unless written.")
    ends: datetime.date | None = column("to", Kind.DATE)
    service: str | None = column("service", Kind.KEY)
    group: str | None = column("group", Kind.KEY)
    area: str | None = area_column()
    role: str | None = column(
        "role", Kind.WORD, words=("fit", "check"), help="`check` unless written."
    )
    standard_error: Figure | None = column("standard error", Kind.NUMBER)
    n: Figure | None = column("n", Kind.COUNT, help="How many people or contacts it is of.")
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Range(Row):
    """The sheet Ranges: how far one number of a service may be off."""

    service: str = column("service", Kind.KEY, needed=True)
    area: str | None = area_column()
    item: str = column("item", Kind.WORD, needed=True, words=ITEMS)
    low: Figure = column("low", Kind.NUMBER, needed=True)
    high: Figure = column("high", Kind.NUMBER, needed=True)
    source: str = source_column()


@dataclass(frozen=True, kw_only=True)
class Source(Row):
    """The sheet Sources: where numbers come from."""

    key: str = column("key", Kind.KEY, needed=True)
    kind: str = column(
        "kind", Kind.WORD, needed=True, words=KINDS, help="`assumption` is an answer too."
    )
    reference: str = column("reference", Kind.TEXT, needed=True)
    agreed_by: str | None = column("agreed by", Kind.TEXT)


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """Everything that a workbook holds, sheet by sheet, in the order of its rows."""

    area: Area
    services: tuple[Service, ...]
    sources: tuple[Source, ...]
    areas: tuple[Locality, ...] = ()
    routes: tuple[Route, ...] = ()
    waiting: tuple[Band, ...] = ()
    caseload: tuple[Band, ...] = ()
    staff: tuple[StaffMonth, ...] = ()
    demand: tuple[DemandMonth, ...] = ()
    costs: tuple[Cost, ...] = ()
    what_if: tuple[WhatIf, ...] = ()
    observed: tuple[Observed, ...] = ()
    ranges: tuple[Range, ...] = ()
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """What its reader should know that is no fault: hidden rows, links to other files."""

    @property
    def days(self) -> int:
        """The length of the period in days, its first and last day included."""
        return (self.area.period_to - self.area.period_from).days + 1


SHEETS: dict[str, tuple[str, type[Row]]] = {
    "area": ("Area", Area),
    "areas": ("Areas", Locality),
    "services": ("Services", Service),
    "routes": ("Routes", Route),
    "waiting": ("Waiting list", Band),
    "caseload": ("Caseload", Band),
    "staff": ("Staff", StaffMonth),
    "demand": ("Demand", DemandMonth),
    "costs": ("Costs", Cost),
    "what_if": ("What if", WhatIf),
    "observed": ("Observed", Observed),
    "ranges": ("Ranges", Range),
    "sources": ("Sources", Source),
}
"""The sheets by the field of `Workbook`: what each is called, and the class of its rows."""

"""The page of what records hold: waits, gaps, continuity, lists by month, and what was left out."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.charts.recorded import Curve, Panel, draw_months, draw_waits
from sim.measures.words.recorded import TABLES
from sim.records.disclosure import HIDDEN, group, rounded, share, written
from sim.records.estimating.durations import AT_ONCE
from sim.records.extract import Dropped
from sim.records.linking import Varied
from sim.records.mapping.mapping import Period
from sim.records.showing import WEEKS, Months, Value, Waits
from sim.report.blocks import Block, Bullets, Commands, Heading, Paragraphs, Picture, Section, Table
from sim.report.wording import counted, number, percent
from sim.report.writing import render

PAGE = "measure.html"
KICKER = "What the records of services hold"
HOW_WRITTEN = (
    f"Counts are rounded to 5. “{HIDDEN}” stands for a count under 5, or for the next smallest "
    "beside it; nothing is told of fewer than 10 people or 5 workers. Other values have two digits."
)


class Recording(NamedTuple):
    """What is told of an extract, all of it as it may be written."""

    name: str  # of its folder
    title: str
    period: Period
    timed: bool
    labels: dict[str, str]  # of services, by key
    dropped: tuple[Dropped, ...]
    remarks: tuple[str, ...]
    cohort: str  # who is looked at, in a sentence; "" for everybody
    days: list[datetime.date]  # last days of months
    months: list[Months]
    waits: list[Waits]
    values: tuple[Value, ...]
    untold: tuple[tuple[str, str], ...]  # what could not be measured, and why
    varied: tuple[Varied, ...]
    commands: tuple[str, ...]  # that come next


def measure_page(told: Recording, version: str) -> str:
    """Return the page of an extract's measures as HTML."""
    parts = (_looked, _waits, _measures, _months, _cleaned, _linked, _untold)
    sections = [section for part in parts if (section := part(told)).blocks]
    return render(
        title=told.title,
        about="",
        sections=sections,
        footer=f"Made by Throughline {version} from {told.name}.",
        first_page=1,
        kicker=KICKER,
    )


def _looked(told: Recording) -> Section:
    return Section(
        "looked",
        "What was looked at",
        [
            Paragraphs([window_words(told.period, told.labels)], "lead"),
            Paragraphs([*filter(None, [told.cohort]), _clock(told.timed), HOW_WRITTEN]),
            *([Bullets(told.remarks)] if told.remarks else []),
            Heading("Next"),
            Commands(told.commands),
        ],
    )


def window_words(period: Period, labels: dict[str, str]) -> str:
    """Return which days and services are looked at, in a sentence."""
    return (
        f"{len(labels)} services from {period.begins:%d/%m/%Y} to {period.ends:%d/%m/%Y}; the "
        f"extract was taken on {period.taken:%d/%m/%Y}."
    )


def _clock(timed: bool) -> str:
    if timed:
        return "Referrals and contacts have times of day."
    return "Referrals and contacts have no times of day: every wait is in whole days."


def _waits(told: Recording) -> Section:
    rows = [
        [
            told.labels[each.service],
            written(each.seen),
            written(each.unseen),
            _median(each.median),
            *(HIDDEN if by is None else percent(by) for by in each.by),
        ]
        for each in told.waits
        if each.seen is not None or each.unseen is not None
    ]
    if not rows:
        return Section("waits", "", [])
    words = (
        "From referral to the first attended contact. Who left unseen, or still waited on the last "
        "day, counts as long as they waited (Kaplan and Meier); a mean of finished waits alone "
        "would be too short. Rejected referrals are left out."
    )
    columns = ["Service", "Seen", "Not seen", "Half were seen by", *_weeks()]
    blocks: list[Block] = [Paragraphs([words]), *_curves(told)]
    blocks.append(Table("Share seen after so many weeks", columns, rows))
    return Section("waits", "How long people wait to be seen", blocks)


def _median(days: float | None) -> str:
    if days is None:
        return HIDDEN
    return "the same day" if days < AT_ONCE else f"{number(days)} days"


def _weeks() -> list[str]:
    return [f"{each} week" if each == 1 else f"{each} weeks" for each in WEEKS]


def _curves(told: Recording) -> list[Block]:
    shown = [each for each in told.waits if any(by is not None for by in each.by)]
    if not shown:
        return []
    curves = [Curve(told.labels[each.service], [_or_nan(by) for by in each.by]) for each in shown]
    return [
        Picture(
            "waits-recorded",
            "Share seen after so many weeks",
            draw_waits(curves, WEEKS),
            "Lines of the share of people seen by weeks since their referral; the table below has "
            "the numbers.",
            "A steep line means that people are seen soon. Where it stays flat, people wait on.",
        )
    ]


def _measures(told: Recording) -> Section:
    blocks: list[Block] = []
    for title, names in TABLES:
        mine = [each for each in told.values if not each.group and _is_of(each.measure, names)]
        everywhere = [[e.label, _value(e), e.unit] for e in mine if not e.service]
        places = [[e.label, _value(e), e.unit] for e in mine if e.service]
        if everywhere or places:
            blocks.append(Heading(title))
        if everywhere:
            blocks.append(Table("All services", ["Measure", "Value", "Unit"], everywhere, (2,)))
        if places:
            blocks.append(Table("By service", ["Measure", "Value", "Unit"], places, (2,), True))
    if not blocks:
        return Section("measures", "", [])
    words = [
        "These are measures of the simulator, by the same definitions. Where records cannot carry "
        "a definition, the measure is counted as records allow, and says so; a run is counted in "
        "the same way.",
        "All measures, also by group and area, are in measures.csv.",
    ]
    return Section("measures", "Contacts, gaps, continuity and moves", [Paragraphs(words), *blocks])


def _is_of(measure: str, names: Sequence[str]) -> bool:
    """Return whether a measure is one of those that begin so, in records or by the usual name."""
    return measure.removeprefix("records.").startswith(tuple(names))


def _value(each: Value) -> str:
    if each.value is None:
        return HIDDEN
    return percent(each.value) if each.unit == "share" else number(each.value)


def _months(told: Recording) -> Section:
    shown = [each for each in told.months if each.has_any]
    if not shown:
        return Section("months", "", [])
    panels = [
        Panel(told.labels[each.service], _numbers(each.in_care), _numbers(each.waiting))
        for each in shown
    ]
    picture = Picture(
        "months-recorded",
        "In care and on the list at the end of each month",
        draw_months(panels, told.days),
        "A panel for each service with two lines by month, people in care and people on the list; "
        "the tables below have the numbers.",
        "On the list: open, and never seen. In care: open, and seen. A line stops where fewer than "
        "5 people are there.",
    )
    columns = ["Last day of", "In care", "On the list"]
    tables = [
        Table(
            told.labels[each.service],
            columns,
            [
                [f"{day:%m/%Y}", written(stays), written(waits)]
                for day, stays, waits in zip(told.days, each.in_care, each.waiting, strict=True)
            ],
            folded=True,
        )
        for each in shown
    ]
    return Section("months", "Lists and caseloads by month", [picture, *tables])


def _cleaned(told: Recording) -> Section:
    return cleaned_section(told.dropped)


def cleaned_section(dropped: Sequence[Dropped]) -> Section:
    """Return what the cleaning left out, with counts."""
    if not dropped:
        return Section("cleaned", "", [])
    shown = [each for each in dropped if rounded(each.count) is not None]
    rows = [[e.table, e.rule, written(rounded(e.count)), _share_of(e)] for e in shown]
    others = len(dropped) - len(shown)
    words = [
        "In this order. Shares are of the distinct rows of the table, before other rules; of "
        "duplicates and replaced rows they are of all rows delivered."
    ]
    if others:
        words.append(f"{counted(others, 'other rule')} found no row, or fewer than 5 each.")
    columns = ["Table", "Rule", "Rows", "Share"]
    tables = [Table("Rows left out or changed", columns, rows, words=(1,))] if rows else []
    return Section("cleaned", "What was cleaned away", [Paragraphs(words), *tables])


def _share_of(each: Dropped) -> str:
    count, whole = rounded(each.count), rounded(each.of)
    return HIDDEN if count is None or not whole else percent(count / whole)


def _linked(told: Recording) -> Section:
    rows = [_linked_row(each, first=not index) for index, each in enumerate(told.varied)]
    if not rows:
        return Section("linked", "", [])
    words = (
        "Records do not say which ending led to which referral. A person's next referral to "
        "another service within so many days of an ending is taken for it. If few links change "
        "with the days, little hangs on them. Counted are all endings in the extract, also of days "
        "that are not measured."
    )
    columns = ["Within", "Endings", "Linked", "To outside", "Nowhere", "Changed by the days"]
    table = Table("Where people went on to after an ending", columns, rows)
    return Section("linked", "How much hangs on linking", [Paragraphs([words]), table])


def _linked_row(each: Varied, first: bool) -> list[str]:
    ways = group((each.linked, each.outside, each.nowhere))
    total, cells = ways.total, ways.cells
    if total is None:  # of few people to outside, it can still be told how many were linked
        linked_or_not = group((each.linked, each.outside + each.nowhere))
        total, cells = linked_or_not.total, (linked_or_not.cells[0], None, None)
    changed = None if first else share(each.changed, each.compared)
    counts = [written(count) for count in (total, *cells)]
    told = "" if first else HIDDEN if changed is None else percent(changed)
    return [f"{each.days} days", *counts, told]


def _untold(told: Recording) -> Section:
    rows = [[what, why] for what, why in told.untold]
    if not rows:
        return Section("untold", "", [])
    table = Table("Not measured", ["Measure", "Why"], rows, words=(1,))
    return Section("untold", "What could not be measured, and why", [table])


def _numbers(counts: Iterable[int | None]) -> Sequence[float]:
    return [_or_nan(each) for each in counts]


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)

"""The page of an import of records: every number with its error, and what was left out."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.area.derived import Derived
from sim.area.deriving.words import percent, shown
from sim.records.composing import Counted, Made
from sim.records.disclosure import outwards, written
from sim.records.estimating import Estimate, Law
from sim.records.extract import Extract
from sim.records.mapping.mapping import Mapping, Period
from sim.report.blocks import Bullets, Commands, Heading, Paragraphs, Section, Table
from sim.report.importing import EVERYWHERE, PAGE as PAGE  # noqa: PLC0414 -- the same name
from sim.report.recorded import HOW_WRITTEN, cleaned_section, window_words
from sim.report.wording import counted, sentence_case
from sim.report.writing import render

KICKER = "What was made from records"
NINETY_FIVE = 1.959964 / 1.644854
"""A central 95 % range is so many times as wide as the central 90 %, where errors are normal."""


class Told(NamedTuple):
    """What is told of an import, all of it as it may be written."""

    name: str  # of the extract's folder
    mapping: Mapping
    extract: Extract
    cohort: str  # who is looked at, in a sentence; "" for everybody
    made: Made
    counts: tuple[Counted, ...]
    commands: tuple[str, ...]  # that come next

    @property
    def labels(self) -> dict[str, str]:
        """What services are called, by key."""
        return {each.key: each.label for each in self.mapping.services} | {"": EVERYWHERE}


def import_page(told: Told, version: str) -> str:
    """Return the page of an import of records as HTML."""
    parts = (_made, _counts, _numbers, _assumed, _compared, _untold, _cleaned)
    return render(
        title=told.made.book.area.title,
        about="",
        sections=[section for part in parts if (section := part(told)).blocks],
        footer=f"Made by Throughline {version} from {told.name}.",
        first_page=1,
        kicker=KICKER,
    )


def _made(told: Told) -> Section:
    made, assumed = told.made, sum(each.assumed for each in told.made.derived)
    services = {each.service: told.labels[each.service] for each in told.counts}
    words = [
        told.cohort,
        f"{counted(len(made.derived) - assumed, 'number')} of the model were estimated, {assumed} "
        f"taken for granted, and {len(made.untold)} are not told by the records.",
        HOW_WRITTEN,
        "Needs, trust and what help does are not in records: this scenario has none of them.",
    ]
    remarks = [Bullets(told.extract.remarks)] if told.extract.remarks else []
    return Section(
        "made",
        "What was made",
        [
            Paragraphs([window_words(told.mapping.period, services)], "lead"),
            Paragraphs([each for each in words if each]),
            *remarks,
            Heading("Next"),
            Commands(told.commands),
        ],
    )


def _counts(told: Told) -> Section:
    columns = [
        *("Service", "Referrals", "Rejected", "First seen", "Left unseen", "Ended after care"),
        *("On the list", "In care"),
    ]
    rows = [[each.label, *map(written, each[2:])] for each in told.counts]
    words = (
        "On the list: open, and never seen. In care: open, and seen. Both are of the last day. "
        "The people at the start are made up from bands of at least 5, and are nobody's own rows."
    )
    table = Table("Counts of the window", columns, rows)
    return Section("counts", "What was counted", [Paragraphs([words]), table])


def _numbers(told: Told) -> Section:
    by_place: dict[str, list[list[str]]] = {}
    for each in told.made.told:
        by_place.setdefault(told.labels.get(each.service, each.service), []).append(
            _row(each, told.mapping.period)
        )
    columns = ["Number", "Value", "Range (90 %)", "How it was found"]
    return Section(
        "numbers",
        "Every number, its error, and how it was found",
        [Table(place, columns, rows, words=(3,)) for place, rows in by_place.items()],
    )


def _row(each: Estimate, period: Period) -> list[str]:
    wider = _range(each, NINETY_FIVE)
    error = "" if each.standard_error is None else _value(each.standard_error, each.unit)
    window = f"{each.first:%d/%m/%Y} to {each.last:%d/%m/%Y}"
    parts = [
        sentence_case(each.method),
        f"n = {shown(each.n)}",
        f"standard error {error}" if error else "",
        f"95 %: {wider}" if wider else "",
        "" if (each.first, each.last) == (period.begins, period.ends) else window,
    ]
    law = "" if each.law is None else f" Law: {_law(each.law)}."
    found = f"{'; '.join(part for part in parts if part)}. {each.note}{law}"
    return [_item(each), _value(each.value, each.unit), _range(each, 1.0), found]


def _item(each: Estimate | Derived) -> str:
    """Return what a number is called."""
    if each.reason is not None:
        return f"{each.reason.replace('_', ' ')}, to {each.to}"
    when = f", {each.month:%B}" if each.month else f", {each.to}" if each.to else ""
    return f"{each.item}{when}"


def _value(value: float, unit: str) -> str:
    if math.isinf(value):
        return "never"
    return percent(value) if unit == "share" else f"{shown(value)} {unit}"


def _range(each: Estimate, times: float) -> str:
    """Return the range of a number so many times as wide, on the scale on which it is normal."""
    if each.low is None or each.high is None or math.isinf(each.value):
        return ""
    low, high = outwards(*(_further(each, end, times) for end in (each.low, each.high)))
    shares = each.unit == "share"
    return f"{percent(low)} to {percent(high)}" if shares else f"{shown(low)} to {shown(high)}"


def _further(each: Estimate, end: float, times: float) -> float:
    """Return an end of a range further off: in odds of a share, in ratios of what is above 0."""
    value = each.value
    if each.unit == "share" and min(value, end) > 0 and max(value, end) < 1:
        odds, of_end = value / (1 - value), end / (1 - end)
        moved = odds * (of_end / odds) ** times
        return float(moved / (1 + moved))
    if each.unit != "share" and value > 0 and 0 < end < math.inf:
        return float(value * (end / value) ** times)
    return end


def _law(law: Law) -> str:
    """Return a law in words."""
    if law.parameters:
        numbers = ", ".join(f"{each.name} {shown(each.value)}" for each in law.parameters)
        return f"{law.family}, {numbers}"
    if law.steps:
        steps = "; ".join(
            f"from day {each.begins} on {percent(each.per_day.value)} a day" for each in law.steps
        )
        return f"{law.family}, {steps}"
    return f"{law.family} of {counted(len(law.points), 'value')}"


def _assumed(told: Told) -> Section:
    rows = [
        [told.labels[each.service], _item(each), _value(each.value, each.unit), each.sum]
        for each in told.made.derived
        if each.assumed
    ]
    if not rows:
        return Section("assumed", "", [])
    words = (
        "Records do not say these numbers. Write what you know into a scenario file that `extends` "
        "this one."
    )
    columns = ["Service", "Number", "Value", "What was taken for granted"]
    table = Table("Taken for granted", columns, rows, words=(1, 3))
    return Section("assumed", "What was taken for granted", [Paragraphs([words]), table])


def _compared(told: Told) -> Section:
    found = told.made.compared
    rows = [
        [
            each.label,
            shown(each.target.value),
            shown(each.target.standard_error),
            shown(each.n),
            each.target.role,
            f"{each.target.first:%d/%m/%Y} to {each.target.last:%d/%m/%Y}",
        ]
        for each in found.rows
    ]
    if not rows:
        return Section("compared", "", [])
    words = (
        "These figures come of the model's numbers, and are none of them. Numbers may be fitted to "
        "those with the role `fit`; those of the last three months are for a check. Errors: "
        f"{found.method}."
    )
    columns = ["Figure", "Value", "Standard error", "n", "Role", "Days"]
    table = Table("Figures to compare with", columns, rows, words=(4, 5))
    return Section("compared", "What the model will be compared with", [Paragraphs([words]), table])


def _untold(told: Told) -> Section:
    rows = [
        [told.labels.get(each.service, each.service), each.item, each.why]
        for each in told.made.untold
    ]
    if not rows:
        return Section("untold", "", [])
    table = Table("Not told", ["Service", "Number", "Why"], rows, words=(1, 2))
    return Section("untold", "What the records do not tell, and why", [table])


def _cleaned(told: Told) -> Section:
    return cleaned_section(told.extract.dropped)

"""Make the sheets on worlds: how often each way of care is better, and on what that depends."""

from __future__ import annotations

from sim.report.first.voice import headline_voice
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.statistics.worlds.judging import Judged
from sim.studies.statistics.worlds.resampling import Range
from sim.studies.worlds_result import WorldsResult
from sim.tables.workbook.forms import PER_CENT, WHOLE, amount, change, unit_words
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Chart, Column, Number, Series, Sheet

BETTER_IS = {"lower": "lower", "higher": "higher", None: "neither: better stands for higher"}
LOOKS = (
    ("better", "#0072b2", ""),
    ("neither", "#8a94a0", "light_upward_diagonal"),
    ("worse", "#d55e00", "dark_horizontal"),
)
"""The colour and the pattern of each part of a bar, which can be told apart without colour."""
COLUMNS = (
    Column("Way of care", 24),
    Column("Measure", 38),
    Column("Unit", 12),
    Column("What is better", 12),
    *(Column(each, 11) for each in ("Better (% of worlds)", "Better, from", "Better, to")),
    *(Column(each, 11) for each in ("Neither (% of worlds)", "Worse (% of worlds)")),
    *(Column(each, 11) for each in ("Change on average", "Change, 5 in 100 are below")),
    *(Column(each, 11) for each in ("Change, 5 in 100 are above", "Change that matters")),
    *(Column(each, 11) for each in ("Like today: better (%)", "Like today: worse (%)")),
    Column("In short", 24),
    Column("How firm", 24),
)


def world_sheets(names: Names) -> list[Sheet]:
    """Return the sheets on worlds; none if none were run."""
    result = names.study.worlds
    if result is None:
        return []
    return [_sure(names, result), _drawn(names, result), _depends(names, result)]


def _sure(names: Names, result: WorldsResult) -> Sheet:
    lines = [
        f"Each way of care was run in {result.worlds} worlds, {result.size.each} times each. In "
        f"each world the {len(result.uncertain)} uncertain numbers have other values within their "
        f"ranges; {result.assumed} of these numbers nobody has measured.",
        "Better: in so many of 100 worlds it is better by what matters, or more. From and to are "
        "a 90 % interval. Where chance in the runs hides how often, there are no figures.",
    ]
    rows = [_row(names, each) for each in result.findings.headlines]
    question = "How sure is it, over all values that the numbers may have?"
    return Sheet("How sure, over worlds", question, lines, COLUMNS, rows)


def _row(names: Names, found: Headline) -> tuple[Cell, ...]:
    unit = names.view.described(found.measure).unit
    first = (
        *(names.arms[found.arm], names.measures[found.measure], unit_words(unit)),
        BETTER_IS[found.direction],
    )
    judged = found.told
    if judged is None:
        return (*first, *([""] * (len(COLUMNS) - len(first) - 1)), _firm(found))
    low, high = sorted(turned(found, each.value) for each in (judged.low, judged.high))
    average = turned(found, judged.mean.value)
    alike = found.alike
    return (
        *first,
        *(Number(each, PER_CENT) for each in judged.better),
        *(Number(each.value, PER_CENT) for each in (judged.neither, judged.worse)),
        *(change(each, unit, names.currency) for each in (average, low, high)),
        amount(found.matters, unit, names.currency),
        *_shares(alike),
        headline_voice(found),
        _firm(found),
    )


def _shares(alike: Judged | None) -> tuple[Cell, Cell]:
    """Return the shares of worlds like today; empty where these do not tell."""
    if alike is None or alike.strength == "silent":
        return "", ""
    ranges: tuple[Range, Range] = (alike.better, alike.worse)
    better, worse = (Number(each.value, PER_CENT) for each in ranges)
    return better, worse


def turned(found: Headline, better_by: float) -> float:
    """Return a difference in the direction of the measure; worlds count what is better as more."""
    return -better_by if found.direction == "lower" else better_by


def _firm(found: Headline) -> str:
    judged = found.judged
    if judged is None:
        return f"only {found.worlds} worlds have a value in every run"
    if judged.strength == "silent":
        return "not to be told from chance"
    return "rough: chance is large in few repeats" if judged.strength == "rough" else "firm"


def _drawn(names: Names, result: WorldsResult) -> Sheet:
    """Return a chart for each other arm: a bar for each measure that can be told."""
    charts = []
    for arm in names.view.others:
        known = [
            (names.measures[each.measure], judged)
            for each in result.findings.headlines
            if each.arm == arm and (judged := each.told) is not None
        ]
        if not known:
            continue
        measures, judged_all = zip(*known, strict=True)
        shares = [(each.better, each.neither, each.worse) for each in judged_all]
        parts = [
            Series(label, [each[at].value for each in shares], colour, pattern=pattern)
            for at, (label, colour, pattern) in enumerate(LOOKS)
        ]
        charts.append(
            Chart(
                kind="stacked",
                title=f"{names.arms[arm]}: share of worlds in which it is better or worse",
                unit="per cent of worlds",
                form=PER_CENT,
                heading="Measure",
                categories=measures,
                series=parts,
                alternative="A bar for each measure, in three parts: worlds in which "
                f"{names.arms[arm]} is better, neither and worse.",
            )
        )
    lines = ["Each bar is all worlds. Where chance in the runs hides how often, there is no bar."]
    question = "How sure is it, over worlds? In pictures"
    return Sheet("How sure, worlds (charts)", question, lines, charts=charts)


def _depends(names: Names, result: WorldsResult) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for found in result.findings.headlines:
        if found.told is None:
            continue
        for rank, each in enumerate(found.depends, 1):
            number = result.uncertain[each.position]
            rows.append(
                (
                    *(names.arms[found.arm], names.measures[found.measure]),
                    *(Number(rank, WHOLE), names.numbers[number.name]),
                    Number(each.share, PER_CENT),
                    "assumed" if number.assumed else "measured",
                    *(number.source, number.agreed_by or ""),
                )
            )
    columns = (
        *COLUMNS[:2],
        Column("Rank", 8),
        Column("Number", 44),
        Column("Share of the differences between worlds (%)", 16),
        *(Column(each, 16) for each in ("Assumed?", "Source", "Agreed by")),
    )
    lines = [
        "The uncertain numbers that explain most of what differs between worlds, each by itself. A "
        "way of care that is not listed depends on no single number, as far as these worlds show."
    ]
    return Sheet("What it depends on", "On which numbers does it depend?", lines, columns, rows)

"""Show waits, continuity, crisis and equity: for each a picture and its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.charts import equity, panels, waits
from sim.charts.panels import Panel
from sim.measures.measuring import AREA
from sim.measures.uses import pictured
from sim.measures.words.access import START_MEDIAN, STILL_WAITING, WAIT_TO_START, over_weeks
from sim.measures.words.crisis import HOSPITAL
from sim.measures.words.equity import DIFFERENCE, RATIO
from sim.measures.words.form import ReportPicture, of_service
from sim.measures.words.service import LIST_GAVE_UP
from sim.report.blocks import Block, Paragraphs, Picture, Section, Table
from sim.report.view import View, cell, likely_cell
from sim.report.wording import number, sentence_case


def over(view: View, name: str) -> list[list[float]]:
    """Return, for each arm, the shares of waits over each length that the scenario names."""
    shares = [view.means(over_weeks(name, weeks)) for weeks in view.wait_weeks]
    return [[share[position] for share in shares] for position in range(len(view.arms))]


def waits_section(view: View) -> Section:
    """Return the section on waits from referral to start, and on people who are still waiting."""
    shares = over(view, WAIT_TO_START)
    rows = [
        [label, *(cell(share, "share") for share in each)]
        for label, each in zip(view.labels, shares, strict=True)
    ]
    blocks: list[Block] = [
        Paragraphs(
            [
                "A wait runs from the referral to the start with the service. Only waits that "
                "ended are in the bars. People who were still waiting when counting stopped are "
                "counted below them, so that a service that starts no one does not look quick."
            ]
        ),
        Picture(
            name="waits",
            title="How long people waited to start",
            figure=waits.draw(view.labels, shares, view.wait_weeks),
            alternative=f"Stacked bars of waits in each arm. {over_words(view, shares)}",
            how_to_read=(
                "Each bar is all starts in one way of care. The darker the part, the longer the "
                "wait. A good bar is mostly pale."
            ),
        ),
        Table(
            "Share of starts after a wait of this long or longer",
            ["Way of care", *(f"{weeks} weeks" for weeks in view.wait_weeks)],
            rows,
        ),
        by_service(view, "Median wait for a start, in days", START_MEDIAN),
        by_service(view, "People still waiting at the end", STILL_WAITING),
    ]
    if any(view.tells(of_service(LIST_GAVE_UP, service)) for service in view.service_labels):
        blocks.append(by_service(view, "People who gave up waiting, a year", LIST_GAVE_UP))
    return Section("waits", "Waiting", blocks)


def over_words(view: View, shares: Sequence[Sequence[float]]) -> str:
    """Return one line with each arm's share of waits over the second length in the scenario."""
    at = min(1, len(view.wait_weeks) - 1)
    said = [
        f"{label}: {cell(each[at], 'share')} waited {view.wait_weeks[at]} weeks or more"
        for label, each in zip(view.labels, shares, strict=True)
    ]
    return f"{'; '.join(said)}."


def by_service(view: View, caption: str, measure: str) -> Table:
    """Return a table of one measure, for all services together and for each that had people."""
    rows = []
    if view.study.measures.has(measure):
        rows.append(["All services", *map(number, view.means(measure))])
    for name, label in view.service_labels.items():
        values = view.means(of_service(measure, name))
        if any(value >= 0 for value in values):
            rows.append([label, *map(number, values)])
    return Table(caption, ["Service", *view.labels], rows)


def panel_blocks(view: View, name: str, picture: ReportPicture, title: str = "") -> list[Block]:
    """Return a picture made of small panels, and its table; if nothing is known, a sentence.

    `title` is for the picture, if it is not its own.
    """
    title = title or picture.value
    known = [measure for measure in pictured(picture) if view.tells(measure)]
    if not known:
        return [Paragraphs(["Nothing of this kind happened in any run."])]
    drawn, rows = [], []
    for measure in known:
        words = view.described(measure)
        means, (lows, highs) = view.means(measure), view.ends(measure)
        scale, unit = (100, "per cent") if words.unit == "share" else (1, words.unit)
        scaled = ([scale * value for value in values] for values in (means, lows, highs))
        drawn.append(Panel(sentence_case(words.label), unit, *scaled))
        spread = [
            f"{cell(mean, words.unit)}\n({cell(low, words.unit)} to {cell(high, words.unit)})"
            for mean, low, high in zip(means, lows, highs, strict=True)
        ]
        rows.append([sentence_case(words.label), *spread, unit])
    columns = ["Measure", *view.labels, "Unit"]
    caption = f"{title}: mean of the repeats (smallest to largest)"
    return [
        Picture(
            name=name,
            title=title,
            figure=panels.draw(drawn, view.labels),
            alternative=f"Dots for each arm on {len(drawn)} measures; the table has every number.",
            how_to_read=(
                "Each panel is one measure on its own scale. The marker is the mean of the "
                "repeats; the bar goes from the smallest repeat to the largest."
            ),
        ),
        Table(caption, columns, rows, (len(columns) - 1,)),
    ]


def continuity_section(view: View) -> Section:
    """Return the section on how often people meet the same worker."""
    blocks = [
        Paragraphs(
            [
                "Four views of the same question: do people meet the same worker again? The "
                "first two run from 0 to 1 and count people with three contacts or more. High is "
                "not good in itself: a person seen only by a crisis team can score high too."
            ]
        ),
        *panel_blocks(view, "continuity", ReportPicture.SAME_WORKER),
    ]
    return Section("continuity", "Lasting relationships", blocks)


def crisis_section(view: View) -> Section:
    """Return the section on crises, hospital, and contacts after hospital.

    Without needs nobody is known to be in crisis, and it is of hospital, if anybody was there.
    """
    if view.names.needs:
        return Section("crisis", "Crisis", panel_blocks(view, "crisis", ReportPicture.CRISIS))
    told = any(map(view.tells, pictured(ReportPicture.CRISIS)))
    blocks = panel_blocks(view, "crisis", ReportPicture.CRISIS, HOSPITAL) if told else []
    return Section("crisis", HOSPITAL, blocks)


def equity_section(view: View) -> Section:
    """Return the section on the main outcomes by group, and by area if there are several areas."""
    names = view.names
    groups = dict(zip(names.groups, names.group_labels, strict=True))
    areas = {
        f"{AREA}{name}": label for name, label in zip(names.areas, names.area_labels, strict=True)
    }
    blocks: list[Block] = []
    if len(groups) < 2:
        blocks.append(Paragraphs(["This scenario has one group, so groups cannot be compared."]))
    for measure in pictured(ReportPicture.BY_GROUP):
        if len(groups) > 1 and view.has(measure):
            unit = view.described(measure).unit
            blocks += by_part(view, measure, "group", groups, spread(view, measure, unit))
        if len(areas) > 1 and view.has(measure):
            blocks += by_part(view, measure, "area", areas)
    return Section("equity", ReportPicture.BY_GROUP.value, blocks)


def by_part(
    view: View,
    measure: str,
    what: str,
    parts: Mapping[str, str],
    more: Sequence[list[str]] = (),
) -> list[Block]:
    """Return a picture and a table of one outcome by group or by area.

    Parameters
    ----------
    what
        "group" or "area".
    parts
        The label of each group or area, by its name in the results.
    more
        Further rows of the table.
    """
    words = view.described(measure)
    title = f"{sentence_case(words.label)}, by {what}"
    values = [view.means(measure, part) for part in parts]
    rows = zip(parts.values(), values, strict=True)
    return [
        Picture(
            name=f"{what}s-{measure.replace('.', '-')}",
            title=title,
            figure=equity.draw(list(parts.values()), view.labels, values, words.unit),
            alternative=f"A row for each {what}, a marker for each arm; numbers in the table.",
            how_to_read="".join(HOW_TO_READ[what][: 2 if view.others else 1]),
        ),
        Table(
            f"{title}, in numbers",
            [what.capitalize(), *view.labels],
            [*([label, *(cell(value, words.unit) for value in row)] for label, row in rows), *more],
        ),
    ]


HOW_TO_READ = {
    "group": (
        "Each row is a group of people. Rows far apart: groups are not served alike.",
        " Markers far apart in a row: the way of care matters for this group.",
    ),
    "area": (
        "Each row is the people of an area. Rows far apart: areas are not served alike.",
        " Markers far apart in a row: the way of care matters there.",
    ),
}


def spread(view: View, measure: str, unit: str) -> list[list[str]]:
    """Return table rows: the difference and the ratio of the groups' means, if there are any."""
    rows = []
    for pattern, words in ((DIFFERENCE, "Largest minus smallest"), (RATIO, "Largest by smallest")):
        name = pattern.format(measure=measure)
        if view.has(name):
            of_unit = unit if pattern == DIFFERENCE else "ratio"
            cells = [
                f"{cell(mean, of_unit)}\n({likely_cell(likely, of_unit)})"
                if math.isfinite(mean)
                else cell(mean, of_unit)
                for mean, likely in zip(view.means(name), view.likely(name), strict=True)
            ]
            rows.append([f"{words} (95 % interval)", *cells])
    return rows

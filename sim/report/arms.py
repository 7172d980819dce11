"""Show the arms side by side: their descriptions, differences, and measures by family."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.charts import differences
from sim.charts.differences import Difference
from sim.measures.uses import report_tables
from sim.measures.words.crisis import HOSPITAL
from sim.measures.words.form import SHARE, ReportTable
from sim.measures.words.helped import SAFETY, WHAT_IT_WAS_LIKE
from sim.network.findings import growth
from sim.report.answer import Finding
from sim.report.blocks import Block, Heading, Paragraphs, Picture, Section, Table
from sim.report.cards.lines import SIDE_BY_SIDE, card_words
from sim.report.enough_help import help_words
from sim.report.first.voice import result_voice
from sim.report.view import View, cell, change_cell, quoted, two_lines
from sim.report.wording import percent, sentence_case

NO_FAMILY = "none"
JUDGED = (
    "A change is followed by its unadjusted 95 % interval and its verdict. Measures the scenario "
    "does not name as main are judged strictly, because there are many of them."
)


def arms_section(view: View) -> Section:
    """Return the section that describes the arms and gives every main measure for each."""
    blocks: list[Block] = []
    for arm in view.arms:
        look = view.look(arm)
        if view.others:
            blocks.append(Heading(view.label(arm), look.sign, look.colour))
        description = view.study.scenario.arms[arm].description
        said = [description] if description else []
        if view.others:
            said.append(card_words(view.study.scenario, arm))
        blocks += [Paragraphs(said)] if said else []
    if view.study.scenario.mechanisms:
        blocks.append(switches(view))
    for arm in view.others:
        findings = view.findings(arm, view.main())
        blocks.append(difference_picture(view, arm, findings))
    if view.others:
        blocks.append(Heading("Measure by measure"))
    judged = f" {JUDGED}" if view.others else ""
    blocks.append(
        Paragraphs(
            [
                f"Each number is the mean of the repeats.{judged} Measures that were 0 or unknown "
                "in every run are left out."
            ],
            "quiet",
        )
    )
    blocks += who_is_counted(view)
    tables = report_tables(view.study.own.catalogue.entries)
    if view.resolved.measuring.counts_help:
        tables[ReportTable.EXPERIENCE.value] = WHAT_IT_WAS_LIKE
    for title, measures in tables.items():
        known = [measure for measure in measures if view.tells(measure)]
        if known:
            without_needs = title == ReportTable.CRISIS.value and not view.names.needs
            blocks.append(family_table(view, HOSPITAL if without_needs else title, known))
            blocks += beside_table(view, title)
    meanings = [measure for measures in tables.values() for measure in measures]
    blocks.append(definitions(view, [measure for measure in meanings if view.tells(measure)]))
    title = SIDE_BY_SIDE if view.others else "Measure by measure"
    return Section("arms", title, blocks, new_page=True)


def beside_table(view: View, title: str) -> list[Block]:
    """Return the paragraphs that have to stand below a table of measures."""
    if not view.resolved.measuring.counts_help:
        return []
    if title == ReportTable.HELP.value:
        return [Paragraphs(help_words(view.study.scenario.measures), "quiet")]
    return [Paragraphs([SAFETY], "quiet")] if title == ReportTable.EXPERIENCE.value else []


def who_is_counted(view: View) -> list[Block]:
    """Return a paragraph on what rates per person-year refer to, if this is not the usual case."""
    resolved = view.study.resolved[view.baseline]
    said = [finding.words for finding in growth(resolved)]
    if not view.names.needs:
        said.append(
            "Nobody has needs here, so people are counted from their first referral until no "
            "service has anything to do with them. A figure per person-year is for a year of that."
        )
    return [Paragraphs(said, "quiet")] if said else []


def switches(view: View) -> Table:
    """Return a table that shows which mechanisms are on in each arm, by family if any has one."""
    arms, mechanisms = view.study.scenario.arms, view.study.scenario.mechanisms
    families = any(mechanism.family for mechanism in mechanisms.values())
    rows = [
        [
            mechanism.label,
            *([mechanism.family or NO_FAMILY] if families else []),
            *("on" if name in arms[arm].mechanisms else "off" for arm in view.arms),
            mechanism.description,
        ]
        for name, mechanism in mechanisms.items()
    ]
    columns = ["What can differ", *(["Family"] if families else []), *view.labels, "What it is"]
    caption = "What differs between the ways of care" if view.others else "What can be switched on"
    return Table(caption, columns, rows, range(1, len(columns)))


def family_table(view: View, family: str, measures: Sequence[str]) -> Table:
    """Return a table with the values of one family of measures in all arms."""
    columns = ["Measure", *view.labels, *(f"{view.label(arm)}: change" for arm in view.others)]
    rows = []
    for measure in measures:
        words = view.described(measure)
        said = words.unit == SHARE or words.unit in words.label.lower()
        unit = "" if said else f", {words.unit}"
        row = [f"{sentence_case(words.label)}{unit}"]
        row += [cell(mean, words.unit) for mean in view.means(measure)]
        for arm in view.others:
            compared = view.compared(arm, measure)
            finding = view.finding(compared) if compared else None
            row.append(
                f"{two_lines(change_cell(finding))}\n{result_voice(view, compared).words}"
                if finding and compared
                else "not compared"
            )
        rows.append(row)
    return Table(family, columns, rows)


def definitions(view: View, measures: Sequence[str]) -> Table:
    """Return the definition of each measure, in a sentence."""
    rows = []
    for measure in measures:
        words = view.described(measure)
        rows.append([sentence_case(words.label), words.definition])
    return Table("What the measures mean", ["Measure", "Meaning"], rows, (1,), folded=True)


def difference_picture(view: View, arm: str, findings: Sequence[Finding]) -> Picture:
    """Return a picture of an arm's differences from the baseline, in per cent of the baseline."""
    rows = [view.compared(arm, f.measure) for f in findings]
    lines = [
        Difference(sentence_case(f.label), *relative(f), *result_voice(view, row)[1:])
        for f, row in zip(findings, rows, strict=True)
        if row is not None
    ]
    here, there = view.label(arm), view.label(view.baseline)
    said = "; ".join(
        f"{line.measure}: {percent(line.percent / 100)}, {line.verdict}" for line in lines
    )
    return Picture(
        name=f"differences-{arm}",
        title=f"How far {here} lies from {there}",
        figure=differences.draw(lines, there, view.look(arm)),
        alternative=f"Change of each measure as a share of {quoted(there)}: {said}.",
        how_to_read=(
            f"The upright line is {quoted(there)}. A marker to the left means less with "
            f"{quoted(here)}, to the right more. The bar is the range that the change is likely "
            "to lie in, in this model. A full marker is a verdict; an open one means that nothing "
            "is certain, or nothing that matters. A marker without a bar: too few repeats differ."
        ),
    )


def relative(finding: Finding) -> tuple[float, float, float]:
    """Return difference and interval in per cent of the baseline; NaN if the baseline is 0."""
    base = abs(finding.baseline_mean)
    if not base > 0:
        return math.nan, math.nan, math.nan
    return (
        100 * finding.difference / base,
        100 * finding.low / base,
        100 * finding.high / base,
    )

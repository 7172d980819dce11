"""Turn the results of analyses into report sections: for each a picture and plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.report.asked_words import each_by_itself, picture_name, plain_words
from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Section, Table
from sim.report.finding import find_section
from sim.report.mechanisms import mechanisms_section
from sim.report.own_rules import own_rule_words
from sim.report.paths import axis_label, in_quotes, inputs_in_words, unit_of
from sim.report.study_pictures import (
    break_even_picture,
    scatter_picture,
    sobol_picture,
    tornado_picture,
)
from sim.report.study_words import (
    break_even_words,
    likely,
    selection_words,
    sobol_words,
    tornado_words,
)
from sim.report.view import quoted
from sim.report.wording import counted, interval, number, signed
from sim.report.writing import render, write_page
from sim.studies.analyses.base import Answered
from sim.studies.design import Lever
from sim.studies.following import not_in_the_plan
from sim.studies.manifest import versions
from sim.studies.statistics.break_even import BreakEven
from sim.studies.statistics.morris import Morris
from sim.studies.statistics.selection import Selection


def answer_sections(answers: Sequence[Answered]) -> list[Section]:
    """Return a section for each analysis, in their order.

    Each begins with the note that it is not part of the analysis plan, if the scenario has one, and
    with the rules that a user gave.
    """
    sections = []
    for asked, found in answers:
        section = SECTIONS[asked.key](asked, found)
        notes = not_in_the_plan(asked.base.scenario), own_rule_words(asked.base.rules)
        first = [Paragraphs(note) for note in notes if note]
        sections.append(replace(section, blocks=[*first, *section.blocks]))
    return sections


def break_even_section(asked: Any, found: BreakEven) -> Section:
    """Return the section that says up to which lever value an arm is better."""
    base = asked.base
    plain = plain_words(base, asked.measure)
    scenario = base.scenario
    reach = asked.lever._replace(span=asked.span)  # along the axis are the numbers of a range
    unit = unit_of(scenario, reach)
    lever = in_quotes(scenario, asked.lever) + (f" ({unit})" if unit else "")
    arm = quoted(base.label(asked.arm))
    margin = f" by {number(asked.margin)} {plain.unit} or more" if asked.margin else ""
    question = (
        f"Up to which value of {lever} is {arm} better than "
        f"{quoted(base.label(base.baseline))}{margin}? Everything else is as in the scenario."
    )
    words = break_even_words(found, lever, arm, plain.label)
    axis = axis_label(scenario, reach)
    picture = break_even_picture(
        found, axis, plain.label, plain.unit, picture_name("break-even", asked.measure)
    )
    made = counted(found.runs, "pair") + " of runs were looked at."
    return Section(
        "break-even",
        "Up to where it is better",
        [
            Paragraphs([question]),
            Paragraphs([" ".join(words)], "lead"),
            picture,
            Paragraphs([made]),
        ],
    )


def write_answers_report(answers: Sequence[Answered], folder: Path) -> Path:
    """Write a page with nothing but answers into a folder.

    The same answers always give the same bytes.
    """
    base = answers[0].asked.base
    text = render(
        title=base.scenario.title,
        about=base.scenario.about,
        sections=answer_sections(answers),
        footer=f"Made by Throughline {versions()['throughline']}, seed {base.seed}.",
    )
    return write_page(folder, text)


def sensitivity_section(asked: Any, found: Any) -> Section:
    """Return the section that says on which numbers the difference between two arms depends."""
    base = asked.base
    there, here = quoted(base.label(base.baseline)), quoted(base.label(asked.arm))
    blocks: list[Block] = [
        Paragraphs(
            [
                f"How the difference between {here} and {there} moves with numbers that nobody "
                "knows, each within its range."
            ]
        )
    ]
    levers = [lever for lever, _ in asked.inputs]
    named = {lever.name: in_quotes(base.scenario, lever) for lever in levers}
    axes = inputs_in_words(base.scenario, levers)
    blocks.append(inputs_table(levers, axes))
    for position, measure in enumerate(asked.outcomes):
        plain = plain_words(base, measure)
        label = f"the difference in {plain.label}"
        blocks.append(Heading(base.described(measure).label))
        swings = found.swings[position]
        blocks.append(Paragraphs(tornado_words(swings, label, named)))
        name = picture_name("tornado", measure)
        blocks.append(tornado_picture(swings, label, plain.unit, axes, name))
        for each in found.sobol[position : position + 1]:
            blocks.append(Paragraphs(sobol_words(each, label, named)))
            blocks.append(sobol_picture(each, label, axes, picture_name("sobol", measure)))
            blocks.append(scatter_picture(each, label, axes, picture_name("scatter", measure)))
        for each in found.morris[position : position + 1]:
            blocks.append(morris_table(each, label, axes))
    return Section("sensitivity", "What it depends on", [*blocks, each_by_itself()])


def inputs_table(levers: Sequence[Lever], axes: Mapping[str, str]) -> Table:
    """Return a table of the numbers that are looked at: words, range, path in the scenario."""
    rows = [[axes[lever.name], str(lever), "\n".join(lever.paths)] for lever in levers]
    columns = ["Number", "Range", "Path in the scenario"]
    return Table("The numbers that are looked at", columns, rows, (0, 1, 2), folded=True)


def morris_table(found: Morris, label: str, axes: Mapping[str, str]) -> Table:
    """Return a table of the elementary effects, the largest first."""
    ordered = sorted(found.effects, key=lambda effect: -effect.root.mean)
    rows = [
        [
            axes[each.input.name],
            f"{signed(each.mean.mean)} ({likely(each.mean)})",
            f"{number(each.root.mean)} ({likely(each.root)})",
            number(each.spread),
        ]
        for each in ordered
    ]
    columns = ["Number", "On average", "Size", "Depends on the others"]
    caption = f"What moving a number across its range does to {label}, wherever the others are"
    return Table(caption, columns, rows, (0,))


def select_section(asked: Any, found: Selection) -> Section:
    """Return the section that says which arm is best."""
    base = asked.base
    plain = plain_words(base, asked.measure)
    labels = {arm: quoted(base.label(arm)) for arm in base.arms}
    named = found._replace(
        best=None if found.best is None else labels[found.best],
        left=tuple(labels[arm] for arm in found.left),
        dropped=tuple(
            each._replace(name=labels[each.name], by=labels[each.by]) for each in found.dropped
        ),
    )
    rows = [
        [
            each.name.strip("“”"),
            str(each.after),
            each.by.strip("“”"),
            f"{number(each.behind.mean)} ({interval(each.behind.low, each.behind.high)})",
        ]
        for each in named.dropped
    ]
    columns = ["Way of care", "Out after repeats", "Beaten by", "Behind by (95 % interval)"]
    blocks: list[Block] = [Bullets(selection_words(named, plain.label, plain.unit))]
    if rows:
        blocks.append(Table(f"Who went out when, {plain.unit}", columns, rows, (0, 2)))
    return Section("select", "Which way of care is best", blocks)


SECTIONS: Mapping[str, Callable[[Any, Any], Section]] = {
    "mechanisms": mechanisms_section,
    "break_even": break_even_section,
    "find": find_section,
    "sensitivity": sensitivity_section,
    "select": select_section,
}

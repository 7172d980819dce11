"""What analyses found, as sections of a study's page: a picture and plain sentences each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.measures.catalogue import describe
from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Section, Table
from sim.report.mechanism_words import mechanism_words
from sim.report.plain import Plain, plainly
from sim.report.study_pictures import (
    break_even_picture,
    scatter_picture,
    share_picture,
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
from sim.report.wording import counted, interval, listed, number, signed
from sim.studies.analyses.asking import Answered, Base
from sim.studies.analyses.mechanisms import OWN, MechanismsAsked
from sim.studies.statistics.break_even import BreakEven
from sim.studies.statistics.mechanisms import How, Mechanisms
from sim.studies.statistics.morris import Morris
from sim.studies.statistics.selection import Selection

ONE_BY_ONE = (
    "Ranges are at 95 %, each by itself: they are not adjusted for looking at many numbers."
)
HOW_SHARED = (
    "A change's share is what it adds when the changes are made one after the other, averaged "
    "over the orders in which that can be done. So shares add up to the whole difference, and "
    "what two changes do only together is split between them."
)
HOW_RUN = {
    How.EVERY: "Every subset of the changes was run in each repeat.",
    How.ORDERS: "Each repeat made the changes in one random order and in its reverse.",
    How.FRACTION: (
        "A fraction of the subsets was run, enough to tell changes and pairs of changes apart, "
        "but not to share the difference out."
    ),
}


def answer_sections(answers: Sequence[Answered]) -> list[Section]:
    """A section for each analysis, in their order."""
    return [SECTIONS[asked.key](asked, found) for asked, found in answers]


def plain_words(base: Base, measure: str) -> Plain:
    """A measure as one says it."""
    words = describe(measure, base.names)
    services = dict(zip(base.names.services, base.names.service_labels, strict=True))
    return plainly(measure, words.label, words.unit, services)


def picture_name(*parts: str) -> str:
    """A name for files, from names that may hold points."""
    return "-".join(parts).replace(".", "-").replace(" ", "-").replace("_", "-")


def mechanisms_section(asked: MechanismsAsked, found: Mechanisms) -> Section:
    """What each change from the baseline to an arm does."""
    base = asked.base
    there, here = quoted(base.label(base.baseline)), quoted(base.label(asked.arm))
    on = dict(zip(found.changes, found.on, strict=True))
    doing = {name: _doing(base, name, on[name]) for name in found.changes}
    shown = {name: _switched(base, name, on[name]) for name in found.changes}
    words = (
        f"From {there} to {here}, {counted(len(asked.changes), 'thing')} "
        f"change{'s' * (len(asked.changes) == 1)}. "
        f"{HOW_RUN[found.how]} There were {counted(found.replications, 'repeat')} and "
        f"{counted(found.runs, 'run')}."
    )
    texts = [words, *([HOW_SHARED] if found.how is not How.FRACTION else []), *_limits(asked)]
    blocks: list[Block] = [Paragraphs(texts)]
    for measure, explained in zip(asked.outcomes, found.outcomes, strict=True):
        plain = plain_words(base, measure)
        blocks.append(Heading(describe(measure, base.names).label))
        blocks.append(Paragraphs(mechanism_words(explained, _counted(plain), doing)))
        name = picture_name("mechanisms", measure)
        blocks.append(share_picture(explained, plain.label, plain.unit, shown, name))
    return Section("mechanisms", "Which change does the work", [*blocks, _quiet()])


def _quiet() -> Paragraphs:
    return Paragraphs([ONE_BY_ONE], "quiet")


def _counted(plain: Plain) -> str:
    """What fits after a number and "fewer": the label, with the time it is counted over."""
    if plain.unit.startswith("days") or plain.unit.startswith("per "):
        return f"{plain.label}{plain.after}"
    unit = "points" if plain.unit == "share" else plain.unit
    return f"{unit} of {plain.label}".strip()


def _label_of(base: Base, name: str) -> str:
    return str(base.scenario.mechanisms[name].label)


def _doing(base: Base, name: str, on: bool) -> str:
    if name == OWN:
        return OWN
    return f"switching {'on' if on else 'off'} {quoted(_label_of(base, name))}"


def _switched(base: Base, name: str, on: bool) -> str:
    if name == OWN:
        return OWN.capitalize()
    return f"{_label_of(base, name)}: {'on' if on else 'off'}"


def _limits(asked: MechanismsAsked) -> list[str]:
    """What is explained, and what is not."""
    said = []
    if OWN in asked.changes:
        said.append(
            "What the arm sets by itself, beside its switches, counts as one change: it is not "
            "taken apart."
        )
    if asked.left:
        left = [quoted(_label_of(asked.base, n)) for n in asked.left if n != OWN]
        rest = [*left, *([OWN] if OWN in asked.left else [])]
        said.append(
            f"Not looked at: {listed(rest)}. In this section these stay as they are in "
            f"{quoted(asked.base.label(asked.base.baseline))}, so the whole difference here is "
            "not that between the two ways of care."
        )
    return said


def break_even_section(asked: Any, found: BreakEven) -> Section:
    """Up to where an arm is better."""
    base = asked.base
    plain = plain_words(base, asked.measure)
    lever = f"{asked.lever.name} in {asked.span.unit}" if asked.span.unit else asked.lever.name
    arm = quoted(base.label(asked.arm))
    margin = f" by {number(asked.margin)} {plain.unit} or more" if asked.margin else ""
    question = (
        f"Up to which value of {lever} is {arm} better than "
        f"{quoted(base.label(base.baseline))}{margin}? Everything else is as in the scenario."
    )
    words = break_even_words(found, lever, arm, plain.label)
    picture = break_even_picture(
        found, lever, plain.label, plain.unit, picture_name("break-even", asked.measure)
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


def sensitivity_section(asked: Any, found: Any) -> Section:
    """What the difference between two arms depends on."""
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
    for place, measure in enumerate(asked.outcomes):
        plain = plain_words(base, measure)
        label = f"the difference in {plain.label}"
        blocks.append(Heading(describe(measure, base.names).label))
        swings = found.swings[place]
        blocks.append(Paragraphs(tornado_words(swings, label, {})))
        name = picture_name("tornado", measure)
        blocks.append(tornado_picture(swings, label, plain.unit, {}, name))
        for each in found.sobol[place : place + 1]:
            blocks.append(Paragraphs(sobol_words(each, label, {})))
            blocks.append(sobol_picture(each, label, {}, picture_name("sobol", measure)))
            blocks.append(scatter_picture(each, label, {}, picture_name("scatter", measure)))
        for each in found.morris[place : place + 1]:
            blocks.append(morris_table(each, label))
    return Section("sensitivity", "What it depends on", [*blocks, _quiet()])


def morris_table(found: Morris, label: str) -> Table:
    """Elementary effects, the largest first."""
    ordered = sorted(found.effects, key=lambda effect: -effect.root.mean)
    rows = [
        [
            each.input.name,
            f"{signed(each.mean.mean)} ({likely(each.mean)})",
            f"{number(each.root.mean)} ({likely(each.root)})",
            number(each.spread),
        ]
        for each in ordered
    ]
    columns = ["Number in the scenario", "On average", "Size", "Depends on the others"]
    caption = f"What moving a number across its range does to {label}, wherever the others are"
    return Table(caption, columns, rows, (0,))


def select_section(asked: Any, found: Selection) -> Section:
    """Which arm is best."""
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
    "sensitivity": sensitivity_section,
    "select": select_section,
}

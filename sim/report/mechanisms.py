"""Write the report section on how much each change between two arms contributes."""

from __future__ import annotations

from sim.measures.words.form import SHARE
from sim.report.asked_words import each_by_itself, picture_name, plain_words
from sim.report.blocks import Block, Heading, Paragraphs, Section
from sim.report.change_names import families_in_words, in_a_picture, in_a_sentence, left_out
from sim.report.combinations import combination_tables
from sim.report.mechanism_money import money_blocks
from sim.report.mechanism_words import mechanism_words
from sim.report.percents import in_percent
from sim.report.plain import Plain
from sim.report.study_pictures import share_picture
from sim.report.view import quoted
from sim.report.wording import counted, listed
from sim.studies.analyses.changes import OWN
from sim.studies.analyses.mechanisms import MechanismsAsked
from sim.studies.statistics.mechanisms import How, Mechanisms

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


def mechanisms_section(asked: MechanismsAsked, found: Mechanisms) -> Section:
    """Return the section on the effect of each change that leads from the baseline to an arm."""
    base = asked.base
    there, here = quoted(base.label(base.baseline)), quoted(base.label(asked.arm))
    doing = {name: in_a_sentence(asked, name) for name in found.changes}
    shown = {name: in_a_picture(asked, name) for name in found.changes}
    words = (
        f"From {there} to {here}, {counted(len(asked.changes), 'thing')} "
        f"change{'s' * (len(asked.changes) == 1)}. "
        f"{HOW_RUN[found.how]} There were {counted(found.replications, 'repeat')} and "
        f"{counted(found.runs, 'run')}."
    )
    texts = [
        words,
        *families_in_words(asked),
        *([HOW_SHARED] if found.how is not How.FRACTION else []),
        *_limits(asked),
    ]
    blocks: list[Block] = [Paragraphs(texts)]
    for measure, explained in zip(asked.outcomes, found.outcomes, strict=True):
        plain = plain_words(base, measure)
        share = plain.unit == SHARE
        amounts = in_percent(explained) if share else explained
        unit = "percentage points" if share else plain.unit
        blocks.append(Heading(base.described(measure).label))
        blocks.append(Paragraphs(mechanism_words(amounts, _counted(plain), doing)))
        name = picture_name("mechanisms", measure)
        blocks.append(share_picture(amounts, plain.label, unit, shown, name))
        blocks += combination_tables(asked, amounts, "per cent" if share else plain.unit)
    blocks += money_blocks(asked, found)
    return Section("mechanisms", "Which change does the work", [*blocks, each_by_itself()])


def _counted(plain: Plain) -> str:
    """Return words that can follow a number and "fewer": what is counted, or the unit."""
    if plain.unit.endswith("per person-year"):
        return f"{plain.label}{plain.after}"
    unit = "percentage points" if plain.unit == SHARE else plain.unit
    return plain.label if plain.label.startswith(unit) else f"{unit} of {plain.label}"


def _limits(asked: MechanismsAsked) -> list[str]:
    """Return sentences on what the division into effects explains, and what it does not."""
    said = []
    if OWN in asked.changes:
        said.append(
            "What the arm sets by itself, beside its switches, counts as one change: it is not "
            "taken apart."
        )
    if asked.left:
        left = listed([left_out(asked, name) for name in asked.left])
        said.append(
            f"Not looked at: {left}. In this section these stay as they are in "
            f"{quoted(asked.base.label(asked.base.baseline))}, so the whole difference here is "
            "not that between the two ways of care."
        )
    return said

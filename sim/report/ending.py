"""Write the last sections: limits of the model, gain from pairing, how to repeat the study."""

from __future__ import annotations

import math

from sim.report.blocks import Block, Bullets, Commands, Heading, Paragraphs, Section, Table
from sim.report.own_rules import again_words
from sim.report.view import View
from sim.report.wording import listed, number, sentence_case
from sim.resolved import Resolved
from sim.units import YEAR

PAIRING = "What using the same people saved"
NOT_MODELLED = (
    "the content of care that takes trauma into account",
    "carers",
    "medication",
    "money and housing as processes",
    "the wellbeing of staff",
    "anything about a real person",
)


OF_RELATIONSHIPS = (
    "Effects of relationships on needs are assumptions with ranges. No causal size for “relational "
    "practice” exists in the literature.",
)
OF_SIMULATION = (
    "A simulation shows what would follow if its numbers and rules were true. It does not show "
    "what will happen to anyone."
)


def left_out_section(view: View) -> Section:
    """Return the section on what is not modelled. It is in every report."""
    return Section(
        "left-out",
        "What is not in the model",
        [
            Bullets([sentence_case(f"{thing}.") for thing in NOT_MODELLED]),
            Paragraphs([*(OF_RELATIONSHIPS if view.names.needs else ()), OF_SIMULATION]),
        ],
    )


def pairing_section(view: View) -> Section:
    """Return the section on how many runs are saved because every arm has the same people.

    It has no blocks if nothing is compared.
    """
    rows = []
    for arm in view.others:
        for measure in view.main():
            row = view.compared(arm, measure)
            if row is None:
                continue
            rows.append(
                [
                    sentence_case(view.described(measure).label),
                    view.label(arm),
                    number(row.variance_paired),
                    number(row.variance_unpaired),
                    gain(row.pairing_gain),
                    gain(row.equivalent_replications),
                ]
            )
    if not rows:
        return Section("pairing", PAIRING, [])  # nothing is compared
    blocks: list[Block] = [
        Paragraphs(
            [
                "The same people, with the same luck, went through every way of care. So luck "
                "that helps or hurts both ways alike drops out of the difference. The table says "
                "how much that saved: a gain of 4 means that strangers in each way of care would "
                "have needed 4 times as many repeats. A gain under 1 means that it did not help."
            ]
        )
    ]
    columns = [
        "Measure",
        "Way of care",
        "Variance, paired",
        "Variance, unpaired",
        "Gain",
        "Unpaired repeats needed",
    ]
    blocks.append(Table("What pairing saved", columns, rows, (1,)))
    return Section("pairing", PAIRING, blocks)


def gain(times: float) -> str:
    """Return in words how many times fewer runs are needed.

    There are special words for paired differences that do not vary at all.
    """
    return "no spread left" if times == math.inf else number(times)


def dates_of_a_run(resolved: Resolved) -> list[list[str]]:
    """Return a table row with the dates on which a run and its counting begin.

    Return nothing for a run without dates.
    """
    calendar, window = resolved.calendar, resolved.measuring.window
    if calendar.begins is None:
        return []
    counted = f"counted from {calendar.text(window.opens)} to {calendar.text(window.closes)}"
    return [["Dates of a run", f"begins on {calendar.begins}; {counted}"]]


def _ways_again(view: View) -> list[Block]:
    """Return the commands that give the same result, or what own rules need."""
    if view.resolved.own_rules.given:
        return [Paragraphs([again_words(view.resolved.own_rules)])]
    return [
        Paragraphs(
            [
                "In the folder of this report, the first command runs everything again and "
                "says for each file whether it came out the same. The second makes the "
                "report anew."
            ]
        ),
        Commands(
            [
                "sim reproduce manifest.json",
                f"sim run resolved.yaml --arms {','.join(view.study.settings.arms)}",
            ]
        ),
    ]


def again_section(view: View) -> Section:
    """Return the section that says how to get the same result again."""
    settings = view.study.settings
    versions = [[name, version] for name, version in view.study.versions.items()]
    facts = [
        ["Study", view.study.digest],
        ["Seed", str(settings.seed)],
        ["Repeats", str(settings.replications)],
        [
            "Length of a run",
            f"{number(settings.years)} years, of which the first "
            f"{number(view.resolved.measuring.window.opens / YEAR)} are not counted",
        ],
        *dates_of_a_run(view.resolved),
        ["Ways of care", listed(view.labels)],
    ]
    return Section(
        "again",
        "How to get this result again",
        [
            *_ways_again(view),
            Table("What this result was made from", ["What", "Value"], facts, (1,)),
            Heading("Versions"),
            Table("Programs this result passed through", ["Program", "Version"], versions, (1,)),
        ],
    )

"""Write the first page: the question, the answer, the main numbers and how certain they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.answer import (
    Finding,
    beside,
    change,
    common_history,
    how_sure,
    how_sure_of_one,
    lead,
    sentences,
)
from sim.report.baseline import baseline_blocks, main_table
from sim.report.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Heading,
    Paragraphs,
    Section,
    Table,
)
from sim.report.staffing import unequal_words
from sim.report.turning import turning_words
from sim.report.view import View, cell, change_cell, quoted, two_lines
from sim.report.warming import warm_up_blocks
from sim.report.wording import number, sentence_case
from sim.studies.study import Verdict

MOST_CARDS = 4
MARKS = {
    Verdict.BETTER: ("✓", "good"),
    Verdict.WORSE: ("✗", "bad"),
    Verdict.HIGHER: ("↑", "open"),
    Verdict.LOWER: ("↓", "open"),
    Verdict.TOO_SMALL: ("≈", "open"),
    Verdict.IDENTICAL: ("=", "open"),
    Verdict.HIGHER_UNSURE: ("↑", "open"),
    Verdict.LOWER_UNSURE: ("↓", "open"),
    Verdict.HIGHER_BESIDE: ("↑", "open"),
    Verdict.LOWER_BESIDE: ("↓", "open"),
    Verdict.CANNOT_TELL: ("?", "open"),
}


DECIDED = frozenset({Verdict.WORSE, Verdict.BETTER, Verdict.HIGHER, Verdict.LOWER})


VERDICTS = (
    "Better or worse: luck alone could hardly have made this difference.",
    "Higher or lower: the same, where neither more nor less is better.",
    "Too small to matter: there may be a difference, and it is smaller than the one the scenario "
    "calls important.",
    "Identical: the same to the last digit in every repeat.",
    "Higher or lower, not certain: clear by itself, but so many numbers are judged together that "
    "luck could still have done it.",
    "Higher or lower, not among the measures judged: clear by itself, and not a main number of "
    "the scenario. Over all such numbers luck could have done it, so take it as a hint.",
    "Cannot tell: the repeats allow more than one answer.",
    "No range: too few repeats differ to say how far a number may stray. Skewed: a few repeats "
    "lie far out, so the range is made wider on their side and may still be too narrow.",
)


MECHANISMS = (
    "The mechanisms of the model itself come second-hand, from research that was co-produced with "
    "people who use services."
)


def answer_section(view: View) -> Section:
    """Return the section with the question and the answer."""
    blocks: list[Block] = []
    question = view.study.scenario.question
    if question:
        blocks.append(Paragraphs([question], "question"))
    if view.plan_words:
        blocks.append(Paragraphs([" ".join(view.plan_words)]))
    if unequal := unequal_words(view):
        blocks.append(Paragraphs(unequal))
    if view.study.drift is not None and view.study.drift.found:
        blocks.append(Paragraphs(view.drift_words))
    if not view.others:
        blocks += baseline_blocks(view)
    for arm in view.others:
        family = view.family()
        findings = view.plain_findings(arm, family)
        others = view.plain_findings(arm, [m for m in view.main() if m not in family])
        if len(view.others) > 1:
            blocks.append(heading(view, arm))
        blocks.append(Paragraphs([" ".join([*lead(findings), *beside(others)])], "lead"))
        first = weightiest([*findings, *others])
        blocks.append(Cards([card(finding) for finding in first[:MOST_CARDS]]))
        told = [f for f in first if f.verdict in DECIDED] or first[:1]
        blocks.append(Bullets([" ".join(sentences(f)) for f in dict.fromkeys([*first[:1], *told])]))
    if turning := turning_words(view):
        blocks.append(Paragraphs(turning))
    return Section("answer", "The question and the answer", blocks)


def weightiest(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings for the cards with main numbers, the most important first.

    The first is the first measure that the scenario names. Measures that were worse follow, and
    then measures that were better.
    """
    order = {Verdict.WORSE: 0, Verdict.BETTER: 1, Verdict.HIGHER: 2, Verdict.LOWER: 2}
    return [*findings[:1], *sorted(findings[1:], key=lambda f: order.get(f.verdict, 3))]


def heading(view: View, arm: str) -> Heading:
    """Return the heading above the answer about one arm."""
    look = view.look(arm)
    words = f"{view.label(arm)}, compared with {view.label(view.baseline)}"
    return Heading(words, look.sign, look.colour)


def card(finding: Finding) -> Card:
    """Return a card with one main number."""
    mark, tone = MARKS[finding.verdict]
    return Card(
        label=sentence_case(finding.label),
        value=cell(finding.mean, finding.unit),
        unit=finding.after.strip(),
        beside=f"{finding.baseline}: {cell(finding.baseline_mean, finding.unit)}",
        likely=likely(finding),
        verdict=finding.verdict.value,
        mark=mark,
        tone=tone,
    )


def likely(finding: Finding) -> str:
    """Return the likely range of the change; empty if it is not known or if all is equal."""
    if not math.isfinite(finding.low) or finding.verdict is Verdict.IDENTICAL:
        return ""
    return f"Likely in this model: {change(finding.low, finding.high, finding.unit)}"


def numbers_section(view: View) -> Section:
    """Return the section on the main numbers, with their intervals and verdicts."""
    blocks: list[Block] = [] if view.others else [main_table(view)]
    for arm in view.others:
        findings = view.findings(arm, view.main())
        if len(view.others) > 1:
            blocks.append(heading(view, arm))
        blocks.append(difference_table(view, arm, findings))
        left_out = sum(f.left_out for f in findings)
        if left_out:
            words = "Pairs of runs left out because a number was not known in one of them"
            blocks.append(Paragraphs([f"{words}: {left_out}."], "quiet"))
    return Section("numbers", "The numbers that matter", blocks, new_page=True)


def difference_table(view: View, arm: str, findings: Sequence[Finding]) -> Table:
    """Return a table of means, differences with intervals, and verdicts.

    It also says in how many replications the arm was better.
    """
    here, there = view.label(arm), view.label(view.baseline)
    rows = [
        [
            sentence_case(f.label),
            cell(f.baseline_mean, f.unit),
            cell(f.mean, f.unit),
            two_lines(change_cell(f)),
            f"{number(f.better_in)} of {f.repeats}"
            if math.isfinite(f.better_in)
            else "neither is better",
            f.verdict.value,
            "" if f.unit == "share" else f.unit,
        ]
        for f in findings
    ]
    better = f"{here} better in"
    columns = ["Measure", there, here, "Change\n(95 % interval)", better, "Verdict", "Unit"]
    caption = f"{here} compared with {there}; intervals are unadjusted"
    return Table(caption, columns, rows, words=(5, 6))


def history_blocks(view: View) -> list[Paragraphs]:
    """Return a paragraph on what all arms share until the rules change; otherwise nothing."""
    scenario = view.study.scenario
    if scenario.run.change is None:
        return []
    first = quoted(view.label(scenario.history))
    return [Paragraphs([common_history(str(scenario.run.change), first)])]


def drift_blocks(view: View) -> list[Paragraphs]:
    """Return the paragraph on drift, unless drift was found: then it stands above the answer."""
    drift = view.study.drift
    return [] if drift is None or drift.found else [Paragraphs(view.drift_words)]


def involvement_words(written: str | None) -> str:
    """Return who was involved, in the words of the file; if it has none, that it does not say."""
    if written is None:
        return (
            "The scenario does not say who was involved in making it. Its authors can write it "
            "under “involvement”, for example which people who use or give this care took part."
        )
    return f"Who was involved, in the words of the scenario: {written.strip()}"


def sure_section(view: View) -> Section:
    """Return the section on how certain the result is, and on who took part in the work."""
    told = how_sure if view.others else how_sure_of_one
    return Section(
        "sure",
        "How sure we are",
        [
            Paragraphs([" ".join(told(view.study.settings.replications))]),
            *history_blocks(view),
            *drift_blocks(view),
            *([Bullets(VERDICTS)] if view.others else []),
            Paragraphs([involvement_words(view.study.scenario.involvement), MECHANISMS]),
            *warm_up_blocks(view.study.first_runs, view.study.resolved, view.baseline, view.label),
        ],
    )

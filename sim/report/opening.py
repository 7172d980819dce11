"""Write the question and the answer, and the main numbers with their intervals and verdicts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.answer import Finding, beside, lead
from sim.report.baseline import baseline_blocks, main_table
from sim.report.blocks import Block, Heading, Paragraphs, Section, Table
from sim.report.cards.question import question_words
from sim.report.first.assumed import assumed_words
from sim.report.first.basis import basis_words
from sim.report.first.choosing import best_words
from sim.report.first.claims import LEGEND
from sim.report.first.depends import arm_depends, told_headline
from sim.report.first.grid import alike_measures, grid_blocks
from sim.report.first.lines import chance_lines, is_told, world_lines
from sim.report.first.looking import met_words
from sim.report.first.sentences import finding_sentences
from sim.report.first.verdicts import answer, plain
from sim.report.first.voice import result_voice
from sim.report.own_rules import own_rule_words
from sim.report.staffing import unequal_words
from sim.report.view import View, cell, change_cell, two_lines
from sim.report.wording import number, sentence_case
from sim.studies.worlds_result import WorldsResult


def answer_section(view: View) -> Section:
    """Return the section with the question, the answer, and a line for each main measure."""
    blocks = _before(view)
    if not view.others:
        blocks += baseline_blocks(view)
    result = view.study.worlds
    if result is not None and (best := best_words(view, result)):
        blocks.append(Paragraphs(best, "lead"))
    if trust := trust_words(view):
        blocks.append(Paragraphs([" ".join(trust)]))
    for arm in view.others:
        if len(view.others) > 1:
            blocks.append(heading(view, arm))
        blocks.append(Paragraphs([" ".join(arm_words(view, arm))], "verdict"))
        blocks.append(finding_sentences(view, arm))
    if result is not None and (alike := alike_measures(view, result)):
        blocks.append(Paragraphs([alike]))
    if basis := basis_words(view):
        blocks.append(Paragraphs([" ".join(basis)], "quiet"))
    if result is not None and view.others:
        blocks.append(Paragraphs([LEGEND], "quiet"))
    return Section("answer", "The question and the answer", blocks)


def _before(view: View) -> list[Block]:
    """Return what stands before the results: the question, the plan, and what to beware of."""
    question = question_words(view.study.scenario, view.arms)
    blocks: list[Block] = [Paragraphs([question], "question")]
    if view.plan_words:
        blocks.append(Paragraphs([" ".join(view.plan_words)], "quiet"))
    own = own_rule_words(view.resolved.own_rules)
    blocks += [Paragraphs(each) for each in (own, unequal_words(view), _drift(view)) if each]
    return blocks


def trust_words(view: View) -> list[str]:
    """Return how far the answer can be trusted, in short; page one says more further down."""
    if not view.others:
        return []
    said = [each for each in (assumed_words(view), met_words(view)) if each]
    return ["How far to trust this:", *said] if said else []


def likely_section(view: View) -> Section:
    """Return the section with a line for each main measure; without blocks for a single arm."""
    result = view.study.worlds
    if result is None:
        blocks: list[Block] = [chance_lines(view, arm) for arm in view.others]
        return Section("likely", "How much changes", blocks)
    if not view.others:
        return Section("likely", "How much changes", [])
    told = any(is_told(result, arm) for arm in view.others)
    found = grid_blocks(view, result) if told else [chance_lines(view, a) for a in view.others]
    return Section("likely", "How likely, and how much", found)


def arm_words(view: View, arm: str) -> list[str]:
    """Return the answer about one arm in sentences: over worlds, or else by chance alone."""
    result = view.study.worlds
    if result is not None and any(each.arm == arm for each in result.findings.headlines):
        return [answer(view, result, arm)]
    family = view.family()
    others = view.plain_findings(arm, [m for m in view.main() if m not in family])
    return [*lead(view.plain_findings(arm, family)), *beside(others)]


def _drift(view: View) -> list[str]:
    drift = view.study.drift
    return view.drift_words if drift is not None and drift.moves else []


def heading(view: View, arm: str) -> Heading:
    """Return the heading above the answer about one arm."""
    look = view.look(arm)
    words = f"{view.label(arm)}, compared with {view.label(view.baseline)}"
    return Heading(words, look.sign, look.colour)


def numbers_section(view: View) -> Section:
    """Return the section on the main numbers, with their intervals and verdicts."""
    blocks: list[Block] = [] if view.others else [main_table(view)]
    for arm in view.others:
        findings = view.findings(arm, view.main())
        if len(view.others) > 1:
            blocks.append(heading(view, arm))
        if view.study.worlds is not None and is_told(view.study.worlds, arm):
            blocks += over_worlds(view, view.study.worlds, arm)
        blocks.append(difference_table(view, arm, findings))
        left_out = sum(f.left_out for f in findings)
        if left_out:
            words = "Pairs of runs left out because a number was not known in one of them"
            blocks.append(Paragraphs([f"{words}: {left_out}."], "quiet"))
    return Section("numbers", "The main numbers", blocks, new_page=True)


def over_worlds(view: View, result: WorldsResult, arm: str) -> list[Block]:
    """Return every main measure of an arm over the worlds, and on what the first depends."""
    blocks: list[Block] = [world_lines(view, result, arm)]
    if (headline := told_headline(result, arm)) is not None:
        label = plain(view, headline.measure).label
        said = [f"This is about {label}.", *arm_depends(view, result, headline)]
        blocks.append(Paragraphs([" ".join(said)]))
    return blocks


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
            result_voice(view, row).words,
            "" if f.unit == "share" else f.unit,
        ]
        for f in findings
        if (row := view.compared(arm, f.measure)) is not None
    ]
    better = f"{here} better in"
    columns = ["Measure", there, here, "Change\n(95 % interval)", better, "Verdict", "Unit"]
    caption = f"{here} compared with {there}; intervals are unadjusted"
    return Table(caption, columns, rows, words=(5, 6))

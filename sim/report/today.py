"""Does the model look like the services of today? Targets beside the results of the model."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.grounds import range_of
from sim.report.view import View, cell, likely_cell, quoted
from sim.report.wording import counted, listed, number, sentence_case
from sim.scenario.targets import Days
from sim.studies.from_today import ALL
from sim.studies.study import EVERYONE
from sim.studies.targets import Agreement, Judged
from sim.studies.verdicts import repeats_to_tell

HEADING = "Does today look like today?"
MARKS = {
    Agreement.INSIDE: "✓",
    Agreement.BELOW: "✗",
    Agreement.ABOVE: "✗",
    Agreement.UNSURE: "?",
    Agreement.UNKNOWN: "?",
}
FITTED, OPEN = "fitted", "open"
WENT_ON = "as if that time went on"
"""Said of a target of a time before the run, which is compared with days of the run."""
MOST_NAMED = 4
SOMEBODY = 0.5
"""The fewest people on a list, on average of a month, for which it is shown."""


def agreement_words(agreement: Agreement) -> str:
    """Return what a page says of a figure: "open" where chance hides whether it is met."""
    return OPEN if agreement is Agreement.UNSURE else agreement.value


def today_section(view: View) -> Section:
    """Return the section on targets; without blocks where the scenario has none."""
    blocks: list[Block] = []
    if view.study.scenario.targets:
        blocks.append(Paragraphs(today_words(view)))
    if view.targets:
        blocks += [target_table(view, "check"), target_table(view, "fit")]
        blocks += [*reasons(view), *fitted_numbers(view)]
        blocks.append(Paragraphs(open_words(view)))
    blocks.append(lists_table(view))
    blocks = [each for each in blocks if not isinstance(each, Table) or each.rows]
    return Section("today", HEADING, blocks, new_page=True)


def today_words(view: View) -> list[str]:
    """Say in whole sentences how many targets the history arm meets, and which it misses."""
    scenario = view.study.scenario
    arm = quoted(view.label(scenario.history))
    if not view.targets:
        return [
            f"The scenario has {counted(len(scenario.targets), 'target')} for {arm}. They were not "
            "compared with the results, because this arm was not run."
        ]
    words = [
        f"What is known about services today is compared with what the model gives for {arm}, "
        "over the measured time, or over the days that a figure is of."
    ]
    checks = [each for each in view.targets if each.role == "check"]
    if checks:
        met = sum(each.agreement is Agreement.INSIDE for each in checks)
        sentence = f"The model meets {met} of {counted(len(checks), 'figure')} kept for checking."
        words.append(f"{sentence} {missed_words(view, checks)}".strip())
    fits = [each for each in view.targets if each.role == "fit"]
    if fits:
        met = sum(each.agreement is Agreement.INSIDE for each in fits)
        words.append(
            f"{sentence_case(counted(len(fits), 'figure'))} served to choose numbers of the "
            f"scenario, so agreement with them proves little; the model meets {met}. "
            f"{missed_words(view, fits)}".strip()
        )
    return words


def missed_words(view: View, judged: Sequence[Judged]) -> str:
    """Return a sentence on the targets that are missed; "" if there are none."""
    missed = [e for e in judged if e.agreement in (Agreement.BELOW, Agreement.ABOVE)]
    if not missed:
        return ""
    named = [f"{what(view, each)} ({each.agreement.value})" for each in missed[:MOST_NAMED]]
    more = len(missed) - len(named)
    rest = [f"{more} more, in the table"] if more else []
    return f"Outside their range: {listed([*named, *rest])}."


def open_words(view: View) -> list[str]:
    """Return for each figure that is open why it is, and what would settle it."""
    return [
        f"{sentence_case(what(view, each))} is open: {each.inside} of "
        f"{counted(each.repeats, 'repeat')} {'is' if each.inside == 1 else 'are'} in its range, "
        f"and the likely mean of the model reaches over an end of it.{_would_settle(each)}"
        for each in view.targets
        if each.agreement is Agreement.UNSURE
    ]


def _would_settle(each: Judged) -> str:
    """Return how many repeats would settle whether a figure is met; "" if that is not known."""
    nearest = min(abs(each.mean - each.low), abs(each.mean - each.high))
    many = repeats_to_tell(nearest, each.likely.low, each.likely.high, each.repeats)
    return "" if many is None else f" About {many} repeats would settle it."


def what(view: View, each: Judged) -> str:
    """Return the label of a target, or that of its measure, with whom and when it is about."""
    label = each.label or view.described(each.measure).label
    days = None if each.first is None or each.last is None else (each.first, each.last)
    return with_about(label, each.group, days, each.in_run)


def with_about(label: str, group: str, days: Days | None, in_run: Days | None) -> str:
    """Return a label with whom and when it is about.

    Parameters
    ----------
    in_run
        If the days lie before the run, the days of the run that they are compared with.
    """
    about = [] if group == EVERYONE else [group]
    if days is not None:
        about.append(f"{days[0]} to {days[1]}")
    if in_run is not None:
        about += [f"compared with {in_run[0]} to {in_run[1]} of the run", WENT_ON]
    return f"{label} ({', '.join(about)})" if about else label


def target_table(view: View, role: str) -> Table:
    """Return the targets of one role: known, range, what the model gives, and whether it agrees."""
    rows = []
    for each in view.targets:
        if each.role != role:
            continue
        unit = view.described(each.measure).unit
        likely = "" if each.likely.withheld else likely_cell(each.likely, unit)
        fitted = role == "fit" and each.agreement is Agreement.INSIDE
        verdict = FITTED if fitted else agreement_words(each.agreement)
        rows.append(
            [
                sentence_case(what(view, each)),
                cell(each.value, unit),
                f"{cell(each.low, unit)} to {cell(each.high, unit)}",
                cell(each.mean, unit) if math.isfinite(each.mean) else "not known",
                likely,
                f"{MARKS[each.agreement]} {verdict}",
                "" if unit == "share" else unit,
                each.source,
            ]
        )
    caption = {
        "check": "Figures kept for checking",
        "fit": "Figures that numbers of the scenario were chosen to meet",
    }[role]
    columns = ["Figure", "Known", "Range", "Model", "Likely (95 %)", "Agrees?", "Unit", "Source"]
    return Table(caption, columns, rows, words=(5, 6, 7))


def lists_table(view: View) -> Table:
    """Return the people on each list today, and in the first and last month of a run."""
    drift = view.study.drift
    rows = [
        [
            "All lists" if each.service == ALL else view.service_labels[each.service],
            number(each.today),
            number(each.first),
            number(each.last),
            "starts elsewhere" if each.differs else "",
        ]
        for each in (() if drift is None else drift.from_today)
        if max(each.today, each.first, each.last) >= SOMEBODY
    ]
    caption = "People on lists today, and in the first and last month of the run"
    columns = ["List", "Today", "First month", "Last month", "Take care"]
    return Table(caption, columns, rows, words=(4,))


def reasons(view: View) -> list[Block]:
    """Return why targets are missed, in the words of the notes that stand beside them."""
    noted = {name: each.note for name, each in view.study.scenario.targets.items()}
    said = [
        f"{sentence_case(what(view, each))} ({each.agreement.value}): {noted[each.name]}"
        for each in view.targets
        if each.agreement in (Agreement.BELOW, Agreement.ABOVE) and noted[each.name]
    ]
    return [Paragraphs(["The scenario says of figures that are missed:", *said])] if said else []


def fitted_numbers(view: View) -> list[Block]:
    """Return the numbers that were chosen to meet targets, which stand beside them."""
    scenario = view.study.scenario
    fitted = {name for name, source in scenario.sources.items() if source.kind == "fitted"}
    rows = [
        [path, quantity.written, range_of(quantity), quantity.unit]
        for path, quantity in scenario.quantities()
        if quantity.source in fitted
    ]
    if not rows:
        return []
    caption = f"Numbers chosen so that the model meets them ({number(len(rows))})"
    return [Table(caption, ["Number", "Value", "Range", "Unit"], rows, folded=True)]

"""Say in one sentence what a way of care changes: how much, how surely, and in which months."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.measures.words.access import STILL_WAITING, WAITS
from sim.measures.words.service import LIST_DAYS, LIST_LENGTH
from sim.report.answer import Finding, change
from sim.report.blocks import Bullets
from sim.report.first.claims import claim
from sim.report.first.figures import NO_CHANGE, likely_mean, most_worlds, moved, on_average
from sim.report.first.verdicts import plain, today_level
from sim.report.first.voice import finding_voice, headline_voice
from sim.report.today import what
from sim.report.view import View, cell, quoted
from sim.report.wording import counted, in_sentence, sentence_case
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.study import Verdict
from sim.studies.targets import Agreement
from sim.studies.verdicts import DIRECTED, FEW, repeats_to_tell
from sim.studies.worlds_result import WorldsResult

MOST = 6  # sentences for an arm
ABOUT_WAITS = frozenset((*WAITS, STILL_WAITING.partition(".")[0], LIST_LENGTH, LIST_DAYS))
"""The first parts of the measures that are about waiting."""
MISSED = (Agreement.BELOW, Agreement.ABOVE)


def is_about_waiting(measure: str) -> bool:
    """Return whether a measure is about lists or waits."""
    return measure.partition(".")[0] in ABOUT_WAITS


def finding_sentences(view: View, arm: str) -> Bullets:
    """Return a sentence for each main measure of an arm, the measure asked about first."""
    result = view.study.worlds
    found = [] if result is None else [e for e in result.findings.headlines if e.arm == arm]
    if result is not None and found:
        said = [_over_worlds(view, result, each) for each in found[:MOST]]
    else:
        said = [_by_chance(view, each) for each in view.plain_findings(arm, view.family())[:MOST]]
    return Bullets(said)


def measured_months(view: View) -> str:
    """Return the months in which a run is measured: "October 2025 to March 2027"."""
    window, calendar = view.resolved.measuring.window, view.resolved.calendar
    last = max(window.opens, window.closes - 1)
    if calendar.begins is None:
        ends = calendar.month(window.opens) + 1, calendar.month(last) + 1
        return f"month {ends[0]}" if ends[0] == ends[1] else f"months {ends[0]} to {ends[1]}"
    first, end = calendar.month_text(window.opens), calendar.month_text(last)
    return first if first == end else f"{first} to {end}"


def _by_chance(view: View, found: Finding) -> str:
    here, there = cell(found.mean, found.unit), cell(found.baseline_mean, found.unit)
    levels = (
        f"{sentence_case(found.label)}, {measured_months(view)}: {here}{found.after} with "
        f"{found.arm}, {there} with {found.baseline}"
    )
    said = finding_voice(found)
    if found.verdict is Verdict.IDENTICAL or not math.isfinite(found.difference):
        return f"{levels}; {said}."
    amount = moved(found.difference, found.unit)
    ranged = ""
    if math.isfinite(found.low):
        ranged = f" ({change(found.low, found.high, found.unit)}, 19 times out of 20 by chance)"
    but = _but(view, found.measure, is_claim=found.verdict in DIRECTED)
    return f"{levels}, so {amount}{ranged}: {said}{_would_tell(found)}{but}."


def _would_tell(found: Finding) -> str:
    """Return how many repeats would tell a difference of this size from chance, if that helps."""
    if found.verdict is not Verdict.CANNOT_TELL:
        return ""
    many = repeats_to_tell(abs(found.difference), found.low, found.high, found.repeats)
    if many is None:
        return f" in {counted(found.repeats, 'repeat')}"
    return f" in {counted(found.repeats, 'repeat')}; about {max(many, FEW)} would tell one so large"


def _over_worlds(view: View, result: WorldsResult, found: Headline) -> str:
    words = plain(view, found.measure)
    begin = f"{sentence_case(words.label)}, {measured_months(view)}"
    judged, said = found.judged, headline_voice(found)
    if judged is None:
        return f"{begin}: {said}, because only {found.worlds} worlds have a value in every run."
    today = today_level(view, result, found.measure)
    arm, baseline = quoted(view.label(found.arm)), quoted(view.label(view.baseline))
    average = on_average(found, judged, words.unit)
    if average == NO_CHANGE:
        return f"{begin}: with {arm} {average} on average: {said}."
    level = f" than {today}{words.after} with {baseline}" if today else ""
    if found.told is None:
        many, likely = judged.replications, likely_mean(found, judged, words.unit)
        more = "" if many is None else f"; {many} repeats of each world would tell more"
        return f"{begin}: with {arm} on average {average}{level} ({likely}): {said}{more}."
    but = _but(view, found.measure, is_claim=claim(found).kind in ("better", "worse"))
    return (
        f"{begin}: with {arm} on average {average}{level} "
        f"({most_worlds(found, judged, words.unit)} in 90 of 100 worlds): {said}{but}."
    )


def _but(view: View, measure: str, *, is_claim: bool) -> str:
    """Return what softens a claim on waiting: that the model of today misses figures of it."""
    missed = list(_missed(view, measure)) if is_claim and is_about_waiting(measure) else []
    if not missed:
        return ""
    more = f" and {len(missed) - 1} more" if len(missed) > 1 else ""
    return f"; but the model of today misses {missed[0]}{more}, so do not rely on the size of it"


def _missed(view: View, measure: str) -> Iterator[str]:
    """Iterate over the figures on waiting that the model misses, of the service of a measure."""
    service = _services(view, measure)
    for each in view.targets:
        is_near = not service or service == _services(view, each.measure)
        if is_near and is_about_waiting(each.measure) and each.agreement in MISSED:
            yield f"“{in_sentence(what(view, each))}” ({each.agreement.value})"


def _services(view: View, measure: str) -> set[str]:
    """Return the service that a measure is about; empty if it is about all."""
    return set(measure.split(".")) & view.service_labels.keys()

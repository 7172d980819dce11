"""What to find out first: the uncertain numbers on which the answer hangs, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.report.blocks import Table
from sim.report.cards.values import exact_percent
from sim.report.first.choosing import told_choices, with_unit
from sim.report.first.conditions import named
from sim.report.first.verdicts import plain
from sim.report.grounds import KINDS, range_of
from sim.report.view import View
from sim.report.wording import percent, sentence_case
from sim.scenario.quantities import Share, Sourced
from sim.studies.statistics.worlds.findings import Headline
from sim.studies.worlds_result import WorldsResult

TITLE = "What to find out first"
COLUMNS = ("Number", "Now", "Range", "How much hangs on it", "What knowing it is worth", "Why")
WORDS = (1, 2, 3, 4, 5)
MEASURED = "it is known only within this range"
ASSUMED = "nobody has measured it"
NOTHING = "No single number decides the answer, so none has to be found out first."


class ToFindOut(NamedTuple):
    """A number that would make the answer surer, if it were known."""

    path: str
    what: str
    now: str  # as written; empty for a structure
    range: str
    share: str  # of what differs between worlds; empty where only its worth is known
    worth: str  # at most, in the measure that is chosen by; empty where it changes no choice
    why: str


def to_find_out(view: View, result: WorldsResult, headlines: list[Headline]) -> list[ToFindOut]:
    """Return the numbers to find out, the most important first.

    Parameters
    ----------
    headlines
        The differences that the answer is about.
    """
    shares: dict[int, float] = {}
    for headline in headlines:
        for each in headline.depends:
            shares[each.position] = max(each.share, shares.get(each.position, 0.0))
    worths, written = dict(_worths(view, result)), _written(view)
    ordered = sorted(shares, key=lambda at: -shares[at])
    ordered += [at for at in worths if at not in shares]
    return [
        _one(
            view,
            result,
            at,
            written.get(result.uncertain[at].name),
            percent(shares[at]) if at in shares else "",
            worths.get(at, ""),
        )
        for at in ordered
    ]


def finding_out_table(found: list[ToFindOut]) -> Table:
    """Return the list as a table."""
    rows = [[each.what, each.now, each.range, each.share, each.worth, each.why] for each in found]
    return Table(TITLE, COLUMNS, rows, WORDS)


def _worths(view: View, result: WorldsResult) -> Iterator[tuple[int, str]]:
    """Iterate over numbers that are worth knowing, by position; the first measure comes last."""
    for choice in reversed(told_choices(result)):
        words = plain(view, choice.measure)
        for each in choice.worth:
            yield each.position, f"{with_unit(each.worth.value, words)} of {words.label}, at most"


def _one(
    view: View, result: WorldsResult, at: int, written: Sourced | None, share: str, worth: str
) -> ToFindOut:
    scenario, uncertain = view.study.scenario, result.uncertain[at]
    why = ASSUMED if uncertain.assumed else MEASURED
    if uncertain.source in scenario.sources and not uncertain.assumed:
        why = f"{KINDS[scenario.sources[uncertain.source].kind]}: {why}"
    return ToFindOut(
        uncertain.name,
        sentence_case(named(scenario, result, at)),
        *_figures(written),
        share,
        worth,
        why,
    )


def _figures(number: Sourced | None) -> tuple[str, str]:
    """Return a number and its range as people write them; empty for a structure."""
    if number is None:
        return "", ""
    if not isinstance(number, Share):
        return number.written, range_of(number)
    ends = [end for end in (number.low, number.high) if end is not None]
    both = " to ".join(exact_percent(float(end)) for end in ends)
    return exact_percent(float(number.value)), both if len(ends) == 2 else range_of(number)


def _written(view: View) -> dict[str, Sourced]:
    """Return the numbers of the file, by path; those of an arm where only it has them."""
    scenario = view.study.scenario
    found = {path: number for arm in view.arms for path, number in scenario.changed_quantities(arm)}
    return {**found, **dict(scenario.quantities())}

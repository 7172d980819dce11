"""Turn the answer to "how much is enough" into a report section: sentences, a picture, a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.charts import finding as chart
from sim.charts.finding import Enough, Held
from sim.measures.words.form import SHARE
from sim.measures.words.service import COST
from sim.report.asked_words import picture_name
from sim.report.blocks import Block, Paragraphs, Picture, Section, Table
from sim.report.paths import axis_label, in_quotes, unit_of
from sim.report.view import cell, quoted
from sim.report.wording import counted, in_sentence, interval, number, percent, signed
from sim.studies.analyses.base import Answered
from sim.studies.analyses.find import LEAST, At, FindAsked, FoundLever
from sim.studies.statistics.finding import Tried
from sim.units import plain_number

MANY_UNKNOWN = 0.05
"""From this share of futures on, the answer says that the target has no value in some."""
EACH_FUTURE = (
    "A future is one draw of every number that has a range in the scenario, with its own random "
    "numbers. It is the same at every value tried."
)
CHANCE_ALONE = (
    "No number differs between the repeats: this is chance alone, with every number as it is "
    "written. How uncertain the numbers are is not in it."
)


def find_section(asked: FindAsked, found: FoundLever) -> Section:
    """Return the section that says how much of a lever is enough for the target."""
    blocks: list[Block] = [
        Paragraphs([question(asked)]),
        Paragraphs([answer(asked, found)], "lead"),
        Paragraphs([" ".join(beside(asked, found))]),
        _picture(asked, found),
        _table(asked, found),
        Paragraphs([" ".join(method(asked, found))], "quiet"),
    ]
    return Section("find", "How much is enough", blocks)


def find_lines(answers: Sequence[Answered]) -> Iterator[str]:
    """Iterate over the lines of the answers for a terminal."""
    for asked, found in answers:
        if isinstance(asked, FindAsked):
            yield ""
            yield question(asked)
            yield ""
            yield answer(asked, found)
            yield " ".join(beside(asked, found))
            yield " ".join(method(asked, found))


def question(asked: FindAsked) -> str:
    """Return what was asked, as a sentence."""
    base = asked.base
    unit = f" ({unit_of(base.scenario, _reach(asked))})"
    unit *= axis_label(base.scenario, _reach(asked)).endswith(unit)  # else the words name it
    arm = f" In {quoted(base.label(asked.arm))}." if len(base.scenario.arms) > 1 else ""
    ends = f"{_said(asked, min(asked.amounts))} and {_said(asked, max(asked.amounts))}"
    return (
        f"The {asked.wants} of {in_quotes(base.scenario, asked.lever)}"
        f"{unit} between {ends} so that {target_words(asked)}, in at least "
        f"{percent(asked.sure)} of {_futures(asked)}.{arm}"
    )


def target_words(asked: FindAsked) -> str:
    """Return the target as a clause: "people on a list are at most 5 in March 2029"."""
    target = asked.target
    bound = plain_number(target.bound)
    if target.unit == SHARE:
        bound = f"{plain_number(round(100 * target.bound, 6))} %"
    is_named = target.unit == SHARE or target.unit in target.label.lower()
    unit = "" if is_named else f" {target.unit}"
    which = "at most" if target.at_most else "at least"
    return f"“{in_sentence(target.label)}” is {which} {bound}{unit} {_when(asked)}"


def answer(asked: FindAsked, found: FoundLever) -> str:
    """Return the answer in a few sentences."""
    search = found.found
    if search.at is None:
        best = search.best
        words = (
            f"It cannot be reached within the range: at {_at(asked, best.position)} it holds in "
            f"{_in(best)}, which is the most."
        )
        if search.low is not None:
            words += " That may be chance: the range of that share holds what was asked for."
        return words
    tried = search.of(search.at)
    assert tried is not None  # the answer was tried
    value = _at(asked, search.at)
    if search.at_once:
        end = "low" if asked.wants == LEAST else "high"
        return (
            f"It already holds at the {end} end of the range: with {value}, in {_in(tried)}. "
            f"{'Less' if asked.wants == LEAST else 'More'} may do too."
        )
    words = f"{value} is enough: the target holds in {_in(tried)}"
    below = search.of(search.at - 1)
    if below is not None:
        words += f"; with {_at(asked, below.position)}, in {_in(below)}"
    return f"{words}. {_likely(asked, found)}"


def beside(asked: FindAsked, found: FoundLever) -> list[str]:
    """Return sentences on the ends of the range, on today, on costs and on what was in the way."""
    search, base = found.found, asked.base
    low, high = sorted((search.tried[0], search.tried[-1]), key=lambda t: asked.amounts[t.position])
    words = [
        f"With {_at(asked, low.position)} it holds in {_in(low, False)}, with "
        f"{_at(asked, high.position)} in {_in(high, False)}; as the scenario is written, in "
        f"{_in(found.today.tried, False)}."
    ]
    if found.cost is not None:
        unit = base.described(COST).unit
        words.append(
            f"Compared with the scenario as it is written, it costs {signed(found.cost.mean)} "
            f"{unit} ({interval(found.cost.low, found.cost.high)})."
        )
    if search.falls:
        pairs = ", ".join(
            f"from {_at(asked, each.earlier)} to {_at(asked, each.later)}" for each in search.falls
        )
        way = "more" if asked.wants == LEAST else "less"
        words.append(
            f"Take care: {way} of it does not always help ({pairs} the target holds less often, "
            f"and that is no chance), so all values were tried, and the answer is the first."
        )
    unknown = max(each.unknown for each in (*found.at, found.today))
    if unknown > MANY_UNKNOWN * found.today.tried.futures:
        words.append(
            f"In up to {unknown} futures there was nothing to judge the target by, such as no wait "
            "that ended; there it counts as missed."
        )
    return words


def method(asked: FindAsked, found: FoundLever) -> list[str]:
    """Return sentences on what a future is, and on what the answer rests on."""
    uncertain = asked.futures.uncertain
    words = [
        f"{EACH_FUTURE} {counted(len(uncertain), 'number differs', 'numbers differ')}."
        if uncertain
        else CHANCE_ALONE
    ]
    if found.refused:
        words.append(
            f"{counted(found.refused, 'future')} had numbers that the scenario refuses, and "
            "were left out."
        )
    kind = "future" if uncertain else "repeat"
    both = " and cover chance and uncertain numbers together" if uncertain else ""
    words.append(
        f"{counted(found.runs, 'run')} of {counted(found.today.tried.futures, kind)} were looked "
        f"at; ranges are at 95 %{both}."
    )
    if found.found.lost:
        words.append(
            f"In {counted(found.found.lost, 'future')} the target held at some value and not at a "
            "later one; no share rests on it that this does not happen."
        )
    return words


def _likely(asked: FindAsked, found: FoundLever) -> str:
    """Return the interval of the answer as a sentence."""
    search = found.found
    low, high = search.low, search.high
    if low is None or (low == search.at and high == search.at):
        return "No other value of the range is likely to be the answer."
    down, up = ("fewer", "more") if asked.wants == LEAST else ("more", "fewer")
    least = f"{_at(asked, low)}{f' or {down}' if low == 0 else ''}"
    if high is None:
        return f"Likely between {least} and {up} than the range has."
    return f"Likely between {least} and {_at(asked, high)}."


def _picture(asked: FindAsked, found: FoundLever) -> Picture:
    search, axis = found.found, axis_label(asked.base.scenario, _reach(asked))
    held = sorted(Held(asked.amounts[t.position], t.share, t.low, t.high) for t in search.tried)
    enough = None
    if search.at is not None:
        low = search.at if search.low is None else search.low
        high = len(asked.amounts) - 1 if search.high is None else search.high
        ends = sorted((asked.amounts[low], asked.amounts[high]))
        enough = Enough(asked.amounts[search.at], *ends)
    said = "; ".join(f"{number(h.value)}: {percent(h.share)}" for h in held)
    return Picture(
        name=picture_name("find", asked.target.measure),
        title="How often the target holds",
        figure=chart.draw(held, enough, asked.sure, axis),
        alternative=f"The share of futures in which the target holds. {axis}: {said}.",
        how_to_read=(
            "Each mark is a value that was tried in all futures. The level line is how sure it is "
            "to be; the broken line is the first value that is enough."
        ),
    )


def _table(asked: FindAsked, found: FoundLever) -> Table:
    target = asked.target
    rows = [
        [_said(asked, asked.amounts[each.position or 0]), *_cells(asked, each)]
        for each in sorted(found.at, key=lambda each: asked.amounts[each.position or 0])
    ]
    rows.append(["As written", *_cells(asked, found.today)])
    which = "at most" if target.at_most else "at least"
    unit = "" if target.unit == SHARE else f", {target.unit}"
    columns = [
        axis_label(asked.base.scenario, _reach(asked)),
        "Holds in",
        "95 % range",
        f"Half of futures are {'below' if target.at_most else 'above'}{unit}",
        f"{percent(asked.sure)} of futures have {which}{unit}",
    ]
    return Table(f"What was tried: {in_sentence(target.label)}", columns, rows, (0,))


def _cells(asked: FindAsked, each: At) -> list[str]:
    share, unit = each.tried, asked.target.unit
    return [
        f"{share.holds} of {share.futures}",
        f"{percent(share.low)} to {percent(share.high)}",
        cell(each.middle, unit),
        cell(each.reached, unit),
    ]


def _futures(asked: FindAsked) -> str:
    return "possible futures" if asked.futures.uncertain else "repeats"


def _when(asked: FindAsked) -> str:
    months = asked.target.months
    if months is None:
        return "over the measured time"
    many = months.last - months.first + 1
    part = "in" if many == 1 else f"over the {many} months up to"
    after = " after the change of rules" if months.after_change else " of the run"
    date = f" ({months.date})" if months.date else ""
    return f"{part} month {months.number}{after}{date}"


def _reach(asked: FindAsked) -> Any:
    return asked.lever._replace(span=asked.span)


def _said(asked: FindAsked, amount: float) -> str:
    value = asked.span.exactly(amount)
    return plain_number(value) if isinstance(value, (int, float)) else str(value)


def _at(asked: FindAsked, position: int) -> str:
    return _said(asked, asked.amounts[position])


def _in(tried: Tried, ranged: bool = True) -> str:
    share = f"{tried.holds} of {tried.futures}"
    return f"{share} ({percent(tried.low)} to {percent(tried.high)})" if ranged else share

"""Show each number of a fit: what was written, and what is left after the fit."""

from __future__ import annotations

from collections.abc import Sequence

from sim.charts import bands
from sim.charts.bands import Bar, Row
from sim.report.blocks import Block, Bullets, Paragraphs, Picture, Section, Table
from sim.report.fitting.view import FitView
from sim.report.wording import sentence_case
from sim.studies.fitting.fitted import Band, FittedNumber, Told
from sim.studies.worlds.uncertain import Uncertain

TITLE = "Each number, before and after"
CANNOT = "cannot tell"
FROM, TO = 0.01, 0.99  # shares of worlds, between which the strip of a number is drawn
TICKS = ((0.0, "lowest that you allow"), (1.0, "highest"))
READ = (
    "Each row is one number, from the lowest to the highest value that you allow. The hatched "
    "bar is 90 of 100 worlds within the range that you wrote, the full bar 90 of 100 worlds after "
    "the fit, with its middle. Where there is no full bar, the data cannot tell."
)
ALTERNATIVE = "The range of each number before and after the fit. The table has all of them."
IN_WORDS = {
    Told.NARROWED: "your figures narrow it",
    Told.A_LITTLE: "narrow it a little",
    Told.NOTHING: "say nothing about it: it stays as you wrote it",
}
MEANING = (
    "“Left over” is the width of the range after the fit, of the width before. Under half of it, "
    "your figures narrow the number; up to 85 of 100, a little; above, they say nothing about it, "
    "and no best value is given."
)


def numbers_section(view: FitView) -> Section:
    """Return the section on numbers; structures stand in a table of their own."""
    numbers = [(number, one) for number, one in view.both if not one.choices]
    blocks: list[Block] = []
    if numbers:
        blocks += [_picture(view, numbers), _table(view, numbers), Paragraphs([MEANING], "quiet")]
    structures = [(number, one) for number, one in view.both if one.choices]
    if structures:
        blocks.append(_structures(view, structures))
    return Section("numbers", TITLE, blocks)


def strip(one: Uncertain, band: Band | None) -> Bar | None:
    """Return a band on the axis of a number, from 0 at its lowest to 1 at its highest value."""
    if band is None:
        return None
    least, most = (_amount(one, share) for share in (FROM, TO))
    if not least < most:
        return None
    low, middle, high = ((_amount(one, share) - least) / (most - least) for share in band)
    return Bar(low, high, middle)


def shown(number: FittedNumber) -> Band | None:
    """Return the band after the fit; None where the data cannot tell."""
    return None if number.told is Told.NOTHING else number.after


def _amount(one: Uncertain, share: float) -> float:
    return one.span.amount(one.at(share))


def _picture(view: FitView, numbers: Sequence[tuple[FittedNumber, Uncertain]]) -> Picture:
    rows = []
    for number, one in numbers:
        before, after = strip(one, number.before), strip(one, shown(number))
        before = None if before is None else before._replace(middle=None)
        remark = CANNOT if after is None else ""
        rows.append(Row(sentence_case(view.name(one)), [before, after], remark=remark))
    keys = ["as you wrote it", "after the fit"]
    figure = bands.draw(rows, keys, (-0.02, 1.02), TICKS)
    return Picture("fit_numbers", "What is left of each range", figure, ALTERNATIVE, READ)


def _table(view: FitView, numbers: Sequence[tuple[FittedNumber, Uncertain]]) -> Table:
    rows = []
    for number, one in numbers:
        after = shown(number)
        rows.append(
            [
                sentence_case(view.name(one)),
                view.range(one, number.before),
                CANNOT if after is None else view.range(one, after),
                "" if after is None else view.value(one, after.middle),
                f"{min(100 * number.ratio, 100):.0f} of 100" if view.fitted.near else "",
                IN_WORDS[number.told],
            ]
        )
    columns = ["Number", "You wrote", "After the fit", "Middle", "Left over", "In words"]
    return Table("Every number (90 of 100 worlds)", columns, rows, words=(5,))


def _structures(view: FitView, found: Sequence[tuple[FittedNumber, Uncertain]]) -> Table:
    rows = []
    for number, one in found:
        told = number.told is not Told.NOTHING
        after = number.weights_after if told else [None] * len(number.options)
        for option, before, then in zip(number.options, number.weights_before, after, strict=True):
            rows.append(
                [
                    sentence_case(view.name(one)),
                    f"“{option}”",
                    f"{100 * before:.0f} of 100",
                    CANNOT if then is None else f"{100 * then:.0f} of 100",
                    IN_WORDS[number.told],
                ]
            )
    columns = ["Structure", "Option", "You wrote", "After the fit", "In words"]
    return Table("Structures: in how many worlds each option holds", columns, rows, words=(1, 4))


def pairs_section(view: FitView) -> Section:
    """Return the section on numbers of which only the two together are told."""
    said = []
    for pair in view.fitted.pairs:
        one, other = sentence_case(view.name(pair.first)), view.name(pair.second)
        way = "low" if pair.correlation < 0 else "high too"
        said.append(
            f"{one} and {other}: where the one is high, the other is {way} (rank correlation "
            f"{pair.correlation:+.2f}). Taken together, {100 * pair.ratio:.0f} of 100 of their "
            "range is left over, less than of either alone.".replace("-", "−")
        )
    if not said:
        return Section("pairs", "", [])
    words = (
        "Your figures tell of these only how the two go together. So read no range of one alone, "
        "and never change one of them by itself; the fitted scenario keeps them together."
    )
    return Section(
        "pairs", "Numbers that only matter together", [Paragraphs([words]), Bullets(said)]
    )

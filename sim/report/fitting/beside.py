"""Show what another allowance for what the model leaves out would change."""

from __future__ import annotations

from sim.charts import bands
from sim.charts.bands import Row
from sim.report.blocks import Paragraphs, Picture, Section, Table
from sim.report.fitting.numbers import CANNOT, TICKS, shown, strip
from sim.report.fitting.view import FitView
from sim.report.wording import sentence_case
from sim.studies.fitting.fitted import Discrepancy

TITLE = "If the model is off by more, or by less"
WORDS = (
    "No model has everything that decides your figures. How far it may be off nobody knows, so the "
    "fit was made with several answers. If a range changes much from one to the next, it rests on "
    "that answer."
)
READ = (
    "Each row is one number, from the lowest to the highest value that you allow. Its bars are 90 "
    "of 100 fitted worlds, if the model may be off by as much of each figure as the key says. "
    "Where a bar is missing, the data cannot tell."
)
ALTERNATIVE = "The fitted range of each number by how far the model may be off. The table has all."


def beside_section(view: FitView) -> Section:
    """Return the section; without blocks where nothing was fitted."""
    every = _all(view)
    numbers = [(at, one) for at, one in enumerate(view.result.uncertain) if not one.choices]
    if len(every) < 2 or not numbers:
        return Section("beside", "", [])
    names = [sentence_case(view.name(one)) for _, one in numbers]
    keys = [f"off by {100 * each.share:g} %" for each in every]
    drawn, rows = [], []
    for name, (at, one) in zip(names, numbers, strict=True):
        fitted = [shown(each.numbers[at]) for each in every]
        drawn.append(Row(name, [strip(one, band) for band in fitted]))
        rows.append([name, *(view.range(one, band) or CANNOT for band in fitted)])
    figure = bands.draw(drawn, keys, (-0.02, 1.02), TICKS)
    return Section(
        "beside",
        TITLE,
        [
            Paragraphs([WORDS]),
            Picture("fit_beside", "By how far the model may be off", figure, ALTERNATIVE, READ),
            Table("Fitted ranges, by how far the model may be off", ["Number", *keys], rows),
        ],
    )


def _all(view: FitView) -> list[Discrepancy]:
    """Return the fits with every discrepancy, the smallest first."""
    own = Discrepancy(view.fitted.discrepancy, view.fitted.numbers)
    by_share = {each.share: each for each in (*view.fitted.others, own)}
    return [by_share[share] for share in sorted(by_share)]

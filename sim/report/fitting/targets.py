"""Show each target of a fit: what is known, and what the model gives before and after."""

from __future__ import annotations

import math

from sim.charts import bands
from sim.charts.bands import Bar, Row
from sim.report.blocks import Block, Paragraphs, Picture, Section, Table
from sim.report.fitting.view import FitView
from sim.report.today import FITTED, MARKS
from sim.studies.fitting.fitted import Band, FittedTarget
from sim.studies.targets import Agreement

TITLE = "Your figures, and what the model gives"
WIDE = 4.0
"""Of the axis on each side of a figure, in halves of its range."""
READ = (
    "Each row is one figure. The black line is yours, with its range. The hatched bar is what the "
    "model gives in 90 of 100 worlds within the ranges that you wrote, the full bar in 90 of 100 "
    "worlds after the fit. All rows are drawn to the range of their own figure; an arrow says that "
    "a bar goes on."
)
ALTERNATIVE = "For each figure: yours, the model before the fit, and after it. The table has all."
TOGETHER = (
    "The errors of figures that were counted from the same people go together. The file says how, "
    "and the fit allows for it."
)
WITHOUT = "As the model was not fitted, only what it gives before is shown."


def targets_section(view: FitView) -> Section:
    """Return the section on targets, with those that the fit did not see marked."""
    words = [
        f"What is known about services today, beside what the model gives in {view.arm}. "
        "Figures that served to fit the model say “fitted”: agreement with them proves little. The "
        "others were held out."
    ]
    blocks: list[Block] = [Paragraphs(words), _picture(view), _table(view, "check")]
    blocks.append(_table(view, "fit"))
    kept = [each for each in blocks if not isinstance(each, Table) or each.rows]
    if late := [view.what(each) for each in view.fitted.targets if each.last_months]:
        said = "Held out although written as `fit`, because they are of the last three months: "
        kept.append(Paragraphs([f"{said}{', '.join(late)}."], "quiet"))
    if view.scenario.targets_covariance is not None:
        kept.append(Paragraphs([TOGETHER], "quiet"))
    return Section("targets", TITLE, kept)


def verdict(target: FittedTarget) -> str:
    """Return the light of a target: "fitted", a sign with words, or why it was not used."""
    if target.left_out:
        return f"not used: {target.left_out}"
    if not target.within_reach:
        return "✗ no world comes near"
    mark, words = MARKS[target.agreement], target.agreement.value
    if target.role == "fit":
        missed = target.agreement in (Agreement.BELOW, Agreement.ABOVE)
        return f"{mark} {FITTED}, {words}" if missed else FITTED
    return f"{mark} {words}"


def _table(view: FitView, role: str) -> Table:
    rows = [
        [
            view.what(each),
            view.known(each),
            view.band(each, each.before),
            view.band(each, each.after),
            verdict(each),
            "" if each.unit == "share" else each.unit,
            each.source,
        ]
        for each in view.fitted.targets
        if each.role == role
    ]
    caption = {
        "check": "Figures that the fit did not see",
        "fit": "Figures that the model was fitted to",
    }[role]
    columns = ["Figure", "Yours", "Model before", "Model after", "Agrees?", "Unit", "Source"]
    return Table(f"{caption} (middle, and 90 of 100 worlds)", columns, rows, words=(4, 5, 6))


def _picture(view: FitView) -> Picture:
    rows = [
        Row(
            view.what(each),
            [_bar(each, each.before), _bar(each, each.after)],
            Bar(*(_at(each, value) for value in (each.low, each.high, each.value))),
            FITTED if each.role == "fit" else "held out",
        )
        for each in view.fitted.targets
    ]
    figure = bands.draw(
        rows,
        ["model, ranges as written", "model, fitted"],
        (-WIDE, WIDE),
        [(-1, "low end"), (0, "yours"), (1, "high end")],
        "yours, with its range",
    )
    alternative = f"{ALTERNATIVE}{'' if view.fitted.near else f' {WITHOUT}'}"
    return Picture("fit_targets", "Each figure, before and after", figure, alternative, READ)


def _at(target: FittedTarget, value: float) -> float:
    """Return where a value lies on the axis: 0 at the figure, -1 and 1 at its range's ends."""
    low, high = target.value - target.low, target.high - target.value
    side = high if value >= target.value else low
    side = side if side > 0 else max(low, high)
    return (value - target.value) / side if side > 0 else math.copysign(0.0, value)


def _bar(target: FittedTarget, band: Band | None) -> Bar | None:
    if band is None:
        return None
    return Bar(*(_at(target, value) for value in (band.low, band.high, band.middle)))

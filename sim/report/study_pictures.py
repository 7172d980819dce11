"""Draw the results of a study's statistics, with text alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.charts import (
    break_even as break_even_chart,
    scatter as scatter_chart,
    shares as shares_chart,
    tornado as tornado_chart,
    warm_up as warm_up_chart,
)
from sim.charts.shares import Bar
from sim.report.blocks import Picture
from sim.report.study_words import likely
from sim.report.wording import interval, number, sentence_case
from sim.studies.statistics.break_even import BreakEven
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.mechanisms import Explained
from sim.studies.statistics.sensitivity import Swing
from sim.studies.statistics.sobol import Sobol
from sim.studies.statistics.warm_up import WarmUp

RANGE_HINT = "The thin line is the range that the truth is likely to lie in."


def share_picture(
    explained: Explained, label: str, unit: str, labels: Mapping[str, str], name: str
) -> Picture:
    """Draw what each change adds to the difference; if a fraction was run, the main effects."""
    effects = explained.shares or explained.main
    bars = [_bar(labels.get(e.changes[0], e.changes[0]), e.estimate) for e in effects]
    whole = _bar("All together", explained.whole)
    added = (
        "The parts add up to the last bar. " if explained.shares else "Parts need not add up here. "
    )
    return Picture(
        name=name,
        title=f"What each change does to {label}",
        figure=shares_chart.draw(bars, sentence_case(unit), whole),
        alternative=f"A bar for each change. {_read_out([*bars, whole])}",
        how_to_read=f"{added}A hatched bar works the other way. {RANGE_HINT}",
    )


def sobol_picture(found: Sobol, label: str, labels: Mapping[str, str], name: str) -> Picture:
    """Draw how much each number contributes to the uncertainty of an outcome."""
    ordered = sorted(found.indices, key=lambda index: -index.total.mean)
    bars = [_bar(labels.get(i.input.name, i.input.name), i.total) for i in ordered]
    return Picture(
        name=name,
        title=f"Which uncertain numbers matter to {label}",
        figure=shares_chart.draw(bars, "Share of the variance, with others (total index)"),
        alternative=f"A bar for each uncertain number. {_read_out(bars)}",
        how_to_read=(
            "A long bar means that knowing this number better would tell more. Bars may add up to "
            f"more than 1 where numbers act together. {RANGE_HINT}"
        ),
    )


def scatter_picture(found: Sobol, label: str, labels: Mapping[str, str], name: str) -> Picture:
    """Draw the outcome against each uncertain number."""
    clouds = [
        scatter_chart.Cloud(
            labels.get(i.input.name, i.input.name), found.points[:, position].tolist()
        )
        for position, i in enumerate(found.indices)
    ]
    names = ", ".join(cloud.label for cloud in clouds)
    return Picture(
        name=name,
        title=f"{sentence_case(label)} against each uncertain number",
        figure=scatter_chart.draw(clouds, found.means.tolist(), sentence_case(label)),
        alternative=(
            f"{len(found.means)} points against {names}. How much each matters is said in words."
        ),
        how_to_read=(
            "Each point is one set of values, with the mean of its repeats. The line joins the "
            "means of stripes: where it is level, the number matters little by itself."
        ),
    )


def tornado_picture(
    swings: Sequence[Swing], label: str, unit: str, labels: Mapping[str, str], name: str
) -> Picture:
    """Draw what happens to the outcome when one uncertain number is at either end of its range."""
    whirls = []
    for swing in swings:
        ends = interval(swing.input.low, swing.input.high)
        text = f"{labels.get(swing.input.name, swing.input.name)}: {ends}"
        low, high = _end(swing.at_low), _end(swing.at_high)
        whirls.append(tornado_chart.Whirl(text, low, high))
    said = "; ".join(
        f"{w.label}: {number(w.at_low.value)} at the low end, {number(w.at_high.value)} at the high"
        for w in sorted(whirls, key=lambda w: -w.width)
    )
    return Picture(
        name=name,
        title=f"What each uncertain number does to {label}",
        figure=tornado_chart.draw(whirls, unit),
        alternative=f"Two bars for each uncertain number. {said}.",
        how_to_read=(
            "Each number is moved to the ends of its range while the others keep their usual "
            f"values. {RANGE_HINT}"
        ),
    )


def break_even_picture(found: BreakEven, lever: str, label: str, unit: str, name: str) -> Picture:
    """Draw how much better an arm is at each value of a lever, whose name has the unit."""
    spots = [
        break_even_chart.Spot(p.value, p.gain.mean, p.gain.low, p.gain.high) for p in found.points
    ]
    turns = [break_even_chart.Turn(c.at, c.low, c.high) for c in found.crossings]
    said = "; ".join(f"{number(p.value)}: {number(p.gain.mean)}" for p in found.points)
    where = "; ".join(f"{number(t.at)}, likely {interval(t.low, t.high)}" for t in turns)
    return Picture(
        name=name,
        title=f"Better on {label}: up to where?",
        figure=break_even_chart.draw(spots, turns, lever, unit),
        alternative=(
            f"How much better at each value. {lever}: {said}. Crossings: {where or 'none found'}."
        ),
        how_to_read=(
            "Above the line the arm is better. Full markers are values at which that is clear. The "
            "hatched band is where it likely turns."
        ),
    )


def warm_up_picture(found: WarmUp, label: str, weeks: float, name: str) -> Picture:
    """Draw a run over time, and mark the part that still depends on the initial state."""
    cut = number(found.cut * weeks)
    said = f"{sentence_case(label)} over the run. The start is felt for {cut} weeks."
    if found.opens is not None:
        said += f" Counting begins at week {number(found.opens * weeks)}."
    return Picture(
        name=name,
        title="When a run has forgotten its start",
        figure=warm_up_chart.draw(
            found.series.tolist(),
            weeks,
            found.cut,
            found.opens,
            sentence_case(label),
            sure=not found.doubts,
        ),
        alternative=said,
        how_to_read=(
            "The hatched part is left out by the rule MSER-5: what remains then varies least. "
            "Counting should begin no earlier than its end."
        ),
    )


def _bar(label: str, found: Estimate) -> Bar:
    return Bar(label, found.mean, found.low, found.high)


def _end(found: Estimate) -> tornado_chart.End:
    return tornado_chart.End(found.mean, found.low, found.high)


def _read_out(bars: Sequence[Bar]) -> str:
    parts = (
        f"{b.label}: {number(b.value)} ({likely(Estimate(b.value, b.low, b.high, 0, 0))})"
        for b in bars
    )
    return "; ".join(parts) + "."

"""Whether the start of a run is left out for long enough, from a run that was kept whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.events import Run
from sim.measures.series import FOUR_WEEKS, series
from sim.report.blocks import Block, Bullets, Heading, Paragraphs
from sim.report.study_pictures import warm_up_picture
from sim.report.study_words import warm_up_words
from sim.report.view import quoted
from sim.resolved import Resolved
from sim.studies.statistics.warm_up import BATCH, FEWEST_BATCHES, Doubt, WarmUp, mser5
from sim.units import WEEK

UNMET = "days in need without help"
WAITING = "people waiting for a start"
SINGLE = (
    "This goes by one repeat, which luck moves up and down; a cut that is found here is a hint, "
    "and counting later than it says costs little."
)


def warm_up_blocks(
    runs: Mapping[str, Run],
    resolved: Mapping[str, Resolved],
    baseline: str,
    label_of: Callable[[str], str],
) -> list[Block]:
    """A sentence for each arm and a picture of the baseline; nothing for runs under five weeks."""
    found = {arm: warm_up(run, resolved[arm]) for arm, run in runs.items()}
    known = {arm: each for arm, each in found.items() if each.batches.size}
    if not known:
        return []
    weeks = period_of(runs[next(iter(known))]) / WEEK
    points = []
    for arm, each in known.items():
        label = f"{counted_by(resolved[arm])} with {quoted(label_of(arm))}"
        points.append(" ".join(warm_up_words(the_first_doubt(each), label, weeks)))
    shown = baseline if baseline in known else next(iter(known))
    label = f"{counted_by(resolved[shown])}, {label_of(shown)}"
    return [
        Heading("Is the start left out for long enough?"),
        Bullets(points),
        warm_up_picture(known[shown], label, weeks, "warm-up"),
        Paragraphs([SINGLE], "quiet"),
    ]


def the_first_doubt(found: WarmUp) -> WarmUp:
    """Without the doubts that follow from a run that had not settled by its middle."""
    if Doubt.SECOND_HALF in found.doubts:
        return found._replace(doubts=(Doubt.SECOND_HALF,))
    return found


def warm_up(run: Run, resolved: Resolved) -> WarmUp:
    """What MSER-5 says of one run."""
    period = period_of(run)
    seen = series(run, resolved, period)
    values = seen.unmet_days if resolved.names.needs else seen.on_lists
    return mser5(values, -(-resolved.measuring.window.opens // period))


def period_of(run: Run) -> int:
    """Four weeks, or a week where four would leave too few values to judge by."""
    return FOUR_WEEKS if run.closes >= BATCH * FEWEST_BATCHES * FOUR_WEEKS else WEEK


def counted_by(resolved: Resolved) -> str:
    """What is looked at over time; without needs there are only lists."""
    return UNMET if resolved.names.needs else WAITING

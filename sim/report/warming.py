"""Check whether the warm-up of a scenario is long enough, from a run with a complete log."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.events import Run
from sim.report.blocks import Block, Bullets, Heading, Paragraphs, Section
from sim.report.study_pictures import warm_up_picture
from sim.report.study_words import warm_up_words
from sim.report.view import quoted
from sim.resolved import Resolved
from sim.studies.courses import Course, course
from sim.studies.statistics.warm_up import Doubt, WarmUp

HEADING = "Is the start left out for long enough?"
UNMET = "days in need without help"
WAITING = "people waiting for a start"
SINGLE = (
    "This goes by one repeat. Luck moves it up and down, and the rule may take that for a start "
    "that is still felt, so look at the picture too. A longer run tells more; more repeats do not."
)


def warm_up_blocks(
    runs: Mapping[str, Run],
    resolved: Mapping[str, Resolved],
    baseline: str,
    label_of: Callable[[str], str],
) -> list[Block]:
    """Return a sentence for each arm and a picture of the baseline.

    Nothing is returned for runs of less than five weeks.
    """
    found = {arm: course(run, resolved[arm]) for arm, run in runs.items()}
    known = {arm: each for arm, each in found.items() if each.warm_up.batches.size}
    if not known:
        return []
    points = []
    for arm, each in known.items():
        label = f"{counted_by(each)} with {quoted(label_of(arm))}"
        points.append(" ".join(warm_up_words(the_first_doubt(each.warm_up), label, each.weeks)))
    arm = baseline if baseline in known else next(iter(known))
    shown = known[arm]
    label = f"{counted_by(shown)}, {label_of(arm)}"
    return [
        Heading(HEADING),
        Bullets(points),
        warm_up_picture(shown.warm_up, label, shown.weeks, "warm-up"),
        Paragraphs([SINGLE], "quiet"),
    ]


def warm_up_section(
    whole: Mapping[str, tuple[Run, Resolved]], baseline: str, label_of: Callable[[str], str]
) -> list[Section]:
    """Return the section for a page with many settings; none if no complete run was kept."""
    runs = {arm: run for arm, (run, _) in whole.items()}
    resolved = {arm: each for arm, (_, each) in whole.items()}
    blocks = warm_up_blocks(runs, resolved, baseline, label_of)
    if not blocks:
        return []
    _, *rest = blocks  # the section has the heading
    where = Paragraphs(["Of the first setting, the first repeat was looked at over time."])
    return [Section("warm-up", HEADING, [where, *rest])]


def counted_by(found: Course) -> str:
    """Return the words for the quantity by which the warm-up is judged."""
    return UNMET if found.unmet else WAITING


def the_first_doubt(found: WarmUp) -> WarmUp:
    """If the warm-up may be longer than half the run, keep only this doubt.

    The other doubts follow from it.
    """
    if Doubt.SECOND_HALF in found.doubts:
        return found._replace(doubts=(Doubt.SECOND_HALF,))
    return found

"""Put the memory and time of a study into words.

`sim check` shows them, as do other commands before a study that is long or large.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.cli.status import time_in_words
from sim.memory import in_words, memory_limit
from sim.report.wording import counted
from sim.studies.costs import Cost
from sim.studies.running import Plan
from sim.studies.sizes import Size

LONG = 3_600.0
"""Seconds of real time from which a study gets a warning that it takes long."""


def cost_text(cost: Cost) -> str:
    """Return a paragraph on what a study needs if its runs are made one at a time."""
    return (
        "Before a run this is known of memory and time, roughly\n"
        f"  about {in_words(cost.memory)} of memory, one run at a time, and "
        f"{time_in_words(cost.seconds)} of processor time for all runs\n"
    )


def expected(planned: Plan, worlds: Size, variants: int, needs: Cost, workers: int) -> str:
    """Return a sentence on what will be run, and roughly how long that takes.

    Parameters
    ----------
    variants
        How many variants of the scenario are run as well.
    needs
        What the study itself needs, each run made from its beginning.
    """
    settings = planned.settings
    said = [
        f"{counted(settings.replications, 'replication')} of {counted(len(settings.arms), 'arm')}"
    ]
    if worlds.worlds:
        said.append(
            f"{counted(worlds.worlds, 'world')} with {counted(worlds.each, 'replication')} of each "
            "arm"
        )
    if variants:
        said.append(counted(variants, "variant"))
    seconds = seconds_of(planned, worlds, variants, needs, workers)
    return f"Runs to make: {', then '.join(said)}. Time for all: {time_in_words(seconds)}."


def seconds_of(planned: Plan, worlds: Size, variants: int, needs: Cost, workers: int) -> float:
    """Return roughly how many seconds all runs take, with so many at once; as in `expected`."""
    replications = planned.settings.replications
    many: float = replications * (1 + variants)
    many += worlds.worlds * worlds.each * _share_with_one_history(planned)
    return needs.seconds / replications * many / workers


def _share_with_one_history(planned: Plan) -> float:
    """Return the share of the time of one replication that is left if arms share their history."""
    arms = list(planned.resolved.values())
    lasting = planned.scenario.run.change
    if lasting is None:
        return 1.0
    before = min(lasting.minutes / planned.settings.minutes, 1.0)
    return before / len(arms) + (1.0 - before)


def warnings(cost: Cost, workers: int) -> Iterator[str]:
    """Iterate over warnings that a study may not fit into memory or takes long."""
    limit = memory_limit()
    if limit is not None and cost.memory > limit.size:
        yield (
            f"{workers} runs at once may need {in_words(cost.memory)} of memory; {limit.words} "
            f"{in_words(limit.size)}. Fewer at once need less: --workers 1."
        )
    if cost.seconds / workers > LONG:
        yield (
            f"This takes {time_in_words(cost.seconds / workers)} or so. It can be stopped with "
            "Ctrl-C at any time, and the same command goes on."
        )

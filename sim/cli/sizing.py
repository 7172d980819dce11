"""Put the memory and time of a study into words.

`sim check` shows them, as do other commands before a study that is long or large.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.cli.status import time_in_words
from sim.memory import in_words, memory_limit
from sim.studies.costs import Cost

LONG = 3_600.0
"""Seconds of real time from which a study gets a warning that it takes long."""


def cost_text(cost: Cost) -> str:
    """Return a paragraph on what a study needs if its runs are made one at a time."""
    return (
        "Before a run this is known of memory and time, roughly\n"
        f"  about {in_words(cost.memory)} of memory, one run at a time, and "
        f"{time_in_words(cost.seconds)} of processor time for all runs\n"
    )


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

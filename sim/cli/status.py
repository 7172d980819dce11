"""`sim status`: how far a study is, from another terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sim.report.wording import counted, listed, number
from sim.studies.store.status import Status, status


def status_text(folder: Path) -> str:
    """How far the studies in a folder are; NoStudyError when none has been begun."""
    return "\n\n".join("\n".join(_lines(each)) for each in status(folder)) + "\n"


def time_in_words(seconds: float) -> str:
    """A length of time as one says it of work that goes on: ``about 2.5 minutes``.

    Rounded by a sixth at most, so that what the pace knows is not lost in words.
    """
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 1.5 * size:
            step = 0.5 if seconds < 4 * size else 1
            return f"about {number(step * round(seconds / size / step))} {word}s"
    step = 5 if seconds > 15 else 1
    return counted(step * round(seconds / step), "second")


def _lines(study: Status) -> Iterator[str]:
    yield study.title
    yield f"  done     {study.done:,} of {study.wanted:,} runs"
    yield f"  running  {study.running:,}"
    yield f"  failed   {study.failed:,}"
    yield f"  left     {study.left:,}"
    yield f"  {_pace(study)}"


def _pace(study: Status) -> str:
    if study.done == study.wanted:
        return "Finished."
    if not study.at_work:
        return "Nobody is at work on it; the command that began it goes on from here."
    machines = Counter(study.at_work)
    where = listed([f"{machine} ({many})" for machine, many in sorted(machines.items())])
    if study.seconds_left is None:
        return f"At work on {where}; too early to say how long it takes."
    return (
        f"{number(study.pace)} runs a second, {time_in_words(study.seconds_left)} left, "
        f"at work on {where}."
    )

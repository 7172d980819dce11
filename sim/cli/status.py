"""Carry out `sim status`: show the progress of a study, from another terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.report.wording import counted, listed, number
from sim.studies.files.naming import printable
from sim.studies.store.status import Status, status


def status_text(folder: Path) -> str:
    """Return the progress of the studies in a folder; raise NoStudyError if there are none."""
    found = status(folder)
    told = ["\n".join(_lines(each)) for each in found]
    told += [f"{printable(path)} is damaged and is left out." for path in found[0].damaged]
    return "\n\n".join(told) + "\n"


def time_in_words(seconds: float) -> str:
    """Return a length of time in words: ``about 2.5 minutes``.

    Rounding changes it by a sixth at most, which is about as precise as the estimate.
    """
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 1.5 * size:
            step = 0.5 if seconds < 4 * size else 1
            return f"about {number(step * round(seconds / size / step))} {word}s"
    step = 5 if seconds > 15 else 1
    return counted(step * round(seconds / step), "second")


def _lines(study: Status) -> Iterator[str]:
    yield printable(study.title)
    yield f"  done     {study.done:,} of {study.wanted:,} runs{_of_what(study)}"
    yield f"  running  {study.running:,}"
    yield f"  failed   {study.failed:,}"
    yield f"  left     {study.left:,}"
    if study.questions:
        yield f"  then     {_questions(study)}"
    yield f"  {_pace(study)}"


def _of_what(study: Status) -> str:
    return " of its settings" if study.questions else ""


def _questions(study: Status) -> str:
    """Return which questions of a study depend on results, and whether they are answered."""
    asked = listed([f"`{printable(name)}`" for name in study.questions])
    if study.finished:
        return f"{asked}: answered"
    if study.done < study.wanted:
        return f"{asked}: not begun"
    return f"{asked}: not answered yet, {counted(study.beside, 'run')} made for that so far"


def _pace(study: Status) -> str:
    if study.finished:
        return "Finished."
    if not study.at_work:
        if study.done == study.wanted:
            return "The results are not written yet; the command that began it goes on from here."
        return "Nobody is at work on it; the command that began it goes on from here."
    if study.done == study.wanted:
        what = (
            "its questions are being answered" if study.questions else "results are being written"
        )
        return f"All runs of its settings are done and {what}, by {_who(study)}."
    if study.seconds_left is None:
        return f"{_who(study)} at work; too early to say how long it takes."
    return (
        f"{number(study.pace)} runs a second, {time_in_words(study.seconds_left)} left, "
        f"{_who(study)} at work."
    )


def _who(study: Status) -> str:
    here = f"{counted(study.here, 'process', 'processes')} on this machine" if study.here else ""
    there = (
        f"{counted(study.elsewhere, 'process', 'processes')} on others" if study.elsewhere else ""
    )
    return " and ".join(filter(None, (here, there)))

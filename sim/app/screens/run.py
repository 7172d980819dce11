"""The run: how sure is wanted and how long that takes; then progress, stop, and go on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.running import (
    WHY,
    Command,
    Result,
    Size as Work,
    expected,
    finished,
    results_of,
)
from sim.app.screens.faults import told
from sim.app.screens.own_changes import own_changes
from sim.app.screens.runs import listed, page_of
from sim.cli.sizing import seconds_of
from sim.errors import SimError
from sim.report.brief.needed import BriefError, see_to_libraries
from sim.report.wording import counted
from sim.studies.costs import cost
from sim.studies.execution import usable_cores
from sim.studies.planning import Choices
from sim.studies.running import Plan, plan
from sim.studies.sizes import NO_WORLDS, SIZES, Size, Sure
from sim.studies.worlds.planning import wanted

TITLE = "Run"
CHANCE = "chance"
SURE = {
    CHANCE: "A first look: the numbers as they are written, so that chance alone differs",
    Sure.QUICK.value: "Quick: 100 futures within the ranges of the numbers",
    Sure.USUAL.value: "Usual: 200 futures",
    Sure.THOROUGH.value: "Thorough: 400 futures",
}


class Choice(NamedTuple):
    """One answer to how sure is wanted."""

    key: str
    words: str
    expected: str
    is_there: bool  # whether it is answered, or is being answered


def run(asked: Asked) -> Response:
    """Show how sure one may be, and all runs."""
    opened = asked.opened
    choices: list[Choice] = []
    refused = ""
    if opened.known is not None:
        try:
            choices = choices_of(asked)
        except SimError as error:
            refused = str(error)
    return asked.of_project(
        "run",
        TITLE,
        errors=told(opened),
        choices=choices,
        shown=([e.key for e in choices if e.is_there] or [CHANCE])[-1],
        refused=refused,
        speed=WHY[bool(asked.earlier)],
        own_changes=own_changes(asked),
        **listed(asked, "run"),
    )


def ask(asked: Asked) -> Response:
    """Begin a run, stop one, or go on; show results that are there already."""
    runs, project = asked.house.runs, asked.project
    what, _, key = asked.form.text("action").partition(":")
    if what == "stop":
        runs.stop(project, key)
    elif what == "go_on":
        runs.go_on(project, key)
    else:
        planned = _planned(asked.opened)
        size = _size(asked.opened, asked.form.text("sure"))
        command = _command(planned, size)
        there = _fullest(asked)
        if there is not None and there.worlds >= size.worlds:
            return asked.go(f"compare?result={there.key}&again=1")
        runs.ask(project, command, planned.scenario)
    return asked.go(page_of(asked))


def choices_of(asked: Asked) -> list[Choice]:
    """Return the answers to how sure one may be, with how long each takes here.

    Raises
    ------
    SimError
        As `_planned`.
    """
    planned, fullest = _planned(asked.opened), _fullest(asked)
    going = {each.command.key for each in asked.house.runs.every(asked.project) if each.goes_on}
    found = []
    for key, words, work in _choices(asked.opened):
        size = _size(asked.opened, key)
        is_there = fullest is not None and fullest.worlds >= size.worlds
        long = f"{counted(work.most, 'run')}: {expected(work, asked.earlier).words}."
        if fullest is not None and is_there:
            long = f"There already, with {how_sure(fullest.worlds)}: it is shown at once."
        found.append(Choice(key, words, long, is_there or _key(planned, size) in going))
    return found


@lru_cache(maxsize=8)
def _planned(opened: Opened) -> Plan:
    """Return the plan of a run of a project as it was opened.

    Raises
    ------
    SimError
        If it has faults, or if its arms may not be compared.
    """
    if opened.known is None:
        raise SimError("The scenario has faults, so it cannot be run.\n  Mend them on Check.")
    return plan(opened.known.scenario, Choices())


def digest_now(opened: Opened) -> str:
    """Return what the results of the project as it is now are named after; empty with faults."""
    try:
        return _planned(opened).digest
    except SimError:
        return ""


@lru_cache(maxsize=8)
def _choices(opened: Opened) -> list[tuple[str, str, Work]]:
    """Return the answers to how sure is wanted, each with how much work it is."""
    planned = _planned(opened)
    found: list[tuple[str, str, Work]] = []
    for key, words in SURE.items():
        size = _size(opened, key)
        if found and not size.worlds:
            continue  # no number has a range, so that all answers are the same
        found.append((key, words, _work(planned, size)))
    return found


def _work(planned: Plan, size: Size) -> Work:
    """Return how much work a run is."""
    settings, workers = planned.settings, usable_cores()
    variants = len(planned.scenario.variants) if settings.others else 0
    needs = cost(planned.resolved, settings.replications, workers)
    arms = len(settings.arms)
    first = settings.replications * arms
    parts = [
        *([counted(size.worlds, "future")] if size.worlds else []),
        *([counted(variants, "variant")] if variants else []),
    ]
    return Work(
        first,
        first * (1 + variants) + size.worlds * size.each * arms,
        seconds_of(planned, size, variants, needs, workers),
        " and ".join(parts),
    )


@lru_cache(maxsize=8)
def _has_worlds(opened: Opened) -> bool:
    """Return whether a number of the scenario has a range that can be varied."""
    return wanted(_planned(opened), SIZES[Sure.QUICK]) is not None


def _size(opened: Opened, sure: str) -> Size:
    """Return how many worlds are drawn for an answer to how sure is wanted."""
    if sure not in SURE:
        raise SimError("How sure do you want to be?\n  Choose one of the answers.")
    return NO_WORLDS if sure == CHANCE or not _has_worlds(opened) else SIZES[Sure(sure)]


def _command(planned: Plan, size: Size) -> Command:
    options = ["--worlds", str(size.worlds)]
    try:
        see_to_libraries()
        options.append("--brief")
    except BriefError:
        pass  # the report has the whole answer
    words = f"{planned.scenario.title}: {how_sure(size.worlds)}"
    return Command(_key(planned, size), "run", words, tuple(options), _work(planned, size))


def how_sure(worlds: int) -> str:
    """Return in words how sure an answer is: with how many futures, or none."""
    return counted(worlds, "future") if worlds else "a first look"


def _key(planned: Plan, size: Size) -> str:
    """Return the name of the results of a question: a longer run replaces no other."""
    mark = hashlib.sha256(f"{planned.digest} {size.worlds}".encode()).hexdigest()
    return f"area-{mark[:12]}"


def _fullest(asked: Asked) -> Result | None:
    """Return the finished results of the question as it is now that have the most worlds."""
    digest = _planned(asked.opened).digest
    for each in results_of(asked.project, digest):
        if each.manifest.digest == digest and finished(asked.project, each.key):
            return each
    return None

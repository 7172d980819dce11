"""The run: how sure is wanted and how long that takes; then progress, stop, and go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response, StreamingResponse

from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.running import Command, finished, results_of
from sim.app.screens.faults import told
from sim.cli.sizing import expected
from sim.compiling import without_compiling
from sim.errors import SimError
from sim.report.brief.needed import BriefError, see_to_libraries
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
EVERY, LONGEST = 1.0, 600.0  # seconds: between two looks at a run, and of one stream


class Choice(NamedTuple):
    """One answer to how sure is wanted."""

    key: str
    words: str
    expected: str


def run(asked: Asked) -> Response:
    """Show how sure one may be, and all runs."""
    opened = asked.opened
    choices, refused = [], ""
    if opened.known is not None:
        try:
            choices = _choices(opened)
        except SimError as error:
            refused = str(error)
    runs = asked.house.runs.every(asked.project)
    return asked.of_project(
        "run",
        TITLE,
        errors=told(opened),
        choices=choices,
        refused=refused,
        runs=runs,
        goes_on=any(each.goes_on for each in runs),
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
        if _is_there(asked, command, size):
            return asked.go(f"compare?result={command.key}&again=1")
        runs.ask(project, command, planned.scenario)
    return asked.go("run")


def events(asked: Asked) -> Response:
    """Send the list of runs whenever it changes, until none is at work."""
    return StreamingResponse(_events(asked), media_type="text/event-stream")


def _events(asked: Asked) -> Iterator[str]:
    template = asked.house.templates.get_template("runs.html.j2")
    until, before = time.monotonic() + LONGEST, ""
    while time.monotonic() < until:
        runs = asked.house.runs.every(asked.project)
        text = template.render(runs=runs, project=asked.project.name, **asked.shared)
        if text != before:
            yield "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
            before = text
        if not any(each.goes_on for each in runs):
            return
        time.sleep(EVERY)


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
    with without_compiling():
        return plan(opened.known.scenario, Choices())


def digest_now(opened: Opened) -> str:
    """Return what the results of the project as it is now are named after; empty with faults."""
    try:
        return _planned(opened).digest
    except SimError:
        return ""


@lru_cache(maxsize=8)
def _choices(opened: Opened) -> list[Choice]:
    planned = _planned(opened)
    workers = usable_cores()
    needs = cost(planned.resolved, planned.settings.replications, workers)
    many = len(planned.scenario.variants) if planned.settings.others else 0
    found: list[Choice] = []
    for key, words in SURE.items():
        size = _size(opened, key)
        if found and not size.worlds:
            continue  # no number has a range, so that all answers are the same
        found.append(Choice(key, words, expected(planned, size, many, needs, workers)))
    return found


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
    words = f"{planned.scenario.title}, {size.worlds or 'no'} futures"
    return Command(f"area-{planned.digest[:12]}", "run", words, tuple(options))


def _is_there(asked: Asked, command: Command, size: Size) -> bool:
    """Return whether results of an equal question, with at least as many worlds, are there."""
    return finished(asked.project, command.key) and any(
        each.key == command.key and each.worlds >= size.worlds for each in results_of(asked.project)
    )

"""What came after a run and goes into its brief: answers of Find, and a new question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sim.app.house import Asked
from sim.app.projects import Opened, Project
from sim.app.running import Command, Result, State, scenario_file
from sim.app.screens.since import differ, kept, scenario_of
from sim.report.blocks import Paragraphs, Section
from sim.report.brief.found import found_section, unit_of_costs
from sim.report.brief.later import Later
from sim.report.brief.needed import DOCUMENT, SLIDES, BriefError, see_to_libraries
from sim.report.cards.question import question_words
from sim.report.least import TABLE
from sim.report.writing import PAGE
from sim.scenario import Scenario
from sim.studies.files.reading import is_real_file

FOUND = "find"
OFFICE = "application/vnd.openxmlformats-officedocument"
BRIEFS = {
    DOCUMENT: f"{OFFICE}.wordprocessingml.document",
    SLIDES: f"{OFFICE}.presentationml.presentation",
}
"""The files that are completed, each with its kind for a browser."""
OTHER_NUMBERS = "It was asked when the project had other numbers than in this run."


class Answer(NamedTuple):
    """An answer of Find."""

    key: str
    section: Section


def answers(asked: Asked) -> list[Answer]:
    """Return the finished answers of Find, the last asked first."""
    money, project = _money(asked.opened), asked.project
    found = []
    for each in asked.house.runs.every(project):
        command = each.command
        if command.kind == FOUND and each.state is State.FINISHED:
            section = _section(project, command, money)
            if section is not None:
                found.append(Answer(command.key, section))
    return found


def questions_of(asked: Asked, result: Result) -> tuple[str, str]:
    """Return the question of a run in words: as it was then, and as it is now."""
    before, opened, arms = scenario_of(result), asked.opened, result.manifest.settings.arms
    old = "" if before is None else question_words(before, arms)
    known = before if opened.known is None else opened.known.scenario
    return old, old if known is None else _question_now(known, arms)


def completed_briefs(
    asked: Asked, result: Result, answered: Sequence[Answer], names: Iterable[str] = BRIEFS
) -> dict[str, bytes]:
    """Return briefs of a run with what came after it, by name; as they are without libraries.

    A run without briefs has none.

    Parameters
    ----------
    answered
        The answers of Find that come after the run.
    """
    there = {name: result.folder / name for name in names if name in result.manifest.outputs}
    found = {name: path.read_bytes() for name, path in there.items() if is_real_file(path)}
    try:
        see_to_libraries()
    except BriefError:
        return found
    # The libraries are an extra: where they are missing a brief is sent as it is.
    from sim.report.brief.completing import completed_document, completed_slides  # noqa: PLC0415

    before = scenario_of(result)
    told = (_with_care(asked.project, each, before) for each in answered)
    later = Later(*questions_of(asked, result), tuple(told))
    complete = {DOCUMENT: completed_document, SLIDES: completed_slides}
    return {name: complete[name](content, later) for name, content in found.items()}


def found_files(project: Project, answered: Iterable[Answer]) -> Iterator[tuple[str, Path]]:
    """Iterate over the files of answers: name in the archive, and path."""
    for each in answered:
        for name in (PAGE, TABLE):
            path = project.results / each.key / name
            if is_real_file(path):
                yield f"{FOUND}/{each.key}/{name}", path


def _question_now(scenario: Scenario, arms: tuple[str, ...]) -> str:
    """Return the question of the project; arms of a run that it lacks by now are left out."""
    return question_words(scenario, [arm for arm in arms if arm in scenario.arms])


def _section(project: Project, command: Command, money: str) -> Section | None:
    page = f"{FOUND}/{command.key}/{PAGE}"
    folder = project.results / command.key
    return found_section(command.words, folder, dict(command.about), money, page)


def _money(opened: Opened) -> str:
    if opened.known is None:
        return ""
    scenario = opened.known.scenario
    return unit_of_costs(scenario, opened.known.arms[scenario.baseline].names)


def _with_care(project: Project, answer: Answer, before: Scenario | None) -> Section:
    """Return an answer, which says so if it was asked of other numbers than those of a run."""
    path = scenario_file(project, answer.key)
    asked = kept(path) if is_real_file(path) else None
    if asked is None or before is None or not differ(before, asked):
        return answer.section
    section = answer.section
    return replace(section, blocks=[*section.blocks, Paragraphs([OTHER_NUMBERS])])

"""What of a project is no longer as its workbook gave it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.app.editing import Change, at, differences, plain_of
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.imported import first_numbers
from sim.app.screens.faults import place_words
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.report.wording import sentence_case
from sim.scenario.files import FROM_TABLE

OF_THE_WORKBOOK = ("people", "services")
"""Blocks whose entries are a workbook's figures. Ways of care are made in the app."""


class OwnChange(NamedTuple):
    """An entry that differs from the workbook's."""

    words: str
    before: str
    now: str


def own_changes(asked: Asked) -> list[OwnChange]:
    """Return what differs from the workbook; empty where a project has none."""
    first, content = first_numbers(asked.project), asked.opened.content
    if first is None:
        return []
    old, new = (
        {key: plain_of(tree[key]) for key in OF_THE_WORKBOOK if key in tree}
        for tree in (first, content)
    )
    # A table was read in one of them, and is a name in the other.
    there = [each for each in differences(old, new) if FROM_TABLE not in each.steps]
    return [
        OwnChange(words, before_in_words(at(old, change.steps)), now)
        for change, (words, now) in zip(there, in_words(asked.opened, there), strict=True)
    ]


def in_words(opened: Opened, changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """Iterate over changes: what each is of, and what it is now."""
    labels = None if opened.known is None else Labels(opened.known.scenario)
    for change in changes:
        path = ".".join(change.steps)
        words = place_words(opened, path) if labels is None else said_of(path, labels).words
        yield sentence_case(words), value_in_words(change.value)


def before_in_words(value: object) -> str:
    """Return what an entry was before, in a few words."""
    return "not there" if value is None else value_in_words(value)


def value_in_words(value: object) -> str:
    """Return a value in a few words; what has several parts by their number."""
    if value is None:
        return "taken out"
    if isinstance(value, dict):
        return str(value["value"]) if "value" in value else f"{len(value)} entries"
    return f"{len(value)} entries" if isinstance(value, list) else str(value)

"""What of a project was changed since a run: each change in words, from what to what.

The run has kept the scenario that it was made from, and that is held against the project as it is
now. A question, a name or a note changes no number, and is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.app.editing import Change, at, differences
from sim.app.house import Asked
from sim.app.running import Result
from sim.app.screens.own_changes import OwnChange, value_in_words
from sim.app.screens.run import digest_now
from sim.errors import SimError
from sim.report.cards.lines import card_words
from sim.report.cards.values import exact_percent
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.report.paths.services import SHARE
from sim.report.wording import counted, sentence_case
from sim.scenario import Scenario, load
from sim.studies.stored import RESOLVED

ARMS, SOURCES, MEASURES, QUESTION = "arms", "sources", "measures", "question"
TEXTS = frozenset({"title", QUESTION, "about", "involvement", "label", "description", "source"})
"""Last keys of paths whose values are words, on which no number depends."""
FIGURES = ("value", "low", "high", "uncertain")
"""What makes a number: the rest beside it says where it comes from."""
MOST = 12
NONE = "not there"


class Since(NamedTuple):
    """What was changed since a run."""

    numbers: list[OwnChange]  # on which results depend
    texts: list[OwnChange]
    more: str  # further changes, counted; empty if all are told
    has_faults: bool = False  # whether the project cannot be read now, so that nothing is known


def changed_since(asked: Asked, result: Result | None) -> Since | None:
    """Return what was changed since a run; None if nothing was, or if the run does not tell."""
    opened = asked.opened
    if result is None or result.manifest.digest == digest_now(opened):
        return None
    if opened.known is None:
        return Since([], [], "", has_faults=True)
    before = scenario_of(result)
    if before is None:
        return None
    found = _compared(before, opened.known.scenario)
    return found if found.numbers or found.texts else None


@lru_cache(maxsize=8)
def differ(one: Scenario, other: Scenario) -> bool:
    """Return whether two scenarios differ in a number; what is measured is none."""
    old, new = one.to_dict(), other.to_dict()
    return any(
        each.steps[0] not in (SOURCES, MEASURES) and not _is_text(each, old)
        for each in differences(old, new)
    )


def scenario_of(result: Result) -> Scenario | None:
    """Return the scenario that a run was made from; None where it is not kept, or unreadable."""
    return kept(result.folder / RESOLVED) if RESOLVED in result.manifest.outputs else None


def kept(path: Path) -> Scenario | None:
    """Return the scenario of a file that was kept; None where there is none, or an unreadable."""
    return _loaded(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=8)
def _loaded(path: Path, _: int) -> Scenario | None:
    try:
        return load(path)
    except SimError:
        return None


@lru_cache(maxsize=8)
def _compared(before: Scenario, now: Scenario) -> Since:
    old, new = before.to_dict(), now.to_dict()
    changes = [each for each in differences(old, new) if each.steps[0] != SOURCES]
    numbers = [each for each in changes if not _is_text(each, old)]
    texts = [each for each in changes if _is_text(each, old)]
    told = list(_arms(before, now, numbers))
    told += [_other(old, before, now, each) for each in numbers if each.steps[0] != ARMS]
    left = len(told) - MOST
    return Since(
        told[:MOST],
        [_other(old, before, now, each) for each in texts][:MOST],
        counted(left, "more change") if left > 0 else "",
    )


def _is_text(change: Change, old: dict[str, Any]) -> bool:
    """Return whether a change is one of words alone."""
    if change.steps[-1] in TEXTS:
        return True
    before, now = at(old, change.steps), change.value
    if not isinstance(before, dict) or not isinstance(now, dict) or "value" not in now:
        return False
    return all(before.get(key) == now.get(key) for key in FIGURES)


def _arms(before: Scenario, now: Scenario, changes: Sequence[Change]) -> Iterator[OwnChange]:
    """Iterate over the ways of care that were made, taken out or changed."""
    for name in dict.fromkeys(each.steps[1] for each in changes if each.steps[0] == ARMS):
        was, is_ = (card_words(each, name) if name in each.arms else "" for each in (before, now))
        labels = Labels(now if name in now.arms else before)
        yield OwnChange(labels.quoted("arm", name), was or NONE, is_ or "taken out")


def _other(old: dict[str, Any], before: Scenario, now: Scenario, change: Change) -> OwnChange:
    """Return one change of an entry.

    Parameters
    ----------
    old
        What `before` holds, as plain data.
    """
    path = ".".join(change.steps)
    said = said_of(path, Labels(now if change.value is not None else before))
    was = at(old, change.steps)
    return OwnChange(
        sentence_case(said.words),
        NONE if was in (None, "") else _value(was, said.unit),
        "empty" if change.value == "" else _value(change.value, said.unit),
    )


def _value(value: Any, unit: str) -> str:
    """Return a value in a few words; a share in per cent, a number with its range."""
    if not isinstance(value, dict) or "value" not in value:
        return value_in_words(value)
    said, *ends = (_figure(value.get(key), unit) for key in ("value", "low", "high"))
    return f"{said} (range {' to '.join(ends)})" if all(ends) else said


def _figure(number: Any, unit: str) -> str:
    if unit == SHARE and isinstance(number, int | float):
        return exact_percent(number)
    return "" if number is None else str(number)

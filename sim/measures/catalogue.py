"""What every measure is called, in plain words, and which way is better.

Names of measures are parts joined by dots. A part in braces stands for a service, a need, a
number of days or another measure, as in `wait_to_start.{service}.median`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from sim.measures.words.access import ACCESS
from sim.measures.words.continuity import CONTINUITY, TRANSITIONS
from sim.measures.words.crisis import CRISIS
from sim.measures.words.equity import EQUITY
from sim.measures.words.form import Direction, Entry
from sim.measures.words.gaps import GAPS, UNMET_BY_CAUSE
from sim.measures.words.service import POPULATION, SERVICE
from sim.resolved import Names


class Described(NamedTuple):
    """A measure in words."""

    label: str
    unit: str  # "share" is from 0 to 1; {money} stands for the scenario's currency
    direction: Direction
    family: str
    definition: str  # one sentence; formulas are in docs/reference/measures.md


FAMILIES: dict[str, tuple[Entry, ...]] = {
    "population": POPULATION,
    "gaps": (*GAPS, *UNMET_BY_CAUSE),
    "access": ACCESS,
    "continuity": (*CONTINUITY, *TRANSITIONS),
    "crisis": CRISIS,
    "equity": EQUITY,
    "service": SERVICE,
}

MEASURES: dict[str, Described] = {
    entry.name: Described(entry.label, entry.unit, entry.direction, family, entry.definition)
    for family, entries in FAMILIES.items()
    for entry in entries
}
"""Every measure by its name; names with braces stand for many."""

PATTERNS = [
    (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(name))), words)
    for name, words in sorted(MEASURES.items(), key=lambda entry: -len(entry[0]))
    if "{" in name
]


@cache
def describe(measure: str, names: Names | None = None) -> Described:
    """A measure in words, with services and needs by their labels where `names` are given.

    Raises
    ------
    KeyError
        If no measure has this name.
    """
    if measure in MEASURES:
        return MEASURES[measure]
    for pattern, words in PATTERNS:
        found = pattern.fullmatch(measure)
        if found and all(_fits(kind, part) for kind, part in found.groupdict().items()):
            parts = {kind: _say(kind, part, names) for kind, part in found.groupdict().items()}
            label = words.label.format_map(parts)
            definition = words.definition.format_map(parts)
            whole = found.groupdict().get("measure")
            unit = (
                describe(whole, names).unit if words.unit == "{measure}" and whole else words.unit
            )
            return words._replace(label=label, unit=unit, definition=definition)
    raise KeyError(measure)


def label(measure: str, names: Names | None = None) -> str:
    """The plain words for a measure."""
    return describe(measure, names).label


def _fits(kind: str, part: str) -> bool:
    """Whether a part of a name can be what its place asks for."""
    if kind == "measure":
        return True
    return part.isdigit() if kind == "days" else "." not in part


def _say(kind: str, part: str, names: Names | None) -> str:
    """A part of a name, in words."""
    if kind == "measure":
        words = label(part, names)
        return words[:1].lower() + words[1:]
    if names is not None and kind == "service" and part in names.services:
        return names.service_labels[names.services.index(part)]
    if names is not None and kind == "need" and part in names.needs:
        return names.need_labels[names.needs.index(part)]
    return part

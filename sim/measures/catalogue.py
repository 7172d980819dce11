"""The words of every measure, and which direction is better.

Names of measures consist of parts joined by dots. A part in braces stands for a service, a need, a
number of days or another measure, as in `wait_to_start.{service}.median`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.measures.words.access import ACCESS
from sim.measures.words.continuity import CONTINUITY, TRANSITIONS
from sim.measures.words.crisis import CRISIS
from sim.measures.words.equity import EQUITY
from sim.measures.words.form import Direction, Entry
from sim.measures.words.gaps import GAPS, UNMET_BY_CAUSE
from sim.measures.words.helped import HELP
from sim.measures.words.in_care import IN_CARE
from sim.measures.words.recorded import RECORDED
from sim.measures.words.service import POPULATION, SERVICE
from sim.measures.words.windows import WINDOWS
from sim.resolved import Names

SERVICES = "service"
"""The family of what services do, hold and cost."""
IN_WINDOWS = "windows"
"""The family of measures of other windows than the measured time."""
RECORDS = "records"
"""The family of measures that a run has only if the scenario names one of them."""
DATED = ("first", "last")
"""Placeholders that stand for dates, written as eight digits."""
COUNTED = ("days", "weeks", *DATED)
"""Placeholders in the names of measures that stand for whole numbers."""


class Described(NamedTuple):
    """The words that describe a measure."""

    label: str
    unit: str  # "share" is from 0 to 1; {money} stands for the scenario's currency
    direction: Direction
    family: str
    definition: str  # one sentence; formulas are in docs/reference/measures.md


class Catalogue:
    """A catalogue of measures by family, in which a measure's words are looked up by its name."""

    def __init__(self, families: Mapping[str, Sequence[Entry]]) -> None:
        self.entries = tuple(entry for entries in families.values() for entry in entries)
        self.measures = {
            entry.name: Described(
                entry.label, entry.unit, entry.direction, family, entry.definition
            )
            for family, entries in families.items()
            for entry in entries
        }
        self._patterns = [
            (re.compile(re.sub(r"\\{(\w+)\\}", _pattern, re.escape(name))), words)
            for name, words in sorted(self.measures.items(), key=lambda entry: -len(entry[0]))
            if "{" in name
        ]
        self._described: dict[tuple[str, Names | None], Described] = {}

    @property
    def whole_names(self) -> list[str]:
        """Return the names that stand for one measure each, which are those without braces."""
        return [name for name in self.measures if "{" not in name]

    def describe(self, measure: str, names: Names | None = None) -> Described:
        """Return the label, unit and other words of a measure.

        With `names`, services and needs have the labels of the scenario.

        Raises
        ------
        KeyError
            If no measure has this name.
        """
        known = self._described.get((measure, names))
        if known is None:
            known = self._described[measure, names] = self._describe(measure, names)
        return known

    def describes(self, measure: str) -> bool:
        """Return whether some scenario could have a measure of this name."""
        try:
            self.describe(measure)
        except KeyError:
            return False
        return True

    def label(self, measure: str, names: Names | None = None) -> str:
        """Return the label of a measure."""
        return self.describe(measure, names).label

    def is_measure(self, name: str, names: Names) -> bool:
        """Return whether a scenario with these services and needs has a measure of this name.

        Measures of records are there if the scenario names one.
        """
        if name in self.measures:
            return "{" not in name and self._has(self.measures[name], names)
        for pattern, words in self._patterns:
            found = pattern.fullmatch(name)
            if (
                found
                and self._has(words, names)
                and all(self._exists(kind, part, names) for kind, part in found.groupdict().items())
            ):
                return True
        return False

    @staticmethod
    def _has(words: Described, names: Names) -> bool:
        return names.records or words.family != RECORDS

    def _describe(self, measure: str, names: Names | None) -> Described:
        if measure in self.measures:
            return self.measures[measure]
        for pattern, words in self._patterns:
            found = pattern.fullmatch(measure)
            if found and all(_fits(kind, part) for kind, part in found.groupdict().items()):
                parts = {k: self._say(k, part, names) for k, part in found.groupdict().items()}
                whole = found.groupdict().get("measure", "")
                its = words.unit == "{measure}"
                return words._replace(
                    label=words.label.format_map(parts),
                    unit=self.describe(whole, names).unit if its else words.unit,
                    definition=words.definition.format_map(parts),
                )
        raise KeyError(f"{measure}: no entry in sim/measures/words has this name")

    def _say(self, kind: str, part: str, names: Names | None) -> str:
        """Return the words for a part of a measure's name, for example the label of a service."""
        if kind == "measure":
            words = self.label(part, names)
            return words[:1].lower() + words[1:]
        if kind in DATED:
            return f"{part[:4]}-{part[4:6]}-{part[6:]}"
        if names is not None and kind == "service" and part in names.services:
            return names.service_labels[names.services.index(part)]
        if names is not None and kind == "need" and part in names.needs:
            return names.need_labels[names.needs.index(part)]
        return part

    def _exists(self, kind: str, part: str, names: Names) -> bool:
        """Return whether a part of a name stands for an existing service, need or measure.

        A part that stands for a number must consist of digits.
        """
        if kind == "measure":
            return self.is_measure(part, names)
        if kind in ("service", "need"):
            return part in (names.services if kind == "service" else names.needs)
        return part.isdigit() if kind in COUNTED else True


def _pattern(placeholder: re.Match[str]) -> str:
    """Return the pattern of what may stand in the place of a placeholder."""
    kind = placeholder[1]
    part = r"\d+" if kind in COUNTED else ".+"
    return f"(?P<{kind}>{part})"


def _fits(kind: str, part: str) -> bool:
    """Return whether a part of a name fits the placeholder in its position."""
    if kind == "measure":
        return True
    return part.isdigit() if kind in COUNTED else "." not in part


FAMILIES: dict[str, tuple[Entry, ...]] = {
    "population": POPULATION,
    "gaps": (*GAPS, *UNMET_BY_CAUSE),
    "help": HELP,
    "in_care": IN_CARE,
    "access": ACCESS,
    "continuity": (*CONTINUITY, *TRANSITIONS),
    "crisis": CRISIS,
    "equity": EQUITY,
    SERVICES: SERVICE,
    RECORDS: RECORDED,
    IN_WINDOWS: WINDOWS,
}

BUILT_IN = Catalogue(FAMILIES)
"""The measures that every run has; a study with a user's own measures has another catalogue."""

MEASURES = BUILT_IN.measures
"""The words of every measure by its name; a name with braces stands for many measures."""

describe = BUILT_IN.describe
label = BUILT_IN.label
is_measure = BUILT_IN.is_measure

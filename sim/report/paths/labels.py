"""Give the labels of what a step of a path names: a service, a need, a level, a month."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sim.report.view import quoted
from sim.scenario import Scenario
from sim.scenario.distributions import Distribution
from sim.scenario.labels import apart
from sim.scenario.services import Service

LEVELS: Final = ("when settled", "when mildly unwell", "when severely unwell", "in crisis")
LEVEL_WORDS: Final = {
    **dict(zip(("settled", "mild", "severe", "crisis"), LEVELS, strict=True)),
    **{str(level): words for level, words in enumerate(LEVELS)},
}
MONTHS: Final = {name[:3].lower(): name for name in month_name if name}
WEEKDAYS: Final = {name[:3].lower(): name for name in day_name}
ENDINGS: Final = {
    "turned_away": "turned away",
    "left_waiting": "people leave the list",
    "missed_contacts": "contacts were missed",
    "finished_settled": "care ends and the need has settled",
    "finished_in_need": "care ends in need",
    "crisis": "in crisis",
}
QUOTED: Final = ("arm", "group", "need")  # which may be any words, as “Other” or “As today”
NOWHERE: Final = "nowhere"
FAMILY_KEYS: Final = frozenset(Distribution.model_fields)
ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def readable(name: str) -> str:
    """Return a name of the file as words: without underscores, and a place in a list from 1."""
    return str(int(name) + 1) if name.isdigit() else name.replace("_", " ")


@dataclass(frozen=True)
class Labels:
    """The labels of one scenario."""

    scenario: Scenario

    def said(self, kind: str, name: str) -> str:
        """Return the label of what a step names; the name as words if it has none."""
        if kind == "service":
            return self._service(name)
        document: Any = self.scenario
        there = {
            "need": document.needs,
            "group": document.people.groups,
            "area": document.people.areas or {},
            "arm": document.arms,
            "mechanism": document.mechanisms,
        }.get(kind, {})
        return str(getattr(there.get(name), "label", "") or readable(name))

    def quoted(self, kind: str, name: str) -> str:
        """Return the label of what a step names in quotation marks."""
        return quoted(self.said(kind, name))

    def money(self) -> str:
        """Return the unit of costs: currency, and the year of the prices."""
        return f"{self.scenario.currency} {self.scenario.price_year or ''}".strip()

    @cached_property
    def _own(self) -> dict[str, str]:
        return _apart(self.scenario.services)

    @cached_property
    def _every(self) -> dict[str, str]:
        return _apart(self.scenario.services_of_all_arms)

    def _service(self, name: str) -> str:
        if name == NOWHERE:
            return NOWHERE
        known = self._own if name in self._own else self._every
        if name in known:
            return known[name]
        services, areas = self.scenario.services_of_all_arms, self.scenario.people.areas or {}
        for area in areas:
            if f"{name}_{area}" in services:
                in_area = str(services[f"{name}_{area}"].label)
                return in_area.rpartition(", ")[0] or readable(name)
        return readable(name)

    def transition(self, steps: Sequence[str]) -> str | None:
        """Return the words for the rate of a move between states; None for any other path."""
        match steps:
            case ["needs", name, "transitions", at, "rate"] if name in self.scenario.needs:
                moves = self.scenario.needs[name].transitions
                if not at.isdigit() or int(at) >= len(moves):
                    return None
                move = moves[int(at)]
                between = f"from {readable(move.begins)} to {readable(move.to)}"
                return f"moves of {self.quoted('need', name)} {between}"
        return None

    def matched(self, pattern: Sequence[str], steps: Sequence[str]) -> dict[str, str] | None:
        """Return what the steps in braces say if the steps fit the pattern; None if they do not."""
        if len(pattern) != len(steps):
            return None
        found: dict[str, str] = {}
        for part, step in zip(pattern, steps, strict=True):
            if not part.startswith("{"):
                if part != step:
                    return None
                continue
            kind = part.strip("{}")
            words = self._step(kind, step)
            if words is None:
                return None
            found[kind] = words
        return found

    def _step(self, kind: str, step: str) -> str | None:
        """Return what one step says if it can be of a kind; None if it cannot."""
        match kind:
            case "level":
                words = LEVEL_WORDS.get(step)
            case "month":
                words = MONTHS.get(step)
            case "weekday":
                words = WEEKDAYS.get(step)
            case "ending":
                words = ENDINGS.get(step)
            case "nth":
                words = self.nth(step) if step.isdigit() else None
            case "to":
                is_service = step not in FAMILY_KEYS and step != "otherwise"
                words = self._service(step) if is_service else None
            case _:
                words = self.quoted(kind, step) if kind in QUOTED else self.said(kind, step)
        return words

    @staticmethod
    def nth(step: str) -> str:
        """Return the place of an entry of a list, which counts from 0: "first", "9th"."""
        at = int(step)
        if at < len(ORDINALS):
            return ORDINALS[at]
        tens, ones = divmod(at + 1, 10)
        ending = {1: "st", 2: "nd", 3: "rd"}.get(ones, "th") if tens % 10 != 1 else "th"
        return f"{at + 1}{ending}"


def _apart(services: Mapping[str, Service]) -> dict[str, str]:
    """Return the labels of services by name; those that are the same are told apart."""
    return apart({name: each.label or readable(name) for name, each in services.items()})

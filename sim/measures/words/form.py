"""The form of a catalogue entry, which contains the name and all words of a measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal, NamedTuple

Direction = Literal["lower", "higher"] | None
"""The direction in which a measure is better; None if neither direction is."""

PER_YEAR = "per person-year"
DAYS_PER_YEAR = "days per person-year"
SHARE = "share"
INDEX = "index 0 to 1"

EACH = "{service}"
"""The placeholder for a service in the name of a measure."""


class ReportTable(StrEnum):
    """The tables of the report that compare the arms, in the order of the report."""

    PEOPLE = "People"
    GAPS = "Gaps in care"
    HELP = "Enough help"
    WAITING = "Waiting"
    RELATIONSHIPS = "Lasting relationships"
    HANDING_ON = "Being handed on and turned away"
    CRISIS = "Crisis"
    EXPERIENCE = "What it was like"
    SERVICES = "Services"
    OWN = "Measures of your own"


class ReportPicture(StrEnum):
    """The pictures of the report that show chosen measures; values are the titles."""

    SAME_WORKER = "Meeting the same worker"
    CRISIS = "Crisis and hospital"
    BY_GROUP = "Is everyone served alike?"


class Clause(NamedTuple):
    """What happened, in parts, so that clauses can be put together into one sentence."""

    subject: str  # "People"
    verb: str  # "had"
    rest: str  # "fewer changes of worker"


class Ways(NamedTuple):
    """How to say in a sentence that a measure was lower or higher."""

    lower: Clause
    higher: Clause


def people(verb: str, lower: str, higher: str) -> Ways:
    """Return clauses about what people had or did, such as "People had fewer times in crisis"."""
    return Ways(Clause("People", verb, lower), Clause("People", verb, higher))


def people_had(what: str) -> Ways:
    """Return clauses for something of which people had fewer or more, such as "days in need"."""
    return people("had", f"fewer {what}", f"more {what}")


def how_many(who: str, verb: str, rest: str) -> Ways:
    """Return clauses for a number or share of people, such as "Fewer people were in care"."""
    return Ways(Clause(f"Fewer {who}", verb, rest), Clause(f"More {who}", verb, rest))


class Use(NamedTuple):
    """Where a measure is shown or used by default, beside the files that contain every measure.

    Every list is in the order of the catalogue. If a field is a number, measures with smaller
    numbers come first, and measures with the same number are in the order of the catalogue.
    """

    only: str = ""  # the measure that is meant, where the name of the entry stands for many
    plain: str = ""  # the label in a sentence, as in "better on ..."; else the entry's
    plain_unit: str = ""  # the unit in a sentence; else the entry's
    ways: Ways | None = None  # how a sentence says that it was lower or higher
    table: ReportTable | None = None  # where the report has it beside the other arms
    pictures: tuple[ReportPicture, ...] = ()  # where the report draws it
    headline: bool = False  # first page of the report, where `compare` names no family
    equity: int | None = None  # compared between groups, as `equity.{measure}...`
    usual_outcome: int | None = None  # looked at by a sweep that names no outcomes
    flow_outcome: int | None = None  # the same, in a scenario without needs


class Entry(NamedTuple):
    """The name and the words of a measure. A placeholder in the name stands for many names."""

    name: str
    label: str
    unit: str
    direction: Direction
    definition: str
    use: Use = Use()


def with_uses(entries: Iterable[Entry], uses: Mapping[str, Use]) -> tuple[Entry, ...]:
    """Add uses to entries, by the name of the entry.

    Raises
    ------
    ValueError
        If `uses` contains a name that no entry has.
    """
    made = tuple(entry._replace(use=uses.get(entry.name, entry.use)) for entry in entries)
    unknown = uses.keys() - {entry.name for entry in made}
    if unknown:
        raise ValueError(f"no entry of this name: {', '.join(sorted(unknown))}")
    return made


def of_service(measure: str, service: str) -> str:
    """Return the name of a measure at one service.

    For `wait_to_start.mean` at the service `gp` it is `wait_to_start.gp.mean`.
    """
    first, *rest = measure.split(".")
    return ".".join((first, service, *rest))

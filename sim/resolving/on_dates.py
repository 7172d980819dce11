"""Find the routes, stays and entry that hold at a minute, if they change on dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sim.resolved import LEVELS
from sim.scenario.document import Document
from sim.scenario.needs import Need
from sim.scenario.people import EntryChange, NeedSeeking, Seeking
from sim.scenario.quantities import Point
from sim.scenario.services import Service
from sim.scenario.written import Tree

T = TypeVar("T")
C = TypeVar("C", bound="_Change")
S = TypeVar("S", Seeking, NeedSeeking)


class _Change(Protocol):
    @property
    def begins(self) -> Point: ...


def dates(documents: Iterable[Document]) -> list[int]:
    """Return the minutes at which routes, stays or entry change, in order of time."""
    return sorted(
        {change.begins.minutes for document in documents for change in _changes(document)}
    )


def _changes(document: Document) -> Iterator[_Change]:
    yield from document.seeking.changes
    for need in document.needs.values():
        yield from need.seeking.changes
    for service in document.services.values():
        yield from service.changes


def as_of(minute: int, document: Document) -> Document:
    """Return the document with the routes, stays and entry that hold at a minute."""
    if not dates([document]):
        return document
    return document.model_copy(
        update={
            "seeking": _entry(minute, document.seeking),
            "needs": {name: _of_need(minute, need) for name, need in document.needs.items()},
            "services": {name: _ways(minute, each) for name, each in document.services.items()},
        }
    )


def of_group_as_of(minute: int, general: Document, own: Document, said: Tree) -> Document:
    """Return a group's document with the routes, stays and entry that hold at a minute.

    If a group has its own value or change of something, its own changes replace the general ones.
    They do so from the first minute for which the group gives a value.

    Parameters
    ----------
    general, own
        The document for everyone, and the document for the group.
    said
        The overrides of the group, as they are written.
    """
    if not dates([general, own]):
        return own
    needs = {
        name: need.model_copy(
            update={
                "seeking": _entry(
                    minute,
                    general.needs[name].seeking,
                    need.seeking,
                    _in(said, "needs", name, "seeking"),
                )
            }
        )
        for name, need in own.needs.items()
    }
    services = {
        name: _ways(minute, general.services[name], each, _in(said, "services", name))
        for name, each in own.services.items()
    }
    seeking = _entry(minute, general.seeking, own.seeking, _in(said, "seeking"))
    return own.model_copy(update={"seeking": seeking, "needs": needs, "services": services})


def _in(said: Tree, *path: str) -> Mapping[str, Any]:
    """Return the block that is written at a path; an empty one if there is none."""
    for step in path:
        said = said.get(step) if isinstance(said, Mapping) else None
    return said if isinstance(said, Mapping) else {}


def _of_need(minute: int, need: Need) -> Need:
    return need.model_copy(update={"seeking": _entry(minute, need.seeking)})


def _in_force(
    minute: int, changes: Sequence[C], named: Callable[[C], T | None], otherwise: T | None
) -> T | None:
    """Return the value that the last change up to a minute gives.

    `named` takes the value from a change, or None if the change gives none. If no change gives a
    value, the result is `otherwise`.
    """
    for change in changes:
        found = named(change)
        if change.begins.minutes <= minute and found is not None:
            otherwise = found
    return otherwise


def _ways(
    minute: int, general: Service, own: Service | None = None, said: Mapping[str, Any] | None = None
) -> Service:
    """Return a service with the routes and the stay that hold at a minute."""
    changes = own.changes if own is not None and said and said.get("changes") is not None else ()
    stay = _in_force(minute, general.changes, lambda each: each.stay, general.ends.stay)
    if own is not None and _in(said, "ends").get("stay") is not None:
        stay = own.ends.stay
    stay = _in_force(minute, changes, lambda each: each.stay, stay)
    routes = {}
    for reason in _named(general, own):
        row = _in_force(minute, general.changes, _row_for(reason), general.routes.get(reason))
        if own is not None and _in(said, "routes").get(reason) is not None:
            row = own.routes.get(reason)
        row = _in_force(minute, changes, _row_for(reason), row)
        if row is not None:
            routes[reason] = row
    service = own or general
    ends = service.ends.model_copy(update={"stay": stay})
    return service.model_copy(update={"ends": ends, "routes": routes})


def _named(*services: Service | None) -> list[Any]:
    """Return all reasons for which services have routes, at first or from a date on."""
    written = (each for service in services if service is not None for each in service.all_routes())
    return list(dict.fromkeys(reason for _, reason, _ in written))


def _row_for(reason: Any) -> Callable[[Any], Any]:
    return lambda change: change.routes.get(reason)


def _entry(
    minute: int, general: S, own: S | None = None, said: Mapping[str, Any] | None = None
) -> S:
    """Return a block of seeking with the entry that holds at a minute."""
    changes: Sequence[EntryChange] = ()
    if own is not None and said and said.get("changes") is not None:
        changes = own.changes
    rows = {}
    for level in range(LEVELS):
        row = _in_force(minute, general.changes, _entry_at(level), general.entry.get(level))
        if own is not None and str(level) in _in(said, "entry"):
            row = own.entry.get(level)
        row = _in_force(minute, changes, _entry_at(level), row)
        if row is not None:
            rows[level] = row
    return (own or general).model_copy(update={"entry": rows})


def _entry_at(level: int) -> Callable[[EntryChange], Any]:
    return lambda change: change.entry.get(level)

"""Find the numbers of documents that have a mark, change them, and see who reads them.

A scenario's documents do not change after they are read. Change only documents that were made to be
changed. Compute a result again if one of the numbers that it was computed from has changed.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sim.scenario.parts import Part
from sim.scenario.quantities import Quantity
from sim.scenario.written import Block

Number = Quantity[Any]


def parts_within(documents: Iterable[Any]) -> Iterator[Part]:
    """Iterate over every part of several documents, each object once. Patches are left out."""
    met: set[int] = set()
    left: list[Any] = list(documents)
    while left:
        node = left.pop()
        if isinstance(node, Part):
            if id(node) not in met:
                met.add(id(node))
                yield node
                left += vars(node).values()
        elif isinstance(node, dict) and not isinstance(node, Block):
            left += node.values()
        elif isinstance(node, tuple):
            left += node


def put_value(number: Number, value: Any) -> None:
    """Change the value of a number, which must be valid for it."""
    vars(number)["value"] = value


@contextmanager
def watched(numbers: Iterable[Number], tell: Callable[[int], object]) -> Iterator[None]:
    """Call `tell` with the `id` of one of these numbers whenever its value is read."""
    kinds = {id(number): (number, type(number)) for number in numbers}
    told = _Told(tell)
    try:
        for number, kind in kinds.values():
            vars(number)[TELLS] = told
            object.__setattr__(number, "__class__", _watched_kind(kind))
        yield
    finally:
        for number, kind in kinds.values():
            object.__setattr__(number, "__class__", kind)
            vars(number).pop(TELLS, None)


TELLS = "_tells"
READS = frozenset({"value", "__dict__"})


class _Told:
    """Who is told of a reading. All are equal, so that they make no two numbers differ."""

    def __init__(self, tell: Callable[[int], object]) -> None:
        self.tell = tell

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told)

    def __hash__(self) -> int:
        return 0


def _content(number: Any) -> dict[str, Any]:
    """Return the fields of a number without telling anybody."""
    found: dict[str, Any] = object.__getattribute__(number, "__dict__")
    return found


@cache
def _watched_kind(kind: type[Number]) -> type[Number]:
    """Return the kind of number that does the same and tells when its value is read."""

    def look(self: Any, name: str) -> Any:
        if name in READS:
            _content(self)[TELLS].tell(id(self))
        return object.__getattribute__(self, name)

    def same(self: Any, other: object) -> bool:
        for each in (self, other):
            if isinstance(each, Quantity) and TELLS in _content(each):
                _content(each)[TELLS].tell(id(each))
        if not isinstance(other, Quantity) or _plain_kind(type(other)) is not kind:
            return False
        mine, others = ({**_content(each), TELLS: None} for each in (self, other))
        return mine == others

    body: dict[str, Any] = {"__getattribute__": look, "__eq__": same, "__hash__": kind.__hash__}
    body |= {KIND: kind, "__module__": __name__}
    made: type[Number] = types.new_class(
        f"Watched{kind.__name__}", (kind,), exec_body=lambda space: space.update(body)
    )
    return made


KIND = "__watched_kind__"


def _plain_kind(kind: type[Any]) -> type[Any]:
    found: type[Any] = vars(kind).get(KIND, kind)
    return found

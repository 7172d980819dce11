"""Numbers with a comma inside brackets, where YAML ends a value at the comma.

YAML reads `{rate: 1,200 per month}` as `rate: 1` and an entry `200 per month` without a value.
Here the parts are joined again, so that the message can state that this is one number.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

ONLY_NUMBER = re.compile(r"[+-]?\d+")
WITH_A_UNIT = re.compile(r"\d[\d.,]*\s*[A-Za-z%]")


class CutScalar(ScalarEvent):
    """A scalar that YAML divided at a comma, with its parts joined again."""


class Rejoined:
    """The events of a YAML text, in which the parts of a number with a comma are joined."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.ahead: deque[Any] = deque()

    def __iter__(self) -> Iterator[Any]:
        """Iterate over every event in order."""
        inside: list[list[bool]] = []  # of each open block: is it a mapping, and is a key next?
        while (event := self.following()) is not None:
            if isinstance(event, CollectionEndEvent):
                inside.pop()
            elif isinstance(event, NodeEvent):
                if inside and not (inside[-1][0] and inside[-1][1]):
                    event = self.grown(event, inside[-1][0])
                if inside:
                    inside[-1][1] = not inside[-1][1]
                if isinstance(event, CollectionStartEvent):
                    inside.append([isinstance(event, MappingStartEvent), True])
            yield event

    def following(self) -> Any:
        """Return the next event; None after the last."""
        return self.ahead.popleft() if self.ahead else next(self.events, None)

    def grown(self, event: Any, in_mapping: bool) -> Any:
        """Return a value joined with the parts of it that follow a comma."""
        while _is_plain(event):
            part = self.following()
            after = self.following() if in_mapping and _touch(event, part) else None
            cut = _is_empty(after) if in_mapping else _is_cut_item(event, part)
            if not cut:
                self.ahead.extendleft(each for each in (after, part) if each is not None)
                return event
            event = CutScalar(
                None,
                None,
                (True, False),
                f"{event.value},{part.value}",
                event.start_mark,
                part.end_mark,
                style=event.style,
            )
        return event


def _is_plain(event: Any) -> bool:
    """Return whether an event is a scalar without quotes, tag or anchor."""
    return isinstance(event, ScalarEvent) and not (event.style or event.tag or event.anchor)


def _is_empty(event: Any) -> bool:
    return _is_plain(event) and not event.value


def _is_cut_item(event: Any, item: Any) -> bool:
    """Return whether two items of a list are parts of one number with a unit."""
    return (
        _touch(event, item)
        and ONLY_NUMBER.fullmatch(str(event.value)) is not None
        and WITH_A_UNIT.match(str(item.value)) is not None
    )


def _touch(event: Any, other: Any) -> bool:
    """Return whether two plain values stand beside one comma, with a digit on each side of it."""
    if not (_is_plain(event) and _is_plain(other)):
        return False
    end, start = event.end_mark, other.start_mark
    return (
        end.line == start.line
        and start.column == end.column + 1
        and str(event.value)[-1:].isdigit()
        and str(other.value)[:1].isdigit()
    )

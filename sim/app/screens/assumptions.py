"""Assumptions: every number with its range, its source and who agreed it; and who was involved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response

from sim.app.editing import Change, at
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.projects.saving import ENTERED
from sim.app.screens.entries import per_cent
from sim.app.screens.faults import told
from sim.errors import SimError
from sim.network.assumptions import Stated, stated_numbers
from sim.report.grounds import range_of
from sim.report.paths.labels import Labels, readable
from sim.report.paths.reading import said_of
from sim.report.wording import sentence_case
from sim.scenario.quantities import Share, Sourced, as_text
from sim.scenario.sources import KINDS
from sim.scenario.words import NAME
from sim.scenario.written import Block

TITLE = "Assumptions"
SHOWN = {
    "assumed": "Those that are assumed",
    "entered": "Those that were entered in the app",
    "ranged": "Those with a range",
    "unranged": "Those without a range",
    "all": "All numbers",
}
"""Which numbers are shown: key in the address, and words."""


class Number(NamedTuple):
    """One number of the scenario."""

    path: str  # of its field; empty if a mechanism or a move makes it
    words: str
    value: str
    ranged: str  # in words
    has_range: bool
    source: str
    kind: str
    agreed_by: str


def assumptions(asked: Asked) -> Response:
    """Show the numbers that the address asks for."""
    opened = asked.opened
    every = _numbers(opened)
    shown = asked.query("show") if asked.query("show") in SHOWN else "assumed"
    sources = at(opened.content, ("sources",))
    return asked.of_project(
        "assumptions",
        TITLE,
        errors=told(opened),
        numbers=[each for each in every if _is_shown(each, shown)],
        many=len(every),
        shown=shown,
        choices=list(SHOWN.items()),
        kinds=KINDS,
        sources=list(_sources(sources)) if isinstance(sources, Block) else [],
        involvement=str(opened.content.get("involvement") or ""),
    )


def save(asked: Asked) -> Response:
    """Save who was involved, or a new source."""
    text = asked.form.text
    if text("action") == "source":
        name = text("name").lower().replace(" ", "_")
        if not NAME.fullmatch(name) or not text("reference") or text("kind") not in KINDS:
            raise SimError(
                "A source needs a short name, a kind, and words that say what it is.\n"
                "  A name is letters, digits and `_`, a letter first."
            )
        value = {"kind": text("kind"), "reference": text("reference")}
        change = Change(("sources", name), value)
    else:
        change = Change(("involvement",), text("involvement") or None)
    asked.house.saver.save(asked.project, text("revision"), [change])
    return asked.go("assumptions")


@lru_cache(maxsize=8)
def _numbers(opened: Opened) -> tuple[Number, ...]:
    """Return the numbers of a sound scenario that stand for facts, as the report counts them."""
    if opened.known is None:
        return ()
    labels = Labels(opened.known.scenario)
    return tuple(_number(opened, labels, each) for each in stated_numbers(opened.known.scenario))


def _number(opened: Opened, labels: Labels, stated: Stated) -> Number:
    arm, path, number = stated
    source = labels.scenario.sources.get(number.source)
    where = f"arms.{arm}.set.{path}" if arm else path
    only = f", with {labels.quoted('arm', arm)}" if arm else ""
    return Number(
        where if at(opened.content, tuple(where.split("."))) is not None else "",
        sentence_case(said_of(path, labels).words) + only,
        per_cent(number.written) if isinstance(number, Share) else number.written,
        _range(number),
        _has_range(number),
        number.source,
        "" if source is None else source.kind,
        number.agreed_by or "",
    )


def _range(number: Sourced) -> str:
    """Return the range of a number in words; of a share in per cent."""
    ends = getattr(number, "low", None), getattr(number, "high", None)
    if isinstance(number, Share) and None not in ends:
        return " to ".join(per_cent(as_text(end)) for end in ends)
    return range_of(number)


def _has_range(number: Sourced) -> bool:
    """Return whether the file says how far a number may be off."""
    return any(getattr(number, key, None) is not None for key in ("low", "high", "uncertain"))


def _is_shown(number: Number, shown: str) -> bool:
    return {
        "assumed": number.kind == "assumption",
        "entered": number.source == ENTERED,
        "ranged": number.has_range,
        "unranged": not number.has_range,
    }.get(shown, True)


def _sources(sources: Block) -> Iterator[tuple[str, str, str]]:
    for name, each in sources.items():
        if isinstance(each, Block):
            yield (
                readable(name),
                readable(str(each.get("kind", ""))),
                str(each.get("reference", "")),
            )

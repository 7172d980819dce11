"""Flows: who goes where, in per cent of those who leave a service for one reason."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple, get_args

from starlette.responses import Response

from sim.app.editing import Change
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import Cell, at, cell, entry, typed
from sim.app.screens.faults import told
from sim.app.screens.services import names
from sim.errors import SimError
from sim.scenario.words import Reason
from sim.scenario.written import Block

TITLE = "Flows"
NOWHERE, REST, DIRICHLET = "nowhere", "rest", "dirichlet"
REASONS = {
    "finished_settled": "care ended, and the need has settled",
    "finished_in_need": "care ended in need",
    "turned_away": "turned away",
    "left_waiting": "left the waiting list",
    "missed_contacts": "missed contacts",
    "crisis": "in crisis",
}
PER_CENT, DIGITS = 100.0, 6
SUM_TOLERANCE = 0.05  # per cent, of what is rounded for the page


class Share(NamedTuple):
    """One cell of the matrix."""

    name: str  # of its field
    shown: str  # per cent; empty if nobody goes there
    label: str  # "from, to"
    is_rest: bool  # whether it takes what is left


class Row(NamedTuple):
    """The ways from one service."""

    label: str
    shares: tuple[Share, ...]
    total: str
    adds_up: bool


def flows(asked: Asked) -> Response:
    """Show the matrix of one reason."""
    opened = asked.opened
    reason = _reason(asked.query("reason"))
    targets = list(_targets(opened, reason))
    rows = [
        _row(opened, name, label, reason, targets)
        for name, label in names(opened)
        if isinstance(_ways(opened, name, reason), Block)
    ]
    return asked.of_project(
        "flows",
        TITLE,
        errors=told(opened),
        reason=reason,
        reasons=list(REASONS.items()),
        targets=[label for _, label in targets],
        rows=rows,
        services=list(names(opened)),
        ends=[*names(opened), (NOWHERE, NOWHERE)],
    )


def save(asked: Asked) -> Response:
    """Save the shares that were changed, and another way if one is added."""
    opened = asked.opened
    reason = _reason(asked.form.text("reason"))
    changes = list(_entered(asked, opened, reason))
    if asked.form.text("action") == "add":
        changes.append(_added(asked, opened, reason))
    asked.house.saver.save(asked.project, asked.form.text("revision"), changes)
    return asked.go(f"flows?reason={reason}")


def _reason(text: str) -> str:
    known = [each for each in get_args(Reason) if each in REASONS]
    return text if text in known else next(iter(REASONS))


def _ways(opened: Opened, service: str, reason: str) -> Block | None:
    found = at(opened.content, ("services", service, "routes", reason))
    return found if isinstance(found, Block) else None


def _targets(opened: Opened, reason: str) -> Iterator[tuple[str, str]]:
    """Iterate over where anybody goes for a reason: services in their order, then nowhere."""
    labels = dict(names(opened))
    used: dict[str, None] = {}
    for name in labels:
        ways = _ways(opened, name, reason) or Block(opened.content.location)
        used |= dict.fromkeys(key for key in ways if key not in (REST, DIRICHLET))
        if isinstance(ways.get(REST), str):
            used[str(ways[REST])] = None
    ordered = [name for name in labels if name in used]
    others = [name for name in used if name not in labels and name != NOWHERE]
    for name in (*ordered, *others, NOWHERE):
        yield name, labels.get(name, name.replace("_", " "))


def _field(opened: Opened, service: str, reason: str, target: str) -> Cell:
    return cell(opened.content, f"services.{service}.routes.{reason}.{target}")


def _row(opened: Opened, name: str, label: str, reason: str, targets: list[tuple[str, str]]) -> Row:
    ways = _ways(opened, name, reason)
    rest = str(ways.get(REST)) if ways is not None and ways.get(REST) else ""
    parts = {target: _per_cent(_field(opened, name, reason, target).shown) for target, _ in targets}
    written = sum(number for number in parts.values() if math.isfinite(number))
    left = PER_CENT - written
    shares = tuple(
        Share(
            _field(opened, name, reason, target).path,
            _short(left) if target == rest else _short(parts[target]),
            f"{label}, {words}",
            target == rest,
        )
        for target, words in targets
    )
    total = PER_CENT if rest else written
    adds_up = left >= -SUM_TOLERANCE if rest else abs(left) <= SUM_TOLERANCE
    return Row(label, shares, _short(total if adds_up else written), adds_up)


def _per_cent(shown: str) -> float:
    value = typed(shown)
    return math.nan if isinstance(value, str | bool) else PER_CENT * value


def _short(number: float) -> str:
    return f"{round(number, 2):g}" if math.isfinite(number) else ""


def _entered(asked: Asked, opened: Opened, reason: str) -> Iterator[Change]:
    """Iterate over the changes that the fields make; what is shown in per cent is a share."""
    for name, label in names(opened):
        if _ways(opened, name, reason) is None:
            continue
        for target, words in _targets(opened, reason):
            found = _field(opened, name, reason, target)
            text = asked.form.fields.get(found.path)
            if text is not None and text.strip() != _short(_per_cent(found.shown)):
                change = entry(found, _share(text.strip(), f"{label}, {words}"))
                if change is not None:
                    yield change


def _share(text: str, words: str) -> str:
    """Return per cent as a share, as the file has it; empty for an empty cell."""
    if not text:
        return ""
    number = _per_cent(text) / PER_CENT
    if not 0 <= number <= PER_CENT:
        raise SimError(f"{words}: `{text}` is no share.\n  Enter per cent, from 0 to 100.")
    return f"{round(number / PER_CENT, DIGITS):g}"


def _added(asked: Asked, opened: Opened, reason: str) -> Change:
    """Return the change that adds a way."""
    origin, target = asked.form.text("origin"), asked.form.text("target")
    known = dict(names(opened))
    if origin not in known or target not in {*known, NOWHERE}:
        raise SimError("From where, and to where?\n  Choose both from the lists.")
    share = _share(asked.form.text("share"), known[origin])
    change = entry(_field(opened, origin, reason, target), share)
    if change is None or not share:
        raise SimError("How many go this way?\n  Enter per cent, such as 10.")
    return change

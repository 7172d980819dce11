"""Flows: who goes where, in per cent of those who leave a service for one reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

from starlette.responses import Response

from sim.app.editing import at
from sim.app.house import Asked
from sim.app.projects import Opened
from sim.app.screens.cells import Cell, cell
from sim.app.screens.columns import Column
from sim.app.screens.entries import SHARE, share
from sim.app.screens.faults import Told, told
from sim.app.screens.grids import Entered, as_shown
from sim.app.screens.services import names
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
ALL = 100  # per cent
MOST_TOLD = 5  # flows in the words that stand for the picture
SUM_TOLERANCE = 0.05  # per cent, of what is rounded for the page


class Share(NamedTuple):
    """One cell of the matrix."""

    name: str  # of its field
    shown: str  # per cent; empty if nobody goes there
    label: str  # "from, to"
    is_rest: bool  # whether it takes what is left
    wrong: str  # what is wrong with it


class Row(NamedTuple):
    """The ways from one service."""

    path: str
    label: str
    shares: tuple[Share, ...]
    total: str
    adds_up: bool
    wrong: str  # what is wrong with the row as a whole


class Way(NamedTuple):
    """A way that is added, as it was entered."""

    origin: str = ""
    target: str = ""
    share: str = ""
    wrong: str = ""


def flows(asked: Asked) -> Response:
    """Show the matrix of one reason."""
    return _page(asked, _reason(asked.query("reason")), Entered(), Way())


def _page(asked: Asked, reason: str, form: Entered, way: Way) -> Response:
    """Show the matrix; with what was typed, where a form was not taken."""
    opened = asked.opened
    targets = list(_targets(opened, reason))
    rows = [
        _row(opened, name, label, reason, targets, form)
        for name, label in names(opened)
        if isinstance(_ways(opened, name, reason), Block)
    ]
    wrong = [
        *form.told,
        *([Told(f"Another way: {way.wrong}", "", "", "#share")] if way.wrong else []),
    ]
    return asked.of_project(
        "flows",
        TITLE,
        status=400 if wrong else 200,
        errors=[*wrong, *told(opened)],
        reason=reason,
        reasons=list(REASONS.items()),
        targets=[label for _, label in targets],
        rows=rows,
        services=list(names(opened)),
        ends=[*names(opened), (NOWHERE, NOWHERE)],
        way=way,
        alternative=_alternative(rows, targets),
    )


def _alternative(rows: list[Row], targets: list[tuple[str, str]]) -> str:
    """Return the words that stand for the picture: its largest flows."""
    every = [
        (_number(share.shown), f"{row.label} to {words}, {share.shown}")
        for row in rows
        for share, (_, words) in zip(row.shares, targets, strict=True)
        if share.shown and words != NOWHERE
    ]
    largest = [words for _, words in sorted(every, reverse=True)[:MOST_TOLD]]
    said = f" The largest flows: {'; '.join(largest)}." if largest else ""
    return f"A map of services joined by arrows.{said} The table has every flow."


def save(asked: Asked) -> Response:
    """Save the shares that were changed, and another way if one is added."""
    opened = asked.opened
    reason = _reason(asked.form.text("reason"))
    form = _entered(asked, opened, reason)
    way = Way()
    if asked.form.text("action") == "add":
        way = _added(asked, opened, reason, form)
    if form.wrong or way.wrong:
        return _page(asked, reason, form, way)
    asked.house.saver.save(asked.project, asked.form.text("revision"), form.changes)
    return asked.go(f"flows?reason={reason}", form.said)


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


def _row(
    opened: Opened,
    name: str,
    label: str,
    reason: str,
    targets: list[tuple[str, str]],
    form: Entered,
) -> Row:
    ways = _ways(opened, name, reason)
    path = f"services.{name}.routes.{reason}"
    rest = str(ways.get(REST)) if ways is not None and ways.get(REST) else ""
    wrong = {each.location.path: each.problem for each in opened.faults}
    shares = []
    for target, words in targets:
        found = as_shown(_field(opened, name, reason, target), column_of(words))
        told_here = form.wrong.get(found.path)
        shares.append(
            Share(
                found.path,
                form.typed.get(found.path, found.shown),
                f"{label}, {words}",
                target == rest,
                told_here.why if told_here else wrong.get(found.path, ""),
            )
        )
    written = sum(_number(each.shown) for each in shares if not each.is_rest)
    left = ALL - written
    shares = [each._replace(shown=_short(left)) if each.is_rest else each for each in shares]
    adds_up = left >= -SUM_TOLERANCE if rest else abs(left) <= SUM_TOLERANCE
    total = _short(ALL if rest and adds_up else written)
    return Row(path, label, tuple(shares), total, adds_up, wrong.get(path, ""))


def column_of(words: str) -> Column:
    """Return the column of the matrix of those who go to one service."""
    return Column("", words, reads=SHARE)


def _number(shown: str) -> float:
    """Return how many per cent a field shows; 0 where it shows none."""
    made = share(shown)
    return 0.0 if made.wrong or not made.text else ALL * float(made.text)


def _short(number: float) -> str:
    return f"{round(number, 2):g} %"


def _entered(asked: Asked, opened: Opened, reason: str) -> Entered:
    """Return the changes that the fields make."""
    form = Entered(typed=asked.form.fields)
    for name, label in names(opened):
        if _ways(opened, name, reason) is None:
            continue
        for target, words in _targets(opened, reason):
            found = _field(opened, name, reason, target)
            if found.editable and found.path in asked.form.fields:
                text = asked.form.text(found.path)
                form.take(found, column_of(words), f"{label}, {words}", text)
    return form


def _added(asked: Asked, opened: Opened, reason: str, form: Entered) -> Way:
    """Take another way into the form, and return it with what is wrong with it."""
    way = Way(*(asked.form.text(name) for name in ("origin", "target", "share")))
    known = {**dict(names(opened)), NOWHERE: NOWHERE}
    if way.origin not in known or way.target not in known or way.origin == NOWHERE:
        return way._replace(wrong="From where, and to where? Choose both from the lists.")
    if not way.share:
        return way._replace(wrong="How many go this way? Enter per cent, such as 10 %.")
    found = _field(opened, way.origin, reason, way.target)
    words = known[way.target]
    form.take(found, column_of(words), f"{known[way.origin]}, {words}", way.share)
    refused = form.wrong.pop(found.path, None)
    return way if refused is None else way._replace(wrong=refused.why)

"""People who came, went and are there (R1 to R4), and people routed to a service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.area.columns import Figure
from sim.area.derived import Check, Severity
from sim.area.deriving.acceptance import rejections
from sim.area.deriving.place import Place
from sim.area.deriving.referrals import LEAST, outside
from sim.area.deriving.routes import LEFT, TURNED_AWAY
from sim.area.deriving.words import shown
from sim.area.figures import Route
from sim.area.reconciling.tolerance import balance, look


def flows(place: Place) -> Iterator[Check]:
    """Yield the checks of one service whose figures are all there."""
    yield from _caseload(place)
    yield from _decisions(place)
    yield from _list(place)
    yield from _routes(place)
    yield from _outside(place)


def _caseload(place: Place) -> Iterator[Check]:
    """R1: starts − discharges = change of caseload."""
    row = place.row
    first, last = row.caseload_first, row.caseload_last
    if first is None or last is None:
        return
    sides = (row.starts.value - row.discharges.value, last.value - first.value)
    words = (
        f"starts − discharges = {_difference(row.starts, row.discharges)}, and the caseload "
        f"changed by {_difference(last, first)}"
    )
    yield balance("R1", place, sides, words, (row.starts, row.discharges, first, last))


def _decisions(place: Place) -> Iterator[Check]:
    """R2: referrals = accepted + rejected + change of undecided."""
    row = place.row
    rejected, _ = rejections(place)
    first, last = row.undecided_first, row.undecided_last
    known = first is not None and last is not None
    more = last.value - first.value if first is not None and last is not None else 0.0
    right = row.accepted.value + rejected.value + more
    undecided = f" + {shown(more)} more undecided" if known else ""
    words = (
        f"referrals = {shown(row.referrals.value)}, and accepted + rejected"
        f"{' + change of undecided' if known else ''} = {shown(row.accepted.value)} + "
        f"{shown(rejected.value)}{undecided} = {shown(right)}"
    )
    figures = _filled(row.referrals, row.accepted, row.rejected, *((first, last) if known else ()))
    yield balance("R2", place, (row.referrals.value, right), words, figures)


def _list(place: Place) -> Iterator[Check]:
    """R3: accepted − starts − left unseen = change of the list."""
    row = place.row
    first, last = row.list_first, row.list_last
    if first is None or last is None:
        return
    left = row.left_unseen.value if row.left_unseen is not None else 0.0
    side = row.accepted.value - row.starts.value - left
    words = (
        f"accepted − starts − left unseen = {shown(row.accepted.value)} − "
        f"{shown(row.starts.value)} − {shown(left)} = {shown(side)}, and the list changed by "
        f"{_difference(last, first)}"
    )
    figures = _filled(row.accepted, row.starts, row.left_unseen, first, last)
    yield balance("R3", place, (side, last.value - first.value), words, figures)


def _routes(place: Place) -> Iterator[Check]:
    """R4: routes out by reason = discharges, rejected and left unseen.

    Routes of people in crisis are apart, as their spell stays open, and so are deaths and moves,
    which no route follows. A reason without any route is left out: its people go nowhere.
    """
    row = place.row
    if any(each.area is None for each in place.routes_out) and place.of_its_name[0] is not row:
        return  # the first of its name balances the routes of all areas
    rows = [row]
    if any(each.area is None for each in place.routes_out):
        rows = place.of_its_name
    ways = _rows_of(place, rows)
    gone = _filled(*(each.ended_died_moved for each in rows))
    sides = {
        "discharges": (
            [each for each in ways if each.reason not in (TURNED_AWAY, LEFT, "crisis")],
            [each.discharges for each in rows],
            gone,
        ),
        "rejected": (
            [each for each in ways if each.reason == TURNED_AWAY],
            _filled(*(each.rejected for each in rows)),
            [],
        ),
        "left unseen": (
            [each for each in ways if each.reason == LEFT],
            _filled(*(each.left_unseen for each in rows)),
            [],
        ),
    }
    for name, (routes, counted, without) in sides.items():
        if routes and counted:
            yield _routed(place, name, routes, counted, without)


def _routed(
    place: Place,
    name: str,
    routes: Sequence[Route],
    counted: Sequence[Figure],
    without: Sequence[Figure],
) -> Check:
    people = [each.people for each in routes]
    left = _sum(people)
    right = _sum(counted) - _sum(without)
    less = f" without {shown(_sum(without))} who died or moved" if without else ""
    words = f"routes of {name} add up to {shown(left)}, and {name}{less} are {shown(right)}"
    if left < right:
        words = f"{words}; write those who went to no other service as a route to `nowhere`"
    return balance("R4", place, (left, right), words, (*people, *counted, *without))


def _rows_of(place: Place, rows: Sequence[object]) -> list[Route]:
    if len(rows) == 1:
        return place.routes_out
    return [each for each in place.book.routes if each.origin == place.row.key]


def _outside(place: Place) -> Iterator[Check]:
    """No more people may have been routed to a service than were referred to it."""
    came = outside(place)
    referred, number = place.row.referrals.value, came.number.value
    if came.entered or number >= 0:
        return
    fault = number < LEAST * referred
    cells = came.number.cells
    end = "" if fault else " It is taken as 0."
    sentence = (
        f"{came.words}: more people were routed to it than were referred.{end} Look at "
        f"{look(cells)}."
    )
    how = Severity.FAULT if fault else Severity.WARNING
    yield Check(
        "routes in", place.row.key, place.row.area, how, sentence, referred, referred - number,
        -LEAST * referred, cells,
    )  # fmt: skip


def _difference(later: Figure, earlier: Figure) -> str:
    number = later.value - earlier.value
    return f"{shown(later.value)} − {shown(earlier.value)} = {shown(number)}"


def _filled(*figures: Figure | None) -> list[Figure]:
    return [each for each in figures if each is not None]


def _sum(figures: Sequence[Figure]) -> float:
    return sum(each.value for each in figures)

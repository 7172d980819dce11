"""Routes: where people go from a service, as shares by reason."""

from __future__ import annotations

from sim.area.columns import Cell
from sim.area.composing.book import ASSUMED, Book
from sim.area.composing.items import rounded
from sim.area.composing.nodes import Block, Fact, Inline, Node, Noted
from sim.area.derived import Derived
from sim.area.figures import Route, Service

ROUTE = "route"
NOWHERE = "nowhere"


def routes(book: Book, row: Service) -> Block:
    """Return the routes from a service, by reason."""
    by_reason: dict[str, list[Derived]] = {}
    for each in book.every(row, ROUTE):
        by_reason.setdefault(each.reason or "", []).append(each)
    return {reason: _shares(book, row, ways) for reason, ways in by_reason.items()}


def _shares(book: Book, row: Service, ways: list[Derived]) -> Node:
    """Return the shares of the next services, with the people that they were counted from."""
    cells = tuple(dict.fromkeys(cell for each in ways for cell in each.cells))
    ways = [each for each in ways if each.value > 0]
    if len(ways) == 1:
        return Noted(Inline({ways[0].to or NOWHERE: 1}), (_said(ways[0]),), cells)
    counted = {each.people.cell: each for each in book.workbook.routes}
    people = sum(counted[cell].people.value for cell in cells if cell in counted)
    rest = next((each for each in ways if each.to == NOWHERE), ways[-1])
    shares: dict[str, Node] = {}
    ranged = any(_is_ranged(counted, each.cells) for each in ways)
    for each in ways:
        if each is not rest:
            shares[each.to or NOWHERE] = _share(each, row.source, ranged)
    shares["rest"] = rest.to or NOWHERE
    if not ranged and people > 0:
        shares["dirichlet"] = Inline({"weight": rounded(people)})
    return Noted(Inline(shares), tuple(map(_said, ways)), cells)


def _said(way: Derived) -> str:
    return f"{way.to}: {way.sum}"


def _is_ranged(counted: dict[Cell, Route], cells: tuple[Cell, ...]) -> bool:
    """Return whether the planner has written how far a number of people may be off."""
    return any(cell in counted and counted[cell].low is not None for cell in cells)


def _share(way: Derived, around: str, ranged: bool) -> Node:
    value = rounded(way.value)
    source = ASSUMED if way.assumed else "" if way.source == around else way.source
    if ranged and way.low is not None and way.high is not None:
        return Fact(value, source, rounded(way.low), rounded(way.high))
    return Fact(value, source) if source else value

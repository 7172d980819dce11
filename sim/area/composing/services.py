"""Services: each as a block of the scenario, with its staff by month."""

from __future__ import annotations

from collections.abc import Iterator

from sim.area.composing.book import Book, amount_of, key_of
from sim.area.composing.items import PLACES, Amount, fact
from sim.area.composing.nodes import Block, Inline, Node, put
from sim.area.composing.routes import routes
from sim.area.deriving.place import Place
from sim.area.deriving.posts import heads, now_and_later
from sim.area.deriving.words import shown, to_digits
from sim.area.figures import Service

STAFF = {
    *("WTE", "contact hours per WTE", "caseload per WTE", "tenure", "vacancy"),
    *("vacant at the start", "per post a year"),
}
CONTACTS = {
    *("interval", "contact", "attendance", "cancelled share", "cancelled by provider"),
    *("staff time", "overhead"),
}


def services(book: Book) -> Block:
    """Return the services of a workbook, each by its name in the scenario."""
    return {key_of(row): service(book, row) for row in book.workbook.services}


def service(book: Book, row: Service) -> Block:
    """Return one service as a block."""
    block: Block = {"label": label(book, row), "kind": row.kind or ""}
    if row.area is not None:
        block["part_of"] = Inline({"service": row.key, "area": row.area})
    block["source"] = row.source
    if row.continuous:
        block["continuous"] = True
    if (wte := _wte(book, Place(book.workbook, row))) is not None:
        put(block, ("workers", "wte"), fact(without_source(wte, row.source), _in_digits))
    for item, place in PLACES.items():
        amount = book.amount(row, item)
        if amount is not None and _applies(book, row, item):
            put(block, place.path, place.node(without_source(amount, row.source)))
    if changes := list(_posts(book, row)):
        put(block, PLACES["WTE"].changes, changes)
    put(block, ("routes",), routes(book, row))
    return block


def label(book: Book, row: Service) -> str:
    """Return what a service is called; of one area, with the area's label."""
    if row.area is None or not row.label:
        return row.label or ""
    every = [each.label for each in book.rows(row.key, None)]
    where = next((e.label for e in book.workbook.areas if e.key == row.area and e.label), row.area)
    return row.label if len(set(every)) == len(every) else f"{row.label}, {where}"


def _applies(book: Book, row: Service, item: str) -> bool:
    """Return whether an item belongs to a service: staff to a team, contacts to who is seen."""
    if item == "places":
        return row.capacity == "places"
    if item in STAFF:
        return row.capacity == "staff"
    if item in CONTACTS and not book.extends:
        return all(book.amount(row, needed) is not None for needed in ("interval", "contact"))
    return True


def without_source(amount: Amount, around: str) -> Amount:
    """Return an amount that does not name its source again where the block has named it."""
    return amount._replace(source="") if amount.source == around else amount


def _in_digits(value: float) -> float:
    """Return the WTE of a post in so many digits that WTE of posts come back as they were."""
    return to_digits(value, 6)


def _wte(book: Book, place: Place) -> Amount | None:
    """Return the whole-time equivalents of a post; None for a service without staff.

    Where nobody is counted, and another file is extended, that file says it.
    """
    if place.row.capacity != "staff" or not place.staff:
        return None
    each, (month, _) = heads(place), now_and_later(place, place.staff)
    if book.extends and not each.cells:
        return None
    value = 1 / each.value
    note = f"{each.words}, so a post is {shown(value)} WTE on average" if each.cells else each.words
    return Amount(value, month.source, note=note, cells=each.cells)


def _posts(book: Book, row: Service) -> Iterator[Node]:
    """Iterate over the posts of a team in the months from which they change."""
    place = PLACES["WTE"]
    for each in book.later(row, "WTE") if row.capacity == "staff" else ():
        posts = place.node(without_source(amount_of(each), row.source))
        yield Inline({"from": each.month, "posts": posts})

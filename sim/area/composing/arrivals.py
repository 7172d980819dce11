"""Arrivals: who comes to each service from outside, with planned months, growth and season."""

from __future__ import annotations

from sim.area.composing.book import Book, amount_of, key_of
from sim.area.composing.items import fact, per_cent, per_day
from sim.area.composing.nodes import Block, Inline, Node
from sim.area.figures import Service
from sim.scenario.seasons import DAYS, MONTH_NAMES

OUTSIDE_REFERRALS, GROWTH, SEASON, WEEK = "outside referrals", "growth", "season", "week"


def arrivals(book: Book) -> Block:
    """Return a stream of people for each service to which somebody comes from outside."""
    made = {key_of(row): _stream(book, row) for row in book.workbook.services}
    return {name: stream for name, stream in made.items() if stream}


def somebody_comes(book: Book, row: Service) -> bool:
    """Return whether people come to a service from outside, now or in a planned month."""
    return any(each.value > 0 for each in book.every(row, OUTSIDE_REFERRALS))


def _stream(book: Book, row: Service) -> Block:
    now, planned = book.at_once(row, OUTSIDE_REFERRALS), book.later(row, OUTSIDE_REFERRALS)
    if now is None or not somebody_comes(book, row):
        return {}
    stream: Block = {"rate": fact(amount_of(now), per_day), "to": key_of(row)}
    if row.area is not None:
        stream["area"] = row.area
    if planned:
        stream["changes"] = [
            Inline({"from": each.month, "rate": fact(amount_of(each), per_day)}) for each in planned
        ]
    growth = book.at_once(row, GROWTH)
    if growth is not None:
        stream["growth"] = fact(amount_of(growth), per_cent)
    season: dict[str, Node] = {
        MONTH_NAMES[each.month.month - 1]: fact(amount_of(each)._replace(note=""))
        for each in book.later(row, SEASON)
        if each.month is not None
    }
    if season:
        stream["season"] = Inline({name: season[name] for name in MONTH_NAMES if name in season})
    week = {
        each.to or "": fact(amount_of(each)._replace(note="")) for each in book.every(row, WEEK)
    }
    if week:
        stream["week"] = Inline({day: week[day] for day in DAYS if day in week})
    return stream

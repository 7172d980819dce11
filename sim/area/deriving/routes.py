"""Where people go next, as shares of those who leave a service for one reason."""

from __future__ import annotations

from collections.abc import Iterator

from sim.area.derived import Derived
from sim.area.deriving.counting import NONE, Count, count
from sim.area.deriving.making import worked_out
from sim.area.deriving.place import NOWHERE, OUTSIDE, Place
from sim.area.deriving.ranges import of_share
from sim.area.deriving.stay import endings_by_stay, ends_by_missed
from sim.area.deriving.words import percent, shown
from sim.area.figures import Route

DISCHARGED, SETTLED, IN_NEED = "discharged", "finished_settled", "finished_in_need"
TURNED_AWAY, LEFT, MISSED = "turned_away", "left_waiting", "missed_contacts"
CRISIS = "crisis"
PLAIN = {
    TURNED_AWAY: "people who are turned away",
    LEFT: "people who leave the list",
    MISSED: "people whose care ends after missed contacts",
    SETTLED: "people whose care has run its course",
    IN_NEED: "people whose care has run its course while they are in need",
}


def routes(place: Place) -> Iterator[Derived]:
    """Yield the share of each way out of a service, by reason; of each reason they add up to 1."""
    rows = by_reason(place)
    for reason, every in rows.items():
        yield from _shares(place, reason, every)
    for reason in _left_out(place, rows):
        if reason == MISSED and SETTLED in rows:
            why = "they go where the others go who were discharged"
            for share in _shares(place, SETTLED, rows[SETTLED]):
                words = f"{share.sum}; taken for granted: {why}"
                yield share._replace(reason=MISSED, sum=words, assumed=True)
        else:
            why = f"{PLAIN[reason]} go nowhere, as no route says where"
            made = worked_out(place, "route", 1.0, "share", "100 %", (), assumed=why)
            yield made._replace(reason=reason, to=NOWHERE)


def by_reason(place: Place) -> dict[str, list[Route]]:
    """Return the rows that lead out of a service by reason, as the scenario calls the reasons."""
    found: dict[str, list[Route]] = {}
    for row in place.routes_out:
        for reason in reasons(place, row):
            found.setdefault(reason, []).append(row)
    return {
        reason: rows for reason, rows in found.items() if sum(each.people.value for each in rows)
    }


def reasons(place: Place, row: Route) -> tuple[str, ...]:
    """Return the reasons of the scenario that a row of a service is of.

    Without needs all whose care has run its course go by `finished_settled`, and nobody is in
    crisis. Where the file that the result extends may have needs, who is discharged goes by
    `finished_in_need` as well. Missed contacts end care only after a number of them.
    """
    reason = row.reason or DISCHARGED
    if reason == MISSED and not ends_by_missed(place):
        reason = DISCHARGED
    if place.book.area.extends is None:
        if reason == CRISIS:
            return ()
        return (SETTLED,) if reason in (DISCHARGED, IN_NEED) else (reason,)
    return (SETTLED, IN_NEED) if reason == DISCHARGED else (reason,)


def _shares(place: Place, reason: str, rows: list[Route]) -> Iterator[Derived]:
    """Yield the shares of one reason, in the order of the rows."""
    by_target: dict[str, list[Route]] = {}
    for row in rows:
        by_target.setdefault(NOWHERE if row.to == OUTSIDE else row.to, []).append(row)
    people = {
        to: sum((count(each.people) for each in every), NONE) for to, every in by_target.items()
    }
    everybody = sum(people.values(), NONE)
    for to, number in people.items():
        value = number.value / everybody.value
        words = (
            f"{shown(number.value)} of {shown(everybody.value)} who left for this reason = "
            f"{percent(value)}"
        )
        others = sum((each for other, each in people.items() if other != to), NONE)
        found = of_share(number, others)
        made = worked_out(place, "route", value, "share", words, everybody.cells, found)
        made = made._replace(source=by_target[to][0].source, reason=reason, to=to)
        yield _as_written(made, by_target[to], everybody)


def _as_written(number: Derived, rows: list[Route], everybody: Count) -> Derived:
    """Return a share with the range that its row says, in people, if it is one row."""
    low, high = rows[0].low, rows[0].high
    if len(rows) > 1 or low is None or high is None:
        return number
    return number._replace(
        low=low.value / everybody.value,
        high=min(1.0, high.value / everybody.value),
        method=f"as written in {low.cell} and {high.cell}",
    )


def _left_out(place: Place, rows: dict[str, list[Route]]) -> Iterator[str]:
    """Yield the reasons for which people leave though no row says where they go."""
    row = place.row
    counted = {
        TURNED_AWAY: count(row.rejected).value,
        LEFT: count(row.left_unseen).value,
        MISSED: float(ends_by_missed(place)),
        SETTLED: endings_by_stay(place)[0].value,
    }
    yield from (reason for reason, number in counted.items() if number and reason not in rows)

"""Whether hours, lists and caseloads fit what a service has (R5 to R7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.area.columns import Cell
from sim.area.derived import Check, Derived, Severity
from sim.area.deriving.attendance import held
from sim.area.deriving.diary import diary
from sim.area.deriving.means import counted_list
from sim.area.deriving.place import Place
from sim.area.deriving.posts import now_and_later
from sim.area.deriving.start_rows import people_in
from sim.area.deriving.words import percent, shown
from sim.area.reconciling.tolerance import LEAST, look

EMPTY, FULL = 0.5, 1.1  # of the hours available
LITTLE = 0.25  # of the mean list
LITTLE_ROOM = 0.1  # of all room: with less, people may have to wait for it
HALF = 0.5  # of the endings by missed contacts

Numbers = Mapping[str, Derived]
"""The numbers of one service that hold from the beginning, by item."""


def levels(place: Place, numbers: Numbers) -> Iterator[Check]:
    """Yield the checks of one service whose figures are all there."""
    yield from _hours(place, numbers)
    yield from _littles_law(place)
    yield from _places(place)
    yield from _caseload(place, numbers)
    yield from _missed(place, numbers)
    yield from _waiting_beside_room(place, numbers)


def _hours(place: Place, numbers: Numbers) -> Iterator[Check]:
    """R5: hours wanted ÷ hours available lies between 0.5 and 1.1.

    Where the model's interval follows from the delivered one, hours were wanted as often as
    contacts were delivered: the model's is shorter, as contacts wait for workers and weekdays.
    """
    every, cancelled = numbers.get("interval"), numbers.get("cancelled share")
    if every is None:
        return
    if not every.entered:
        every = numbers.get("delivered interval", every)
    full = diary(place, every.value, cancelled.value if cancelled else 0.0)
    if full is None:
        return
    cells = (*full.cells, *every.cells)
    if EMPTY <= full.full <= FULL:
        how, end = Severity.FINE, f"That is between {percent(EMPTY)} and {percent(FULL)}."
    else:
        what = (
            "people want more hours than there are, so contacts will come late"
            if full.full > FULL
            else "workers have more than twice the hours that people want"
        )
        how, end = Severity.WARNING, f"In the model {what}. Look at {look(cells)}."
    sentence = f"{full.words}. {end}"
    yield _check("R5", place, how, sentence, (full.wanted, full.available, FULL - 1), cells)


def _littles_law(place: Place) -> Iterator[Check]:
    """R6: mean list = people who joined it ÷ days × mean time on it, within a quarter."""
    mean, time, joined = counted_list(place), place.row.list_days, place.row.accepted
    if mean is None or time is None:
        return
    right = joined.value / place.days * time.value
    allowed = LITTLE * max(mean.value, right)
    fine = abs(mean.value - right) <= allowed
    cells = (*mean.cells, joined.cell, time.cell)
    end = (
        f"They agree within {percent(LITTLE)}."
        if fine
        else "By Little's law they are equal. Are both of all who left the list, seen or not? Look "
        f"at {look(cells)}."
    )
    sentence = (
        f"mean list = {mean.words}, and accepted ÷ days × mean time on the list = "
        f"{shown(joined.value)} ÷ {place.days} × {shown(time.value)} = {shown(right)}. {end}"
    )
    how = Severity.FINE if fine else Severity.WARNING
    yield _check("R6", place, how, sentence, (mean.value, right, allowed), cells)


def _places(place: Place) -> Iterator[Check]:
    """R7: no more people are in care than there are places, or the start could not be loaded."""
    people, cells = in_care(place)
    places = place.row.places
    if people is None or places is None or place.row.capacity != "places":
        return
    fine = people <= places.value
    cells = (*cells, places.cell)
    end = "" if fine else f" Nobody can be in care without a place. Look at {look(cells)}."
    sentence = f"caseload ≤ places: {shown(people)} people, {shown(places.value)} places.{end}"
    how = Severity.FINE if fine else Severity.FAULT
    yield _check("R7", place, how, sentence, (people, places.value, 0.0), cells)


def _caseload(place: Place, numbers: Numbers) -> Iterator[Check]:
    """R7: no more people are in care than workers take; the run begins, but takes nobody new."""
    people, cells = in_care(place)
    room = _room(place, numbers)
    if people is None or room is None or place.row.capacity != "staff":
        return
    fine = people <= room.value
    cells = (*cells, *room.cells)
    end = "" if fine else f" Nobody new is seen until it has fallen. Look at {look(cells)}."
    sentence = f"caseload ≤ posts × caseload of each: {shown(people)} people, {room.words}.{end}"
    how = Severity.FINE if fine else Severity.WARNING
    yield _check("R7", place, how, sentence, (people, room.value, 0.0), cells)


def _waiting_beside_room(place: Place, numbers: Numbers) -> Iterator[Check]:
    """Whether people wait though there is room: the model takes them in at once."""
    people, cells = in_care(place)
    waiting, room = place.row.list_last or place.row.list_mean, _filled(place, numbers)
    if people is None or waiting is None or room is None:
        return
    free = room.value - people
    if waiting.value < LEAST or free < LITTLE_ROOM * room.value:
        return
    cells = (waiting.cell, *cells, *room.cells)
    sentence = (
        f"{shown(waiting.value)} people wait, though there is room for {shown(free)} more: "
        f"{shown(people)} are in care, and there is room for {room.words}. The model takes people "
        "in while there is room, so its list will be shorter than yours. Do workers have as many "
        f"people as that, and are all places in use? Look at {look(cells)}."
    )
    yield _check("room", place, Severity.WARNING, sentence, (people, room.value, 0.0), cells)


class Room(NamedTuple):
    """How many people a service can have at once."""

    value: float
    words: str
    cells: tuple[Cell, ...]


def _room(place: Place, numbers: Numbers) -> Room | None:
    """Return the places, or posts × caseload of each; None where nothing limits a service."""
    places = place.row.places
    if place.row.capacity == "places" and places is not None:
        return Room(places.value, shown(places.value), (places.cell,))
    posts, each = numbers.get("WTE"), numbers.get("caseload per WTE")
    if place.row.capacity != "staff" or posts is None or each is None:
        return None
    value = posts.value * each.value
    words = f"{shown(posts.value)} posts × {shown(each.value)} = {shown(value)}"
    return Room(value, words, (*posts.cells[:1], *each.cells))


def _filled(place: Place, numbers: Numbers) -> Room | None:
    """Return the room of the posts that are filled; an empty one takes nobody."""
    room = _room(place, numbers)
    if room is None or not place.staff:
        return room
    now, _ = now_and_later(place, place.staff)
    if now.wte_funded is None or now.wte_funded.value <= now.wte_in_post.value:
        return room
    filled = now.wte_in_post.value / now.wte_funded.value
    words = f"{room.words}, of which {percent(filled)} is filled"
    return Room(room.value * filled, words, (*room.cells, now.wte_in_post.cell))


def _missed(place: Place, numbers: Numbers) -> Iterator[Check]:
    """Whether so many missed contacts in a row are as common as endings by them.

    Among contacts that are missed independently, with probability q, a run of k is completed on
    average once in (1 − qᵏ) ÷ ((1 − q) qᵏ) contacts (Feller 1968, An Introduction to Probability
    Theory and Its Applications, vol. 1, XIII.7).
    """
    ended, row = place.row.ended_missed, place.row.missed_in_a_row
    attended = numbers.get("attendance")
    if ended is None or row is None or row.value == 0 or attended is None:
        return
    contacts = held(place)
    run = (1 - attended.value) ** row.value
    right = contacts.value * (attended.value * run / (1 - run) if run < 1 else 1 / row.value)
    allowed = max(LEAST, HALF * max(ended.value, right))
    fine = abs(ended.value - right) <= allowed
    cells = (ended.cell, row.cell, *contacts.cells)
    end = (
        ""
        if fine
        else " In the model as many end so as is expected. People who miss one contact may be more "
        f"likely to miss the next; another number in a row may fit. Look at {look(cells)}."
    )
    sentence = (
        f"{shown(ended.value)} people's care ended by missed contacts; of {shown(contacts.value)} "
        f"contacts with {percent(1 - attended.value)} missed, {shown(row.value)} in a row are "
        f"expected {shown(right)} times.{end}"
    )
    how = Severity.FINE if fine else Severity.WARNING
    yield _check("missed in a row", place, how, sentence, (ended.value, right, allowed), cells)


def in_care(place: Place) -> tuple[float | None, tuple[Cell, ...]]:
    """Return how many people are in care when the run begins, and the cells that say so."""
    last, bands = place.row.caseload_last, place.caseload
    if bands:
        return float(sum(people_in(bands, last))), tuple(each.people.cell for each in bands)
    return (None, ()) if last is None else (last.value, (last.cell,))


def _check(
    name: str,
    place: Place,
    how: Severity,
    sentence: str,
    sides: tuple[float, float, float],
    cells: tuple[Cell, ...],
) -> Check:
    return Check(name, place.row.key, place.row.area, how, sentence, *sides, cells)

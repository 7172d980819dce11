"""What a model cannot do without, and what a workbook leaves to chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.area.columns import Cell
from sim.area.derived import Check, Severity
from sim.area.deriving.attendance import has_contacts
from sim.area.deriving.place import Place
from sim.area.deriving.posts import counted_months
from sim.area.deriving.turnover import empty
from sim.area.figures import Band, DemandMonth, StaffMonth
from sim.area.reconciling.levels import Numbers


def needed(place: Place, numbers: Numbers) -> Iterator[Check]:
    """Yield a fault for each number that is missing, and a warning for what would mislead."""
    row = place.row
    if "stay" not in numbers and row.starts.value > 0:
        yield _missing(
            place, "How long people stay is not known.", "the caseload, or `stay`", "caseload_mean"
        )
    if has_contacts(place) and "contact" not in numbers:
        yield _missing(place, "How long a contact lasts is not known.", "its minutes", "minutes")
    if has_contacts(place) and "interval" not in numbers:
        yield _missing(
            place,
            "How often people are seen is not known.",
            "the contacts that were attended and the caseload, or the agreed interval",
            "agreed_interval",
        )
    if row.capacity == "places" and "places" not in numbers:
        yield _missing(place, "It is limited by places.", "how many there are", "places")
    if row.capacity == "staff":
        yield from _staff(place, numbers)
    yield from _lists(place)
    yield from _areas(place)


def _areas(place: Place) -> Iterator[Check]:
    """Yield a fault for each sheet that has a service whole which Services has by areas, or not."""
    if place.of_its_name[0] is not place.row:
        return
    book, key = place.book, place.row.key
    by_areas = place.row.area is not None
    sheets: dict[str, Sequence[Band | StaffMonth | DemandMonth]] = {
        "Waiting list": book.waiting,
        "Caseload": book.caseload,
        "Staff": book.staff,
        "Demand": book.demand,
    }
    for sheet, rows in sheets.items():
        other = [e for e in rows if e.service == key and (e.area is not None) != by_areas]
        if not other or (not by_areas and sheet in ("Waiting list", "Caseload")):
            continue
        here, there = ("as a whole", "by areas") if by_areas else ("by areas", "as a whole")
        remedy = (
            "Write the area of each row." if by_areas else "Write its areas there, or not here."
        )
        sentence = f"The sheet {sheet} has `{key}` {here}, and the sheet Services {there}. {remedy}"
        cells = tuple(each.cell("area") for each in other)
        yield _check(place, "needed", Severity.FAULT, sentence, cells)


def _staff(place: Place, numbers: Numbers) -> Iterator[Check]:
    for item, what in (
        ("WTE", "a row in the sheet Staff for each month"),
        ("contact hours per WTE", "contact hours per WTE in the sheet Staff"),
        ("caseload per WTE", "caseload per WTE in the sheet Staff"),
    ):
        if item not in numbers:
            yield _missing(place, "It is limited by its staff.", what, "capacity")
            if item == "WTE":
                return
    months = counted_months(place)
    empties = sum(empty(place, each) for each in months)
    unknown = [each for each in months if each.wte_funded is None]
    if unknown:
        cells = tuple(each.cell("wte_funded") for each in unknown)
        yield _warning(
            place,
            "staff",
            "No WTE funded is written, so no post is empty in the model, ever. Write it where "
            "there are vacancies.",
            cells,
        )
    tenure = numbers.get("tenure")
    if empties > 0 and (tenure is None or tenure.value == float("inf")):
        cells = tuple(each.cell("leavers") for each in months)
        yield _warning(
            place,
            "staff",
            "Posts are empty, but nobody leaves, so in the model all of them are filled in time. "
            "Write leavers, or tenure and vacancy.",
            cells,
        )


def _lists(place: Place) -> Iterator[Check]:
    row = place.row
    left, mean = row.left_unseen, row.list_mean
    if left is not None and left.value > 0 and mean is not None and mean.value == 0:
        yield _warning(
            place,
            "patience",
            f"{left.value:g} people left the list, on which nobody was on average. In the model "
            "nobody leaves it.",
            (left.cell, mean.cell),
        )
    waiting = row.list_last
    if waiting is not None and waiting.value > 0 and row.capacity == "unlimited":
        yield _warning(
            place,
            "needed",
            "People wait for it, but nothing limits it, so in the model nobody does. Say what "
            "limits it: places or staff.",
            (place.cell("capacity"), waiting.cell),
        )


def _missing(place: Place, problem: str, remedy: str, field: str) -> Check:
    sentence = f"{problem} Write {remedy}."
    return _check(place, "needed", Severity.FAULT, sentence, (place.cell(field),))


def _warning(place: Place, name: str, sentence: str, cells: tuple[Cell, ...]) -> Check:
    return _check(place, name, Severity.WARNING, sentence, cells)


def _check(place: Place, name: str, how: Severity, sentence: str, cells: tuple[Cell, ...]) -> Check:
    return Check(name, place.row.key, place.row.area, how, sentence, 0.0, 0.0, 0.0, cells)

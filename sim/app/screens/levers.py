"""What an arm may change without code: each lever with its words, and the changes it makes.

Amounts of staff are entered in WTE. A post of the model is one person, so that a WTE of a team with
part-time staff is more than one post, with fewer hours and people each.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.app.editing import Change, Value
from sim.app.projects.saving import ENTERED
from sim.app.screens.cells import EXPONENTIAL, MEAN, VALUE, at, typed
from sim.errors import SimError
from sim.scenario.written import Block, Row

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BRITISH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
POSTS, CASELOAD, HOURS = "workers.posts", "workers.caseload", "workers.contact_hours"
STAFF_CHANGES = "workers.changes"
PLANNED = {"capacity.places": "capacity.changes", "ends.stay": "changes"}
"""Where changes by date stand, below the service, of numbers that may have some."""
THOUSANDTHS = 3


class Lever(NamedTuple):
    """One thing that an arm may change at a service."""

    key: str
    words: str
    path: str  # below the service
    hint: str
    mean: bool = False  # whether it is the mean of an exponential time
    per_wte: bool = False  # whether it is entered for a WTE, and stands in the file for a post


ADD, MOVE = "wte", "move"
LEVERS = (
    Lever(ADD, "Add staff", POSTS, "WTE, such as 2; take away with a minus"),
    Lever(MOVE, "Move staff to another team", "", "WTE, such as 1.5, with the same hours in all"),
    Lever("caseload", "Limit caseloads", CASELOAD, "people of one WTE, such as 25", per_wte=True),
    Lever("hours", "Change contact hours", HOURS, "hours a week of one WTE", per_wte=True),
    Lever("places", "Change places", "capacity.places", "people at once"),
    Lever("delay", "Change the decision delay", "decision_delay", "such as 2 days", mean=True),
    Lever("acceptance", "Change acceptance", "accepts.probability", "0 to 1, such as 0.9"),
    Lever("limit", "Close a long list", "accepts.list_shorter_than", "people on it"),
    Lever("interval", "Change the contact interval", "contacts.every", "such as 14 days"),
    Lever("length", "Change the contact length", "contacts.length", "such as 45 minutes"),
    Lever("stay", "Change the stay", "ends.stay", "such as 180 days, mean", mean=True),
)
BY_KEY = {lever.key: lever for lever in LEVERS}


class Wish(NamedTuple):
    """A change as it was entered."""

    arm: str
    lever: Lever
    service: str
    amount: str
    begins: str  # a date, or empty: when the arms begin to differ
    target: str = ""  # of staff that moves


def changes(wish: Wish, content: Block, of_arm: Block, heads: Mapping[str, float]) -> list[Change]:
    """Return the changes that make a wish true in an arm.

    Parameters
    ----------
    content
        The scenario.
    of_arm
        The scenario of the arm, with what it changes already.
    heads
        Posts of a WTE by service; 1 for services that are not named.

    Raises
    ------
    SimError
        If it cannot be done as it was entered.
    """
    if not wish.amount:
        raise SimError("No amount was entered.\n  Enter one in the unit that stands beside it.")
    factor = heads.get(wish.service, 1.0)
    here = ("arms", wish.arm, "set", "services", wish.service)
    if wish.lever.key == ADD:
        return _added_staff(wish, here, content, of_arm, _number(wish.amount) * factor)
    if wish.begins and _is_later(wish.begins, content):
        raise SimError(
            "From a later date on, only staff can be added in the app.\n"
            "  Leave the date empty: the arm differs from the day on which arms begin to differ."
        )
    if wish.lever.key == MOVE:
        return [_moved(wish, of_arm, factor)]
    steps = tuple(wish.lever.path.split("."))
    _see_to_plans(wish, of_arm)
    value: Value = typed(wish.amount)
    if wish.lever.per_wte:
        _see_to_staff(wish, of_arm)
        value = _number(wish.amount) / factor
        is_people = wish.lever.path == CASELOAD
        value = max(1, round(value)) if is_people else round(value, THOUSANDTHS)
    number: Value = {VALUE: value, "source": ENTERED}
    if wish.lever.mean and wish.amount.split()[0] != "0" and wish.amount != "never":
        number = {EXPONENTIAL: {MEAN: number}}
    return [Change((*here, *steps), number)]


def in_wte(path: str, factor: float) -> Callable[[float], str] | None:
    """Return what writes a number of staff in WTE; None if it is none, or a post is a WTE.

    Parameters
    ----------
    path
        Where the number stands below the service.
    factor
        Posts of a WTE.
    """
    written: dict[str, Callable[[float], str]] = {
        POSTS: lambda posts: f"{posts / factor:.1f} WTE",
        CASELOAD: lambda people: f"{people * factor:.1f} people of one WTE",
        HOURS: lambda hours: f"{hours * factor:.1f} hours of one WTE",
    }
    return None if factor == 1 else written.get(path)


def iso_day(day: str) -> str:
    """Return a date as scenario files write it; what is not written as 31/03/2025 stays.

    Examples
    --------
    >>> iso_day("1/10/2025"), iso_day("2025-10-01"), iso_day("October")
    ('2025-10-01', '2025-10-01', 'October')
    """
    found = BRITISH_DAY.fullmatch(day.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else day


def _added_staff(
    wish: Wish, here: tuple[str, ...], content: Block, of_arm: Block, posts: float
) -> list[Change]:
    """Return the changes that add posts from a date on, to all that are planned from then on."""
    _see_to_staff(wish, of_arm)
    service = of_arm["services"][wish.service]["workers"]
    now = _plain_posts(service.get("posts"))
    planned = _planned(service.get("changes"))
    dated = wish.begins if wish.begins and _is_later(wish.begins, content) else ""
    if not dated:
        made = [Change((*here, *POSTS.split(".")), _posts(now + posts))]
        later = [(day, each + posts) for day, each in planned]
    else:
        made = []
        before = [each for day, each in planned if day <= dated]
        in_force = before[-1] if before else now
        kept = [(day, each) for day, each in planned if day < dated]
        after = [(day, each + posts) for day, each in planned if day > dated]
        later = [*kept, (dated, in_force + posts), *after]
    if later:
        rows: list[Value] = [{"from": day, "posts": _posts(each)} for day, each in later]
        made.append(Change((*here, *STAFF_CHANGES.split(".")), rows))
    return made


def _posts(number: float) -> Value:
    if number < 0:
        raise SimError("A team cannot have less than no staff.\n  Take fewer WTE away.")
    short = round(number, THOUSANDTHS)
    return {VALUE: int(short) if short.is_integer() else short, "source": ENTERED}


def _plain_posts(written: Any) -> float:
    number = written.get(VALUE) if isinstance(written, Block) else written
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise SimError("The posts of this team are no plain number.\n  See the page Services.")
    return float(number)


def _planned(written: Any) -> list[tuple[str, float]]:
    """Return the planned changes of posts: each date with the posts from then on."""
    planned = []
    for row in written if isinstance(written, Row) else ():
        day = str(row.get("from", "")) if isinstance(row, Block) else ""
        if not DAY.fullmatch(day):
            raise SimError(
                "This team has planned changes whose times are no dates.\n"
                "  Change them in a text editor; the app reads the file again."
            )
        planned.append((day, _plain_posts(row.get("posts"))))
    return sorted(planned)


def _is_later(day: str, content: Block) -> bool:
    """Return whether a date is after the day on which arms begin to differ.

    Raises
    ------
    SimError
        If it is no date, or before that day.
    """
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise SimError(f"`{day}` is not a date.\n  Write it as 01/10/2026.") from None
    run = content.get("run")
    begins, change = ((run or {}).get(key) for key in ("begins", "change"))
    if not isinstance(begins, str) or not DAY.fullmatch(begins):
        raise SimError("The run has no dates.\n  Leave the date empty.")
    first = str(change) if isinstance(change, str) and DAY.fullmatch(change) else str(begins)
    if day < first:
        raise SimError(f"Arms begin to differ on {first}.\n  Choose that day, or a later one.")
    return day > first


def _moved(wish: Wish, of_arm: Block, factor: float) -> Change:
    """Return the change that moves posts of one team to another, hours in all kept."""
    _see_to_staff(wish, of_arm)
    _see_to_staff(wish._replace(service=wish.target), of_arm)
    if wish.target == wish.service:
        raise SimError("The two teams are the same.\n  Choose another team to move staff to.")
    value = {
        "from": wish.service,
        "to": wish.target,
        "posts": _posts(_number(wish.amount) * factor),
    }
    return Change(("arms", wish.arm, "transfer"), value)


def _see_to_staff(wish: Wish, of_arm: Block) -> None:
    if not isinstance(at(of_arm, ("services", wish.service, "workers")), Block):
        raise SimError(
            "This service has no staff of its own to change.\n  Choose one with posts, or places."
        )


def _see_to_plans(wish: Wish, of_arm: Block) -> None:
    """Refuse a change that a planned change of the same number would take back."""
    planned = PLANNED.get(wish.lever.path)
    if planned and at(of_arm, ("services", wish.service, *planned.split("."))):
        raise SimError(
            "This number has planned changes by date, which would take the change back.\n"
            "  Change them in a text editor; the app reads the file again."
        )


def _number(text: str) -> float:
    value = typed(text)
    if isinstance(value, str | bool):
        raise SimError(f"`{text}` is not a number.\n  Write one such as 2 or 1.5.")
    return float(value)

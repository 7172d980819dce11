"""What an arm may change without code: each lever with its words, and the changes it makes.

Amounts of staff are entered in WTE. A post of the model is one person, so that a WTE of a team with
part-time staff is more than one post, with fewer hours and people each.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.app.editing import Change, Value, at, plain_of
from sim.app.projects.saving import ENTERED
from sim.app.screens.cells import EXPONENTIAL, MEAN, VALUE, typed
from sim.app.screens.entries import PLAIN_DAY, SHARE, in_words, read
from sim.columns import LEVEL_NAMES
from sim.errors import SimError
from sim.scenario.written import Block, Row

WEIGHT = re.compile(rf"({'|'.join(LEVEL_NAMES)})\s*:?\s*(\d+(?:\.\d+)?)")
LIMIT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*[:;,]?\s*")
POSTS, CASELOAD, HOURS = "workers.posts", "workers.caseload", "workers.contact_hours"
STAFF_CHANGES = "workers.changes"
PLANNED = {"capacity.places": ("capacity.changes", "places"), "ends.stay": ("changes", "stay")}
"""Numbers that may change by date: where the rows stand, below the service, and their key."""
THOUSANDTHS = 3


class Lever(NamedTuple):
    """One thing that an arm may change at a service."""

    key: str
    words: str
    path: str  # below the service
    hint: str
    mean: bool = False  # whether it is the mean of an exponential time
    per_wte: bool = False  # whether it is entered for a WTE, and stands in the file for a post
    reads: str = ""  # how an amount is read, by `entries`
    of_needs: bool = False  # whether it is about levels of need


ADD, MOVE, THRESHOLD, WEIGH = "wte", "move", "threshold", "weigh"
LEVERS = (
    Lever(ADD, "Add staff", POSTS, "WTE, such as 2; take away with a minus"),
    Lever(MOVE, "Move staff to another team", "", "WTE, such as 1.5, with the same hours in all"),
    Lever("caseload", "Limit caseloads", CASELOAD, "people of one WTE, such as 25", per_wte=True),
    Lever(
        WEIGH,
        "Weigh caseloads by need",
        CASELOAD,
        "most weight of one WTE, then weights by level: 30: mild 0.5, severe 1, crisis 2",
        per_wte=True,
        of_needs=True,
    ),
    Lever("hours", "Change contact hours", HOURS, "hours a week of one WTE", per_wte=True),
    Lever("places", "Change places", "capacity.places", "people at once"),
    Lever("delay", "Change the decision delay", "decision_delay", "such as 2 days", mean=True),
    Lever(
        "acceptance",
        "Change acceptance",
        "accepts.probability",
        "per cent, such as 90 %",
        reads=SHARE,
    ),
    Lever(
        THRESHOLD,
        "Change the threshold",
        "accepts.levels",
        "least need that is accepted: settled, mild, severe or crisis",
        of_needs=True,
    ),
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


def changes(wish: Wish, first: str, of_arm: Block, heads: Mapping[str, float]) -> list[Change]:
    """Return the changes that make a wish true in an arm.

    Parameters
    ----------
    first
        The day on which arms begin to differ, as `first_day` returns it.
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
        return _added_staff(wish, here, first, of_arm, _number(wish.amount) * factor)
    is_later = bool(wish.begins) and _is_later(wish.begins, first)
    if is_later and wish.lever.path not in PLANNED:
        raise SimError(
            "From a later date on, only staff, places and stays can change.\n"
            "  Leave the date empty: the change then holds from the day on which changes begin."
        )
    if wish.lever.key == MOVE:
        return [_moved(wish, of_arm, factor)]
    value = _value(wish, of_arm, factor)
    if is_later or _has_plans(wish, of_arm):
        return [_planned_change(wish, here, of_arm, value, is_later)]
    return [Change((*here, *wish.lever.path.split(".")), value)]


def _value(wish: Wish, of_arm: Block, factor: float) -> Value:
    """Return the value of a lever that sets one."""
    if wish.lever.key == THRESHOLD:
        return _levels(wish, of_arm)
    if wish.lever.key == WEIGH:
        return _weighted(wish, of_arm, factor)
    made = read(wish.lever.reads, wish.amount)
    if made.wrong:
        raise SimError(made.wrong)
    value: Value = typed(made.text)
    if wish.lever.per_wte:
        _see_to_staff(wish, of_arm)
        value = _number(wish.amount) / factor
        is_people = wish.lever.path == CASELOAD
        value = max(1, round(value)) if is_people else round(value, THOUSANDTHS)
    number: Value = {VALUE: value, "source": ENTERED}
    if wish.lever.mean and wish.amount.split()[0] != "0" and wish.amount != "never":
        number = {EXPONENTIAL: {MEAN: number}}
    return number


def _levels(wish: Wish, of_arm: Block) -> Value:
    """Return the band of levels of need that a service accepts, from a new least level on."""
    if wish.amount.lower() not in LEVEL_NAMES:
        raise SimError(
            f"`{wish.amount}` is no level of need.\n  Enter one of: {', '.join(LEVEL_NAMES)}."
        )
    now = at(of_arm, ("services", wish.service, "accepts", "levels"))
    least, most = LEVEL_NAMES.index(wish.amount.lower()), len(LEVEL_NAMES) - 1
    if isinstance(now, Row) and len(now) == 2:
        names = {name: level for level, name in enumerate(LEVEL_NAMES)}
        most = int(names.get(str(now[1]), now[1]))
    if least > most:
        raise SimError(f"This service accepts nobody above {LEVEL_NAMES[most]} need.")
    return [least, most]


def _weighted(wish: Wish, of_arm: Block, factor: float) -> Value:
    """Return a caseload by weight: the limit of a post, and the weight of a person by level."""
    _see_to_staff(wish, of_arm)
    text = wish.amount.lower()
    limit = LIMIT.match(text)
    rest = "" if limit is None else text[limit.end() :]
    weights: dict[str, Value] = {  # by the number of a level, as the file is read
        str(LEVEL_NAMES.index(level)): {VALUE: typed(weight), "source": ENTERED}
        for level, weight in WEIGHT.findall(rest)
    }
    if limit is None or not weights or re.sub(r"[,;\s]+|\band\b", "", WEIGHT.sub("", rest)):
        raise SimError(
            f"`{wish.amount}` is no caseload by weight.\n"
            "  Enter the most weight, then weights: 30: mild 0.5, severe 1, crisis 2."
        )
    most = round(float(limit[1]) / factor, THOUSANDTHS)
    return {"limit": {VALUE: most, "source": ENTERED}, "weights": weights}


def _planned_change(
    wish: Wish, here: tuple[str, ...], of_arm: Block, value: Value, is_later: bool
) -> Change:
    """Return the change that adds a number from a date on to those that are planned by date.

    Raises
    ------
    SimError
        If a later one is planned, which would take the change back.
    """
    where, key = PLANNED[wish.lever.path]
    rows = _rows(wish, of_arm)
    if not is_later or any(key in row and _day_of(row) > wish.begins for row in rows):
        raise SimError(
            "This number has later changes by date, which would take the change back.\n"
            "  Enter the date of the last of them or a later one, or change it in the file."
        )
    others = [row for row in rows if _day_of(row) != wish.begins]
    same = next((row for row in rows if _day_of(row) == wish.begins), {"from": wish.begins})
    return Change((*here, *where.split(".")), sorted([*others, {**same, key: value}], key=_day_of))


def _has_plans(wish: Wish, of_arm: Block) -> bool:
    """Return whether the number of a lever changes by date already."""
    if wish.lever.path not in PLANNED:
        return False
    return any(PLANNED[wish.lever.path][1] in row for row in _rows(wish, of_arm))


def _rows(wish: Wish, of_arm: Block) -> list[dict[str, Any]]:
    """Return the changes by date that stand beside the number of a lever."""
    where, _ = PLANNED[wish.lever.path]
    found = at(of_arm, ("services", wish.service, *where.split(".")))
    rows: Any = plain_of(found) if isinstance(found, Row) else []
    return list(rows)


def _day_of(row: Mapping[str, Any]) -> str:
    day = str(row.get("from", ""))
    if not PLAIN_DAY.fullmatch(day):
        raise SimError(
            "This service has planned changes whose times are no dates.\n"
            "  Change them in a text editor; the app reads the file again."
        )
    return day


def _added_staff(
    wish: Wish, here: tuple[str, ...], first: str, of_arm: Block, posts: float
) -> list[Change]:
    """Return the changes that add posts from a date on, to all that are planned from then on."""
    _see_to_staff(wish, of_arm)
    service = of_arm["services"][wish.service]["workers"]
    now = _plain_posts(service.get("posts"))
    planned = _planned(service.get("changes"))
    dated = wish.begins if wish.begins and _is_later(wish.begins, first) else ""
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
        if not PLAIN_DAY.fullmatch(day):
            raise SimError(
                "This team has planned changes whose times are no dates.\n"
                "  Change them in a text editor; the app reads the file again."
            )
        planned.append((day, _plain_posts(row.get("posts"))))
    return sorted(planned)


def _is_later(day: str, first: str) -> bool:
    """Return whether a date is after the first day on which arms differ; "" where there is none.

    Raises
    ------
    SimError
        If it is no date, or before that day.
    """
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise SimError(
            f"`{day}` is not a date.\n  Write one such as 1 October 2026, or 01/10/2026."
        ) from None
    if not first:
        raise SimError("The run has no dates.\n  Leave the date empty.")
    if day < first:
        raise SimError(f"Changes begin on {in_words(first)}.\n  Choose that day, or a later one.")
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


def _number(text: str) -> float:
    value = typed(text)
    if isinstance(value, str | bool):
        raise SimError(f"`{text}` is not a number.\n  Write one such as 2 or 1.5.")
    return float(value)

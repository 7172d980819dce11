"""Put loads into planners' words: room, contact hours, and which of the two is tighter."""

from __future__ import annotations

import math

from sim.errors import listed
from sim.network.hours import Hours
from sim.network.load import Load, LoadVerdict
from sim.units import DAY

SAME = 1e-9
HEADING = "Load against capacity in the long run"
HOW_HOURS_COUNT = "hours are means over the run, after the vacancies to expect"


def load_words(load: Load) -> str:
    """Return the load of one service in words."""
    if load.verdict is LoadVerdict.UNLIMITED:
        return f"{load.service}: {load.verdict}"
    parts = [f"{load.service}: {load.verdict}", f"room for {between((load.least_room, load.room))}"]
    parts += _places(load)
    if load.hours is not None:
        parts += hours_words(load.hours, known=not math.isinf(load.share[1]))
    return ", ".join(parts)


def _places(load: Load) -> list[str]:
    """Return how much of the room is taken, or how many people can start."""
    if not math.isinf(load.share[1]):
        return [f"{percent(load.share)} of it taken"]
    if 0 < load.stay[1] < math.inf:
        days = load.stay[1] / DAY
        least, most = f"{load.sure_to_take:,.0f}", f"{load.can_take:,.0f}"
        people = f"{most if least == most else f'{least} to {most}'} people a year"
        return [f"starts about {people} when full ({days:,.3g} days each)"]
    return []


def hours_words(hours: Hours, *, known: bool) -> list[str]:
    """Return words for the hours wanted and offered, the extra hours, and the tighter limit.

    Parameters
    ----------
    known
        Whether the number of people who come is known or has an upper bound.
    """
    if max(*hours.wanted, *hours.full) == 0:
        return [f"has {_offered(hours)} hours a week for {listed(hours.on_top)}"] * bool(
            hours.on_top
        )
    if known:
        share = f" ({percent(hours.share)})" if hours.offered > 0 else ""
        parts = [f"needs {between(hours.wanted)} hours a week, has {_offered(hours)}{share}"]
    elif hours.full[1] < math.inf:
        words = f"needs {between(hours.full)} hours a week"
        parts = [f"if its caseload is full it {words}, has {_offered(hours)}"]
    else:
        parts = [f"has {_offered(hours)} hours a week"]
        if 0 < hours.a_spell[1] < math.inf:
            parts.append(f"each person takes {between(hours.a_spell)} hours in all")
    if hours.on_top:
        parts[-1] += f", with {listed(hours.on_top)} on top"
    return [*parts, tighter(hours)]


def tighter(hours: Hours) -> str:
    """Return which limit is reached first when more people come: hours or caseload."""
    if hours.full[0] > hours.offered * (1 + SAME):
        return "its hours are the tighter limit"
    if hours.full[1] <= hours.offered * (1 + SAME):
        return "its caseload is the tighter limit"
    return "caseload or hours may be the tighter limit"


def _offered(hours: Hours) -> str:
    low, high = hours.span
    changes = f" ({between(hours.span)} as posts change)" if high > low else ""
    return f"{amount(hours.offered)}{changes}"


def between(pair: tuple[float, float]) -> str:
    """Return two bounds as text, or as one number if they are equal."""
    low, high = map(amount, pair)
    if low == high:
        return low
    return f"{low} to {high}" if pair[0] > 0 else f"up to {high}"


def percent(pair: tuple[float, float]) -> str:
    """Return two bounds as text in per cent."""
    low, high = pair
    if math.isinf(low):
        return "more than all"
    if low == 0 and math.isinf(high):
        return "an unknown share"
    if math.isinf(high):
        return f"{100 * low:,.0f} % or more"
    known = math.isclose(low, high, abs_tol=1e-9)
    if known or low == 0:
        return f"{'' if known else 'up to '}{100 * high:,.0f} %"
    return f"{100 * low:,.0f} to {100 * high:,.0f} %"


def amount(number: float) -> str:
    """Return a number of hours or people as text, with three digits or to the whole number."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"

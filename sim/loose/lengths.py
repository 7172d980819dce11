"""Read lengths of time as people write them: "six months", "14,4 days", "1 week 2 days"."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from sim.loose.answers import Answer, Reading
from sim.loose.asides import UNCERTAIN, is_bound, two_ends, without_about
from sim.loose.numerals import LONGEST, leading
from sim.loose.often import Often, how_often
from sim.loose.spans import FROM_THE_START, PER, Span, is_date, leading_unit
from sim.loose.spelling import in_digits, in_words

AT_ONCE = {"immediate", "immediately", "at once", "instant", "instantly", "now", "zero", "0"}
ADD_A_UNIT = "Add the unit that is meant, such as {}."
ONE_LENGTH = "One length stands here."
BESIDE = " Its bounds go beside it, such as `{value: 6 weeks, low: 5 weeks, high: 8 weeks}`."
NOT_TIME = (
    (r"beds?|places?|chairs?|rooms?", "Places stand under `capacity`, as `{places: …}`."),
    (r"wtes?|ftes?|staff|workers?|posts?|nurses?", "Staff stand under `workers`, as `posts`."),
    (r"[£$€]|gbp|pounds?|euros?", "What something costs stands under `costs`."),
)
MOST_PARTS = 4
PLACES = (("minute", 1_440), ("hour", 24), ("day", 1))  # which unit a sum is told in


class Amount(NamedTuple):
    """A number of units of time: one way to understand a text."""

    number: Fraction
    span: Span
    condition: str

    @property
    def minutes(self) -> Fraction:
        """The length in minutes."""
        return self.number * self.span.minutes


def length_meant(text: str, bounds: bool = True) -> Answer:
    """Return the lengths that a refused text may mean.

    `bounds` says whether a low and a high end may be given besides the length.
    """
    if len(text) > LONGEST:
        return Answer()
    plain, about = without_about(" ".join(text.split()))
    if plain.lower() in AT_ONCE:
        return Answer((Reading("0 days"),))
    found = _not_one(plain, bounds) or _summed(plain) or _interval(plain) or _without_unit(plain)
    if found is None:
        return Answer(note=_not_time(plain))
    return found._replace(note=found.note or (UNCERTAIN if about and bounds else ""))


def _not_one(text: str, bounds: bool) -> Answer | None:
    """Return the answer for a date, a bound or a range, which are not single lengths."""
    if is_date(text):
        return Answer(note=FROM_THE_START)
    if is_bound(text):
        return Answer(note=ONE_LENGTH + (BESIDE if bounds else ""))
    ends = two_ends(text)
    spread = _range(*ends) if ends is not None else None
    return spread if spread is None or bounds else Answer(note=ONE_LENGTH)


def parts_of(text: str) -> list[tuple[Amount, ...]] | None:
    """Return the lengths that add up to a text such as "1 week 2 days".

    For each length, all ways to understand it are returned. The result is None if the text is not
    a sum.
    """
    parts: list[tuple[Amount, ...]] = []
    rest = re.sub(r"(?<=h)(\d\d?)$", r"\1 minutes", text, flags=re.IGNORECASE)  # 1h30
    while rest:
        values, after = leading(rest)
        spans, rest = leading_unit(re.sub(r"^(?:of\s+an?|-)\s*", "", after))
        if not values or not spans or len(parts) == MOST_PARTS:
            return None
        parts.append(tuple(_amounts(values, spans)))
        joint = re.match(r"(?:,|and\b|&|\+)\s*", rest, re.IGNORECASE)
        if rest and not joint and not rest[0].isdigit():  # "2 days a week" is no sum
            return None
        rest = rest[joint.end() :] if joint else rest
    return parts


def _amounts(values: tuple[Fraction, ...], spans: tuple[Span, ...]) -> list[Amount]:
    several = len(values) > 1
    return [
        Amount(
            value,
            span,
            " and ".join(
                each
                for each in (f"it is {in_words(value)}" if several else "", span.condition)
                if each
            ),
        )
        for value, span in product(values, spans)
    ]


def _summed(text: str) -> Answer | None:
    """Return the answer for a single length or a sum of lengths."""
    parts = parts_of(text)
    if not parts:
        return None
    readings = []
    for way in product(*parts):
        conditions = dict.fromkeys(each.condition for each in way if each.condition)
        readings.append(Reading(as_length(way), " and ".join(conditions)))
    note = next((each.span.note for each in parts[0] if each.span.note), "")
    return Answer(tuple(readings), note)


def as_length(way: tuple[Amount, ...]) -> str:
    """Return a sum of lengths in the unit of the last one, which is usually the smallest."""
    last = way[-1].span
    total = sum((each.minutes for each in way), Fraction(0))
    return in_unit(total, last.unit)


def in_unit(minutes: Fraction, unit: str) -> str:
    """Return a length as a text in the given unit. For 1, the unit is in the singular."""
    number = in_digits(minutes / PER[unit])
    return f"{number} {unit}{'' if number == '1' else 's'}"


def _range(first: str, last: str) -> Answer | None:
    """Return the answer for a range: how to write it as an uncertain number, and its two ends."""
    low, high = parts_of(first), parts_of(last)
    if high and not low and (values := leading(first))[0] and not values[1]:
        low = [tuple(_amounts(values[0], tuple(each.span for each in high[0])))]
    if not (low and high and len(low) == len(high) == 1):
        return None
    if len(low[0]) > 1 or len(high[0]) > 1 or not low[0][0].minutes < high[0][0].minutes:
        return None
    ends = (low[0][0], high[0][0])
    bounds = f"low: {as_length(ends[:1])}, high: {as_length(ends[1:])}"
    middle = in_unit((ends[0].minutes + ends[1].minutes) / 2, ends[1].span.unit)
    return Answer(
        note="One length stands here. If it is one that is not known well, write the likeliest "
        f"with its bounds, such as `{{value: {middle}, {bounds}}}`.",
        ends=(as_length(ends[:1]), as_length(ends[1:])),
    )


def _interval(text: str) -> Answer | None:
    """Read a text as a frequency; return the answer as the time between two occurrences."""
    often = how_often(text)
    readings = []
    for each in often:
        if not each.times:
            continue
        minutes = each.span.minutes * each.over / each.times
        unit = _good_unit(minutes, each.span.unit)
        between = "" if each.is_interval else "it is the time from one to the next"
        conditions = (part for part in (each.condition, between) if part)
        readings.append(Reading(in_unit(minutes, unit), " and ".join(conditions)))
    return Answer(tuple(readings), _note(often)) if readings else None


def _note(often: tuple[Often, ...]) -> str:
    return next((each.span.note for each in often if each.span.note), "")


def _good_unit(minutes: Fraction, unit: str) -> str:
    """Return the largest unit, up to the given one, in which a length needs few digits."""
    units = list(PER)
    for name in reversed(units[: units.index(unit) + 1]):
        if len(in_digits(minutes / PER[name])) <= 4:
            return name
    return unit


def _without_unit(text: str) -> Answer | None:
    """Return the answer for a number without a unit: the author has to add the unit."""
    values, rest = leading(text)
    if not values or rest:
        return None
    if values == (Fraction(0),):
        return Answer((Reading("0 days"),))
    several = len(values) > 1
    ways = " or ".join(
        f'"{in_unit(value * PER[unit], unit)}"'
        + (f" for {in_words(value)}" if several and unit == "week" else "")
        for value in values
        for unit in (("day", "week") if not several else ("week",))
    )
    return Answer(note=ADD_A_UNIT.format(ways))


def _not_time(text: str) -> str:
    """Return where to write a number that is not a time; "" if this is not known."""
    for words, note in NOT_TIME:
        if re.search(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", text, re.IGNORECASE):
            return note
    return ""

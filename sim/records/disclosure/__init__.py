"""What may be written of records, so that nobody can be made out in an output.

A count under 5 is hidden, 0 too, and any other is rounded to 5. A hidden count of a group hides the
next smallest one and the total (`counts`). Shares and rates are made from rounded counts, other
values have two significant digits, and nothing is told of fewer than 10 people or 5 workers
(`values`). So it is in sentences too (`texts`). These are rules of published national statistics.
"""

from sim.records.disclosure.counts import HIDDEN, Group, group, rounded, written
from sim.records.disclosure.texts import with_rounded_counts, with_two_digits
from sim.records.disclosure.values import (
    FEWEST_PEOPLE,
    FEWEST_WORKERS,
    Ends,
    is_enough,
    outwards,
    rate,
    share,
    two_digits,
)

__all__ = [
    "FEWEST_PEOPLE",
    "FEWEST_WORKERS",
    "HIDDEN",
    "Ends",
    "Group",
    "group",
    "is_enough",
    "outwards",
    "rate",
    "rounded",
    "share",
    "two_digits",
    "with_rounded_counts",
    "with_two_digits",
    "written",
]

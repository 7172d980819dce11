"""Who has met whom: one row for each person and worker, with a person's rows linked in a chain."""

from __future__ import annotations

import numpy as np

from sim.compiling import linked
from sim.events import EventLog

NONE = -1

PAIR = np.dtype(
    [
        ("next", np.int32),  # of the same person
        ("worker", np.int32),
        ("seen", np.int32),  # attended contacts in which the person was seen, ever
        ("seen_at", np.int32),  # the minute of the latest of them
        ("times", np.int32),  # those in the window
        ("first", np.int32),  # minute of the first contact ever, and of the latest
        ("last", np.int32),
    ],
    align=True,
)
"""The contacts of a person and a worker who have met."""


@linked
def pair_with(first: int, pairs: EventLog, worker: int) -> int:
    """Return the position of the row of a person and a worker, or NONE if they have not met.

    `first` is the position of the person's first row.
    """
    position = first
    while position != NONE and pairs[position].worker != worker:
        position = pairs[position].next
    return position

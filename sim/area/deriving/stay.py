"""How long people stay in care: days in care ÷ endings of the kind that counts.

Days in care are the mean caseload times the days of the period. Who ends in another way (missed
contacts, death, a move) has spent days in care as well and ends nothing here: this is the estimate
of a mean from censored times (Epstein and Sobel 1953, doi:10.1080/01621459.1953.10483488), and is
exact where an ending is as likely each day. Of stays that are all equally long it says too much,
by about half the share of people who end in another way.
"""

from __future__ import annotations

import math

from sim.area.derived import Derived
from sim.area.deriving.counting import Count, count, total
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.means import mean_caseload
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import of_mean_time
from sim.area.deriving.words import shown


def stay(place: Place) -> Derived | None:
    """Return the mean stay in days; None where the caseload is not known or nobody was in care."""
    written = entered(place, "stay", "stay", "days")
    if written is not None:
        return written
    mean = mean_caseload(place)
    if mean is None or mean.value == 0:
        return None
    endings, words = endings_by_stay(place)
    head = f"mean caseload × days ÷ {words} = {mean.words} × {place.days} ÷ {shown(endings.value)}"
    cells = (*mean.cells, *endings.cells)
    if endings.value == 0:
        why = "nobody's care ends by itself, as none did in the period"
        return worked_out(place, "stay", math.inf, "days", head, cells, assumed=why)
    spent = mean.value * place.days
    value = spent / endings.value
    found = of_mean_time(spent, endings, "endings", mean.unsure)
    words = f"{head} = {shown(value)} days"
    return worked_out(place, "stay", value, "days", words, cells, found, mean.assumed)


def endings_by_stay(place: Place) -> tuple[Count, str]:
    """Return how many people's care ran its course, and what that is called in a sum.

    Where it is not counted by itself, it is all endings but those of other kinds. Endings by missed
    contacts are among them where no number of missed contacts ends care in the model.
    """
    row = place.row
    apart = [row.ended_died_moved, *([row.ended_missed] if ends_by_missed(place) else [])]
    if row.ended_by_stay is None:
        others = total(apart)
        words = "(discharges − other endings)" if others.cells else "discharges"
        return (count(row.discharges) - others).not_below_0(), words
    if not count(row.ended_missed).most or ends_by_missed(place):
        return count(row.ended_by_stay), "endings by stay"
    return count(row.ended_by_stay) + count(row.ended_missed), "endings by stay and missed contacts"


def ends_by_missed(place: Place) -> bool:
    """Return whether so many missed contacts in a row end care."""
    return count(place.row.missed_in_a_row).value > 0

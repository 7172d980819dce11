"""How long people would wait: days on the list ÷ people who left it unseen.

Who is taken from the list has waited as well and leaves nothing here. So the sum is exact, in
whatever order people are taken, where leaving is as likely on each day of waiting (exponential).
"""

from __future__ import annotations

import math

from sim.area.derived import Derived
from sim.area.deriving.counting import count
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.means import mean_list
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import of_mean_time
from sim.area.deriving.words import shown


def patience(place: Place) -> Derived | None:
    """Return the mean patience in days, `inf` where nobody leaves; None where nobody can wait."""
    written = entered(place, "patience", "patience", "days")
    if written is not None:
        return written
    if place.row.capacity == "unlimited":
        return None
    left, mean = count(place.row.left_unseen), mean_list(place)
    if place.row.left_unseen is None:
        why = "nobody leaves the list, as none is counted"
        return worked_out(place, "patience", math.inf, "days", "never", [], assumed=why)
    if left.value == 0:
        words = "nobody left the list unseen: never"
        return worked_out(place, "patience", math.inf, "days", words, left.cells)
    if mean is None or mean.value == 0:
        why = "nobody leaves the list, as no list is counted from which they left"
        return worked_out(place, "patience", math.inf, "days", "never", left.cells, assumed=why)
    spent = mean.value * place.days
    value = spent / left.value
    words = (
        f"mean list × days ÷ left unseen = {mean.words} × {place.days} ÷ {shown(left.value)} = "
        f"{shown(value)} days"
    )
    found = of_mean_time(spent, left, "who left", mean.unsure)
    cells = (*mean.cells, *left.cells)
    return worked_out(place, "patience", value, "days", words, cells, found, mean.assumed)

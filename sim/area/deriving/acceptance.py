"""The share of people referred who are accepted."""

from __future__ import annotations

from sim.area.derived import Derived
from sim.area.deriving.counting import NONE, Count, count
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import of_share
from sim.area.deriving.words import percent, shown


def acceptance(place: Place) -> Derived | None:
    """Return accepted ÷ (accepted + rejected); None where nobody has been decided on."""
    written = entered(place, "acceptance", "acceptance", "share")
    if written is not None:
        return written
    accepted = count(place.row.accepted)
    rejected, assumed = rejections(place)
    decided = accepted.value + rejected.value
    if decided == 0:
        return None
    words = (
        f"accepted ÷ (accepted + rejected) = {shown(accepted.value)} ÷ {shown(decided)} = "
        f"{percent(accepted.value / decided)}"
    )
    return worked_out(
        place,
        "acceptance",
        accepted.value / decided,
        "share",
        words,
        (accepted + rejected).cells,
        of_share(accepted, rejected),
        assumed,
    )


def rejections(place: Place) -> tuple[Count, str]:
    """Return how many people were rejected, and what was taken for granted to know it.

    Where it is not counted, they are those referred who were neither accepted nor are undecided.
    """
    row = place.row
    if row.rejected is not None:
        return count(row.rejected), ""
    more = count(row.undecided_last) - count(row.undecided_first)
    if row.undecided_first is None or row.undecided_last is None:
        more = NONE
    number = (count(row.referrals) - count(row.accepted) - more).not_below_0()
    assumed = f"rejected = referrals − accepted − more undecided = {shown(number.value)}"
    return number, assumed

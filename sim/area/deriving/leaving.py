"""How often people die or move away, of all services together.

The model has one rate for each person wherever they are, and no such ending of one service.
"""

from __future__ import annotations

from sim.area.derived import Derived
from sim.area.deriving.counting import total
from sim.area.deriving.means import mean_caseload
from sim.area.deriving.place import places_of
from sim.area.deriving.ranges import of_count
from sim.area.deriving.words import shown
from sim.area.figures import Workbook

EVERYWHERE = ""


def leaving(book: Workbook) -> Derived | None:
    """Return endings by death or move ÷ days in care; None where they are not counted."""
    counted = [each for each in places_of(book) if each.row.ended_died_moved is not None]
    means = [mean for mean in map(mean_caseload, counted) if mean is not None]
    people = sum(mean.value for mean in means)
    if not people:
        return None
    endings = total(each.row.ended_died_moved for each in counted)
    spent = people * book.days
    value = endings.value / spent
    found = of_count(endings, "endings")
    return Derived(
        service=EVERYWHERE,
        area=None,
        item="leaving",
        value=value,
        unit="per day",
        sum=(
            f"endings by death or move ÷ (mean caseloads × days) = {shown(endings.value)} ÷ "
            f"({shown(people)} × {book.days}) = {shown(value * 365.25)} a year"
        ),
        source=book.area.source,
        cells=endings.cells + tuple(cell for mean in means for cell in mean.cells),
        low=found.low / spent,
        high=found.high / spent,
        method=found.method,
    )

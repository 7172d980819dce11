"""Make a scenario of what records tell: its text, tables, and what stands behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.area.composing import Composed, compose
from sim.area.derived import Derived
from sim.area.figures import Workbook
from sim.records.composing.assuming import PLACES, places, stays
from sim.records.composing.comparing import Comparison, comparison
from sim.records.composing.counting import workbook
from sim.records.composing.deriving import ROUTE, derived
from sim.records.composing.disclosing import told
from sim.records.estimating import Estimate, Untold, estimates
from sim.records.estimating.targets import RESAMPLES
from sim.records.extract import Extract
from sim.records.linking import linked
from sim.records.mapping.mapping import Mapping

NAME = "area.yaml"
MADE_FROM = "extract"


@dataclass(frozen=True)
class Made:
    """A scenario made from records, and what is told of it."""

    composed: Composed
    book: Workbook
    derived: tuple[Derived, ...]  # every number, those taken for granted too
    told: tuple[Estimate, ...]  # estimates as they may be written
    untold: tuple[Untold, ...]  # what the records do not tell, and what may not be told
    compared: Comparison  # figures to fit to and to check against


def scenario(extract: Extract, mapping: Mapping, name: str, resamples: int = RESAMPLES) -> Made:
    """Return the scenario of an extract, with nothing in it that may not be told.

    Parameters
    ----------
    name
        Of the extract's folder, for comments and the title.
    resamples
        How often people are drawn anew, for the errors of targets.
    """
    recorded = extract.recorded
    found = estimates(recorded, linked(recorded, mapping.link_days))
    kept, hidden = told(found.told)
    assumed = list(places(recorded))
    limited = {each.service for each in assumed if each.item == PLACES}
    period = mapping.period
    title = f"Services from {name}, {period.begins:%d/%m/%Y} to {period.ends:%d/%m/%Y}"
    book = workbook(recorded, mapping, title, kept, limited)
    numbers = _with_cells(derived(kept), book)
    assumed += stays(numbers, recorded.services)
    numbers = (*numbers, *assumed)
    compared = comparison(recorded, found, mapping.link_days, resamples)
    composed = compose(book, numbers, name, made_from=MADE_FROM, compared=compared.tables)
    return Made(composed, book, numbers, tuple(kept), (*found.untold, *hidden), compared)


def _with_cells(numbers: Sequence[Derived], book: Workbook) -> tuple[Derived, ...]:
    """Return numbers whose routes know the figures that they are made of, and so their weight."""
    cells = iter(each.people.cell for each in book.routes)
    return tuple(
        each._replace(cells=(next(cells),)) if each.item == ROUTE else each for each in numbers
    )

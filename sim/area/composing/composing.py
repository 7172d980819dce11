"""Put the parts of a scenario together: its text, its tables, and the cells they come from."""

from __future__ import annotations

import calendar
import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.area.columns import Cell
from sim.area.composing.arms import UNEQUAL, Arms, Unfit, changed_services
from sim.area.composing.arrivals import arrivals
from sim.area.composing.book import ASSUMED, WORKBOOK, Book, amount_of
from sim.area.composing.difference import without_what_is_there
from sim.area.composing.items import fact, plain, rounded
from sim.area.composing.nodes import Block, Fact, Inline, Node, Noted, write
from sim.area.composing.services import services
from sim.area.composing.targets import COLUMNS, Target, targets
from sim.area.derived import Derived
from sim.area.deriving import start_rows
from sim.area.figures import Workbook
from sim.measures.words.access import WAIT_TO_START
from sim.measures.words.form import of_service
from sim.measures.words.service import LIST_LENGTH
from sim.scenario import Scenario
from sim.scenario.explaining import scalar

FORMAT = 2
RUN_MONTHS, REPLICATIONS = 36, 10
DAYS_PER_YEAR = 365.25
LEAVING = "leaving"
START, TARGETS, COVARIANCE = "start.csv", "targets.csv", "targets_covariance.csv"
MOST_JUDGED = 4
"""Changed services whose waits are judged together with those of all."""
WAIT = f"{WAIT_TO_START}.mean"
MATTERS: dict[str, Node] = {LIST_LENGTH: 5, WAIT: 7, f"{WAIT_TO_START}.over_12_weeks": 0.02}
"""People, days, and a share: smaller differences do not matter unless the file says otherwise."""
CHOSEN = "Chosen by `sim import`: people, days and shares. Smaller differences do not matter."


@dataclass(frozen=True)
class Composed:
    """A scenario made from a workbook."""

    text: str  # of the scenario file
    tables: dict[str, str]  # the other files that it names, by name
    cells: dict[str, tuple[Cell, ...]]  # where numbers come from, by path in the scenario
    rows: dict[str, list[tuple[Cell, ...]]]  # the same of each row of the tables, by their names
    targets: list[Target]
    faults: list[Unfit] = field(default_factory=list)  # what no scenario can say
    extends: str | None = None  # the file that it extends

    def text_from(self, folder: Path) -> str:
        """Return the text as a file elsewhere would hold it, with the whole path of `extends`."""
        if self.extends is None:
            return self.text
        line = f"extends: {scalar(self.extends)}"
        whole = (folder / self.extends).resolve().as_posix()
        return self.text.replace(line, f"extends: {scalar(whole)}", 1)


def compose(
    workbook: Workbook,
    derived: Sequence[Derived],
    name: str,
    base: Scenario | None = None,
    extends: str | None = None,
    *,
    made_from: str = WORKBOOK,
    compared: Mapping[str, str] | None = None,
) -> Composed:
    """Return the scenario of a workbook.

    Parameters
    ----------
    derived
        What `sim.area.deriving.derive` worked out from it.
    name
        The file name of the workbook, which comments give.
    base, extends
        The scenario that the result extends, and its file relative to the result. Only what differs
        from it is written.
    made_from
        What the figures were counted from, in a word.
    compared
        Tables of targets and of the covariance of their errors, by `TARGETS` and `COVARIANCE`, in
        place of the targets that the workbook gives.
    """
    book = Book(workbook, tuple(derived), name, made_from)
    arms = Arms(book)
    found = targets(book) if compared is None else []
    tables, rows = _tables(book, found)
    tables |= compared or {}
    tree = _tree(book, arms, tables, extends)
    if base is not None:
        tree = without_what_is_there(tree, base.to_dict())
    written = write(tree)
    head = [f"# {line}" for line in _head(book)]
    text = "\n".join([*head, "", written.text])
    return Composed(text, tables, written.cells, rows, found, arms.faults, extends)


def _head(book: Book) -> list[str]:
    """Return the lines that say where the file comes from."""
    area = book.workbook.area
    note = "is its sum" if book.made_from == WORKBOOK else "says how it was found"
    return [
        f"Made by `sim import` from {book.name}. Counts are of {area.period_from:%d/%m/%Y} to "
        f"{area.period_to:%d/%m/%Y},",
        f"lists and caseloads of {area.snapshot:%d/%m/%Y}. A number's note {note}.",
        "`sim import` makes this file again, unless somebody has changed it.",
    ]


def _tree(book: Book, arms: Arms, tables: dict[str, str], extends: str | None) -> Block:
    area = book.workbook.area
    tree: Block = {"throughline": FORMAT, "extends": extends or ""}
    tree |= {"title": area.title, "question": area.question or ""}
    tree |= {"involvement": area.involvement or "", "source": area.source}
    tree["sources"] = _sources(book)
    tree["run"] = _run(book, arms)
    if area.price_year is not None:
        tree["price_year"] = round(area.price_year.value)
    tree["currency"] = area.currency or ""
    tree["people"] = _people(book, tables)
    tree["leaving"] = _leaving(book)
    tree["services"] = services(book)
    if TARGETS in tables:
        tree["targets"] = {"from_table": TARGETS}
    if COVARIANCE in tables:
        tree["targets_covariance"] = {"from_table": COVARIANCE}
    if arms.unequal:
        tree["workforce"] = {"unequal": UNEQUAL}
    tree["arms"] = arms.blocks()
    if not book.extends:
        tree["compare"] = _compare(book)
    return tree


def _sources(book: Book) -> Block:
    made: Block = {}
    for each in book.workbook.sources:
        about = {"agreed_by": each.agreed_by, "note": each.note}
        entries: dict[str, Node] = {"kind": each.kind, "reference": each.reference}
        made[each.key] = Inline({**entries, **{k: text for k, text in about.items() if text}})
    if any(each.assumed for each in book.derived) and not book.extends:
        words = f"taken for granted by `sim import`, as the {book.made_from} does not say it"
        made[ASSUMED] = Inline({"kind": "assumption", "reference": words})
    return made


def _run(book: Book, arms: Arms) -> Block:
    months = book.workbook.area.months
    run: Block = {}
    if not book.extends or book.workbook.area.begins is not None:
        run["begins"] = book.begins
    if arms.change is not None:
        run["change"] = arms.change
    if not book.extends or months is not None:
        run["length"] = _length(book.begins, RUN_MONTHS if months is None else months.value)
    if not book.extends:
        run["replications"] = REPLICATIONS
    return run


def _length(begins: datetime.date, months: float) -> str:
    """Return so many months of the calendar from a day on: the model's months are all alike."""
    if months != int(months):
        return f"{rounded(months)} months"
    years, month = divmod(begins.month - 1 + int(months), 12)
    year = begins.year + years
    last = calendar.monthrange(year, month + 1)[1]
    end = datetime.date(year, month + 1, min(begins.day, last))
    return f"{(end - begins).days} days"


def _people(book: Book, tables: dict[str, str]) -> Block:
    people: Block = {}
    if book.workbook.areas:
        people["areas"] = {
            each.key: {
                "share": Fact(rounded(each.share.value), each.source, cells=(each.share.cell,)),
                "label": each.label or "",
            }
            for each in book.workbook.areas
        }
    people["arrivals"] = arrivals(book)
    if START in tables:
        people["start"] = Inline({"from_table": START})
    return people


def _leaving(book: Book) -> Block:
    """Return the rate at which people in care die or move away, over all services together."""
    found = book.whole(LEAVING)
    if found is None or not found.value:
        return {}
    per_year = amount_of(found)._replace(
        value=found.value * DAYS_PER_YEAR,
        low=None if found.low is None else found.low * DAYS_PER_YEAR,
        high=None if found.high is None else found.high * DAYS_PER_YEAR,
    )
    return {"moving_away": fact(per_year, lambda value: f"{plain(value)} per year")}


def _compare(book: Book) -> Block:
    """Return what is judged, and from which difference on it matters."""
    matters = dict(MATTERS)
    for name in list(dict.fromkeys(changed_services(book)))[:MOST_JUDGED]:
        matters |= {of_service(each, name): MATTERS[each] for each in (LIST_LENGTH, WAIT)}
    return {
        "family": Inline(tuple(matters)),
        "smallest_difference": Noted(Inline(matters), (CHOSEN,)),
    }


def _tables(
    book: Book, compared: list[Target]
) -> tuple[dict[str, str], dict[str, list[tuple[Cell, ...]]]]:
    """Return the tables that the scenario names, and the cells of their rows."""
    tables: dict[str, str] = {}
    cells: dict[str, list[tuple[Cell, ...]]] = {}
    rows = start_rows(book.workbook)
    if rows:
        areas = ["area"] if book.workbook.areas else []
        head = ["id", *areas, "service", "status", "days_so_far"]
        body = [
            [
                each.id,
                *([each.area or ""] if areas else []),
                each.service,
                each.status,
                each.days_so_far,
            ]
            for each in rows
        ]
        tables[START] = _csv(head, body)
    if compared:
        body = [[each.name, *(getattr(each, key) for key in COLUMNS)] for each in compared]
        tables[TARGETS] = _csv(["target", *COLUMNS], body)
        cells[TARGETS] = [each.cells for each in compared]
    return tables, cells


def _csv(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV, with lines that end alike on every machine."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def file_name(workbook: Path) -> str:
    """Return the name of the scenario of a workbook."""
    return f"{workbook.stem}.yaml"

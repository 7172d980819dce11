"""Show the inputs behind the result: staff and places, and every number with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.measures.words.form import of_service
from sim.measures.words.service import CASELOAD, CASELOAD_WEIGHT, STAFF_HOURS
from sim.network import what_is_known
from sim.network.staff_words import compared, staff_words
from sim.network.workforce import ResourceKind
from sim.report.blocks import Block, Bullets, Paragraphs, Section, Table
from sim.report.staffing import WAYS, after_vacancies, hours_needed, labelled
from sim.report.view import View
from sim.report.wording import counted, number, percent, sentence_case
from sim.scenario.quantities import as_text
from sim.units import WEEK, YEAR

KINDS = {
    "published": "published",
    "derived": "derived from published numbers",
    "local_data": "local data",
    "expert": "an expert said so",
    "fitted": "chosen to meet targets",
    "assumption": "◆\N{NO-BREAK SPACE}assumption",
}
OF_EFFECTS = (
    "How much relationships and their loss change a need is always an assumption: no study gives "
    "the size of that effect.",
)


def workforce_section(view: View) -> Section:
    """Return the section on staff and places of each arm, and on the hours that were used.

    If they are unequal, the section gives the reason.
    """
    check = labelled(view)
    blocks: list[Block] = []
    for said in staff_words(check, view.label, WAYS):
        blocks.append(Paragraphs([said.words]))
        blocks += [Bullets(said.figures)] if said.figures else []
    if check.problems:
        blocks.append(Paragraphs([f"The scenario gives this reason: {check.reason}"]))
    rows = [
        [
            resource.name,
            *(number(resource.amounts.get(arm, 0.0)) for arm in view.arms),
            resource.unit,
            compared(check, resource),
        ]
        for resource in check.resources
    ]
    columns = ["Staff or places", *view.labels, "Unit", "Compared"]
    last = len(columns)
    if rows:
        blocks.append(Table("Staff and places offered", columns, rows, (last - 2, last - 1)))
    used = delivered(view)
    if used:
        columns = ["Service", "What", *view.labels]
        blocks.append(Table("Staff time after vacancies", columns, used, (1,)))
    return Section("workforce", "Staff and places", blocks, new_page=True)


def delivered(view: View) -> list[list[str]]:
    """Return filled hours, hours used and people per worker, for each service with workers."""
    rows = []
    offers = {each.key: each.amounts for each in view.study.workforce.of(ResourceKind.TEAM)}
    for service, label in view.service_labels.items():
        amounts = offers.get(service)
        if amounts is None or not view.has(of_service(STAFF_HOURS, service)):
            continue
        offered = [amounts.get(arm, 0.0) for arm in view.arms]
        left = [after_vacancies(view, arm, service) for arm in view.arms]
        needed = [hours_needed(view, arm, service) for arm in view.arms]
        used = [hours * WEEK / YEAR for hours in view.means(of_service(STAFF_HOURS, service))]
        caseload = view.means(of_service(CASELOAD, service))
        rows += [
            [label, "hours a week offered", *map(number, offered)],
            [label, "hours a week after vacancies", *map(number, left)],
            [label, "hours a week its people need", *needed],
            [label, "hours a week used", *map(number, used)],
            [label, "people for each worker", *map(number, caseload)],
        ]
        if view.has(of_service(CASELOAD_WEIGHT, service)):
            weight = view.means(of_service(CASELOAD_WEIGHT, service))
            rows.append([label, "their weight for each worker", *map(number, weight)])
    return rows


def assumptions_section(view: View) -> Section:
    """Return the section that lists every number with its source and range.

    Assumptions are marked.
    """
    scenario = view.study.scenario
    rows = [("", path, quantity) for path, quantity in scenario.quantities()]
    for arm in view.arms:
        rows += [(arm, path, quantity) for path, quantity in scenario.changed_quantities(arm)]
    known = what_is_known(scenario)
    blocks: list[Block] = []
    if rows:
        ranged = {
            (path, quantity.written)
            for _, path, quantity in rows
            if getattr(quantity, "has_range", False)
        }
        blocks.append(
            Paragraphs(
                [
                    f"The scenario holds {counted(known.total, 'number')} that are facts or stand "
                    f"for facts. {sentence_case(number(known.assumed))} of them "
                    f"({percent(known.assumed / known.total)}) are assumptions, marked ◆. "
                    f"{number(len(ranged))} come with a range: what the number might be as well.",
                    *(OF_EFFECTS if view.names.needs else ()),
                ]
            )
        )
    sources = [
        [name, KINDS[source.kind], joined(source.reference, source.note), source.agreed_by or ""]
        for name, source in scenario.sources.items()
    ]
    columns = ["Source", "Kind", "Reference", "Agreed by"]
    if sources:
        blocks.append(Table("Where numbers come from", columns, sources, range(1, 4)))
    for part, inside in by_part(rows).items():
        blocks.append(number_table(view, part, inside))
    return Section("assumptions", "Every number and where it comes from", blocks, new_page=True)


def by_part(rows: Iterable[tuple[str, str, Any]]) -> dict[str, list[tuple[str, str, Any]]]:
    """Group the numbers by the part of the scenario to which they belong.

    Each service is a separate part.
    """
    parts: dict[str, list[tuple[str, str, Any]]] = {}
    for arm, path, quantity in rows:
        steps = path.split(".")
        part = f"service {steps[1]}" if steps[0] == "services" and len(steps) > 2 else steps[0]
        parts.setdefault(part, []).append((arm, path, quantity))
    return parts


def number_table(view: View, part: str, rows: Iterable[tuple[str, str, Any]]) -> Table:
    """Return the table of the numbers in one part of the scenario."""
    sources = view.study.scenario.sources
    cells = [
        [
            path,
            view.label(arm) if arm else "",
            quantity.written,
            range_of(quantity),
            KINDS[sources[quantity.source].kind],
            quantity.source,
            joined(quantity.note, quantity.agreed_by and f"agreed by {quantity.agreed_by}"),
        ]
        for arm, path, quantity in rows
    ]
    columns = ["Number", "Only in", "Value", "Range", "Kind", "Source", "Note"]
    return Table(f"Numbers: {part}", columns, cells, (1, 3, 4, 5, 6))


def range_of(quantity: Any) -> str:
    """Return the range of a number as text; a word if the number has none."""
    low, high = getattr(quantity, "low", None), getattr(quantity, "high", None)
    uncertain = getattr(quantity, "uncertain", None)
    if low is None and high is None:
        return "none given" if uncertain is None else str(uncertain)
    ends = ("…" if end is None else as_text(end) for end in (low, high))
    return " to ".join(ends) + ("" if uncertain is None else f", {uncertain}")


def joined(*texts: str | None) -> str:
    """Join the texts that are not empty."""
    return "; ".join(text for text in texts if text)

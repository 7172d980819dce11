"""What the result stands on: staff and places, and every number with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.view import View
from sim.report.wording import counted, number, percent, sentence_case
from sim.scenario.quantities import as_text
from sim.units import WEEK, YEAR

KINDS = {
    "published": "published",
    "local_data": "local data",
    "expert": "an expert said so",
    "assumption": "◆\N{NO-BREAK SPACE}assumption",
}


def workforce_section(view: View) -> Section:
    """Staff hours and places of each arm, equal or with the reason why not, and what was used."""
    check = view.study.workforce
    if check.problems:
        said = [
            "The ways of care do not have the same means. "
            f"The scenario gives this reason: {check.reason}",
            *check.problems,
        ]
    else:
        said = [
            "Every way of care has the same staff hours a week and the same places of each kind, "
            "so that none can win by having more."
        ]
    rows = [
        [
            named_by_kind(view, resource.name),
            *(number(resource.amounts.get(arm, 0.0)) for arm in view.arms),
            resource.unit,
            "must be equal" if resource.compared else "may differ",
        ]
        for resource in check.resources
    ]
    columns = ["Staff or places", *view.labels, "Unit", "Rule"]
    last = len(columns)
    blocks: list[Block] = [Paragraphs(said)]
    if rows:
        blocks.append(Table("Staff and places offered", columns, rows, (last - 2, last - 1)))
    used = delivered(view)
    if used:
        columns = ["Service", "What", *view.labels]
        blocks.append(Table("Staff time after vacancies", columns, used, (1,)))
    return Section("workforce", "Staff and places", blocks, new_page=True)


def named_by_kind(view: View, name: str) -> str:
    """The name of a resource; a kind that is a service of its own goes by that service's label."""
    before, found, kind = name.partition("Places: ")
    return f"{before}{found}{view.service_labels.get(kind, kind)}"


def delivered(view: View) -> list[list[str]]:
    """For each service with workers: hours left after vacancies, hours used, people per worker."""
    rows = []
    offers = {resource.name: resource.amounts for resource in view.study.workforce.resources}
    for service, label in view.service_labels.items():
        amounts = offers.get(f"Staff: {label}")
        if amounts is None or not view.has(f"staff_hours.{service}"):
            continue
        vacancy = view.means(f"vacancy_share.{service}")
        offered = [amounts.get(arm, 0.0) for arm in view.arms]
        left = [hours * (1 - empty) for hours, empty in zip(offered, vacancy, strict=True)]
        used = [hours * WEEK / YEAR for hours in view.means(f"staff_hours.{service}")]
        caseload = view.means(f"caseload.{service}")
        rows += [
            [label, "hours a week offered", *map(number, offered)],
            [label, "hours a week after vacancies", *map(number, left)],
            [label, "hours a week used", *map(number, used)],
            [label, "people for each worker", *map(number, caseload)],
        ]
    return rows


def assumptions_section(view: View) -> Section:
    """Every number of the scenario with its source and range, assumptions marked."""
    scenario = view.study.scenario
    rows = [("", path, quantity) for path, quantity in scenario.quantities()]
    for arm in view.arms:
        rows += [(arm, path, quantity) for path, quantity in scenario.changed_quantities(arm)]
    kinds = [scenario.sources[quantity.source].kind for _, _, quantity in rows]
    assumed = kinds.count("assumption")
    blocks: list[Block] = []
    if rows:
        ranged = sum(1 for _, _, quantity in rows if getattr(quantity, "low", None) is not None)
        blocks.append(
            Paragraphs(
                [
                    f"The scenario holds {counted(len(rows), 'number')} that are facts or stand "
                    f"for facts. {sentence_case(number(assumed))} of them "
                    f"({percent(assumed / len(rows))}) are assumptions, marked ◆. "
                    f"{number(ranged)} come with a range: what the number might be as well.",
                    "How much relationships and their loss change a need is always an assumption: "
                    "no study gives the size of that effect.",
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
    """Group the numbers by the part of the scenario, and each service by itself."""
    parts: dict[str, list[tuple[str, str, Any]]] = {}
    for arm, path, quantity in rows:
        steps = path.split(".")
        part = f"service {steps[1]}" if steps[0] == "services" and len(steps) > 2 else steps[0]
        parts.setdefault(part, []).append((arm, path, quantity))
    return parts


def number_table(view: View, part: str, rows: Iterable[tuple[str, str, Any]]) -> Table:
    """The numbers of one part."""
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
    """What the number might be as well; a word where no range is given."""
    low, high = getattr(quantity, "low", None), getattr(quantity, "high", None)
    if low is None and high is None:
        return "none given"
    return f"{'…' if low is None else as_text(low)} to {'…' if high is None else as_text(high)}"


def joined(*texts: str | None) -> str:
    """The texts that there are, in a row."""
    return "; ".join(text for text in texts if text)

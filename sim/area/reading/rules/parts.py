"""A service stands whole or by areas, in one way within a sheet, and as the sheet Services says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft

SHEETS = {
    "services": "key",
    "waiting": "service",
    "caseload": "service",
    "staff": "service",
    "demand": "service",
}
"""By sheet: the column of the service. In these sheets the rows of a service add up."""


def check_parts(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault where a service stands both whole and by areas, or in an area it is not in."""
    for field, column in SHEETS.items():
        _check_one_way(drafts.get(field, []), column, findings)
    areas = areas_of(drafts)
    for field, rows in drafts.items():
        if field == "services":
            continue
        for draft in rows:
            _check_area(draft, areas, findings)


def series_of(rows: Sequence[Draft], field: str) -> dict[tuple[str, str | None], list[Draft]]:
    """Return the rows of each service, or of each of its areas, in the order of the sheet.

    There are none if the service, its area or the field was refused in some row, since that row
    may be the one that another seems to lack.
    """
    wanted = {"service", "area", field}
    found: dict[tuple[str, str | None], list[Draft]] = {}
    for draft in rows:
        if draft.refused & wanted or draft["service"] is None or draft[field] is None:
            return {}
        found.setdefault((draft["service"], draft["area"]), []).append(draft)
    return found


def areas_of(drafts: Mapping[str, Sequence[Draft]]) -> dict[str, set[str]]:
    """Return the areas of each service that stands by areas in the sheet Services."""
    found: dict[str, set[str]] = {}
    for draft in drafts.get("services", []):
        if draft["key"] is not None and draft["area"] is not None:
            found.setdefault(draft["key"], set()).add(draft["area"])
    return found


def _check_one_way(rows: Sequence[Draft], column: str, findings: Findings) -> None:
    first: dict[str, Draft] = {}
    for draft in rows:
        service = draft[column]
        if service is None or "area" in draft.refused:
            continue
        other = first.setdefault(service, draft)
        if (other["area"] is None) != (draft["area"] is None):
            draft.refused.add("area")
            findings.add(
                draft.cells["area"],
                f"`{service}` stands here {_way(draft)}, and in row {other.number} {_way(other)}.",
                "Fill in the area in all rows of a service, or in none.",
            )


def _way(draft: Draft) -> str:
    return "for the whole service" if draft["area"] is None else f"for `{draft['area']}`"


def _check_area(draft: Draft, areas: Mapping[str, set[str]], findings: Findings) -> None:
    service = draft["service"] or draft["origin"]
    area = draft["area"]
    if area is not None and service in areas and area not in areas[service]:
        draft.refused.add("area")
        findings.add(
            draft.cells["area"],
            f"`{service}` has no row for `{area}` in the sheet Services.",
            f"It has {', '.join(f'`{each}`' for each in sorted(areas[service]))}.",
        )

"""Bands of weeks follow one another from 0 on, and their people add up to the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.area.columns import Figure
from sim.area.reading.numbers import MOST_HIDDEN
from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft
from sim.area.reading.rules.parts import series_of
from sim.units import plain_number

WHOLE = {"waiting": "list_last", "caseload": "caseload_last"}
"""By sheet of bands: the column of Services that its people add up to."""


class Whole(NamedTuple):
    """What the bands of a service add up to."""

    people: float
    hidden: int  # how many of the counts that it is the sum of are hidden
    cells: str  # where they stand


def check_bands(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault for each band that does not fit. Hidden counts get what makes the sum right."""
    for field, column in WHOLE.items():
        series = series_of(drafts.get(field, []), "weeks_from")
        for rows in series.values():
            _check_series(rows, findings)
        for rows, whole in _sums(series, drafts.get("services", []), column):
            _check_sum(rows, whole, findings)


def _check_series(rows: Sequence[Draft], findings: Findings) -> None:
    reached: float | None = 0
    for draft in rows:
        start, end = draft.amount("weeks_from"), draft.amount("weeks_to")
        if start is not None and reached is not None and start != reached:
            findings.add(
                draft.cells["weeks_from"],
                f"This band of `{draft['service']}` begins at {plain_number(start)} weeks, and "
                f"the bands before it reach {plain_number(reached)}.",
                f"Write {plain_number(reached)}: bands begin at 0 and leave no gap.",
            )
        if start is not None and end is not None and end <= start:
            findings.add(
                draft.cells["weeks_to"],
                f"The band ends at {plain_number(end)} weeks, and begins at {plain_number(start)}.",
                "Write a later end; leave it empty in an open last band.",
            )
        is_open = draft["weeks_to"] is None and "weeks_to" not in draft.refused
        if is_open and draft is not rows[-1]:
            findings.add(
                draft.cells["weeks_to"],
                "This band has no end, and more bands follow.",
                "Write where it ends. Only the last band of a service may be open.",
            )
        _check_mean(draft, is_open, findings)
        reached = end


def _check_mean(draft: Draft, is_open: bool, findings: Findings) -> None:
    mean, start, end = (draft.amount(name) for name in ("mean_weeks", "weeks_from", "weeks_to"))
    people = draft["people"]
    filled = isinstance(people, Figure) and (people.value > 0 or people.hidden)
    if is_open and filled and mean is None and "mean_weeks" not in draft.refused:
        findings.add(
            draft.cells["mean_weeks"],
            "The last band is open, and its mean is missing.",
            "Write the mean weeks of its people, or close the band with `weeks to`.",
        )
    if mean is not None and start is not None and not start <= mean <= (end or mean):
        limit = f"{plain_number(start)} to {plain_number(end)}" if end else f"{plain_number(start)}"
        findings.add(
            draft.cells["mean_weeks"],
            f"A mean of {plain_number(mean)} weeks lies outside of its band.",
            f"Write {limit}{'' if end else ' or more'}.",
        )


def _sums(
    series: Mapping[tuple[str, str | None], list[Draft]], services: Sequence[Draft], column: str
) -> list[tuple[list[Draft], Whole]]:
    """Return bands with what they add up to: area by area where both sheets have areas."""
    found: list[tuple[list[Draft], Whole]] = []
    for key in dict.fromkeys(service for service, _ in series):
        givers = [draft for draft in services if draft["key"] == key]
        by_area = {draft["area"]: [draft] for draft in givers}
        parts = {area: rows for (service, area), rows in series.items() if service == key}
        if not set(parts) <= set(by_area):
            by_area, parts = (
                {None: givers},
                {None: [row for rows in parts.values() for row in rows]},
            )
        for area, rows in parts.items():
            if whole := _whole(by_area[area], column):
                found.append((rows, whole))
    return found


def _whole(givers: Sequence[Draft], column: str) -> Whole | None:
    figures = [draft[column] for draft in givers]
    if not figures or any(figure is None for figure in figures):
        return None
    return Whole(
        sum(figure.value for figure in figures),
        sum(figure.hidden for figure in figures),
        " + ".join(str(figure.cell) for figure in figures),
    )


def _check_sum(rows: Sequence[Draft], whole: Whole, findings: Findings) -> None:
    """Compare the people of bands with the list, and spread what is left over hidden counts."""
    if any(draft["people"] is None for draft in rows):
        return
    hidden = [draft for draft in rows if draft["people"].hidden]
    known = sum(draft["people"].value for draft in rows if not draft["people"].hidden)
    left = whole.people - known
    slack = 2 * whole.hidden  # a hidden list was read as 2, and may be 0 to 4
    if not -slack <= left <= MOST_HIDDEN * len(hidden) + slack:
        stars = f", and {len(hidden)} hidden" if hidden else ""
        findings.add(
            rows[0].cells["people"],
            f"The bands of `{rows[0]['service']}` hold {plain_number(known)} people{stars}; the "
            f"list holds {plain_number(whole.people)} ({whole.cells}).",
            "Change one of them: the bands add up to the list of the last day.",
        )
        return
    share, more = divmod(int(max(min(left, MOST_HIDDEN * len(hidden)), 0)), max(len(hidden), 1))
    for place, draft in enumerate(hidden):
        draft.values["people"] = draft["people"]._replace(value=float(share + (place < more)))

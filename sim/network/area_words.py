"""Say in words how many posts, hours or places the areas have together, for each service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import listed
from sim.network.workforce import mean_capacity
from sim.resolved import MISSING, Capacity, Resolved
from sim.units import HOUR


def total_words(own: Mapping[str, Mapping[str, str]], resolved: Resolved) -> Iterator[str]:
    """Iterate over lines: one for each service in areas, with its total and each area's amount.

    Parameters
    ----------
    own
        For each service, by its common name: its name in each area, as `own_services` returns it.
    """
    services = resolved.numbers.services
    for common, there in own.items():
        rows = {
            area: resolved.names.services.index(name)
            for area, name in there.items()
            if name in resolved.names.services
        }
        amounts = {area: mean_capacity(resolved, row) for area, row in rows.items()}
        limited = [row for row in rows.values() if services.capacity[row] != Capacity.UNLIMITED]
        if not limited:
            continue
        unit = "places" if services.team[limited[0]] == MISSING else "posts"
        each = listed([f"{amount:,.6g} in {area}" for area, amount in amounts.items()])
        total = f"{sum(amounts.values()):,.6g} {unit} in all{_hours(resolved, limited)}"
        yield f"{common}: {total} ({each})"


def _hours(resolved: Resolved, rows: list[int]) -> str:
    """Return the hours a week of several teams together; nothing if there are no workers."""
    teams, of = resolved.numbers.workforce, resolved.numbers.services.team
    paid = teams.weekly_minutes + teams.supervision
    hours = [
        mean_capacity(resolved, row) * float(paid[of[row]]) / HOUR
        for row in rows
        if of[row] != MISSING
    ]
    return f", {sum(hours):,.6g} contact hours a week" if hours else ""

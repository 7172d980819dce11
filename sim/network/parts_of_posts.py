"""Posts that are part of a whole one: what they can do, in words for `sim check`."""

from __future__ import annotations

from collections.abc import Iterator

from sim.network.extra_hours import minutes_busy
from sim.network.people_at_once import of_one_worker
from sim.network.workforce import capacity_over_time
from sim.resolved import WHOLE_POST, Resolved
from sim.rules.posts import part_of
from sim.units import HOUR


def part_text(resolved: Resolved) -> Iterator[str]:
    """Return one sentence for each part of a post that a team of an arm has at some time."""
    teams = resolved.numbers.workforce
    for team, service in enumerate(teams.service.tolist()):
        shares = dict.fromkeys(
            held.last_share
            for held in capacity_over_time(resolved, service)
            if held.minutes > 0 and held.last_share < WHOLE_POST
        )
        for share in shares:
            yield _said(resolved, service, int(teams.weekly_minutes[team]), share)


def _said(resolved: Resolved, service: int, whole: int, share: int) -> str:
    weekly, least = int(part_of(whole, share)), of_one_worker(resolved, service, share)[0]
    people = f"{least:,.3g} {'person' if least == 1 else 'people'}"
    said = (
        f"{resolved.names.services[service]}: the last post is {share / WHOLE_POST:g} of a post, "
        f"with {weekly / HOUR:.3g} contact hours a week and room for {people}."
    )
    contact = minutes_busy(resolved, service)
    if contact <= weekly:
        return said
    weeks = contact / weekly if weekly else 0.0
    often = f", so there is one about every {weeks:.3g} weeks" if weekly else ""
    return f"{said} A contact takes {contact / HOUR:.3g} hours{often}."

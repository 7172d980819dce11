"""Find out which features no rule of a run can ever ask for; a lean program is without them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engines.fast.registry import At
from sim.engines.fast.rule_tables import leave_settled
from sim.resolved import MISSING, Handoff, Numbers, Pause, Resolved
from sim.units import FOREVER


def traits(resolved: Resolved, together: Sequence[Numbers]) -> dict[At, int]:
    """Return, for each feature by its entry in the map, whether a run can come to use it.

    Parameters
    ----------
    resolved
        The arm.
    together
        All rules that can hold in this run at any time, those of other arms included.
    """
    cares = any(map(_cares, together))
    feels = any(
        len(numbers.needs.name) > 0 or (numbers.persons.disengages_below > 0.0).any()
        for numbers in together
    )
    return {
        At.CARES: cares,
        At.FEELS: cares or feels or bool(resolved.own_rules.given),
        At.LINKS: resolved.change is not None or any(map(_links, together)),
        At.LEAVES_SETTLED: leave_settled(tuple(together)),
        At.MOVES_AWAY: any((numbers.persons.exit_rates > 0.0).any() for numbers in together),
        At.RETURNS: any((numbers.services.fast_return > 0).any() for numbers in together),
    }


def _cares(numbers: Numbers) -> bool:
    """Return whether services have workers, contacts, follow-ups or advice, or pause contacts."""
    services = numbers.services
    return bool(
        (services.team != MISSING).any()
        or len(numbers.workforce.service)
        or (services.contact_interval < FOREVER).any()
        or (services.follow_up_within != MISSING).any()
        or (services.pauses_others == Pause.PAUSES).any()
        or (services.handoff == Handoff.CONSULT).any()
    )


def _links(numbers: Numbers) -> bool:
    """Return whether a spell can wait for the next one to begin."""
    return bool(
        (numbers.services.handoff == Handoff.WARM).any()
        or (numbers.services.handoff == Handoff.BLOCKED).any()
    )

"""Services whose contacts are shared by named people without caseloads, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sim.resolved import MISSING, Resolved
from sim.rules.pool import has_pool
from sim.units import FOREVER


def pool_text(resolved: Resolved) -> Iterator[str]:
    """Return one sentence for each service with a pool, and one for contacts with nobody named.

    Nothing where no service has a pool.
    """
    services, names = resolved.numbers.services, resolved.names.services
    pools = {
        name: int(pool)
        for name, pool, team in zip(names, services.pool, services.team, strict=True)
        if has_pool(pool, team)
    }
    for name, pool in pools.items():
        chance = "always" if pool == 1 else f"in 1 of {pool} cases"
        people = "one named person" if pool == 1 else f"one of {pool} named people"
        yield (
            f"{name}: each contact is with {people}, drawn anew, so two contacts are with the same "
            f"one {chance}. They have no caseload, no hours and no relationship."
        )
    nobody = [
        name
        for name, team in zip(names, services.team, strict=True)
        if pools and team == MISSING and name not in pools and has_contacts(resolved, name)
    ]
    if nobody:
        yield f"Contacts with nobody named: {', '.join(nobody)}."


def has_contacts(resolved: Resolved, name: str) -> bool:
    """Return whether a service has contacts of its own."""
    row = resolved.names.services.index(name)
    return bool((resolved.numbers.services.contact_interval[row] < FOREVER).any())

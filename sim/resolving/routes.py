"""Turn shares of targets into cumulative probabilities.

The targets are the services in file order, and then nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.resolving.rows import running
from sim.scenario.people import NOWHERE
from sim.scenario.quantities import Share


def cumulative(
    shares: Mapping[str, Share] | None, services: Sequence[str], meant: Mapping[str, str]
) -> tuple[float, ...]:
    """Return the cumulative probabilities of S services and then nowhere, shape (S + 1,).

    If `shares` is None, the target is always nowhere. `meant` gives the service that a common name
    means in an area.
    """
    if shares is None:
        return (*(0.0 for _ in services), 1.0)
    single = dict.fromkeys((*services, NOWHERE), 0.0)
    for target, share in shares.items():
        single[meant.get(target, target)] += share.value
    return running(list(single.values()))

"""Rows of shares as cumulative probabilities over the services in order, and then nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.resolving.rows import running
from sim.scenario.people import NOWHERE
from sim.scenario.quantities import Share


def cumulative(
    shares: Mapping[str, Share] | None, services: Sequence[str], meant: Mapping[str, str]
) -> tuple[float, ...]:
    """Return the cumulative probabilities of a row over S services and nowhere, shape (S + 1,).

    A missing row means nowhere. `meant` says what a common name of services means in an area.
    """
    if shares is None:
        return (*(0.0 for _ in services), 1.0)
    single = dict.fromkeys((*services, NOWHERE), 0.0)
    for target, share in shares.items():
        single[meant.get(target, target)] += share.value
    return running(list(single.values()))

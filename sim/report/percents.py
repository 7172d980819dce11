"""Convert the effects on a share to per cent."""

from __future__ import annotations

from collections.abc import Sequence

from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.mechanisms import Combination, Effect, Explained


def in_percent(explained: Explained) -> Explained:
    """Return the effects on a share, converted to per cent."""
    return explained._replace(
        whole=_scaled(explained.whole),
        shares=_effects(explained.shares),
        main=_effects(explained.main),
        pairs=_effects(explained.pairs),
        remainder=None if explained.remainder is None else _scaled(explained.remainder),
        combinations=tuple(map(_combination, explained.combinations)),
    )


def _scaled(found: Estimate) -> Estimate:
    return found._replace(mean=100 * found.mean, low=100 * found.low, high=100 * found.high)


def _effects(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    return tuple(each._replace(estimate=_scaled(each.estimate)) for each in effects)


def _combination(found: Combination) -> Combination:
    return found._replace(outcome=_scaled(found.outcome), difference=_scaled(found.difference))

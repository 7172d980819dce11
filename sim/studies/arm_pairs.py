"""Choose which arm of one study is compared with which arm of another."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import SimError, did_you_mean, listed

Chosen = Sequence[tuple[str, str]] | None
"""Pairs of an arm of the first study and an arm of the second; None: all arms that both have."""


class ArmPairError(SimError):
    """Arms of two studies cannot be paired; the message names every fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


def arm_pairs(
    one: Sequence[str], other: Sequence[str], chosen: Chosen, option: str
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of arms to compare: an arm of one study with an arm of the other.

    Chosen pairs keep the order in which they were named.

    Parameters
    ----------
    one, other
        The arms of each study.
    chosen
        The pairs to compare. When None, every arm that both studies have, in the order of the first
        study.
    option
        The name of `chosen` in messages.

    Raises
    ------
    ArmPairError
        If no arm has the same name in both studies, or if a named arm does not exist.
    """
    if chosen is None:
        common = [arm for arm in one if arm in other]
        if not common:
            raise ArmPairError(
                [
                    f"{option}: no arm has the same name in both studies.\n  The one has "
                    f"{_ticked(one)}, the other {_ticked(other)}. Say which belong together."
                ]
            )
        return tuple((arm, arm) for arm in common)
    if not chosen:
        raise ArmPairError([f"{option}: no arm is named.\n  Name one or more, or leave it out."])
    faults = []
    for which, known, names in (
        ("one", one, [pair[0] for pair in chosen]),
        ("other", other, [pair[1] for pair in chosen]),
    ):
        for name in dict.fromkeys(names):
            if name not in known:
                remedy = " ".join(
                    filter(None, (f"It has {_ticked(known)}.", did_you_mean(name, known)))
                )
                faults.append(f"{option}: `{name}` is not an arm of the {which} study.\n  {remedy}")
    if faults:
        raise ArmPairError(faults)
    return tuple(dict.fromkeys(chosen))


def _ticked(names: Sequence[str]) -> str:
    return listed(f"`{name}`" for name in names)

"""Give the numbers by which own rules know services, groups and needs.

A number depends on nothing but the name, so it is the same in every arm, whatever else an arm has.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.draws import name_key

NOWHERE_NUMBER = 0
"""Where a route may lead nowhere, this stands for it. No name has this number."""


def number_of(name: str) -> int:
    """Return the number of the name of a service, group or need, from 1 to 2**63 - 1."""
    return name_key(f"own rule:{name}")


class Numbers(NamedTuple):
    """The numbers of an arm's names, in the order of the arm."""

    services: tuple[int, ...]
    groups: tuple[int, ...]
    needs: tuple[int, ...]
    names: dict[int, str]  # by number

    @classmethod
    def of(
        cls, services: tuple[str, ...], groups: tuple[str, ...], needs: tuple[str, ...]
    ) -> Numbers:
        """Return the numbers of these names."""
        every = {name: number_of(name) for name in (*services, *groups, *needs)}
        return cls(
            services=tuple(every[name] for name in services),
            groups=tuple(every[name] for name in groups),
            needs=tuple(every[name] for name in needs),
            names={number: name for name, number in every.items()},
        )

"""Find distributions that are not allowed at the place where they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.distributions import Distribution, Spread
from sim.scenario.parts import parts_in
from sim.scenario.written import Path


def distribution_faults(checked: Checked) -> Iterator[Fault]:
    """Find hazards outside `patience`, and numbers that lack a unit or must not have one."""
    for path, distribution in parts_in(checked.document):
        if not isinstance(distribution, Distribution):
            continue
        if distribution.hazard is not None and "patience" not in path:
            yield from checked.fault(
                (*path, "hazard"),
                "A hazard by days waited only makes sense for `patience`.",
                "Write another distribution here.",
            )
        if type(distribution) is Spread:
            yield from _of_a_number(checked, path, distribution)
        else:
            yield from _of_time(checked, path, distribution)


def _of_time(checked: Checked, path: Path, distribution: Distribution[Any]) -> Iterator[Fault]:
    for family in ("table", "lognormal"):
        part = getattr(distribution, family)
        bare = part is not None and (family == "table" or part.mu is not None)
        if bare and not part.unit:
            yield from checked.fault(
                (*path, family),
                "These numbers are times, and nothing says in what unit.",
                "Name their unit, for example `unit: days`.",
            )


def _of_a_number(checked: Checked, path: Path, distribution: Distribution[Any]) -> Iterator[Fault]:
    if distribution.is_never:
        yield from checked.fault(path, "`never` is not a number.", "Write a number from 0 to 1.")
    for family in ("table", "lognormal"):
        part = getattr(distribution, family)
        if part is not None and part.unit:
            yield from checked.fault(
                (*path, family, "unit"),
                "These numbers lie between 0 and 1 and have no unit.",
                "Take the unit out.",
            )

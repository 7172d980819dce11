"""Distributions that do not fit where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Fault
from sim.scenario.arms import Arm, Mechanism
from sim.scenario.checks.checked import Checked
from sim.scenario.distributions import Distribution, Spread
from sim.scenario.merging import Path
from sim.scenario.parts import Part
from sim.scenario.quantities import Sourced


def distribution_faults(checked: Checked) -> Iterator[Fault]:
    """Hazards where no one waits, and numbers with a unit too few or too many."""
    for path, distribution in distributions_in(checked.document):
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


def distributions_in(part: Any, path: Path = ()) -> Iterator[tuple[Path, Distribution[Any]]]:
    """Every distribution in a part, also those inside mixtures."""
    if isinstance(part, Distribution):
        yield path, part
        yield from distributions_in(part.mixture, (*path, "mixture"))
    elif isinstance(part, (Sourced, Mechanism, Arm)):
        return  # a number, or patches, which are checked where they are applied
    elif isinstance(part, Part):
        for name, field in type(part).model_fields.items():
            yield from distributions_in(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from distributions_in(value, (*path, str(key)))
    elif isinstance(part, tuple):
        for at, value in enumerate(part):
            yield from distributions_in(value, (*path, at))

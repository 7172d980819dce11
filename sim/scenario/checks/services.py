"""Settings of one service that contradict each other, or need another that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.distributions import Distribution
from sim.scenario.merging import Path
from sim.scenario.parts import Part
from sim.scenario.people import NOWHERE
from sim.scenario.services import OTHERWISE, Service


def service_faults(checked: Checked) -> Iterator[Fault]:
    """Whatever in a service cannot work together."""
    if not checked.document.services:
        yield from checked.fault(
            ("services",), "There is no service.", "A scenario has at least one."
        )
    for name, service in checked.document.services.items():
        yield from _capacity(checked, name, service)
        yield from _endings(checked, name, service)
        yield from _handoffs(checked, name, service)
        yield from _costs(checked, name, service)
    yield from _hazards(checked)


def _capacity(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    if service.workers is not None and service.capacity is not None:
        yield from checked.fault(
            ("services", name, "capacity"),
            "The service has `workers` and `capacity`.",
            "With workers, their caseloads are the capacity.",
            "Take one of the two out.",
        )


def _endings(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    here = ("services", name, "ends")
    for key in ("contacts", "missed"):
        if getattr(service.ends, key) is not None and service.contacts is None:
            yield from checked.fault(
                (*here, key),
                "A spell ends here after contacts, but the service has none.",
                "Describe them under `contacts`, or take this out.",
            )
    if service.ends.outreach and service.ends.missed is None:
        yield from checked.fault(
            (*here, "outreach"),
            "Outreach comes after a number of missed contacts, and none is given.",
            "Write `missed: 3`, for example.",
        )


def _handoffs(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Handoffs that need settings of this service or of the next."""
    here = ("services", name)
    others = checked.document.services
    targets = {target for row in service.routes.values() for target in row if target != NOWHERE}
    kinds = {target: service.handoff_to(target) for target in sorted(targets) if target in others}
    named = {target: kind for target, kind in service.handoff.items() if target in others}
    if "warm" in (*service.handoff.values(),) and service.warm is None:
        yield from checked.fault(
            (*here, "handoff"),
            "A warm handoff is not described.",
            "It needs a limit, after which it ends although nobody has taken over.",
            "Add `warm: {limit: 8 weeks}` to the service.",
        )
    for target, kind in (kinds | named).items():
        if kind == "consult" and others[target].advice is None:
            key = target if target in service.handoff else OTHERWISE
            yield from checked.fault(
                (*here, "handoff", key),
                f"`{target}` is consulted here, but says nothing about its advice.",
                f"Add `advice: {{length: 60 minutes, lasts: 12 weeks}}` to `services.{target}`.",
            )


def _costs(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    given = service.costs.contact is not None or service.costs.place_day is not None
    if given and checked.document.price_year is None:
        yield from checked.fault(
            ("services", name, "costs"),
            "There are costs, but not the year of their prices.",
            "Add `price_year: 2023`, for example, to the file.",
        )


def _hazards(checked: Checked) -> Iterator[Fault]:
    """Hazards by day where no one waits."""
    for path, distribution in distributions_in(checked.document):
        if distribution.hazard is not None and "patience" not in path:
            yield from checked.fault(
                (*path, "hazard"),
                "A hazard by days waited only makes sense for `patience`.",
                "Write another distribution here.",
            )


def distributions_in(part: Any, path: Path = ()) -> Iterator[tuple[Path, Distribution[Any]]]:
    """Every distribution in a part, also those inside mixtures."""
    if isinstance(part, Distribution):
        yield path, part
    if isinstance(part, Part):
        for name, field in type(part).model_fields.items():
            yield from distributions_in(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from distributions_in(value, (*path, str(key)))
    elif isinstance(part, tuple):
        for at, value in enumerate(part):
            yield from distributions_in(value, (*path, at))

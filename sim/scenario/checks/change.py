"""Find faults of a change of rules during the run, which all arms must allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sim.errors import Fault, listed
from sim.scenario.checks.checked import Checked
from sim.scenario.services import Service
from sim.units import YEAR


def change_faults(base: Checked, arms: Mapping[str, Checked]) -> Iterator[Fault]:
    """Find faults of `run.change` and `run.history`, and of arms that begin at a change.

    Parameters
    ----------
    base
        The scenario itself.
    arms
        The arms to check, by name. The arm that is the history need not be among them.
    """
    run = base.document.run
    if run.history is not None:
        known = base.names("arms")
        yield from base.unknown(("run", "history"), run.history, "an arm", known)
        if run.change is None:
            yield from base.fault(
                ("run", "history"),
                "`history` is the arm that all arms follow until `change`, which is not given.",
                "Write `change: 5 years` beside it, or take `history` out.",
                key=True,
            )
    yield from _phase_in_faults(base)
    if run.change is None:
        return
    if not 0 < run.change.minutes < run.length.minutes:
        yield from base.fault(
            ("run", "change"),
            f"The change ({run.change}) is not within the run ({run.length}).",
            "It must come after the beginning and before the end.",
            "Lengthen the run, or move the change.",
        )
    if run.warm_up.minutes < run.change.minutes:
        yield from base.fault(
            ("run", "warm_up"),
            f"Measures would begin ({run.warm_up}) before the change ({run.change}), when no arm "
            "lives by its own rules yet.",
            "They begin at the change unless `warm_up` is longer.",
            "Take `warm_up` out, or lengthen it.",
        )
    for name, own in arms.items():
        yield from _kind_faults(base, name, own, list(arms.values()))


LONGEST_PHASE_IN = 10 * YEAR


def _phase_in_faults(base: Checked) -> Iterator[Fault]:
    """Find phase-ins without a change, in the arm that does not change, or that last too long."""
    run = base.document.run
    for name, arm in base.document.arms.items():
        here = ("arms", name, "phase_in")
        if arm.phase_in is None:
            continue
        if run.change is None:
            yield from base.fault(
                here,
                "`phase_in` is a time after the rules change, and there is no `run.change`.",
                "Say in `run` when they change, such as `change: 5 years`, or take `phase_in` out.",
                key=True,
            )
        elif name == base.document.history:
            yield from base.fault(
                here,
                f"All arms follow `{name}` until the change, so nothing in it has to be phased in.",
                "Write `phase_in` in an arm that changes, or name another `run.history`.",
                key=True,
            )
        elif arm.phase_in.over.minutes > LONGEST_PHASE_IN:
            yield from base.fault(
                (*here, "over"),
                f"A phase-in of {arm.phase_in.over.written} is too long.",
                "It takes at most 10 years.",
            )


def _kind_faults(base: Checked, arm: str, own: Checked, others: list[Checked]) -> Iterator[Fault]:
    """Find services that have another kind of capacity or other hours in another arm."""
    for name, service in own.document.services.items():
        there = [each.document.services.get(name) for each in others]
        first = next(each for each in there if each is not None)
        for what in differing(service, first):
            yield from base.fault(
                ("arms", arm),
                f"`{name}` does not have the same {what} in `{arm}` as in another arm.",
                "With `run.change`, people live on in the same services: places, posts and "
                f"rules may differ, and {listed(SAME)} may not.",
                "Give it another name in this arm, and say with `start_map` who moves there.",
            )


def differing(one: Service, other: Service) -> list[str]:
    """Return in words which of the properties in `SAME` differ between two services."""
    return [what for what, of in SAME.items() if of(one) != of(other)]


def _kind(service: Service) -> str:
    if service.workers is not None:
        return "workers"
    return "places" if service.limited else "unlimited"


def _hours(service: Service) -> object:
    return None if service.workers is None else service.workers.working_hours


def _absence(service: Service) -> object:
    workers = service.workers
    return None if workers is None else (workers.away, workers.bank_holidays)


def _continuous(service: Service) -> object:
    """Return the needs that a continuous service covers; None if it is not continuous."""
    return tuple(service.covers or ()) if service.continuous else None


SAME: dict[str, Callable[[Service], object]] = {
    "kind of capacity": _kind,
    "working hours": _hours,
    "`away` and `bank_holidays`": _absence,
    "`continuous` and what it covers": _continuous,
}
"""Properties of a service that must be the same in every arm if the rules change in the run."""

"""Check arms and groups against the scenario to which they belong."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.names import targets_of
from sim.scenario.needs import Need
from sim.scenario.people import COMMUNITY


def start_map_faults(
    base: Checked, arm: str, own: Checked, history: Checked | None
) -> Iterator[Fault]:
    """Find people whose service an arm lacks, at the start or at a change, and wrong start maps.

    `history` is the arm that all arms follow until a change, or None without a change. The other
    arms then begin with the people who are in the services of `history` at that time.
    """
    at_change = history is not None and history is not own
    there = history if at_change and history is not None else base
    before, after = there.names("services"), own.names("services")
    lacking = [name for name in before if name not in after]
    known = targets_of(own)
    moved = base.document.arms[arm].start_map
    here = ("arms", arm, "start_map")
    for name, target in moved.items():
        if name not in lacking:
            yield from base.fault(
                (*here, name),
                f"`{name}` is not a service that `{arm}` lacks.",
                f"Lacking: {', '.join(f'`{each}`' for each in lacking) or 'none'}.",
                "Take this line out, or correct the name.",
                key=True,
            )
        yield from base.unknown((*here, name), target, "a service", [*known, COMMUNITY])
    if base.document.people.start.kind == "empty" and not at_change:
        return
    when = "change" if at_change else "start"
    for name in lacking:
        if name not in moved:
            yield from base.fault(
                ("arms", arm),
                f"People may be in `{name}` at the {when}, which `{arm}` lacks.",
                f"Add `start_map: {{{name}: other_service}}` to the arm, or `community`.",
            )


def group_faults(base: Checked, group: str, own: Checked) -> Iterator[Fault]:
    """Find changes that a group may not make: to states, transitions or the largest ratio."""
    for name, need in own.document.needs.items():
        common = base.document.needs.get(name)
        if common is None:
            yield from own.unknown(("needs", name), name, "a need", base.names("needs"), key=True)
            continue
        for key in ("states", "transitions", "largest_ratio"):
            if _fixed(need, key) != _fixed(common, key):
                yield from own.fault(
                    ("needs", name, key),
                    f"Group `{group}` changes `{key}` of `{name}`.",
                    "States, the moves between them and the largest ratio are the same for all; "
                    "rates, starts and levels of seeking may differ.",
                    key=True,
                )


def _fixed(need: Need, key: str) -> object:
    """Return the part of a need that must be the same in all groups."""
    if key == "transitions":
        return [(move.begins, move.to, move.direction) for move in need.transitions]
    return need.states if key == "states" else need.largest_ratio.value

"""Find faults of the analysis plan: what it names, and what is written beside it once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.errors import Fault, Location
from sim.scenario.checks.checked import Checked
from sim.scenario.written import Block, block_at, location_of

PLAN = "analysis_plan"
IN_THE_PLAN = {"family": "headline", "smallest_difference": "smallest_difference"}
"""The keys of `compare` that a plan takes the place of, each with its key in the plan."""

NO_PLAN = (
    f"Where it is taken out, write `{PLAN}: null`, or a plan for the arms that stay. If variants "
    "set values of that arm, write `variants: null` too, or null for each of them."
)


def taken_out(tree: Block, arm: str) -> Location | None:
    """Return where an arm is written as null; None if it is not."""
    arms = block_at(tree, ("arms",))
    return arms.keys_at[arm] if arm in arms and arms[arm] is None else None


def plan_faults(checked: Checked) -> Iterator[Fault]:
    """Find unknown arms and empty or repeated names in a plan, and rules written beside it."""
    plan = checked.document.analysis_plan
    if plan is None:
        return
    yield from _named(checked, "headline", plan.headline, "measure")
    yield from _named(checked, "arms", plan.arms, "arm")
    arms = checked.names("arms") or list(checked.document.arms)
    for at, arm in enumerate(plan.arms):
        place = (PLAN, "arms", at)
        if taken := taken_out(checked.tree, arm):
            problem = f"The plan names the arm `{arm}`, which is taken out ({taken})."
            yield from checked.fault(place, problem, remedy=NO_PLAN)
        else:
            yield from checked.unknown(place, arm, "an arm", arms)
    for key, own in IN_THE_PLAN.items():
        if getattr(checked.document.compare, key):
            yield from _written_beside(checked, key, own)


def _named(checked: Checked, key: str, names: Sequence[str], what: str) -> Iterator[Fault]:
    if not names:
        problem = f"The analysis plan names no {what}."
        yield from checked.fault((PLAN, key), problem, remedy=f"Name at least one {what}.")
    for at, name in enumerate(names):
        if name in names[:at]:
            problem = f"`{name}` is named twice."
            yield from checked.fault((PLAN, key, at), problem, remedy="Take one of the two out.")


def _written_beside(checked: Checked, key: str, own: str) -> Iterator[Fault]:
    """Yield a fault for a rule of judging that is written under `compare` beside a plan."""
    both = bool(getattr(checked.document.analysis_plan, own))
    problem = (
        f"This stands in the analysis plan too, as `{PLAN}.{own}`."
        if both
        else f"This file has an analysis plan, so this belongs into it, as `{PLAN}.{own}`."
    )
    here, plan = (location_of(checked.tree, path) for path in (("compare", key), (PLAN,)))
    remedy = "Write it once, in the plan, and take it out here."
    if here.file != plan.file:
        remedy = f"Write it once, in the plan, and `compare: {{{key}: null}}` beside the plan."
    yield from checked.fault(("compare", key), problem, remedy=remedy, key=True)

"""The small scenario of two rooms, with variants of which the result is known beforehand."""

from pathlib import Path

from sim.engines.choosing import Engine
from sim.studies.execution import here
from sim.studies.planning import Choices
from sim.studies.running import Plan, carry_out, plan
from sim.studies.store import Store
from sim.studies.study import Study
from sim.studies.variants.planning import plan_variants
from sim.studies.variants.running import run_variants, with_variants
from tests.studies.scenarios import CAFES, loaded

FAMILY = "compare: {family: [wait_to_start.talk.mean, spells.group]}\n"
SAME = "  as_it_is: {label: As it is, set: {services.group.capacity.places: 4}}\n"
EQUAL = (
    "  equal: {label: One room in both, set: "
    "{arms.two_rooms.set.services.talk.capacity.places: 1}}\n"
)
FEWER = (
    "  second: {label: The second arm has the queue, set: {services.talk.capacity.places: 3, "
    "arms.two_rooms.set.services.talk.capacity.places: 1}}\n"
)
LONGER = "  longer: {label: Two years, set: {run.length: 2 years}}\n"


def text(*variants: str) -> str:
    """The scenario with some variants."""
    return CAFES + FAMILY + ("variants:\n" + "".join(variants) if variants else "")


def planned(folder: Path, *variants: str, choices: Choices = Choices()) -> Plan:  # noqa: B008
    """The plan of the scenario with some variants."""
    return plan(loaded(folder, text(*variants)), choices)


def study(folder: Path, *variants: str, replications: int = 3) -> Study:
    """The finished study, with its variants."""
    central = planned(folder, *variants, choices=Choices(replications=replications))
    found = carry_out(central, folder / "kept", workers=1)
    beside = plan_variants(central)
    if beside is None:
        return found
    title = central.scenario.title
    with Store(folder / "kept", Engine.FAST, central.digest, title) as store:
        return with_variants(found, run_variants(beside, store, Engine.FAST, here))

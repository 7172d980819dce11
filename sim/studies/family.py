"""Find the measures judged together, and check that the measures named for this exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.errors import Fault, Location, did_you_mean
from sim.measures.catalogue import BUILT_IN, Catalogue
from sim.measures.words.helped import HEADLINES
from sim.resolved import Names
from sim.scenario import Scenario
from sim.scenario.written import location_of

REMEDY = (
    "Every measure is listed in docs/reference/measures.md; "
    "one of your own has to be among the `measures=` of the call; a "
    "command has none of these, so leave it out there."
)


def family_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the measures that are judged together. If it is empty, all measures are.

    It is empty if the scenario names none. If the scenario says how much help is wanted, the
    measures of whether people get it are always added to the named ones.
    """
    named = scenario.judged
    return tuple(dict.fromkeys([*named, *with_help(scenario)])) if named else ()


def in_written_order(scenario: Scenario, judged: Iterable[str]) -> tuple[str, ...]:
    """Return measures that are judged together in the order in which the scenario names them.

    The first is the one that its question asks about. Without names the order stays as it is.
    """
    order = {measure: at for at, measure in enumerate(family_of(scenario))}
    return tuple(sorted(dict.fromkeys(judged), key=lambda each: order.get(each, len(order))))


def with_help(scenario: Scenario) -> tuple[str, ...]:
    """Return the measures that are judged whenever the scenario says how much help is wanted."""
    return HEADLINES if scenario.needs and scenario.measures.wanted is not None else ()


def measure_faults(
    scenario: Scenario, names: Names, catalogue: Catalogue = BUILT_IN
) -> Iterator[Fault]:
    """Iterate over faults: one for each name of a rule of judging that is not a measure.

    The names are those in `compare.family` and `compare.smallest_difference`, and those in
    `analysis_plan.headline` and `analysis_plan.smallest_difference`. A fault gives the line of the
    name.
    """
    compare, plan = scenario.compare, scenario.analysis_plan
    rules = [("compare", "family", compare.family, compare.smallest_difference)]
    if plan is not None:
        rules.append(("analysis_plan", "headline", plan.headline, plan.smallest_difference))
    named: list[tuple[tuple[str | int, ...], str]] = []
    for block, key, together, smallest in rules:
        named += [((block, key, at), name) for at, name in enumerate(together)]
        named += [((block, "smallest_difference", name), name) for name in smallest]
    for path, name in named:
        location = location_of(scenario.tree, path)._replace(path=f"{path[0]}.{path[1]}")
        yield from unknown_measure(name, location, names, catalogue)


def unknown_measure(
    name: str, location: Location, names: Names, catalogue: Catalogue
) -> Iterator[Fault]:
    """Yield a fault at a location if the scenario has no measure of this name."""
    if not catalogue.is_measure(name, names):
        problem = f'"{name}" is not a measure of this scenario.'
        yield Fault(location, problem, remedy=did_you_mean(name, catalogue.whole_names, REMEDY))

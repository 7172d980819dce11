"""Whether the measures that `compare` names exist, said at the place where they are named."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault, did_you_mean
from sim.measures.catalogue import MEASURES, PATTERNS
from sim.resolved import Names
from sim.scenario import Scenario
from sim.scenario.written import location_of

REMEDY = "Every measure is listed in docs/reference/measures.md."


def measure_faults(scenario: Scenario, names: Names) -> Iterator[Fault]:
    """Find names in `compare.family` and `compare.smallest_difference` that no measure has."""
    compare = scenario.compare
    named: list[tuple[tuple[str | int, ...], str]] = [
        *((("compare", "family", at), name) for at, name in enumerate(compare.family)),
        *((("compare", "smallest_difference", name), name) for name in compare.smallest_difference),
    ]
    for path, name in named:
        if not is_measure(name, names):
            location = location_of(scenario.tree, path)
            known = [each for each in MEASURES if "{" not in each]
            yield Fault(
                location._replace(path=f"{path[0]}.{path[1]}"),
                f'"{name}" is not a measure of this scenario.',
                remedy=did_you_mean(name, known, REMEDY),
            )


def is_measure(name: str, names: Names) -> bool:
    """Whether a measure of this name exists in a scenario with these services and needs."""
    if name in MEASURES:
        return "{" not in name
    for pattern, _ in PATTERNS:
        found = pattern.fullmatch(name)
        if found and all(_exists(kind, part, names) for kind, part in found.groupdict().items()):
            return True
    return False


def _exists(kind: str, part: str, names: Names) -> bool:
    if kind == "measure":
        return is_measure(part, names)
    if kind in ("service", "need"):
        return part in (names.services if kind == "service" else names.needs)
    return part.isdigit() if kind == "days" else True

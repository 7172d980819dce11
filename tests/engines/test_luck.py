"""Draws by key: what one person meets depends on nobody else, and on no arm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines.reference import run
from sim.people import Effects
from sim.resolved import Capacity, Changes, Resolved, StartKind
from sim.resolving import resolve
from sim.scenario import load
from tests.engines.awkward import awkward_world
from tests.engines.biographies import biographies, inner_weather
from tests.engines.worlds import world

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHORT = {"run.length": "300 days", "run.change": "60 days", "people.cohort": 180}
RATIOS = ("recovery", "worsening", "over_contact_ratio")


def without_effects(resolved: Resolved) -> Resolved:
    """The same arm, with all effect ratios 1."""
    effects = resolved.numbers.effects._asdict()
    changed = {
        name: np.ones_like(values) if name.endswith(RATIOS) else values
        for name, values in effects.items()
    }
    return resolved._replace(numbers=resolved.numbers._replace(effects=Effects(**changed)))


def with_room_for_all(resolved: Resolved, cohort: int) -> Resolved:
    """The same world with unlimited services, so that nobody stands in another's way."""
    services = resolved.numbers.services
    none = np.zeros(0, np.int64)
    numbers = resolved.numbers._replace(
        services=services._replace(
            capacity=np.full_like(services.capacity, Capacity.UNLIMITED),
            team=np.full_like(services.team, -1),
        ),
        changes=Changes(none, none, none, none),
        cohort=cohort,
        closes=300,
    )
    start = resolved.start._replace(kind=StartKind.EMPTY, table=())
    return resolved._replace(numbers=numbers, start=start)


def test_with_all_effect_ratios_1_needs_go_the_same_way_in_all_arms() -> None:
    scenario = load(SCENARIOS / "cen_community.yaml").with_values(SHORT)
    paths = [
        inner_weather(run(without_effects(resolve(scenario, arm)), 0, 0))
        for arm in scenario.arm_names
    ]

    assert all(path == paths[0] for path in paths)
    assert sum(len(path) for path in paths[0].values()) > 1_000


def test_with_the_effects_of_the_file_they_do_not() -> None:
    scenario = load(SCENARIOS / "cen_community.yaml").with_values(SHORT)
    paths = [
        inner_weather(run(resolve(scenario, arm), 0, 0))
        for arm in ("handed_on", "relational_practice")
    ]

    assert paths[0] != paths[1]


@pytest.mark.parametrize("number", [4, 9, 22, 33])
def test_with_all_effect_ratios_1_needs_do_not_feel_how_services_work(number: int) -> None:
    """Services as different as two awkward worlds have them, with the same needs."""
    resolved = without_effects(with_room_for_all(awkward_world(number), 12))
    services = resolved.numbers.services
    other = services._replace(
        stay=services.stay[::-1].copy(),
        handoff=(services.handoff + 1) % 4,
        attendance=services.attendance * 0.5,
        accept_probability=services.accept_probability * 0.5,
        contact_interval=np.full_like(services.contact_interval, 7),
        parallel=~services.parallel,
    )
    one = run(resolved, 3, 0)
    two = run(resolved._replace(numbers=resolved.numbers._replace(services=other)), 3, 0)

    assert inner_weather(one) == inner_weather(two)
    assert len(one.log) != len(two.log), "services did work differently"


@pytest.mark.parametrize("number", [4, 9, 22, 33])
def test_one_more_person_changes_nothing_for_anybody_else(number: int) -> None:
    fewer, more = (with_room_for_all(awkward_world(number), cohort) for cohort in (7, 8))

    before, after = (biographies(run(each, 0, 0), each) for each in (fewer, more))

    assert after.keys() - before.keys() == {"cohort 8"}
    assert {name: after[name] for name in before} == before
    assert max(len(life) for life in before.values()) > 20


BYSTANDER = """
  NAME:
    workers: {posts: 2, contact_hours: 20, caseload: 3, tenure: {exponential: {mean: 1 week}}}
    contacts: {every: 1 day, length: {exponential: {mean: 1 hour}}, attendance: 0.5}
    ends: {stay: {exponential: {mean: 3 days}}}
"""
CLINIC = """
  clinic:
    decision_delay: {exponential: {mean: 3 days}}
    accepts: {levels: [1, 3], probability: 0.6}
    workers: {posts: 3, contact_hours: 20, caseload: 4, tenure: {exponential: {mean: 2 weeks}}}
    patience: {exponential: {mean: 1 week}}
    contacts: {every: 2 days, length: {exponential: {mean: 1 hour}}, attendance: 0.7, stigma: 0.2}
    ends: {stay: {exponential: {mean: 2 weeks}}}
    exit_delay: {exponential: {mean: 1 day}}
    follow_up: {within: 72 hours, probability: 0.7}
    routes: {finished_in_need: {group: 0.7, nowhere: 0.3}, turned_away: {group: 0.5, nowhere: 0.5}}
  group:
    capacity: {places: 3}
    ends: {stay: {exponential: {mean: 1 week}}}
"""
PEOPLE = """
people:
  cohort: 25
  groups:
    here: {share: 1}
    walkers:
      share: 0
      overrides: {seeking: {delay: {severe: never, crisis: never}, reseek_delay: never}}
  arrivals: {walkers: {rate: 1 per day, to: NAME, group: walkers}}
leaving: {moving_away: 1 per year}
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, mild: 1, severe: 2, crisis: 3}
    transitions:
      - {from: settled, to: mild, rate: 20 per year}
      - {from: mild, to: settled, rate: 20 per year}
      - {from: mild, to: severe, rate: 30 per year}
      - {from: severe, to: mild, rate: 30 per year}
      - {from: severe, to: crisis, rate: 10 per year}
      - {from: crisis, to: severe, rate: 60 per year}
    start: {mild: 0.5, severe: 0.5}
seeking:
  delay: {severe: {exponential: {mean: 2 days}}, crisis: {exponential: {mean: 4 hours}}}
  reseek_delay: {exponential: {mean: 3 days}}
  entry: {severe: {clinic: 0.7, group: 0.3}, crisis: {clinic: 1}}
"""


@pytest.mark.parametrize(
    ("name", "first"), [("bystander", True), ("bystander", False), ("another_name", False)]
)
def test_renaming_or_moving_another_service_changes_nothing(
    tmp_path: Path, name: str, first: bool
) -> None:
    services = (BYSTANDER + CLINIC) if first else (CLINIC + BYSTANDER)
    resolved = world(tmp_path, (PEOPLE + "services:" + services).replace("NAME", name))
    reference = world(tmp_path, (PEOPLE + "services:" + CLINIC + BYSTANDER).replace("NAME", "x"))

    lives = biographies(run(resolved, 0, 0), resolved)
    expected = biographies(run(reference, 0, 0), reference)

    ours = [person for person in expected if person.startswith("cohort")]
    assert {person: lives[person] for person in ours} == {
        person: expected[person] for person in ours
    }

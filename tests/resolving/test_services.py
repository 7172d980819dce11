"""Services, teams, arrivals, effects and names as arrays."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.draws import name_key
from sim.errors import ScenarioFaults
from sim.events import Reason
from sim.resolved import MISSING, Capacity, Handoff, Pause, QueueRule, Resolved
from sim.resolving import resolve
from sim.units import DAY, FOREVER, HOUR, WEEK, YEAR
from tests.resolving.worlds import ONE_NEED, ONE_SERVICE, a_scenario, resolved

TEAM = """
people:
  groups: {first: {share: 0.5, attributes: [a, b]}, second: {share: 0.5, attributes: [b, c]}}
  arrivals:
    steady: {rate: 2 per week, to: team, group: second}
    callers: {rate: 1 per day, to: line}
    rising: {rate: 1 per day, to: community, changes: [{from: 26 weeks, rate: 2 per day}]}
needs:
  distress: {seek_level: 2, states: {well: 0, unwell: 2}, start: {well: 1}}
  housing:
    seek_level: 1
    states: {home: 0, none: 3}
    start: {home: 1}
    effects: {support: {recovery_ratio: 1.5}, over_contact: {limit: {crisis: 9}}}
seeking: {delay: {severe: 1 day}, reseek_delay: 1 week, entry: {severe: {team: 1}}}
effects:
  support: {recovery_ratio: 1.2, worsening_ratio: 0.9, window: 3 weeks}
  loss: {worsening_ratio: 1.4, lasts: 8 weeks, planned_share: 0.3, refusal_share: 0.5}
services:
  team:
    kind: community
    covers: [housing]
    accepts: {levels: [1, 3], excludes: [c, a], probability: 0.7, penalty_per_refusal: 0.1}
    workers:
      posts: 4
      contact_hours: 18.5
      caseload: 30
      tenure: {exponential: {mean: 4 years}}
      vacancy: 12 weeks
      handover: {planned: true, overlap: 60 minutes, share: 0.5}
      assignment: {keep: {over: 3}}
      missed_share: 0.5
      working_hours: {days: [mon, sat], from: "08:30", to: "18:00"}
      changes: [{from: 1 year, posts: 6}]
    queue: {group: [second]}
    contacts: {every: {severe: 2 weeks, crisis: 3 days}, length: 50 minutes, urgent_within: 2 days}
    ends: {contacts: 12, settled: {level: 1, for: 12 weeks}, missed: 3, planned: false}
    routes: {finished_in_need: {ward: 0.3, nowhere: 0.7}, crisis: {ward: 1}}
    handoff: {ward: warm, otherwise: cold}
    warm: {carries: 0.6, limit: 8 weeks}
    fast_return: 6 months
  ward:
    capacity: {places: 8, changes: [{from: 26 weeks, places: 10}, {from: 1 year, places: 9}]}
    ends: {stay: {fixed: 5 days}}
    continuous: true
    parallel: true
    pauses_others: in_reach
    follow_up: {within: 72 hours, probability: 0.76, by: team}
    costs: {place_day: 400}
  line: {parallel: true}
price_year: 2023
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    return resolved(tmp_path_factory.mktemp("team"), TEAM)


def test_names_are_in_file_order_with_labels_and_kinds(world: Resolved) -> None:
    names = world.names
    assert names.services == ("team", "ward", "line")
    assert names.service_kinds == ("community", "ward", "line")
    assert names.needs == ("distress", "housing")
    assert names.states == (("well", "unwell"), ("home", "none"))
    assert names.attributes == ("a", "b", "c")
    assert names.streams == ("steady", "callers", "rising")


def test_a_need_a_service_and_a_stream_of_one_name_have_keys_of_their_own(
    world: Resolved,
) -> None:
    assert world.numbers.services.name[0] == name_key("service:team")
    assert world.numbers.needs.name[0] == name_key("need:distress")
    assert world.numbers.arrivals.name[0] == name_key("stream:steady")
    prefixes = {name_key(prefix + "x") for prefix in ("service:", "need:", "stream:")}
    assert len(prefixes | {world.numbers.cohort_name}) == 4


def test_referral_columns(world: Resolved) -> None:
    services = world.numbers.services
    assert services.covers.tolist() == [[False, True], [True, True], [True, True]]
    assert (services.level_low[0], services.level_high[0]) == (1, 3)
    assert services.excludes.tolist() == [0b101, 0, 0]
    assert services.accept_probability.tolist() == [0.7, 1, 1]
    assert services.refusal_penalty.tolist() == [0.1, 0, 0]
    assert world.numbers.persons.attributes.tolist() == [0b011, 0b110]


def test_capacity_and_queue_columns(world: Resolved) -> None:
    services = world.numbers.services
    expected = [Capacity.WORKERS, Capacity.PLACES, Capacity.UNLIMITED]
    assert services.capacity.tolist() == expected
    assert services.places.tolist() == [4, 8, 0]
    assert services.team.tolist() == [0, MISSING, MISSING]
    assert services.priority.tolist() == [QueueRule.GROUP] + [QueueRule.FIRST_COME] * 2
    assert services.group_priority[0].tolist() == [1, 0]


def test_contact_and_ending_columns(world: Resolved) -> None:
    services = world.numbers.services
    assert services.contact_interval[0].tolist() == [FOREVER, FOREVER, 2 * WEEK, 3 * DAY]
    assert services.contact_interval[1].tolist() == [FOREVER] * 4
    assert services.urgent_within.tolist() == [2 * DAY, MISSING, MISSING]
    assert services.max_contacts.tolist() == [12, MISSING, MISSING]
    assert services.settled_level.tolist() == [1, MISSING, MISSING]
    assert services.settled_for[0] == 12 * WEEK
    assert services.max_missed.tolist() == [3, MISSING, MISSING]
    assert services.planned.tolist() == [False, True, True]
    assert services.fast_return.tolist() == [6 * 43_830, 0, 0]


def test_routes_are_cumulative_over_services_then_nowhere(world: Resolved) -> None:
    routes = world.numbers.services.routes
    assert routes.shape == (3, 1, 6, 4)
    assert routes[0, 0, Reason.FINISHED_IN_NEED].tolist() == [0, 0.3, 0.3, 1]
    assert routes[0, 0, Reason.CRISIS].tolist() == [0, 1, 1, 1]
    assert routes[0, 0, Reason.TURNED_AWAY].tolist() == [0, 0, 0, 1]
    assert world.numbers.services.has_crisis_route.tolist() == [True, False, False]


def test_columns_about_handing_on_and_being_open_beside_others(world: Resolved) -> None:
    services = world.numbers.services
    assert services.handoff[0].tolist() == [Handoff.COLD, Handoff.WARM, Handoff.COLD]
    assert services.warm_carries[0] == 0.6
    assert services.warm_limit[0] == 8 * WEEK
    assert services.pauses_others.tolist() == [Pause.NOTHING, Pause.IN_REACH, Pause.NOTHING]
    assert services.parallel.tolist() == [False, True, True]
    assert services.continuous.tolist() == [False, True, False]
    assert services.follow_up_within.tolist() == [MISSING, 3 * DAY, MISSING]
    assert services.follow_up_by.tolist() == [[MISSING], [0], [MISSING]]


def test_a_team(world: Resolved) -> None:
    team = world.numbers.workforce
    assert team.service.tolist() == [0]
    assert team.weekly_minutes.tolist() == [18.5 * 60]
    assert (team.posts[0], team.caseload[0], team.keep_over[0]) == (4, 30, 3)
    assert team.keep.tolist() == [True]
    assert team.handover_planned.tolist() == [True]
    assert team.handover_minutes.tolist() == [HOUR]
    assert team.works_on.tolist() == [[True, False, False, False, False, True, False]]
    assert (team.day_opens[0], team.day_closes[0]) == (8 * HOUR + 30, 18 * HOUR)


def test_changes_of_places_and_posts_are_in_order_of_time(world: Resolved) -> None:
    changes = world.numbers.changes
    assert changes.time.tolist() == [26 * WEEK, YEAR, YEAR]
    assert changes.service.tolist() == [1, 0, 1]
    assert changes.places.tolist() == [10, 6, 9]


def test_streams_have_pieces_of_rates(world: Resolved) -> None:
    arrivals = world.numbers.arrivals
    assert arrivals.group.tolist() == [1, MISSING, MISSING]
    assert arrivals.to.tolist() == [[0], [2], [MISSING]]
    assert arrivals.piece_from.tolist() == [[0, FOREVER], [0, FOREVER], [0, 26 * WEEK]]
    np.testing.assert_allclose(arrivals.piece_rate[2] * DAY, [1, 2])


def test_a_need_may_have_effects_of_its_own(world: Resolved) -> None:
    effects = world.numbers.effects
    assert effects.support_recovery.tolist() == [[1.2, 1.5]] * 2
    assert effects.support_worsening.tolist() == [[0.9, 0.9]] * 2
    assert effects.support_window.tolist() == [[3 * WEEK] * 2] * 2
    assert effects.over_contact_limit[0].tolist() == [[math.inf] * 4, [math.inf] * 3 + [9]]
    assert effects.loss_lasts.tolist() == [8 * WEEK] * 2
    assert effects.loss_planned_share.tolist() == [0.3] * 2
    assert effects.waiting_worsening.tolist() == [[1, 1]] * 2


def test_what_measures_need(world: Resolved) -> None:
    measuring = world.measuring
    assert measuring.window == (26 * WEEK, 2 * YEAR)
    assert measuring.covered_for == 28 * DAY
    assert measuring.gap_days == (30, 60, 90, 180)
    assert measuring.price_year == 2023
    assert measuring.place_day_cost[1] == 400
    assert np.isnan(measuring.contact_cost).all()


def test_a_scenario_without_needs_resolves_to_empty_columns(tmp_path: Path) -> None:
    numbers = resolved(tmp_path, ONE_SERVICE).numbers
    assert numbers.needs.level.shape == (0, 0)
    assert numbers.services.covers.shape == (1, 0)
    assert numbers.persons.entry.shape == (1, 0, 4, 2)
    assert numbers.effects.support_recovery.shape == (1, 0)
    assert numbers.workforce.works_on.shape == (0, 7)
    assert numbers.changes.time.shape == (0,)


ARMS = (
    ONE_NEED
    + """
mechanisms:
  slow:
    label: Slower
    source: ours
    on: {services: {clinic: {ends: {stay: {fixed: 3 days}}}}}
    off: {services: {clinic: {ends: {stay: {fixed: 2 days}}}}}
arms:
  quick: {}
  slow: {mechanisms: [slow]}
"""
)


def test_arms_differ_in_services_and_share_people_and_needs(tmp_path: Path) -> None:
    scenario = a_scenario(tmp_path, ARMS)
    quick, slow = resolve(scenario, "quick"), resolve(scenario, "slow")
    for one, other in zip(quick.numbers.needs, slow.numbers.needs, strict=True):
        np.testing.assert_array_equal(one, other)
    stays = [r.numbers.distributions.a[r.numbers.services.stay[0]] for r in (quick, slow)]
    assert stays == [2, 3]


@pytest.mark.parametrize("spells", ["0 days", "never"])
def test_absences_without_a_mean_length_are_refused(tmp_path: Path, spells: str) -> None:
    text = f"""
people: {{arrivals: {{newcomers: {{rate: 1 per day, to: team}}}}}}
services:
  team:
    workers: {{posts: 1, contact_hours: 9, caseload: 9, away: {{share: 0.2, spells: {spells}}}}}
    contacts: {{every: 1 week, length: 60 minutes}}
"""
    with pytest.raises(ScenarioFaults) as caught:
        resolved(tmp_path, text)
    assert "Absences need a mean length above 0" in str(caught.value)


def test_absences_take_their_share_of_the_time(tmp_path: Path) -> None:
    text = """
people: {arrivals: {newcomers: {rate: 1 per day, to: team}}}
services:
  team:
    workers: {posts: 1, contact_hours: 9, caseload: 9, away: {share: 0.2, spells: 1 week}}
    contacts: {every: 1 week, length: 60 minutes}
"""
    teams = resolved(tmp_path, text).numbers.workforce
    assert teams.at_work.tolist() == [pytest.approx(4 * 10_080)]
    assert teams.closed.shape == (1, 0)

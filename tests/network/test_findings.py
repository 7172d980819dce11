"""What the network of an arm shows before any run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.events import Reason
from sim.network import COMMUNITY, NOWHERE_NODE, FindingKind, findings, service_graph
from sim.resolved import Handoff, Resolved
from sim.resolving import resolve
from tests.resolving.worlds import ONE_SERVICE, a_scenario, resolved

WORLD = """
people: {cohort: 10}
needs:
  distress:
    label: Distress
    seek_level: 2
    states: {well: 0, unwell: 2, crisis: 3}
    start: {well: 1}
seeking:
  delay: {severe: 2 weeks, crisis: 1 day}
  reseek_delay: 4 weeks
  entry: {severe: {gp: 0.9, nowhere: 0.1}, crisis: {ward: 1}}
services:
  gp:
    capacity: unlimited
    contacts: {every: 1 week, length: 10 minutes}
    ends: {contacts: 1}
    routes: {finished_in_need: {team: 0.8, nowhere: 0.2}}
    patience: 1 week
  team:
    accepts: {levels: [2, 2], probability: 0.7}
    capacity: {places: 5}
    patience: {exponential: {mean: 8 weeks}}
    ends: {stay: {exponential: {mean: 1 year}}}
    routes:
      turned_away: {gp: 0.5, nowhere: 0.5}
      left_waiting: {gp: 1}
      finished_in_need: {specialist: 0.6, gp: 0.1, nowhere: 0.3}
      finished_settled: {nowhere: 1}
      crisis: {ward: 1}
    handoff: {specialist: warm, otherwise: cold}
    warm: {limit: 8 weeks}
  specialist:
    accepts: {levels: [2, 2]}
    capacity: {places: 3}
    ends: {settled: {level: 0, for: 12 weeks}}
    routes: {finished_settled: {gp: 1}}
    advice: {length: 60 minutes, lasts: 12 weeks}
  ward:
    accepts: {levels: [2, 2]}
    capacity: {places: 2}
    ends: {stay: 10 days}
    routes: {finished_in_need: {team: 1}, finished_settled: {team: 1}}
arms:
  handing_on: {}
  advising: {set: {services: {team: {handoff: {specialist: consult, otherwise: cold}}}}}
  apart:
    set:
      services:
        ward: {accepts: {levels: [2, 3]}}
        team: {routes: {finished_in_need: {gp: 1}}}
"""


def arm(folder: Path, name: str = "handing_on") -> Resolved:
    return resolved(folder, WORLD, name)


def words(found: Resolved, kind: FindingKind) -> list[str]:
    every = findings(found, service_graph(found))
    return [finding.words for finding in every if finding.kind is kind]


def test_edges_carry_the_probability_of_each_reason_that_can_happen(tmp_path: Path) -> None:
    graph = service_graph(arm(tmp_path))
    assert graph.edges["team", "gp"]["reasons"] == {
        Reason.TURNED_AWAY: 0.5,
        Reason.LEFT_WAITING: 1.0,
        Reason.FINISHED_IN_NEED: pytest.approx(0.1),
    }
    assert graph.edges["team", "specialist"]["handoff"] is Handoff.WARM
    assert graph.edges["team", "ward"]["reasons"] == {Reason.CRISIS: 1.0}
    assert graph.nodes["gp"]["label"] == "gp"


def test_what_cannot_happen_is_no_edge(tmp_path: Path) -> None:
    graph = service_graph(arm(tmp_path))
    # Nobody waits for an unlimited service, and everybody is accepted there.
    assert set(graph.edges["gp", NOWHERE_NODE]["reasons"]) == {
        Reason.FINISHED_IN_NEED,
        Reason.FINISHED_SETTLED,
    }
    # The specialist service ends only when the need has settled.
    assert Reason.FINISHED_IN_NEED not in graph.edges["specialist", NOWHERE_NODE]["reasons"]


def test_people_come_from_the_community_where_they_turn_for_help(tmp_path: Path) -> None:
    graph = service_graph(arm(tmp_path))
    assert graph.edges[COMMUNITY, "gp"]["reasons"] == {Reason.SEEKING: pytest.approx(0.9)}
    assert set(graph.successors(COMMUNITY)) == {"gp", "ward", NOWHERE_NODE}
    direct = service_graph(resolved(tmp_path, ONE_SERVICE))
    assert set(direct.successors(COMMUNITY)) == {"clinic"}


CHOOSING = """
relationship: {growth: 0.1, start: 0.05}
services:
  team:
    workers:
      {posts: POSTS, contact_hours: 18, caseload: 30, choice: {below: BELOW, after: 3}CHANGES}
    contacts: {every: 2 weeks, length: 60 minutes}
people: {arrivals: {sent: {rate: 5 per year, to: team}}}
"""


def choosing(folder: Path, posts: int, below: float, changes: str = "") -> list[str]:
    text = CHOOSING.replace("POSTS", str(posts)).replace("BELOW", str(below))
    return words(resolved(folder, text.replace("CHANGES", changes)), FindingKind.CHOICE)


def test_a_choice_that_nobody_can_have_or_that_everybody_would_ask_for_is_told(
    tmp_path: Path,
) -> None:
    """After three contacts a relationship has grown to 0.307 at most."""
    assert choosing(tmp_path, 2, 0.3) == []
    assert choosing(tmp_path, 1, 0.3, ", changes: [{from: 9 weeks, posts: 2}]") == []
    assert choosing(tmp_path, 1, 0.3) == [
        "team: people may ask for another worker, but it has one post."
    ]
    assert choosing(tmp_path, 2, 0.31) == [
        "team: by 3 contacts no relationship has grown to 0.31, so everybody asks for another "
        "worker."
    ]


def test_a_level_that_nobody_accepts_is_nowhere_to_go(tmp_path: Path) -> None:
    narrow = resolved(
        tmp_path, WORLD.replace("gp:\n", "gp:\n    accepts: {levels: [0, 2]}\n"), "handing_on"
    )
    assert words(narrow, FindingKind.THRESHOLD) == [
        "Distress, crisis: no service that covers it accepts it."
    ]
    assert words(arm(tmp_path), FindingKind.THRESHOLD) == []


def test_a_need_whose_contacts_all_count_as_signposting_is_told(tmp_path: Path) -> None:
    signposts = WORLD.replace("contacts: {every", "contacts: {counts_as: signpost, every")

    found = words(resolved(tmp_path, signposts, "handing_on"), FindingKind.SIGNPOSTS)
    assert found == ["Distress: all contacts count as signposting, so none is measured as help."]
    assert words(arm(tmp_path), FindingKind.SIGNPOSTS) == []


def test_a_limit_after_which_people_in_need_go_nowhere_is_a_cliff_edge(tmp_path: Path) -> None:
    assert words(arm(tmp_path), FindingKind.CLIFF_EDGE) == [
        "gp ends after 1 contact; 20 % of people still in need go nowhere.",
        "team ends after a time; 30 % of people still in need go nowhere.",
    ]


def test_refusals_and_giving_up_that_lead_nowhere_are_dead_ends(tmp_path: Path) -> None:
    assert words(arm(tmp_path), FindingKind.DEAD_END) == [
        "team, turned away: 50 % go nowhere.",
        "specialist, turned away: all go nowhere.",
        "ward, turned away: all go nowhere.",
    ]


def test_a_loop_has_the_product_of_its_likeliest_routes(tmp_path: Path) -> None:
    graph = service_graph(arm(tmp_path))
    found = {
        f.services: f.probability
        for f in findings(arm(tmp_path), graph)
        if f.kind is FindingKind.LOOP
    }
    assert found == {
        ("team", "ward"): pytest.approx(1.0),
        ("gp", "team"): pytest.approx(0.8),
        ("gp", "team", "specialist"): pytest.approx(0.8 * 0.6 * 1.0),
    }
    assert words(arm(tmp_path), FindingKind.LOOP)[0] == (
        "team -> ward -> team: 1 (in crisis 1; finished, settled 1)."
    )


def test_being_advised_is_not_moving_on(tmp_path: Path) -> None:
    loops = words(arm(tmp_path, "advising"), FindingKind.LOOP)
    assert [loop.split(":")[0] for loop in loops] == ["team -> ward -> team", "gp -> team -> gp"]


def test_a_service_that_an_arm_never_reaches_is_said(tmp_path: Path) -> None:
    assert words(arm(tmp_path, "apart"), FindingKind.UNREACHABLE) == [
        "specialist: no entry, arrival or route leads there."
    ]
    assert words(arm(tmp_path), FindingKind.UNREACHABLE) == []


@pytest.mark.parametrize(
    ("delay", "handoff", "told"),
    [
        ("2 days", "blocked", True),
        ("{uniform: {low: 1 day, high: 2 days}}", "{b: blocked, otherwise: cold}", True),
        ("0 days", "blocked", False),
        ("2 days", "warm", False),
        ("2 days", "{b: cold, otherwise: blocked}", False),
    ],
)
def test_an_exit_delay_beside_a_blocked_handoff_is_said_not_to_hold_there(
    tmp_path: Path, delay: str, handoff: str, told: bool
) -> None:
    two = f"""
people: {{arrivals: {{some: {{rate: 1 per week, to: a}}}}}}
services:
  a:
    capacity: {{places: 2}}
    ends: {{stay: 1 week}}
    exit_delay: {delay}
    handoff: {handoff}
    warm: {{limit: 8 weeks}}
    routes: {{finished_settled: {{b: 1}}}}
  b: {{ends: {{stay: 1 week}}}}
"""
    found = words(resolved(tmp_path, two), FindingKind.EXIT_DELAY)

    assert found == (
        [
            "a: none after a blocked handoff to b, which has held the place already; only after "
            "other endings."
        ]
        if told
        else []
    )


def test_more_and_more_people_are_told_with_both_numbers_and_a_way_out(tmp_path: Path) -> None:
    more = WORLD.replace("{cohort: 10}", "{cohort: 10, arrivals: {new: {rate: 10 per year}}}")
    leaving = "leaving: {moving_away: 0.9 per year}\n"

    (told,) = words(resolved(tmp_path, more, "handing_on"), FindingKind.GROWTH)
    steady = words(resolved(tmp_path, more + leaving, "handing_on"), FindingKind.GROWTH)

    assert told.startswith("About 15 people are there when measuring begins and 30 when it ends.")
    assert "none are given" in told
    assert "give `leaving`" in told
    assert steady == []


def test_without_needs_people_whom_nothing_leads_to_a_service_are_told(tmp_path: Path) -> None:
    lost = ONE_SERVICE.replace("arrivals: {", "arrivals: {more: {rate: 1 per day}, ")

    (told,) = words(resolved(tmp_path, lost), FindingKind.GROWTH)

    assert "arrive at a service" in told
    assert words(resolved(tmp_path, ONE_SERVICE), FindingKind.GROWTH) == []


def test_a_service_that_an_arm_lacks_since_the_change_is_not_one_that_nobody_reaches(
    tmp_path: Path,
) -> None:
    written = """
people: {arrivals: {newcomers: {rate: 1 per day, to: clinic}}}
services:
  clinic: {capacity: {places: 2}, ends: {stay: 5 days}, routes: {finished_settled: {ward: 1}}}
  ward: {capacity: {places: 2}, ends: {stay: 5 days}}
arms:
  today: {}
  later:
    set: {services: {ward: null, clinic: {routes: {finished_settled: {nowhere: 1}}}}}
    start_map: {ward: clinic}
"""
    scenario = a_scenario(tmp_path, written).with_values({"run.change": "26 weeks"})
    later = resolve(scenario, "later", to_run=False)

    assert later.names.services == ("clinic", "ward")
    assert not of_kind(later, FindingKind.UNREACHABLE)


def of_kind(found: Resolved, kind: FindingKind) -> list[str]:
    return [f.words for f in findings(found, service_graph(found)) if f.kind is kind]

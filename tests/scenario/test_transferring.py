"""Posts that an arm moves from one team to another, as many as have the same hours."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.network.workforce import posts_of
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.design.levers import lever


def team(posts: int, hours: float, **more: Any) -> dict[str, Any]:
    return {
        "workers": {"posts": posts, "contact_hours": hours, "caseload": 5, **more},
        "contacts": {"every": "2 weeks", "length": "1 hour"},
        "ends": {"stay": "1 year"},
    }


def care(transfer: dict[str, Any], **services: Any) -> Scenario:
    return Scenario.of(
        {
            "throughline": 2,
            "title": "Posts move",
            "source": "made_up",
            "sources": {"made_up": {"kind": "assumption", "reference": "for this test"}},
            "run": {"length": "2 years"},
            "people": {
                "areas": {"north": {"share": 0.4}, "south": {"share": 0.6}},
                "arrivals": {"new": {"rate": "1 per week", "to": "door"}},
            },
            "services": {
                "door": {
                    "ends": {"stay": "1 day"},
                    "routes": {"finished_in_need": {"team": 0.5, "specialist": 0.5}},
                },
                "specialist": team(6, 18),
                "team": team(4, 12),
                **services,
            },
            "arms": {"now": {}, "consult": {"transfer": transfer}},
        }
    )


def posts(scenario: Scenario, arm: str = "consult") -> dict[str, int]:
    resolved = resolve(scenario, arm)
    teams = resolved.numbers.workforce
    names = [resolved.names.services[at] for at in teams.service]
    return dict(zip(names, teams.posts.tolist(), strict=True))


def hours(scenario: Scenario, arm: str) -> int:
    teams = resolve(scenario, arm).numbers.workforce
    return int((teams.posts * teams.weekly_minutes).sum())


TWO = {"from": "specialist", "to": "team", "posts": 2}


def test_posts_with_the_same_hours_move() -> None:
    scenario = care(TWO)

    assert posts(scenario, "now") == {"specialist": 6, "team": 4}
    assert posts(scenario) == {"specialist": 4, "team": 7}
    assert hours(scenario, "now") == hours(scenario, "consult")


@pytest.mark.parametrize(
    ("leave", "there", "arrive"), [(1, 12, 1.5), (0.5, 12, 0.75), (2, 17, 2.118), (1.25, 18, 1.25)]
)
def test_parts_of_posts_move_and_what_arrives_is_in_thousandths(
    leave: float, there: float, arrive: float
) -> None:
    found = resolve(care(TWO | {"posts": leave}, team=team(4, there)), "consult").numbers
    services = found.services
    held = {
        name: posts_of(int(places), int(share))
        for name, places, share in zip(
            ("specialist", "team"), services.places[1:], services.last_share[1:], strict=True
        )
    }

    assert held == pytest.approx({"specialist": 6 - leave, "team": 4 + arrive})


def test_scheduled_changes_of_posts_move_too() -> None:
    later = [{"from": "1 year", "posts": 10}]
    changes = resolve(care(TWO, specialist=team(6, 18, changes=later)), "consult").numbers.changes

    assert changes.places.tolist() == [8]


def test_a_transfer_follows_levers_and_is_one_itself() -> None:
    scenario = care(TWO)

    more = scenario.with_values({"services.specialist.workers.posts": 9})
    other_hours = scenario.with_values({"services.team.workers.contact_hours": 18})
    found = lever(scenario, "arms.consult.transfer.posts", [2, 4])

    assert posts(more) == {"specialist": 7, "team": 7}
    assert posts(other_hours) == {"specialist": 4, "team": 6}
    assert posts(scenario.with_values(found.puts(4))) == {"specialist": 2, "team": 10}


def test_a_transfer_lies_over_what_the_arm_sets() -> None:
    scenario = care(TWO)
    data = scenario.to_dict()
    data["arms"]["consult"]["set"] = {"services": {"specialist": {"workers": {"posts": 3}}}}
    data["arms"]["consult"]["set"]["source"] = "made_up"

    changed = Scenario.of(data)

    assert posts(changed) == {"specialist": 1, "team": 7}
    assert Scenario.of(changed.to_dict()) == changed
    assert posts(Scenario.of(changed.to_dict())) == {"specialist": 1, "team": 7}


def test_within_each_area_so_many_posts_move() -> None:
    areas = {"per_area": {"north": {"workers": {"posts": 3}}, "south": {}}}

    scenario = care(TWO, specialist=team(6, 18) | areas, team=team(4, 12) | areas)

    assert posts(scenario) == {
        "specialist_north": 1,
        "specialist_south": 4,
        "team_north": 6,
        "team_south": 7,
    }


AREAS: dict[str, Any] = {"per_area": {"north": {}, "south": {}}}


@pytest.mark.parametrize(
    ("transfer", "services", "words"),
    [
        (TWO | {"to": "teem"}, {}, "Did you mean `team`?"),
        (TWO | {"to": "door"}, {}, "`door` has no workers, so no posts"),
        (TWO | {"to": "specialist"}, {}, "The posts would stay where they are"),
        (TWO | {"posts": 7}, {}, "`specialist` has 6 posts, so 7 cannot leave"),
        (TWO | {"posts": 6.5}, {}, "`specialist` has 6 posts, so 6.5 cannot leave"),
        (TWO | {"posts": 1.0005}, {}, "Parts of posts are whole thousandths"),
        (TWO | {"posts": 0}, {}, "Write a number from 0.001"),
        (TWO, {"team": team(4, 12) | AREAS}, "`team` stands once in each area and `specialist`"),
        (TWO, {"specialist": team(6, 18) | AREAS}, "as `specialist_north`"),
    ],
)
def test_a_transfer_that_cannot_be_made_is_told(
    transfer: dict[str, Any], services: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScenarioFaults) as told:
        care(transfer, **services)

    assert words in str(told.value)

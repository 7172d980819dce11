"""A service with `per_area` becomes one service in each area; what names it reaches all of them."""

from __future__ import annotations

from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.dividing import spread
from sim.studies.design.levers import every_range, lever


def care(**more: Any) -> dict[str, Any]:
    return {
        "throughline": 2,
        "title": "Two areas",
        "source": "made_up",
        "sources": {"made_up": {"kind": "assumption", "reference": "for this test"}},
        "run": {"length": "2 years"},
        "people": {
            "cohort": 10,
            "areas": {"north": {"share": 0.4, "label": "The north"}, "south": {"share": 0.6}},
            "arrivals": {"new": {"rate": "1 per week", "to": "team"}},
        },
        "services": {
            "team": {
                "label": "Team",
                "workers": {"posts": 4, "contact_hours": 18, "caseload": 10},
                "contacts": {
                    "every": "2 weeks",
                    "length": {"value": "45 minutes", "low": "30 minutes", "high": "1 hour"},
                },
                "ends": {"stay": "20 weeks"},
                "routes": {"finished_in_need": {"ward": 1}},
                "per_area": {
                    "north": {"workers": {"posts": 3}},
                    "south": {"contacts": {"every": "3 weeks"}, "label": "Team by the sea"},
                },
            },
            "ward": {
                "capacity": {"places": 3},
                "ends": {"stay": "2 weeks"},
                "routes": {"finished_in_need": {"team": 1}},
            },
        },
        **more,
    }


def posts(scenario: Scenario) -> dict[str, float]:
    return {
        name: service.workers.posts.value
        for name, service in scenario.services.items()
        if service.workers is not None
    }


def weeks_between(scenario: Scenario) -> dict[str, float]:
    found = {}
    for name, service in scenario.services.items():
        if service.contacts is not None:
            fixed = service.contacts.every.fixed
            assert fixed is not None
            found[name] = fixed.minutes / 10_080
    return found


def test_each_area_has_a_service_and_what_is_not_patched_holds_whole_in_each() -> None:
    scenario = Scenario.of(care())

    assert list(scenario.services) == ["team_north", "team_south", "ward"]
    assert posts(scenario) == {"team_north": 3, "team_south": 4}
    assert weeks_between(scenario) == {"team_north": 2, "team_south": 3}
    labels = [scenario.label_of(name) for name in scenario.services]
    assert labels == ["Team, The north", "Team by the sea", "ward"]


def test_what_is_explained_reads_as_the_same_scenario() -> None:
    arms = {"now": {}, "more": {"set": {"services": {"team": {"ends": {"stay": "1 year"}}}}}}
    scenario = Scenario.of(care(arms=arms))

    again = Scenario.of(scenario.to_dict())

    assert again == scenario
    assert again.services["team_south"].part_of == scenario.services["team_south"].part_of


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({"team": {"contacts": {"every": "1 week"}}}, {"team_north": 1, "team_south": 1}),
        ({"team_north": {"contacts": {"every": "1 week"}}}, {"team_north": 1, "team_south": 3}),
        (
            {"team": {"per_area": {"north": {"contacts": {"every": "1 week"}}}}},
            {"team_north": 1, "team_south": 3},
        ),
        (
            {
                "team": {"contacts": {"every": "1 week"}},
                "team_south": {"contacts": {"every": "5 weeks"}},
            },
            {"team_north": 1, "team_south": 5},
        ),
        (
            {
                "team_south": {"contacts": {"every": "5 weeks"}},
                "team": {"contacts": {"every": "1 week"}},
            },
            {"team_north": 1, "team_south": 1},
        ),
        ({"team": None, "ward": {"routes": None}}, {}),
    ],
)
def test_a_patch_of_the_common_name_reaches_all_areas_and_one_of_an_area_that_one(
    patch: dict[str, Any], expected: dict[str, float]
) -> None:
    people = {"areas": {"north": {"share": 0.4}, "south": {"share": 0.6}}, "start": "empty"}
    people |= {"arrivals": {"new": {"rate": "1 per week", "to": "ward"}}}
    arms = {"now": {}, "other": {"set": {"services": patch}, "mechanisms": []}}
    switch = {"x": {"label": "X", "source": "made_up", "on": {"services": patch}}}

    by_arm = Scenario.of(care(people=people, arms=arms)).arm("other")
    arms = {"now": {}, "other": {"mechanisms": ["x"]}}
    by_mechanism = Scenario.of(care(people=people, arms=arms, mechanisms=switch)).arm("other")

    assert weeks_between(by_arm) == expected
    assert weeks_between(by_mechanism) == expected


def test_an_arm_may_add_a_service_in_each_area_and_move_people_there() -> None:
    added = {
        "team": None,
        "hub": {
            "capacity": {"places": 9},
            "per_area": {"north": {"capacity": {"places": 5}}, "south": {}},
        },
        "ward": {"routes": {"finished_in_need": {"hub": 1}}},
    }
    arms = {"now": {}, "hubs": {"set": {"services": added}, "start_map": {"team": "hub"}}}
    people = {"cohort": 9, "areas": {"north": {"share": 0.4}, "south": {"share": 0.6}}}
    people |= {"arrivals": {"new": {"rate": "1 per week", "to": "ward"}}, "start": "full"}
    scenario = Scenario.of(care(people=people, arms=arms))

    arm = resolve(scenario, "hubs")

    assert arm.names.services == ("ward", "hub_north", "hub_south")
    assert arm.numbers.services.places.tolist() == [3, 5, 9]
    assert scenario.arms["hubs"].start_map == {"team_north": "hub_north", "team_south": "hub_south"}
    # Of the services of the scenario: two teams and the ward.
    assert arm.start.service_map[:2].diagonal().tolist() == [1, 2]
    assert arm.start.area.tolist() == [0, 1, -1]


def test_values_by_path_reach_the_services_of_all_areas_or_one() -> None:
    arms = {"now": {}, "more": {"set": {"services": {"team": {"support": 1}}}}}
    scenario = Scenario.of(care(arms=arms))

    changed = scenario.with_values(
        {
            "services.team.contacts.every": "4 weeks",
            "services.team.per_area.north.workers.posts": 9,
            "arms.more.set.services.team.support": 0.5,
        }
    )

    assert weeks_between(changed) == {"team_north": 4, "team_south": 4}
    assert posts(changed) == {"team_north": 9, "team_south": 4}
    supports = [
        changed.arm("more").services[f"team_{area}"].support.value for area in ("north", "south")
    ]
    assert supports == [0.5, 0.5]


def test_a_lever_of_the_common_name_sets_the_services_of_all_areas() -> None:
    scenario = Scenario.of(care())

    found = lever(scenario, "services.team.workers.posts", [2, 6])

    assert found.name == "services.team.workers.posts"
    assert found.paths == ("services.team_north.workers.posts", "services.team_south.workers.posts")
    assert posts(scenario.with_values(found.puts(6))) == {"team_north": 6, "team_south": 6}


def test_a_number_written_once_for_all_areas_is_one_lever() -> None:
    ward = {"capacity": {"places": {"value": 3, "low": 1, "high": 5}}, "ends": {"stay": "2 weeks"}}
    data = care()
    data["services"]["ward"] |= ward
    data["services"]["team"]["per_area"]["north"] = {
        "workers": {"posts": {"value": 3, "low": 2, "high": 6}}
    }
    scenario = Scenario.of(data)

    found = every_range(scenario, scenario.arm_names)

    assert [each.name for each in found] == [
        "services.team.contacts.length",
        "services.team_north.workers.posts",
        "services.ward.capacity.places",
    ]
    assert found[0].paths == (
        "services.team_north.contacts.length",
        "services.team_south.contacts.length",
    )


def test_all_faults_of_areas_are_told_at_once_beside_the_others() -> None:
    data = care()
    data["services"]["team"]["per_area"] = {"est": {}, "north": {"ends": {"stay": "soon"}}}

    with pytest.raises(ScenarioFaults) as told:
        Scenario.of(data)

    said = str(told.value)
    assert "`est` is not an area here" in said
    assert "`team` has no `south` under `per_area`" in said
    assert '"soon"' in said


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("services.team.ends.stay", ["services.a.ends.stay", "services.b.ends.stay"]),
        ("services.team.per_area.north.ends", ["services.a.ends"]),
        ("services.ward.ends.stay", ["services.ward.ends.stay"]),
        (
            "arms.x.set.services.team.ends",
            ["arms.x.set.services.a.ends", "arms.x.set.services.b.ends"],
        ),
        ("arms.x.services.team.ends", ["arms.x.services.a.ends", "arms.x.services.b.ends"]),
        (
            "mechanisms.m.on.services.team",
            ["mechanisms.m.on.services.a", "mechanisms.m.on.services.b"],
        ),
        ("people.team.share", ["people.team.share"]),
        ("services", ["services"]),
    ],
)
def test_a_path_of_a_common_name_means_one_path_for_each_area(
    path: str, expected: list[str]
) -> None:
    assert list(spread({"team": {"north": "a", "south": "b"}}, path)) == expected


def table(rows: str) -> dict[str, Any]:
    data = care()
    contents = f"id,area,service,status\n{rows}\n"
    data["people"]["start"] = {"from_table": {"file": "here.csv", "contents": contents}}
    return data


def test_the_starting_table_may_name_areas_and_common_services() -> None:
    rows = (
        "a,south,team,in_care\nb,,team_north,in_care\nc,north,,\nd,,,\ne,north,team_south,waiting"
    )

    here = resolve(Scenario.of(table(rows)), "baseline").start.table

    assert [(each.area, each.service) for each in here] == [
        (1, 1),
        (0, 0),
        (0, -1),
        (-1, -1),
        (0, 1),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("a,,team,in_care", "one service in each area, and the area is not given"),
        ("a,nrth,team,in_care", "Did you mean `north`?"),
    ],
)
def test_a_starting_table_that_does_not_say_which_area_is_refused(rows: str, words: str) -> None:
    with pytest.raises(ScenarioFaults, match="(?s)" + words.replace("?", r"\?")):
        resolve(Scenario.of(table(rows)), "baseline")

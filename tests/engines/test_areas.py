"""People who live in areas, and services that stand once in each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.draws import NO_NAME, Purpose, uniform
from sim.engines import fast, reference
from sim.events import EVENT, EventKind, Run
from sim.measures import measure
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import YEAR

NEED = {
    "states": {"well": 0, "bad": 2, "crisis": 3},
    "transitions": [
        {"from": "well", "to": "bad", "rate": "4 per year"},
        {"from": "bad", "to": "well", "rate": "3 per year"},
        {"from": "bad", "to": "crisis", "rate": "4 per year"},
        {"from": "crisis", "to": "bad", "rate": "40 per year"},
    ],
}
SERVICES: dict[str, Any] = {
    "gp": {
        "contacts": {"every": "2 weeks", "length": "10 minutes"},
        "ends": {"stay": "5 weeks"},
        "routes": {"finished_in_need": {"team": 0.8, "nowhere": 0.2}},
    },
    "team": {
        "workers": {
            "posts": 2,
            "contact_hours": 12,
            "caseload": 4,
            "tenure": {"exponential": {"mean": "20 weeks"}},
            "vacancy": {"exponential": {"mean": "3 weeks"}},
        },
        "queue": "level",
        "patience": {"exponential": {"mean": "10 weeks"}},
        "contacts": {
            "every": "1 week",
            "length": {"exponential": {"mean": "50 minutes"}},
            "attendance": 0.8,
            "urgent_within": "1 day",
        },
        "ends": {"stay": {"exponential": {"mean": "16 weeks"}}, "missed": 3},
        "handoff": {"ward": "warm"},
        "warm": {"limit": "4 weeks"},
        "routes": {"crisis": {"ward": 1}, "finished_in_need": {"ward": 0.3, "gp": 0.7}},
        "per_area": {"north": {}, "south": {"workers": {"posts": 1}}},
    },
    "ward": {
        "capacity": {"places": 2},
        "continuous": True,
        "pauses_others": "pause",
        "ends": {"stay": {"exponential": {"mean": "2 weeks"}}},
        "follow_up": {"within": "72 hours", "by": "team"},
        "routes": {"finished_in_need": {"team": 1}},
        "per_area": {"north": {}, "south": {"ends": {"stay": "3 weeks"}}},
    },
}
PLACES = [
    *[("", "")] * 12,
    *[("team", "in_care")] * 5,
    *[("team", "waiting")] * 3,
    ("ward", "in_care"),
]
TABLE = [
    f"{area} {number},{area},{service},{status}"
    for area in ("north", "south")
    for number, (service, status) in enumerate(PLACES)
]
LEAVING = {
    "settled_for": {
        "for": "3 weeks",
        "recurrence": "6 per year",
        "returns": {"need": "distress", "state": "bad"},
    }
}
ABOUT_SERVICES = (
    EventKind.REFERRED,
    EventKind.SPELL_STARTED,
    EventKind.PAUSED,
    EventKind.ALREADY_KNOWN,
    EventKind.HANDED_OFF_COLD,
    EventKind.HANDED_OFF_WARM,
)
"""Rows whose detail is a service."""


def care(**more: Any) -> dict[str, Any]:
    """A scenario of two areas, as data."""
    return {
        "throughline": 2,
        "title": "Two areas",
        "source": "made_up",
        "sources": {"made_up": {"kind": "assumption", "reference": "for this test"}},
        "run": {"length": "60 weeks"},
        "people": {
            "areas": {"north": {"share": 0.5}, "south": {"share": 0.5}},
            "arrivals": {
                f"to_{area}": {"rate": "1 per week", "area": area, "to": to}
                for area, to in (("north", "team"), ("south", "community"))
            },
            "start": {
                "from_table": {
                    "file": "here.csv",
                    "contents": "\n".join(["id,area,service,status", *TABLE]) + "\n",
                }
            },
        },
        "needs": {"distress": NEED},
        "seeking": {
            "delay": {2: "2 weeks", 3: "1 day"},
            "reseek_delay": "6 weeks",
            "entry": {2: {"gp": 0.5, "team": 0.5}, 3: {"ward": 1}},
        },
        "services": SERVICES,
        "trust": {"start": {"uniform": {"low": 0, "high": 1}}, "refusal_fall": 0.1},
        **more,
    }


def alone(area: str, **more: Any) -> dict[str, Any]:
    """The same model with one of its areas only."""
    data = care(**more)
    people = data["people"]
    people["areas"] = {area: {"share": 1}}
    people["arrivals"] = {
        name: each for name, each in people["arrivals"].items() if each["area"] == area
    }
    rows = [row for row in TABLE if row.startswith(area)]
    contents = "\n".join(["id,area,service,status", *rows]) + "\n"
    people["start"] = {"from_table": {"file": "here.csv", "contents": contents}}
    data["services"] = {
        name: {**each, "per_area": {area: each["per_area"][area]}} if "per_area" in each else each
        for name, each in SERVICES.items()
    }
    return data


def resolved(data: dict[str, Any], arm: str = "baseline") -> Resolved:
    return resolve(Scenario.of(data), arm)


def numbered_by_appearance(log: np.ndarray, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The rows with people, spells and workers numbered as they appear, and services by name."""
    known: dict[str, dict[int, int]] = {"person": {}, "spell": {}, "worker": {}}
    of = {"person": "person", "spell": "spell", "worker": "worker", "other_worker": "worker"}
    rows = []
    for row in log:
        values = {name: int(row[name]) for name in EVENT.names or ()}
        for column, kind in of.items():
            if values[column] >= 0:
                values[column] = known[kind].setdefault(values[column], len(known[kind]))
        detail: Any = values["detail"]
        if values["event"] in ABOUT_SERVICES and detail >= 0:
            detail = names[detail]
        if values["event"] == EventKind.LIVES_IN:
            detail = "their area"
        service = names[values["service"]] if values["service"] >= 0 else None
        rows.append(
            (
                *(values[name] for name in values if name not in ("service", "detail")),
                service,
                detail,
            )
        )
    return rows


def of_area(run: Run, arm: Resolved, area: int) -> np.ndarray:
    """The rows about people and services of an area."""
    lives = np.array([person.area for person in run.people])
    name = arm.names.areas[area]
    person, service = run.log["person"], run.log["service"]
    theirs = np.array([each.endswith(f"_{name}") for each in arm.names.services])
    rows: np.ndarray = run.log[np.where(person >= 0, lives[person] == area, theirs[service])]
    return rows


@pytest.mark.parametrize("area", ["north", "south"])
@pytest.mark.parametrize("more", [{}, {"leaving": LEAVING}], ids=["they stay", "they return"])
def test_areas_that_nothing_joins_are_separate_models_row_for_row(
    area: str, more: dict[str, Any]
) -> None:
    both, one = resolved(care(**more)), resolved(alone(area, **more))

    together, apart = fast.run(both, 5, 2), fast.run(one, 5, 2)

    rows = of_area(together, both, both.names.areas.index(area))
    expected = numbered_by_appearance(apart.log, one.names.services)
    assert len(expected) > 1_500
    assert numbered_by_appearance(rows, both.names.services) == expected
    assert (rows["event"] == EventKind.RETURNED).any() == bool(more)


def test_who_returns_is_still_of_their_area_and_group() -> None:
    """Checked in the log, and in the time there that each area is measured to have."""
    data = care(leaving=LEAVING)
    data["people"]["groups"] = {"young": {"share": 0.5}, "old": {"share": 0.5}}
    arm = resolved(data)
    run = fast.run(arm, 5, 2)

    back = run.log[run.log["event"] == EventKind.RETURNED]
    after = run.log[np.flatnonzero(run.log["event"] == EventKind.RETURNED) + 1]
    of = [run.people[who] for who in back["person"].tolist()]
    assert len({(person.group, person.area) for person in of}) == 4
    assert back["detail"].tolist() == [person.group for person in of]
    assert after["event"].tolist() == [EventKind.LIVES_IN] * len(back)
    assert after["detail"].tolist() == [person.area for person in of]
    there = np.zeros(2)
    for kind, sign in {"ARRIVED": -1, "RETURNED": -1, "EXITED": 1}.items():
        rows = run.log[run.log["event"] == EventKind[kind]]
        areas = [run.people[who].area for who in rows["person"].tolist()]
        np.add.at(there, areas, sign * (rows["time"].astype(float) - run.closes))
    values = {row.group: row.value for row in measure(run, arm) if row.measure == "person_years"}
    assert values["area:north"] == pytest.approx(there[0] / YEAR)
    assert values["area:south"] == pytest.approx(there[1] / YEAR)


def test_an_area_is_drawn_by_the_persons_key_and_written_right_after_the_arrival() -> None:
    data = care()
    data["people"] |= {
        "cohort": 200,
        "start": "empty",
        "areas": {"north": {"share": 0.3}, "south": {"share": 0.7}},
        "groups": {
            "young": {"share": 0.5, "areas": {"north": 0.9, "south": 0.1}},
            "old": {"share": 0.5},
        },
        "arrivals": {"new": {"rate": "1 per day"}},
    }
    arm = resolved(data)

    run = reference.run(arm, 3, 1)

    for number, person in enumerate(run.people):
        u = uniform(3, 1, int(Purpose.AREA), NO_NAME, person.key, 0)
        assert person.area == int(u >= (0.9 if person.group == 0 else 0.3))
        rows = run.log[run.log["person"] == number]
        assert rows["event"][:2].tolist() == [EventKind.ARRIVED, EventKind.LIVES_IN]
        assert rows["detail"][:2].tolist() == [person.group, person.area]
    assert len({(person.group, person.area) for person in run.people}) == 4


def referred(run: Run, arm: Resolved) -> set[tuple[int, str]]:
    """Areas of people with the services that they were ever referred to or were in."""
    kinds = np.isin(run.log["event"], (EventKind.REFERRED, EventKind.SPELL_STARTED))
    pairs = run.log[kinds][["person", "service"]].tolist()
    return {(run.people[who].area, arm.names.services[where]) for who, where in pairs}


def test_a_common_name_leads_everybody_to_their_own_areas_service() -> None:
    arm = resolved(care())

    run = fast.run(arm, 1, 1)

    assert referred(run, arm) == {
        (0, "gp"),
        (1, "gp"),
        *((0, f"{name}_north") for name in ("team", "ward")),
        *((1, f"{name}_south") for name in ("team", "ward")),
    }
    follow_ups = run.log[(run.log["event"] == EventKind.CONTACT) & (run.log["detail"] & 32 > 0)]
    assert len(follow_ups) > 10
    for row in follow_ups:
        name = arm.names.services[row["service"]]
        assert name == f"team_{arm.names.areas[run.people[row['person']].area]}"


def test_the_name_of_one_areas_service_leads_everybody_there() -> None:
    data = care()
    data["services"] = {
        **SERVICES,
        "gp": {**SERVICES["gp"], "routes": {"finished_in_need": {"ward_south": 1}}},
    }
    arm = resolved(data)

    assert {(0, "ward_south"), (1, "ward_south")} <= referred(fast.run(arm, 1, 1), arm)


def test_places_are_filled_with_people_of_the_area() -> None:
    data = care()
    data["people"] |= {"cohort": 100, "start": "full", "arrivals": {}}
    arm = resolved(data)

    run = fast.run(arm, 1, 1)

    here = run.log[(run.log["event"] == EventKind.SPELL_STARTED) & (run.log["time"] == 0)]
    pairs = [
        (run.people[who].area, arm.names.services[at])
        for who, at in here[["person", "service"]].tolist()
    ]
    assert {pair: pairs.count(pair) for pair in pairs} == {
        (0, "team_north"): 8,
        (1, "team_south"): 4,
        (0, "ward_north"): 2,
        (1, "ward_south"): 2,
    }


def test_who_moves_when_rules_change_goes_to_their_own_areas_service() -> None:
    data = care()
    data["run"] = {"length": "60 weeks", "change": "30 weeks"}
    data["arms"] = {
        "as_before": {},
        "one_door": {
            "set": {
                "services": {
                    "gp": None,
                    "team": {"routes": {"finished_in_need": {"ward": 1}}},
                },
                "seeking": {"entry": {2: {"team": 1}}},
            },
            "start_map": {"gp": "team"},
        },
    }
    arm = resolved(data, "one_door")

    run = fast.run(arm, 1, 1)

    assert np.array_equal(run.log, reference.run(arm, 1, 1).log)
    gp = arm.names.services.index("gp")
    moved = (run.log["event"] == EventKind.SPELL_STARTED) & (run.log["detail"] == gp)
    moved &= run.log["time"] == 30 * 10_080
    went = {
        (run.people[who].area, arm.names.services[at])
        for who, at in run.log[moved][["person", "service"]].tolist()
    }
    assert went == {(0, "team_north"), (1, "team_south")}


def test_without_areas_no_row_and_no_person_has_one() -> None:
    data = care()
    data["people"] = {"cohort": 20}
    data["services"] = {
        name: {key: value for key, value in each.items() if key != "per_area"}
        for name, each in SERVICES.items()
    }
    run = fast.run(resolved(data), 1, 1)

    assert {person.area for person in run.people} == {-1}
    assert EventKind.LIVES_IN not in run.log["event"]

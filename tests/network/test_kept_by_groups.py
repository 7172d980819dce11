"""Numbers of arms that do not reach a group with its own are named before a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.network import check_text
from sim.network.kept_by_groups import kept_by_groups
from sim.resolving import resolve
from sim.scenario import Scenario, load

OF_NORTH: dict[str, Any] = {
    "services": {"team": {"ends": {"stay": {"exponential": {"mean": "4 weeks"}}}}},
    "seeking": {"reseek_delay": "3 weeks"},
    "relationship": {"retelling": 2},
}
TEAM: dict[str, Any] = {
    "capacity": {"places": 4},
    "contacts": {"every": "1 week", "length": "30 minutes"},
    "ends": {"stay": {"exponential": {"mean": "8 weeks"}}},
}
OURS = {"kind": "assumption", "reference": "made up for a test"}
STAY: dict[str, Any] = {"services": {"team": {"ends": {"stay": "10 weeks"}}}}
OWN_STAY = "people.groups.north.overrides.services.team.ends.stay"


def world(**parts: Any) -> dict[str, Any]:
    return {
        "throughline": 2,
        "title": "Two groups and a team",
        "source": "ours",
        "sources": {"ours": OURS},
        "run": {"length": "1 year"},
        "people": {
            "cohort": 20,
            "groups": {"north": {"share": 0.5, "overrides": OF_NORTH}, "south": {"share": 0.5}},
        },
        "needs": {
            "distress": {
                "states": {"well": 0, "bad": 2},
                "transitions": [{"from": "well", "to": "bad", "rate": "2 per year"}],
            }
        },
        "seeking": {
            "delay": {"severe": "2 weeks"},
            "entry": {"severe": {"team": 1}},
            "reseek_delay": "4 weeks",
        },
        "relationship": {"growth": 0.2, "retelling": 1},
        "services": {"team": TEAM},
        **parts,
    }


def said(tmp_path: Path, **parts: Any) -> list[tuple[str, str]]:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(world(**parts), indent=1))
    return list(kept_by_groups(load(path)))


def line_of(tmp_path: Path, *words: str) -> int:
    """The line of the file in which these words come one after the other."""
    text = (tmp_path / "world.yaml").read_text()
    at = 0
    for each in words:
        at = text.index(f'"{each}"', at)
    return text.count("\n", 0, at) + 1


def test_an_arm_whose_number_a_group_overrides_is_told_with_both_places(tmp_path: Path) -> None:
    ((arm, words),) = said(tmp_path, arms={"today": {}, "longer": {"set": STAY}})

    assert arm == "longer"
    assert words.startswith("`arms.longer.set.services.team.ends.stay` (")
    assert "does not reach group `north`, which has its own" in words
    assert words.endswith(f"To change it for the group, set `{OWN_STAY}` in the same place.")
    for line in (line_of(tmp_path, "longer", "stay"), line_of(tmp_path, "north", "stay")):
        assert f"world.yaml:{line}:" in words


@pytest.mark.parametrize(("switched", "side"), [(["brief"], "on"), ([], "off")])
def test_so_is_the_side_of_a_mechanism_that_an_arm_uses(
    tmp_path: Path, switched: list[str], side: str
) -> None:
    found = said(
        tmp_path,
        mechanisms={"brief": {"label": "Brief", "on": STAY, "off": STAY}},
        arms={"one": {"mechanisms": switched}},
    )

    assert [(arm, words.split("`")[1]) for arm, words in found] == [
        ("one", f"mechanisms.brief.{side}.services.team.ends.stay")
    ]


@pytest.mark.parametrize(
    "patch",
    [
        {"services": {"team": {"capacity": {"places": 5}}}},
        {"services": {"team": {"contacts": {"every": "2 weeks"}}}},
        {"seeking": {"delay": {"severe": "1 week"}}},
        {"people": {"groups": {"north": {"overrides": STAY}}}},
        {**STAY, "people": {"groups": {"north": {"overrides": STAY}}}},
        {"services": {"team": None, "other": TEAM}, "seeking": {"entry": {"2": {"other": 1}}}},
    ],
    ids=["places", "contacts", "delays", "of the group", "both", "another service"],
)
def test_what_no_group_overrides_or_the_arm_sets_for_the_group_too_is_not_told(
    tmp_path: Path, patch: dict[str, Any]
) -> None:
    assert said(tmp_path, arms={"one": {"set": patch}}) == []


@pytest.mark.parametrize(
    ("patch", "end"),
    [
        (
            {"seeking": {"reseek_delay": "1 week"}},
            "set `people.groups.north.overrides.seeking.reseek_delay` in the same place.",
        ),
        ({"relationship": {"retelling": 0}}, "No arm can change that one."),
    ],
)
def test_the_way_out_is_one_that_arms_have(tmp_path: Path, patch: dict[str, Any], end: str) -> None:
    ((_, words),) = said(tmp_path, arms={"one": {"set": patch}})
    assert words.endswith(end)


def test_it_stands_in_what_is_said_before_a_run_once_for_all_its_arms(tmp_path: Path) -> None:
    mechanisms = {"longer": {"label": "Longer", "on": STAY}}
    arms: dict[str, Any] = {
        "today": {},
        **{name: {"mechanisms": ["longer"]} for name in ("one", "two")},
    }
    scenario = Scenario.of(world(mechanisms=mechanisms, arms=arms))
    text = check_text(scenario, {arm: resolve(scenario, arm) for arm in scenario.arm_names})

    head, line = text.split("Numbers of an arm that do not reach every group\n")[1].splitlines()[:2]
    assert head.startswith("  - `mechanisms.longer.on.services.team.ends.stay` (")
    assert head.endswith(" [one and two]")
    assert line == ""

"""A written value off the middle half of its shape is told with its line."""

from __future__ import annotations

from pathlib import Path

from sim.cli.looking import checked
from sim.scenario import Scenario
from sim.studies.worlds.middles import off_middle
from tests.studies.worlds.small import ATTEND_GP, ATTEND_TEAM, RATE, ROUTES, scenario


def told(values: dict[str, object]) -> list[str]:
    """The paths that are told of a scenario."""
    return [each.name for each in off_middle(scenario(values))]


def test_only_a_value_off_the_middle_half_is_told() -> None:
    uniform = {"value": 0.9, "low": 0.8, "high": 1, "uncertain": "uniform"}
    assert told({ATTEND_GP: uniform}) == []
    assert told({ATTEND_GP: uniform | {"value": 0.96}}) == [ATTEND_GP]
    assert told({ATTEND_GP: uniform | {"value": 0.81}}) == [ATTEND_GP]
    law = {"triangular": {"low": 0.2, "mode": 0.3, "high": 0.4}}
    assert told({ATTEND_TEAM: {"value": 0.9, "uncertain": law}}) == [ATTEND_TEAM]


def test_shares_that_move_together_are_amid_their_worlds() -> None:
    row = {"team": 0.5, "clinic": 0.2, "nowhere": 0.3, "dirichlet": {"weight": 400}}
    assert told({ROUTES: row}) == []


def test_the_check_says_the_place_and_where_most_worlds_are(tmp_path: Path) -> None:
    file = tmp_path / "off.yaml"
    text = scenario({RATE: "2 per week"}).explain()
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "{value: 0.9," in each)
    text = text.replace("{value: 0.9,", "{value: 0.9, low: 0.5, high: 0.91,", 1)
    file.write_text(text, encoding="utf-8")
    (found,) = off_middle(Scenario.load(file))
    assert found.location.line == line
    said = " ".join(checked(file)[0].split())
    assert f"off.yaml:{found.location.line}: `{ATTEND_GP}` is 0.9, but half of all worlds" in said
    assert "most have less than the value written." in said

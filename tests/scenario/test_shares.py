"""Shares of a row stay a whole when one is set: what makes up for it is said, never below 0."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.scenario.closing import IN_PROPORTION, NotClosed, RowOf, closing_shares
from sim.scenario.written import vouch
from sim.scenario.yaml_nodes import read_tree

SCENARIO = """\
throughline: 2
title: Ways on
source: ours
sources: {ours: {kind: assumption, reference: made up for this test}}
run: {length: 1 year, warm_up: 4 weeks, replications: 2, seed: 1}
people:
  cohort: 10
  groups:
    north: {share: 0.5}
    south: {share: 0.3, overrides: {trust: {start: 0.4}}}
    west: {share: 0.2}
seeking:
  delay: {severe: 2 weeks}
  reseek_delay: 8 weeks
  entry: {severe: {gp: 0.6, team: 0.1, nowhere: 0.3}}
needs:
  distress:
    seek_level: 2
    states: {settled: 0, low: 1, unwell: 2}
    start: {settled: 0.5, low: 0.25, unwell: 0.25}
    transitions:
      - {from: settled, to: unwell, rate: 2 per year}
      - {from: unwell, to: low, rate: 1 per year}
      - {from: low, to: settled, rate: 1 per year}
    seeking: {entry: {crisis: {team: 0.9, rest: nowhere}}}
services:
  gp:
    ends:
      stay:
        mixture:
          - {share: 0.5, of: 1 week}
          - {share: 0.3, of: 2 weeks}
          - {share: 0.2, of: 9 weeks}
    routes:
      finished_settled: {team: {value: 0.2, low: 0.1, high: 0.4}, group: 0.3, nowhere: 0.5}
      finished_in_need: {team: 0.25, group: 0.25, rest: nowhere}
  team:
    ends: {stay: {table: {unit: days, values: [1, 2, 3], probabilities: [0.5, 0.25, 0.25]}}}
  group: {ends: {stay: 1 week}}
mechanisms:
  closer:
    label: Closer
    source: ours
    on: {services: {team: {label: A close team}}}
arms:
  usual: {}
  other: {mechanisms: [closer], set: {services: {gp: {routes: {finished_settled: {team: 1}}}}}}
"""
ROW = "services.gp.routes.finished_settled"
CLOSED = "services.gp.routes.finished_in_need"


@pytest.fixture(scope="module")
def ways() -> Scenario:
    return Scenario.sound(tree())


def tree(text: str = SCENARIO) -> Any:
    found = read_tree(text, "ways.yaml")
    vouch(found)
    return found


def row(scenario: Scenario, path: str) -> dict[str, float]:
    """A row of shares at a path of an applied scenario."""
    node: Any = scenario.plain()
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]
    if isinstance(node, list):
        entries = list(enumerate(node))
        return {str(n): each if isinstance(each, float) else _share(each) for n, each in entries}
    return {key: _share(each) for key, each in node.items()}


def _share(entry: Any) -> float:
    entry = entry.get("share", entry)
    return float(entry["value"])


@pytest.mark.parametrize(
    ("path", "rest", "container", "expected"),
    [
        (f"{ROW}.team", "nowhere", ROW, {"team": 0.4, "group": 0.3, "nowhere": 0.3}),
        (f"{ROW}.team", "group", ROW, {"team": 0.4, "group": 0.1, "nowhere": 0.5}),
        (f"{ROW}.team", IN_PROPORTION, ROW, {"team": 0.4, "group": 0.225, "nowhere": 0.375}),
        (f"{CLOSED}.team", IN_PROPORTION, CLOSED, {"team": 0.4, "group": 0.2, "nowhere": 0.4}),
        (f"{CLOSED}.nowhere", "team", CLOSED, {"team": 0.35, "group": 0.25, "nowhere": 0.4}),
        (
            "seeking.entry.2.gp",
            "nowhere",
            "seeking.entry.2",
            {"gp": 0.4, "team": 0.1, "nowhere": 0.5},
        ),
        (
            "needs.distress.seeking.entry.3.team",
            "nowhere",
            "needs.distress.seeking.entry.3",
            {"team": 0.4, "nowhere": 0.6},
        ),
        (
            "needs.distress.start.settled",
            IN_PROPORTION,
            "needs.distress.start",
            {"settled": 0.4, "low": 0.3, "unwell": 0.3},
        ),
        (
            "people.groups.north.share",
            "west",
            "people.groups",
            {"north": 0.4, "south": 0.3, "west": 0.3},
        ),
        (
            "services.gp.ends.stay.mixture.0.share",
            IN_PROPORTION,
            "services.gp.ends.stay.mixture",
            {"0": 0.4, "1": 0.36, "2": 0.24},
        ),
        (
            "services.team.ends.stay.table.probabilities.0",
            "2",
            "services.team.ends.stay.table.probabilities",
            {"0": 0.4, "1": 0.25, "2": 0.35},
        ),
    ],
)
def test_a_share_is_set_and_the_rest_makes_up_for_it(
    ways: Scenario, path: str, rest: str, container: str, expected: Mapping[str, float]
) -> None:
    changed = ways.with_values({path: {"value": 0.4, "rest": rest}}, arms=["usual"])
    assert row(changed.arm("usual"), container) == pytest.approx(expected)


def test_a_row_that_names_its_rest_closes_itself(ways: Scenario) -> None:
    changed = ways.with_values({f"{CLOSED}.team": 0.6})
    for arm in ("usual", "other"):
        assert row(changed.arm(arm), CLOSED) == pytest.approx(
            {"team": 0.6, "group": 0.25, "nowhere": 0.15}
        )


def test_a_row_with_a_rest_has_the_shares_of_the_row_written_out_and_still_closes_itself() -> None:
    text = SCENARIO.replace("group: 0.25, rest: nowhere", "group: 0.25, nowhere: 0.5")
    assert text != SCENARIO
    written_out, closing = Scenario.sound(tree(text)), Scenario.sound(tree())
    assert written_out.plain() == closing.plain()
    again = Scenario.of(closing.to_dict())
    assert again == closing != written_out
    assert row(again.with_values({f"{CLOSED}.team": 0.6}), CLOSED)["nowhere"] == 0.15
    with pytest.raises(ScenarioFaults, match="add up to"):
        written_out.with_values({f"{CLOSED}.team": 0.6})


def test_a_service_may_be_called_rest() -> None:
    text = SCENARIO.replace("  group: {ends", "  rest: {ends: {stay: 1 day}}\n  group: {ends")
    text = text.replace("group: 0.25, rest: nowhere", "rest: 0.75")
    found = row(Scenario.sound(tree(text)), CLOSED)
    assert found == {"team": 0.25, "rest": 0.75}


def test_two_shares_of_a_row_close_it_together(ways: Scenario) -> None:
    values = {
        f"{ROW}.team": {"value": 0.1, "rest": IN_PROPORTION},
        f"{ROW}.group": {"value": 0.6, "rest": IN_PROPORTION},
    }
    for order in (list(values), list(reversed(values))):
        changed = ways.with_values({path: values[path] for path in order}, arms=["usual"])
        assert row(changed.arm("usual"), ROW) == pytest.approx(
            {"team": 0.1, "group": 0.6, "nowhere": 0.3}
        )


def test_in_an_arm_the_row_that_holds_there_is_closed(ways: Scenario) -> None:
    values = {f"arms.usual.{ROW}.team": {"value": 0.4, "rest": "nowhere"}}
    changed = ways.with_values(values)
    assert row(changed.arm("usual"), ROW) == pytest.approx(
        {"team": 0.4, "group": 0.3, "nowhere": 0.3}
    )
    assert row(changed.arm("other"), ROW) == {"team": 1.0}
    switched = ways.with_values(
        {f"mechanisms.closer.on.{CLOSED}.team": {"value": 0.4, "rest": IN_PROPORTION}}
    )
    assert row(switched.arm("usual"), CLOSED)["team"] == 0.25
    assert row(switched.arm("other"), CLOSED) == pytest.approx(
        {"team": 0.4, "group": 0.2, "nowhere": 0.4}
    )


def test_a_row_that_an_arm_replaces_is_not_closed_behind_its_back(ways: Scenario) -> None:
    with pytest.raises(ScenarioFaults, match=r"Arm `other` \(ways.yaml"):
        ways.with_values({f"{ROW}.team": {"value": 0.4, "rest": "nowhere"}})
    together = {
        path: {"value": 0.4, "rest": "nowhere"}
        for path in (f"{ROW}.team", f"arms.other.{ROW}.team")
    }
    changed = ways.with_values(together)
    assert row(changed.arm("other"), ROW) == pytest.approx({"team": 0.4, "nowhere": 0.6})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({f"{ROW}.team": 0.4}, "say beside it who makes up for it"),
        ({f"{ROW}.team": {"value": 0.9, "rest": "nowhere"}}, "leaves less than nothing"),
        ({f"{ROW}.team": {"value": 1.5, "rest": IN_PROPORTION}}, "leaves less than nothing"),
        ({f"{ROW}.team": {"value": 0.4, "rest": "teem"}}, "Did you mean `team`"),
        ({f"{ROW}.team": {"value": 0.4, "rest": "team"}}, "is set itself"),
        ({f"{CLOSED}.nowhere": 0.4}, "`nowhere` has a share, and `rest` gives it"),
        ({"run.seed": {"value": 4, "rest": "nowhere"}}, "not one share of a row"),
        ({"people.groups.north.share": {"value": 0.4, "rest": "nowhere"}}, "not in the row"),
        (
            {
                f"{ROW}.team": {"value": 0.1, "rest": "nowhere"},
                f"{ROW}.group": {"value": 0.1, "rest": IN_PROPORTION},
            },
            "closed in two ways",
        ),
        (
            {
                f"{ROW}.{key}": {"value": 0.2, "rest": IN_PROPORTION}
                for key in ("team", "group", "nowhere")
            },
            "none can make up in proportion",
        ),
    ],
)
def test_a_row_that_cannot_be_made_whole_is_told(
    ways: Scenario, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        ways.with_values(values, arms=["usual"])
    assert words in str(caught.value)


weights = st.lists(st.integers(0, 1000), min_size=2, max_size=6).filter(lambda w: sum(w) > 0)


@given(weights, st.floats(0, 1), st.booleans(), st.data())
def test_a_closed_row_adds_up_to_one_and_is_never_below_nothing(
    parts: list[int], value: float, proportion: bool, data: st.DataObject
) -> None:
    shares = {f"s{n}": part / sum(parts) for n, part in enumerate(parts)}
    mine = data.draw(st.sampled_from(sorted(shares)))
    other = data.draw(st.sampled_from(sorted(set(shares) - {mine})))
    shares[mine] = value
    row_of_them = RowOf(("x",), mine, (), False)
    try:
        changed = closing_shares(
            shares, {mine}, IN_PROPORTION if proportion else other, row_of_them
        )
    except NotClosed:
        others = math.fsum(share for key, share in shares.items() if key != mine)
        too_much = value + others - shares[other] > 1
        assert (proportion and others == 0 and value < 1) or (not proportion and too_much)
        return
    closed = shares | changed
    assert abs(math.fsum(closed.values()) - 1) < 1e-9
    assert min(closed.values()) >= 0
    assert closed[mine] == value
    if proportion:
        ratios = {closed[k] / shares[k] for k in closed if k != mine and shares[k] > 0.01}
        assert max(ratios, default=0) - min(ratios, default=0) < 1e-6

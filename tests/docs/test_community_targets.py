"""The targets that were fixed before the community scenario is rebuilt can stand in its file."""

from __future__ import annotations

import re
from functools import cache

from ruamel.yaml import YAML

from sim.measures.catalogue import BUILT_IN
from sim.resolving import resolve
from sim.scenario import load
from sim.scenario.targets import Target
from tests.docs.pages import HOUSE

PAGE = HOUSE / "docs" / "background" / "community_targets.md"
FEWEST_CHECKS = 5
LARGE = ("referrals_community", "referrals_access", "referrals_crisis", "referrals_liaison")
MONTHLY = (54_100, 45_200, 39_800, 42_700)
"""New referrals a month in England, as the table of the page gives them."""
AREAS, SHARE = 226, 5


@cache
def targets() -> dict[str, Target]:
    """Every row of the block, as a target."""
    (block,) = re.findall(r"^```\n(targets:\n.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    rows = YAML(typ="safe").load(block)["targets"]
    return {name: Target.model_validate(row) for name, row in rows.items()}


def test_every_target_is_of_a_measure_of_the_community_scenario() -> None:
    scenario = load(HOUSE / "scenarios" / "cen_community.yaml")
    names = resolve(scenario, scenario.baseline, to_run=False).names

    unknown = [t.measure for t in targets().values() if not BUILT_IN.is_measure(t.measure, names)]

    assert not unknown


def test_the_scenario_has_the_targets_of_the_page() -> None:
    written = load(HOUSE / "scenarios" / "cen_community.yaml").targets

    def facts(rows: dict[str, Target]) -> dict[str, tuple[object, ...]]:
        return {
            name: (each.measure, each.value, each.low, each.high, each.source, each.role)
            for name, each in rows.items()
        }

    assert facts(dict(written)) == facts(targets())


def test_at_least_five_targets_are_kept_for_checking() -> None:
    roles = [target.role for target in targets().values()]
    assert roles.count("check") >= FEWEST_CHECKS
    assert roles.count("fit") >= FEWEST_CHECKS


def test_every_source_stands_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.M)
    assert {target.source for target in targets().values()} == set(rows)


def test_numbers_of_referrals_are_those_of_england_scaled() -> None:
    for name, monthly in zip(LARGE, MONTHLY, strict=True):
        assert targets()[name].value == round(monthly * 12 / AREAS / SHARE)

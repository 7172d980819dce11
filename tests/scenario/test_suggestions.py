"""Whatever a message suggests is taken when it is written, and means what was written before."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import Fault, ScenarioFaults
from sim.scenario.faults import faults_of
from sim.scenario.files import read_scenario_tree
from sim.scenario.written import Block
from tests.scenario.following import Suggestion, followed, suggestions, told_at

FOLDER = Path(__file__).parents[1] / "broken_scenarios"


def ways() -> list[tuple[str, Fault, Suggestion]]:
    """Every suggestion that is made for the broken scenarios that can be read at all."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            tree = read_scenario_tree(path)
        except ScenarioFaults:
            continue
        for fault in faults_of(tree):
            if fault.location.path.endswith(".source"):  # taken out of the tree: the next test
                continue
            found += [(path.stem, fault, way) for way in suggestions(fault)]
    return found


WAYS = ways()


def test_most_broken_scenarios_come_with_a_suggestion() -> None:
    assert len({name for name, _, _ in WAYS}) >= 80


@pytest.mark.parametrize(
    ("name", "fault", "way"), WAYS, ids=[f"{name}-{way.text}" for name, _, way in WAYS]
)
def test_a_suggestion_that_is_followed_is_taken(name: str, fault: Fault, way: Suggestion) -> None:
    tree: Block = read_scenario_tree(FOLDER / f"{name}.yaml")

    better, path = followed(tree, fault, way)

    assert [str(each) for each in told_at(better, path)] == []


def test_the_name_of_a_source_that_is_suggested_is_taken(tmp_path: Path) -> None:
    text = (FOLDER / "unknown_source.yaml").read_text(encoding="utf-8")
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("source: our\n", "source: ours\n"), encoding="utf-8")

    assert list(faults_of(read_scenario_tree(path))) == []

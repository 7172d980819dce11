"""An entry in a field becomes the change that it means."""

from __future__ import annotations

from typing import Any

import pytest

from sim.app.editing import changed
from sim.app.projects.saving import ENTERED
from sim.app.screens.cells import cell, entry
from sim.scenario.written import Block, vouch
from sim.scenario.yaml_nodes import read_tree

TEXT = """
source: s
run: {length: 1 year, replications: 3}
services:
  team:
    label: Team
    queue: first_come
    parallel: false
    workers:
      posts: {value: 2.50, low: 2, high: 3, note: sum}
      caseload: {limit: 3, weights: {mild: 1}}
    patience: never
    ends: {stay: {exponential: {mean: {value: 6 weeks, low: 5 weeks, high: 8 weeks}}}}
    decision_delay: {lognormal: {median: 1 week, sigma: 0.4}}
"""
TEAM = "services.team"


@pytest.fixture
def content() -> Block:
    tree = read_tree(TEXT, "text")
    vouch(tree)
    return tree


@pytest.mark.parametrize(
    ("path", "shown", "ranged", "source", "editable"),
    [
        (f"{TEAM}.workers.posts", "2.50", "2 to 3", "s", True),
        (f"{TEAM}.ends.stay", "6 weeks", "5 weeks to 8 weeks", "s", True),
        (f"{TEAM}.patience", "never", "", "s", True),
        (f"{TEAM}.decision_delay", "lognormal", "", "", False),
        (f"{TEAM}.workers.caseload", "2 entries", "", "", False),
        (f"{TEAM}.accepts.probability", "", "", "", True),
        (f"{TEAM}.parallel", "false", "", "", True),
    ],
)
def test_a_field_shows_what_is_written(
    content: Block, path: str, shown: str, ranged: str, source: str, editable: bool
) -> None:
    found = cell(content, path)
    assert (found.shown, found.ranged, found.source) == (shown, ranged, source)
    assert found.editable == editable


@pytest.mark.parametrize(
    ("path", "text", "mean", "steps", "value"),
    [
        ("workers.posts", "3", False, "workers.posts", {"value": 3, "source": ENTERED}),
        ("workers.posts", "", False, "workers.posts", None),
        ("workers.posts", "some", False, "workers.posts", "some"),
        (
            "ends.stay",
            "9 weeks",
            True,
            "ends.stay.exponential.mean",
            {"value": "9 weeks", "source": ENTERED},
        ),
        ("ends.stay", "never", True, "ends.stay", "never"),
        ("ends.stay", "0 days", True, "ends.stay", {"value": "0 days", "source": ENTERED}),
        (
            "patience",
            "90 days",
            True,
            "patience",
            {"exponential": {"mean": {"value": "90 days", "source": ENTERED}}},
        ),
        ("label", "12", False, "label", "12"),
        ("queue", "level", False, "queue", "level"),
        ("parallel", "true", False, "parallel", True),
    ],
)
def test_an_entry_takes_the_place_of_what_it_means(
    content: Block, path: str, text: str, mean: bool, steps: str, value: Any
) -> None:
    found = cell(content, f"{TEAM}.{path}", mean=mean)
    change = entry(found, text, mean=mean)

    assert change is not None
    assert (".".join(change.steps), change.value) == (f"{TEAM}.{steps}", value)
    read_tree(changed(TEXT, [change]), "text")


def test_settings_of_a_run_have_no_source(content: Block) -> None:
    change = entry(cell(content, "run.replications"), "5")

    assert change is not None
    assert change == (("run", "replications"), 5)


def test_what_is_there_already_is_no_change(content: Block) -> None:
    assert entry(cell(content, f"{TEAM}.workers.posts"), "2.50") is None

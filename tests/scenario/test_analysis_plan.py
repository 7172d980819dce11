"""The analysis plan: one digest for one plan, and what it is taken from."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.scenario.analysis_plan import AnalysisPlan
from tests.scenario.trees import SMALL

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
MEASURES = st.from_regex(r"[a-z][a-z0-9_.]{0,20}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
PLANS = st.fixed_dictionaries(
    {
        "headline": st.lists(MEASURES, min_size=1, max_size=4),
        "arms": st.lists(NAMES, min_size=1, max_size=4),
        "replications": st.integers(1, 1_000_000),
    },
    optional={
        "smallest_difference": st.dictionaries(MEASURES, st.floats(0, 1e6), max_size=4),
        "written": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        "note": st.lists(WORDS, max_size=5).map(" ".join),
    },
)


def digest(plan: dict[str, Any]) -> str:
    return AnalysisPlan.model_validate(deepcopy(plan)).digest


def whole(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan with what it leaves out, and nothing that does not count."""
    form = {"smallest_difference": {}, "note": "", **plan}
    form["smallest_difference"] = {k: float(v) for k, v in form["smallest_difference"].items()}
    form["written"] = str(plan["written"]) if "written" in plan else None
    return form


def shuffled(data: st.DataObject, block: dict[str, Any]) -> dict[str, Any]:
    keys = data.draw(st.permutations(list(block)))
    return {key: block[key] for key in keys}


@given(plan=PLANS, data=st.data())
def test_the_order_of_keys_does_not_alter_the_digest(
    plan: dict[str, Any], data: st.DataObject
) -> None:
    other = shuffled(data, plan)
    if "smallest_difference" in other:
        other["smallest_difference"] = shuffled(data, other["smallest_difference"])
    assert digest(other) == digest(plan)
    assert len(digest(plan)) == 16
    assert int(digest(plan), 16) >= 0


@given(plan=PLANS, other=PLANS, data=st.data())
def test_any_changed_content_gives_another_digest(
    plan: dict[str, Any], other: dict[str, Any], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted({*plan, *other})))
    changed = {k: v for k, v in plan.items() if k != key}
    if key in other:
        changed[key] = other[key]
    elif key in ("headline", "arms", "replications"):
        return
    assert (digest(changed) == digest(plan)) is (whole(changed) == whole(plan))


@given(plan=PLANS)
def test_the_digest_can_be_worked_out_from_the_page(plan: dict[str, Any]) -> None:
    form = {key: value for key, value in whole(plan).items() if value is not None}
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert digest(plan) == hashlib.sha256(text.encode()).hexdigest()[:16]


PLAN = """\
analysis_plan:
  headline: [list_length, spells]
  smallest_difference: {list_length: 0.5, spells: 2}
  arms: [baseline]
  replications: 20
  written: 2026-11-29
  note: Written before anybody saw a run.
"""
LAID_OUT = [
    """\
analysis_plan: {replications: 20, arms: [baseline], written: "2026-11-29",
  note: "Written before anybody saw a run.", headline: [list_length, spells],
  smallest_difference: {spells: 2.0, list_length: .5}}
""",
    """\
analysis_plan:   # fixed
  note: >
    Written before
    anybody saw a run.

  written:     2026-11-29
  replications: 20.0
  arms:
    - baseline
  smallest_difference:
    spells: 2
    list_length: 5e-1
  headline:
    - list_length
    - spells
""",
    """\
analysis_plan:
  headline: ["list_length", 'spells']
  arms: [baseline]
  smallest_difference: {list_length: 0.50, spells: 2}
  note: |
    Written before anybody
    saw a run.
  replications: 20
  written: 2026-11-29
""",
]


def loaded(folder: Path, text: str) -> Scenario:
    path = folder / "planned.yaml"
    path.write_text(text, encoding="utf-8")
    return Scenario.load(path)


def plan_of(scenario: Scenario) -> AnalysisPlan:
    assert scenario.analysis_plan is not None
    return scenario.analysis_plan


@pytest.mark.parametrize("text", LAID_OUT)
def test_the_layout_of_the_file_does_not_alter_the_digest(tmp_path: Path, text: str) -> None:
    one, other = loaded(tmp_path, SMALL + PLAN), loaded(tmp_path, SMALL + text)
    assert plan_of(one).digest == plan_of(other).digest


def test_the_digest_is_that_of_the_plan_alone(tmp_path: Path) -> None:
    one = loaded(tmp_path, SMALL + PLAN)
    other = loaded(tmp_path, SMALL.replace("Two services", "Other services") + PLAN)
    assert one.digest != other.digest
    assert plan_of(one).digest == plan_of(other).digest


def test_a_plan_survives_being_written_and_read(tmp_path: Path) -> None:
    one = loaded(tmp_path, SMALL + PLAN)
    again = loaded(tmp_path, one.explain())
    assert (again, plan_of(again).digest) == (one, plan_of(one).digest)
    assert f"analysis_plan:  # digest {plan_of(one).digest}" in one.explain()
    assert Scenario.of(one.to_dict()) == one


def test_rules_of_judging_are_taken_from_the_plan(tmp_path: Path) -> None:
    planned = loaded(tmp_path, SMALL + PLAN)
    assert planned.judged == ("list_length", "spells")
    assert planned.smallest_difference == {"list_length": 0.5, "spells": 2.0}

    rules = "compare: {family: [starts], smallest_difference: {starts: 3}}\n"
    without = loaded(tmp_path, SMALL + rules)
    assert (without.judged, without.smallest_difference) == (("starts",), {"starts": 3.0})


def test_a_run_is_made_as_often_as_planned_unless_the_file_says_how_often(tmp_path: Path) -> None:
    assert loaded(tmp_path, SMALL + PLAN).run.replications == 20
    written = SMALL.replace("run: {length: 2 years}", "run: {length: 2 years, replications: 7}")
    assert loaded(tmp_path, written + PLAN).run.replications == 7
    assert loaded(tmp_path, SMALL).run.replications == 10


def test_both_rules_beside_a_plan_are_told_at_once(tmp_path: Path) -> None:
    rules = "compare: {family: [spells], smallest_difference: {spells: 3}}\n"
    with pytest.raises(ScenarioFaults) as caught:
        loaded(tmp_path, SMALL + PLAN + rules)
    said = [fault.location.path for fault in caught.value.faults]
    assert said == ["compare.family", "compare.smallest_difference"]


def test_an_extended_file_is_told_how_its_rules_are_taken_back(tmp_path: Path) -> None:
    rules = "compare: {family: [spells]}\n"
    (tmp_path / "base.yaml").write_text(SMALL + rules, encoding="utf-8")
    with pytest.raises(ScenarioFaults, match=r"`compare: \{family: null\}` beside the plan"):
        loaded(tmp_path, "extends: base.yaml\n" + PLAN)

    found = loaded(tmp_path, "extends: base.yaml\ncompare: {family: null}\n" + PLAN)
    assert found.judged == ("list_length", "spells")


@pytest.mark.parametrize("rules", ["family: []", "smallest_difference: {}", "family: null"])
def test_rules_that_say_nothing_may_stand_beside_a_plan(tmp_path: Path, rules: str) -> None:
    found = loaded(tmp_path, f"{SMALL}{PLAN}compare: {{{rules}}}\n")
    assert found.judged == ("list_length", "spells")

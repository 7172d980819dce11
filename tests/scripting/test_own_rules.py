"""Rules of one's own from a script: refused if they cannot be, used everywhere, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sim
from tests.scenarios.shipped import FOLDER
from tests.scripting.cafes import PLACES, RATE, api

LIST = "SELECT arm, value FROM this WHERE measure = 'list_length' AND \"group\" = 'everyone'"


@pytest.fixture(scope="module")
def queue() -> sim.Scenario:
    short = {"run.length": "20 weeks", "run.warm_up": "2 weeks"}
    return sim.Scenario.load(FOLDER / "queue.yaml").with_values(short)


def half_when_full(state: Any) -> Any:
    return 0.5 * state.usual if state.waiting > 0 else state.usual


@sim.measure("starts_in_the_group", unit="starts")
def starts_in_the_group(log: sim.RunLog, window: Any) -> int:
    return len(log.events("SPELL_STARTED", service="group"))


RULES = sim.Rules(acceptance=half_when_full)


def test_the_runs_of_every_arm_use_them_in_either_engine(queue: sim.Scenario) -> None:
    plain = sim.run(queue, replications=1)
    found = [
        sim.run(queue, replications=1, rules=RULES, execution=sim.Execution(engine=engine))
        for engine in ("fast", "reference")
    ]
    lists = [list(each.measures.sql(LIST)) for each in (plain, *found)]
    assert lists[1] == lists[2]
    assert all(one != other for one, other in zip(lists[0], lists[1], strict=True))


def test_results_and_their_page_name_them(queue: sim.Scenario, tmp_path: Path) -> None:
    found = sim.compare(queue, replications=2, rules=RULES)
    assert found.own_rules == ("acceptance (test_own_rules.py: half_when_full)",)
    page = found.report(tmp_path).read_text(encoding="utf-8")
    assert "made with own rules: acceptance (test_own_rules.py: half_when_full)" in page
    assert "sim reproduce" not in page
    plain = sim.run(queue, replications=1)
    assert plain.own_rules == ()
    assert "own rules" not in plain.report(tmp_path / "plain").read_text(encoding="utf-8")


def test_a_store_keeps_runs_with_and_without_them_apart(
    queue: sim.Scenario, tmp_path: Path
) -> None:
    how = sim.Execution(store=tmp_path / "store")
    plain = sim.run(queue, replications=1, execution=how)
    ruled = sim.run(queue, replications=1, execution=how, rules=RULES)
    again = sim.run(queue, replications=1, execution=how)
    assert list(plain.measures.sql(LIST)) == list(again.measures.sql(LIST))
    assert list(plain.measures.sql(LIST)) != list(ruled.measures.sql(LIST))


def test_a_sweep_uses_them(queue: sim.Scenario) -> None:
    settings: dict[str, Any] = {"outcomes": ["list_length"], "replications": 1}
    how = sim.Execution(arms="three_chairs")
    values = "SELECT value FROM this WHERE measure = 'list_length'"
    plain, ruled = (
        list(
            sim.sweep(queue, {PLACES: [2]}, execution=how, rules=rules, **settings).outcomes.sql(
                values
            )
        )
        for rules in (None, RULES)
    )
    assert plain != ruled


def test_a_question_is_answered_by_them_and_its_answer_names_them(queue: sim.Scenario) -> None:
    how = sim.Execution(engine="reference")
    settings: dict[str, Any] = {"low": "0.4 per day", "high": "0.6 per day"}
    settings |= {"values": 2, "first": 3, "ceiling": 3}
    plain, ruled = (
        sim.break_even(queue, RATE, "list_length", execution=how, rules=rules, **settings)
        for rules in (None, RULES)
    )
    gains = "SELECT mean FROM this WHERE kind = 'gain'"
    assert list(plain.table.sql(gains)) != list(ruled.table.sql(gains))
    assert (plain.own_rules, len(ruled.own_rules)) == ((), 1)
    assert any("made with own rules: acceptance" in words for words in ruled.words)
    assert not any("own rules" in words for words in plain.words)


@pytest.mark.parametrize("question", ["explain", "find", "break_even", "sensitivity", "select"])
def test_every_question_takes_them_as_a_run_does(question: str, queue: sim.Scenario) -> None:
    needed: dict[str, list[Any]] = {"find": ["x <= 1"], "break_even": [PLACES, "x"]}
    needed |= {"sensitivity": [{}], "select": ["x", 1]}
    more = needed.get(question, [])
    with pytest.raises(sim.SimError, match=r"Write `rules=sim.Rules\(acceptance=by_need\)`"):
        getattr(api, question)(queue, *more, rules=half_when_full)


def test_a_fit_refuses_them(queue: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match="rules: `fit` has no argument of this name"):
        api.fit(queue, rules=RULES)


def test_the_number_of_a_name_is_the_one_that_rules_are_told(queue: sim.Scenario) -> None:
    group = sim.name_number(queue, "group")

    def only_there(state: Any) -> Any:
        return 0.0 if state.service == group else state.usual

    rules = sim.Rules(acceptance=only_there)
    found = sim.run(queue, replications=1, rules=rules, measures=[starts_in_the_group])
    starts = "SELECT value FROM this WHERE measure = 'starts_in_the_group'"
    assert list(found.measures.sql(starts)) == [(0,), (0,)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: api.Rules(acceptence=half_when_full), "Did you mean `acceptance`?"),
        (lambda: api.Rules(acceptance=3), "acceptance: 3 is not a function."),
        (lambda: api.Rules(ending=lambda: True), "does not take one state"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(wrong: Any, said: str) -> None:
    with pytest.raises(sim.SimError) as found:
        wrong()
    assert said in str(found.value)


def test_what_is_no_set_of_rules_is_refused(queue: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match=r"Write `rules=sim.Rules\(acceptance=by_need\)`"):
        api.run(queue, rules=half_when_full)


def test_a_rule_that_is_given_alone_is_told_where_it_belongs(queue: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match="rules"):
        api.run(queue, acceptance=half_when_full)


def test_an_unknown_name_is_refused_with_the_nearest(queue: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match="Did you mean `group`"):
        sim.name_number(queue, "grop")


def test_a_rule_that_cannot_be_compiled_stops_the_study_before_any_run(
    queue: sim.Scenario,
) -> None:
    def looks_up(state: Any) -> Any:
        return {0: 0.5}.get(state.level, "")

    rules = sim.Rules(acceptance=looks_up)
    with pytest.raises(sim.SimError, match="Numba cannot compile it"):
        sim.run(queue, replications=1, rules=rules)


def test_an_answer_that_is_not_allowed_is_told_with_the_run(queue: sim.Scenario) -> None:
    def too_much(state: Any) -> Any:
        return 2

    with pytest.raises(sim.SimError) as found:
        sim.run(queue, replications=1, rules=sim.Rules(acceptance=too_much))
    said = str(found.value)
    assert "arm `three_chairs`, replication 1: own rule acceptance" in said
    assert "service first_talk" in said

"""The queues of the benchmark are what theory is asked about, and the fast engine answers right."""

from __future__ import annotations

import pytest
from peers import throughline
from peers.queues import QUEUES, Desk, Queue
from peers.theory import Rule, judge

RULE = Rule(replications=20, size=0.5, widest=0.15)


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_the_fast_engine_gives_the_answer_of_theory(queue: Queue) -> None:
    world = throughline.queue(queue.scenario, queue.arrivals, round(queue.size * RULE.size))
    patience = isinstance(queue.model, Desk) and queue.model.patience is not None
    answers = [
        throughline.answer(throughline.logged(world, seed), patience=patience)
        for seed in range(1, RULE.replications + 1)
    ]
    verdict = judge(answers, queue.theory, RULE)
    assert verdict.agrees, verdict


def test_an_answer_that_is_not_that_of_theory_is_called_wrong() -> None:
    assert judge([1.0, 1.1, 0.9] * 5, 2.0, RULE).words == "wrong"
    assert judge([float("nan")] * 3, 2.0, RULE).words == "wrong"


def test_an_interval_that_shows_nothing_does_not_agree() -> None:
    assert judge([1.0, 3.0, 2.0], 2.0, RULE).words == "too wide to tell"

"""Statistics ask for runs as they go: the numbers of a sweep, and none of them twice."""

from pathlib import Path

import numpy as np

from sim.studies.asking import asking
from sim.studies.engines import ENGINES
from sim.studies.execution import here
from sim.studies.packing import unpacked
from sim.studies.sweeps.evaluating import Evaluator
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.running import make_runs, open_store, outcomes
from tests.studies.sweeps.studies import asked


def test_asked_one_by_one_the_numbers_are_those_of_the_sweep(tmp_path: Path) -> None:
    plan = plan_sweep(asked(tmp_path))
    with open_store(plan, tmp_path / "sweep") as store:
        make_runs(plan, store, here)
        expected = outcomes(plan, store).values  # settings, arms, replications, outcomes

    with open_store(plan, tmp_path / "asked") as store, here() as place:
        evaluate = Evaluator(plan.asked, store, place)
        first = evaluate(plan.settings[2], 1, 2)
        assert len(store) == 2 * 2
        later, other = evaluate.many([(plan.settings[2], 2, 2), (plan.settings[0], 1, 3)])
        assert len(store) == 3 * 2 + 3 * 2  # replication 2 of the first was there

    assert first.shape == (2, 2, 2)
    for found, setting, replications in (
        (first, 2, [0, 1]),
        (later, 2, [1, 2]),
        (other, 0, [0, 1, 2]),
    ):
        wanted = expected[setting][:, replications].transpose(1, 0, 2)
        assert np.array_equal(found, wanted, equal_nan=True)


def test_runs_give_the_outcomes_alone_with_the_bits_that_they_have_among_all_measures(
    tmp_path: Path,
) -> None:
    plan = plan_sweep(asked(tmp_path))
    with open_store(plan, tmp_path / "sweep") as store:
        make_runs(plan, store, here)
        jobs = plan.jobs()
        records = {record.key: record for record in store.read([job.key for job in jobs])}

    for job in jobs[:4]:
        record = records[job.key]
        found = dict(zip(unpacked(record.series), record.values.tolist(), strict=True))
        arm = asking(plan.arm_table.get(job.arm), None)
        every = ENGINES[plan.asked.engine].measure(arm, plan.asked.base.seed, job.replication)
        assert {each.measure for each in found} == set(plan.asked.base.outcomes)
        assert len(every) > len(found)
        for series, value in found.items():
            (among,) = [row.value for row in every if (row.group, row.measure) == series[:2]]
            assert np.array_equal(value, among, equal_nan=True)

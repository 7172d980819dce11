"""Try the fit of a scenario on planted values and on models that are wrong on purpose.

    nice python benchmarks/fitting.py --runs 2000 --store FOLDER

Eight numbers of the community scenario that nobody has counted are varied in their ranges. Planted:
60 worlds within the ranges are run once each and their targets, with errors, are taken as known;
are the eight numbers found again? Wrong: the same with a model of which something else was changed.
Runs are kept in the folder, so that the command goes on after a stop.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.engines.choosing import Engine
from sim.laws import Floats
from sim.measures.catalogue import BUILT_IN
from sim.scenario import Scenario, load
from sim.studies.design.designs import latin
from sim.studies.execution.local import on_this_machine
from sim.studies.fitting.bank import Bank, BankPlan, plan_bank, plan_runs, run_bank
from sim.studies.fitting.fit import fit
from sim.studies.fitting.fitted import Column, Fitted, Scale
from sim.studies.fitting.hiding import HIDDEN
from sim.studies.fitting.known import Known
from sim.studies.fitting.scales import scale_of
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.store import Store
from sim.studies.worlds.planning import WorldsPlan, plan_sample
from sim.studies.worlds.sampling import Sample, values_of

SCENARIO = Path("scenarios/cen_community.yaml")
SHORT = {"run.change": "1 year", "run.length": "2 years"}
"""So that a run takes less time: the second year is measured."""
VARIED = (
    "people.arrivals.newcomers.rate",
    "seeking.delay.2.exponential.mean",
    "seeking.reseek_delay.exponential.mean",
    "needs.distress.transitions.4.rate",
    "trust.disengages_below",
    "effects.support.recovery_ratio",
    "mechanisms.time_limits.on.services.community_team.ends.stay.lognormal.mean",
    "services.access_point.workers.contact_hours",
)
"""What is varied, in the ranges of the scenario; all else stays as it is written."""
MEASURES = (
    "list_length.access_point",
    "list_length.community_team",
    "wait_to_start.community_team.mean",
    "wait_to_start.community_team.p90",
    "wait_to_start.access_point.mean",
    "contacts.community_team",
    "contacts.gp",
    "contacts.access_point",
    "contacts.crisis_team",
    "caseload.community_team",
    "crisis_episodes",
    "in_service.community_team",
    "referrals.gp",
    "referrals.access_point",
    "referrals.community_team",
    "referrals.crisis_team",
    "referrals.liaison",
    "spells.inpatient",
    "missed_contacts.community_team",
    "wait_to_second_contact.community_team.median",
)
ERROR = 0.05  # of each target, its standard error
PLANTED, FIRST = 60, 1_000_000  # worlds, and replications that no bank has
SEED = 16
"""Of what is planted; the bank has that of the scenario."""
WRONG: dict[str, dict[str, Any]] = {
    "no crisis team to speak of": {"services.crisis_team.accepts.probability": 0.05},
    "no liaison to speak of": {"services.liaison.accepts.probability": 0.05},
    "a quarter of the patience for the community team": {
        "services.community_team.patience.exponential.mean": "13 weeks"
    },
    "a quarter of the patience for the access point": {
        "services.access_point.patience.exponential.mean": "6 weeks"
    },
    "more contacts missed": {
        "services.community_team.contacts.attendance": 0.6,
        "services.access_point.contacts.attendance": 0.6,
    },
    "a third fewer people": {"people.cohort": 4000},
    "workers leave sooner": {
        "services.community_team.workers.tenure.exponential.mean": "1 year",
        "services.access_point.workers.tenure.exponential.mean": "1 year",
    },
    "distress worsens twice as often": {"needs.distress.transitions.2.rate": "38 per year"},
    "people in crisis seek help late": {"seeking.delay.3.exponential.mean": "3 weeks"},
    "fewer posts in the community team": {"services.community_team.workers.posts": 5},
}
"""What is changed in the world, but not in the model that is fitted."""
EACH = 5  # worlds of each wrong model
RIGHT = "the model itself"


class Trial(NamedTuple):
    """A bank, and how targets are made up."""

    made: Bank
    columns: tuple[Column, ...]
    scales: tuple[Scale, ...]

    def given(self, values: Floats, noise: np.random.Generator, off: float) -> tuple[Known, ...]:
        """Return targets as they would be known: with errors, and off by a share as well."""
        errors = 1 + noise.standard_normal((2, len(values))) * np.array([[ERROR], [off]])
        return tuple(
            Known(
                column.measure,
                column,
                value,
                value * (1 - 1.645 * ERROR),
                value * (1 + 1.645 * ERROR),
                scale=scale,
            )
            for value, column, scale in zip(
                np.abs(values * errors.prod(axis=0)).tolist(),
                self.columns,
                self.scales,
                strict=True,
            )
        )

    def fitted(
        self, runs: int, targets: Sequence[Known], discrepancy: float, hidden: int
    ) -> Fitted:
        """Return the fit by the first runs of the bank."""
        inputs = self.made.inputs._replace(values=self.made.inputs.values[:runs])
        return fit(
            inputs,
            self.made.simulated[:runs],
            targets,
            discrepancy=discrepancy,
            hidden=hidden,
        )


def main() -> None:
    """Make the bank and the worlds that are planted; print coverage, times and misfits found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--runs", type=int, default=2_000)
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--only", choices=("planted", "wrong"))
    words = asked.parse_args()
    trial = banked(words.store, words.runs, words.workers)
    truths, planted = plant(trial, words.store, RIGHT, {}, PLANTED, words.workers)
    if words.only != "wrong":
        for runs in (500, 1_000, 2_000):
            if runs <= words.runs:
                cover(trial, runs, truths, planted)
    if words.only != "planted":
        flag(trial, words.runs, words.store, planted, words.workers)


def banked(folder: Path, runs: int, workers: int) -> Trial:
    """Return the bank; make the runs that the folder lacks. Its arrays are kept beside them."""
    columns = tuple(Column(measure, "everyone") for measure in MEASURES)
    scales = tuple(scale_of(measure, BUILT_IN) for measure in MEASURES)
    kept = folder / f"bank-{runs}.npz"
    if kept.exists():
        with np.load(kept) as data:
            names = tuple(data["names"].tolist())
            inputs = Inputs(names, data["inputs"], (0,) * len(names))
            return Trial(Bank(inputs, data["simulated"]), columns, scales)
    began = time.perf_counter(), time.process_time()
    bank = only_varied(load(SCENARIO).with_values(SHORT), runs)
    made = run(bank, plan_runs(bank), columns, folder / "bank", workers)
    seconds = time.perf_counter() - began[0], time.process_time() - began[1]
    print(f"bank of {runs} runs: {seconds[0]:.0f} s, of processors {seconds[1]:.0f} s", flush=True)
    np.savez(kept, names=made.inputs.names, inputs=made.inputs.values, simulated=made.simulated)
    return Trial(made, columns, scales)


def only_varied(scenario: Scenario, runs: int) -> BankPlan:
    """Return a bank in which only some numbers are varied."""
    bank = plan_bank(scenario, runs)
    kept = tuple(each for each in bank.wanted.uncertain if each.name in VARIED)
    if len(kept) != len(VARIED):
        raise SystemExit(f"not in the scenario: {set(VARIED) - {each.name for each in kept}}")
    return bank._replace(wanted=bank.wanted._replace(uncertain=kept))


def run(
    bank: BankPlan, plan: WorldsPlan, columns: Sequence[Column], folder: Path, workers: int
) -> Bank:
    """Make the runs of a plan that a folder lacks."""
    central = bank.central
    with Store(folder, Engine.FAST, central.digest, central.scenario.title) as store:
        pool = partial(on_this_machine, Engine.FAST, workers)
        return run_bank(plan, columns, store, Engine.FAST, pool)


def plant(
    trial: Trial, folder: Path, name: str, changed: Mapping[str, Any], many: int, workers: int
) -> tuple[Floats, Floats]:
    """Run worlds with random values of what is varied; return their shares and their targets."""
    bank = only_varied(load(SCENARIO).with_values({**SHORT, **changed}), many)
    names = [each.name for each in bank.wanted.uncertain]
    key = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    values = latin(many, len(names), SEED + key)
    inputs = Inputs(tuple(names), values, (0,) * len(names))
    drawn = Sample(inputs, values_of(bank.wanted.uncertain, inputs), before=FIRST)
    plan = plan_sample(bank.central, bank.wanted, drawn)
    made = run(bank, plan, trial.columns, folder / name.replace(" ", "_"), workers)
    return made.inputs.values, made.simulated


def cover(trial: Trial, runs: int, truths: Floats, planted: Floats) -> None:
    """Print how often the 90 % ranges hold what was planted, number by number and in all."""
    for discrepancy, off in ((0.0, 0.0), (0.1, 0.1), (0.1, 0.0)):
        noise, began = np.random.default_rng(SEED), time.perf_counter()
        found = [trial.fitted(runs, trial.given(y, noise, off), discrepancy, 10) for y in planted]
        seconds = (time.perf_counter() - began) / len(found)
        near = [(each, truth) for each, truth in zip(found, truths, strict=True) if each.near]
        inside = 100 * np.array([holds(each, truth) for each, truth in near])
        ratios = np.median([[n.ratio for n in each.numbers] for each, _ in near], axis=0)
        own = np.mean([each.coverage.inside for each, _ in near if each.coverage is not None])
        print(
            f"\n{runs} runs, discrepancy {discrepancy:.0%}, targets off by {off:.0%}: "
            f"{inside.mean():.1f} of 100 inside, own hidden runs {own:.1f}; "
            f"{len(found) - len(near)} not near; {seconds:.2f} s a fit"
        )
        for name, share, ratio in zip(
            trial.made.inputs.names, inside.mean(axis=0), ratios, strict=True
        ):
            print(f"  {share:5.1f}  width {ratio:.2f}  {name}", flush=True)


def holds(fitted: Fitted, truth: Floats) -> list[bool]:
    """Return of each number whether its 90 % range holds the truth."""
    bands = [each.after for each in fitted.numbers]
    return [b is not None and b.low <= t <= b.high for b, t in zip(bands, truth, strict=True)]


def flag(trial: Trial, runs: int, folder: Path, planted: Floats, workers: int) -> None:
    """Print in how many of the planted and of the wrong worlds a misfit is seen."""
    print("\nmisfits seen, and worlds that no run comes near")
    alarms = seen(trial, runs, planted)
    print(f"  {alarms[0]:2d} and {alarms[1]:2d} of {len(planted)}  {RIGHT}", flush=True)
    every = []
    for name, changed in WRONG.items():
        _, targets = plant(trial, folder, name, changed, EACH, workers)
        every.append(seen(trial, runs, targets))
        print(f"  {every[-1][0]:2d} and {every[-1][1]:2d} of {EACH}  {name}", flush=True)
    flagged, far = np.sum(every, axis=0)
    print(f"  {flagged:2d} and {far:2d} of {EACH * len(WRONG)}  wrong models in all")


def seen(trial: Trial, runs: int, targets: Floats) -> tuple[int, int]:
    """Return in how many worlds a misfit is seen, and how many no run comes near."""
    noise = np.random.default_rng(SEED + 1)
    found = [trial.fitted(runs, trial.given(y, noise, 0.0), 0.1, HIDDEN) for y in targets]
    return sum(each.misfit.seen for each in found), sum(not each.near for each in found)


if __name__ == "__main__":
    main()

"""Sensitivity of a study's differences: values in their own units, budgets kept."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import SimError
from sim.studies.analyses.sensitivity import SensitivityAsked
from sim.studies.statistics import sensitivity
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.study_file import read_study
from tests.studies.analyses.worlds import done, written

TEXT = """\
arms: [one_room, both]
uncertainties:
  people.arrivals.newcomers.rate: range
  rooms:
    sets: [services.talk.capacity.places, arms.both.set.services.talk.capacity.places]
    low: 1
    high: 4
"""


def asked(folder: Path, block: str) -> SensitivityAsked:
    (found,) = read_study(written(folder, f"{TEXT}sensitivity: {block}\n")).analyses
    assert isinstance(found, SensitivityAsked)
    return found


def test_amounts_become_values_of_the_scenario_whole_where_only_those_exist(
    tmp_path: Path,
) -> None:
    found = asked(tmp_path, "{method: sobol}")

    assert found._values((0.5, 1.0)) == ["0.5 per day", 1]
    assert found._values((2.0, 4.0)) == ["2 per day", 4]
    counts = np.bincount([found._values((1.0, x))[1] for x in np.linspace(1, 4, 4001)])
    assert np.ptp(counts[1:]) <= 2


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_no_more_runs_are_made_than_were_allowed(tmp_path: Path, method: str) -> None:
    block = f"{{method: {method}, outcomes: [list_length], replications: 2}}"
    found = done(tmp_path, f"{TEXT}sensitivity: {block}\n")

    ((question, answer),) = found.answers
    (method_found,) = answer.sobol or answer.morris
    assert 2 * method_found.runs <= question.plain()["runs"]
    assert found.plan.asked.uncertainties == ()


def test_without_the_library_it_is_said_before_the_first_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(sensitivity, "import_module", missing)
    study = read_study(written(tmp_path, f"{TEXT}sensitivity: {{method: sobol}}\n"))

    with pytest.raises(SimError, match=r"pip install 'throughline\[research\]'"):
        plan_sweep(study)

"""Each broken study has one fault, and is told where it is, what it is and what to do."""

import re
from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.studies.sweeps.planning import plan_sweep
from sim.studies.sweeps.study_file import read_study

FOLDER = Path(__file__).parents[2] / "broken_studies"
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = re.compile(r'# expect: (\d+):(\d+) "(.*)"\n')


def test_there_are_at_least_thirty_broken_studies() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_study_is_told_its_fault_with_its_place(path: Path) -> None:
    expected = EXPECTED.match(path.read_text(encoding="utf-8"))
    assert expected is not None, "the first line says what to expect"
    line, column, words = int(expected[1]), int(expected[2]), expected[3]

    with pytest.raises(ScenarioFaults) as caught:
        plan_sweep(read_study(path))

    places = [(fault.location.line, fault.location.column) for fault in caught.value.faults]
    assert places[0] == (line, column), str(caught.value)
    assert words in str(caught.value)
    assert len(places) == 1, str(caught.value)

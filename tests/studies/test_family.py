"""Measures that a scenario names in `compare` have to exist."""

from pathlib import Path

from sim.resolving import resolve
from sim.studies.family import in_written_order, measure_faults
from tests.studies.scenarios import CAFES, loaded


def test_misspelt_measures_are_found_where_they_stand(tmp_path: Path) -> None:
    text = CAFES + (
        "compare:\n"
        "  family: [unmet_need_days, unmet_need_dys]\n"
        "  smallest_difference: {wait_to_start.tlak.median: 2}\n"
    )
    scenario = loaded(tmp_path, text)

    faults = list(measure_faults(scenario, resolve(scenario, "one_room").names))

    line = CAFES.count("\n") + 2
    assert [(f.location.line, f.location.column, f.location.path) for f in faults] == [
        (line, 29, "compare.family"),
        (line + 1, 52, "compare.smallest_difference"),
    ]
    assert "Did you mean `unmet_need_days`?" in str(faults[0])
    assert '"wait_to_start.tlak.median" is not a measure' in str(faults[1])


def test_measures_stand_in_the_order_in_which_the_scenario_names_them(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, CAFES + "compare: {family: [list_length, wait_to_start.mean]}\n")
    judged = ["wait_to_start.mean", "new", "list_length"]
    assert in_written_order(scenario, judged) == ("list_length", "wait_to_start.mean", "new")

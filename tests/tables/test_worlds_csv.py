"""Each value of `worlds.csv` stands below the name of its number."""

import csv
from pathlib import Path

from sim.tables.worlds import NUMBERS, write_worlds
from tests.studies.worlds.rooms import ROOMS, study

RATE = "people.arrivals.newcomers.rate"
STAY = "services.talk.ends.stay.exponential.mean"


def test_numbers_that_one_draw_moves_have_a_column_each(tmp_path: Path) -> None:
    found = study(tmp_path, ROOMS + f"together: [[{RATE}, {STAY}]]\n").worlds
    assert found is not None
    assert len(found.uncertain) == 1
    write_worlds(found, tmp_path)

    rows = list(csv.reader((tmp_path / NUMBERS).read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["world", RATE, STAY]
    assert {len(row) for row in rows} == {3}
    assert all("per day" in rate and "days" in stay for _, rate, stay in rows[1:])

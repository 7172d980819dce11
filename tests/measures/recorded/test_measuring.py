"""Measures that keep their names have on the records of a run the value that its log gives."""

import math

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.measuring import Row
from sim.measures.recorded.bare import bare
from sim.measures.recorded.from_run import recorded
from sim.measures.recorded.lacking import WAITS, unmeasured
from sim.measures.recorded.measuring import measure_recorded
from sim.measures.recorded.to_log import log_of
from sim.measures.words.recorded import RECORDS
from tests.measures.recorded.runs import FILES, small

SLOW = "cen_community"
RUNS = [(name, seed) for name in FILES for seed in (1, 2) if name != SLOW or seed == 1]
CASES = pytest.mark.parametrize(("name", "seed"), RUNS, ids=str)


def own(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Rows with the simulator's names, by group and measure."""
    return {(r.group, r.measure): r for r in rows if not r.measure.startswith(RECORDS)}


def differing(
    these: dict[tuple[str, str], Row], those: dict[tuple[str, str], Row]
) -> dict[tuple[str, str], tuple[Row, Row | None]]:
    """The first rows that are not in the second, to the last digit and with the unit."""

    def alike(one: Row, other: Row | None) -> bool:
        if other is None or one.unit != other.unit:
            return False
        return one.value == other.value or (math.isnan(one.value) and math.isnan(other.value))

    found = ((key, row, those.get(key)) for key, row in these.items())
    return {key: (row, other) for key, row, other in found if not alike(row, other)}


@CASES
def test_measures_that_keep_their_names_are_those_of_the_log_to_the_digit(
    name: str, seed: int
) -> None:
    run, resolved = small(name, seed)

    found = own(measure_recorded(recorded(run, resolved), resolved))

    assert len(found) > 20
    assert differing(found, own(measure(run, resolved))) == {}


@CASES
def test_measures_of_records_need_no_times_of_day(name: str, seed: int) -> None:
    run, resolved = small(name, seed)

    with_times = measure_recorded(recorded(run, resolved), resolved)
    by_dates = measure_recorded(recorded(run, resolved, timed=False), resolved)

    kept = {(r.group, r.measure): r for r in by_dates if r.measure.startswith(RECORDS)}
    assert len(kept) > 100
    assert differing(kept, {(r.group, r.measure): r for r in with_times}) == {}


@CASES
def test_what_reads_a_log_reads_records(name: str, seed: int) -> None:
    """The functions that measure logs find the same in the log of an extract."""
    run, resolved = small(name, seed)
    extract = recorded(run, resolved)

    found = own(measure_recorded(extract))
    if np.any(extract.contacts.at < 0):  # a log does not know who was seen before it began
        found = {key: row for key, row in found.items() if not key[1].startswith(WAITS[-1])}

    assert differing(found, own(measure(log_of(extract), bare(extract)))) == {}


def test_a_run_with_pools_and_returns_lacks_what_records_cannot_tell_apart() -> None:
    run, resolved = small("everything", 1)
    extract = recorded(run, resolved)

    absent = {each.name: each.why for each in unmeasured(extract, resolved)}
    rows = {row.measure for row in measure_recorded(extract, resolved)}

    assert "another person in a log" in absent["upc.service"]
    assert "moved away" in absent["follow_up_72_hours"]
    assert {"upc.service", "follow_up_72_hours"}.isdisjoint(rows)
    assert {"records.upc.service", "records.follow_up_72_hours"} <= rows


def test_what_is_unmeasured_is_not_among_the_measures_and_has_a_reason() -> None:
    run, resolved = small("flow", 1)
    extract = recorded(run, resolved, timed=False)

    absent = unmeasured(extract)
    rows = {row.measure for row in measure_recorded(extract)}

    assert {"unmet_need_days", "wait_to_first_contact", "records.handoffs"} <= {
        each.name for each in absent
    }
    for each in absent:
        assert each.why.endswith(".")
        assert not any(row == each.name or row.startswith(f"{each.name}.") for row in rows)


def test_groups_and_areas_have_rows_of_their_own() -> None:
    run, resolved = small("flow", 1)

    rows = measure_recorded(recorded(run, resolved), resolved)
    people = {row.group: row.value for row in rows if row.measure == "records.people"}

    assert list(people) == ["everyone", "young", "old", "area:north", "area:south"]
    assert people["young"] + people["old"] == people["everyone"]
    assert people["area:north"] + people["area:south"] == people["everyone"]

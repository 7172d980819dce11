"""A scenario made from records loads, says where each number comes from, and tells of nobody."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sim.area.composing import START
from sim.cli.trying import faults_of
from sim.records.composing import NAME, counted, scenario
from sim.scenario import Scenario, load
from tests.records.composing.extracts import SERVICES, extract, made, mapping


def loaded(folder: Path) -> Scenario:
    """The scenario as `sim check` reads it."""
    for name, text in {NAME: made().composed.text, **made().composed.tables}.items():
        (folder / name).write_text(text)
    return load(folder / NAME)


def test_it_loads_without_a_fault(tmp_path: Path) -> None:
    assert not faults_of(made().composed, NAME, tmp_path)
    assert tuple(loaded(tmp_path).services) == SERVICES


def test_every_estimate_has_a_range_a_source_and_how_it_was_found(tmp_path: Path) -> None:
    service: Any = loaded(tmp_path).services["community_team"]
    for number in (
        service.accepts.probability,
        service.contacts.attendance,
        service.contacts.every.fixed,
        service.capacity.places,
    ):
        assert number.low < number.high
        assert number.source in ("records", "assumed_by_import")
        assert number.note
    for law in (service.ends.stay, service.patience):
        assert law.family in ("weibull", "gamma", "lognormal", "exponential", "table", "hazard")


def test_what_the_records_do_not_say_is_an_assumption(tmp_path: Path) -> None:
    service: Any = loaded(tmp_path).services["community_team"]
    assert service.capacity.places.source == "assumed_by_import"
    assert "taken for granted" in service.capacity.places.note


def test_the_ward_is_a_service_day_and_night(tmp_path: Path) -> None:
    assert loaded(tmp_path).services["ward"].continuous
    assert not loaded(tmp_path).services["access_point"].continuous


def test_a_run_begins_the_day_after_the_records_end(tmp_path: Path) -> None:
    assert "  begins: 2025-04-01\n" in made().composed.text


def test_people_at_the_start_are_made_up_from_bands_of_at_least_5() -> None:
    rows = list(csv.DictReader(io.StringIO(made().composed.tables[START])))
    places = Counter((row["service"], row["status"]) for row in rows)
    assert all(number % 5 == 0 for number in places.values())
    assert all(re.fullmatch(r"[a-z_]+\.(waiting|in_care)\.\d+", row["id"]) for row in rows)
    times = [float(row["days_so_far"]) for row in rows]
    real = set((extract().recorded.window.closes - extract().recorded.referrals.received).tolist())
    assert not {round(each * 1440) for each in times} & real or len(set(times)) < len(times)


def test_no_more_people_are_in_care_at_the_start_than_there_are_places(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(made().composed.tables[START])))
    in_care = Counter(row["service"] for row in rows if row["status"] == "in_care")
    for name, service in loaded(tmp_path).services.items():
        if service.limited:
            assert service.capacity is not None
            assert service.capacity.places is not None
            assert in_care[name] <= service.capacity.places.value


def test_a_service_whose_stay_is_not_told_has_one_that_is_taken_for_granted() -> None:
    few = scenario(extract(60, seed=3), mapping(), "extract")
    stays = {each.service for each in few.derived if each.item == "stay"}
    assert stays == set(SERVICES)
    assert not faults_of(few.composed, NAME, Path())


def test_the_counts_of_a_service_hide_what_is_small() -> None:
    for each in counted(extract(30).recorded, mapping()):
        assert all(number is None or number >= 5 for number in each[2:])


@pytest.mark.parametrize("people", [0, 3, 12])
def test_an_extract_of_hardly_anybody_tells_nothing(people: int) -> None:
    few = scenario(extract(people), mapping(), "extract")
    assert START not in few.composed.tables
    numbers = [each for each in few.derived if not each.assumed]
    assert people >= 10 or not numbers

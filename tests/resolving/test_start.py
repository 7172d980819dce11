"""Where people are at minute 0: empty, full, or from a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import Fault, ScenarioFaults
from sim.laws import Shape
from sim.resolved import MISSING, Here, StartKind
from sim.resolving import resolve
from sim.rules import distributions as law
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.resolving.worlds import a_scenario, resolved

WORLD = """
people:
  groups: {first: {share: 0.5}, second: {share: 0.5, attributes: [smokes]}}
  start: START
needs:
  distress:
    seek_level: 2
    states: {well: 0, unwell: 2}
    start: {well: 1}
seeking: {delay: {severe: 1 day}, reseek_delay: 1 week, entry: {severe: {team: 1}}}
services:
  team:
    workers: {posts: 4, contact_hours: 18, caseload: 30}
    ends: {stay: {exponential: {mean: 6 weeks}}}
    routes: {finished_in_need: {ward: 0.5, line: 0.5}}
  ward: {capacity: {places: 2}, ends: {stay: {fixed: 10 days}}}
  line: {capacity: unlimited}
arms:
  whole: {}
  fewer:
    set: {services: {ward: null, team: {routes: {finished_in_need: {line: 1}}}}}
    start_map: {ward: line}
"""
TABLE = "{from_table: people.csv}"


def world(start: str) -> str:
    return WORLD.replace("START", start)


def faults(folder: Path, people: str) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioFaults) as caught:
        resolved(folder, world(TABLE), "whole", people=people)
    return caught.value.faults


def test_an_empty_start_has_nobody_anywhere(tmp_path: Path) -> None:
    start = resolved(tmp_path, world("empty"), "whole").start
    assert start.kind is StartKind.EMPTY
    assert start.table == ()


def test_a_full_start_knows_rooms_and_what_is_left_of_stays(tmp_path: Path) -> None:
    arm = resolved(tmp_path, world("{full: {relationship: 0.4}}"), "whole")
    start, rows = arm.start, arm.numbers.distributions
    assert (start.kind, start.relationship) == (StartKind.FULL, 0.4)
    assert start.room.tolist() == [120, 2, 0]
    shapes = [rows.shape[row] for row in start.residual_stay]
    assert shapes == [Shape.QUANTILES, Shape.QUANTILES, Shape.NEVER]
    # What is left of a fixed stay is anything up to it; of an exponential, the same again.
    assert law.minutes(rows, start.residual_stay[1], 0.25) == pytest.approx(2.5 * DAY, abs=1)
    expected = law.minutes(rows, arm.numbers.services.stay[0], 0.5)
    assert law.minutes(rows, start.residual_stay[0], 0.5) == pytest.approx(expected, abs=1)


def test_every_arm_starts_with_the_same_people_in_the_same_places(tmp_path: Path) -> None:
    scenario = a_scenario(tmp_path, world("full"))
    whole, fewer = (resolve(scenario, arm).start for arm in ("whole", "fewer"))
    assert whole.service_map.tolist() == [[0], [1], [2]]
    assert fewer.service_map.tolist() == [[0], [1], [1]]
    assert fewer.name.tolist() == whole.name.tolist()
    assert fewer.room.tolist() == whole.room.tolist()


def test_a_service_an_arm_lacks_without_a_map_leaves_people_in_the_community(
    tmp_path: Path,
) -> None:
    text = world("full").replace("start_map: {ward: line}", "start_map: {ward: community}")
    assert resolved(tmp_path, text, "fewer").start.service_map.tolist() == [[0], [MISSING], [1]]


def test_a_table_says_who_is_where(tmp_path: Path) -> None:
    people = (
        "id,group,service,status,days_so_far,relationship,trust,distress\n"
        "p1,first,team,in_care,21,0.5,0.25,unwell\n"
        '"p2, the second",second,ward,waiting,1.5,,,\n'
        "\n"
        "p3,first,,,,,,well\n"
        "p4,,line,in_care,,,,\n"
    )
    start = resolved(tmp_path, world(TABLE), "whole", people=people).start
    assert start.kind is StartKind.TABLE
    assert start.table == (
        Here("p1", 0, 0, (1,), 0.25, 0, False, 3 * WEEK, 0.5),
        Here("p2, the second", 1, 1, (MISSING,), -1.0, 1, True, 2_160, 0.0),
        Here("p3", 0, 0, (0,), -1.0, MISSING, False, 0, 0.0),
        Here("p4", MISSING, 0, (MISSING,), -1.0, 2, False, 0, 0.0),
    )


def test_only_an_id_is_needed(tmp_path: Path) -> None:
    start = resolved(tmp_path, world(TABLE), "whole", people="id\nA\nB\n").start
    assert start.table == (
        Here("A", MISSING, 0, (MISSING,), -1.0, MISSING, False, 0, 0.0),
        Here("B", MISSING, 0, (MISSING,), -1.0, MISSING, False, 0, 0.0),
    )


def test_all_faults_of_a_table_are_told_at_once_each_at_its_cell(tmp_path: Path) -> None:
    people = (
        "id,group,service,status,days_so_far,distress\n"
        "p1,frist,team,in_care,21,unwell\n"
        '"p2, x",second,wrad,waiting,-4,\n'
        "p1,first,line,waiting,0,bad\n"
        "p4,first,team,0\n"
        ",first,,in_care,,\n"
        "p6,first,team,,two,\n"
    )
    found = [
        (fault.location.line, fault.location.column, fault.problem.split(" ")[0], fault.remedy)
        for fault in faults(tmp_path, people)
    ]
    assert found == [
        (2, 4, '"frist"', "Did you mean `first`?"),
        (3, 16, '"wrad"', "Did you mean `ward`?"),
        (3, 29, '"-4"', "Write digits, with a point for fractions."),
        (4, 1, '"p1"', "Give everybody an id of their own."),
        (4, 15, "Nobody", "Write `in_care`."),
        (4, 25, '"bad"', "Known: well and unwell."),
        (5, 1, "This", "Give every row a cell for every column."),
        (6, 1, "The", "Give everybody an id of their own."),
        (6, 9, '"in_care",', "Name the service, or leave it empty."),
        (7, 15, "The", "Write `in_care` or `waiting`."),
        (7, 16, '"two"', "Write digits, with a point for fractions."),
    ]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("", "The table is empty."),
        ("id;group;service\n", "not separated by commas"),
        ("id,group,servce\n", '"servce" is not a column'),
        ("id,id,group\n", '"id" is there twice'),
        ("group,service\n", "The column `id` is missing."),
        ('id,group\n"p1,first\n', "not CSV"),
    ],
)
def test_a_table_with_a_wrong_header_is_refused(tmp_path: Path, people: str, words: str) -> None:
    (fault,) = faults(tmp_path, people)
    assert words in fault.problem
    assert fault.location.file.endswith("people.csv")


def test_more_people_than_places_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"p{i},first,ward,in_care\n" for i in range(3))
    (fault,) = faults(tmp_path, f"id,group,service,status\n{rows}")
    assert "3 people are in `ward`, which has 2 places." in fault.problem


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_says_the_same_with_the_line_ends_of_every_system(tmp_path: Path, end: str) -> None:
    rows = ["id,service,status", "ana,team,in_care", "ben,,"]
    table = tmp_path / "people.csv"
    scenario = a_scenario(tmp_path, world(TABLE), people="\n".join(rows))
    table.write_bytes(end.join(rows).encode())

    again = load(tmp_path / "world.yaml")

    assert [here.name for here in resolve(again, "whole").start.table] == ["ana", "ben"]
    assert again.digest == scenario.digest


@pytest.mark.parametrize("character", ["\u2028", "\x0c", "\x1c", "\x85", "\x00", "\u202e"])
def test_a_cell_with_a_character_that_no_text_has_is_refused_at_its_place(
    tmp_path: Path, character: str
) -> None:
    (fault,) = faults(tmp_path, f"id,service,status\nana{character}b,team,in_care\n")

    assert (fault.location.line, fault.location.column) == (2, 4)
    assert fault.location.file.endswith("people.csv")
    assert f"U+{ord(character):04X}" in fault.problem

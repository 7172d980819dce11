"""The page of an area without needs says who in care is seen, and nothing of need."""

from __future__ import annotations

import pytest

from sim.report.blocks import Paragraphs, Table
from sim.report.in_care import in_care_section
from sim.report.view import View
from sim.report.writing import PARTS
from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import Study
from tests.third_reading.flow_only import FILE

UNTOLD = (
    "days in need",
    "in crisis",
    "without help",
    "unmet",
    "people in need",
    "turning for help",
)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Two arms, two repeats, without needs."""
    planned = plan(load(FILE), Choices(replications=2))
    return carry_out(planned, tmp_path_factory.mktemp("kept"), workers=1)


def test_each_service_with_contacts_is_in_the_tables(area: Study) -> None:
    section = in_care_section(View(area))

    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [[row[0] for row in table.rows] for table in tables] == [["team"]] * 3
    assert tables[0].rows[0][1].endswith("%")
    assert isinstance(section.blocks[0], Paragraphs)


def test_the_main_measures_are_waits_people_waiting_gaps_and_workers(area: Study) -> None:
    assert View(area).family() == [
        "gaps_in_care.60_days",
        "wait_to_start.median",
        "still_waiting.number",
        "upc.person",
        "worker_changes",
    ]


def test_nothing_is_claimed_of_need(area: Study) -> None:
    view = View(area)
    said = [str(block) for part in PARTS for block in part(view).blocks if part(view).blocks]

    words = " ".join(said).lower()
    assert [each for each in UNTOLD if each in words] == []
    assert "not seen for over 60 days" in words

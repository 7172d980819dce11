"""Flows, people and demand, today, and assumptions."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from sim.app.projects.saving import ENTERED
from sim.app.screens.pathways import drawn
from sim.network import what_is_known
from sim.scenario import load
from tests.app.conftest import REVISION, Planner

AREA = "/projects/area"
WAY = "services.team.routes.finished_settled"


def row(page: str, label: str) -> str:
    found = re.search(rf'<th scope="row">(?:<a[^>]*>)?{label}<.*?</tr>', page, re.S)
    assert found is not None, label
    return found[0]


def refused(planner: Planner, path: str, fields: dict[str, str]) -> str:
    revision = REVISION.search(planner.get(path))
    assert revision is not None
    answer = planner.post(path, {"revision": revision[1], **fields})
    assert answer.status_code == 400
    return str(answer.text)


def test_flows_are_shown_and_entered_in_per_cent(planner: Planner, small_area: Path) -> None:
    page = planner.get(f"{AREA}/flows")
    shown = re.findall(r'value="([^"]*)" size', row(page, "Team"))
    assert shown == ["", "30 %", "5 %", "65 %"]
    assert "✓ 100 %" in row(page, "Team")

    page = planner.save(
        f"{AREA}/flows", {"reason": "finished_settled", f"{WAY}.clinic": "40 %", "action": ""}
    )
    assert "✗ 110 %" in row(page, "Team")
    assert f'href="{AREA}/flows?reason=finished_settled#{WAY}"' in page
    assert "Team, flows when care ends and the need has settled: " in page

    page = planner.save(
        f"{AREA}/flows", {"reason": "finished_settled", f"{WAY}.nowhere": "55", "action": ""}
    )
    assert "✓ 100 %" in row(page, "Team")
    assert "Team, nowhere: “55” was read as 55 %." in page
    shares = load(small_area).services["team"].routes["finished_settled"]
    assert {name: share.value for name, share in shares.items()} == pytest.approx(
        {"clinic": 0.4, "ward": 0.05, "nowhere": 0.55}
    )


def test_a_way_is_added_and_what_is_left_is_worked_out(planner: Planner, small_area: Path) -> None:
    text = small_area.read_text(encoding="utf-8")
    small_area.write_text(text.replace("nowhere: 0.65}", "rest: nowhere}"), encoding="utf-8")
    assert ">65 %</td>" in row(planner.get(f"{AREA}/flows"), "Team")

    page = planner.save(
        f"{AREA}/flows?reason=finished_settled",
        {
            **{"reason": "finished_settled", "action": "add"},
            **{"origin": "clinic", "target": "ward", "share": "100 %"},
            "services.clinic.routes.finished_settled.nowhere": "0",
        },
    )
    assert "✓ 100 %" in row(page, "Clinic")
    ways = load(small_area).services["clinic"].routes["finished_settled"]
    assert {name: share.value for name, share in ways.items() if share.value} == {"ward": 1}


@pytest.mark.parametrize("text", ["-1", "101", "many", "nan", "1"])
def test_a_share_that_is_none_stays_beside_what_is_wrong_with_it(
    planner: Planner, small_area: Path, text: str
) -> None:
    before = small_area.read_bytes()

    page = refused(planner, f"{AREA}/flows", {"reason": "finished_settled", f"{WAY}.clinic": text})

    assert f'<a href="#{WAY}.clinic">Team, Clinic: “{text}” ' in page
    assert f'name="{WAY}.clinic" value="{text}"' in page
    assert f'id="{WAY}.clinic-wrong"' in page
    assert small_area.read_bytes() == before


def test_a_way_that_is_not_added_stays_as_it_was_entered(
    planner: Planner, small_area: Path
) -> None:
    way = {"origin": "clinic", "target": "ward", "share": "140 %"}

    page = refused(planner, f"{AREA}/flows", {"reason": "finished_settled", "action": "add", **way})

    assert '<a href="#share">Another way: “140 %” is not a part of all.' in page
    assert 'id="share" name="share" value="140 %"' in page
    assert page.count('<option value="clinic" selected>') == 1


def test_the_flows_have_a_picture_and_words_that_stand_for_it(
    planner: Planner, small_area: Path
) -> None:
    page = planner.get(f"{AREA}/flows")
    assert "The largest flows: Ward to Team, 50 %; Team to Clinic, 30 %" in page
    source = re.search(r'<img src="([^"]+)"', page)
    assert source is not None

    answer = planner.client.request("GET", html.unescape(source[1]))

    assert answer.headers["content-type"].startswith("image/svg+xml")
    words = re.findall(r">([^<>]+)</text>", answer.text)
    assert {"Team", "Clinic", "Ward", "65 nowhere"} <= set(words)


def test_the_picture_has_the_shares_of_the_file(small_area: Path) -> None:
    scenario = load(small_area)

    boxes, moves = drawn(scenario, "finished_settled")

    assert [box.label for box in boxes] == ["Team", "Clinic", "Ward"]
    assert {(move.origin, move.target): round(move.rate) for move in moves} == {
        **{(-1, 0): 100, (0, 1): 30, (0, 2): 5, (2, 0): 50}
    }


def test_demand_and_the_time_looked_at_are_changed(planner: Planner, small_area: Path) -> None:
    planner.save(
        f"{AREA}/people",
        {
            "people.arrivals.newcomers.rate": "3 per week",
            "people.arrivals.newcomers.growth": "4 % per year",
            "run.replications": "3",
            "run.length": "400 days",
        },
    )

    scenario = load(small_area)
    stream = scenario.people.arrivals["newcomers"]
    assert stream.rate is not None
    assert (stream.rate.written, stream.rate.source) == ("3 per week", ENTERED)
    assert stream.growth is not None
    assert (scenario.run.replications, str(scenario.run.length)) == (3, "400 days")


def test_referrals_by_month_are_entered_in_per_cent_of_a_usual_month(
    planner: Planner, small_area: Path
) -> None:
    path = "people.arrivals.newcomers.season"
    page = planner.get(f"{AREA}/people")
    assert 'aria-label="newcomers, August"' in page
    assert page.count(">8.7 people<") == 12  # 2 a week, 4.348 weeks a month

    page = planner.save(
        f"{AREA}/people", {f"{path}.aug": "70 %", f"{path}.jan": "1.3", f"{path}.feb": "100 %"}
    )

    season = load(small_area).people.arrivals["newcomers"].season
    assert season is not None
    assert {month: each.value for month, each in season.items()} == {
        **{"aug": 0.7, "jan": 1.3, "feb": 1}
    }
    assert "Newcomers, January: “1.3” was read as 130 %." in page
    assert ">6.09 people<" in page
    assert "“7” may be 7 % or 700 %" in refused(planner, f"{AREA}/people", {f"{path}.mar": "7"})


def test_a_fault_of_demand_leads_to_its_cell(planner: Planner, small_area: Path) -> None:
    page = planner.save(f"{AREA}/people", {"people.arrivals.newcomers.rate": "2"})

    assert f'href="{AREA}/people#people.arrivals.newcomers.rate"' in page
    assert 'aria-invalid="true"' in page


def test_today_shows_bands_and_staff_of_the_workbook(planner: Planner, riverside: Path) -> None:
    page = planner.get("/projects/riverside/today")

    assert "<td>83</td>" in row(page, "Community team, North")
    assert "0 to 4" in page
    assert "April 2024" in page
    assert "How every number was worked out" in page
    frame = planner.client.request("GET", "/projects/riverside/import")
    assert frame.headers["content-security-policy"].startswith("sandbox;")


def test_numbers_are_listed_by_where_they_come_from(planner: Planner, small_area: Path) -> None:
    # 26 of today, and the decision delay of the other way of care.
    assert "0 of 27 numbers" in planner.get(f"{AREA}/assumptions")
    assert "2 of 27 numbers" in planner.get(f"{AREA}/assumptions?show=ranged")

    planner.save(f"{AREA}/services", {"services.ward.capacity.places": "4"})
    page = planner.get(f"{AREA}/assumptions?show=entered")
    assert "4" in row(page, "Places at Ward")
    assert "1 of" in page


def test_the_app_counts_assumptions_as_every_report_does(planner: Planner, riverside: Path) -> None:
    known = what_is_known(load(riverside))

    page = planner.get("/projects/riverside/assumptions")

    assert f"<p>{known.assumed} of {known.total} numbers." in page
    assert "Posts at Psychology, with “Three more in psychology”" in planner.get(
        "/projects/riverside/assumptions?show=all"
    )


def test_a_number_gets_its_range_its_source_and_who_agreed_it(
    planner: Planner, small_area: Path
) -> None:
    page = planner.save(
        f"{AREA}/assumptions",
        {"action": "source", "name": "Diary", "kind": "local_data", "reference": "ward diary"},
    )
    assert "ward diary" in page
    at = "services.ward.capacity.places"
    planner.save(
        f"{AREA}/field?at={at}&back=assumptions",
        {
            **{"at": at, "entry": "3", "low": "2", "high": "4", "source": "diary"},
            **{"agreed_by": "ward manager", "note": "", "back": "assumptions"},
        },
    )

    capacity = load(small_area).services["ward"].capacity
    assert capacity is not None
    assert capacity.plain()["places"] == {
        **{"value": 3, "low": 2, "high": 4, "source": "diary", "agreed_by": "ward manager"}
    }


def test_who_was_involved_is_said_in_own_words(planner: Planner, small_area: Path) -> None:
    planner.save(
        f"{AREA}/assumptions",
        {"action": "involvement", "involvement": "Two people who use the team, in two meetings."},
    )

    assert load(small_area).involvement == "Two people who use the team, in two meetings."


def test_a_source_without_words_is_told(planner: Planner, small_area: Path) -> None:
    fields = {"action": "source", "name": "x y", "kind": "local_data", "reference": ""}

    assert "A source needs" in refused(planner, f"{AREA}/assumptions", fields)


def test_check_and_run_say_the_same_times(planner: Planner, small_area: Path) -> None:
    run, check = planner.get("/projects/area/run"), planner.get("/projects/area/check")

    times = re.findall(r'-hint">([\d,]+ runs: [^<]+)</span>', run)
    assert len(times) == 4
    for each in times:
        assert each in check
    assert "at most" not in "".join(times)

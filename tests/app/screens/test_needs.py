"""A need from a template: added with the flows kept, and taken out again with nothing left."""

from __future__ import annotations

from pathlib import Path

from sim.scenario import load
from tests.app.conftest import REVISION, Planner

PAGE = "/projects/area/people"


def test_a_need_of_the_template_is_sound_and_keeps_every_flow(
    planner: Planner, small_area: Path
) -> None:
    before = load(small_area)

    page = planner.save(PAGE, {"action": "needs", "need": "Low <mood>"})

    scenario = load(small_area)
    (need,) = scenario.needs.values()
    assert need.label == "Low <mood>"
    assert "This project has needs." in page
    for name, service in scenario.services.items():
        routes = service.routes
        assert routes["finished_in_need"] == routes["finished_settled"], name
        assert routes["finished_settled"] == before.services[name].routes["finished_settled"]
    rates = {path: n for path, n in scenario.quantities() if path.startswith("needs.")}
    assert len(rates) == 6
    assert {scenario.sources[each.source].kind for each in rates.values()} == {"assumption"}
    assert all(getattr(each, "has_range", False) for each in rates.values())


def test_the_need_of_the_template_is_taken_out_again(planner: Planner, small_area: Path) -> None:
    before = load(small_area)
    planner.save(PAGE, {"action": "needs", "need": ""})

    page = planner.save(PAGE, {"action": "no-needs"})

    after = load(small_area)
    assert not after.needs
    assert after.services == before.services
    assert "Add the need from the template" in page


def test_a_second_template_is_refused(planner: Planner, small_area: Path) -> None:
    planner.save(PAGE, {"action": "needs", "need": ""})
    revision = REVISION.search(planner.get(PAGE))
    assert revision is not None

    answer = planner.post(PAGE, {"action": "needs", "need": "", "revision": revision[1]})

    assert answer.status_code == 400
    assert "has needs already" in answer.text

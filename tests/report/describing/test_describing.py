"""Drafts follow the published checklists, and say what the scenario says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.errors import SimError
from sim.report.describing.bibliography import bibtex, escaped
from sim.report.describing.describing import CHECKLISTS, describe, files
from sim.report.describing.markdown import plain
from sim.scenario import Scenario
from tests.scenarios.shipped import FOLDER, all_numbers
from tests.studies.scenarios import CAFES, loaded

ITEMS = {
    "stress": """
        1. Objectives / 1.1 Purpose of the model / 1.2 Model outputs / 1.3 Experimentation aims /
        2. Logic / 2.1 Base model overview diagram / 2.2 Base model logic / 2.3 Scenario logic /
        2.4 Algorithms / 2.5 Components / 2.5.1 Entities / 2.5.2 Activities / 2.5.3 Resources /
        2.5.4 Queues / 2.5.5 Entry/exit points / 3. Data / 3.1 Data sources / 3.2 Pre-processing /
        3.3 Input parameters / 3.4 Assumptions / 4. Experimentation / 4.1 Initialisation /
        4.2 Run length / 4.3 Estimation approach / 5. Implementation /
        5.1 Software or programming language / 5.2 Random sampling / 5.3 Model execution /
        5.4 System specification / 6. Code access / 6.1 Computer model sharing statement""",
    "trace": """
        1. Problem formulation / 2. Model description / 3. Data evaluation /
        4. Conceptual model evaluation / 5. Implementation verification /
        6. Model output verification / 7. Model analysis / 8. Model output corroboration""",
    "odd": """
        1. Purpose and patterns / 2. Entities, state variables, and scales /
        3. Process overview and scheduling / 4. Design concepts / 4.1 Basic principles /
        4.2 Emergence / 4.3 Adaptation / 4.4 Objectives / 4.5 Learning / 4.6 Prediction /
        4.7 Sensing / 4.8 Interaction / 4.9 Stochasticity / 4.10 Collectives / 4.11 Observation /
        5. Initialization / 6. Input data / 7. Submodels""",
}
"""The headings as published, in their order."""
ENTRY = re.compile(r"^@(\w+)\{(\w+),$(.*?)^\}$", re.M | re.S)


@pytest.fixture(scope="module")
def community() -> Scenario:
    return Scenario.load(FOLDER / "cen_community.yaml")


@pytest.fixture(scope="module")
def drafts(community: Scenario) -> dict[str, str]:
    return {form: describe(community, form) for form in CHECKLISTS}


def section(draft: str, number: str) -> str:
    return re.split(r"^#+ ", draft.partition(f" {number} ")[2], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize("form", ITEMS)
def test_a_draft_has_the_items_of_its_checklist_in_their_order(
    form: str, drafts: dict[str, str]
) -> None:
    wanted = [" ".join(each.split()) for each in ITEMS[form].split(" /")]
    assert re.findall(r"^##+ (.*)$", drafts[form], re.M) == wanted


@pytest.mark.parametrize("form", ["stress", "trace", "odd"])
def test_every_number_stands_in_every_draft_with_value_and_source(
    form: str, community: Scenario, drafts: dict[str, str]
) -> None:
    for path, number in community.quantities():
        row = next(each for each in drafts[form].splitlines() if each.startswith(f"| `{path}` | "))
        assert plain(number.written) in row
        assert f"| `{number.source}` |" in row
    assert len(list(all_numbers(community))) > 300


def test_runs_are_described_as_the_file_has_them(drafts: dict[str, str]) -> None:
    draft = drafts["stress"]
    assert "in 10 independent replications" in section(draft, "4.3")
    assert "lasts 8 years" in section(draft, "4.2")
    assert "that have a range: 142." in section(draft, "4.3")
    assert "not measured: 5 years" in section(draft, "4.1")
    assert "follow the rules of `handed_on`" in section(draft, "4.1")
    assert "seed of the file is 1." in section(draft, "5.2")


def test_what_an_arm_changes_stands_in_the_logic_of_scenarios(drafts: dict[str, str]) -> None:
    logic = section(drafts["stress"], "2.3")
    assert "from: access_point\n  to: community_team\n" in logic
    assert "`cold_handoffs`" in logic.partition("Switched off:")[2].partition("\n")[0]


def test_targets_are_told_apart_by_their_role(community: Scenario, drafts: dict[str, str]) -> None:
    used, kept = (section(drafts["trace"], each) for each in ("6.", "8."))
    for name, target in community.targets.items():
        assert (f"| `{name}` |" in used) is (target.role == "fit")
        assert (f"| `{name}` |" in kept) is (target.role == "check")


def test_what_only_a_person_can_write_is_marked(drafts: dict[str, str]) -> None:
    for number in ("1.1", "1.3", "3.2", "3.4", "4.1", "4.3", "5.4", "6.1"):
        assert "[to be written by a person: " in section(drafts["stress"], number)
    for number in ("1.", "3.", "4.", "6.", "7.", "8."):
        assert "[to be written by a person: " in section(drafts["trace"], number)


def test_a_file_that_says_little_is_not_said_to_say_more() -> None:
    queue = Scenario.load(FOLDER / "queue.yaml")
    trace, odd = describe(queue, "trace"), describe(queue, "odd")
    assert "no target with the role `fit`" in section(trace, "6.")
    assert "no target with the role `check`" in section(trace, "8.")
    assert "no analysis plan" in section(trace, "7.")
    assert "There are no needs" in trace
    assert "names no figures of today" in section(odd, "1.")
    assert "Needs: none." in section(odd, "2.")


def test_the_table_of_the_start_is_named_and_its_people_are_not_listed() -> None:
    draft = describe(Scenario.load(FOLDER / "riverside" / "riverside.yaml"), "odd")
    assert "where the table `start.csv` has them" in section(draft, "5.")
    assert "`start.csv`" in section(draft, "6.")
    assert "contents" not in draft


def test_every_source_that_can_be_cited_is_an_entry(community: Scenario) -> None:
    found = {key: inside for _, key, inside in ENTRY.findall(bibtex(community))}
    for name, source in community.sources.items():
        if source.kind in ("assumption", "fitted"):
            assert name not in found
            assert f"% {name}: " in bibtex(community)
        else:
            assert name in found or f"{name}_1" in found
    assert "10.1007/s00127-009-0084-7" in found["diagnosis_1"]
    assert "10.1192/bjb.2020.48" in found["diagnosis_2"]
    assert {"throughline", "trevillion2022", "monks2019", "grimm2014", "grimm2020"} <= found.keys()
    assert all(inside.count("{") == inside.count("}") for inside in found.values())


def test_all_drafts_are_given_by_the_names_of_their_files(community: Scenario) -> None:
    found = files(community)
    assert list(found) == ["STRESS-DES.md", "TRACE.md", "ODD.md", "sources.bib"]
    assert found["ODD.md"] == describe(community, "odd")


def widths(draft: str) -> list[set[int]]:
    """How many cells the rows of each table have."""
    found = re.findall(r"(?:^\|.*\n)+", draft, re.M)
    return [{len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()} for table in found]


def test_markup_in_the_texts_of_a_file_stays_text(tmp_path: Path, drafts: dict[str, str]) -> None:
    text = CAFES.replace("title: One talk", 'title: "# One | `talk` <b>"\nabout: "- [x](y)"\n#')
    text = text.replace("label: One room}", 'label: "One | room <i>"}')
    scenario = loaded(tmp_path, text)
    for form in CHECKLISTS:
        draft = describe(scenario, form)
        assert draft.startswith("# \\# One \\| \\`talk\\` \\<b\\>: a draft by ")
        assert "\n\\- \\[x\\](y)\n" in draft
        assert all(len(each) == 1 for each in widths(draft))
    assert "One \\| room \\<i\\>" in describe(scenario, "stress")
    assert all(len(each) == 1 for draft in drafts.values() for each in widths(draft))
    assert len(widths(drafts["stress"])) > 10


@given(st.text(max_size=40))
def test_no_text_breaks_out_of_its_line_or_cell(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<`*\[]", shown)


@given(st.text(max_size=40))
def test_no_text_breaks_out_of_an_entry(text: str) -> None:
    bare = re.sub(r"\\[{}]", "", escaped(text).replace(r"\textbackslash{}", ""))
    bare = re.sub(r"\\textascii\w+\{\}", "", bare)
    assert not re.search(r"[{}]", bare)
    assert "\n" not in bare


def test_a_script_gets_the_same_draft_and_is_told_of_a_wrong_form() -> None:
    import sim  # noqa: PLC0415 -- what a script writes

    queue = sim.Scenario.load(FOLDER / "queue.yaml")
    assert sim.describe(queue, "odd") == describe(queue, "odd")
    with pytest.raises(SimError, match="Did you mean `stress`"):
        sim.describe(queue, "stres")

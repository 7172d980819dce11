"""A mapping file is read with the defaults of its shape, or told all its faults with places."""

from __future__ import annotations

import ast
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.records.known.codes import WORDS
from sim.records.known.columns import TABLES
from sim.records.known.shapes import CODES, Shape, tables_of
from sim.records.mapping import document, read_mapping, reading
from sim.records.mapping.mapping import Condition, Mapping, fits, plain_code
from sim.scenario.refusing import wrong

LEAST = """\
throughline_mapping: 1
shape: mhsds_v6
extract: {from: 2024-04-01, to: 2025-03-31}
services:
  community_team: {types: [A06]}
  ward: {teams: ["W*", 012], continuous: true, label: The ward}
"""


def mapping_of(folder: Path, text: str) -> Mapping:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def test_what_is_silent_is_as_the_module_says(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, LEAST)
    community, ward = mapping.services

    assert mapping.period.taken == mapping.period.ends == datetime.date(2025, 3, 31)
    assert mapping.period.timed is None
    assert (community.label, community.continuous) == ("Community team", False)
    assert (ward.label, ward.continuous, ward.teams) == ("The ward", True, ("W*", "12"))
    assert (mapping.cohort, mapping.join_days, mapping.link_days) == (None, 0, 28)
    assert mapping.tables["contacts"].columns["outcome"] == "AttendStatus"
    assert mapping.codes["outcome"]["5"] == "attended"
    assert mapping.codes["group"] == {}
    assert not any(table.named for table in mapping.tables.values())


def test_what_is_written_stands_in_place_of_what_the_shape_brings(tmp_path: Path) -> None:
    mapping = mapping_of(
        tmp_path,
        LEAST
        + """\
tables:
  contacts: {file: diary/*.xlsx, columns: {outcome: DNA, worker: Staff}}
codes:
  outcome: {missed: [5, "NS"], left_out: 99}
cohort: {all: [{reason: 14}, {diagnosis: [f60*]}, {team_type: A16}]}
join_days: 5
""",
    )
    contacts, outcome = mapping.tables["contacts"], mapping.codes["outcome"]

    assert contacts.file == "diary/*.xlsx"
    assert (contacts.columns["outcome"], contacts.columns["worker"]) == ("DNA", "Staff")
    assert contacts.columns["at"] == "CareContDate"
    assert contacts.columns_at["worker"].line == 8
    assert (outcome["5"], outcome["NS"], outcome["6"], outcome["99"]) == (
        "missed",
        "missed",
        "attended",
        "left_out",
    )
    assert mapping.join_days == 5
    assert mapping.cohort is not None
    assert mapping.cohort.how == "all"
    assert mapping.cohort.conditions == (
        Condition("reason", ("14",)),
        Condition("diagnosis", ("F60*",)),
        Condition("team_type", ("A16",)),
    )
    assert mapping.cohort.conditions[1].fits("F60.3")
    assert not mapping.cohort.conditions[1].fits("F61")


@pytest.mark.parametrize(
    ("code", "plain"), [(" 01 ", "1"), ("a02", "A02"), ("00", "0"), ("10", "10"), ("", "")]
)
def test_codes_are_compared_without_what_people_do_not_see(code: str, plain: str) -> None:
    assert plain_code(code) == plain


@pytest.mark.parametrize(
    ("code", "pattern", "does"),
    [("F60.3", "F60*", True), ("F60", "F60*", True), ("F6", "F60*", False), ("[A]", "[A]", True)],
)
def test_only_a_star_stands_for_anything(code: str, pattern: str, does: bool) -> None:
    assert fits(code, (pattern,)) is does


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_names_tables_columns_and_words_that_there_are(shape: Shape) -> None:
    for name, (_, columns) in tables_of(shape).items():
        assert set(columns) <= set(TABLES[name].by_name)
    for column, words in CODES[shape].items():
        assert set(words.values()) <= set(WORDS[column])
        assert all(plain_code(code) == code for code in words)


FAULTS: dict[str, tuple[str, int, str, str]] = {
    "a misspelt key": ("shap: plain\n", 1, "shap", "Did you mean `shape`?"),
    "an unknown shape": (LEAST.replace("v6", "v7"), 2, "shape", "Did you mean `mhsds_v6`?"),
    "a day before the first": (
        LEAST.replace("2025-03-31", "2024-03-31"),
        3,
        "extract.to",
        "2024-03-31 is before 2024-04-01, the first day.",
    ),
    "taken too early": (
        LEAST.replace("03-31}", "03-31, taken: 2025-03-01}"),
        3,
        "extract.taken",
        "2025-03-01 is before 2025-03-31, the last day that is measured. Nothing is known after",
    ),
    "no service": (
        "\n".join([*LEAST.splitlines()[:3], "services: {}"]),
        4,
        "services",
        "No service is named. Write its key and its teams",
    ),
    "a service without teams": (
        LEAST.replace("{types: [A06]}", "{}"),
        5,
        "services.community_team",
        "`community_team` has no team, and it is not the only service. Write `teams` or `types`.",
    ),
    "one team of two services": (
        LEAST.replace("types: [A06]", "teams: [12]"),
        6,
        "services.ward.teams",
        "`ward` and `community_team` both claim the same teams. A team is of one service.",
    ),
    "no heading for what is needed": (
        LEAST.replace("mhsds_v6", "talking_therapies") + "tables: {contacts: {file: a.csv}}\n",
        7,
        "tables.contacts",
        "The shape `talking_therapies` has no heading for `contact`. Write under `columns` what",
    ),
    "a time of no date": (
        LEAST.replace("mhsds_v6", "talking_therapies")
        + "tables: {referrals: {columns: {person: P, rejected_time: R}}}\n",
        7,
        "tables.referrals.columns.rejected_time",
        "`rejected_time` is the time of day of a date that has no heading.",
    ),
    "a code of two words": (
        LEAST + "codes: {outcome: {attended: [5], missed: ['05']}}\n",
        7,
        "codes.outcome.missed",
        "The code `5` stands for `attended` already. Take one of the two out.",
    ),
    "a group without codes": (
        LEAST + "tables: {people: {columns: {group: Gender}}}\n",
        7,
        "tables.people.columns.group",
        "It is not said what the codes of `group` mean. Write `codes: {group: {name: [code, …]}}`.",
    ),
    "a cohort of neither": (
        LEAST + "cohort: {}\n",
        7,
        "cohort",
        "A cohort has either `any` or `all` conditions. Write `any: [{reason: ['14']}",
    ),
    "a condition of two keys": (
        LEAST + "cohort: {any: [{reason: 14, team_type: A16}]}\n",
        7,
        "cohort.any.0",
        "A condition has one key. Keys: `reason`, `diagnosis` and `team_type`.",
    ),
    "no condition": (
        LEAST + "cohort: {any: []}\n",
        7,
        "cohort.any",
        "No condition is in the list.",
    ),
    "a code that is none": (
        LEAST.replace("[A06]", "[true]"),
        5,
        "services.community_team.types.0",
        "`true` is not a code. Write codes in quotation marks.",
    ),
    "no code": (
        LEAST.replace("[A06]", "[]"),
        5,
        "services.community_team.types",
        "No code is in the list. Write one, or take the entry out.",
    ),
    "a file outside": (
        LEAST + "tables: {staff: {file: ../payroll.csv}}\n",
        7,
        "tables.staff.file",
        '"../payroll.csv" does not lie in the folder of the extract. Write a name or a pattern',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_place_and_a_way_out(tmp_path: Path, name: str) -> None:
    text, line, path, words = FAULTS[name]
    with pytest.raises(ScenarioFaults) as told:
        mapping_of(tmp_path, text)

    fault = next(each for each in told.value.faults if each.location.path == path)
    assert fault.location.line == line
    assert fault.location.column > 0
    assert words in f"{fault.problem} {fault.allowed} {fault.remedy}".replace("  ", " ")


def test_all_faults_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = LEAST.replace("v6", "v9").replace("2024-04-01", "01/04/2024").replace("[A06]", "[true]")
    with pytest.raises(ScenarioFaults) as told:
        mapping_of(tmp_path, text)

    assert [fault.location.line for fault in told.value.faults] == [2, 3, 5]


def test_every_refusal_has_a_file_that_meets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: set[tuple[str, int]] = set()

    def noting(said: Callable[..., Any]) -> Callable[..., Any]:
        def say(*words: Any) -> Any:
            frame = sys._getframe(1)
            met.add((frame.f_code.co_filename, frame.f_lineno))
            return said(*words)

        return say

    monkeypatch.setattr(reading, "_fault", noting(reading._fault))
    monkeypatch.setattr(document, "wrong", noting(wrong))
    for text, *_ in FAULTS.values():
        with pytest.raises(ScenarioFaults):
            mapping_of(tmp_path, text)

    files = [Path(module.__file__ or "") for module in (reading, document)]
    missing = [
        f"{file.name}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_fault", "wrong")
        if not any(
            (str(file), line) in met for line in range(node.lineno, (node.end_lineno or 0) + 1)
        )
    ]
    assert missing == []

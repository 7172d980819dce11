"""Each broken file has one fault, and is told where it is, what it is and what to do."""

import re
from pathlib import Path

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import load
from sim.scenario.reading import from_tree
from sim.scenario.written import vouch
from sim.scenario.yaml_nodes import read_tree

FOLDER = Path(__file__).parents[1] / "broken_scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = re.compile(r'# expect: (\d+):(\d+) "(.*)"\n')


def test_there_are_at_least_sixty_broken_files() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_told_its_one_fault_with_its_place(path: Path) -> None:
    expected = EXPECTED.match(path.read_text(encoding="utf-8"))
    assert expected is not None, "the first line says what to expect"
    line, column, words = int(expected[1]), int(expected[2]), expected[3]

    with pytest.raises(ScenarioFaults) as caught:
        load(path)

    assert [(f.location.line, f.location.column) for f in caught.value.faults] == [(line, column)]
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}:{column}")


def fault_of(path: Path) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        load(path)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_a_file_that_is_not_there_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "riverside.yaml").write_text("", encoding="utf-8")

    assert "Did you mean `riverside.yaml`?" in fault_of(tmp_path / "riversid.yaml")


def test_a_folder_is_not_a_scenario(tmp_path: Path) -> None:
    assert "is a folder" in fault_of(tmp_path)


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "There is no folder" in fault_of(tmp_path / "nowhere" / "x.yaml")


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# nothing but remarks\n" * 2_400_000)

    assert "is larger than 5 MB" in fault_of(path)


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("a: " + "[" * 5_000 + "]" * 5_000, encoding="utf-8")

    assert "nested more than 40 levels deep" in fault_of(path)


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    path = tmp_path / "many.yaml"
    path.write_text("\n".join(rows), encoding="utf-8")

    assert "more than 100,000 values" in fault_of(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"throughline: 2\ntitle: \xff\xfe\x00", "x.yaml:2:8\n  The file is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "x.yaml:1:1\n  The file is not UTF-8"),
        (b"\x7fELF\x00\x01", "x.yaml:1:1\n  The file holds a character (code 127)"),
        ("title: caf\u00e9".encode("latin-1"), "x.yaml:1:11\n  The file is not UTF-8"),
        ("title: x".encode("utf-16"), "The file is UTF-16"),
        (b"title: \x00", "x.yaml:1:8\n  The file holds a character (code 0)"),
    ],
    ids=["not UTF-8", "picture", "program", "Latin-1", "UTF-16", "zero"],
)
def test_a_file_that_is_not_text_is_told_where_it_stops_being_one(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)

    assert words in fault_of(path)


def test_files_that_extend_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", encoding="utf-8")

    assert "in a circle: a.yaml → b.yaml → a.yaml" in fault_of(tmp_path / "a.yaml")


def test_all_faults_are_told_at_once_in_order_of_place() -> None:
    text = (FOLDER / "unknown_service.yaml").read_text(encoding="utf-8")
    for right, broken in (
        ("attendance: 0.9", "attendance: 9"),
        ("caseload: 30", "caselaod: 30"),
        ("excludes: [pd_recorded]", "excludes: [drinks]"),
        ("warm_up: 3 months", "warm_up: 3 moons"),
    ):
        assert right in text
        text = text.replace(right, broken)
    path = FOLDER.parent / "scenario" / "not_written.yaml"

    with pytest.raises(ScenarioFaults) as caught:
        load_text(text, path)

    paths = [fault.location.path for fault in caught.value.faults]
    assert paths == [
        "run.warm_up",
        "services.gp.contacts.attendance",
        "services.gp.routes.finished_in_need.taem",
        "services.team.accepts.excludes.0",
        "services.team.workers.caselaod",
    ]


def load_text(text: str, path: Path) -> None:
    tree = read_tree(text, str(path))
    vouch(tree)
    from_tree(tree)

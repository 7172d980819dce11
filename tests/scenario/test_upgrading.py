"""An upgraded file says the same as before, to the last byte of its logs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.engines.reference import run
from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import load
from sim.scenario.upgrading import upgraded
from sim.studies.keys import resolved_digest

HERE = Path(__file__).parent
FIRST = [path for path in sorted((HERE / "format_1").glob("*.yaml")) if "base" not in path.name]
KEPT = re.compile(
    r'"stigma_covers": true, |^ *stigma_covers: true\n|^measures: \{stigma_covers: true\}\n',
    re.MULTILINE,
)
"""The setting that is added where contacts can be stigmatising."""
QUICK = {"queue", "everything"}
"""Worlds that the readable engine goes through in a few seconds."""


def rewritten(path: Path, folder: Path) -> Path:
    """The upgraded file, beside what it extends."""
    for each in (HERE / "format_1").glob("*.yaml"):
        (folder / each.name).write_bytes(each.read_bytes())
    to = folder / "new.yaml"
    to.write_text(upgraded(path, to).text, newline="")
    return to


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
def test_an_upgraded_file_gives_the_same_arms_and_logs(path: Path, tmp_path: Path) -> None:
    old, new = load(path), load(rewritten(path, tmp_path))

    assert (old.throughline, new.throughline) == (1, 2)
    assert new == old
    for arm in old.arm_names:
        before, after = resolve(old, arm), resolve(new, arm)
        assert resolved_digest(before) == resolved_digest(after)
        if path.stem in QUICK:
            logs = [run(each, seed=3, replication=1).log.tobytes() for each in (before, after)]
            assert logs[0] == logs[1]
            assert logs[0]


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
def test_nothing_but_the_number_of_the_format_and_what_is_kept_differs(
    path: Path, tmp_path: Path
) -> None:
    text = rewritten(path, tmp_path).read_text()
    without = KEPT.sub("", text)
    old, new = path.read_text().splitlines(), without.splitlines()

    assert (without != text) == ("stigma: " in path.read_text())
    differ = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    assert differ == [(line, line.replace(": 1", ": 2", 1)) for line, _ in differ]
    assert len(differ) == 1


DESK = """title: Desk
source: us
sources: {{us: {{kind: assumption, reference: guessed}}}}
run: {{length: 30 days}}
people: {{arrivals: {{callers: {{rate: 1 per day, to: desk}}}}}}
services: {{desk: {{ends: {{stay: 1 hour}}{more}}}}}
{format}"""


def desk(folder: Path, stated: str, more: str = "", ends: str = "\n") -> Path:
    path = folder / "desk.yaml"
    text = DESK.format(more=more, format=stated).replace("\n", ends)
    path.write_text(text, newline="")
    return path


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("throughline: 1\n", "throughline: 2\n"),
        ("throughline:    1   # the format\n", "throughline:    2   # the format\n"),
        ('"throughline": 1.0', '"throughline": 2'),
        ("throughline:\n  1\n", "throughline:\n  2\n"),
    ],
)
def test_the_number_is_replaced_wherever_and_however_it_stands(
    stated: str, expected: str, ends: str, tmp_path: Path
) -> None:
    path = desk(tmp_path, stated, ends=ends)

    found = upgraded(path, path)

    assert found.text == DESK.format(more="", format=expected).replace("\n", ends)


def test_a_file_in_one_line_of_json_is_upgraded_too(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    text = (
        '{"title": "Desk", "throughline":1,"source": "us", '
        '"sources": {"us": {"kind": "assumption", "reference": "guessed"}}, '
        '"run": {"length": "30 days"}, "services": {"desk": {"ends": {"stay": "1 hour"}}}, '
        '"people": {"arrivals": {"callers": {"rate": "1 per day", "to": "desk"}}}}'
    )
    path.write_text(text)

    assert upgraded(path, path).text == text.replace('"throughline":1,', '"throughline":2,')


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("throughline: 3", "Format 3 is newer"),
        ("throughline: one", "is not a format"),
        ("", "`throughline` is missing"),
        ("throughline: &format 1", "not stated by a plain number"),
    ],
)
def test_what_is_of_no_known_format_is_not_upgraded(
    stated: str, words: str, tmp_path: Path
) -> None:
    path = desk(tmp_path, stated)

    with pytest.raises(ScenarioFaults, match=words):
        upgraded(path, path)


def test_keys_of_format_2_in_a_file_of_format_1_are_the_only_fault_that_upgrading_mends(
    tmp_path: Path,
) -> None:
    seen = ", contacts: {{every: 1 week, length: 1 hour, overhead: 5 minutes}}"
    path = desk(tmp_path, "throughline: 1", more=seen.format())
    with pytest.raises(ScenarioFaults, match="does not have"):
        load(path)
    (tmp_path / "new.yaml").write_text(upgraded(path, tmp_path / "new.yaml").text)
    assert load(tmp_path / "new.yaml").services["desk"].contacts is not None

    wrong = desk(tmp_path, "throughline: 1", more=seen.format().replace("overhead", "overheat"))
    with pytest.raises(ScenarioFaults, match="`overheat` is not known here"):
        upgraded(wrong, tmp_path / "other.yaml")


def test_a_format_that_is_stated_in_the_file_it_extends_is_to_be_changed_there(
    tmp_path: Path,
) -> None:
    desk(tmp_path, "throughline: 1")
    path = tmp_path / "over.yaml"
    path.write_text("extends: desk.yaml\ntitle: Another desk\n")

    with pytest.raises(ScenarioFaults, match=r"desk\.yaml:7:14(.|\n)*in a file that it extends"):
        upgraded(path, path)


def test_of_a_file_of_format_2_nothing_is_to_be_written(tmp_path: Path) -> None:
    path = desk(tmp_path, "throughline: 2")

    assert upgraded(path, path).text == ""


def test_in_another_folder_the_files_that_it_names_must_be_there(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    desk(tmp_path, "")
    path = tmp_path / "over.yaml"
    path.write_text("throughline: 1\nextends: desk.yaml\ntitle: Another desk\n")

    assert upgraded(path, tmp_path / "new.yaml").text.startswith("throughline: 2\n")
    with pytest.raises(ScenarioFaults, match=r"new\.yaml:2:10(.|\n)*There is no file"):
        upgraded(path, there / "new.yaml")


GP = "gp: {{contacts: {{every: 1 week, length: 10 minutes{stigma}}}, ends: {{stay: 1 week}}}}"
STIGMA = """title: Desk
{format}source: us
sources: {{us: {{kind: assumption, reference: guessed}}}}
run: {{length: 30 days}}
people: {{arrivals: {{callers: {{rate: 1 per day, to: gp}}}}}}
{measures}services:
  {gp}
{arms}"""


def with_stigma(
    folder: Path,
    measures: str = "",
    *,
    stated: str = "throughline: 1\n",
    stigma: str = ", stigma: 0.1",
    arms: str = "",
) -> Path:
    path = folder / "gp.yaml"
    service = GP.format(stigma=stigma)
    path.write_text(STIGMA.format(format=stated, measures=measures, gp=service, arms=arms))
    return path


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ("", ""),
        ("measures: {lost_after: 90 days}\n", '{"stigma_covers": true, lost_after'),
        ("measures: {\n  lost_after: 90 days}\n", '{\n  "stigma_covers": true, lost_after'),
        ("measures:\n   lost_after: 90 days\n", "\n   stigma_covers: true\n   lost_after"),
        ("measures:\n  # how long\n  lost_after: 90 days\n", "stigma_covers: true\n  lost_after"),
    ],
)
def test_a_file_with_stigma_keeps_that_it_covers(
    measures: str, expected: str, tmp_path: Path
) -> None:
    """By one setting, written among the measures that there are, or after the format."""
    path = with_stigma(tmp_path, measures)

    found = upgraded(path, path)

    assert expected in found.text
    assert found.added == "measures.stigma_covers: true"
    old = load(path)
    path.write_text(found.text)
    assert load(path) == old
    assert old.stigma_covers
    if not measures:
        assert "throughline: 2\nmeasures: {stigma_covers: true}\n" in found.text


def test_a_file_in_brackets_keeps_it_too(tmp_path: Path) -> None:
    path = tmp_path / "gp.yaml"
    text = (
        '{"title": "Desk", "throughline": 1, "source": "us", "run": {"length": "30 days"}, '
        '"sources": {"us": {"kind": "assumption", "reference": "guessed"}}, "services": {"gp": '
        '{"contacts": {"every": "1 week", "length": "10 minutes", "stigma": 0.1}}}, '
        '"people": {"arrivals": {"callers": {"rate": "1 per day", "to": "gp"}}}}'
    )
    path.write_text(text)

    new = text.replace('"throughline": 1', '"measures": {"stigma_covers": true}, "throughline": 2')
    assert upgraded(path, path).text == new


@pytest.mark.parametrize("stigma", ["", ", stigma: 0"])
def test_a_file_without_stigma_needs_no_setting(stigma: str, tmp_path: Path) -> None:
    path = with_stigma(tmp_path, stigma=stigma)

    assert upgraded(path, path).added == ""
    assert "stigma_covers" not in upgraded(path, path).text


def test_stigma_of_one_arm_or_of_a_range_is_kept_as_well(tmp_path: Path) -> None:
    patch = "arms: {one: {}, other: {set: {services: {gp: {contacts: {stigma: 0.2}}}}}}\n"
    of_arm = with_stigma(tmp_path, stigma="", arms=patch)
    assert upgraded(of_arm, of_arm).added

    of_range = with_stigma(tmp_path, stigma=", stigma: {value: 0, low: 0, high: 0.2}")
    assert upgraded(of_range, of_range).added


def test_other_values_in_a_file_of_format_1_leave_the_meaning_of_stigma(tmp_path: Path) -> None:
    """They make it a scenario of format 2, as keys of that format may be among them."""
    old = load(with_stigma(tmp_path))

    changed = old.with_values({"run.length": "20 days"})

    assert (old.throughline, changed.throughline) == (1, 2)
    assert changed.stigma_covers
    assert not load(with_stigma(tmp_path, stated="throughline: 2\n")).stigma_covers


def test_a_file_that_has_to_state_format_2_is_told_what_else_that_changes(tmp_path: Path) -> None:
    path = with_stigma(tmp_path, "measures: {enough: 0.5}\n")

    with pytest.raises(ScenarioFaults, match="a stigmatising contact covers no need, unless"):
        load(path)

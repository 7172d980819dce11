"""What a finished study was made from: the same for the same study, on any day."""

import json
import os
from pathlib import Path

import pytest

from sim.studies.files.reading import file_digest
from sim.studies.files.seals import sealed
from sim.studies.following import Followed
from sim.studies.manifest import (
    LogChoice,
    Manifest,
    ManifestError,
    Numbers,
    program_digest,
    read_manifest,
    runs_digest,
    study_digest,
    this_platform,
    versions,
    write_manifest,
)
from sim.studies.study import Settings

SETTINGS = Settings(("a", "b"), "a", 10, 0, "4 years", 2_103_840)
MANIFEST = Manifest(
    digest=study_digest("5" * 64, SETTINGS),
    scenario_digest="5" * 64,
    settings=SETTINGS,
    log="none",
    versions={"throughline": "0.1.0"},
    platform="Linux x86_64",
    outputs={"measures.csv": "a" * 64, "pictures/a.svg": "b" * 64},
    log_choice=LogChoice(replications=(1, 2)),
    numbers=Numbers("c" * 64, "d" * 64),
)


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(MANIFEST, tmp_path / "manifest.json")

    assert read_manifest(tmp_path / "manifest.json") == MANIFEST


def test_a_manifest_without_what_its_numbers_follow_from_is_read_too(tmp_path: Path) -> None:
    write_manifest(MANIFEST._replace(numbers=None), tmp_path / "manifest.json")

    assert read_manifest(tmp_path / "manifest.json") == MANIFEST._replace(numbers=None)


@pytest.mark.parametrize("departures", [(), ("One sentence.", "Another " + 40 * "long ")])
def test_the_plan_in_a_manifest_reads_back_as_it_was_written(
    tmp_path: Path, departures: tuple[str, ...]
) -> None:
    planned = MANIFEST._replace(analysis_plan=Followed("0123456789abcdef", departures))
    write_manifest(planned, tmp_path / "manifest.json")

    assert read_manifest(tmp_path / "manifest.json") == planned


def test_everything_that_decides_a_study_changes_its_digest() -> None:
    changed = (
        SETTINGS._replace(arms=("a",)),
        SETTINGS._replace(baseline="b"),
        SETTINGS._replace(replications=11),
        SETTINGS._replace(seed=1),
        SETTINGS._replace(length="5 years", minutes=2_629_800),
    )
    digests = {study_digest("s", settings) for settings in (SETTINGS, *changed)}

    assert len(digests | {study_digest("t", SETTINGS)}) == 7
    assert study_digest("s", Settings(*SETTINGS)) in digests


def test_finished_runs_depend_on_the_study_and_on_the_log_that_is_written() -> None:
    digests = {runs_digest(study, log) for study in ("s", "t") for log in ("none", "csv")}

    assert len(digests) == 4


def test_the_program_has_one_digest_and_names_what_it_stands_on() -> None:
    assert program_digest() == program_digest()
    assert {"throughline", "python", "numpy", "numba", "simpy"} <= versions().keys()
    assert "not installed" not in versions().values()
    assert "/" not in this_platform()


def test_a_file_digest_is_its_sha256(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")

    assert file_digest(tmp_path / "abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "it is not JSON"),
        ("\ud800".encode("utf-16", "surrogatepass"), "it is not JSON"),
        ("[]", "not a manifest of this program"),
        ('{"throughline_manifest": 99}', "is of form 99, and this version writes and reads form 2"),
        ('{"throughline_manifest": true}', "is of form True"),
        ('{"throughline_manifest": 2}', "has been changed since it was written"),
        ('{"throughline_sweep": 2}', "is of a sweep"),
        ('{"throughline_manifest": 2, "throughline_manifest": 2}', "a key stands in it twice"),
        ('{"throughline_manifest": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_a_manifest_is_refused_in_words(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(ManifestError, match=words):
        read_manifest(path)


def test_settings_with_an_unknown_part_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(MANIFEST, path)
    content = json.loads(path.read_text())
    content["settings"]["mood"] = "good"
    path.write_text(json.dumps(sealed(content)))

    with pytest.raises(ManifestError, match=r"not whole: `settings\.mood`: Extra inputs"):
        read_manifest(path)


CHANGES: list[tuple[str, object]] = [
    ("minutes", 1),
    ("minutes", "2103840"),
    ("baseline", "b"),
    ("length", "5 years"),
    ("seed", 7),
    ("seed", True),
    ("replications", 1e1),
    ("arms", "ab"),
    ("arms", ["b", "a"]),
    ("arms", []),
]


@pytest.mark.parametrize(("key", "value"), CHANGES)
@pytest.mark.parametrize("resealed", [False, True])
def test_a_changed_setting_is_noticed_with_and_without_a_new_digest_of_the_file(
    tmp_path: Path, key: str, value: object, resealed: bool
) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(MANIFEST, path)
    content = json.loads(path.read_text())
    content["settings"][key] = value
    path.write_text(json.dumps(sealed(content) if resealed else content))

    with pytest.raises(ManifestError, match=r"has been changed|not whole"):
        read_manifest(path)


@pytest.mark.parametrize("key", list(json.loads(json.dumps(MANIFEST._asdict()))))
@pytest.mark.parametrize("value", ["x", [], {}, None, 1, 1.5, True, [[]], {"a": [1]}, "\n"])
def test_a_part_of_another_kind_is_refused_in_one_line_whatever_it_is(
    tmp_path: Path, key: str, value: object
) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(MANIFEST, path)
    content = json.loads(path.read_text())
    if key == "versions" and value == {}:
        return
    if key == "outputs" and value == {}:
        return
    if key == "platform" and value == "x":
        return
    content[key] = value
    path.write_text(json.dumps(sealed(content)))

    with pytest.raises(ManifestError) as refused:
        read_manifest(path)
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    "name",
    [
        "a\nAll 1 outputs are the same.",
        "a\r",
        "\x1b[2K",
        "a\u2028b",
        "\u202eb",
        "\ud800",
        "../a",
        "/etc/passwd",
        "a//b",
        "a/./b",
        "./a",
        "",
        ".",
        "C:\\a",
        "a" * 1000,
    ],
)
def test_an_output_that_cannot_be_shown_or_lies_elsewhere_is_refused_and_forges_nothing(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(MANIFEST, path)
    content = json.loads(path.read_text())
    del content["digest_of_the_rest"]
    content["outputs"] = {name: "a" * 64}
    path.write_text(json.dumps(sealed(content)))

    with pytest.raises(ManifestError, match="not whole: `outputs") as refused:
        read_manifest(path)
    assert all(each.isprintable() for each in str(refused.value).replace("\n", ""))
    assert len(str(refused.value).splitlines()) == 2


def test_a_pipe_a_device_and_a_folder_are_no_manifests(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zero").symlink_to("/dev/zero")

    for name in ("pipe", "folder", "zero"):
        with pytest.raises(ManifestError, match="cannot be read"):
            read_manifest(tmp_path / name)


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"gone\.json: cannot be read \(No such file"):
        read_manifest(tmp_path / "gone.json")

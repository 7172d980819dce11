"""What a finished study was made from: the same for the same study, on any day."""

import json
from pathlib import Path

import pytest

from sim.studies.manifest import (
    Manifest,
    ManifestError,
    file_digest,
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
    digest="d" * 64,
    scenario_digest="s" * 64,
    settings=SETTINGS,
    log="none",
    versions={"throughline": "0.1.0"},
    platform="Linux x86_64",
    outputs={"measures.csv": "m" * 64, "pictures/a.svg": "p" * 64},
)


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(MANIFEST, tmp_path / "manifest.json")

    assert read_manifest(tmp_path / "manifest.json") == MANIFEST


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
        ('{"throughline_manifest": 99}', "not a manifest of this program"),
        ('{"throughline_manifest": 1}', "not whole: 'digest'|not whole: 'settings'"),
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
    path.write_text(json.dumps(content))

    with pytest.raises(ManifestError, match="not whole"):
        read_manifest(path)


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"gone\.json: cannot be read \(No such file"):
        read_manifest(tmp_path / "gone.json")

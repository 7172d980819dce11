"""Files are read with care, written whole, and shown on one line."""

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.studies.files.locking import FolderLock
from sim.studies.files.naming import about_a_file, printable
from sim.studies.files.reading import digest_below, read_json, read_regular
from sim.studies.files.seals import is_sealed, sealed, sealed_bytes
from sim.writing import whole, write_first, write_whole

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(), JSON, max_size=4)


@given(OBJECTS)
def test_a_sealed_file_is_known_again(content: dict[str, object]) -> None:
    assert is_sealed(json.loads(sealed_bytes(content).decode("utf-8", "surrogatepass")))


@given(OBJECTS, OBJECTS)
def test_a_seal_does_not_fit_anything_else(
    content: dict[str, object], other: dict[str, object]
) -> None:
    seal = sealed(content)["digest_of_the_rest"]
    same = json.dumps(sealed(other), sort_keys=True) == json.dumps(sealed(content), sort_keys=True)
    assert is_sealed(sealed(other) | {"digest_of_the_rest": seal}) == same


@given(st.text(alphabet=st.characters()))
def test_what_is_shown_is_one_line_that_a_terminal_only_prints(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    if text.isprintable() and len(text) < 200:
        assert shown == text


def stopped(path: Path, error: BaseException) -> None:
    """Begin to write a file, and fail."""
    with whole(path) as draft:
        draft.write_bytes(b"ne")
        raise error


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, b"old")
    with pytest.raises(KeyboardInterrupt):
        stopped(path, KeyboardInterrupt())
    with pytest.raises(OSError, match="full") as full:
        stopped(path, OSError(28, "full"))

    assert about_a_file(full.value).startswith(f"{path}: full")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_writing_replaces_a_link_and_never_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / "soft").symlink_to(tmp_path / "theirs")
    os.link(tmp_path / "theirs", tmp_path / "hard")

    for name in ("soft", "hard"):
        write_whole(tmp_path / name, b"ours")

    assert (tmp_path / "theirs").read_bytes() == b"theirs"
    assert (tmp_path / "soft").read_bytes() == b"ours"


@pytest.mark.parametrize("links", [True, False])
def test_only_the_first_gets_a_name(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr("sim.writing.os.link", _no_links)
    write_first(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        write_first(tmp_path / "a", b"second")
    (tmp_path / "b").symlink_to(tmp_path / "gone")
    with pytest.raises(FileExistsError):
        write_first(tmp_path / "b", b"through a link")

    assert (tmp_path / "a").read_bytes() == b"first"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


def _no_links(*_: object) -> None:
    raise OSError("not supported")


def test_only_regular_files_are_read_and_no_link_where_that_counts(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "folder").symlink_to(tmp_path)

    for name in ("pipe", "zero", ".", "gone"):
        with pytest.raises(OSError):  # noqa: PT011 -- each system says it in its own words
            read_regular(tmp_path / name)
    assert read_regular(tmp_path / "link") == b"a"
    with pytest.raises(OSError):  # noqa: PT011 -- the same
        read_regular(tmp_path / "link", follow=False)
    names = ("a", "link", "folder/a", "../a", "gone", ".", "")
    assert [digest_below(tmp_path, name) is not None for name in names] == [True, *[False] * 6]


@pytest.mark.parametrize("text", ["[" * 10**5, '{"a": 1, "a": 2}', "NaN", "-Infinity", "\xff", ""])
def test_what_is_no_sound_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=r"."):
        read_json(tmp_path / "a")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")
def test_a_lock_is_held_by_one_and_goes_with_it(tmp_path: Path) -> None:
    one, two = FolderLock(tmp_path), FolderLock(tmp_path)
    assert (one.take(), two.take(0.1)) == (True, False)
    one.release()
    assert two.take()
    two.release()
    assert list(tmp_path.iterdir()) == []

"""Where compiled code is kept: the user's folder, else a private temporary one, else nowhere."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from sim.compiling import caching
from sim.compiling.caching import (
    UNUSED_AFTER,
    sources_digest,
    temporary_cache,
    user_cache,
    writable_folder,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a folder for temporary files of this test's own."""
    home = tmp_path / "home"
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / "cache"))
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return home


def make_unwritable(place: Path) -> None:
    """Let nothing be made below a place, even by someone who may write anywhere."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("a file where a folder should be")


def test_compiled_code_is_kept_in_the_users_cache_folder_under_the_digest() -> None:
    assert writable_folder() == str(user_cache() / "compiled" / sources_digest())


@pytest.mark.parametrize("fault", ["no folder can be made", "no home is known"])
def test_without_a_writable_home_it_is_kept_among_temporary_files(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "no home is known":

        def nowhere() -> Path:
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(caching, "user_cache", nowhere)
    else:
        make_unwritable(home)

    folder = writable_folder()

    assert folder == str(temporary_cache() / "compiled" / sources_digest())
    assert Path(folder).is_relative_to(tmp_path / "tmp")


@POSIX
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_home_that_may_only_be_read_is_left_alone(home: Path) -> None:
    home.mkdir(mode=0o500)

    folder = writable_folder()

    assert folder is not None
    assert not Path(folder).is_relative_to(home)
    assert not any(home.iterdir())


@POSIX
def test_a_temporary_folder_is_the_users_alone_or_is_not_used(home: Path) -> None:
    make_unwritable(home)
    place = temporary_cache()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700

    place.chmod(0o777)

    assert writable_folder() is None


def test_where_nothing_can_be_written_nothing_is_kept(home: Path, tmp_path: Path) -> None:
    make_unwritable(home)
    (tmp_path / "tmp").rmdir()
    make_unwritable(tmp_path / "tmp")

    assert writable_folder() is None


def test_a_new_version_removes_what_no_run_has_used_for_long_and_nothing_else() -> None:
    everything = user_cache() / "compiled"
    ages = {"0" * 16: UNUSED_AFTER + 60, "1" * 16: UNUSED_AFTER - 60, "my notes": 2 * UNUSED_AFTER}
    for name, age in ages.items():
        (everything / name).mkdir(parents=True)
        (everything / name / "program.o").touch()
        os.utime(everything / name, (time.time() - age,) * 2)

    writable_folder()

    left = {path.name for path in everything.iterdir()}
    assert left == {"1" * 16, "my notes", sources_digest()}


def test_a_run_marks_its_folder_as_used() -> None:
    folder = writable_folder()
    assert folder is not None
    os.utime(folder, (0, 0))

    writable_folder()

    assert time.time() - Path(folder).stat().st_mtime < 60

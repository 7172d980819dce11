"""Whatever lies in a folder of results: what is not provably ours is as it was afterwards."""

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sim.cli.results import FolderError, ResultsFolder, digests
from sim.errors import SimError
from sim.studies.files.seals import sealed
from sim.studies.manifest import Manifest, write_manifest
from sim.studies.marks import SWEEP, Question, of_run
from sim.studies.store.owning import claim_folder
from sim.studies.study import Settings

SETTINGS = Settings(("a",), "a", 1, 1, "1 year", 525_960)
NAMES = ("measures.csv", "pictures/gaps.svg", "log/a-00001/events.csv", "report.html")
QUESTIONS = (of_run("a" * 64), of_run("b" * 64), Question(SWEEP, "c" * 64, "d" * 64, 1))
Snapshot = dict[str, str]


def snapshot(folder: Path) -> Snapshot:
    """Everything below a folder, links as links, by its name."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place) / name
            here = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[here] = f"link to {path.readlink()}"
            elif path.is_file():
                found[here] = f"file of {path.read_bytes()!r}"
            elif path.is_dir():
                found.setdefault(here, "folder")
            else:
                found[here] = "something else"
    return found


def study(
    out: Path,
    question: Question,
    names: tuple[str, ...],
    words: str,
    meanwhile: Callable[[], object] = lambda: None,
) -> None:
    """Write a study as a command does; SimError where it is refused."""
    with ResultsFolder(out, question, "key") as folder:
        claim_folder(folder.runs, question.digest, "A study")
        meanwhile()
        staged = folder.staging()
        for name in names:
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).write_text(f"{words} {name}")
        about = Manifest(question.digest, "5" * 64, SETTINGS, "none", {}, "here", digests(staged))
        write_manifest(about, staged / "manifest.json")
        folder.publish(staged)


def replaced(path: Path, by: Callable[[Path], object]) -> bool:
    """Put something else in the place of a file; False where that is not possible."""
    if path.parent.is_symlink() or not path.parent.is_dir():
        return False
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif os.path.lexists(path):
        return False
    by(path)
    return True


def theirs(path: Path) -> None:
    path.write_text("theirs")


def to_a_file(path: Path) -> None:
    path.symlink_to(outside(path) / "thesis.doc")


def to_a_folder(path: Path) -> None:
    path.symlink_to(outside(path))


def to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def hard(path: Path) -> None:
    os.link(outside(path) / "thesis.doc", path)


def outside(path: Path) -> Path:
    return next(each for each in path.parents if each.name == "out").parent / "outside"


WAYS: tuple[Callable[[Path], object], ...] = (
    theirs,
    to_a_file,
    to_a_folder,
    to_nowhere,
    hard,
    Path.mkdir,
    os.mkfifo,
)
PLACES = (
    *NAMES,
    "manifest.json",
    "notes.txt",
    ".notes",
    "MANIFEST.JSON",
    "pictures/mine.svg",
    "log/mine.csv",
    "unfinished",
    "store",
    "unfinished/question.json",
    "store/question.json",
    "unfinished/key/store.json",
    "unfinished/key/notes.txt",
    "store/alive",
)


Hostilities = list[tuple[str, Callable[[Path], object]]]


@st.composite
def hostilities(draw: st.DrawFn) -> Hostilities:
    """A few things that somebody puts into a folder."""
    one = st.tuples(st.sampled_from(PLACES), st.sampled_from(WAYS))
    return draw(st.lists(one, max_size=4))


@given(
    had=st.booleans(),
    before=hostilities(),
    during=hostilities(),
    question=st.sampled_from(QUESTIONS),
)
@settings(deadline=None, max_examples=400)
def test_whatever_is_put_into_a_folder_before_or_during_a_study_is_there_afterwards(
    had: bool, before: Hostilities, during: Hostilities, question: Question
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        out, beyond = Path(temporary) / "out", Path(temporary) / "outside"
        beyond.mkdir()
        out.mkdir()
        (beyond / "thesis.doc").write_text("years of work")
        (beyond / "gaps.svg").write_text("a picture")
        if had:
            study(out, QUESTIONS[0], NAMES, "old")
        apart = snapshot(beyond)

        def put(hostilities: Hostilities) -> None:
            for name, by in hostilities:
                if replaced(out / name, by):
                    placed.add(name)
            there.clear()
            there.update({n: what for n, what in snapshot(out).items() if n in placed})

        there: Snapshot = {}
        placed: set[str] = set()
        put(before)
        with suppress(SimError):
            study(out, question, NAMES[:2], "new", lambda: put(during))

        after = snapshot(out)
        for name, what in there.items():
            if what not in {"folder", *ours(name)}:
                assert after.get(name) == what, name
        assert snapshot(beyond) == apart


def ours(name: str) -> set[str]:
    """What we write under a name, which a refused attempt to replace it leaves there."""
    return {f"file of {f'{words} {name}'.encode()!r}" for words in ("old", "new")}


FORGED = {"name": "x", "outputs": ["notes.txt", "sub/thesis.doc"]}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_folder_with_a_manifest_of_something_else_is_left_as_it_is(
    tmp_path: Path, question: Question
) -> None:
    out = tmp_path / "out"
    for name in ("notes.txt", "sub/thesis.doc", "unfinished/novel.txt", "manifest.json"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(json.dumps(FORGED))
    before = snapshot(out)

    with pytest.raises(FolderError):
        study(out, question, NAMES, "new")

    assert snapshot(out) == before


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_manifest_with_any_byte_changed_lets_nothing_be_removed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    out = tmp_path_factory.mktemp("byte") / "out"
    study(out, QUESTIONS[0], NAMES, "old")
    content = bytearray((out / "manifest.json").read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = (content[at] + data.draw(st.integers(1, 255))) % 256
    (out / "manifest.json").write_bytes(content)
    before = snapshot(out)
    try:
        same = json.loads(content) == sealed(json.loads(content))
    except ValueError:
        same = False  # what is no JSON

    if same:  # a space more is the same manifest
        return
    with pytest.raises(FolderError):
        study(out, QUESTIONS[0], NAMES[:2], "new")
    assert snapshot(out) == before

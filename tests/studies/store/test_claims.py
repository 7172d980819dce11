"""Processes share a study: each run is claimed by one, and free again when that one is gone."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.studies.store import sessions
from sim.studies.store.claims import Claims
from sim.studies.store.sessions import GONE_AFTER, Session, is_here, seen_in
from tests.studies.store.stores import key

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows goes by signs of life alone")
Begin = Callable[[], Session]
RUNS = [key(n) for n in range(6)]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Begin]:
    """Make processes at work on one store, and end them."""
    made: list[Session] = []

    def begin() -> Session:
        made.append(Session(tmp_path / "alive"))
        return made[-1]

    yield begin
    for each in made:
        each.close()


def test_each_run_is_claimed_by_one_process(tmp_path: Path, session: Begin) -> None:
    one, two = Claims(tmp_path / "c", session()), Claims(tmp_path / "c", session())

    assert one.take(RUNS[:4]) == set(RUNS[:4])
    assert two.take(RUNS) == set(RUNS[4:])
    assert one.take(RUNS) == set(RUNS[:4])
    assert two.held_by_others() == set(RUNS[:4])


def test_two_claims_at_the_same_moment_are_settled_by_the_first(
    tmp_path: Path, session: Begin
) -> None:
    one, two = Claims(tmp_path / "c", session()), Claims(tmp_path / "c", session())
    two._read({})  # two has seen that there is none yet ...
    one.take(RUNS[:3])  # ... and then one is first

    assert not two._write(RUNS)
    assert two.take(RUNS) == set(RUNS[3:])


def test_what_a_process_held_is_free_when_it_has_left(tmp_path: Path, session: Begin) -> None:
    first = session()
    Claims(tmp_path / "c", first).take(RUNS)
    first.close()

    assert Claims(tmp_path / "c", session()).take(RUNS) == set(RUNS)


@POSIX
def test_what_a_killed_process_held_is_free(tmp_path: Path, session: Begin) -> None:
    script = (
        "import os, sys; from pathlib import Path; from sim.studies.store.claims import Claims;"
        "from sim.studies.store.sessions import Session; root = Path(sys.argv[1]);"
        "Claims(root / 'c', Session(root / 'alive')).take([bytes(16)]); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert len(seen_in(tmp_path / "alive")) == 1  # it could not take its leave

    claims = Claims(tmp_path / "c", session())
    assert claims.take([bytes(16)]) == {bytes(16)}


@POSIX
def test_a_later_process_with_the_same_number_is_not_taken_for_the_first(
    session: Begin,
) -> None:
    here = session()
    (seen,) = seen_in(here.folder).values()
    assert is_here(seen, seen.renewed)
    assert not is_here(seen._replace(began="1"), seen.renewed)


def test_a_sign_of_life_names_no_machine_and_tells_machines_apart(
    session: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.store.sessions.platform.node", lambda: "ward-seven.example")
    sessions.this_machine.cache_clear()
    about = json.loads(session().path.read_text())

    assert set(about) == {"machine", "pid", "began", "finished", "pace"}
    assert re.fullmatch("[0-9a-f]{16}", about["machine"])
    assert "ward" not in json.dumps(about)
    sessions.this_machine.cache_clear()
    monkeypatch.setattr("sim.studies.store.sessions.Path.read_text", lambda *_, **__: "another")
    assert sessions.this_machine() != about["machine"]
    sessions.this_machine.cache_clear()


def test_a_process_on_another_machine_is_gone_when_it_has_been_silent_for_long(
    session: Begin,
) -> None:
    here = session()
    about = json.loads(here.path.read_text()) | {"machine": "far away", "pid": os.getpid()}
    far = here.folder / "9-0123456789ab.json"
    far.write_text(json.dumps(about))

    assert "9-0123456789ab" in here.others()
    then = here.path.stat().st_mtime - GONE_AFTER - 5
    os.utime(far, (then, then))
    assert "9-0123456789ab" not in here.others()


def test_claims_that_count_for_nothing_go_but_numbers_go_on(tmp_path: Path, session: Begin) -> None:
    claims = Claims(tmp_path / "c", session())
    for run in RUNS:
        claims.take([run])
    claims.tidy(lambda run: run in RUNS[:3])
    assert sorted(int(p.name) for p in (tmp_path / "c").iterdir()) == [4, 5, 6]

    claims.tidy(lambda run: True)
    assert sorted(int(p.name) for p in (tmp_path / "c").iterdir()) == [6]
    other = Claims(tmp_path / "c", session())
    assert other.take(RUNS) == set(RUNS[:5])
    assert claims.take(RUNS) == {RUNS[5]}


def test_claims_work_where_files_cannot_be_linked(
    tmp_path: Path, session: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError("not supported")

    monkeypatch.setattr("sim.writing.os.link", no_links)
    one, two = Claims(tmp_path / "c", session()), Claims(tmp_path / "c", session())

    assert one.take(RUNS[:4]) == set(RUNS[:4])
    assert two.take(RUNS) == set(RUNS[4:])

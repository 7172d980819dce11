"""What is kept of a run beside its numbers: whole, or not at all."""

from pathlib import Path

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.events import Run
from sim.measures import Row
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.studies.keeping import LOG, Keeping, kept_folder, one_in, read_run
from sim.units import DAY
from tests.agreement.agreement import world_of
from tests.scenarios.shipped import FOLDER
from tests.studies import fakes

FAKE = Engine.REFERENCE


@pytest.fixture(autouse=True)
def _the_fakes_are_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(run: Run, arm: Resolved) -> list[Row]:
        return [Row("everyone", "minute", "minutes", float(run.log["time"][0]))]

    def without_a_log(arm: Resolved, seed: int, replication: int) -> list[Row]:
        return measure(fakes.engine(arm, seed, replication), arm)

    monkeypatch.setattr("sim.studies.keeping.measured", measure)
    monkeypatch.setattr("sim.studies.keeping.one_in", lambda arm: 1)
    monkeypatch.setattr(ENGINES[FAKE], "run", fakes.engine)
    monkeypatch.setattr(ENGINES[FAKE], "measure", without_a_log)


class Minute:
    """Writes the minute of the only event, for the runs of one arm."""

    def wants(self, arm: str, replication: int) -> bool:
        return arm == "b"

    def __call__(
        self, run: Run, resolved: Resolved, seed: int, replication: int, folder: Path
    ) -> None:
        folder.mkdir()
        words = f"{resolved.arm} {run.log['time'][0]} {seed} {replication}"
        (folder / "minute.txt").write_text(words)


class Broken(Minute):
    """Writes a part, and fails."""

    def __call__(
        self, run: Run, resolved: Resolved, seed: int, replication: int, folder: Path
    ) -> None:
        folder.mkdir()
        raise OSError("No space left on device")


def test_only_the_chosen_replication_keeps_its_people_and_events(tmp_path: Path) -> None:
    maker = Keeping(FAKE, tmp_path, None, frozenset({1}))
    for replication in (1, 2):
        assert maker(fakes.resolved("b"), 10, replication)[0].value == 10 + replication

    run = read_run(kept_folder(tmp_path, "b", 1))
    expected = fakes.engine(fakes.resolved("b"), 10, 1)
    assert np.array_equal(run.log, expected.log)
    assert run[1:] == expected[1:]
    with pytest.raises(FileNotFoundError):
        read_run(kept_folder(tmp_path, "b", 2))


def test_an_exported_log_is_kept_with_its_run_and_may_be_made_again(tmp_path: Path) -> None:
    maker = Keeping(FAKE, tmp_path, Minute(), frozenset())
    for _ in range(2):
        maker(fakes.resolved("b"), 10, 3)

    assert (kept_folder(tmp_path, "b", 3) / LOG / "minute.txt").read_text() == "b 13 10 3"
    assert [path.name for path in tmp_path.iterdir()] == ["b-00003"]


def test_a_run_whose_log_is_not_wanted_leaves_none(tmp_path: Path) -> None:
    maker = Keeping(FAKE, tmp_path, Minute(), frozenset())

    assert maker(fakes.resolved("c"), 10, 3)[0].value == 13
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_written_whole_is_not_there(tmp_path: Path) -> None:
    maker = Keeping(FAKE, tmp_path, Broken(), frozenset({3}))

    with pytest.raises(OSError, match="No space"):
        maker(fakes.resolved("b"), 10, 3)

    assert list(tmp_path.iterdir()) == []


def test_of_a_country_one_in_so_many_people_is_kept() -> None:
    resolved = world_of(31)
    still = resolved.numbers.arrivals._replace(
        piece_rate=np.zeros_like(resolved.numbers.arrivals.piece_rate)
    )
    numbers = resolved.numbers._replace(arrivals=still)

    kept = [
        one_in(resolved._replace(numbers=numbers._replace(cohort=people)))
        for people in (700, 9_990, 1_000_000)
    ]

    assert kept == [1, 1, 200]


def test_however_long_people_go_on_coming_no_more_of_them_are_kept() -> None:
    resolved = resolve(load(FOLDER / "bristol.yaml"), "baseline")
    numbers = resolved.numbers

    kept = [
        one_in(resolved._replace(numbers=numbers._replace(closes=days * DAY)))
        for days in (415, 4 * 365, 40 * 365)
    ]

    assert kept == [1, 5, 56]  # of 79,680, 280,320 and 2,803,200 people

"""Finished runs that were damaged, and what a killed process left: made again, and cleared up."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Sim, short_report, sim
from tests.studies.scenarios import written

__all__ = ["short_report", "sim"]
pytestmark = pytest.mark.usefixtures("short_report")
SHORT = ("--years", 0.3, "--workers", 1, "--replications", 2, "--arms", "one_room,two_rooms")
DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": shutil.rmtree,
    "a log cut off": lambda kept: cut(kept / "log" / "events.csv"),
    "a log gone": lambda kept: (kept / "log" / "people.csv").unlink(),
    "events cut off": lambda kept: cut(kept / "events.npy"),
    "no digests": lambda kept: (kept / "digests.json").unlink(),
    "digests of nothing": lambda kept: (kept / "digests.json").write_text("{}"),
    "brackets": lambda kept: (kept / "tables.json").write_text("[" * 100_000),
    "a link": lambda kept: swapped(kept / "tables.json"),
    "a file": lambda kept: filed(kept),  # noqa: PLW0108 -- defined below
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def filed(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("mine")


def swapped(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.symlink_to(path.with_suffix(".old"))


def unfinished(tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch, form: str) -> Path:
    """A folder with a study whose runs are all finished and whose outputs are not written."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("sim.cli.outputs.write_report", full)
        out = tmp_path / "out"
        said = sim("run", written(tmp_path), *SHORT, "--log", form, "--out", out)
    assert said.code == 2, said.err
    return out


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_kept_of_a_run_is_made_again_when_it_was_damaged(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    out = unfinished(tmp_path, sim, monkeypatch, "csv")
    DAMAGES[damage](next(out.glob("unfinished/*/kept/one_room-00001")))

    said = sim("run", written(tmp_path), *SHORT, "--log", "csv", "--out", out)

    assert said.code == 0, said.err
    assert said.err.startswith("3 of 4 runs finished")
    sim("run", written(tmp_path), *SHORT, "--log", "csv", "--out", tmp_path / "whole")
    whole = {p.relative_to(tmp_path / "whole"): p for p in (tmp_path / "whole").rglob("*.*")}
    assert len(whole) > 20
    for name, path in whole.items():
        assert (out / name).read_bytes() == path.read_bytes(), name


@pytest.mark.parametrize("form", ["none", "csv", "parquet", "xes"])
def test_everything_that_a_run_leaves_on_its_way_is_known_and_cleared_up(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = unfinished(tmp_path, sim, monkeypatch, form)
    (store,) = out.glob("unfinished/[0-9a-f]*")
    (room,) = store.glob("*-fast-*")
    kept = store / "kept" / ".one_room-00002.0123456789ab.part"
    (kept / "log").mkdir(parents=True)
    for path in (  # as processes leave them that are killed
        store / ".store.json.0123456789ab.part",
        store / "alive" / ".7-0123456789ab.json.0123456789ab.part",
        store / "alive" / "7-0123456789ab.json",
        store / "plans" / ".0123456789abcdef.npz.0123456789ab.part",
        room / "runs" / ".7-0123456789ab-000001.npz.0123456789ab.part",
        room / "aside" / "7-0123456789ab-000001-012345.npz",
        room / "claims" / ".000000009.0123456789ab.part",
        room / "failed" / f"{'0' * 32}.json",
        kept / ".events.npy.0123456789ab.part",
        kept / "log" / ".people.csv.0123456789ab.part",
    ):
        path.write_text("")
    staged = store / "outputs-0123456789ab" / "pictures"
    staged.mkdir(parents=True)
    (staged / ".gaps.svg.0123456789ab.part").touch()
    (staged / "gaps-by-cause.svg").touch()

    said = sim("run", written(tmp_path), *SHORT, "--log", form, "--out", out)

    assert said.code == 0, said.err
    assert "has been left alone" not in said.err
    assert not (out / "unfinished").exists()

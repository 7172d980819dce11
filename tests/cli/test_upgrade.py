"""`sim upgrade`: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

from sim.scenario import load
from sim.scenario.upgrading import choices
from tests.cli.conftest import Sim

QUEUE = Path(__file__).parents[1] / "scenario" / "format_1" / "queue.yaml"


def queue(folder: Path) -> Path:
    path = folder / "queue.yaml"
    path.write_bytes(QUEUE.read_bytes())
    return path


def test_it_writes_a_file_beside_and_says_what_it_chose_line_by_line(
    tmp_path: Path, sim: Sim
) -> None:
    path, new = queue(tmp_path), tmp_path / "queue.format2.yaml"

    said = sim("upgrade", path)

    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == f"{path}:4:14: throughline: 1 becomes 2. No other line differs."
    assert [line.split()[0] for line in lines[2:-1]] == [each.path for each in choices()]
    assert "  run.change " in said.out
    assert lines[-1] == f"The scenario in format 2 is {new}"
    assert path.read_bytes() == QUEUE.read_bytes()
    assert load(new) == load(path)
    assert sim("upgrade", new).out == f"{new} is of format 2 already. Nothing was written.\n"


def test_it_says_what_it_adds_so_that_stigma_means_the_same(tmp_path: Path, sim: Sim) -> None:
    path = queue(tmp_path)
    text = path.read_text()
    assert "contacts:" not in text
    one = "    contacts: {every: 1 week, length: 1 hour, stigma: 0.1}\n    capacity:"
    path.write_text(text.replace("    capacity:", one, 1))

    lines = sim("upgrade", path).out.splitlines()

    assert lines[0].endswith("`measures.stigma_covers: true` is added, and no other line differs.")
    assert lines[1] == "With it a stigmatising contact covers and supports needs as before."
    assert load(tmp_path / "queue.format2.yaml") == load(path)


def test_it_writes_over_no_file_unasked(tmp_path: Path, sim: Sim) -> None:
    path, other = queue(tmp_path), tmp_path / "mine.yaml"
    other.write_text("mine")

    said = sim("upgrade", path, "--output", other)
    assert said.code == 2
    assert "left as it is" in said.err
    assert "--replace" in said.err
    assert other.read_text() == "mine"

    assert sim("upgrade", path, "--output", path).code == 2
    assert path.read_bytes() == QUEUE.read_bytes()

    assert sim("upgrade", path, "--output", path, "--replace").code == 0
    assert path.read_text() == QUEUE.read_text().replace("throughline: 1", "throughline: 2")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.yaml", "queue.yaml"]


def test_it_does_not_write_through_a_link(tmp_path: Path, sim: Sim) -> None:
    path, other, link = queue(tmp_path), tmp_path / "mine.yaml", tmp_path / "link.yaml"
    other.write_text("mine")
    link.symlink_to(other)

    assert sim("upgrade", path, "--output", link, "--replace").code == 2
    assert other.read_text() == "mine"


def test_a_file_with_faults_is_told_all_of_them_and_nothing_is_written(
    tmp_path: Path, sim: Sim
) -> None:
    path = queue(tmp_path)
    text = path.read_text().replace("length:", "lenght:", 1).replace("places:", "plaices:", 1)
    path.write_text(text)

    said = sim("upgrade", path)

    assert said.code == 2
    assert "lenght" in said.err
    assert "plaices" in said.err
    assert "queue.format2.yaml" not in said.err
    assert [each.name for each in tmp_path.iterdir()] == ["queue.yaml"]
